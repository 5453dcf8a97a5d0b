package tlsview

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/mail/dns"
)

// Own returns the email domains that the person uses guides for, each once and
// sorted. Reports for other domains are saved, but shown separately.
func Own(visits []guide.Visit) (all []dns.Domain) {
	for _, v := range visits {
		d, err := dns.CleanDomain(v.Subject)
		if err == nil && !slices.Contains(all, d) { // other guides have other subjects
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b dns.Domain) int { return strings.Compare(a.Unicode, b.Unicode) })
	return all
}
