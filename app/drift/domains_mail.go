package drift

import (
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/mail/domainpart"
	"handrail/app/mail/mtasts"
	"handrail/app/report"
)

// tellMX returns in words who receives email now, and whether the policy names them.
func (d *domains) tellMX(c domainChange, before, after domainpart.MXForm) []Told {
	was, is := receives(before), receives(after)
	switch after.State {
	case domainpart.NoDomain:
		return []Told{c.say(report.Problem, "DNS no longer has the domain "+c.domain+": no email arrives.", was, "",
			"Check whether the registration of the domain has expired.")}
	case domainpart.Declared:
		return []Told{c.say(report.Problem, c.domain+" now declares that it receives no email.", was, "",
			"If that is wrong, publish the MX records again.")}
	case domainpart.Nothing:
		return []Told{c.say(report.Problem, "No server receives email for "+c.domain+" any more.", was, "",
			"Publish the MX records again.")}
	case domainpart.OwnAddress:
		return []Told{c.say(report.Warning, c.domain+" has no MX record any more, so email goes to its own address.",
			was, is, "Publish the MX records again.")}
	}
	fresh := without(after.Names(), before.Names())
	switch {
	case before.State != domainpart.Servers:
		return []Told{c.say(report.Note, c.domain+" now receives email at "+guide.Names(after.Names())+".", was, is, "")}
	case len(fresh) == 0 && len(after.Servers) == len(before.Servers):
		return []Told{c.say(report.Note, "Senders try the mail servers of "+c.domain+" in another order.", was, is, "")}
	case len(fresh) == 0:
		gone := guide.Names(without(before.Names(), after.Names()))
		return []Told{c.say(report.Note, c.domain+" no longer receives email at "+gone+".", was, is, "")}
	}
	return []Told{d.newServers(c, fresh, was, is)}
}

// newServers returns in words that there are new mail servers, by whether the policy names them.
func (d *domains) newServers(c domainChange, fresh []string, was, is string) Told {
	text := "The mail server of " + c.domain + " changed"
	if len(fresh) > 1 {
		text = "The mail servers of " + c.domain + " changed"
	}
	p := d.policy(c.domain, c.c.At)
	left := guide.Names(unnamed(fresh, p))
	_, unread := d.missed[domainpart.Section(c.domain, domainpart.Policy, "")]
	which := "the policy you publish"
	if unread {
		which = "the policy that Handrail last read"
	}
	switch {
	case p.State != domainpart.Valid || strictness[p.Mode] == 0:
		return c.say(report.Note, text+".", was, is, "")
	case left == "":
		return c.say(report.Note, text+"; "+which+" names "+guide.Names(fresh)+".", was, is, "")
	case p.Mode == modeTesting:
		return c.say(report.Warning, text+"; "+which+" does not name "+left+
			". As soon as it is enforced, email from senders that follow it will be refused.", was, is, addToPolicy)
	}
	return c.say(report.Problem, text+"; "+which+" does not name "+left+
		": email from senders that follow it will be refused.", was, is, addToPolicy)
}

const addToPolicy = "Add the mail server to the MTA-STS policy, then change the ID in its record."

// receives returns the servers in the order in which senders try them.
func receives(f domainpart.MXForm) string {
	if f.State == domainpart.OwnAddress {
		return "its own address"
	}
	slices.SortStableFunc(f.Servers, func(a, b domainpart.Server) int { return int(a.Pref) - int(b.Pref) })
	return strings.Join(f.Names(), ", ")
}

// tellNames returns in words who has the zone now: the company that runs them decides about every record.
func (d *domains) tellNames(c domainChange, before, after domainpart.ListForm) []Told {
	was, is := strings.Join(before.Values, ", "), strings.Join(after.Values, ", ")
	kept := len(without(before.Values, after.Values)) < len(before.Values)
	if len(before.Values) == 0 || len(after.Values) == 0 || kept {
		return []Told{c.say(report.Note, "The name servers of "+c.domain+" changed.", was, is, "")}
	}
	return []Told{c.say(report.Warning, "All name servers of "+c.domain+
		" are others now. The company that runs them decides about every record.", was, is,
		"If no one moved the domain, ask your DNS provider at once.")}
}

