package drift

import (
	"context"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/tenant"
)

// Terms are how a difference is accepted.
type Terms struct {
	By    string // who accepts it
	Why   string
	Until string // the last day on which it holds, as "2026-12-05"; "" for no end
	At    time.Time
}

// spot is a place of a sentence, and its value after the change.
type spot struct {
	history.Place
	value string
}

// CanAccept reports whether a sentence can be accepted: it has a consequence, and where it is about is known.
func (t Told) CanAccept() bool { return !t.Noise && len(t.spots) > 0 }

// Accept keeps that a sentence is fine as it is: each row that it is about, or none. It returns app.Invalid where the
// terms say too little, or where the organisation is no longer like that.
func Accept(ctx context.Context, s Sources, t Told, terms Terms) error {
	keep := s.accepter()
	if keep == nil || !t.CanAccept() {
		return app.Errorf(app.Invalid, "", "Handrail cannot accept this change.")
	}
	if terms.By, terms.Why = strings.TrimSpace(terms.By), strings.TrimSpace(terms.Why); terms.By == "" {
		return app.Errorf(app.Invalid, "Type your name.", "Enter who accepts this.")
	}
	if terms.Why == "" {
		return app.Errorf(app.Invalid, "One sentence is enough.", "Enter why this is fine.")
	}
	if terms.Until != "" {
		if day, err := time.Parse(time.DateOnly, terms.Until); err != nil || day.Format(time.DateOnly) != terms.Until {
			return app.Errorf(app.Invalid, "Write it as in 2026-12-05.", "“%s” is not a day.", terms.Until)
		}
		if terms.Until < terms.At.Local().Format(time.DateOnly) {
			return app.Errorf(app.Invalid, "Choose today or a later day.", "This day has passed.")
		}
	}
	var all []history.Acceptance
	for _, one := range t.each() {
		for _, at := range one.spots {
			section, _ := tenant.SectionByID(at.Section)
			all = append(all, history.Acceptance{Place: at.Place, Value: at.value, Shape: section.Shape(),
				Severity: string(one.Severity), Subject: one.Subject, Text: one.Text, Many: one.many,
				Before: one.Before, After: one.After, Seen: one.At, Since: one.Since,
				By: terms.By, Why: terms.Why, At: terms.At, Until: terms.Until})
		}
	}
	return keep.Accept(ctx, all)
}

// Withdraw ends the acceptance of a sentence, also one that came back.
func Withdraw(ctx context.Context, s Sources, t Told, at time.Time) error {
	keep := s.accepter()
	if keep == nil {
		return app.Errorf(app.Invalid, "", "Handrail cannot withdraw this.")
	}
	var numbers []int64
	for _, one := range t.each() {
		numbers = append(numbers, one.accepted...)
	}
	return keep.Withdraw(ctx, at, numbers)
}

// each returns the sentences of which a sentence is made: one of each row.
func (t Told) each() []Told {
	if len(t.parts) > 0 {
		return t.parts
	}
	return []Told{t}
}

// accepter returns what keeps acceptances; nil where nothing can be kept.
func (s Sources) accepter() history.Accepter {
	k, ok := s.View.(history.Keeper)
	if !ok {
		return nil
	}
	a, _ := k.Past().(history.Accepter)
	return a
}

// spots returns where a sentence about a change is. A sentence that names no property is about all that differ.
func spots(c history.Change, field string) (all []spot) {
	paths := []string{field}
	switch {
	case c.Kind != history.Changed:
		paths = []string{""}
	case field == "":
		paths = nil
		for _, f := range c.Fields {
			paths = append(paths, f.Path)
		}
	}
	for _, path := range paths {
		p := history.Place{Section: c.Section, ID: c.ID, Field: path}
		all = append(all, spot{p, p.In(c.After)})
	}
	return all
}
