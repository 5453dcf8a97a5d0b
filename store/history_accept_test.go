package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/history"
)

func anAcceptance(id, why string) history.Acceptance {
	return history.Acceptance{Place: history.Place{Section: "groups", ID: id, Field: "displayName"}, Value: `"x"`,
		Shape: "s", Severity: "problem", Subject: "A", Text: "It is off.", Many: "are off", Before: "on", After: "off",
		Seen: noon, Since: noon.Add(-time.Hour), By: "Anna", Why: why, At: noon.Add(time.Minute), Until: "2026-12-05"}
}

func mustHistory(t *testing.T, folder string) *History {
	t.Helper()
	h, notices, err := openHistory(folder, parish, clock)
	if err != nil || len(notices) > 0 {
		t.Fatal(err, notices)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// whys returns the reasons of what is accepted.
func whys(t *testing.T, h *History) (all []string) {
	t.Helper()
	found, err := h.Acceptances(context.Background())
	must(t, err)
	for _, a := range found {
		all = append(all, a.ID+" "+a.Why)
	}
	return all
}

func TestWhatIsAcceptedIsKept(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	h := mustHistory(t, folder)
	upper := strings.ToUpper(parish)
	must(t, h.Accept(ctx, []history.Acceptance{anAcceptance("a", "one"), anAcceptance(upper, "one")}, nil))
	must(t, h.Close())
	h = mustHistory(t, folder)
	all, err := h.Acceptances(ctx)
	want := anAcceptance("a", "one")
	want.Number = 1
	if err != nil || len(all) != 2 || !reflect.DeepEqual(all[0], want) {
		t.Fatalf("%+v, %v", all, err)
	}
	must(t, h.Accept(ctx, []history.Acceptance{anAcceptance("a", "two"),
		anAcceptance(strings.ToLower(upper), "two")}, nil))
	if got := whys(t, h); !slices.Equal(got, []string{"a two", strings.ToLower(upper) + " two"}) {
		t.Errorf("the latest of each place: %q", got)
	}
	must(t, h.Withdraw(ctx, noon, []int64{1, 4})) // 1 was replaced
	if got := whys(t, h); !slices.Equal(got, []string{"a two"}) {
		t.Errorf("withdrawn: %q", got)
	}
	must(t, h.Withdraw(ctx, noon, []int64{3}))
	if got := whys(t, h); len(got) > 0 {
		t.Errorf("an older one is back: %q", got)
	}
	must(t, h.Accept(ctx, []history.Acceptance{anAcceptance("a", "three")}, nil))
	if got := whys(t, h); !slices.Equal(got, []string{"a three"}) {
		t.Errorf("accepted again: %q", got)
	}
	must(t, h.Accept(ctx, []history.Acceptance{anAcceptance("b", "four")}, []int64{5, 3}))
	if got := whys(t, h); !slices.Equal(got, []string{"b four"}) {
		t.Errorf("accepted instead: %q", got)
	}
	var withdrawn string
	must(t, h.read.QueryRow("SELECT withdrawn FROM acceptance WHERE number = 3").Scan(&withdrawn))
	if withdrawn != put(noon) {
		t.Errorf("withdrawn before, and again at %s", withdrawn)
	}
}

// TestNothingRemovesWhatIsAccepted: neither folding, nor the end of what is remembered, nor a cache that was deleted.
func TestNothingRemovesWhatIsAccepted(t *testing.T) {
	ctx, folder, day := context.Background(), t.TempDir(), noon
	c := mustCache(t, folder, func() time.Time { return day })
	for turn := range 5 {
		day = noon.AddDate(0, 0, turn)
		refresh(t, c, "groups", aPage(fmt.Sprint("turn ", turn), 0, 3, ""))
	}
	changes, err := c.past.Row(ctx, "groups", "id-0001")
	if err != nil || len(changes) != 4 || !strings.Contains(string(changes[0].After), "turn 4") ||
		!changes[0].At.Equal(day) || len(changes[0].Fields) != 1 {
		t.Fatalf("%+v, %v", changes, err)
	}
	must(t, c.past.Accept(ctx, []history.Acceptance{anAcceptance("id-0001", "one")}, nil))
	must(t, c.past.Trim(ctx, noon.AddDate(5, 0, 0), history.KeepOf(nil)))
	if left, err := c.past.Moments(ctx, time.Time{}, day); err != nil || len(left) != 1 {
		t.Fatalf("folded to %d moments, %v", len(left), err)
	}
	must(t, c.Close())
	for _, name := range mustGlob(t, folder, "cache-*") {
		must(t, os.Remove(name))
	}
	c = mustCache(t, folder, func() time.Time { return day })
	refresh(t, c, "groups", aPage("turn 9", 0, 3, ""))
	if got := whys(t, c.past); !slices.Equal(got, []string{"id-0001 one"}) {
		t.Errorf("%q", got)
	}
	must(t, c.Close())
	for _, name := range mustGlob(t, folder, "history-*") {
		must(t, os.Remove(name))
	}
	if got := whys(t, mustHistory(t, folder)); len(got) > 0 {
		t.Errorf("of a file that was removed: %q", got)
	}
}

func mustGlob(t *testing.T, folder, name string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(folder, name))
	must(t, err)
	if len(all) == 0 {
		t.Fatal("no ", name)
	}
	return all
}

// TestNothingIsCalledAcceptedThatIsLost: a history that ends with the program accepts nothing.
func TestNothingIsCalledAcceptedThatIsLost(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	h, _, err := openHistory(file, parish, clock)
	must(t, err)
	defer func() { _ = h.Close() }()
	if !h.Scratch() {
		t.Fatal("this is kept")
	}
	for what, err := range map[string]error{
		"accepting":   h.Accept(ctx, []history.Acceptance{anAcceptance("a", "one")}, nil),
		"withdrawing": h.Withdraw(ctx, noon, []int64{1})} {
		if message, _ := app.UserMessage(err); err == nil || message == "" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := whys(t, h); len(got) > 0 {
		t.Errorf("%q", got)
	}
}
