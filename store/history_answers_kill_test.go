package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"handrail/app/history"
)

// answersChild saves other answers about one moment again and again, until it is killed.
func answersChild(folder string) {
	ctx := context.Background()
	c, _, err := OpenCache(folder, parish, time.Now)
	if err != nil {
		say("error", err)
		return
	}
	open, err := c.past.Unanswered(ctx, 1)
	if err != nil || len(open) != 1 {
		say("error", open, err)
		return
	}
	for turn := 0; ; turn++ {
		var all []history.Answer
		for i := range 20 {
			all = append(all, history.Answer{ID: fmt.Sprint("id-", i), Detail: fmt.Sprint(turn)})
		}
		if err := c.past.SaveAnswers(ctx, open[0].Number, all); err != nil {
			say("error", err)
			return
		}
		say("turn", turn)
	}
}

// TestAKillLeavesAnswersWhole kills a program while it saves answers: those of one turn are there, and all of them.
func TestAKillLeavesAnswersWhole(t *testing.T) {
	r, folder := rand.New(rand.NewPCG(1, 2)), t.TempDir()
	w := &watch{noon}
	c := mustCache(t, folder, w.now)
	m := turns(t, c, w, 2)[1]
	must(t, c.Close())
	for range 8 {
		cmd := child(t, folder, "answers")
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		if first := bufio.NewScanner(out); !first.Scan() || first.Text() != "turn 0" {
			t.Fatalf("the child says %q", first.Text())
		}
		time.Sleep(time.Duration(r.IntN(30)) * time.Millisecond)
		must(t, cmd.Process.Kill())
		_ = cmd.Wait()
		c := mustCache(t, folder, w.now)
		all := answersAt(t, c.past, m)
		if len(all) != 20 {
			t.Fatalf("%d answers", len(all))
		}
		for _, a := range all {
			if a.Detail != all[0].Detail {
				t.Fatalf("answers of two turns: %v", all)
			}
		}
		must(t, c.Close())
	}
}
