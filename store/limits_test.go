package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/tenant"
)

// The numbers are those that Handrail promises, written out: a test that compares with
// the constant it checks cannot fail.

func TestARefreshIsGivenUpAfterAQuarterOfAnHour(t *testing.T) {
	ctx, at := context.Background(), noon
	c := mustCache(t, t.TempDir(), func() time.Time { return at })
	for after, code := range map[time.Duration]app.Code{14 * time.Minute: app.Denied, 16 * time.Minute: ""} {
		_, err := c.Begin(ctx, "users")
		must(t, err)
		at = at.Add(after)
		_, err = c.Begin(ctx, "users")
		if err != nil && app.CodeOf(err) != code || err == nil && code != "" {
			t.Errorf("after %v: %v", after, err)
		}
		_, err = c.Complete(ctx, "users", nil, nil)
		must(t, err)
	}
}

func TestARefreshGoesOnWithinAnHour(t *testing.T) {
	ctx, at := context.Background(), noon
	for after, want := range map[time.Duration]string{59 * time.Minute: "page 2", 61 * time.Minute: ""} {
		folder := t.TempDir()
		c := mustCache(t, folder, func() time.Time { return at })
		_, err := c.Begin(ctx, "users")
		must(t, err)
		_, err = c.Keep(ctx, "users", aPage("a", 0, 3, "page 2"))
		must(t, err)
		must(t, c.Close())
		at = at.Add(after)
		c = mustCache(t, folder, func() time.Time { return at })
		if next, err := c.Begin(ctx, "users"); err != nil || next != want {
			t.Errorf("after %v it goes on at %q, %v", after, next, err)
		}
	}
}

func TestASearchHasAHundredWords(t *testing.T) {
	ctx, c := context.Background(), mustCache(t, t.TempDir(), clock)
	refresh(t, c, "users", aPage("a", 0, 3, ""))
	for n, code := range map[int]app.Code{100: "", 101: app.Invalid} {
		words := ""
		for i := range n {
			words += fmt.Sprintf("word%d ", i)
		}
		_, err := c.Find(ctx, tenant.PeopleQuery{Words: words})
		if err != nil && app.CodeOf(err) != code || err == nil && code != "" {
			t.Errorf("%d words: %v", n, err)
		}
	}
}
