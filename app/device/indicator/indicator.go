// Package indicator reads, checks and writes lists of Microsoft Defender indicators, and
// predicts what a list does with an address. An indicator allows, warns about, records or blocks
// a file, an address, a domain or a URL on the devices of an organisation.
//
// Files have the columns of the template that the Defender portal offers. What Microsoft refuses
// is named before anything is imported. Limits stand in dated.json, each with its source.
//
// Sources: Microsoft Learn, "Manage indicators" and "Create indicators for IPs and URLs/domains".
package indicator

import (
	_ "embed"
	"encoding/json"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/idna"
)

// Type is what an indicator is about.
type Type string

// The types that can be imported.
const (
	FileSha1   Type = "FileSha1"
	FileSha256 Type = "FileSha256"
	IPAddress  Type = "IpAddress"
	DomainName Type = "DomainName"
	URL        Type = "Url"
)

// Network reports whether t is about an address, a domain or a URL.
func (t Type) Network() bool { return t == IPAddress || t == DomainName || t == URL }

// Action is what happens when a device meets the indicator.
type Action string

// The actions that can be imported. BlockAndRemediate is for files only.
const (
	Allow     Action = "Allowed"
	Audit     Action = "Audit"
	Warn      Action = "Warn"
	Block     Action = "Block"
	Remediate Action = "BlockAndRemediate"
)

// known reports whether an action is one that Microsoft takes, as it is written.
func (a Action) known() bool {
	return slices.Contains([]Action{Allow, Audit, Warn, Block, Remediate}, a)
}

// Indicator is one row, with the text of each cell as it was read.
type Indicator struct {
	Row                                         int // from 1, without the header; 0 if it was not read
	Type                                        Type
	Value, Expires                              string
	Action                                      Action
	Severity, Title, Description, Recommended   string
	Groups, Category, Techniques, GenerateAlert string
}

// Columns are the columns of a file, in the order of Microsoft's template.
func Columns() []string {
	return []string{"IndicatorType", "IndicatorValue", "ExpirationTime", "Action", "Severity", "Title", "Description",
		"RecommendedActions", "RbacGroups", "Category", "MitreTechniques", "GenerateAlert"}
}

// cells returns the cells of i in the order of Columns.
func (i *Indicator) cells() []*string {
	return []*string{(*string)(&i.Type), &i.Value, &i.Expires, (*string)(&i.Action), &i.Severity, &i.Title,
		&i.Description, &i.Recommended, &i.Groups, &i.Category, &i.Techniques, &i.GenerateAlert}
}

// required are the columns that every row must fill.
func required() []string {
	return []string{"IndicatorType", "IndicatorValue", "Action", "Title", "Description"}
}

//go:embed dated.json
var datedFile []byte

type dated struct {
	Read                string   `json:"read"`
	RowsPerFile         int      `json:"rowsPerFile"`
	RowsPerOrganisation int      `json:"rowsPerOrganisation"`
	Types               []string `json:"types"`
	Actions             []string `json:"actions"`
	Severities          []string `json:"severities"`
	Categories          []string `json:"categories"`
	HoursUsual          int      `json:"hoursUsual"`
	HoursLongest        int      `json:"hoursLongest"`
}

var limits = sync.OnceValue(func() (d dated) {
	if err := json.Unmarshal(datedFile, &d); err != nil {
		panic(err) // ours, and tested
	}
	return d
})

// RowsPerFile returns how many rows Microsoft takes in one file.
func RowsPerFile() int { return limits().RowsPerFile }

// Quota returns how many indicators an organisation can have.
func Quota() int { return limits().RowsPerOrganisation }

// Hours returns after how many hours an indicator works in most cases, and at the latest.
func Hours() (usual, longest int) { return limits().HoursUsual, limits().HoursLongest }

// Expiry returns when i is deleted. ok is false if it has no date or one that cannot be read.
func (i Indicator) Expiry() (at time.Time, ok bool) {
	at, err := time.Parse(time.RFC3339Nano, strings.TrimSpace(i.Expires))
	return at, err == nil
}

// Expired reports whether i was deleted before now.
func (i Indicator) Expired(now time.Time) bool {
	at, ok := i.Expiry()
	return ok && !at.After(now)
}

// target is what a network indicator is about. Host is in lower case and ASCII, without a dot at
// its end; a DomainName and a URL without a scheme have none.
type target struct{ scheme, host, port, path string }

// normalHost returns a host name in ASCII; ok is false if it is not one.
func normalHost(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(s), "."))
	if a, err := netip.ParseAddr(strings.Trim(s, "[]")); err == nil {
		return a.Unmap().WithZone("").String(), true
	}
	ascii, err := idna.Lookup.ToASCII(s)
	if err != nil || ascii == "" || len(ascii) > 253 {
		return "", false
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", false
		}
	}
	return ascii, true
}

// parse returns what an address of the web is about.
func parse(s string) (t target, ok bool) {
	s = strings.TrimSpace(s)
	scheme, _, has := strings.Cut(s, "://")
	if !has {
		s = "//" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil || u.Host == "" || has && !web(scheme) {
		return t, false
	}
	t.scheme, t.port = strings.ToLower(u.Scheme), u.Port()
	t.host, ok = normalHost(u.Hostname())
	t.path = strings.TrimSuffix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		t.path = u.EscapedPath() + "?" + u.RawQuery
	}
	return t, ok
}

func web(scheme string) bool {
	return strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https")
}

// target returns what i is about; ok is false for files and for values that cannot be read.
func (i Indicator) target() (t target, ok bool) {
	switch i.Type {
	case DomainName:
		t.host, ok = normalHost(i.Value)
	case IPAddress:
		a, err := netip.ParseAddr(strings.TrimSpace(i.Value))
		t.host, ok = a.Unmap().String(), err == nil
	case URL:
		return parse(i.Value)
	}
	return t, ok
}

// Item returns what i is about in one form, so that two rows about the same can be compared; ""
// if it cannot be read.
func (i Indicator) Item() string {
	if !i.Type.Network() {
		return string(i.Type) + " " + strings.ToLower(strings.TrimSpace(i.Value))
	}
	t, ok := i.target()
	if !ok {
		return ""
	}
	if t.port != "" {
		t.host += ":" + t.port
	}
	if t.scheme != "" && t.path != "" { // without a path, Microsoft blocks the name for both
		return t.scheme + "://" + t.host + t.path
	}
	return t.host + t.path
}
