package mtasts

import (
	"slices"
	"strings"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
)

// hosts adds the findings about which servers receive the email.
func (f *finder) hosts() {
	s := f.s
	if s.Domain.Unicode != s.Domain.ASCII {
		f.add("two-spellings", "unicode", s.Domain.Unicode, "ascii", s.Domain.ASCII)
	}
	switch mailcheck.Evaluate(s) {
	case mailcheck.NoDomain:
		f.add("domain-missing")
		return
	case mailcheck.NullMX:
		if s.RecordState == "absent" && s.PolicyState != "valid" {
			f.add("no-mail")
		} else {
			f.add("no-mail-with-policy")
		}
		return
	case mailcheck.NoHost:
		f.add("no-mail-host")
		return
	case mailcheck.AliasLoop:
		f.add("mx-loop")
		return
	}
	switch {
	case s.MX.Err != nil:
		f.add("mx-unknown", "why", why(s.MX.Err))
	case len(s.Hosts) == 0 && s.Own.Err != nil:
		f.add("mx-unknown", "why", why(s.Own.Err))
	case s.Implicit:
		f.add("implicit-mx")
	}
	if s.MixedNul {
		f.add("null-mx-mixed")
	}
	if s.More > 0 {
		f.add("many-mx", "looked", count(len(s.Hosts)), "more", count(s.More))
	}
	for _, name := range s.Duplicates {
		f.add("mx-twice", "host", name)
	}
	for _, h := range s.Hosts {
		f.host(h)
	}
	f.families()
}

func (f *finder) host(h mailcheck.Host) {
	switch {
	case h.Literal:
		f.add("mx-is-address", "host", h.Name)
	case h.AddrsErr != nil:
		f.add("mx-address-unknown", "host", h.Name, "why", why(h.AddrsErr))
	case h.Missing:
		f.add("mx-no-address", "host", h.Name)
	case h.Private:
		f.add("mx-private", "host", h.Name)
	}
	if len(h.Alias) > 0 && !f.s.Implicit {
		f.add("mx-is-alias", "host", h.Name, "target", h.Alias[len(h.Alias)-1])
	}
}

// under reports whether host is zone or below it.
func under(host, zone string) bool { return host == zone || strings.HasSuffix(host, "."+zone) }

// microsoft returns which of Microsoft's two families host belongs to: old, new or "".
func microsoft(host string) string {
	switch {
	case under(host, outlookZone):
		return "old"
	case under(host, microsoftZone):
		return "new"
	}
	return ""
}

// filters are services that take mail in front of the real mail server, by the
// zone of their hosts.
var filters = []struct{ zone, provider string }{
	{"mimecast.com", "Mimecast"}, {"mimecast-offshore.com", "Mimecast"}, {"mimecast.co.za", "Mimecast"},
	{"pphosted.com", "Proofpoint"}, {"ppe-hosted.com", "Proofpoint Essentials"}, {"gslb.pphosted.com", "Proofpoint"},
	{"barracudanetworks.com", "Barracuda"}, {"cudasvc.com", "Barracuda"},
	{"messagelabs.com", "Broadcom (MessageLabs)"}, {"iphmx.com", "Cisco"}, {"mailcontrol.com", "Forcepoint"},
	{"in.tmes.trendmicro.com", "Trend Micro"}, {"in.tmes.trendmicro.eu", "Trend Micro"},
	{"trendmicro.com", "Trend Micro"}, {"trendmicro.eu", "Trend Micro"}, {"hydra.sophos.com", "Sophos"},
	{"sophos.com", "Sophos"}, {"hornetsecurity.com", "Hornetsecurity"}, {"antispameurope.com", "Hornetsecurity"},
	{"hornetsecurity.ca", "Hornetsecurity"}, {"antispamcloud.com", "SpamExperts"}, {"spamtitan.com", "SpamTitan"},
	{"mailprotector.com", "Mailprotector"}, {"emailservice.io", "Mailprotector"}, {"mx.cloudflare.net", "Cloudflare"},
	{"cf-emailsecurity.net", "Cloudflare"}, {"mxrecord.io", "Cloudflare"}, {"fireeyecloud.com", "Trellix"},
	{"mxlogic.net", "McAfee"}, {"seppmail.cloud", "SEPPmail"}, {"retarus.com", "Retarus"}, {"vadesecure.com", "Vade"},
	{"zerospam.ca", "Zerospam"}, {"nospamproxy.com", "NoSpamProxy"}, {"ess.de.barracudanetworks.com", "Barracuda"},
	{"mailanyone.net", "FuseMail"}, {"spamh.com", "SpamHero"}, {"spamhero.com", "SpamHero"},
}

// filterOf returns who runs the filter that host belongs to; "" for no known filter.
func filterOf(host string) string {
	for _, f := range filters {
		if under(host, f.zone) {
			return f.provider
		}
	}
	return ""
}

// families finds filters in front, and both of Microsoft's families side by side.
func (f *finder) families() {
	var older, newer, ms, filter string
	told := map[string]bool{}
	for _, h := range f.s.Hosts {
		switch microsoft(h.Name) {
		case "old":
			older, ms = h.Name, h.Name
		case "new":
			newer, ms = h.Name, h.Name
		}
		if p := filterOf(h.Name); p != "" {
			filter = h.Name
			if !told[p] {
				told[p] = true
				f.add("mail-filter", "host", h.Name, "provider", p)
			}
		}
	}
	if older != "" && newer != "" {
		f.add("microsoft-move", "old", older, "new", newer)
	}
	if filter != "" && ms != "" {
		f.add("filter-beside-microsoft", "filter", filter, "microsoft", ms)
	}
}

// signatures finds what DNSSEC and DANE add. They are notes beside the policy.
func (f *finder) signatures() {
	var signed, open []string
	for _, h := range f.s.Hosts {
		switch {
		case len(h.TLSA) > 0 && h.Authentic:
			signed = append(signed, h.Name)
		case len(h.TLSA) > 0:
			open = append(open, h.Name)
		}
	}
	if len(signed) > 0 {
		f.add("dane", "hosts", someOf(signed))
	}
	if len(open) > 0 {
		f.add("dane-unsigned", "hosts", someOf(open))
	}
	if f.s.MX.Answer.Authentic && f.s.MX.Answer.Status == dns.Found {
		f.add("signed")
	}
}

// clock finds a computer whose clock is wrong: every certificate that was seen
// is out of date, or not good yet, by more than 200 days.
func (f *finder) clock() {
	seen := slices.Clone(f.s.Policy.Certs[:min(1, len(f.s.Policy.Certs))])
	for _, h := range f.s.Hosts {
		seen = append(seen, h.Probe.Certs[:min(1, len(h.Probe.Certs))]...)
	}
	const far = 200 * 24 * time.Hour
	for _, c := range seen {
		if !f.s.At.After(c.NotAfter.Add(far)) && !f.s.At.Before(c.NotBefore.Add(-far)) {
			return
		}
	}
	if len(seen) > 0 {
		f.add("clock-wrong", "today", dayOf(f.s.At))
	}
}
