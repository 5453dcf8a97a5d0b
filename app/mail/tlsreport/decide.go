package tlsreport

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Thresholds are when there are enough reports. RFC 8461 sets none; these are
// Handrail's own, and the administrator of a domain may set others.
type Thresholds struct {
	Days          int // with a report, at least
	Organisations int // that report, at least
	Quiet         int // days without a failure of ours, at least
	Window        int // days looked back for Days and Organisations
}

// DefaultThresholds returns the default thresholds: two weeks as large mail
// services advise, two organisations so that one alone does not decide.
func DefaultThresholds() Thresholds {
	return Thresholds{Days: 14, Organisations: 2, Quiet: 14, Window: 28}
}

// Status is the result of one condition.
type Status string

// The results of a condition.
const (
	Met     Status = "met"
	Missing Status = "missing" // the administrator needs to do something
	Waiting Status = "waiting" // only time has to pass
	Open    Status = "unknown" // it could not be tested
)

// Condition is one line of a decision.
type Condition struct {
	Code     string // stable: days, organisations, quiet, hosts, policy
	Stand    Status
	Text     string    // one or two sentences
	Evidence string    // from what this is known
	At       time.Time // when that was seen
	Until    time.Time // for Waiting: the day on which it can be met
}

// LiveHost is a mail server as it was seen.
type LiveHost struct {
	Name        string
	Covered     string // by the policy: yes, no, unknown
	Certificate string // passes: yes, no, unknown
	Why         string // why Certificate is not yes, one sentence; "" if the network may be the cause
	Unasked     bool   // it was not asked, so reports cannot stand in for a test
}

// Live is what was seen of the domain just now.
type Live struct {
	At     time.Time
	Mode   string   // enforce, testing, none, absent, unknown: what a sender applies
	MaxAge int64    // seconds
	MX     []string // the mail servers that the policy names
	Hosts  []LiveHost
	NoHost string // why Hosts is empty, one sentence; "" where none was found
	Same   string // the policy served and announced is the one that is meant: yes, no, unknown
	Why    string // why Same is not yes, one sentence
}

// Evidence is everything that a decision rests on. Reports whose signature
// failed are never part of it.
type Evidence struct {
	Now           time.Time
	Since         time.Time // the policy as it is was seen first; zero where not known
	Days          []Sum     // of the window, by day: sessions under the policy as it is
	Organisations []Sum     // of the window, by organisation: sessions under the policy as it is
	Failures      []FailureRow
	Untold        []Sum         // failed sessions that no detail explains, by day
	Unread        []Sum         // reports whose numbers of sessions are not known, by day
	Future        int           // reports with a date to come that list failed sessions
	Aside         map[Aside]int // reports that prove nothing, by reason
	Forged        int           // reports left out because their signature failed
	Live          Live
}

// Verdict is the answer to the question whether enforce is safe.
type Verdict struct {
	Stand      Status
	Line       string    // one line for Home
	Again      time.Time // when to look again; zero where nothing is to be waited for
	Conditions []Condition
	Untested   []string // mail servers for which only the reports speak
}

// window returns the first day that counts: a report about an older policy says
// nothing of this one.
func (t Thresholds) window(now, since time.Time) time.Time {
	from := Day(now).AddDate(0, 0, -t.Window)
	if since = Day(since); since.After(from) {
		return since
	}
	return from
}

// From returns the first day of which Decide wants to see reports.
func (t Thresholds) From(now, since time.Time) time.Time { return t.window(now, since) }

// Day returns 00:00 UTC of a time.
func Day(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(24 * time.Hour)
}

// Decide reports whether the policy can be enforced, each condition as a line of
// its own, those that are missing first.
func Decide(e Evidence, t Thresholds) Verdict {
	v := Verdict{Conditions: []Condition{t.days(e), t.organisations(e), t.quiet(e)}}
	proven := !slices.ContainsFunc(v.Conditions, func(c Condition) bool { return c.Stand != Met })
	c := hosts(e.Live)
	if proven && untestable(e.Live) {
		c, v.Untested = byReports(c, e)
	}
	v.Conditions = append(v.Conditions, c, same(e.Live))
	rank := map[Status]int{Missing: 0, Waiting: 1, Open: 2, Met: 3}
	slices.SortStableFunc(v.Conditions, func(a, b Condition) int { return rank[a.Stand] - rank[b.Stand] })
	missing := 0
	v.Stand = v.Conditions[0].Stand
	for _, c := range v.Conditions {
		if c.Stand != Met {
			missing++
		}
		if c.Until.After(v.Again) {
			v.Again = c.Until
		}
	}
	v.Line = v.line(missing, e.Live.Mode == "enforce")
	if v.Again.IsZero() && missing > 0 {
		v.Again = Day(e.Now).AddDate(0, 0, 1)
	}
	return v
}

