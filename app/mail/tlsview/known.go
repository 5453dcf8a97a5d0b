package tlsview

import (
	"slices"
	"time"

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

// upTo returns rows without those dated after now, but for those that list failed
// sessions: their date cannot be right, so when these failed is not known.
func upTo(rows []tlsreport.PolicyRow, now time.Time) []tlsreport.PolicyRow {
	var all []tlsreport.PolicyRow
	for _, r := range rows {
		if r.Day.After(tlsreport.Day(now)) {
			if r.Failed == 0 && !r.Unread() {
				continue
			}
			r.Succeeded, r.Failed, r.Untold = 0, 0, 0
			r.Anomalies = append(slices.Clone(r.Anomalies), tlsreport.OddCount)
		}
		all = append(all, r)
	}
	return all
}

// since returns the rows of a day and those after it.
func since(rows []tlsreport.PolicyRow, day time.Time) []tlsreport.PolicyRow {
	return slices.DeleteFunc(slices.Clone(rows), func(r tlsreport.PolicyRow) bool { return r.Day.Before(day) })
}
