// Package drift says what a difference in an organisation means: who it is about, and what follows. A difference comes
// from app/history as two rows of JSON; what no rule here knows is shown as its field, before and after.
//
// A sentence is certain only about what was read. A change happened between two looks, so it has both times.
package drift

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Told is a difference in words.
type Told struct {
	At       time.Time // when Handrail read it
	Since    time.Time // when the section was read before; it happened between
	Section  string
	Subject  string // the person, policy or group
	Severity report.Severity
	Text     string
	Before   string // of what changed, in words or as Microsoft writes it; "" where there was nothing
	After    string
	Noise    bool // without consequence: it is counted, not shown

	ID    string // of the row
	Field string // the property that differs; "" of a row that is new or gone, or of several properties
	About []Ref  // whom and what it is about, for filters and the pages of people and policies
	Facts []Fact // what else is another number or value now
	// Backup is the day of Microsoft's snapshot that says so; zero where Handrail saw it itself.
	Backup time.Time
	Do     string // what to do about it, a sentence; "" where there is nothing to do

	By    *history.Actor // who did it; nil where it is not known
	ByWhy string         // why it is not known

	parts []Told // of a sentence about several people: the sentence about each

	many string // what several people have in common, after their number; "" where a sentence is about one alone
}

// Ref is one person, group, policy or domain.
type Ref struct {
	Section string // in which its row is
	ID      string
	Name    string
}

// Fact is one thing before and after.
type Fact struct{ What, Before, After string }

// about completes the sentence about its subject: what is true of one, and of several people.
func (t Told) about(one, many string) Told {
	t.Text, t.many = t.Subject+" "+one+".", many
	return t
}

// Tell returns the changes of one moment in sentences, the most severe first. v is the organisation as it is now.
func Tell(ctx context.Context, v tenant.View, changes []history.Change) ([]Told, error) {
	w := newWorld(ctx, v)
	all := w.told(changes)
	return all, w.err
}

// told returns the changes of one moment in sentences, the most severe first.
func (w *world) told(changes []history.Change) (all []Told) {
	for _, c := range changes {
		all = append(all, w.tell(c)...)
	}
	all = grouped(all)
	w.attribute(all)
	slices.SortStableFunc(all, func(a, b Told) int { return rank(b) - rank(a) })
	return all
}

func rank(t Told) int {
	if t.Noise {
		return -1
	}
	order := []report.Severity{report.OK, report.Note, report.Unknown, report.Warning, report.Problem}
	return slices.Index(order, t.Severity)
}

// word returns a property that is a text; "" where it is none.
func word(body []byte, name string) string {
	var row map[string]json.RawMessage
	var text string
	if json.Unmarshal(body, &row) != nil || json.Unmarshal(row[name], &text) != nil {
		return ""
	}
	return text
}

// person returns the name of a person, or the sign-in name.
func person(body []byte) string {
	if name := word(body, "displayName"); name != "" {
		return name
	}
	return word(body, "userPrincipalName")
}

// tell returns the sentences of one change.
func (w *world) tell(c history.Change) []Told {
	t := Told{At: c.At, Since: c.Since, Section: c.Section, ID: c.ID, Severity: report.Note}
	kind, of := tenant.OnDemand(c.Section)
	switch {
	case of != "" && (kind == tenant.Members || kind == tenant.DirectMembers):
		return w.member(t, c, of)
	case of != "":
		return w.other(t, c)
	case c.Section == tenant.SectionDifferences:
		return nil // what it says is told as what it is about
	}
	rule := map[string]func(Told, history.Change) []Told{
		tenant.SectionUsers:        w.user,
		tenant.SectionRegistration: w.registration,
		tenant.SectionRoles:        w.role,
		tenant.SectionAccess:       w.policy,
		tenant.SectionMethods:      w.methods,
		tenant.SectionDefaults:     w.defaults,
		tenant.SectionLicences:     w.licence,
	}[c.Section]
	if rule == nil {
		return w.other(t, c)
	}
	return rule(t, c)
}

// other is for what no rule knows: the field, before and after.
func (w *world) other(t Told, c history.Change) []Told {
	body := c.After
	if body == nil {
		body = c.Before
	}
	t.Subject = person(body)
	if t.Subject == "" {
		t.Subject = c.ID
	}
	title := tenant.TitleOf(c.Section)
	switch c.Kind {
	case history.Added:
		t.Text = title + ": “" + t.Subject + "” is new."
	case history.Removed:
		t.Text = title + ": “" + t.Subject + "” is no longer there."
	default:
		return each(t, c.Fields, title+": “"+t.Subject+"”")
	}
	return []Told{t}
}

// each shows fields as they are.
func each(t Told, fields []history.Field, what string) (all []Told) {
	for _, f := range fields {
		t.Text = what + " has another “" + f.Path + "”."
		t.Before, t.After = shown(f.Before), shown(f.After)
		all = append(all, t)
	}
	return all
}

// shown returns a JSON value as a person reads it.
func shown(value []byte) string {
	var text string
	if value == nil {
		return ""
	}
	if json.Unmarshal(value, &text) == nil && len(value) > 0 && value[0] == '"' {
		return text
	}
	return string(value)
}
