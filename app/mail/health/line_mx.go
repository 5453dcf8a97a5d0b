package health

import (
	"strings"

	"handrail/app/report"
)

// mx describes who receives the email (RFC 5321 section 5.1, RFC 7505).
func (b *builder) mx() {
	m := b.s.Mail
	switch {
	case m.MX.Err != nil:
		b.unknown("mx-unknown", "Handrail could not find your mail servers", m.MX.Err)
		return
	case b.s.Gone():
		b.add("mx-no-domain", report.Problem, "This domain does not exist",
			"DNS does not have this name. It may be misspelled, or no one has renewed it.",
			"Check the spelling. If it is right, renew the domain where it was registered.")
		return
	case m.Null:
		b.add("mx-null", report.OK, "The domain declares that it receives no email",
			"Senders give up at once. This is right for a domain without email.", "")
		return
	case len(m.Hosts) == 0 && m.Own.Err != nil:
		b.unknown("mx-unknown", "Handrail could not find your mail server", m.Own.Err)
		return
	case len(m.Hosts) == 0:
		l := b.add("mx-none", report.Warning, "No server receives email for this domain",
			"Emails to this domain come back to their senders.",
			"If the domain should receive no email, add the record below. Else add an MX record.")
		l.Fix = &Record{Name: b.s.Domain.ASCII, Type: "MX", Value: "0 ."}
		return
	case m.Implicit:
		b.add("mx-implicit", report.Warning, "There is no MX record",
			"Email goes to the domain’s own address, which is often only a web server.",
			"Add an MX record with the name of your mail server.")
	}
	if m.MixedNul {
		b.add("mx-mixed", report.Problem, "The MX records contradict each other",
			"One says that the domain receives no email. The others name mail servers.",
			"Remove the record with the dot.")
	}
	b.hosts()
	if !b.said() {
		names, by := b.hostNames()
		b.add("mx-ok", report.OK, "MX: "+counted(len(m.Hosts)+m.More, "mail server", "mail servers")+by,
			"Each name exists and has an address: "+list(names)+".", "")
	}
}

// hosts describes what is wrong with a mail server’s name or address.
func (b *builder) hosts() {
	for _, h := range b.s.Mail.Hosts {
		switch {
		case h.Literal:
			b.add("mx-literal", report.Problem, "An MX record has an address instead of a name",
				"Senders ignore “"+short(h.Name)+"”.", "Enter the name of the mail server.")
		case h.AddrsErr != nil:
			b.unknown("mx-address-unknown", "Handrail could not find the address of "+h.Name, h.AddrsErr)
		case h.Missing:
			b.add("mx-missing", report.Problem, h.Name+" has no address", "Senders cannot deliver to this mail server.",
				"Remove it from the MX records, or publish its address.")
		case h.Private:
			b.add("mx-private", report.Problem, h.Name+" has only private addresses",
				"Senders on the internet cannot reach it.", "Publish its public address.")
		case len(h.Alias) > 0:
			b.add("mx-alias", report.Warning, h.Name+" is an alias",
				"The standard does not allow that, and some senders refuse it.",
				"Enter "+h.Alias[len(h.Alias)-1]+" in the MX record.")
		}
	}
}

// hostNames returns the mail servers and who runs them, in words.
func (b *builder) hostNames() (names []string, by string) {
	who := map[string]bool{}
	for _, h := range b.s.Mail.Hosts {
		names = append(names, h.Name)
		if p := providerOf(h.Name); p != "" {
			who[p] = true
		} else {
			_, zone, _ := strings.Cut(h.Name, ".")
			who[zone] = true
		}
	}
	names = append(names, b.s.Mail.Further...)
	if len(who) == 1 {
		for p := range who {
			by = " at " + p
			if len(b.s.Mail.Hosts) == 2 {
				by = ", both at " + p
			}
		}
	}
	return names, by
}

// usesMicrosoft reports whether the domain’s email goes through Microsoft 365: its mail
// servers or its SPF record say so. sure is false where neither is known.
func (b *builder) usesMicrosoft() (yes, sure bool) {
	for _, h := range b.s.Mail.Hosts {
		if providerOf(h.Name) == microsoft {
			return true, true
		}
	}
	if strings.HasSuffix(b.s.Domain.ASCII, ".onmicrosoft.com") {
		return true, true
	}
	for _, l := range b.s.SPF.Lookups {
		if strings.HasPrefix(l.Domain, "spf.protection.") {
			return true, true
		}
	}
	return false, b.s.Mail.MX.Err == nil && b.s.SPF.Err == nil
}
