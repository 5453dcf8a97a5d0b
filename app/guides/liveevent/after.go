package liveevent

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/event/attendance"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) afterAsks() []guide.Ask {
	return []guide.Ask{
		ask.Choice(askFrom, ask.Words{Label: "Where are the attendance reports?",
			Hint: "You can use files without signing in.",
			Help: "If Handrail reads them from Microsoft, it asks for permission first."},
			[]guide.Option{
				{Value: "files", Label: "In files that I downloaded", Hint: "Use the files as Teams saves them."},
				{Value: "graph", Label: "At Microsoft",
					Hint: "Handrail reads them for the attendee link that you entered. " +
						"You must be the organiser."},
			}, ask.WhenOf(d.canAttend)),
		ask.Optional(ask.Lines(askReports, ask.Words{Label: "Which files are the attendance reports?",
			Hint: "Enter one file on each line. Leave it empty if you have none.",
			Help: "Download them in Teams: in the event under “Attendance”, or under “Live event resources”."},
			ask.WhenOf(func(v *guide.Visit) bool { return !d.throughGraph(v) }))),
		ask.Choice(askKeep, ask.Words{Label: "What should Handrail save about people?",
			Hint: "Save names only if you need them."},
			[]guide.Option{
				{Value: string(attendance.KeepNumbers), Label: "Numbers only", Hint: "Handrail saves no names."},
				{Value: string(attendance.KeepNames), Label: "Names",
					Hint: "Handrail saves names without email addresses."},
				{Value: string(attendance.KeepAll), Label: "Names and email addresses",
					Hint: "Handrail never saves phone numbers."},
			}),
	}
}

// canAttend reports whether Handrail can read the attendance from Microsoft.
func (d deps) canAttend(v *guide.Visit) bool {
	return d.Events.Attended != nil && v.Answer(askLink) != ""
}

func (d deps) throughGraph(v *guide.Visit) bool {
	return d.canAttend(v) && v.Answer(askFrom) == "graph"
}

// review is what is told after the event of a visit.
type review struct {
	d     deps
	v     *guide.Visit
	out   draft
	sheet runsheet.Run
	runs  []runsheet.Run
	loc   *time.Location
}

func (d deps) review(ctx context.Context, v *guide.Visit, out draft) (w review, err error) {
	w = review{d: d, v: v, out: out}
	if w.sheet, w.loc, err = sheetOf(v); err == nil && d.Events.Runs != nil {
		w.runs, err = d.Events.Runs.Runs(ctx, v.ID)
	}
	return w, err
}

// after returns the attendance, the plan compared with the real run, and better lengths.
func (d deps) after(ctx context.Context, v *guide.Visit, out draft, _ task.Report) error {
	w, err := d.review(ctx, v, out)
	if err != nil {
		return err
	}
	files := ask.Rows(v.Answer(askReports))
	if d.throughGraph(v) {
		var all [][]byte
		all, err = d.Events.Attended(ctx, d.joinLink(ctx, v), w.sheet.Start)
		if err != nil {
			out.unknown("attendance-unread", "Handrail could not read the attendance", err)
		}
		files = nil
		for _, raw := range all {
			files = append(files, "Microsoft Graph")
			if err := w.attended(ctx, "Microsoft Graph", raw, nil); err != nil {
				return err
			}
		}
	} else {
		for _, path := range files {
			raw, err := d.Files.Read(path)
			if err := w.attended(ctx, path, raw, err); err != nil {
				return err
			}
		}
	}
	if len(files) == 0 && err == nil {
		out.find("no-reports", report.Note, "No attendance report yet", "Teams creates it a few minutes after the end.",
			"Download the report and enter its file here.")
	}
	w.went()
	return cmp.Or(ctx.Err(), d.trend(ctx, out))
}

