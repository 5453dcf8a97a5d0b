package liveevent

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/attendance"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/runsheet"
	"handrail/app/task"
)

func (d Deps) afterAsks() []guide.Ask {
	keep := []guide.Option{
		option(string(attendance.KeepNumbers), "Numbers only", "Handrail saves no names."),
		option(string(attendance.KeepNames), "Names", "Handrail saves names without email addresses."),
		option(string(attendance.KeepAll), "Names and email addresses", "Handrail never saves phone numbers."),
	}
	from := []guide.Option{option("files", "In files that I downloaded", "Use the files as Teams saves them."),
		option("graph", "At Microsoft", "Handrail reads them for the attendee link that you entered. You must be "+
			"the organiser.")}
	return []guide.Ask{
		{Name: askFrom, Label: "Where are the attendance reports?", Hint: "You can use files without signing in.",
			Kind: guide.Choice, When: d.canAttend, Options: func(*guide.Visit) []guide.Option { return from },
			Default: func(*guide.Visit) string { return "files" }, Valid: oneOf(from),
			What: "If Handrail reads them from Microsoft, it asks for permission first."},
		{Name: askReports, Label: "Which files are the attendance reports?",
			Hint: "Enter one file on each line. Leave it empty if you have none.", Kind: guide.Lines, Default: empty,
			When: func(v *guide.Visit) bool { return !d.throughGraph(v) }, Valid: anyText, Clean: strings.TrimSpace,
			What: "Download them in Teams: in the event under “Attendance”, or under “Live event resources”."},
		{Name: askKeep, Label: "What should Handrail save about people?", Hint: "Save names only if you need them.",
			Kind: guide.Choice, Options: func(*guide.Visit) []guide.Option { return keep },
			Default: func(*guide.Visit) string { return string(attendance.KeepNumbers) }, Valid: oneOf(keep)},
	}
}

// canAttend reports whether Handrail can read the attendance from Microsoft.
func (d Deps) canAttend(v *guide.Visit) bool { return d.Attended != nil && v.Answer(askLink) != "" }

func (d Deps) throughGraph(v *guide.Visit) bool {
	return d.canAttend(v) && v.Answer(askFrom) == "graph"
}

// after returns the attendance, the plan compared with the real run, and better lengths.
func (d Deps) after(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Review of the event", v)
	if err != nil {
		return nil, err
	}
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		return nil, err
	}
	if d.throughGraph(v) {
		all, err := d.Attended(ctx, d.joinLink(ctx, v), run.Start)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			message, hint := app.Say(err)
			out.find("attendance-unread", report.Unknown, "Handrail could not read the attendance", message, hint)
		}
		for _, raw := range all {
			if err := d.attended(ctx, &out, "Microsoft Graph", raw, nil, v, run); err != nil {
				return nil, err
			}
		}
	}
	for _, path := range lines(v.Answer(askReports)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if d.throughGraph(v) {
			break
		}
		raw, err := d.Read(path)
		if err := d.attended(ctx, &out, path, raw, err, v, run); err != nil {
			return nil, err
		}
	}
	if v.Answer(askReports) == "" && !d.throughGraph(v) {
		out.find("no-reports", report.Note, "No attendance report yet", "Teams creates it a few minutes after the end.",
			"Download the report and enter its file here.")
	}
	if err := d.went(ctx, &out, v, run); err != nil {
		return nil, err
	}
	if err := d.trend(ctx, &out); err != nil {
		return nil, err
	}
	return out.done("What to know"), nil
}

