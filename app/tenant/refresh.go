package tenant

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/task"
)

// Refresh reads sections from Microsoft into the cache, in the order of
// Sections. What cannot be read keeps its older rows and says why; the rest goes
// on. ids names the sections to read, in the catalogue or on demand; empty is
// every section of the catalogue. The error is the context's, or that of the
// cache; what went wrong in a section is in its Status.
func Refresh(ctx context.Context, c Cache, s Source, ids []string, report task.Report) ([]Status, error) {
	if len(ids) == 0 {
		for _, sec := range Sections() {
			ids = append(ids, sec.ID)
		}
	}
	all := make([]Status, 0, len(ids))
	for i, id := range ids {
		st, err := refreshOne(ctx, c, s, id, func(rows, total int) {
			if report != nil {
				report(progressOf(id, rows, total, i, len(ids)))
			}
		})
		if err != nil {
			return all, err
		}
		all = append(all, st)
		if ctx.Err() != nil {
			return all, context.Cause(ctx)
		}
	}
	return all, nil
}

func progressOf(id string, rows, total, done, of int) task.Progress {
	text := fmt.Sprintf("%s: %d", TitleOf(id), rows)
	if total > rows {
		text = fmt.Sprintf("%s: %d of %d", TitleOf(id), rows, total)
	}
	return task.Progress{Note: text, Done: done, Total: of}
}

// TitleOf gives the title of a section; on-demand ones have a general one.
func TitleOf(id string) string {
	for _, s := range Sections() {
		if s.ID == id {
			return s.Title
		}
	}
	return "Members of a group"
}

// refreshOne reads one section. Only trouble with the cache is an error.
func refreshOne(ctx context.Context, c Cache, s Source, id string, tell func(rows, total int)) (Status, error) {
	s.Requests() // those of the section before are not ours
	next, err := c.Begin(ctx, id)
	if err != nil {
		return Status{}, err
	}
	tell(0, 0)
	rows, repeated := 0, 0
	var notes []string
	var broken error // trouble with the cache, told apart from trouble with Microsoft
	err = s.Fetch(ctx, id, next, func(p Page) error {
		again, err := c.Keep(ctx, id, p)
		if err != nil {
			broken = err
			return err
		}
		rows, repeated = rows+len(p.Rows)-again, repeated+again
		for _, n := range p.Notes {
			if !slices.Contains(notes, n) {
				notes = append(notes, n)
			}
		}
		tell(rows, p.Total)
		return nil
	})
	if broken != nil && ctx.Err() == nil {
		return Status{}, broken
	}
	if repeated > 0 {
		notes = append(notes, fmt.Sprintf("Microsoft sent %d of them twice; each counts once.", repeated))
	}
	// What ends a section must be written even when the person has just stopped.
	// On a slow disk, to swap in 100,000 people and their search takes a minute.
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Minute)
	defer cancel()
	if err == nil {
		return c.Complete(end, id, s.Requests(), notes)
	}
	state, message, hint := ending(ctx, err)
	return c.Fail(end, id, state, message, hint, s.Requests(), state == Stopped || state == Failed)
}

// ending says how a section ended that could not be read.
func ending(ctx context.Context, err error) (State, string, string) {
	var section *SectionError
	switch {
	case ctx.Err() != nil:
		return Stopped, "You stopped it. What was kept before is still there.", "Refresh again to go on."
	case errors.As(err, &section):
		return section.State, section.Message, section.Hint
	}
	message, hint := app.Say(err)
	return Failed, message, hint
}
