package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"handrail/app/history"
)

// replay applies the changes of every moment after the first to its rows.
func (l *life) replay(all []history.Moment) {
	ctx := context.Background()
	var rows map[string]string
	for _, m := range slices.Backward(all) {
		if m.Section != l.section {
			continue
		}
		want, _ := l.asOf(m.At)
		if m.Kind == history.MomentBegin {
			rows = want
			continue
		}
		changes, err := l.h.Changes(ctx, m.Number)
		must(l.t, err)
		counts := history.Counts{}
		for _, c := range changes {
			l.checkFields(c)
			counts.Add(classOf(c.Before, c.After, history.Compare(c.Before, c.After, nil)), 1)
			if string(c.Before) != rows[c.ID] {
				l.t.Fatalf("%s: %s was %s, and the change begins with %s", l.section, c.ID, rows[c.ID], c.Before)
			}
			if c.Kind == history.Removed {
				delete(rows, c.ID)
			} else {
				rows[c.ID] = string(c.After)
			}
		}
		if !maps.Equal(m.Counts, counts) {
			l.t.Fatalf("%s: %v are counted, and %v happened", l.section, m.Counts, counts)
		}
		if !maps.Equal(rows, want) {
			l.t.Fatalf("%s: replayed %v, and as of %s it was %v", l.section, rows, m.At, want)
		}
	}
}

// checkFields holds that the fields of a change are what differs between its rows.
func (l *life) checkFields(c history.Change) {
	if c.Kind != history.Changed {
		return
	}
	type row struct {
		In map[string]int `json:"in"`
		N  int            `json:"n"`
	}
	var before, after row
	must(l.t, json.Unmarshal(c.Before, &before))
	must(l.t, json.Unmarshal(c.After, &after))
	var want, got []string
	for _, f := range []struct {
		path          string
		before, after int
	}{{"in.a", before.In["a"], after.In["a"]}, {"in.b", before.In["b"], after.In["b"]}, {"n", before.N, after.N}} {
		if f.before != f.after {
			want = append(want, fmt.Sprintf("%s %d %d", f.path, f.before, f.after))
		}
	}
	for _, f := range c.Fields {
		got = append(got, fmt.Sprintf("%s %s %s", f.Path, f.Before, f.After))
	}
	if !slices.Equal(got, want) {
		l.t.Fatalf("%s: %s differs in %q, not %q", l.section, c.ID, got, want)
	}
}

// TestReplayedHistories holds that the rows of every past day come back exactly, also after kills between the two
// files, after a cache that was deleted, and at the moments that folding keeps.
func TestReplayedHistories(t *testing.T) {
	k := historyKind(parish)
	k.pragmas = []string{"synchronous(OFF)"} // the order of writes is tested, not the disk
	f, _, err := openKind(t.TempDir(), clock, k)
	must(t, err)
	h := &History{f}
	defer func() { must(t, h.Close()) }()
	n := 10_000
	if testing.Short() {
		n = 500
	}
	const batch = 50 // histories between two rounds of checks, so that reading all moments stays short
	for from := 0; from < n; from += batch {
		lives := batchOfLives(t, h, from, batch)
		all := allMoments(t, h)
		for _, l := range lives {
			l.check(all)
		}
		_, err := h.fold(context.Background(), noon.AddDate(0, 2, 0), history.Keep{}, time.Hour)
		must(t, err)
		all = allMoments(t, h)
		for _, l := range lives {
			l.checkFolded(all)
		}
		_, err = f.write.Exec("DELETE FROM version; DELETE FROM moment; DELETE FROM look")
		must(t, err)
	}
}

func allMoments(t *testing.T, h *History) []history.Moment {
	t.Helper()
	all, err := h.Moments(context.Background(), time.Time{}, noon.AddDate(10, 0, 0))
	must(t, err)
	return all
}

// batchOfLives makes histories whose looks come in turns, so that the moments of a section are not one after another.
func batchOfLives(t *testing.T, h *History, from, n int) (all []*life) {
	for i := range n {
		all = append(all, &life{t: t, h: h, r: rand.New(rand.NewPCG(uint64(from+i), 7)), now: map[string]string{},
			section: fmt.Sprintf("members/%d", from+i)})
	}
	at := noon
	for turn := range 8 {
		at = at.Add(time.Duration(1+all[0].r.IntN(72)) * time.Hour)
		for _, l := range all {
			if turn < 3 || l.r.IntN(3) > 0 {
				l.step(at)
			}
		}
	}
	return all
}

func (l *life) check(all []history.Moment) {
	for i, d := range l.past {
		for _, at := range []time.Time{d.at, d.at.Add(30 * time.Minute)} {
			if got, _ := l.asOf(at); !maps.Equal(got, d.rows) {
				l.t.Fatalf("%s, look %d: %v, not %v", l.section, i, got, d.rows)
			}
		}
	}
	if got, m := l.asOf(noon); m.Number != 0 || len(got) > 0 {
		l.t.Fatalf("%s: before the first look: %v", l.section, got)
	}
	l.replay(all)
}

// checkFolded holds that a day that is not kept any more shows the nearest earlier one that is.
func (l *life) checkFolded(all []history.Moment) {
	for _, d := range l.past {
		got, m := l.asOf(d.at)
		if m.Number == 0 {
			l.t.Fatalf("%s: nothing is known as of %s after folding", l.section, d.at)
		}
		if want := l.at(m.At); !maps.Equal(got, want) {
			l.t.Fatalf("%s: as of %s, kept %s: %v, not %v", l.section, d.at, m.At, got, want)
		}
	}
	l.replay(all)
}

// at returns the rows of the made history at a moment.
func (l *life) at(moment time.Time) (rows map[string]string) {
	for _, d := range l.past {
		if !d.at.After(moment) {
			rows = d.rows
		}
	}
	return rows
}
