package tlsrpt

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/tlsreport"
)

// The codes that the walker notes.
const (
	wrongShape = tlsreport.WrongShape
	oddCount   = tlsreport.OddCount
	textCut    = tlsreport.TextCut
)

// ParseReport parses one report (RFC 8460 section 4.4) and stores raw with it. It
// accepts what senders really write, lists what is unusual in Odd, and keeps values
// it does not know. The error is a *Refused.
func ParseReport(raw []byte) (*tlsreport.Report, error) { return parseReport(raw, nil) }

// parseReport parses a report with the tokenizer given, or with the one that fits.
func parseReport(raw []byte, from tokenizer) (*tlsreport.Report, error) {
	r := &tlsreport.Report{Raw: raw, Signed: tlsreport.Signed{State: tlsreport.Untested,
		Why: "It did not come in an email."}}
	text := bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	// Counting braces is a thousand times faster than reading what they hold.
	if bytes.Count(text, []byte("{")) > MaxFailures+5*MaxPolicies+100 {
		return nil, refuse(TooMany, "Do not import it. Genuine reports are not so long.",
			"It lists more than 100,000 entries.")
	}
	if from == nil {
		from = newTokenizer(text)
	}
	p := &reading{report: r, walker: &walker{dec: from, odd: r.AddAnomaly}}
	isObject, err := p.object(p.top)
	if err != nil {
		return nil, err
	}
	end := p.dec.offset()
	if !isObject || !p.dates && !p.policies {
		return nil, refuse(NotReport, "Handrail imports only TLS reports.", "This is not a TLS report.")
	}
	if len(bytes.Trim(text[end:], " \t\r\n\x00")) > 0 {
		return nil, refuse(NotJSON, askAgain, "More text follows after the report.")
	}
	if err := p.settle(); err != nil {
		return nil, err
	}
	return r, nil
}

// reading is one report under way.
type reading struct {
	*walker
	report          *tlsreport.Report
	dates, policies bool // seen
	start, end      string
	failures        int
}

func (p *reading) top(name string) (err error) {
	r := p.report
	switch name {
	case "organization-name":
		r.Organisation, err = p.text()
		r.Organisation = clean(r.Organisation)
	case "report-id":
		r.ID, err = p.text()
		r.ID = clean(r.ID)
	case "contact-info":
		var all []string
		all, _, err = p.texts()
		r.Contact = clean(strings.Join(all, ", "))
	case "date-range":
		p.dates = true
		_, err = p.object(p.dateRange)
	case "policies":
		p.policies = true
		var isList bool
		isList, err = p.list(p.policy)
		if !isList {
			r.AddAnomaly(wrongShape)
		}
	default:
		err = p.skip()
	}
	return err
}

func (p *reading) dateRange(name string) (err error) {
	switch name {
	case "start-datetime":
		p.start, err = p.text()
	case "end-datetime":
		p.end, err = p.text()
	default:
		err = p.skip()
	}
	return err
}

// policy reads one element of "policies".
func (p *reading) policy() error {
	if len(p.report.Policies) == MaxPolicies {
		return refuse(TooMany, "Do not import it. Genuine reports are not so long.", "It lists more than %d policies.",
			MaxPolicies)
	}
	var one tlsreport.Policy
	var counts int
	isObject, err := p.object(func(name string) (err error) {
		switch name {
		case "policy":
			_, err = p.object(func(name string) error { return p.policyField(&one, name) })
		case "summary":
			_, err = p.object(func(name string) error {
				seen, err := p.summary(&one, name)
				if seen {
					counts++
				}
				return err
			})
		case "failure-details":
			_, err = p.list(func() error { return p.failure(&one) })
		case "policy-type", "policy-domain", "policy-string", "mx-host", "mx-host-pattern":
			p.report.AddAnomaly(tlsreport.FlatPolicy)
			err = p.policyField(&one, name)
		case "total-successful-session-count", "total-failure-session-count":
			p.report.AddAnomaly(tlsreport.FlatPolicy)
			var seen bool
			if seen, err = p.summary(&one, name); seen {
				counts++
			}
		default:
			err = p.skip()
		}
		return err
	})
	if err != nil || !isObject {
		return err
	}
	if counts < 2 {
		p.report.AddAnomaly(tlsreport.NoCount)
	}
	p.report.Policies = append(p.report.Policies, one)
	return nil
}

