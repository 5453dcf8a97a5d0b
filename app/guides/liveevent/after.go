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
		option(string(attendance.KeepNumbers), "Numbers only", "Nobody’s name is kept."),
		option(string(attendance.KeepNames), "Names", "Names without addresses."),
		option(string(attendance.KeepAll), "Names and addresses", "Telephone numbers are never kept."),
	}
	from := []guide.Option{option("files", "In files that I downloaded", "As Teams gives them."), option("graph", "Microsoft tells them to Handrail", "Of the event with the link that you gave. You must be its organiser.")}
	return []guide.Ask{
		{Name: askFrom, Label: "Where are the attendance reports?", Hint: "Files work without signing in.", Kind: guide.Choice, When: d.canAttend, Options: func(*guide.Visit) []guide.Option { return from },
			Default: func(*guide.Visit) string { return "files" }, Valid: oneOf(from), What: "Handrail asks for the permission to read them when you choose that."},
		{Name: askReports, Label: "Attendance reports", Hint: "One file a line, as Teams gives them; empty for none.", Kind: guide.Lines, Default: empty, When: func(v *guide.Visit) bool { return !d.throughGraph(v) }, Valid: anyText, Clean: strings.TrimSpace,
			What: "Teams gives them under Attendance in the event, or under Live event resources."},
		{Name: askKeep, Label: "What is kept of people?", Hint: "A congregation is not a list of names.", Kind: guide.Choice, Options: func(*guide.Visit) []guide.Option { return keep },
			Default: func(*guide.Visit) string { return string(attendance.KeepNumbers) }, Valid: oneOf(keep)},
	}
}

// canAttend tells whether Microsoft can be asked who was there.
func (d Deps) canAttend(v *guide.Visit) bool { return d.Attended != nil && v.Answer(askLink) != "" }

func (d Deps) throughGraph(v *guide.Visit) bool {
	return d.canAttend(v) && v.Answer(askFrom) == "graph"
}

// after shows who was there, planned against actual, and better lengths.
func (d Deps) after(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Afterwards", v)
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
			out.find("attendance-unread", report.Unknown, "Who was there could not be read", message, hint)
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
		out.find("no-reports", report.Note, "No attendance report yet", "Teams makes it some minutes after the end.", "Download it, and name the file here.")
	}
	if err := d.went(ctx, &out, v, run); err != nil {
		return nil, err
	}
	if err := d.trend(ctx, &out); err != nil {
		return nil, err
	}
	return out.done("What to know"), nil
}

