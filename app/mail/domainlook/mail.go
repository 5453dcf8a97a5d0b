package domainlook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app/mail/cert"
	"handrail/app/mail/domainpart"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/mail/tlsrpt"
)

// soonDays is how many days before its end a certificate is something to do, as in package health.
const soonDays = 14

// ofMail returns what a check of everything that a sending server sees found.
func ofMail(s *mailcheck.State) Look {
	l := newLook(s)
	l.mail(s)
	return l.Look
}

func (l *looking) mail(s *mailcheck.State) {
	l.mx(s)
	l.names(s)
	l.record(s)
	l.policy(s)
	l.reports(s)
	for _, h := range s.Hosts {
		l.server(h, s.At)
	}
}

// mx adds who receives email.
func (l *looking) mx(s *mailcheck.State) {
	f := domainpart.MXForm{ID: domainpart.MX, State: domainpart.Servers, Servers: []domainpart.Server{}}
	switch {
	case s.MX.Err != nil:
		l.miss(domainpart.MX, "", unanswered(s.MX.Err))
		return
	case s.Gone():
		f.State = domainpart.NoDomain
	case s.Null:
		f.State = domainpart.Declared
	case s.Implicit:
		f.State = domainpart.OwnAddress
	case len(s.Hosts) > 0:
		for _, h := range s.Hosts {
			f.Servers = append(f.Servers, domainpart.Server{Name: h.Name, Pref: h.Pref})
		}
		for _, name := range s.Further {
			f.Servers = append(f.Servers, domainpart.Server{Name: name})
		}
	case s.Own.Err != nil:
		l.miss(domainpart.MX, "", unanswered(s.Own.Err))
		return
	default:
		f.State = domainpart.Nothing
	}
	l.add(domainpart.MX, "", f)
}

func (l *looking) names(s *mailcheck.State) {
	if s.Names.Err != nil {
		l.miss(domainpart.NameServers, "", unanswered(s.Names.Err))
		return
	}
	f := domainpart.ListForm{ID: domainpart.NameServers, Values: []string{}}
	for _, r := range s.Names.Answer.Records {
		f.Values = append(f.Values, strings.ToLower(r.Host))
	}
	l.add(domainpart.NameServers, "", f)
}

func (l *looking) record(s *mailcheck.State) {
	if s.RecordState == mailcheck.Unknown {
		l.miss(domainpart.Record, "", unanswered(s.RecordErr))
		return
	}
	f := domainpart.TextForm{ID: domainpart.Record, State: s.RecordState, Records: tagged(s.Record.Raw, false),
		Values: []string{}}
	if s.Record.Record != nil {
		f.Values = append(f.Values, s.Record.Record.ID)
	}
	l.add(domainpart.Record, "", f)
}

// policy adds the policy. A policy host that cannot be reached says nothing about the policy: senders keep what they
// have, and so does Handrail.
func (l *looking) policy(s *mailcheck.State) {
	f := domainpart.PolicyForm{ID: domainpart.Policy, State: s.PolicyState, MX: []string{}}
	switch s.PolicyState {
	case mailcheck.Unknown, mailcheck.Unreachable:
		why := spoken(s.Policy.Err, "The policy host could not be reached.")
		if s.PolicyHost.Err != nil {
			why = unanswered(s.PolicyHost.Err)
		}
		l.miss(domainpart.Policy, "", why)
	case mtasts.Valid:
		p := s.Policy.Policy
		f.Mode, f.MX, f.MaxAge = string(p.Mode), append(f.MX, p.MX...), p.MaxAge
		l.add(domainpart.Policy, "", f)
	default:
		f.Fault = string(s.Policy.Fault)
		l.add(domainpart.Policy, "", f)
	}
	if p := s.Policy; len(p.Certs) > 0 {
		fault, _ := strings.CutPrefix(string(p.Fault), "certificate-")
		if p.Trusted {
			fault = ""
		}
		l.certificate(mtasts.PolicyHost(l.Domain), p.Trusted, fault, p.Certs[0], s.At)
	}
}

func (l *looking) reports(s *mailcheck.State) {
	if s.ReportingState == mailcheck.Unknown {
		l.miss(domainpart.Reports, "", unanswered(s.ReportingErr))
		return
	}
	f := domainpart.TextForm{ID: domainpart.Reports, State: s.Reporting.State, Records: tagged(s.Reporting.Raw, false),
		Values: []string{}}
	if s.Reporting.State == tlsrpt.Valid && s.Reporting.Record != nil {
		f.Values = append(f.Values, s.Reporting.Record.RUA...)
	}
	l.add(domainpart.Reports, "", f)
}

// server adds what one mail server showed. One that could not be tested from here is not one without a certificate.
func (l *looking) server(h mailcheck.Host, at time.Time) {
	switch p := h.Probe; {
	case p.State == smtpprobe.Valid && len(p.Certs) > 0:
		l.certificate(h.Name, true, "", p.Certs[0], at)
	case p.State == smtpprobe.Invalid && len(p.Certs) > 0:
		l.certificate(h.Name, false, p.Reason, p.Certs[0], at)
	case p.State == smtpprobe.Invalid:
		l.certificate(h.Name, false, p.Reason, cert.Certificate{}, at)
	default:
		l.miss(domainpart.Certificate, h.Name, cmp.Or(p.Detail, "It could not be tested from this computer."))
	}
	if h.Literal {
		return
	}
	if h.TLSAErr != nil {
		l.miss(domainpart.DANE, h.Name, unanswered(h.TLSAErr))
		return
	}
	f := domainpart.ListForm{ID: domainpart.DANE, Values: []string{}}
	for _, r := range h.TLSA {
		f.Values = append(f.Values, fmt.Sprint(r.Usage, " ", r.Selector, " ", r.Matching, " ", strings.ToLower(r.Data)))
	}
	l.add(domainpart.DANE, h.Name, f)
}

func (l *looking) certificate(host string, valid bool, fault string, c cert.Certificate, at time.Time) {
	f := domainpart.CertificateForm{ID: domainpart.Certificate, State: domainpart.Invalid, Fault: fault, Issuer: c.By,
		Names: []string{}}
	if valid {
		f.State = domainpart.Valid
	}
	for _, name := range c.Names {
		f.Names = append(f.Names, strings.ToLower(name))
	}
	if !c.NotAfter.IsZero() {
		f.Until, f.Soon = c.NotAfter.UTC().Format(time.RFC3339), valid && cert.DaysLeft(c, at) < soonDays
	}
	l.add(domainpart.Certificate, host, f)
}

// tagged brings records of tags into one form: without blanks between tags, all but the first in alphabetical order,
// and with lower as lowercase.
func tagged(records []string, lower bool) []string {
	all := []string{}
	for _, text := range records {
		var tags []string
		for _, tag := range strings.Split(text, ";") {
			name, value, _ := strings.Cut(tag, "=")
			if tag = strings.ToLower(strings.TrimSpace(name)) + "=" + strings.TrimSpace(value); tag != "=" {
				tags = append(tags, tag)
			}
		}
		if len(tags) > 1 {
			slices.Sort(tags[1:])
		}
		text = strings.Join(tags, "; ")
		if lower {
			text = strings.ToLower(text)
		}
		all = append(all, text)
	}
	return all
}
