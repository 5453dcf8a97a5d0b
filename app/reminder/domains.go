package reminder

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/mail/domainpart"
)

// healthGuide is the guide that checks a domain again.
const healthGuide = "mail-health"

// domains adds the certificates that the last look at each domain saw, and the registration of each domain, whose end
// no one can read.
func (l *List) domains(ctx context.Context, s Sources, now time.Time) error {
	looks, err := s.Domains.Known(ctx)
	if err != nil {
		return err
	}
	gaps, err := s.Domains.Missed(ctx)
	if err != nil {
		return err
	}
	missed := map[string]history.Missed{}
	for _, m := range gaps {
		missed[m.Section] = m
		if !slices.ContainsFunc(looks, func(k history.Look) bool { return k.Of == m.Section }) {
			looks = append(looks, history.Look{Of: m.Section, At: m.At})
		}
	}
	slices.SortFunc(looks, func(a, b history.Look) int { return strings.Compare(a.Of, b.Of) })
	var names []string
	for _, look := range looks {
		domain, part, host, ok := domainpart.Split(look.Of)
		if !ok {
			continue
		}
		if !slices.Contains(names, domain) {
			names = append(names, domain)
		}
		if part != domainpart.Certificate {
			continue
		}
		var row []byte
		if _, err := s.Domains.AsOf(ctx, look.Of, now, func(_ string, body []byte) error {
			row = slices.Clone(body)
			return nil
		}); err != nil {
			return err
		}
		r := certificate(domain, host, row, look.At, now)
		if m, failed := missed[look.Of]; failed && !r.Known() {
			r.Why = m.Why
		}
		r.Guide, r.Visit = healthGuide, visitOf(s.Overview, healthGuide, domain)
		l.add(r)
	}
	l.registrations(names)
	return nil
}

// certificate returns the reminder of one certificate, from the row of the last look that had an answer.
func certificate(domain, host string, row []byte, at, now time.Time) Reminder {
	r := Reminder{Kind: Certificates, ID: id(Certificates, domain, host), Title: "The certificate of " + host + " expires",
		About: domain}
	if host == "" {
		r.Title = "A certificate of " + domain + " expires"
	}
	var f domainpart.CertificateForm
	until, err := time.Time{}, error(nil)
	if domainpart.Read(row, &f) {
		until, err = time.Parse(time.RFC3339, f.Until)
	}
	switch {
	case f.ID == "" || f.Until == "" || err != nil:
		r.Why = "The last check did not see when it expires. Check the domain again."
	case !until.After(now) && at.Before(until): // the last check came before
		r.Why = "This day has passed since the last check: the certificate was renewed or has expired. Check the domain again."
	case f.State != domainpart.Valid:
		r.Why = "The last check found that senders do not accept this certificate. Check the domain again."
		r.At = until.UTC()
	case ofMicrosoft(host):
		r.Why, r.Quiet = "Microsoft runs this server and renews its certificate.", true
		r.At = until.UTC()
	case strings.HasPrefix(host, "mta-sts."):
		r.Why = "Senders can then no longer read your policy for encrypted email (MTA-STS). Check that it is renewed automatically."
		r.At = until.UTC()
	default:
		r.Why = "Senders that check certificates then stop sending to you. Check that it is renewed automatically."
		r.At = until.UTC()
	}
	if !at.IsZero() {
		r.Why += " Seen on " + at.In(now.Location()).Format("2 January 2006") + "."
	}
	return r
}

// ofMicrosoft reports whether Exchange Online has a server of this name.
func ofMicrosoft(host string) bool {
	for _, end := range []string{".mail.protection.outlook.com", ".mx.microsoft", ".mail.protection.partner.outlook.cn",
		".mail.protection.office365.us"} {
		if strings.HasSuffix(strings.ToLower(host), end) {
			return true
		}
	}
	return false
}

// registrations adds one line about all domains: DNS does not say until when a domain is paid for.
func (l *List) registrations(names []string) {
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	l.add(Reminder{Kind: Licences, ID: id(Licences, "registration"), Title: "When your domains must be renewed",
		About: guide.Some(names, 3), Why: "Handrail cannot read this: name servers do not have the date. " +
			"The company where you registered the domain shows it."})
}

// visitOf returns the visit of a guide about a subject; "" where there is none.
func visitOf(o guide.Overview, of, subject string) string {
	for _, it := range slices.Concat(o.Attention, o.Waiting, o.UnderWay, o.Ended) {
		if it.Guide == of && strings.EqualFold(it.Subject, subject) {
			return it.Visit
		}
	}
	return ""
}
