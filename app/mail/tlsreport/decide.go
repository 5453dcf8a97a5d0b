package tlsreport

import (
	"fmt"
	"slices"
	"strconv"
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
	c.Text = fmt.Sprintf("Reports about this policy for at least %s: you have %s.", counted(t.Days, "day", "days"),
		soFar(have)) +
		e.asideText()
	if have < t.Days {
		c.Stand, c.Until = Waiting, Day(e.Now).AddDate(0, 0, t.Days-have)
	}
	return c
}

// soFar writes a number that grows: none is “none yet”.
func soFar(n int) string {
	if n == 0 {
		return "none yet"
	}
	return strconv.Itoa(n)
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
	c.Text = fmt.Sprintf("Reports about this policy from at least %s: you have %s.",
		counted(t.Organisations, "organisation",
			"organisations"), soFar(have))
	if have < t.Organisations {
		c.Stand, c.Until = Waiting, Day(e.Now).AddDate(0, 0, 7)
	}
	return c
}

func (c Condition) with(s Status, text string) Condition {
	c.Stand, c.Text = s, text
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
