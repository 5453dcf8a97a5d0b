package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// historyChild reads a section again and again, with other rows in each turn, until it is killed.
func historyChild(folder string) {
	ctx := context.Background()
	c, _, err := OpenCache(folder, parish, time.Now)
	if err != nil {
		say("error", err)
		return
	}
	for turn := 0; ; turn++ {
		if _, err := c.Begin(ctx, "groups"); err != nil {
			say("error", err)
			return
		}
		p := aPage(fmt.Sprint("turn ", turn), turn%3, 20, "")
		if _, err := c.Keep(ctx, "groups", p); err != nil {
			say("error", err)
		}
		if _, err := c.Complete(ctx, "groups", nil, nil); err != nil {
			say("error", err)
		}
		say("turn", turn)
	}
}

// TestAKillBetweenTheTwoFilesIsSettled kills a program at 50 moments while it writes the history and the cache. The
// next start has a history whose newest rows are those of the cache, and whose every moment is one whole turn.
func TestAKillBetweenTheTwoFilesIsSettled(t *testing.T) {
	kills := 50
	if testing.Short() {
		kills = 8
	}
	ctx, r := context.Background(), rand.New(rand.NewPCG(5, 6))
	folder := t.TempDir()
	seen := 0
	for range kills {
		cmd := child(t, folder, "history")
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		if first := bufio.NewScanner(out); !first.Scan() || !strings.HasPrefix(first.Text(), "turn") {
			t.Fatalf("the child says %q", first.Text())
		}
		time.Sleep(time.Duration(r.IntN(60)) * time.Millisecond)
		must(t, cmd.Process.Kill())
		_ = cmd.Wait()
		c := mustCache(t, folder, time.Now)
		past := c.past
		cached := map[string]string{}
		must(t, c.Each(ctx, "groups", func(id string, body []byte) error {
			cached[id] = string(history.Canon(body))
			return nil
		}))
		newest := map[string]string{}
		_, err = past.AsOf(ctx, "groups", time.Now(), func(id string, body []byte) error {
			newest[id] = string(body)
			return nil
		})
		must(t, err)
		if !maps.Equal(newest, cached) {
			t.Fatalf("the history has %v, and the cache %v", newest, cached)
		}
		all, err := past.Moments(ctx, time.Time{}, time.Now())
		must(t, err)
		seen = len(all)
		checkTurns(t, past, all)
		must(t, c.Close())
	}
	if seen < kills/2 {
		t.Errorf("only %d moments after %d kills: the test reaches too little", seen, kills)
	}
}

// checkTurns checks that the rows at each of the last moments are of one turn.
func checkTurns(t *testing.T, past *History, all []history.Moment) {
	t.Helper()
	for _, m := range all[:min(len(all), 5)] {
		words := map[string]bool{}
		_, err := past.AsOf(context.Background(), "groups", m.At, func(id string, body []byte) error {
			var row struct {
				Name tenant.Text `json:"displayName"`
			}
			must(t, json.Unmarshal(body, &row))
			var n, i int
			_, err := fmt.Sscanf(string(row.Name), "turn %d %d", &n, &i)
			words[fmt.Sprint(n)] = true
			return err
		})
		must(t, err)
		if len(words) > 1 {
			t.Fatalf("the rows at %s are of several turns: %v", m.At, words)
		}
	}
}
