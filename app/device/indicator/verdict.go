package indicator

import "time"

// Visit is what is simulated: a device opens an address.
type Visit struct {
	URL        string   // without a scheme, it is https
	Addresses  []string // the addresses of the host, if they are known
	Browser    Browser
	Group      string // the device group
	GroupKnown bool
	Filter     FilterAnswer
	Now        time.Time
}

// Browser is whether the address is opened in Microsoft Edge.
type Browser string

// The browsers. Only Edge sees the full path of an encrypted address.
const (
	AnyBrowser Browser = ""
	Edge       Browser = "edge"
	Other      Browser = "other"
)

// FilterAnswer is what the web filter does with the category of the address.
type FilterAnswer string

// The answers of the web filter.
const (
	FilterNotKnown FilterAnswer = ""
	FilterAllows   FilterAnswer = "allows" // the category is recorded, or no policy names it
	FilterBlocks   FilterAnswer = "blocks"
)

// Outcome is what happens with the address.
type Outcome string

// The outcomes.
const (
	Allowed  Outcome = "allowed" // by an indicator, or because nothing stops it
	Warned   Outcome = "warned"  // the person can continue
	Blocked  Outcome = "blocked"
	NotKnown Outcome = "unknown"
)

// Reason is why an outcome is not known.
type Reason string

// The reasons.
const (
	BrowserNotKnown Reason = "browser"     // Edge and other browsers differ
	HostOrder       Reason = "host-order"  // a name and one under it have different actions
	AuditOrder      Reason = "audit-order" // Audit beside another action
	SchemeDiffers   Reason = "scheme"      // the indicator is about http, the visit is https, or the other way round
	PathNotSure     Reason = "path"
	GroupNotKnown   Reason = "device-group"
	ActionNotKnown  Reason = "action" // not one of Microsoft's actions, or written in another way
	FilterMissing   Reason = "web-filter"
	AddressMissing  Reason = "addresses" // there are indicators with addresses; those of the host are not known
)

// Verdict is what the list and the web filter do with an address.
type Verdict struct {
	Outcome Outcome
	Rows    []int // indexes of the rows that decide; none if the web filter decides, or nothing
	ByWeb   bool  // the web filter decides, or it could
	Could   []Outcome
	Reasons []Reason
}
