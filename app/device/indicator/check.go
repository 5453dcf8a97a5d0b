package indicator

import (
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"
)

// Code is what is wrong with a row.
type Code string

// The faults. Microsoft refuses a row with one of the first group.
const (
	TypeRefused      Code = "type"
	ValueRefused     Code = "value" // not a name, an address or a hash of its type
	ActionRefused    Code = "action"
	FilesOnly        Code = "files-only" // BlockAndRemediate on what is not a file
	TitleMissing     Code = "no-title"
	TextMissing      Code = "no-description"
	SeverityRefused  Code = "severity"
	CategoryRefused  Code = "category" // not in Pascal case
	DateRefused      Code = "date"
	AlertRefused     Code = "generate-alert"
	RangeRefused     Code = "range"   // a range of addresses (CIDR)
	InternalRefused  Code = "private" // an address that is not on the internet
	Expired          Code = "expired"
	CategoryNotKnown Code = "category-not-known" // Microsoft's pages do not list it
	PathOnlyInEdge   Code = "path-edge-only"     // a full path over HTTPS
	SharedName       Code = "public-suffix"      // many organisations have names under it
)

// Fault is one thing that is wrong with a row.
type Fault struct {
	Row     int // index in the list that was checked
	Code    Code
	Value   string // what the file says
	Refused bool   // Microsoft does not import the row
}

// Check returns what is wrong with rows, in their order.
func Check(rows []Indicator, now time.Time) (all []Fault) {
	for n, one := range rows {
		c := checker{row: n}
		c.check(one, now)
		all = append(all, c.faults...)
	}
	return all
}

type checker struct {
	row    int
	faults []Fault
}

func (c *checker) refuse(bad bool, code Code, value string) {
	if bad {
		c.faults = append(c.faults, Fault{Row: c.row, Code: code, Value: value, Refused: true})
	}
}

func (c *checker) note(bad bool, code Code, value string) {
	if bad {
		c.faults = append(c.faults, Fault{Row: c.row, Code: code, Value: value})
	}
}

func (c *checker) check(i Indicator, now time.Time) {
	d := limits()
	known := slices.Contains(d.Types, string(i.Type))
	c.refuse(!known, TypeRefused, string(i.Type))
	if known {
		c.value(i)
	}
	c.refuse(!slices.Contains(d.Actions, string(i.Action)), ActionRefused, string(i.Action))
	c.refuse(i.Action == Remediate && i.Type.Network(), FilesOnly, string(i.Action))
	c.refuse(strings.TrimSpace(i.Title) == "", TitleMissing, "")
	c.refuse(strings.TrimSpace(i.Description) == "", TextMissing, "")
	c.refuse(i.Severity != "" && !slices.Contains(d.Severities, i.Severity), SeverityRefused, i.Severity)
	c.refuse(i.Category != "" && !pascal(i.Category), CategoryRefused, i.Category)
	c.note(pascal(i.Category) && !slices.Contains(d.Categories, i.Category), CategoryNotKnown, i.Category)
	_, dated := i.Expiry()
	c.refuse(i.Expires != "" && !dated, DateRefused, i.Expires)
	c.note(i.Expired(now), Expired, i.Expires)
	c.refuse(i.GenerateAlert != "" && !strings.EqualFold(i.GenerateAlert, "true") &&
		!strings.EqualFold(i.GenerateAlert, "false"), AlertRefused, i.GenerateAlert)
}

// value checks the value of a row whose type is known.
func (c *checker) value(i Indicator) {
	switch i.Type {
	case FileSha1, FileSha256:
		bytes, err := hex.DecodeString(i.Value)
		c.refuse(err != nil || len(bytes) != map[Type]int{FileSha1: 20, FileSha256: 32}[i.Type], ValueRefused, i.Value)
		return
	case IPAddress:
		if strings.ContainsAny(i.Value, "/-") {
			c.refuse(true, RangeRefused, i.Value)
			return
		}
	}
	t, ok := i.target()
	address, err := netip.ParseAddr(t.host)
	isAddress := err == nil
	switch {
	case !ok, i.Type == DomainName && isAddress, i.Type != IPAddress && !isAddress && !strings.Contains(t.host, "."):
		c.refuse(true, ValueRefused, i.Value)
		return
	case isAddress:
		c.refuse(internal(address), InternalRefused, i.Value)
		return
	}
	suffix, _ := publicsuffix.PublicSuffix(t.host)
	c.note(suffix == t.host, SharedName, i.Value)
	c.note(i.Type == URL && t.scheme != "http" && t.path != "", PathOnlyInEdge, i.Value)
}

// internal reports whether an address is not one of the internet.
func internal(a netip.Addr) bool {
	a = a.Unmap()
	return !a.IsGlobalUnicast() || a.IsPrivate() || netip.MustParsePrefix("100.64.0.0/10").Contains(a)
}

// pascal reports whether s is one word with a capital first, as Microsoft writes categories.
func pascal(s string) bool {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	for _, r := range s {
		if (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}
