package tlsreport

import (
	"cmp"
	"fmt"
	"time"
)

// LiveHost is a mail server as it was seen.
type LiveHost struct {
	Name        string
	Covered     string // by the policy: yes, no, unknown
	Certificate string // passes: yes, no, unknown
	Why         string // why Certificate is not yes, one sentence; "" if the network may be the cause
	Unasked     bool   // it was not asked, so reports cannot stand in for a test
}

// Live is what was seen of the domain just now.
type Live struct {
	At     time.Time
	Mode   string   // enforce, testing, none, absent, unknown: what a sender applies
	MaxAge int64    // seconds
	MX     []string // the mail servers that the policy names
	Hosts  []LiveHost
	NoHost string // why Hosts is empty, one sentence; "" where none was found
	Same   string // the policy served and announced is the one that is meant: yes, no, unknown
	Why    string // why Same is not yes, one sentence
}

// hosts wants every live mail server in the policy and with a good certificate.
func hosts(l Live) Condition {
	c := Condition{Code: "hosts", Stand: Met, At: l.At, Evidence: "The answers of the mail servers",
		Text: "The policy names every mail server, and their certificates are valid."}
	for _, h := range l.Hosts {
		switch {
		case h.Covered == "no":
			return c.with(Missing, "The policy does not name your mail server "+h.Name+".")
		case h.Certificate == "no":
			return c.with(Missing, cmp.Or(h.Why, "Your mail server "+h.Name+" does not encrypt correctly."))
		}
	}
	for _, h := range l.Hosts {
		switch {
		case h.Covered != "yes":
			return c.with(Open, "Handrail could not check whether the policy names "+h.Name+".")
		case h.Certificate != "yes":
			return c.with(Open, "Handrail could not test the certificate of "+h.Name+". "+
				cmp.Or(h.Why, "Many networks block port 25, which email uses."))
		}
	}
	if len(l.Hosts) == 0 {
		return c.with(Open, cmp.Or(l.NoHost, "Handrail found no mail server."))
	}
	return c
}

// untestable reports whether the policy names every mail server, and none of them
// could be tested from here: most often, the network blocks port 25.
func untestable(l Live) bool {
	for _, h := range l.Hosts {
		if h.Covered != "yes" || h.Unasked || h.Certificate == "yes" || h.Certificate == "no" {
			return false
		}
	}
	return len(l.Hosts) > 0
}

// byReports lets the reports stand in for a test: a session succeeds under a policy
// only if the certificate of the mail server is good (RFC 8461 section 4.2).
func byReports(c Condition, e Evidence) (Condition, []string) {
	var all []string
	why := ""
	for _, h := range e.Live.Hosts {
		all, why = append(all, h.Name), cmp.Or(why, h.Why)
	}
	var sessions int64
	for _, d := range e.Days {
		sessions += d.Succeeded
	}
	c = c.with(Met, fmt.Sprintf("Handrail could not test %s from here. %s Senders report %d deliveries that passed "+
		"under this policy.", names(all), cmp.Or(why, "Many networks block port 25."), sessions))
	if len(all) > 1 {
		c.Text += " They do not report which mail server received them."
	}
	c.Evidence, c.At = "Sessions in the reports", last(e.Days)
	return c, all
}

// same wants senders to see a policy that they apply.
func same(l Live) Condition {
	c := Condition{Code: "policy", Stand: Met, At: l.At, Evidence: "The published record and policy",
		Text: "Senders find the record, and can read the policy."}
	switch {
	case l.Same == "no":
		return c.with(Missing, l.Why)
	case l.Same != "yes":
		return c.with(Open, l.Why)
	}
	return c
}
