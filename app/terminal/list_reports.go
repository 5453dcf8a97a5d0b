package terminal

import (
	"context"
	"flag"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/report"
)

type reportRow struct {
	ID      string          `json:"id"`
	Guide   string          `json:"guide"`
	Step    string          `json:"step"`
	Title   string          `json:"title"`
	Subject string          `json:"subject"`
	At      time.Time       `json:"at"`
	Worst   report.Severity `json:"worst"`
	Number  int             `json:"number,omitempty"` // its place among all saved reports
}

// newest is how many reports are listed where nothing else is asked for.
const newest = 200

func bindReports(set *flag.FlagSet, o *options) {
	bindJSON(set, o)
	set.IntVar(&o.limit, "limit", newest, "")
	set.StringVar(&o.since, "since", "", "")
}

// listReports lists the newest saved reports, and says where there are more.
func listReports(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("reports", words); err != nil {
		return 0, err
	}
	since, err := day(o.since)
	if err != nil {
		return 0, err
	}
	if o.limit < 0 {
		return 0, app.Errorf(app.Invalid, "Write it as in -limit 50. 0 lists all reports.", "-limit cannot be negative.")
	}
	h, err := w.openToShow(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	kept, more, err := report.ListPage(ctx, h.Library, report.Page{Limit: o.limit, Since: since})
	if err != nil {
		return 0, err
	}
	if o.json {
		rows := []reportRow{}
		for _, k := range kept {
			rows = append(rows, reportRow{k.ID, k.Guide, k.Step, k.Title, k.Subject, k.At, k.Worst, k.Number})
		}
		return Fine, writeJSON(w.Out, map[string]any{"reports": rows, "limit": o.limit, "more": more})
	}
	if len(kept) == 0 && !since.IsZero() {
		_, _ = clean.Fprintf(w.Out, "There are no reports since %s.\n", o.since)
	} else if len(kept) == 0 {
		_, _ = clean.Fprintf(w.Out, "%s\n", "There are no reports yet. “handrail run GUIDE” makes one.")
	}
	for _, k := range kept {
		name := k.Title
		if k.Subject != "" {
			name = k.Subject + ": " + name
		}
		_, _ = clean.Fprintf(w.Out, "%s  %s  %-14s  %s\n", k.ID, k.At.Local().Format("2006-01-02 15:04"),
			k.Worst.Label(), name)
	}
	if more {
		_, _ = clean.Fprintf(w.Out, "These are the newest %s. There are more: “-limit 0” lists all.\n",
			counted(len(kept), "report", "reports"))
	}
	return Fine, nil
}
