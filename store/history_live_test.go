package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// diary is a cache with its history, on days that a test sets.
type diary struct {
	t      *testing.T
	folder string
	clock  *watch
	c      *Cache
}

func newDiary(t *testing.T) *diary {
	d := &diary{t: t, folder: t.TempDir(), clock: &watch{noon}}
	d.open()
	return d
}

func (d *diary) open() { d.c = mustCache(d.t, d.folder, d.clock.now) }

// again closes the files, does something to them, and opens them.
func (d *diary) again(do func()) {
	d.t.Helper()
	must(d.t, d.c.Close())
	do()
	d.open()
}

// read reads a section a day later.
func (d *diary) read(section string, rows ...tenant.Row) {
	d.t.Helper()
	d.clock.at = d.clock.at.AddDate(0, 0, 1)
	refresh(d.t, d.c, section, tenant.Page{Rows: rows})
}

// told returns what happened in the last day, as "+a", "-b" and "c: name".
func (d *diary) told() (all []string) {
	d.t.Helper()
	ctx := context.Background()
	moments, err := d.c.past.Moments(ctx, d.clock.at.Add(-time.Hour), d.clock.at)
	must(d.t, err)
	for _, m := range moments {
		if m.Kind == history.MomentBegin {
			all = append(all, "begin")
		}
		changes, err := d.c.past.Changes(ctx, m.Number)
		must(d.t, err)
		if len(changes) < m.Counts.All() {
			d.t.Errorf("%d changes, and %v are counted", len(changes), m.Counts)
		}
		for _, c := range changes {
			switch c.Kind {
			case history.Added:
				all = append(all, "+"+c.ID)
			case history.Removed:
				all = append(all, "-"+c.ID)
			}
			for _, f := range c.Fields {
				all = append(all, c.ID+": "+f.Path)
			}
		}
	}
	slices.Sort(all)
	return all
}

func (d *diary) tells(when string, want ...string) {
	d.t.Helper()
	if got := d.told(); !slices.Equal(got, want) {
		d.t.Errorf("%s: %q, not %q", when, got, want)
	}
}

// was returns the names as of a day.
func (d *diary) was(section string, at time.Time) string {
	d.t.Helper()
	var all []string
	_, err := d.c.past.AsOf(context.Background(), section, at, func(_ string, body []byte) error {
		all = append(all, string(body))
		return nil
	})
	must(d.t, err)
	slices.Sort(all)
	return strings.Join(all, " ")
}

func named(id, name string) tenant.Row {
	return jsonRow(id, fmt.Sprintf(`{"id":%q,"displayName":%q}`, id, name))
}

// TestWhatIsNoChangeOfTheOrganisation: a newer Handrail, another order, another case of an ID, and what is newly
// permitted are told as no change, and what changes after them is.
func TestWhatIsNoChangeOfTheOrganisation(t *testing.T) {
	const one, two = "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b01", "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b02"
	d := newDiary(t)
	d.read("users", named(one, "A"), named(two, "B"))
	d.tells("the first time", "begin")
	d.read("users", named(two, "B"), named(one, "A"))
	d.tells("another order")
	d.read("users", named(strings.ToUpper(two), "B"), named(strings.ToUpper(one), "A"))
	d.tells("another case")
	d.read("users", named(two, "B"), named(strings.ToUpper(one), "C"))
	d.tells("a name and the case of it", one+": displayName")
	d.read("users", jsonRow(one, `{"id":"1","displayName":"C","newByMicrosoft":1}`),
		jsonRow(two, `{"id":"2","displayName":"D","newByMicrosoft":2}`))
	d.tells("a property that is newly read", one+": id", two+": displayName", two+": id")
	before := d.was("users", d.clock.at)
	d.again(func() {
		sqlFile(t, filepath.Join(d.folder, historyName(parish)), "UPDATE moment SET shape = 'of an older Handrail'")
	})
	d.read("users", named(one, "C"), named(two, "E"))
	d.tells("read in another way", "begin")
	if got := d.was("users", d.clock.at.AddDate(0, 0, -1)); got != before {
		t.Errorf("before the line began it was %s, not %s", got, before)
	}
	d.read("users", named(one, "F"), named(two, "E"))
	d.tells("after it", one+": displayName")
}

