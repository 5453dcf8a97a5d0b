package drift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// kept is a view with a past.
type kept struct {
	tenant.View
	past *past
}

func (k kept) Past() history.Past { return k.past }

type past struct {
	moments []history.Moment
	changes map[int64][]history.Change
}

func (p *past) Moments(_ context.Context, from, to time.Time) (all []history.Moment, err error) {
	for _, m := range p.moments {
		if m.At.After(from) && !m.At.After(to) {
			all = append(all, m)
		}
	}
	return all, nil
}

func (p *past) Changes(_ context.Context, n int64) ([]history.Change, error) {
	return p.changes[n], nil
}

func (p *past) Row(_ context.Context, section, id string) (all []history.Change, err error) {
	for _, m := range p.moments {
		for _, c := range p.changes[m.Number] {
			if c.Section == section && c.ID == id {
				all = append(all, c)
			}
		}
	}
	return all, nil
}

func (p *past) AsOf(context.Context, string, time.Time, func(string, []byte) error) (history.Moment, error) {
	return history.Moment{}, nil
}

// begun is a past that begins for every section at a time.
func begun(at time.Time) *past {
	p := &past{changes: map[int64][]history.Change{}}
	for _, s := range tenant.Sections() {
		p.moments = append(p.moments, history.Moment{Section: s.ID, Kind: history.MomentBegin, At: at})
	}
	return p
}

// read counts every section of the catalogue as read.
type read struct{ tenant.View }

func (r read) Status(ctx context.Context, id string) (tenant.Status, error) {
	st, err := r.View.Status(ctx, id)
	st.State = tenant.Unchanged
	return st, err
}

func TestTheHeadingCoversOnlyWhatWasCompared(t *testing.T) {
	to := time.Date(2026, 11, 22, 9, 0, 0, 0, time.Local)
	from, old := to.AddDate(0, 0, -31), to.AddDate(0, 0, -90)
	edit := func(p *past) *past {
		p.moments = append(p.moments, history.Moment{Number: 7, Section: tenant.SectionDefaults,
			Kind: history.MomentChange, At: to.Add(-time.Hour)})
		p.changes[7] = []history.Change{change(tenant.SectionDefaults, "d", `{"isEnabled":true}`, `{"isEnabled":false}`)}
		return p
	}
	for name, c := range map[string]struct {
		view tenant.View
		from time.Time
		want string
		rest string
	}{
		"nothing since long ago": {kept{read{now(t)}, begun(old)}, from,
			"Nothing that matters changed since 22 October 2026.", ""},
		"it began yesterday": {kept{read{now(t)}, begun(to.AddDate(0, 0, -1))}, from,
			"since Handrail began to compare, on 21 November 2026.", ""},
		"it begins now":  {kept{read{now(t)}, begun(to)}, from, "nothing to compare it with yet", ""},
		"all, begun now": {kept{read{now(t)}, begun(to)}, time.Time{}, "nothing to compare it with yet", ""},
		"a change since long ago": {kept{read{now(t)}, edit(begun(old))}, from,
			"1 change since 22 October 2026.", ""},
		"a change, begun in between": {kept{read{now(t)}, edit(begun(to.AddDate(0, 0, -2)))}, from,
			"1 change since", "What changed before is not known"},
		"parts were not read": {kept{now(t), begun(old)}, from,
			"could not read everything", "so its changes are not known"},
		"it cannot remember": {now(t), from, "does not know what changed", ""},
	} {
		r, err := Since(context.Background(), Sources{View: c.view}, c.from, to)
		if err != nil || !strings.Contains(r.Heading(), c.want) {
			t.Errorf("%s: %q, %v", name, r.Heading(), err)
		}
		if rest := strings.Join(r.Rest(), "\n"); !strings.Contains(rest, c.rest) || c.rest == "" && rest != "" {
			t.Errorf("%s: %q", name, rest)
		}
	}
}

func TestAPageDrawsTheWorstOfMany(t *testing.T) {
	var r Result
	for i := range 300 {
		r.Told = append(r.Told, Told{Severity: "note", Text: fmt.Sprint("note ", i)})
	}
	r.Told = append(r.Told, Told{Severity: "problem", Text: "the worst"})
	if text := fmt.Sprint(r.Blocks(100)); !strings.Contains(text, "the worst") ||
		!strings.Contains(text, "And 201 more changes") {
		t.Error(text)
	}
	if text := fmt.Sprint(r.Blocks(0)); !strings.Contains(text, "note 299") || strings.Contains(text, "more change") {
		t.Error(text)
	}
	if slices.IndexFunc(r.Told, func(t Told) bool { return t.Text == "the worst" }) != 300 {
		t.Error("the order of the moments is lost")
	}
}

// TestADocumentSaysEachNumberOnce, also of what is accepted and of what was not read.
func TestADocumentSaysEachNumberOnce(t *testing.T) {
	one := Told{Text: "It grew.", Facts: []Fact{{"People in it", "2", "16"}, {What: "Not known", After: "2 people"}}}
	one.Before, one.After = "2", "16"
	yes := one
	yes.Accepted = &history.Acceptance{By: "Anna", Why: "We wanted it"}
	for _, r := range []Result{{Told: []Told{one}}, {Accepted: []Told{yes}}} {
		text := fmt.Sprint(r.Blocks(0))
		if strings.Count(text, "People in it") != 1 || strings.Count(text, "Not known: 2 people.") != 1 ||
			strings.Count(text, "Not known") != 1 || strings.Contains(text, "Before: ") ||
			!strings.Contains(text, "People in it: 2 before, 16 now.") {
			t.Error(text)
		}
	}
}