// tellDANE returns in words that the certificates that a mail server announces in DNS are others.
func (d *domains) tellDANE(c domainChange, before, after domainpart.ListForm) []Told {
	text := c.of + " announces another certificate in DNS (DANE)."
	switch {
	case len(after.Values) == 0:
		text = c.of + " no longer announces its certificate in DNS (DANE)."
	case len(before.Values) == 0:
		text = c.of + " now announces its certificate in DNS (DANE)."
	}
	return []Told{c.say(report.Note, text, strings.Join(before.Values, ", "), strings.Join(after.Values, ", "), "")}
}

// tellDNSSEC returns in words whether answers about the domain can be forged now.
func (d *domains) tellDNSSEC(c domainChange, before, after domainpart.StateForm) []Told {
	if after.State == domainpart.Signed {
		return []Told{c.say(report.Note, "DNSSEC now protects "+c.domain+".", before.State, after.State, "")}
	}
	return []Told{c.say(report.Warning, "DNSSEC no longer protects "+c.domain+": answers about it can be forged.",
		before.State, after.State, "Ask your DNS provider.")}
}

// faults are what is wrong with a server, by the codes of cert and smtpprobe.
var faults = map[string]string{"expired": "its certificate expired", "not-yet": "its certificate is not valid yet",
	"untrusted": "its certificate is not from a trusted issuer", "name": "its certificate is for other names",
	"cn-only": "its certificate has no list of names", "no-starttls": "it offers no encryption",
	"tls-version": "its encryption is too old", "tls": "encryption fails"}

// tellCertificate returns in words how the certificate of a mail server or the policy host changed. A renewal is no
// news.
func (d *domains) tellCertificate(c domainChange, before, after domainpart.CertificateForm) []Told {
	was, is := strings.Join(before.Names, ", "), strings.Join(after.Names, ", ")
	switch {
	case after.State != domainpart.Valid:
		return d.broken(c, before, after)
	case before.State != domainpart.Valid:
		return []Told{c.say(report.Note, c.of+" encrypts as senders require again.", faults[before.Fault], "", "")}
	case before.Issuer != after.Issuer:
		return []Told{c.say(report.Note, "The certificate of "+c.of+" is from another issuer.", before.Issuer,
			after.Issuer, "")}
	case !slices.Equal(before.Names, after.Names):
		return []Told{c.say(report.Note, "The certificate of "+c.of+" is for other names.", was, is, "")}
	case after.Soon && !before.Soon:
		until := after.Until
		if at, err := time.Parse(time.RFC3339, until); err == nil {
			until = at.Local().Format(day)
		}
		return []Told{c.say(report.Warning, "The certificate of "+c.of+" expires on "+until+" and was not renewed.",
			"", until, "Renew the certificate.")}
	}
	return c.quiet()
}

// broken returns in words that senders that check the encryption of a server refuse it now.
func (d *domains) broken(c domainChange, before, after domainpart.CertificateForm) []Told {
	why := faults[after.Fault]
	if why == "" {
		why = "it does not encrypt correctly"
	}
	const ask = "Ask the person who runs this server."
	p := d.policy(c.domain, c.c.At)
	switch {
	case before.State != domainpart.Valid && before.Fault == after.Fault:
		return c.quiet()
	case before.State != domainpart.Valid:
		return []Told{c.say(report.Note, c.of+" still does not encrypt as senders require: "+why+".",
			faults[before.Fault], why, ask)}
	case c.of == mtasts.PolicyHost(c.domain):
		return []Told{c.say(report.Problem, "Senders cannot read the MTA-STS policy at "+c.of+": "+why+".", "", why, ask)}
	case p.State == domainpart.Valid && p.Mode == modeEnforce:
		return []Told{c.say(report.Problem, c.of+" no longer encrypts as senders require: "+why+
			". Senders that follow the MTA-STS policy do not deliver there.", "", why, ask)}
	}
	return []Told{c.say(report.Warning, c.of+" no longer encrypts as senders require: "+why+".", "", why, ask)}
}
