// Package drift says what a difference in an organisation means: who it is about, and what follows. A difference comes
// from app/history as two rows of JSON; what no rule here knows is shown as its field, before and after.
//
// A sentence is certain only about what was read. A change happened between two looks, so it has both times.
package drift

import (
	"context"
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
	What     string // what Before and After are of, such as “Job title”; "" where Subject says it
	Before   string // of what changed, in words or as Microsoft writes it; "" where there was nothing
	After    string
	Noise    bool   // without consequence: it is counted, not shown
	Kind     string // of noise, in the plural: “counters”

	ID    string // of the row
	Field string // the property that differs; "" of a row that is new or gone, or of several properties
	About []Ref  // whom and what it is about, for filters and the pages of people and policies
	Facts []Fact // what else is another number or value now
	// Backup is the day of Microsoft's snapshot that says so; zero where Handrail saw it itself.
	Backup time.Time
	Do     string // what to do about it, a sentence; "" where there is nothing to do

	By    *history.Actor // who did it; nil where it is not known
	ByWhy string         // why it is not known

	Made *Made // how Handrail made it; nil where it did not, or where that is not known

	Accepted *history.Acceptance // who accepted it and why; nil where it counts
	Back     string              // why it counts although it was accepted, a sentence; "" otherwise

	spots    []spot  // where it is
	parts    []Told  // of a sentence about several people: the sentence about each
	accepted []int64 // the acceptances that it has or had

	undone bool // a later change ended it

	many  string // what several people have in common, after their number; "" where a sentence is about one alone
	noun  noun   // what many is about
	kind  history.Kind
	also  string // a sentence after that, of one
	alike string // and of several
	lead  int    // how much of Text is its headline, in bytes; 0: it is one sentence
}

// Ref is one person, group, policy or domain.
type Ref struct {
	Section string // in which its row is
	ID      string
	Name    string
}

// Fact is one thing before and after.
type Fact struct{ What, Before, After string }

// Parts returns the sentence that says what happened, and the sentences after it; rest is "" where there are none.
func (t Told) Parts() (headline, rest string) {
	if t.lead <= 0 || t.lead >= len(t.Text) {
		return t.Text, ""
	}
	return t.Text[:t.lead], t.Text[t.lead+1:]
}

// says sets the headline and what follows it; more may be "".
func (t Told) says(headline, more string) Told {
	t.Text, t.lead = headline, 0
	if more != "" {
		t.Text, t.lead = headline+" "+more, len(headline)
	}
	return t
}

// about completes the sentence about its subject: what is true of one, and of several people.
func (t Told) about(one, many string) Told {
	t.Text, t.many = t.Subject+" "+one+".", many
	return t
}

// adds is a sentence after about: of one person, who is named in it, and of several.
func (t Told) adds(one, many string) Told {
	t.also, t.alike = one, many
	headline, _ := t.Parts()
	return t.says(headline, one)
}

// worth sets how severe it is.
func (t Told) worth(s report.Severity) Told {
	t.Severity = s
	return t
}

// quiet is a difference without consequence.
func (t Told) quiet(kind, text string) Told {
	t.Noise, t.Kind, t.Text = true, kind, text
	return t
}

// of adds what it is about. What has no ID is left out.
func (t Told) of(refs ...Ref) Told {
	type row struct{ section, id string }
	seen := make(map[row]bool, len(t.About)+len(refs))
	all := make([]Ref, 0, len(t.About)+len(refs))
	for _, r := range slices.Concat(t.About, refs) {
		if at := (row{r.Section, r.ID}); r.ID != "" && !seen[at] {
			seen[at], all = true, append(all, r)
		}
	}
	t.About = all
	return t
}

// Tell returns the changes of one moment in sentences, the most severe first. v is the organisation as it is now.
func Tell(ctx context.Context, v tenant.View, changes []history.Change) ([]Told, error) {
	w := newWorld(ctx, v)
	all := w.told(changes)
	return all, w.err
}

// told returns the changes of one moment in sentences, the most severe first. Moments come the latest first, so that
// what a sentence names is as it was then.
func (w *world) told(changes []history.Change) (all []Told) {
	e := w.effect(changes)
	for _, c := range changes {
		all = append(all, w.placed(c, w.tell(c))...)
	}
	if e.group {
		all = gathered(w.grew(e, changes), all)
	} else {
		all = gathered(w.follows(e, all), all)
	}
	for _, c := range changes {
		w.passed(c)
	}
	for i := range all {
		all[i] = w.mark(all[i])
	}
	all = grouped(all)
	sortWorst(all)
	return all
}

// sortWorst puts the most severe first and leaves the rest in its order.
func sortWorst(all []Told) {
	slices.SortStableFunc(all, func(a, b Told) int { return rank(b) - rank(a) })
}

func rank(t Told) int {
	if t.Noise {
		return -1
	}
	order := []report.Severity{report.OK, report.Note, report.Unknown, report.Warning, report.Problem}
	return slices.Index(order, t.Severity)
}

// tell returns the sentences of one change.
func (w *world) tell(c history.Change) (all []Told) {
	t := Told{At: c.At, Since: c.Since, Section: c.Section, ID: c.ID, Severity: report.Note,
		kind: c.Kind}
	if c.Section == tenant.SectionDifferences { // what it says is told as what it is about
		return []Told{t.quiet(kindReport, tenant.TitleOf(c.Section)+": other differences.")}
	}
	switch kind, of := tenant.OnDemand(c.Section); {
	case tenant.MembersOf(c.Section) != "":
		all = w.member(t, c, of)
	case of != "":
		all = w.demanded(t, c, kind, of)
	default:
		rule := w.rules()[c.Section]
		if rule == nil {
			rule = w.other
		}
		all = rule(t, c)
	}
	if len(all) == 0 { // Microsoft wrote the same in another way
		all = []Told{t.quiet(kindOrder, tenant.TitleOf(c.Section)+": the same is written in another way.")}
	}
	return all
}

// rules returns the rule of each section.
func (w *world) rules() map[string]func(Told, history.Change) []Told {
	return map[string]func(Told, history.Change) []Told{
		tenant.SectionUsers:        w.user,
		tenant.SectionRegistration: w.registration,
		tenant.SectionPerUserMFA:   w.perUser,
		tenant.SectionRoles:        w.role,
		tenant.SectionAccess:       w.policy,
		tenant.SectionMethods:      w.methods,
		tenant.SectionDefaults:     w.defaults,
		tenant.SectionLicences:     w.licence,
		tenant.SectionLocations:    w.location,
		tenant.SectionStrengths:    w.strength,
		tenant.SectionGroups:       w.group,
		tenant.SectionOrganisation: w.organisation,
	}
}