// NotTested stands in a verdict that rests on the reports alone.
const NotTested = "Not tested from here"

// line returns the verdict in one line. What was not tested is part of it.
func (v Verdict) line(missing int, enforced bool) string {
	n := len(v.Conditions)
	switch {
	case missing == 0 && len(v.Untested) > 0 && enforced:
		return "Enforced, and the reports show no problem. " + NotTested + ": " + names(v.Untested)
	case missing == 0 && len(v.Untested) > 0:
		return "Enforce is safe by the reports alone. " + NotTested + ": " + names(v.Untested)
	case missing == 0 && enforced:
		return "Enforced, and all conditions are met"
	case missing == 0:
		return fmt.Sprintf("Enforce is safe: all %d conditions are met", n)
	case enforced:
		return fmt.Sprintf("Enforced, but %d of %d conditions are not met", missing, n)
	case missing == 1:
		return fmt.Sprintf("Not yet: 1 of %d conditions is not met", n)
	}
	return fmt.Sprintf("Not yet: %d of %d conditions are not met", missing, n)
}

// names lists mail servers, at most three by name.
func names(hosts []string) string {
	if len(hosts) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(hosts[:3], ", "), len(hosts)-3)
	}
	return strings.Join(hosts, ", ")
}

func (t Thresholds) days(e Evidence) Condition {
	c := Condition{Code: "days", Stand: Met, At: last(e.Days), Evidence: "Reports saved since " + t.window(e.Now,
		e.Since).Format("2 January 2006")}
	have := len(e.Days)
	c.Text = fmt.Sprintf("Reports about this policy for at least %s: you have %d.", counted(t.Days, "day", "days"),
		have) +
		e.asideText()
	if have < t.Days {
		c.Stand, c.Until = Waiting, Day(e.Now).AddDate(0, 0, t.Days-have)
	}
	return c
}

func (t Thresholds) organisations(e Evidence) Condition {
	c := Condition{Code: "organisations", Stand: Met, At: last(e.Organisations),
		Evidence: "Names of the reporting organisations"}
	have := 0
	for _, o := range e.Organisations {
		if o.Key != "" {
			have++
		}
	}
	c.Text = fmt.Sprintf("Reports about this policy from at least %s: you have %d.",
		counted(t.Organisations, "organisation",
			"organisations"), have)
	if have < t.Organisations {
		c.Stand, c.Until = Waiting, Day(e.Now).AddDate(0, 0, 7)
	}
	return c
}

// quiet looks for failures that the policy or the mail servers cause, and for
// failed sessions without a reason.
func (t Thresholds) quiet(e Evidence) Condition {
	from := t.window(e.Now, e.Since)
	if begin := Day(e.Now).AddDate(0, 0, -t.Quiet); begin.After(from) {
		from = begin
	}
	c := Condition{Code: "quiet", Stand: Met, At: last(e.Days), Evidence: "Failures in the reports since " +
		from.Format("2 January 2006")}
	var ours, unclear, untold int64
	var at, unclearAt time.Time
	for _, f := range e.Failures {
		if f.Last.Before(from) {
			continue
		}
		switch OwnerOf(f) {
		case Ours:
			ours, at = ours+f.Count, later(at, f.Last)
		case Unclear:
			unclear, unclearAt = unclear+f.Count, later(unclearAt, f.Last)
		}
	}
	var untoldAt time.Time
	for _, d := range e.Untold {
		if !d.Last.Before(from) {
			untold, untoldAt = untold+d.Failed, later(untoldAt, d.Last)
		}
	}
	switch {
	case ours > 0:
		c.Stand, c.At, c.Until = Waiting, at, at.AddDate(0, 0, t.Quiet+1)
		c.Text = fmt.Sprintf("Your policy or mail servers must cause no failure for %s. The last one was on %s.",
			counted(t.Quiet, "day", "days"), at.Format("2 January"))
	case unclear > 0 || untold > 0:
		c.Stand, c.At = Open, later(unclearAt, untoldAt)
		c.Text = fmt.Sprintf("Sessions failed on %s, and no report clearly gives the reason.", c.At.Format("2 January"))
	case e.Future > 0:
		c.Stand, c.At = Open, time.Time{}
		c.Text = "A report with a date in the future lists failed sessions, so its date cannot be right."
	case !e.unreadSince(from).IsZero():
		c.Stand, c.At = Open, e.unreadSince(from)
		c.Text = fmt.Sprintf("A report about %s has numbers that cannot be right. Sessions may have failed.",
			c.At.Format("2 January"))
	case len(e.Days) == 0:
		c.Stand, c.Text = Open, "Handrail has no report that could show a failure."
		if e.Aside[AsideFailed] > 0 {
			c.Text = "No session under this policy has succeeded, so nothing shows that it can be enforced."
		}
	default:
		c.Text = fmt.Sprintf("For %s, your policy and mail servers caused no failure.", counted(t.Quiet, "day", "days"))
	}
	return c
}

