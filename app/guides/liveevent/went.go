package liveevent

import (
	"context"
	"fmt"
	"strings"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// went adds the planned and the actual times of each run, those of the rehearsals last.
func (w review) went() {
	for _, rehearsal := range []bool{false, true} {
		title := "Planned and actual times"
		if rehearsal {
			title = "Planned and actual times of the rehearsal"
		}
		for i := range w.runs {
			if w.runs[i].Rehearsal == rehearsal {
				w.out.Add(outcomes(title, w.runs[i].Outcomes(), w.loc))
			}
		}
	}
	proposals := runsheet.Propose(w.sheet.Items, w.runs)
	if len(proposals) == 0 {
		return
	}
	table := report.Table{Title: "Suggested lengths for next time", Columns: []string{"Item", "Planned", "Actual"},
		Right: []bool{false, true, true}}
	for _, p := range proposals {
		table.Rows = append(table.Rows, []string{p.Cue, runsheet.FormatDuration(p.Old), runsheet.FormatDuration(p.New)})
	}
	w.out.Add(table, report.Code{Label: "The run sheet with these lengths",
		Text: runsheet.String(runsheet.ApplyProposals(w.sheet.Items, proposals))})
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
func (d deps) trend(ctx context.Context, out draft) error {
	if d.Events.Attendance == nil {
		return ctx.Err()
	}
	rows, err := d.Events.Attendance.Attendances(ctx)
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
	out.Add(c, table)
	return nil
}

// whole returns the report on the event.
func (d deps) whole(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
	return d.doc("Report on "+v.Answer(askTitle), "", d.record, frame.FromVisit)(ctx, v, rep)
}

// record returns the plan and the result of the event.
func (d deps) record(ctx context.Context, v *guide.Visit, out draft, _ task.Report) error {
	w, err := d.review(ctx, v, out)
	if err != nil {
		return err
	}
	m, err := start(v)
	if err != nil {
		return err
	}
	out.Add(report.Facts{Rows: []report.Fact{
		{Label: "Event", Value: v.Answer(askTitle)},
		{Label: "Start", Value: m.String()},
		{Label: "Event type", Value: kindByID(v.Answer(askKind)).Name},
		{Label: "Who can watch", Value: audience(v)},
		{Label: "Items in the run sheet", Value: fmt.Sprint(len(w.sheet.Items))},
	}})
	if text := strings.TrimSpace(v.Fact("attendees")); text != "" {
		out.Add(report.Facts{Rows: []report.Fact{{Label: "People who came", Value: text},
			{Label: "Most at one time", Value: v.Fact("peak")}}})
	}
	w.went()
	out.Add(report.Code{Label: "The run sheet", Text: runsheet.String(w.sheet.Items)})
	return nil
}
