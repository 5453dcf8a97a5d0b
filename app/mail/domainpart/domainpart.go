// Package domainpart names what Handrail remembers of a mail domain, and in which form.
//
// A look at a domain finds several things: mail servers, records, a policy, certificates. Each is a part, and each has
// a history of its own: a question that had no answer leaves its part as it was and says nothing about the others. A
// part is one row of JSON in which what differs without a reason is left out: TTLs, the order of records and tags, the
// case of names. Every property is always there, because one that appears is taken for newly read.
//
// The names of parts, states and properties are stored, and never change.
package domainpart

import (
	"encoding/json"
	"strings"
)

// The parts of a domain.
const (
	MX          = "mx"          // who receives email
	NameServers = "ns"          // who has the zone
	SPF         = "spf"         // who may send in its name
	DKIM        = "dkim"        // the key of one selector
	DMARC       = "dmarc"       // what receivers should do with forged email
	Record      = "mta-sts"     // the record that announces a policy
	Policy      = "policy"      // the policy itself
	Reports     = "tls-rpt"     // where reports about encryption go
	Certificate = "certificate" // of one mail server, or of the policy host
	DANE        = "dane"        // the certificates that one mail server announces in DNS
	DNSSEC      = "dnssec"      // whether answers about the domain are signed
)

// kind begins the section of every part.
const kind = "domain"

// Section returns the ID of the section of a part. of is the host or the selector of a part that has several.
func Section(domain, part, of string) string {
	id := kind + "/" + strings.ToLower(domain) + "/" + part
	if of != "" {
		id += "/" + strings.ToLower(of)
	}
	return id
}

// Within returns what the IDs of all sections of a domain begin with.
func Within(domain string) string { return Section(domain, "", "") }

// Split returns what Section joined; ok is false for the section of anything else.
func Split(section string) (domain, part, of string, ok bool) {
	all := strings.SplitN(section, "/", 4)
	if len(all) < 3 || all[0] != kind {
		return "", "", "", false
	}
	if len(all) == 4 {
		of = all[3]
	}
	return all[1], all[2], of, true
}

// titles are what a part is called.
var titles = map[string]string{MX: "mail servers", NameServers: "name servers", SPF: "SPF", DKIM: "DKIM key",
	DMARC: "DMARC", Record: "MTA-STS record", Policy: "MTA-STS policy", Reports: "TLS-RPT record",
	Certificate: "certificate", DANE: "DANE", DNSSEC: "DNSSEC"}

// Title returns what a part is called, with the host or selector that it is of.
func Title(part, of string) string {
	title := titles[part]
	switch {
	case title == "":
		title = part
	case of != "" && part == DKIM:
		return title + " “" + of + "”"
	}
	if of != "" {
		title += " of " + of
	}
	return title
}

// Read reads a row into one of the forms below. It reports whether it has that form.
func Read(row []byte, into any) bool { return row != nil && json.Unmarshal(row, into) == nil }