// TestARowThatIsNewlySeenIsNotNew: rows that could not be seen begin a line, as do rows that can no longer be seen.
func TestARowThatIsNewlySeenIsNotNew(t *testing.T) {
	d, ctx := newDiary(t), context.Background()
	read := func(notes []string, rows ...tenant.Row) {
		t.Helper()
		d.clock.at = d.clock.at.AddDate(0, 0, 1)
		_, err := d.c.Begin(ctx, tenant.SectionRoles)
		must(t, err)
		_, err = d.c.Keep(ctx, tenant.SectionRoles, tenant.Page{Rows: rows, Notes: notes})
		must(t, err)
		_, err = d.c.Complete(ctx, tenant.SectionRoles, nil, nil)
		must(t, err)
	}
	read([]string{tenant.NoteNoEligible}, named("a", "A"))
	read([]string{tenant.NoteNoEligible}, named("a", "A"), named("b", "B"))
	d.tells("another row", "+b")
	read(nil, named("a", "A"), named("b", "B"), named("c", "seen now"))
	d.tells("rows that can be seen now", "begin")
	read(nil, named("a", "A"), named("b", "B"))
	d.tells("one less", "-c")
	read([]string{tenant.NoteNoEligible}, named("a", "A"))
	d.tells("rows that cannot be seen any more", "begin")
}

// TestWhatWasNotReadWholeIsNoChange: a refresh that failed or stopped half-way removes nobody, and neither does the
// next one that is whole.
func TestWhatWasNotReadWholeIsNoChange(t *testing.T) {
	d, ctx := newDiary(t), context.Background()
	d.read("users", named("a", "A"), named("b", "B"))
	for _, state := range []tenant.State{tenant.NeedsConsent, tenant.Failed} {
		d.clock.at = d.clock.at.AddDate(0, 0, 1)
		_, err := d.c.Begin(ctx, "users")
		must(t, err)
		_, err = d.c.Keep(ctx, "users", tenant.Page{Rows: []tenant.Row{named("a", "other")}, Next: "more"})
		must(t, err)
		_, err = d.c.Fail(ctx, "users", state, "It did not work.", "", nil, false)
		must(t, err)
		d.tells(string(state))
	}
	d.read("users", named("a", "A"), named("b", "C"))
	d.tells("back", "b: displayName")
}

// TestTheHistorySurvivesTheCache: a cache that was deleted or is damaged is read again, and only what differs from the
// last reading is told.
func TestTheHistorySurvivesTheCache(t *testing.T) {
	cache := func(d *diary) string { return filepath.Join(d.folder, cacheName(parish)) }
	for name, ruin := range map[string]func(d *diary){
		"deleted": func(d *diary) { must(t, os.Remove(cache(d))) },
		"damaged": func(d *diary) { must(t, os.WriteFile(cache(d), []byte(strings.Repeat("no cache ", 999)), 0o600)) },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDiary(t)
			d.read("users", named("a", "A"), named("b", "B"), named("c", "C"))
			first := d.was("users", d.clock.at)
			must(t, d.c.Close())
			ruin(d)
			c, _, err := OpenCache(d.folder, parish, d.clock.now)
			must(t, err)
			t.Cleanup(func() { _ = c.Close() })
			d.c = c
			if got := d.was("users", d.clock.at); got != first {
				t.Errorf("without the cache it was %s, not %s", got, first)
			}
			d.read("users", named("a", "A"), named("b", "other"), named("d", "D"))
			d.tells("read again", "+d", "-c", "b: displayName")
			if got := d.was("users", d.clock.at.AddDate(0, 0, -1)); got != first {
				t.Errorf("the day before it was %s, not %s", got, first)
			}
		})
	}
}
