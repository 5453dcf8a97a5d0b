package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
)

// TestAClockThatWasSetBack: the order of the readings holds, whatever the clock said, also when they are folded.
func TestAClockThatWasSetBack(t *testing.T) {
	d := newDiary(t)
	d.read("users", named("a", "1"))
	d.read("users", named("a", "2"))
	d.clock.at = noon.AddDate(1, 0, 0) // wrong
	d.read("users", named("a", "3"), named("b", "B"))
	d.clock.at = noon.AddDate(0, 0, 3)
	d.read("users", named("a", "4"))
	d.read("users", named("a", "5"))
	newest := func() string { return d.was("users", d.clock.at) }
	if got := newest(); got != `{"displayName":"5","id":"a"}` {
		t.Fatal(got)
	}
	must(t, d.c.past.Trim(context.Background(), noon.AddDate(0, 8, 0), history.KeepOf(nil)))
	if got := newest(); got != `{"displayName":"5","id":"a"}` {
		t.Errorf("folded: %s", got)
	}
	if got := d.was("users", noon.AddDate(1, 0, 0).AddDate(0, 0, 1)); !strings.Contains(got, `"5"`) {
		t.Errorf("as of the wrong day: %s", got)
	}
	all, err := d.c.past.Row(context.Background(), "users", "a")
	must(t, err)
	for i, c := range all[:len(all)-1] {
		if string(c.Before) != string(all[i+1].After) {
			t.Errorf("%s, and before it %s", c.Before, all[i+1].After)
		}
	}
}

// TestWhatIsTooOldIsRemoved: nothing is left of the time before the limit but how things were then, whatever lines
// began.
func TestWhatIsTooOldIsRemoved(t *testing.T) {
	d, ctx := newDiary(t), context.Background()
	for n := range 30 {
		d.read("users", named("a", fmt.Sprint(n)), named(fmt.Sprint("only ", n), "x"))
		if n == 10 {
			d.again(func() {
				sqlFile(t, filepath.Join(d.folder, historyName(parish)), "UPDATE moment SET shape = 'older'")
			})
		}
	}
	day := func(n int) string { return d.was("users", noon.AddDate(0, 0, n+1)) }
	want := []string{day(20), day(21), day(29)}
	k := history.Keep{Recent: time.Hour, Months: 3}
	limit := noon.AddDate(0, 0, 22).Add(time.Hour) // after reading 21
	must(t, d.c.past.Trim(ctx, limit.AddDate(0, 3, 0), k))
	if got := day(20); got != "" {
		t.Errorf("of the time before the limit is left %s", got)
	}
	if got := []string{day(21), day(29)}; !slices.Equal(got, want[1:]) {
		t.Errorf("at the limit and in the end: %q", got)
	}
	var n int
	must(t, d.c.past.write.QueryRow("SELECT count(*) FROM version WHERE body LIKE '%only 20%' "+
		"OR until <= (SELECT min(number) FROM moment)").Scan(&n))
	if n > 0 {
		t.Errorf("%d rows of the time before are left", n)
	}
}
