package mtasts

import (
	"slices"

	"handrail/app/guide"
	sts "handrail/app/mail/mtasts"
)

// microsoftZones are the domains under which Microsoft gives each organisation a name and
// keeps its records (Microsoft Learn, "Domains FAQ", and "DNS records for Office 365 in
// national clouds").
var microsoftZones = []string{"onmicrosoft.com", "onmicrosoft.us", "onmicrosoft.de", "partner.onmschina.cn"}

// microsoftKeeps reports whether Microsoft keeps the records of domain, so that no one else
// can add one.
func microsoftKeeps(domain string) bool {
	return slices.ContainsFunc(microsoftZones, func(zone string) bool { return under(domain, zone) })
}

// keptElsewhere reports whether Microsoft keeps the records of the visit's domain.
func keptElsewhere(v *guide.Visit) bool { return microsoftKeeps(asciiOf(v)) }

// kept adds that Microsoft keeps the domain's records, and reports whether there is
// nothing more to say about records and policy.
func (f *finder) kept() bool {
	s := f.s
	if !microsoftKeeps(s.Domain.ASCII) {
		return false
	}
	f.add("microsoft-keeps-records")
	return s.RecordState == sts.Absent && s.PolicyState != sts.Valid
}

// leaveWords returns why a domain is left without a policy.
func leaveWords(v *guide.Visit) string {
	if keptElsewhere(v) {
		return "Microsoft keeps the records of this domain."
	}
	return "This domain receives no email."
}
