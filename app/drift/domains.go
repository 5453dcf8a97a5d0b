package drift

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/history"
	"handrail/app/mail/domainpart"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Why it is not known who changed something of a domain.
const (
	dnsWhy    = "DNS keeps no record of who changed it."
	serverWhy = "A server does not tell who changed it."
)

// domains are what sentences about mail domains rest on.
type domains struct {
	ctx    context.Context // of one call of Since
	past   history.Past
	missed map[string]history.Missed // by section: what the last look had no answer about
	err    error                     // the first error

	watched *world // what is accepted of domains
}

// newDomains returns what sentences about domains of a past rest on.
func newDomains(ctx context.Context, past history.Past) (*domains, error) {
	d := &domains{ctx: ctx, past: past, missed: map[string]history.Missed{}, watched: newWorld(ctx, nil)}
	d.watched.past, d.watched.reads = past, d.current
	g, ok := past.(history.Gaps)
	if !ok {
		return d, nil
	}
	all, err := g.Missed(ctx)
	for _, m := range all {
		d.missed[m.Section] = m
	}
	return d, err
}

// domains adds what changed of mail domains.
func (r *Result) domains(ctx context.Context, s Sources) error {
	past := s.Domains
	if past == nil {
		return nil
	}
	d, err := newDomains(ctx, past)
	if err != nil {
		return err
	}
	for _, m := range d.missed {
		_, part, _, _ := domainpart.Split(m.Section)
		never := m.Since.IsZero() && part == domainpart.DNSSEC // most name servers cannot tell
		if !never && m.At.After(r.From) && !m.At.After(s.end(r.To)) {
			r.Missed = append(r.Missed, m)
		}
	}
	slices.SortFunc(r.Missed, func(a, b history.Missed) int { return cmp.Compare(a.Section, b.Section) })
	keep, _ := past.(history.Accepter)
	if err := d.watched.watchOf(keep, r.To, s.end(r.To)); err != nil {
		return err
	}
	moments, err := past.Moments(ctx, after(r.From), s.end(r.To))
	if err != nil {
		return err
	}
	r.dated(d.watched, moments)
	var told []Told
	for _, m := range moments {
		if m.Kind == history.MomentBegin {
			r.DomainsBegun = append(r.DomainsBegun, m)
			continue
		}
		changes, err := past.Changes(ctx, m.Number)
		if err != nil {
			return err
		}
		for _, c := range changes {
			told = append(told, d.marked(c)...)
		}
	}
	count, accepted := split(told)
	r.take(count)
	r.Accepted = append(r.Accepted, accepted...)
	back := d.watched.returned(d.marked)
	r.Told, r.Back = append(r.Told, back...), r.Back+len(back)
	sortWorst(r.Told)
	return d.err
}

// tell returns the sentences of one change.
func (d *domains) tell(c history.Change) []Told {
	domain, part, of, ok := domainpart.Split(c.Section)
	if !ok {
		return nil
	}
	t := Told{At: c.At, Since: c.Since, Section: c.Section, ID: c.ID, Severity: report.Note, Subject: domain,
		About: []Ref{{Section: tenant.SectionDomains, ID: domain, Name: domain}}, ByWhy: dnsWhy}
	if len(c.Fields) == 1 {
		t.Field = c.Fields[0].Path
	}
	if part == domainpart.Policy || part == domainpart.Certificate {
		t.ByWhy = serverWhy
	}
	if part != domainpart.MX && d.mx(domain, c.At).State == domainpart.NoDomain {
		return []Told{t.quiet(kindDomains, TitleOf(c.Section)+" is gone with the domain.")} // which is said once
	}
	about := domainChange{Told: t, domain: domain, of: of, c: c}
	tell := map[string]func(domainChange) []Told{
		domainpart.MX: formed(d.tellMX), domainpart.NameServers: formed(d.tellNames),
		domainpart.SPF: formed(d.tellSPF), domainpart.DKIM: formed(d.tellDKIM), domainpart.DMARC: formed(d.tellDMARC),
		domainpart.Record: formed(d.tellRecord), domainpart.Policy: formed(d.tellPolicy),
		domainpart.Reports: formed(d.tellReports), domainpart.Certificate: formed(d.tellCertificate),
		domainpart.DANE: formed(d.tellDANE), domainpart.DNSSEC: formed(d.tellDNSSEC),
	}[part]
	if tell == nil { // a later version of Handrail knows this part
		return about.quiet()
	}
	return tell(about)
}

// domainChange is one change, with the sentence that is begun about it.
type domainChange struct {
	Told
	domain, of string
	c          history.Change
}

// formed returns a rule that reads the rows before and after in the form of tell. What has another form is a change
// without consequence.
func formed[F any](tell func(c domainChange, before, after F) []Told) func(domainChange) []Told {
	return func(c domainChange) []Told {
		var before, after F
		if !domainpart.Read(c.c.Before, &before) || !domainpart.Read(c.c.After, &after) {
			return c.quiet()
		}
		return tell(c, before, after)
	}
}

// say completes the sentence.
func (c domainChange) say(severity report.Severity, text, before, after, do string) Told {
	t := c.Told
	t.Severity, t.Before, t.After, t.Do = severity, safe(before, longValue), safe(after, longValue), do
	headline, more, several := strings.Cut(text, ". ")
	if several {
		headline += "."
	}
	return t.says(headline, more)
}

// quiet is a change without consequence.
func (c domainChange) quiet() []Told {
	return []Told{c.Told.quiet(kindDomains, TitleOf(c.Section)+" has other details.")}
}

// was reads a part of a domain as it was at a time; false where that is not known.
func (d *domains) was(section string, at time.Time, into any) bool {
	found := false
	_, err := d.past.AsOf(d.ctx, section, at, func(_ string, body []byte) error {
		found = domainpart.Read(body, into)
		return nil
	})
	d.err = cmp.Or(d.err, err)
	return found && err == nil
}

// mx returns who receives the email of a domain at a time; an empty State where that is not known.
func (d *domains) mx(domain string, at time.Time) (f domainpart.MXForm) {
	d.was(domainpart.Section(domain, domainpart.MX, ""), at, &f)
	return f
}

// policy returns the MTA-STS policy of a domain at a time; an empty State where it is not known.
func (d *domains) policy(domain string, at time.Time) (f domainpart.PolicyForm) {
	d.was(domainpart.Section(domain, domainpart.Policy, ""), at, &f)
	return f
}

// TitleOf returns the title of a section, also of one of a domain.
func TitleOf(section string) string {
	domain, part, of, ok := domainpart.Split(section)
	switch {
	case !ok:
		return tenant.TitleOf(section)
	case part == "":
		return domain
	}
	return domain + ": " + domainpart.Title(part, of)
}