// attended adds one report. A report that cannot be read becomes a finding and is not an
// error.
func (w review) attended(ctx context.Context, path string, raw []byte, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var r *attendance.Report
	if err == nil {
		r, err = attendance.Read(raw)
	}
	if err != nil {
		message, hint := app.UserMessage(err)
		w.out.find("report-rejected", report.Warning, "Handrail could not read a report",
			message+" The file is "+path+".", hint)
		return nil
	}
	state := attendance.State("")
	peak, at := r.Peak()
	if r.Zoned {
		at = at.In(w.loc)
	}
	other := w.otherDay(r)
	early, away := fmt.Sprint(r.Early(w.startFor(r))), len(r.Reconnected(3))
	if other {
		early = "unknown"
	}
	median := r.MedianStay()
	count := len(r.People)
	keep := attendance.Retention(w.v.Answer(askKeep))
	r.Redact(keep)
	if w.d.Events.Attendance != nil {
		if state, err = w.d.Events.Attendance.KeepAttendance(ctx, r, keep, path, w.d.Now().UTC()); err != nil {
			return err
		}
	}
	w.out.Add(report.Heading{Text: "Attendance"}, report.Facts{Rows: []report.Fact{
		{Name: "attendees", Label: "People", Value: fmt.Sprint(count)},
		{Name: "peak", Label: "Most at one time", Value: fmt.Sprint(peak),
			Text: fmt.Sprintf("%d at %s", peak, at.Format("15:04"))},
		{Name: "median-stay", Label: "Half stayed longer than", Value: fmt.Sprint(int(median / time.Second)),
			Text: fmt.Sprintf("%d minutes", int(median/time.Minute))},
		{Name: "early", Label: "Joined before the start", Value: early,
			Text: strings.Replace(early, "unknown", "Not known", 1)},
		{Name: "reconnected", Label: "Joined 3 times or more", Value: fmt.Sprint(away),
			Text: strings.TrimSuffix(fmt.Sprintf("%d; probably a poor connection", away),
				map[bool]string{true: "; probably a poor connection"}[away == 0])},
		{Name: "report-state", Label: "This report", Value: string(state),
			Text: map[attendance.State]string{attendance.New: "New",
				attendance.Known: "Already saved; Handrail counts it once"}[state]},
	}}, w.curve(r), w.under(r))
	for _, o := range r.Odd {
		w.out.find("odd-"+o, report.Note, "The report is unusual",
			cmp.Or(oddWords[o], "Some of its numbers may not be exact."), "")
	}
	if other {
		w.out.find("report-other-day", report.Warning, "This report is from another day",
			"It begins on "+r.Start.Format("2 January 2006")+", and your event is on "+
				w.sheet.Start.In(w.loc).Format("2 January 2006")+". Its numbers may be of another event.",
			"Check the file, or the date of your event.")
	}
	return nil
}

// otherDay reports whether a report is of another day than the event.
func (w review) otherDay(r *attendance.Report) bool {
	return !r.Start.IsZero() && r.Start.Sub(w.startFor(r)).Abs() > 36*time.Hour
}

// startFor returns the announced start as the times of a report are written: in UTC, or as the clock of the place.
func (w review) startFor(r *attendance.Report) time.Time {
	if r.Zoned {
		return w.sheet.Start
	}
	return clockOf(w.sheet.Start.In(w.loc))
}

var oddWords = map[string]string{
	attendance.OddOrder: "Its dates do not show which number is the day, so Handrail guessed the order of " +
		"day and month.",
	attendance.OddShort:    "Handrail left out rows without a join time.",
	attendance.OddNoLeave:  "Some people have no leave time. Handrail assumes that they stayed to the end.",
	attendance.OddSummary:  "Its summary shows a different number of people than its rows.",
	attendance.OddWhole:    "For some people, only the first join and the last leave are known.",
	attendance.OddNameOnly: "Some people have a name only, so people with the same name may be confused.",
	attendance.OddNoTimes:  "Some people have no times. They count as people, but not in the most at one time.",
	attendance.OddClocks: "The clocks went back during the event, so Handrail moved some leave times an hour " +
		"later. Times of that hour are uncertain.",
}

// curve returns the number of people over time as a chart.
func (w review) curve(r *attendance.Report) report.Chart {
	c := report.Chart{Title: "People over time", Series: []report.Series{{Name: "People", Meaning: "accent"}}}
	for _, p := range r.Curve(24) {
		if r.Zoned {
			p.At = p.At.In(w.loc)
		}
		c.Labels = append(c.Labels, p.At.Format("15:04"))
		c.Series[0].Values = append(c.Series[0].Values, float64(p.N))
	}
	return c
}

// under returns the people present at each item of the run sheet: when it began, and the
// most and the fewest until its end. It uses the times of the real run if there was one.
func (w review) under(r *attendance.Report) report.Table {
	t := report.Table{Title: "People at each item", Columns: []string{"Item", "From", "People at the start", "Most",
		"Fewest"}, Right: []bool{false, false, true, true, true}}
	run := w.sheet
	for _, one := range w.runs {
		if !one.Rehearsal && len(one.Events) > 0 {
			run = one
		}
	}
	for _, o := range run.Outcomes() {
		from, to := o.Began, o.Ended
		if to.IsZero() {
			from, to = o.PlannedStart, o.PlannedEnd
		}
		from, to = from.In(w.loc), to.In(w.loc)
		if !r.Zoned { // the report has the clock of the person who downloaded it
			from, to = clockOf(from), clockOf(to)
		}
		if !to.After(from) || to.Before(r.Start) || from.After(r.End) {
			continue
		}
		begin, most, fewest := r.Present(from, to)
		t.Rows = append(t.Rows, []string{o.Item.Cue, from.Format("15:04"), fmt.Sprint(begin), fmt.Sprint(most),
			fmt.Sprint(fewest)})
	}
	return t
}

// clockOf returns a local time as a UTC time with the same clock reading.
func clockOf(w time.Time) time.Time {
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, time.UTC)
}
