package drift

import (
	"maps"
	"slices"
	"strings"
	"time"

	"handrail/app/history"
	"handrail/app/mail/domainpart"
	"handrail/app/report"
)

// Unanswered returns the parts of domains about which DNS did not answer. A mail server or a policy host that cannot be
// reached from this computer is usual, because most networks block port 25: those are in Missed only.
func (r Result) Unanswered() (all []history.Missed) {
	for _, m := range r.Missed {
		switch _, part, _, _ := domainpart.Split(m.Section); part {
		case domainpart.MX, domainpart.SPF, domainpart.DMARC, domainpart.Record, domainpart.Reports:
			all = append(all, m)
		}
	}
	return all
}

// domainGaps returns what the last look at each domain had no answer about, without what never had one because most
// networks do not let it through.
func (r Result) domainGaps() (all []report.Banner) {
	lines := missedLines(r.lost())
	for _, domain := range slices.Sorted(maps.Keys(lines)) {
		all = append(all, report.Banner{Tone: report.Warning, Lead: noAnswer(domain), Text: lines[domain]})
	}
	return all
}

// lost are the parts that had no answer and once had one, or that DNS must answer.
func (r Result) lost() []history.Missed {
	lost := r.Unanswered()
	for _, m := range r.Missed {
		if !m.Since.IsZero() && !slices.Contains(lost, m) {
			lost = append(lost, m)
		}
	}
	return lost
}

func noAnswer(domain string) string {
	return "No answer at the last check of " + domain + ", so changes are not known:"
}

// missedLines returns what there was no answer about and why, by domain.
func missedLines(missed []history.Missed) map[string]string {
	all := map[string]string{}
	for _, m := range missed {
		domain, part, of, _ := domainpart.Split(m.Section)
		all[domain] = strings.TrimSpace(all[domain] + " " + domainpart.Title(part, of) + ". " + m.Why)
	}
	return all
}

// domainRest returns what must be known about the changes of domains: since when they are compared, and what the last
// look had no answer about.
func (r Result) domainRest() []string { return append(r.domainsBegun(), linesOf(r.Missed)...) }

// OfDomains is domainRest without what Gaps says.
func (r Result) OfDomains() []string {
	lost := r.lost()
	return append(r.domainsBegun(), linesOf(slices.DeleteFunc(slices.Clone(r.Missed), func(m history.Missed) bool {
		return slices.Contains(lost, m)
	}))...)
}

// domainsBegun returns since when domains are compared, a sentence each.
func (r Result) domainsBegun() (all []string) {
	since := map[string]map[time.Time][]string{}
	for _, m := range r.DomainsBegun {
		domain, part, of, _ := domainpart.Split(m.Section)
		if since[domain] == nil {
			since[domain] = map[time.Time][]string{}
		}
		at := m.At.Local()
		at = time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, time.Local) // looks of one day are named once
		since[domain][at] = append(since[domain][at], domainpart.Title(part, of))
	}
	for _, domain := range slices.Sorted(maps.Keys(since)) {
		all = append(all, begunLine(domain, since[domain]))
	}
	return all
}

// linesOf returns what there was no answer about, a line for each domain.
func linesOf(missed []history.Missed) (all []string) {
	lines := missedLines(missed)
	for _, domain := range slices.Sorted(maps.Keys(lines)) {
		all = append(all, noAnswer(domain)+" "+lines[domain])
	}
	return all
}

// begunLine returns since when the parts of a domain are compared. The first look brings most of them.
func begunLine(domain string, parts map[time.Time][]string) string {
	times := slices.SortedFunc(maps.Keys(parts), time.Time.Compare)
	line := domain + " has been compared since " + times[0].Format(day)
	var later []string
	for _, at := range times[1:] {
		slices.Sort(parts[at])
		later = append(later, strings.Join(parts[at], ", ")+" since "+at.Format(day))
	}
	if len(later) > 0 {
		line += "; for a shorter time: " + strings.Join(later, "; ")
	}
	return line + "."
}