// summary reads a number of sessions, and reports whether there was one. Of a number
// that stands twice, the larger one is kept: no failure is lost.
func (p *reading) summary(one *tlsreport.Policy, name string) (seen bool, err error) {
	var n int64
	switch name {
	case "total-successful-session-count":
		n, seen, err = p.count()
		one.Succeeded = max(one.Succeeded, n)
	case "total-failure-session-count":
		n, seen, err = p.count()
		one.Failed = max(one.Failed, n)
	default:
		err = p.skip()
	}
	return seen, err
}

func (p *reading) policyField(one *tlsreport.Policy, name string) (err error) {
	var isList bool
	switch name {
	case "policy-type":
		one.Type, err = p.text()
		one.Type = strings.ToLower(clean(one.Type))
	case "policy-domain":
		one.Domain, err = p.text()
		one.Domain = domainOf(one.Domain)
	case "policy-string":
		one.Text, isList, err = p.texts()
		if !isList {
			p.report.AddAnomaly(tlsreport.PolicyIsText)
		}
		one.Text = p.lines(one.Text)
	case "mx-host", "mx-host-pattern":
		if name != "mx-host" {
			p.report.AddAnomaly(tlsreport.OldField)
		}
		one.MX, isList, err = p.texts()
		if !isList && len(one.MX) > 0 {
			p.report.AddAnomaly(tlsreport.MXIsText)
		}
		one.MX = p.hosts(one.MX)
	default:
		err = p.skip()
	}
	return err
}

// lines returns the lines of a policy. Some senders write a whole JSON list into
// one text, others line ends.
func (p *reading) lines(texts []string) []string {
	var all []string
	for _, s := range texts {
		var inner []string
		if t := strings.TrimSpace(s); strings.HasPrefix(t, "[") && json.Unmarshal([]byte(t), &inner) == nil {
			p.report.AddAnomaly(tlsreport.PolicyNested)
		} else if strings.ContainsAny(s, "\r\n") {
			inner = strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' })
		} else {
			inner = []string{s} // without what was read of a list that is none
		}
		for _, line := range inner {
			if line = clean(line); line != "" && len(all) < MaxPolicies {
				all = append(all, line)
			}
		}
	}
	return all
}

