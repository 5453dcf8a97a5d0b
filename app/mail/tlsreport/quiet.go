package tlsreport

import (
	"fmt"
	"time"
)

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

// OwnerOf returns who needs to fix a failure. Under DANE the same results are about
// other certificates: those published in DNS.
func OwnerOf(f FailureRow) Owner {
	r := ResultOf(f.Result)
	if f.Type == TLSA && r.Side == Ours && f.Result != "starttls-not-supported" {
		return Dane
	}
	return r.Side
}
