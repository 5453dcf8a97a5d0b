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
// Sections. What cannot be read keeps its older rows and records why; the rest goes
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
	var bad trouble
	for i, id := range ids {
		tell := func(note string) {
			if report != nil {
				report(task.Progress{Note: note, Done: i, Total: len(ids)})
			}
		}
		var st Status
		var err error
		if st, err = refreshOne(WithNote(ctx, tell), c, s, id, &bad, tell); err != nil {
			return all, err
		}
		all = append(all, st)
		if OfPeople(id) && !slices.ContainsFunc(ids[i+1:], OfPeople) {
			if err := settle(ctx, c, tell); err != nil {
				return all, err
			}
		}
		if ctx.Err() != nil {
			return all, context.Cause(ctx)
		}
	}
	return all, nil
}

// swapTime is how long the end of a section may take. On a slow disk, to swap in 100,000 people, and to make the
// search over them, takes a minute.
const swapTime = 5 * time.Minute

// settle puts people together again, also when the person has just stopped.
func settle(ctx context.Context, c Cache, tell func(note string)) error {
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), swapTime)
	defer cancel()
	tell("Preparing the list of people…")
	return c.Settle(end)
}

// counted describes how far a section is. Of a section without rows it has the title alone.
func counted(id string, rows, total int) string {
	if rows == 0 && total <= 0 {
		return TitleOf(id)
	}
	if total > rows {
		return fmt.Sprintf("%s: %d of %d", TitleOf(id), rows, total)
	}
	return fmt.Sprintf("%s: %d", TitleOf(id), rows)
}

// TitleOf returns the title of a section.
func TitleOf(id string) string {
	s, _ := SectionByID(id)
	return s.Title
}

// mostStalls is how many sections in a row may stall. Each takes minutes.
const mostStalls = 2

// trouble is why the following sections are not asked for any more.
type trouble struct {
	offline error
	stalls  int // in a row
}

// met notes how the reading of a section ended.
func (t *trouble) met(err error) {
	switch {
	case errors.Is(err, ErrOffline):
		t.offline = err
	case !errors.Is(err, ErrStalled):
		t.stalls = 0
	default:
		if t.stalls++; t.stalls == mostStalls {
			t.offline = &app.Error{Code: app.Unreachable, Err: ErrStalled,
				Message: fmt.Sprintf("Microsoft’s answers stopped coming %d times, so Handrail did not ask for this.",
					mostStalls),
				Hint: "Check your connection, then refresh again."}
		}
	}
}

// refreshOne reads one section. Only trouble with the cache is an error. After
// trouble with the connection the following sections are not asked for any more.
func refreshOne(ctx context.Context, c Cache, s Source, id string, bad *trouble, tell func(note string)) (Status,
	error) {
	s.Requests() // those of the section before are not ours
	next, err := c.Begin(ctx, id)
	if err != nil {
		return Status{}, err
	}
	tell(TitleOf(id))
	rows, repeated, total, fresh := 0, 0, 0, next == ""
	var notes []string
	var broken error // trouble with the cache, not with Microsoft
	if err = bad.offline; err == nil {
		err = s.Fetch(ctx, id, next, func(p Page) error {
			again, err := c.Keep(ctx, id, p)
			if err != nil {
				broken = err
				return err
			}
			rows, repeated, total = rows+len(p.Rows)-again, repeated+again, max(total, p.Total)
			for _, n := range p.Notes {
				if !slices.Contains(notes, n) {
					notes = append(notes, n)
				}
			}
			tell(counted(id, rows, p.Total))
			return nil
		})
		bad.met(err)
	}
	if broken != nil && ctx.Err() == nil {
		return Status{}, broken
	}
	if err == nil && fresh && short(rows, total) {
		err = &SectionError{State: Incomplete, Hint: "Refresh again later.",
			Message: fmt.Sprintf("Incomplete: Microsoft counts %d, but sent %d.", total, rows)}
	}
	if repeated > 0 {
		notes = append(notes, fmt.Sprintf("Microsoft sent %d of them twice. Handrail counts each once.", repeated))
	}
	// What ends a section must be written even when the person has just stopped.
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), swapTime)
	defer cancel()
	if err == nil {
		return c.Complete(end, id, s.Requests(), notes)
	}
	e := ending(ctx, err)
	return c.Fail(end, id, e.State, e.Message, e.Hint, s.Requests(), e.GoOn)
}

// ending describes how the refresh of a section failed.
func ending(ctx context.Context, err error) SectionError {
	var section *SectionError
	switch {
	case ctx.Err() != nil:
		return SectionError{State: Stopped, Message: "You stopped the refresh. The saved data stays.",
			Hint: "Refresh again to continue.", GoOn: true}
	case errors.As(err, &section):
		return *section
	}
	message, hint := app.UserMessage(err)
	return SectionError{State: Failed, Message: message, Hint: hint, GoOn: true}
}

// short reports whether fewer rows came than Microsoft counts. The count lags a
// little behind, so of a long list a few are no reason to doubt.
func short(rows, total int) bool { return rows < total-min(max(2, total/100), total/10) }