// attended adds one report to out. A report that cannot be read becomes a finding and
// is not an error.
func (d Deps) attended(ctx context.Context, out *doc, path string, raw []byte, err error, v *guide.Visit, run runsheet.Run) error {
	var r *attendance.Report
	if err == nil {
		r, err = attendance.Read(raw)
	}
	if err != nil {
		message, hint := app.Say(err)
		out.find("report-rejected", report.Warning, "Handrail could not read a report", message+" The file is "+path+".",
			hint)
		return nil
	}
	state := attendance.State("")
	peak, at := r.Peak()
	early, away := r.Early(r.Start), len(r.Reconnected(3))
	median := r.MedianStay()
	count := len(r.People)
	keep := attendance.Keep(v.Answer(askKeep))
	r.Strip(keep)
	if d.Attendance != nil {
		if state, err = d.Attendance.KeepAttendance(ctx, r, keep, path, d.Now().UTC()); err != nil {
			return err
		}
	}
	out.add(report.Heading{Text: "Attendance"}, report.Facts{Rows: []report.Fact{
		{Name: "attendees", Label: "People", Value: fmt.Sprint(count)},
		{Name: "peak", Label: "Most at one time", Value: fmt.Sprint(peak),
			Text: fmt.Sprintf("%d at %s", peak, at.Format("15:04"))},
		{Name: "median-stay", Label: "Half stayed longer than", Value: fmt.Sprint(int(median / time.Second)), Text: fmt.Sprintf("%d minutes", int(median/time.Minute))},
		{Name: "early", Label: "Joined before the start", Value: fmt.Sprint(early)},
		{Name: "reconnected", Label: "Joined 3 times or more", Value: fmt.Sprint(away),
			Text: fmt.Sprintf("%d; probably a poor connection", away)},
		{Name: "report-state", Label: "This report", Value: string(state),
			Text: map[attendance.State]string{attendance.New: "New",
				attendance.Known: "Already saved; Handrail counts it once"}[state]},
	}}, curve(r, run))
	if table, err := d.under(ctx, r, v, run); err != nil {
		return err
	} else if len(table.Rows) > 0 {
		out.add(table)
	}
	for _, o := range r.Odd {
		out.find("odd-"+o, report.Note, "The report is unusual", oddWords[o], "")
	}
	return nil
}

var oddWords = map[string]string{
	attendance.OddOrder: "Its dates do not show which number is the day, so Handrail guessed the order of " +
		"day and month.",
	attendance.OddShort:    "Handrail left out rows without a join time.",
	attendance.OddNoLeave:  "Some people have no leave time. Handrail assumes that they stayed to the end.",
	attendance.OddSummary:  "Its summary shows a different number of people than its rows.",
	attendance.OddWhole:    "For some people, only the first join and the last leave are known.",
	attendance.OddNameOnly: "Some people have a name only, so two people with the same name count once.",
}

// curve returns the number of people over time as a chart.
func curve(r *attendance.Report, run runsheet.Run) report.Chart {
	c := report.Chart{Title: "People over time", Series: []report.Series{{Name: "People", Meaning: "accent"}}}
	for _, p := range r.Curve(24) {
		label := p.At.Format("15:04")
		if r.Zoned {
			if loc, err := (runsheet.Start{Zone: run.Zone}).Location(); err == nil {
				label = p.At.In(loc).Format("15:04")
			}
		}
		c.Labels = append(c.Labels, label)
		c.Series[0].Values = append(c.Series[0].Values, float64(p.N))
	}
	return c
}

// under returns the people present at each item of the run sheet: when it began, and the
// most and the fewest until its end. It uses the times of the real run if there was one.
func (d Deps) under(ctx context.Context, r *attendance.Report, v *guide.Visit, sheet runsheet.Run) (report.Table, error) {
	t := report.Table{Title: "People at each item", Columns: []string{"Item", "From", "People at the start", "Most",
		"Fewest"}, Right: []bool{false, false, true, true, true}}
	loc, err := runsheet.Start{Zone: sheet.Zone}.Location()
	if err != nil {
		return t, err
	}
	run := sheet
	if d.Runs != nil {
		runs, err := d.Runs.Runs(ctx, v.ID)
		if err != nil {
			return t, err
		}
		for _, one := range runs {
			if !one.Rehearsal && len(one.Events) > 0 {
				run = one
			}
		}
	}
	for _, o := range run.Outcomes() {
		from, to := o.Began, o.Ended
		if to.IsZero() {
			from, to = o.PlannedStart, o.PlannedEnd
		}
		if !r.Zoned { // the report has the clock of the person who downloaded it
			from, to = clockOf(from, loc), clockOf(to, loc)
		}
		if !to.After(from) || to.Before(r.Start) || from.After(r.End) {
			continue
		}
		begin, most, fewest := r.Present(from, to)
		shown := from.In(loc)
		if !r.Zoned {
			shown = from
		}
		t.Rows = append(t.Rows, []string{o.Item.Cue, shown.Format("15:04"), fmt.Sprint(begin), fmt.Sprint(most), fmt.Sprint(fewest)})
	}
	return t, nil
}

// clockOf returns the local time at loc as a UTC time with the same clock reading.
func clockOf(at time.Time, loc *time.Location) time.Time {
	w := at.In(loc)
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, time.UTC)
}

