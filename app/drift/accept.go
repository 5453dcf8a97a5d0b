package drift

import (
	"context"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
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
func (t Told) CanAccept() bool { return !t.Noise && !t.undone && len(t.spots) > 0 }

// Accept keeps that a sentence is fine as it is: each row that it is about, or none. It returns app.Invalid where the
// terms say too little, or where the organisation is no longer like that.
func Accept(ctx context.Context, s Sources, t Told, terms Terms) error {
	keep := s.keeps(t)
	if keep == nil || !t.CanAccept() {
		return app.Errorf(app.Invalid, "Choose another one from the list.", "Handrail cannot accept this change.")
	}
	if err := terms.clean(); err != nil {
		return err
	}
	if err := stillSo(ctx, s, t); err != nil {
		return err
	}
	var all []history.Acceptance
	for _, one := range t.each() {
		for _, at := range one.spots {
			all = append(all, history.Acceptance{Place: at.Place, Value: at.value, Shape: shapeOf(at.Section),
				Severity: string(one.Severity), Subject: one.Subject, Text: one.Text, Many: one.people(),
				Before: one.Before, After: one.After, Seen: one.At, Since: one.Since,
				By: terms.By, Why: terms.Why, At: terms.At, Until: terms.Until})
		}
	}
	return keep.Accept(ctx, all, t.numbers())
}

// people is what several people have in common; "" where a sentence is about something else.
func (t Told) people() string {
	if t.noun != (noun{}) {
		return ""
	}
	return t.many
}

// clean trims the terms, and says what they lack.
func (terms *Terms) clean() error {
	terms.By, terms.Why = strings.TrimSpace(terms.By), strings.TrimSpace(terms.Why)
	switch until, err := time.Parse(time.DateOnly, terms.Until); {
	case terms.By == "":
		return app.Errorf(app.Invalid, "Enter your name.", "Your name is missing.")
	case terms.Why == "":
		return app.Errorf(app.Invalid, "Enter why this is fine. One sentence is enough.", "The reason is missing.")
	case terms.Until == "":
	case err != nil || until.Format(time.DateOnly) != terms.Until:
		return app.Errorf(app.Invalid, "Write it as in 2026-12-05.", "“%s” is not a day.", terms.Until)
	case terms.Until < terms.At.Local().Format(time.DateOnly):
		return app.Errorf(app.Invalid, "Choose today or a later day.", "This day has passed.")
	}
	return nil
}

// stillSo returns app.Invalid if anything that a sentence is about is no longer as it says.
func stillSo(ctx context.Context, s Sources, t Told) error {
	reads := newWorld(ctx, s.View).reads
	if isDomain(t.Section) {
		d, err := newDomains(ctx, s.Domains)
		if err != nil {
			return err
		}
		reads = d.current
	}
	for _, one := range t.each() {
		for _, at := range one.spots {
			why, body, err := reads(at.Place)
			switch {
			case err != nil:
				return err
			case why != "":
				return app.Errorf(app.Invalid, why, "Handrail does not know whether this is still so.")
			case at.In(body) != at.value:
				return app.Errorf(app.Invalid, "Accept the latest change of it instead.",
					"This has changed again since then.")
			}
		}
	}
	return nil
}

// Withdraw ends the acceptance of a sentence, also one that came back.
func Withdraw(ctx context.Context, s Sources, t Told, at time.Time) error {
	keep := s.keeps(t)
	if keep == nil {
		return app.Errorf(app.Invalid, "Choose another one from the list.", "Handrail cannot withdraw this.")
	}
	return keep.Withdraw(ctx, at, t.numbers())
}

// numbers returns the acceptances that a sentence has or had.
func (t Told) numbers() (all []int64) {
	for _, one := range t.each() {
		all = append(all, one.accepted...)
	}
	return all
}

// each returns the sentences that a sentence consists of: one of each row.
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

// returned counts the changes that come back, after words.
func (r Result) returned(words string) string {
	if r.Back == 0 {
		return ""
	}
	is := " is back"
	if r.Back > 1 {
		is = " are back"
	}
	return words + guide.Count(r.Back, "accepted change", "accepted changes") + is
}

// acceptedBlocks shows what is accepted, apart from what counts.
func (r Result) acceptedBlocks() []report.Block {
	found := report.Findings{Name: "accepted", Title: "Accepted"}
	for _, t := range r.Accepted {
		found.Items = append(found.Items, report.Finding{Code: "accepted", Severity: report.Note, Subject: t.Subject,
			Title: t.Text, Text: t.AcceptedBy() + " " + t.figures() + t.details()})
	}
	if len(found.Items) == 0 {
		return nil
	}
	return []report.Block{found}
}

// AcceptedBy returns who accepted a change, until when and why, as a sentence; "" if no one did.
func (t Told) AcceptedBy() string {
	a := t.Accepted
	if a == nil {
		return ""
	}
	text := "Accepted by " + safe(a.By, longName) + " on " + a.At.Local().Format(day)
	if a.Until != "" {
		text += " until " + dayOf(a.Until)
	}
	return text + ": " + quoted(a.Why)
}