// hosts returns the hosts of a policy without the "mx: " of its lines.
func (p *reading) hosts(texts []string) []string {
	var all []string
	for _, s := range texts {
		s = strings.ToLower(clean(s))
		if rest, found := strings.CutPrefix(s, "mx:"); found {
			p.report.AddAnomaly(tlsreport.MXPrefix)
			s = rest
		}
		if s = tlsreport.CleanDomain(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// failure reads one element of "failure-details".
func (p *reading) failure(one *tlsreport.Policy) error {
	if p.failures++; p.failures > MaxFailures {
		return refuse(TooMany, "Do not import it. Genuine reports are not so long.",
			"It lists more than 100,000 failures.")
	}
	var f tlsreport.Failure
	isObject, err := p.object(func(name string) (err error) {
		var at *string
		switch name {
		case "result-type":
			at = &f.Result
		case "sending-mta-ip":
			at = &f.SendingIP
		case "receiving-mx-hostname":
			at = &f.Host
		case "receiving-mx-helo":
			at = &f.Helo
		case "receiving-ip":
			at = &f.ReceivingIP
		case "additional-information":
			at = &f.Info
		case "additional-info-uri":
			p.report.AddAnomaly(tlsreport.OldField)
			at = &f.Info
		case "failure-reason-code":
			at = &f.Reason
		case "failed-session-count":
			var seen bool
			if f.Count, seen, err = p.count(); err == nil && !seen {
				p.report.AddAnomaly(tlsreport.NoCount)
			}
			return err
		default:
			return p.skip()
		}
		*at, err = p.text()
		*at = clean(*at)
		return err
	})
	if err != nil || !isObject {
		return err
	}
	f.Result, f.Host = strings.ToLower(f.Result), tlsreport.CleanDomain(f.Host)
	one.Failures = append(one.Failures, f)
	return nil
}

// settle checks the report as a whole and fills in what is missing.
func (p *reading) settle() error {
	r := p.report
	var zoned bool
	var err error
	if r.Start, zoned, err = parseTime(p.start); err == nil {
		var endZoned bool
		r.End, endZoned, err = parseTime(p.end)
		zoned = zoned && endZoned
	}
	switch {
	case strings.TrimSpace(p.start) == "" || strings.TrimSpace(p.end) == "":
		return refuse(NoDates, askAgain, "The report does not give its dates.")
	case err != nil:
		return refuse(NoDates, askAgain, "Handrail cannot read the dates of the report.")
	case r.End.Before(r.Start):
		return refuse(NoDates, "Ask its sender, or do not import it.", "The report ends before it begins.")
	case len(r.Policies) == 0:
		return refuse(NoPolicies, "Do not import it.", "The report lists no policy, so it contains no results.")
	}
	if !zoned {
		r.AddAnomaly(tlsreport.TimeWithoutZone)
	}
	switch span := r.End.Sub(r.Start); {
	case span > 36*time.Hour:
		r.AddAnomaly(tlsreport.SeveralDays)
	case span == 24*time.Hour:
		r.AddAnomaly(tlsreport.EndsAtMidnight)
	}
	if r.Contact == "" {
		r.AddAnomaly(tlsreport.NoContact)
	}
	if r.Organisation == "" {
		r.AddAnomaly(tlsreport.NoOrganisation)
	}
	if r.ID == "" {
		sum := sha256.Sum256(r.Raw)
		r.ID = "sha256:" + hex.EncodeToString(sum[:8])
		r.AddAnomaly(tlsreport.NoReportID)
	}
	p.settlePolicies()
	return nil
}

func (p *reading) settlePolicies() {
	r := p.report
	for i := range r.Policies {
		one := &r.Policies[i]
		if one.Domain == "" {
			r.AddAnomaly(tlsreport.NoDomain)
		}
		switch one.Type {
		case tlsreport.STS, tlsreport.TLSA, tlsreport.NoPolicy:
		default:
			r.AddAnomaly(tlsreport.UnknownType)
		}
		var sum int64
		for _, f := range one.Failures {
			sum += f.Count
			if !tlsreport.KnownResult(f.Result) {
				r.AddAnomaly(tlsreport.UnknownResult)
			}
		}
		if len(one.Failures) > 0 && sum != one.Failed {
			r.AddAnomaly(tlsreport.SumsDiffer)
		}
	}
	// Some senders omit the domain where they found no policy. It then follows
	// from the report's other policies, if they agree.
	only := ""
	for _, one := range r.Policies {
		if one.Domain != "" && only != "" && one.Domain != only {
			return
		}
		only = max(only, one.Domain)
	}
	for i := range r.Policies {
		r.Policies[i].Domain = only
	}
}

// domainOf writes a domain as it is compared, with names in other scripts in
// their ASCII form.
func domainOf(s string) string {
	s = tlsreport.CleanDomain(clean(s))
	for i := range len(s) {
		if s[i] >= 0x80 {
			if d, err := dns.CleanDomain(s); err == nil {
				return d.ASCII
			}
			break
		}
	}
	return s
}