// went adds the planned and the actual times of each run.
func (d Deps) went(ctx context.Context, out *doc, v *guide.Visit, sheet runsheet.Run) error {
	if d.Runs == nil {
		return ctx.Err()
	}
	runs, err := d.Runs.Runs(ctx, v.ID)
	if err != nil {
		return err
	}
	loc, err := runsheet.Start{Zone: sheet.Zone}.Location()
	if err != nil {
		return err
	}
	for i := range runs {
		title := "Planned and actual times"
		if runs[i].Rehearsal {
			title = "Planned and actual times of the rehearsal"
		}
		out.add(outcomes(title, runs[i].Outcomes(), loc))
	}
	proposals := runsheet.Propose(sheet.Items, runs)
	if len(proposals) == 0 {
		return nil
	}
	table := report.Table{Title: "Suggested lengths for next time", Columns: []string{"Item", "Planned", "Actual"},
		Right: []bool{false, true, true}}
	for _, p := range proposals {
		table.Rows = append(table.Rows, []string{p.Cue, runsheet.Span(p.Old), runsheet.Span(p.New)})
	}
	out.add(table, report.Code{Label: "The run sheet with these lengths", Text: runsheet.String(runsheet.Take(sheet.Items, proposals))})
	return nil
}

// outcomes returns the planned and the actual times of each item.
func outcomes(title string, all []runsheet.Outcome, loc *time.Location) report.Table {
	t := report.Table{Title: title, Columns: []string{"Item", "Who", "Planned start", "Actual start", "Late",
		"Planned length", "Actual length"}, Right: []bool{false, false, true, true, true, true, true}}
	for _, row := range runsheet.OutcomeTable(all, loc)[1:] {
		t.Rows = append(t.Rows, []string{row[1], row[2], row[3], row[4], row[7], row[9], row[8]})
	}
	return t
}

// trend adds the figures of all saved events; nothing if there are fewer than two.
func (d Deps) trend(ctx context.Context, out *doc) error {
	if d.Attendance == nil {
		return ctx.Err()
	}
	rows, err := d.Attendance.Attendances(ctx)
	if err != nil || len(rows) < 2 {
		return err
	}
	table := report.Table{Title: "Your events", Columns: []string{"Day", "Event", "People", "Most at one time",
		"Half stayed longer than"}, Right: []bool{false, false, true, true, true}}
	c := report.Chart{Title: "People at each event", Series: []report.Series{{Name: "People", Meaning: "accent"}}}
	for i := min(len(rows), 52) - 1; i >= 0; i-- {
		r := rows[i]
		table.Rows = append(table.Rows, []string{r.Start.Format("2 January 2006"), r.Title, fmt.Sprint(r.Attendees),
			fmt.Sprint(r.Peak), fmt.Sprintf("%d minutes", int(r.MedianStay/time.Minute))})
		c.Labels = append(c.Labels, r.Start.Format("2 Jan"))
		c.Series[0].Values = append(c.Series[0].Values, float64(r.Attendees))
	}
	out.add(c, table)
	return nil
}

// record returns the plan and the result of the event.
func (d Deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Report on "+v.Answer(askTitle), v)
	if err != nil {
		return nil, err
	}
	run, err := runsheet.FromAnswers(v.Answers)
	if err != nil {
		return nil, err
	}
	s, at, _, loc, err := start(v)
	if err != nil {
		return nil, err
	}
	public := "People in your organisation and guests"
	if v.Answer(askPublic) == "yes" {
		public = "Anyone with the link"
	}
	out.add(report.Facts{Rows: []report.Fact{
		{Label: "Event", Value: v.Answer(askTitle)},
		{Label: "Start", Value: at.In(loc).Format("Monday 2 January 2006, 15:04") + " (" + s.Zone + ")"},
		{Label: "Event type", Value: kindByID(v.Answer(askKind)).Name},
		{Label: "Who can watch", Value: public},
		{Label: "Items in the run sheet", Value: fmt.Sprint(len(run.Items))},
	}})
	if text := strings.TrimSpace(v.Fact("attendees")); text != "" {
		out.add(report.Facts{Rows: []report.Fact{{Label: "People who came", Value: text},
			{Label: "Most at one time", Value: v.Fact("peak")}}})
	}
	if err := d.went(ctx, &out, v, run); err != nil {
		return nil, err
	}
	out.add(report.Code{Label: "The run sheet", Text: runsheet.String(run.Items)})
	return out.done(""), nil
}
