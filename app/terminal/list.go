package terminal

import (
	"context"
	"fmt"
	"time"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide"
)

// counted is a number with the word that goes with it.
func counted[N int | int64](n N, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// noWords refuses words that a command does not take.
func noWords(name string, words []string) error {
	if len(words) == 0 {
		return nil
	}
	return app.Errorf(app.Invalid, "Run “handrail help” to see how to use it.", "“%s” does not take “%s”.", name,
		words[0])
}

type guideRow struct {
	ID      string     `json:"id"`
	Title   string     `json:"title"`
	Outcome string     `json:"outcome"`
	Minutes int        `json:"minutes"`
	State   string     `json:"state"`
	Visits  []visitRow `json:"visits"`
}

type visitRow struct {
	Subject string    `json:"subject"`
	Step    string    `json:"step"`
	State   string    `json:"state"`
	Changed time.Time `json:"changed"`
	Note    string    `json:"note,omitempty"` // why it needs the person
}

func listGuides(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if err := noWords("guides", words); err != nil {
		return 0, err
	}
	h, err := w.openToShow(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	visits, err := guide.Brief(ctx, h.Visits)
	if err == nil {
		visits, err = h.marked(ctx, visits)
	}
	if err != nil {
		return 0, err
	}
	rows := []guideRow{}
	for _, g := range h.Guides {
		rows = append(rows, rowOf(g, visits))
	}
	if o.json {
		return Fine, writeJSON(w.Out, map[string]any{"guides": rows})
	}
	for _, r := range rows {
		_, _ = clean.Fprintf(w.Out, "%s\n  %s\n  %s\n", r.ID, r.Title, r.Outcome)
		if len(r.Visits) == 0 {
			_, _ = clean.Fprintf(w.Out, "  %s, about %d minutes\n", guide.NotStarted.Label(), r.Minutes)
		}
		for _, v := range r.Visits {
			_, _ = clean.Fprintf(w.Out, "  %s: %s, at “%s”, last changed %s\n", v.Subject, guide.State(v.State).Label(),
				v.Step, v.Changed.Format("2006-01-02"))
			if v.Note != "" {
				_, _ = clean.Fprintf(w.Out, "    %s\n", v.Note)
			}
		}
	}
	return Fine, nil
}

// begun returns what was begun, with a problem where a change did not come to its end, as
// the window shows it.
func (h *Program) begun(ctx context.Context) ([]guide.Visit, error) {
	visits, err := h.Visits.Visits(ctx)
	if err != nil {
		return nil, err
	}
	return h.marked(ctx, visits)
}

// marked returns visits with a problem where a change did not come to its end.
func (h *Program) marked(ctx context.Context, visits []guide.Visit) ([]guide.Visit, error) {
	if h.Journal == nil {
		return visits, nil
	}
	entries, err := guide.Sent(ctx, h.Journal)
	return guide.MarkStopped(h.Guides, visits, entries), err
}

// rowOf returns how far the person is in g. What needs them most decides the
// state of the whole: a problem, then what is under way, then what waits.
func rowOf(g guide.Guide, visits []guide.Visit) guideRow {
	r := guideRow{ID: g.ID, Title: g.Title, Outcome: g.Outcome, Minutes: g.Minutes, State: string(guide.NotStarted),
		Visits: []visitRow{}}
	order := []guide.State{guide.NotStarted, guide.Completed, guide.Waiting, guide.InProgress, guide.HasProblem}
	rank := func(s string) int {
		for i, o := range order {
			if string(o) == s {
				return i
			}
		}
		return 3 // whatever else, it is under way
	}
	for _, v := range visits {
		if v.Guide != g.ID {
			continue
		}
		s := guide.Open(g, v)
		state := s.StateOf(s.Step().ID)
		switch {
		case s.Ended():
			state = guide.Completed
		case state != guide.HasProblem && state != guide.Waiting:
			state = guide.InProgress // a finished step of a visit under way
		}
		row := visitRow{v.Subject, s.Step().Title, string(state), v.Changed, ""}
		if state == guide.HasProblem {
			row.Note = v.Outcomes[s.Step().ID].Note
		}
		if row.Subject == "" {
			row.Subject = "(no name yet)"
		}
		r.Visits = append(r.Visits, row)
		if rank(row.State) > rank(r.State) {
			r.State = row.State
		}
	}
	return r
}
