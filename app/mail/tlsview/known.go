package tlsview

import (
	"slices"

	"handrail/app/mail/tlsreport"
)

// known returns sums without the reports whose numbers of sessions are not known: these
// never count as none. A sum of such reports alone has no report left.
func known(sums []tlsreport.Sum, rows []tlsreport.PolicyRow,
	key func(tlsreport.PolicyRow) string) []tlsreport.Sum {
	type part struct {
		policies []tlsreport.Policy
		reports  map[string]int // of one day and organisation; each may have several policies
	}
	unread := map[string]*part{}
	for _, r := range rows {
		if !r.Unread() {
			continue
		}
		k := key(r)
		if unread[k] == nil {
			unread[k] = &part{reports: map[string]int{}}
		}
		p := unread[k]
		p.policies = append(p.policies, tlsreport.Policy{Type: r.Type, Succeeded: r.Succeeded, Failed: r.Failed})
		one := r.Day.String() + r.Organisation
		p.reports[one] = max(p.reports[one], r.Reports)
	}
	if len(unread) == 0 {
		return sums
	}
	sums = slices.Clone(sums)
	for i := range sums {
		if p := unread[sums[i].Key]; p != nil {
			passed, failed := tlsreport.Sessions(p.policies)
			sums[i].Succeeded = max(0, sums[i].Succeeded-passed)
			sums[i].Failed = max(0, sums[i].Failed-failed)
			for _, n := range p.reports {
				sums[i].Reports = max(0, sums[i].Reports-n)
			}
		}
	}
	return sums
}
