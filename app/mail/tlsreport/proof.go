package tlsreport

import (
	"slices"
	"strings"
	"time"
)

// PolicyRow is what reports of one day and organisation say about one policy,
// added up where all of it is alike.
type PolicyRow struct {
	Day               time.Time
	Organisation      string
	Type              string
	Text              []string // the policy's lines as the sender saw them
	MX                []string
	Anomalies         []string // of the report
	Reports           int
	Succeeded, Failed int64
	Untold            int64 // failed sessions beyond those that the details explain
}

// Doubts is what reports leave open about their sessions.
type Doubts struct {
	// Untold is the number of failed sessions beyond those that the details explain, but for
	// those that Rows have.
	Untold int64
	// Rows are of the reports that are Unread, and of those after the last day of the filter
	// that list failed sessions; the latter have no day of their own, only the first. Their
	// Text, MX and Untold are empty.
	Rows []PolicyRow
}

// Unread reports whether the numbers of sessions are not known: one of the report's
// numbers is missing, or cannot be right.
func (r PolicyRow) Unread() bool { return Unread(r.Anomalies) }

// Unread reports whether a report with these anomalies has a number of sessions that is
// missing, or cannot be right.
func Unread(anomalies []string) bool {
	return slices.Contains(anomalies, OddCount) || slices.Contains(anomalies, NoCount)
}

// Aside is why a report proves nothing about the policy that is served.
type Aside string

// The reasons, those that say most about the report first.
const (
	AsideNumbers Aside = "numbers"  // a number is missing, negative, absurd or there twice
	AsideFuture  Aside = "future"   // it is dated after today
	AsideNone    Aside = "none"     // no policy was found
	AsideDANE    Aside = "dane"     // tested by TLSA records
	AsideType    Aside = "type"     // no policy type, or an unknown one
	AsideText    Aside = "text"     // the policy that the sender saw is not told
	AsideMode    Aside = "mode"     // seen in mode none, which tests nothing
	AsideOther   Aside = "other"    // about other mail servers
	AsideEmpty   Aside = "empty"    // no session
	AsideFailed  Aside = "all-fail" // no session succeeded
)

// asideWords follow "Not counted: " and a number of reports.
var asideWords = []struct {
	aside Aside
	words string
}{
	{AsideNumbers, "with numbers that cannot be right"}, {AsideFuture, "with a date in the future"},
	{AsideNone, "whose sender found no policy"}, {AsideDANE, "about DANE"},
	{AsideType, "that name no known policy type"},
	{AsideText, "that do not contain the policy"}, {AsideMode, "about a policy in mode none"},
	{AsideOther, "about a policy with other mail servers"}, {AsideEmpty, "without a session"},
	{AsideFailed, "in which no session succeeded"},
}

// aside returns why a row proves nothing about a policy with these mail servers;
// "" where it does. What a sender tests depends on the mail servers that the policy
// names, and not on how long it is cached or whether its mode is testing or enforce
// (RFC 8461 section 5).
func (r PolicyRow) aside(mx []string) Aside {
	for _, code := range []string{OddCount, NoCount, DuplicateName} {
		if slices.Contains(r.Anomalies, code) {
			return AsideNumbers
		}
	}
	switch r.Type {
	case STS:
	case NoPolicy:
		return AsideNone
	case TLSA:
		return AsideDANE
	default:
		return AsideType
	}
	mode, hosts := policyOf(r.Text)
	want := hostSet(mx)
	switch {
	case mode == "none":
		return AsideMode
	case mode != "testing" && mode != "enforce":
		return AsideText
	case len(want) == 0 || !slices.Equal(hosts, want) || len(r.MX) > 0 && !slices.Equal(hostSet(r.MX), want):
		return AsideOther
	case r.Succeeded+r.Failed == 0:
		return AsideEmpty
	case r.Succeeded == 0:
		return AsideFailed
	}
	return ""
}

// policyOf returns the mode and the mail servers of a policy's lines, of two modes
// the first (RFC 8461 section 3.2).
func policyOf(lines []string) (mode string, hosts []string) {
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		switch strings.TrimSpace(name) {
		case "mode":
			if mode == "" {
				mode = strings.TrimSpace(value)
			}
		case "mx":
			hosts = append(hosts, value)
		}
	}
	return mode, hostSet(hosts)
}

// hostSet returns hosts as they are compared: clean, sorted, each once.
func hostSet(hosts []string) []string {
	all := make([]string, 0, len(hosts))
	for _, h := range hosts {
		all = append(all, CleanDomain(h))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// FoldName returns the name of an organisation as it is compared: without case, and
// with single blanks.
func FoldName(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// Weigh fills in what rows prove about the policy of e.Live, and what they do not.
// Failed sessions that no detail explains count whatever the policy was: they are
// no proof, and may concern it.
func (e *Evidence) Weigh(rows []PolicyRow) {
	e.Aside = map[Aside]int{}
	days, writers := map[string]int{}, map[string]int{}
	for _, r := range rows {
		if r.Day.After(Day(e.Now)) {
			e.Aside[AsideFuture] += r.Reports
			if r.Failed > 0 || r.Unread() {
				e.Future += r.Reports
			}
			continue
		}
		if r.Unread() {
			e.Unread = append(e.Unread, Sum{Reports: r.Reports, First: r.Day, Last: r.Day})
		}
		if r.Untold > 0 {
			e.Untold = append(e.Untold, Sum{Key: r.Day.Format(time.DateOnly), Failed: r.Untold, First: r.Day,
				Last: r.Day})
		}
		if why := r.aside(e.Live.MX); why != "" {
			e.Aside[why] += r.Reports
			continue
		}
		e.Days = addRow(e.Days, days, r.Day.Format(time.DateOnly), r.Day.Format(time.DateOnly), r)
		e.Organisations = addRow(e.Organisations, writers, FoldName(r.Organisation), r.Organisation, r)
	}
}

// addRow adds a row to the sum with a key, which gets a name when it is new.
func addRow(all []Sum, at map[string]int, key, name string, r PolicyRow) []Sum {
	i, seen := at[key]
	if !seen {
		i, at[key] = len(all), len(all)
		all = append(all, Sum{Key: name, First: r.Day})
	}
	s := &all[i]
	s.Succeeded, s.Failed, s.Reports = s.Succeeded+r.Succeeded, s.Failed+r.Failed, s.Reports+r.Reports
	s.Last = later(s.Last, r.Day)
	return all
}

// asideText lists the reports that do not count, with their reasons; "" for none.
func (e Evidence) asideText() string {
	var all []string
	for _, a := range asideWords {
		if n := e.Aside[a.aside]; n > 0 {
			all = append(all, counted(n, "report", "reports")+" "+a.words)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " Not counted: " + strings.Join(all, "; ") + "."
}