// unreadSince returns the last day from which on a report's numbers of sessions are not
// known; zero where all are.
func (e Evidence) unreadSince(from time.Time) time.Time {
	var at time.Time
	for _, s := range e.Unread {
		if !s.Last.Before(from) {
			at = later(at, s.Last)
		}
	}
	return at
}

// hosts wants every live mail server in the policy and with a good certificate.
func hosts(l Live) Condition {
	c := Condition{Code: "hosts", Stand: Met, At: l.At, Evidence: "The answers of the mail servers",
		Text: "The policy names every mail server, and their certificates are valid."}
	for _, h := range l.Hosts {
		switch {
		case h.Covered == "no":
			return c.with(Missing, "The policy does not name your mail server "+h.Name+".")
		case h.Certificate == "no":
			return c.with(Missing, cmp.Or(h.Why, "Your mail server "+h.Name+" does not encrypt correctly."))
		}
	}
	for _, h := range l.Hosts {
		switch {
		case h.Covered != "yes":
			return c.with(Open, "Handrail could not check whether the policy names "+h.Name+".")
		case h.Certificate != "yes":
			return c.with(Open, "Handrail could not test the certificate of "+h.Name+". "+
				cmp.Or(h.Why, "Many networks block port 25, which email uses."))
		}
	}
	if len(l.Hosts) == 0 {
		return c.with(Open, cmp.Or(l.NoHost, "Handrail found no mail server."))
	}
	return c
}

// untestable reports whether the policy names every mail server, and none of them
// could be tested from here: most often, the network blocks port 25.
func untestable(l Live) bool {
	for _, h := range l.Hosts {
		if h.Covered != "yes" || h.Unasked || h.Certificate == "yes" || h.Certificate == "no" {
			return false
		}
	}
	return len(l.Hosts) > 0
}

// byReports lets the reports stand in for a test: a session succeeds under a policy
// only if the certificate of the mail server is good (RFC 8461 section 4.2).
func byReports(c Condition, e Evidence) (Condition, []string) {
	var all []string
	why := ""
	for _, h := range e.Live.Hosts {
		all, why = append(all, h.Name), cmp.Or(why, h.Why)
	}
	var sessions int64
	for _, d := range e.Days {
		sessions += d.Succeeded
	}
	c = c.with(Met, fmt.Sprintf("Handrail could not test %s from here. %s Senders report %d deliveries that passed "+
		"under this policy.", names(all), cmp.Or(why, "Many networks block port 25."), sessions))
	if len(all) > 1 {
		c.Text += " They do not report which mail server received them."
	}
	c.Evidence, c.At = "Sessions in the reports", last(e.Days)
	return c, all
}

func (c Condition) with(s Status, text string) Condition {
	c.Stand, c.Text = s, text
	return c
}

// same wants senders to see a policy that they apply.
func same(l Live) Condition {
	c := Condition{Code: "policy", Stand: Met, At: l.At, Evidence: "The published record and policy",
		Text: "Senders find the record, and can read the policy."}
	switch {
	case l.Same == "no":
		return c.with(Missing, l.Why)
	case l.Same != "yes":
		return c.with(Open, l.Why)
	}
	return c
}

func last(all []Sum) time.Time {
	var at time.Time
	for _, s := range all {
		at = later(at, s.Last)
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// OwnerOf returns who needs to fix a failure. Under DANE the same results are about
// other certificates: those published in DNS.
func OwnerOf(f FailureRow) Owner {
	r := ResultOf(f.Result)
	if f.Type == TLSA && r.Side == Ours && f.Result != "starttls-not-supported" {
		return Dane
	}
	return r.Side
}

// Coverage is how far reports reach.
type Coverage struct {
	Days, Of      int // days with a report, of the last so many
	Organisations int
}

// CoverageOf counts the days with a report among those from first to last.
func CoverageOf(days, organisations []Sum, first, last time.Time) Coverage {
	c := Coverage{Of: int(Day(last).Sub(Day(first))/(24*time.Hour)) + 1}
	for _, d := range days {
		if !d.First.Before(Day(first)) && !d.First.After(Day(last)) {
			c.Days++
		}
	}
	seen := map[string]bool{}
	for _, o := range organisations {
		if name := FoldName(o.Key); name != "" && !seen[name] {
			seen[name] = true
			c.Organisations++
		}
	}
	return c
}

// Share returns the failed sessions in a hundred of all; false where there was none.
func Share(days []Sum, from time.Time) (float64, bool) {
	var all, failed int64
	for _, d := range days {
		if !d.First.Before(Day(from)) {
			all, failed = all+d.Succeeded+d.Failed, failed+d.Failed
		}
	}
	if all == 0 {
		return 0, false
	}
	return 100 * float64(failed) / float64(all), true
}
