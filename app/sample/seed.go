package sample

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// seedRun is a visit that the charity started earlier.
type seedRun struct {
	id      string
	guide   string
	began   time.Duration // time before now
	answers map[string]string
	upTo    string // the current step; "" ends the visit
}

// walks are the visits in a new data folder: one waits for two weeks to pass, one found a
// problem.
var walks = []seedRun{
	{id: "sample-youth", guide: "mta-sts", began: 5 * 24 * time.Hour, upTo: "watch",
		answers: map[string]string{"domain": "youth.northgate.example"}},
	{id: "sample-hall", guide: "mta-sts", began: 20 * time.Hour, upTo: "today",
		answers: map[string]string{"domain": "hall.northgate.example"}},
	{id: "sample-choir", guide: "mta-sts", began: 23 * 24 * time.Hour,
		answers: map[string]string{"domain": "choir.northgate.example"}},
	{id: "sample-service", guide: "live-event", began: 26 * time.Hour, upTo: "papers"},
}

// service are the answers about an event that starts soon after now, at a full quarter of an hour.
func service(now time.Time) map[string]string {
	start := now.Add(3 * time.Hour).UTC().Truncate(15 * time.Minute).Add(15 * time.Minute)
	return map[string]string{"title": prayer(start.Hour()), "date": start.Format(time.DateOnly),
		"time": start.Format("15:04"), "zone": "UTC", "audience": "40",
		"team": "Producer: Ada; Colin\nHost: Miriam; Ruth",
		"link": "https://events.teams.microsoft.com/event/83c6ec1e-2522-4918-910f-c529b4fb0574"}
}

// prayer returns the name of a prayer that starts at an hour, 0 to 23.
func prayer(hour int) string {
	switch {
	case hour < 5 || hour >= 22:
		return "Night prayer"
	case hour < 12:
		return "Morning prayer"
	case hour < 17:
		return "Midday prayer"
	}
	return "Evening prayer"
}

// Seed adds visits to a new data folder, with the real guides and their real checks. It
// does nothing if the folder has visits or reports.
func (s *Sample) Seed(ctx context.Context, guides []guide.Guide, visits guide.Visits, library report.Library) error {
	old, err := visits.Visits(ctx)
	if err != nil || len(old) > 0 {
		return err
	}
	kept, err := library.Reports(ctx)
	if err != nil || len(kept) > 0 {
		return err
	}
	for _, w := range walks {
		i := slices.IndexFunc(guides, func(g guide.Guide) bool { return g.ID == w.guide })
		if i < 0 {
			continue
		}
		if w.guide == "live-event" {
			w.answers = service(s.now())
		}
		at := s.now().Add(-w.began)
		sw := &seeding{seedRun: w, s: guide.New(guides[i], w.id, at), at: at, library: library}
		if err := sw.proceed(ctx); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			slog.Warn("A guide of the sample could not be started", "guide", w.guide, "code", app.CodeOf(err))
			continue
		}
		if err := visits.SaveVisit(ctx, sw.s.Visit()); err != nil {
			return err
		}
	}
	return nil
}

// seeding is a walk in progress.
type seeding struct {
	seedRun
	s       *guide.Session
	at      time.Time
	library report.Library
}

// proceed continues to the current step of the walk.
func (w *seeding) proceed(ctx context.Context) error {
	for range len(w.s.Guide().Steps) * 2 {
		if w.s.Ended() {
			return nil
		}
		step := w.s.Step()
		if w.s.Page() == guide.AskPage {
			if !w.answer() {
				return nil
			}
			continue
		}
		o, err := w.look(ctx, step)
		if err != nil {
			return err
		}
		if step.ID == w.upTo {
			return w.stay(ctx, step, o)
		}
		o.State, o.Note = guide.Completed, ""
		w.s.Complete(o, w.at)
	}
	return nil
}

// answer submits the walk's answers to the open questions, or else the defaults; false if
// the guide rejects them.
func (w *seeding) answer() bool {
	typed := map[string]string{}
	for _, a := range w.s.Step().Asks {
		if text, ok := w.answers[a.Name]; ok {
			typed[a.Name] = text
		}
	}
	_, wrong := w.s.Submit(typed, w.at)
	return len(wrong) == 0
}

// look runs the step's look as it was then, and saves what it found. A step at
// which the walk stays has a problem where the look found one.
func (w *seeding) look(ctx context.Context, step guide.Step) (guide.Outcome, error) {
	if step.Look == nil {
		return guide.Outcome{State: guide.InProgress, At: w.at}, nil
	}
	now := step.Look
	step.Look = func(ctx context.Context, v *guide.Visit, rep task.Report) (*report.Document, error) {
		doc, err := now(ctx, v, rep)
		if err == nil {
			doc.At = w.at.UTC()
		}
		return doc, err
	}
	v := w.s.Visit()
	looker := guide.Looker{Library: w.library, Now: func() time.Time { return w.at }}
	f, err := looker.Look(ctx, step, &v, nil)
	if err = errors.Join(err, f.NotKept); err != nil {
		return guide.Outcome{}, err
	}
	o := f.Outcome
	if f.Document.MaxSeverity() == report.Problem && step.ID == w.upTo && o.State != guide.HasProblem {
		all := f.Document.Findings()
		i := slices.IndexFunc(all, func(f report.Finding) bool { return f.Severity == report.Problem })
		o.State, o.Note = guide.HasProblem, all[i].Title
	}
	return o, nil
}

// stay settles the last step of the walk: waiting, or with a problem.
func (w *seeding) stay(ctx context.Context, step guide.Step, o guide.Outcome) error {
	if step.Wait != nil && o.State != guide.HasProblem {
		v := w.s.Visit()
		until, err := step.RunWait(ctx, &v)
		if err != nil {
			return err
		}
		o.State, o.Until, o.Note = guide.Waiting, until.At.UTC(), until.Reason
	}
	w.s.SetOutcome(step.ID, o, w.at)
	return nil
}
