package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app/history"
)

// TestARowHasTheChangesOfItsMoments holds that the history of one row is what the moments say of it, also after kills,
// a cache that was deleted, and folding.
func TestARowHasTheChangesOfItsMoments(t *testing.T) {
	k := historyKind(parish)
	k.pragmas = []string{"synchronous(OFF)"}
	f, _, err := openKind(t.TempDir(), clock, k)
	must(t, err)
	h := &History{f}
	defer func() { must(t, h.Close()) }()
	lives := batchOfLives(t, h, 0, 200)
	seen := rowsOfMoments(t, h)
	must(t, h.Trim(context.Background(), noon.AddDate(0, 2, 0), history.Keep{}))
	if len(lives) != 200 || seen < 500 || rowsOfMoments(t, h) >= seen {
		t.Errorf("%d changes were compared", seen)
	}
}

// rowsOfMoments compares both views and returns how many changes there are.
func rowsOfMoments(t *testing.T, h *History) (n int) {
	t.Helper()
	ctx := context.Background()
	moments, err := h.Moments(ctx, time.Time{}, noon.AddDate(10, 0, 0))
	must(t, err)
	want := map[[2]string][]history.Change{}
	for _, m := range moments {
		changes, err := h.Changes(ctx, m.Number)
		must(t, err)
		for _, c := range changes {
			key := [2]string{c.Section, c.ID}
			want[key] = append(want[key], c)
			n++
		}
	}
	for key, changes := range want {
		got, err := h.Row(ctx, key[0], key[1])
		must(t, err)
		if fmt.Sprint(got) != fmt.Sprint(changes) {
			t.Fatalf("%v: %v, and its moments say %v", key, got, changes)
		}
	}
	return n
}
