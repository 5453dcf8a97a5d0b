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

// picking is a past of many changes, each of one class.
type picking struct{ past }

func (p *picking) ChangesOf(ctx context.Context, n int64, classes []history.Class) ([]history.Change, error) {
	all, err := p.Changes(ctx, n)
	return slices.DeleteFunc(slices.Clone(all), func(c history.Change) bool {
		return !slices.Contains(classes, history.ClassOf(c.Fields)) && c.Kind == history.Changed ||
			!slices.Contains(classes, history.ClassAdded) && c.Kind == history.Added
	}), err
}

// add adds a moment, the latest so far, at which n people change in a field and some are new.
func (p *picking) add(at time.Time, field string, n, fresh int) {
	m := history.Moment{Number: int64(len(p.moments) + 1), Section: tenant.SectionUsers, Kind: history.MomentChange,
		At: at, Since: at.Add(-time.Hour), Counts: history.Counts{}}
	m.Counts.Add(history.Class(field), n)
	m.Counts.Add(history.ClassAdded, fresh)
	for i := range n + fresh {
		c := history.Change{Section: m.Section, ID: fmt.Sprint("p", i), Kind: history.Added, At: at, Since: m.Since,
			After: fmt.Appendf(nil, `{"displayName":"Person %d"}`, i)}
		if i < n {
			c.Kind, c.Before = history.Changed, c.After
			c.Fields = []history.Field{{Path: field, Before: []byte(`"1"`), After: []byte(`"2"`)}}
		}
		p.changes[m.Number] = append(p.changes[m.Number], c)
	}
	p.moments = append([]history.Moment{m}, p.moments...)
}

// TestWhatIsRareIsToldForTheWholeTime: of what thousands have in common the latest is told and the rest is counted;
// what one has alone is told, however long ago it was.
func TestWhatIsRareIsToldForTheWholeTime(t *testing.T) {
	p := &picking{past{changes: map[int64][]history.Change{}}}
	day := func(n int) time.Time { return time.Date(2026, 1, n, 12, 0, 0, 0, time.Local) }
	for n := range 20 {
		p.add(day(n+1), "mobilePhone", 50, 0)
		if n == 2 {
			p.add(day(n+1).Add(time.Hour), "mobilePhone", 0, 1)
		}
	}
	since := func(most int) Result {
		t.Helper()
		v := keptBy{read{now(t)}, p}
		r, err := Since(context.Background(), Sources{View: v, Most: most}, time.Time{}, day(28))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	all := since(0)
	if len(all.Left) > 0 || len(all.Told)+all.Noise < 1001 {
		t.Fatalf("without a limit %d are told, %v left", len(all.Told), all.Left)
	}
	r := since(120)
	if len(r.Left) != 1 || r.Left[0].N != 18*50 || !r.Left[0].Until.Equal(day(18)) ||
		r.Left[0].Section != tenant.SectionUsers {
		t.Errorf("left are %+v", r.Left)
	}
	if len(r.Told)+r.Noise != 101 || !slices.ContainsFunc(r.Told, func(one Told) bool {
		return one.ID == "p0" && one.At.Equal(day(3).Add(time.Hour))
	}) {
		t.Errorf("%d are told, and what is rare is not", len(r.Told)+r.Noise)
	}
	rest := strings.Join(r.Rest(), " ")
	if !strings.HasPrefix(r.Heading(), "More than ") || !strings.Contains(rest, "900 changes in “") ||
		!strings.Contains(rest, "until 18 January 2026") {
		t.Errorf("%s %s", r.Heading(), rest)
	}
}

// TestNoHoleIsLeft: what is before a moment that is not compared is not compared either, because Left says until when.
func TestNoHoleIsLeft(t *testing.T) {
	p := &picking{past{changes: map[int64][]history.Change{}}}
	day := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for n, people := range []int{10, 60, 50} {
		p.add(day.AddDate(0, 0, n), "mobilePhone", people, 0)
	}
	_, left := pick(p.moments, 70)
	if len(left) != 1 || left[0].N != 70 || !left[0].Until.Equal(day.AddDate(0, 0, 1)) {
		t.Errorf("left are %+v", left)
	}
}

// TestWhatMayStillChangeIsNotRemembered: another section of the same refresh may be read a moment later.
func TestWhatMayStillChangeIsNotRemembered(t *testing.T) {
	at := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	changes := []history.Change{{Section: tenant.SectionDefaults, At: at}}
	e := &Effects{}
	for _, c := range []struct {
		after time.Duration
		known bool
	}{{0, false}, {oneRefresh - time.Second, false}, {oneRefresh, true}} {
		e.keep(changes, effect{known: true}, at.Add(c.after))
		if _, known := e.of(changes); known != c.known {
			t.Errorf("%s later it is known: %v", c.after, known)
		}
	}
}

// keptBy is a view with any past.
type keptBy struct {
	tenant.View
	past history.Past
}

func (k keptBy) Past() history.Past { return k.past }
