package drift

import (
	"context"
	"slices"
	"time"

	"handrail/app/guide"
	"handrail/app/history"
)

// Made is a change that Handrail made itself, as its change log proves.
type Made struct {
	Guide  string // its ID
	Title  string // of the guide
	Visit  string // where it was made; "" where that was deleted
	Report string // the last report of the visit; "" where there is none
	At     time.Time
	Undo   bool // it restores what Handrail had changed
}

// Journal is the change log of an organisation.
type Journal struct {
	Entries []guide.JournalEntry // the oldest first
	Titles  map[string]string    // of guides, by ID
	Visits  map[string]bool      // that can still be opened
	Reports map[string]string    // the ID of the last report of each visit
}

// ReadJournal reads the change log of an organisation.
type ReadJournal func(context.Context) (Journal, error)

// Words returns when Handrail made it and in which guide, as a sentence.
func (m Made) Words() string {
	text := "Made with Handrail by you on "
	if m.Undo {
		text = "Undone with Handrail by you on "
	}
	return text + m.At.Local().Format(moment) + ", in “" + m.Title + "”."
}

// journal reads what Handrail changed; nothing is known without a change log.
func (w *world) journal(s Sources) error {
	if s.Journal == nil {
		return nil
	}
	j, err := s.Journal(w.ctx)
	w.owns = j.owns()
	return err
}

// madeIt returns how Handrail made a change, if it did: it changed that object between the two looks, and everything
// that the sentence is about is as it was written. The last request decides.
func (w *world) madeIt(c history.Change, t Told) (made *Made) {
	for _, at := range t.spots {
		made = nil
		for _, o := range w.owns {
			if o.At.Before(c.Since) || o.At.After(c.At) || !o.is(c) {
				continue
			}
			if sets, equal := o.wrote(at.Field, c.After); sets {
				if made = nil; equal {
					made = &o.Made
				}
			}
		}
		if made == nil {
			return nil
		}
	}
	return made
}

// placed returns the sentences of one change with their places, and with how Handrail made them.
func (w *world) placed(c history.Change, all []Told) []Told {
	for i, t := range all {
		all[i].spots = spots(c, t.Field)
		all[i].Made = w.madeIt(c, all[i])
	}
	return all
}

// gathered returns sentences that follow from others with the places of all. They are Handrail’s if all others are.
func gathered(all, others []Told) []Told {
	others = slices.DeleteFunc(slices.Clone(others), func(t Told) bool { return t.Noise || len(t.spots) == 0 })
	var from []spot
	var made *Made
	for _, t := range others {
		from, made = append(from, t.spots...), t.Made
	}
	if slices.ContainsFunc(others, func(t Told) bool { return t.Made == nil }) {
		made = nil
	}
	for i := range all {
		if len(all[i].spots) == 0 {
			all[i].spots, all[i].Made = from, made
		}
	}
	return all
}