// attended shows one report, or why it could not be had. One that cannot be read is
// told, and the rest goes on.
func (d Deps) attended(ctx context.Context, out *doc, path string, raw []byte, err error, v *guide.Visit, run runsheet.Run) error {
	var r *attendance.Report
	if err == nil {
		r, err = attendance.Read(raw)
	}
	if err != nil {
		message, hint := app.Say(err)
		out.find("report-rejected", report.Warning, "A report could not be read", message+" The file is "+path+".", hint)
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
	out.add(report.Heading{Text: "Who was there"}, report.Facts{Rows: []report.Fact{
		{Name: "attendees", Label: "People", Value: fmt.Sprint(count)},
		{Name: "peak", Label: "At once, at most", Value: fmt.Sprint(peak), Text: fmt.Sprintf("%d, at %s", peak, at.Format("15:04"))},
		{Name: "median-stay", Label: "Half stayed longer than", Value: fmt.Sprint(int(median / time.Second)), Text: fmt.Sprintf("%d minutes", int(median/time.Minute))},
		{Name: "early", Label: "There before the start", Value: fmt.Sprint(early)},
		{Name: "reconnected", Label: "Came in three times or more", Value: fmt.Sprint(away), Text: fmt.Sprintf("%d; likely a bad line", away)},
		{Name: "report-state", Label: "This report", Value: string(state), Text: map[attendance.State]string{attendance.New: "New", attendance.Known: "Known already; it counts once"}[state]},
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
	attendance.OddOrder:    "Its dates do not tell day from month, so the order was guessed.",
	attendance.OddShort:    "Rows without a time to join were left out.",
	attendance.OddNoLeave:  "Somebody has no time of leaving, and is taken to have stayed to the end.",
	attendance.OddSummary:  "Its own summary counts other people than its rows.",
	attendance.OddWhole:    "Of some people only the first joining and the last leaving are known.",
	attendance.OddNameOnly: "Some people are known by name only, so two of one name count once.",
}

// curve draws how many were there, in parts of the time.
func curve(r *attendance.Report, run runsheet.Run) report.Chart {
	c := report.Chart{Title: "How many were there", Series: []report.Series{{Name: "People", Meaning: "accent"}}}
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

// under puts the items of the run sheet under the curve: how many were there when
// each began, and how many came or went until its end. Times are those of the real
// run where there was one.
func (d Deps) under(ctx context.Context, r *attendance.Report, v *guide.Visit, sheet runsheet.Run) (report.Table, error) {
	t := report.Table{Title: "People at each item", Columns: []string{"Item", "From", "People then", "At most", "At least"}, Right: []bool{false, false, true, true, true}}
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
		if !r.Zoned { // the report has the clock of whoever downloaded it
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

// clockOf gives the time on a wall clock at a place, as a time without a zone.
func clockOf(at time.Time, loc *time.Location) time.Time {
	w := at.In(loc)
	return time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), w.Minute(), w.Second(), 0, time.UTC)
}

// went puts planned and actual of the real runs beside each other.
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
		title := "Planned against actual"
		if runs[i].Rehearsal {
			title = "The rehearsal, planned against actual"
		}
		out.add(outcomes(title, runs[i].Outcomes(), loc))
	}
	proposals := runsheet.Propose(sheet.Items, runs)
	if len(proposals) == 0 {
		return nil
	}
	table := report.Table{Title: "Better lengths for next time", Columns: []string{"Item", "Planned", "Took"}, Right: []bool{false, true, true}}
	for _, p := range proposals {
		table.Rows = append(table.Rows, []string{p.Cue, runsheet.Span(p.Old), runsheet.Span(p.New)})
	}
	out.add(table, report.Code{Label: "The run sheet with these lengths", Text: runsheet.String(runsheet.Take(sheet.Items, proposals))})
	return nil
}

// outcomes shows planned against actual, item by item.
func outcomes(title string, all []runsheet.Outcome, loc *time.Location) report.Table {
	t := report.Table{Title: title, Columns: []string{"Item", "Who", "Planned", "Was", "Late", "Length", "Took"}, Right: []bool{false, false, true, true, true, true, true}}
	for _, row := range runsheet.OutcomeTable(all, loc)[1:] {
		t.Rows = append(t.Rows, []string{row[1], row[2], row[3], row[4], row[7], row[9], row[8]})
	}
	return t
}

// trend lists what is kept of all events.
func (d Deps) trend(ctx context.Context, out *doc) error {
	if d.Attendance == nil {
		return ctx.Err()
	}
	rows, err := d.Attendance.Attendances(ctx)
	if err != nil || len(rows) < 2 {
		return err
	}
	table := report.Table{Title: "Your events", Columns: []string{"Day", "Event", "People", "At once", "Half stayed longer than"}, Right: []bool{false, false, true, true, true}}
	c := report.Chart{Title: "People, event by event", Series: []report.Series{{Name: "People", Meaning: "accent"}}}
	for i := min(len(rows), 52) - 1; i >= 0; i-- {
		r := rows[i]
		table.Rows = append(table.Rows, []string{r.Start.Format("2 January 2006"), r.Title, fmt.Sprint(r.Attendees), fmt.Sprint(r.Peak), fmt.Sprintf("%d min", int(r.MedianStay/time.Minute))})
		c.Labels = append(c.Labels, r.Start.Format("2 Jan"))
		c.Series[0].Values = append(c.Series[0].Values, float64(r.Attendees))
	}
	out.add(c, table)
	return nil
}

// record puts together what was planned and what became of it.
func (d Deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Record of "+v.Answer(askTitle), v)
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
	public := "People of the organisation and its guests"
	if v.Answer(askPublic) == "yes" {
		public = "Anybody with the link"
	}
	out.add(report.Facts{Rows: []report.Fact{
		{Label: "Event", Value: v.Answer(askTitle)},
		{Label: "Start", Value: at.In(loc).Format("Monday 2 January 2006, 15:04") + " (" + s.Zone + ")"},
		{Label: "Kind", Value: kindByID(v.Answer(askKind)).Name},
		{Label: "Who may watch", Value: public},
		{Label: "Items in the run sheet", Value: fmt.Sprint(len(run.Items))},
	}})
	if text := strings.TrimSpace(v.Fact("attendees")); text != "" {
		out.add(report.Facts{Rows: []report.Fact{{Label: "People who came", Value: text}, {Label: "At once, at most", Value: v.Fact("peak")}}})
	}
	if err := d.went(ctx, &out, v, run); err != nil {
		return nil, err
	}
	out.add(report.Code{Label: "The run sheet", Text: runsheet.String(run.Items)})
	return out.done(""), nil
}
