package mtasts

import (
	"strings"
	"unicode/utf8"

	"handrail/app/guide/frame"
	"handrail/app/mail/mailcheck"
	sts "handrail/app/mail/mtasts"
	"handrail/app/report"
)

// Document returns how mail for a domain is received: what a sending server makes
// of it, what was found (worst first), and every detail in tables. made is what
// this visit made so far and may be zero.
func Document(s *mailcheck.State, made Made) *report.Document { return drawAll(titleToday, s, made) }

// titleToday is the title of a check that has nothing to compare with.
const titleToday = "How you receive email today"

// drawAll draws everything that is known of a domain.
func drawAll(title string, s *mailcheck.State, made Made) *report.Document {
	f := findings(s, made)
	d := draft(title, f)
	d.Add(f.path())
	d.Findings("", titleFound)
	d.Add(hostTable(s))
	if s.PolicyState == sts.Valid && s.Policy.Policy != nil {
		d.Add(fieldTable(s.Policy.Policy))
	}
	if text, ok := servedText(s); ok {
		d.Add(report.Code{Label: "The published policy", Text: text})
	}
	if s.Policy.Addr.IsValid() || s.Policy.Status != 0 || len(s.Policy.Certs) > 0 {
		d.Add(webTable(s))
	}
	if len(s.Authorities) > 0 {
		d.Add(serverTable(s, ""))
	}
	addFacts(d, s)
	d.Facts("Summary")
	return d.Done()
}

// titleFound is the title of the findings.
const titleFound = "Findings, most serious first"

// draft returns a document about the domain that f looked at, with its findings.
func draft(title string, f *finder) *frame.Draft {
	s := f.s
	h := frame.Head{Title: title, Subject: s.Domain.ASCII, At: s.At}
	if s.Domain.Unicode != s.Domain.ASCII {
		h.Subject = s.Domain.Unicode + " (" + s.Domain.ASCII + ")"
	}
	if s.Server != "" {
		h.Sources = append(h.Sources, "the name server "+s.Server)
	}
	for _, a := range s.Authorities {
		if a.Err == nil {
			h.Sources = append(h.Sources, "the name server "+a.Host)
		}
	}
	if s.Policy.Addr.IsValid() {
		h.Sources = append(h.Sources, "the policy host "+s.PolicyHost.Name+" ("+s.Policy.Addr.String()+")")
	}
	for _, host := range s.Hosts {
		if host.Probe.Addr.IsValid() {
			h.Sources = append(h.Sources, "the mail server "+host.Name+" ("+host.Probe.Addr.String()+")")
		}
	}
	d := frame.New(h)
	d.Find(f.items...)
	return d
}

// servedText returns the body that was fetched, if it is text that can be shown.
func servedText(s *mailcheck.State) (string, bool) {
	body := s.Policy.Body
	if len(body) == 0 || len(body) > 4096 || !utf8.Valid(body) || strings.ContainsRune(string(body), 0) {
		return "", false
	}
	return string(body), true
}
