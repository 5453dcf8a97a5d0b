package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
)

// accepterChild accepts 20 rows at a time, with one reason for each turn: for ever, or 50 times.
func accepterChild(folder string) {
	ctx := context.Background()
	h, notices, err := openHistory(folder, parish, clock)
	if err != nil || len(notices) > 0 {
		say("error", err, notices)
		return
	}
	for turn := 0; turn < 50 || os.Getenv("HANDRAIL_TURNS") == ""; turn++ {
		var all []history.Acceptance
		name := fmt.Sprint(os.Getpid(), "-", turn)
		for row := range 20 {
			all = append(all, anAcceptance(fmt.Sprint(name, "-", row), name))
		}
		if err := h.Accept(ctx, all, nil); err != nil {
			say("error", err)
			return
		}
		say("turn", name)
	}
	if err := h.Close(); err != nil {
		say("error", err)
	}
}

// counted returns how many rows were accepted with each reason.
func counted(t *testing.T, folder string) map[string]int {
	t.Helper()
	h := mustHistory(t, folder)
	all, err := h.Acceptances(context.Background())
	must(t, err)
	by := map[string]int{}
	for _, a := range all {
		by[a.Why]++
	}
	must(t, h.Close())
	return by
}

// TestAKillLeavesAnAcceptanceWholeOrNotAtAll kills a program while it accepts.
func TestAKillLeavesAnAcceptanceWholeOrNotAtAll(t *testing.T) {
	kills := 20
	if testing.Short() {
		kills = 4
	}
	folder, r, said := t.TempDir(), rand.New(rand.NewPCG(3, 4)), map[string]bool{}
	for range kills {
		cmd := child(t, folder, "accepter")
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewScanner(out)
		if !lines.Scan() || !strings.HasPrefix(lines.Text(), "turn") {
			t.Fatalf("the child says %q", lines.Text())
		}
		said[strings.TrimPrefix(lines.Text(), "turn ")] = true
		go func() {
			time.Sleep(time.Duration(r.IntN(60)) * time.Millisecond)
			_ = cmd.Process.Kill()
		}()
		for lines.Scan() {
			said[strings.TrimPrefix(lines.Text(), "turn ")] = true
		}
		_ = cmd.Wait()
	}
	got := counted(t, folder)
	for why, n := range got {
		if n != 20 {
			t.Errorf("%s has %d rows of 20", why, n)
		}
	}
	for why := range said {
		if got[why] == 0 {
			t.Errorf("%s was confirmed and is lost", why)
		}
	}
}

func TestTwoProcessesAcceptAtOnce(t *testing.T) {
	folder := t.TempDir() // empty: both may be the one that makes the file
	var cmds [2]*exec.Cmd
	var outs [2]strings.Builder
	for i := range cmds {
		cmds[i] = child(t, folder, "accepter", "HANDRAIL_TURNS=50")
		cmds[i].Stdout = &outs[i]
		must(t, cmds[i].Start())
	}
	for i, cmd := range cmds {
		if err := cmd.Wait(); err != nil || strings.Contains(outs[i].String(), "error") {
			t.Errorf("process %d: %v %s", i, err, outs[i].String())
		}
	}
	if got := counted(t, folder); len(got) != 100 {
		t.Errorf("%d turns of 100", len(got))
	}
}
