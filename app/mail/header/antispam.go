package header

import (
	"net/netip"
	"strconv"
	"strings"
)

// Report is a field in which Microsoft’s filter wrote what it found: keys with values.
type Report struct {
	Field     string // its name, as Microsoft writes it
	Raw       string
	Untrusted bool // Exchange Online marked it: it came with the email
	Values    []Value
}

// Value is one key of a report.
type Value struct{ Key, Text string }

// The names of the reports.
const (
	forefront = "X-Forefront-Antispam-Report"
	antispam  = "X-Microsoft-Antispam"
	delivery  = "X-Microsoft-Antispam-Mailbox-Delivery"
)

// Get returns the value of a key and whether the report has it: absent is not empty.
func (r *Report) Get(key string) (string, bool) {
	if r == nil {
		return "", false
	}
	for _, v := range r.Values {
		if strings.EqualFold(v.Key, key) {
			return v.Text, true
		}
	}
	return "", false
}

// Text returns the value of a key; empty also where the report does not have it.
func (r *Report) Text(key string) string {
	text, _ := r.Get(key)
	return text
}

// word returns a value that Microsoft writes in capitals, as it is documented.
func (r *Report) word(key string) string { return strings.ToUpper(strings.TrimSpace(r.Text(key))) }

// Level returns a number, such as SCL, and whether the report has one.
func (r *Report) Level(key string) (int, bool) {
	n, err := strconv.Atoi(r.Text(key))
	return n, err == nil
}

// Connecting returns the address that connected to Exchange Online (CIP).
func (r *Report) Connecting() netip.Addr { return address(r.Text("CIP")) }

// readReport takes a report apart: “CIP:192.0.2.1;CTRY:DE;SCL:1;”. A value may have colons.
func readReport(f Field) Report {
	r := Report{Field: f.Name, Raw: f.Value}
	for _, name := range []string{forefront, antispam, delivery} {
		if strings.EqualFold(f.Name, name) {
			r.Field = name
		}
		if strings.EqualFold(f.Name, name+"-Untrusted") {
			r.Field, r.Untrusted = name+"-Untrusted", true
		}
	}
	for part := range strings.SplitSeq(strings.ReplaceAll(f.Value, "(null)", ""), ";") {
		key, text, ok := strings.Cut(strings.TrimSpace(part), ":")
		if ok && len(r.Values) < MaxLists {
			r.Values = append(r.Values, Value{strings.TrimSpace(key), strings.TrimSpace(text)})
		}
	}
	return r
}

// Stamp is what Enhanced Filtering wrote: which server it took for the real sender.
type Stamp struct {
	Field   string
	Raw     string
	Applied bool // ExternalOriginalInternetSender: SPF was checked for this address
	Addr    netip.Addr
	Domain  string // what that server called itself
}

// readStamp reads “ip=[192.0.2.1];domain=mail.example”.
func readStamp(f Field) Stamp {
	s := Stamp{Field: f.Name, Raw: f.Value,
		Applied: strings.EqualFold(f.Name, "X-MS-Exchange-ExternalOriginalInternetSender")}
	for part := range strings.SplitSeq(f.Value, ";") {
		switch key, value, _ := strings.Cut(strings.TrimSpace(part), "="); strings.ToLower(strings.TrimSpace(key)) {
		case "ip":
			s.Addr = address(strings.TrimSpace(value))
		case "domain":
			s.Domain = strings.TrimSpace(value)
		}
	}
	return s
}
