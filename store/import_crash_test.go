package store

import (
	"bufio"
	"context"
	"math/rand/v2"
	"os"
	"testing"

	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
)

// importChild takes in the folder HANDRAIL_REPORTS and says of each report that
// it is kept, until it is killed.
func importChild(folder string) {
	s, _, err := Open(folder, clock)
	if err != nil {
		say("error", err)
		return
	}
	in := tlsimport.Intake{Keeper: s, Each: func(r tlsimport.Result) error { say("kept", r.State); return nil }}
	if _, err := in.Files(context.Background(), []string{os.Getenv("HANDRAIL_REPORTS")}); err != nil {
		say("error", err)
	}
	_ = s.Close()
}

// TestAKilledImportLosesNothingAndDoublesNothing: what was told as kept is there,
// nothing is there by half, and running again completes it.
func TestAKilledImportLosesNothingAndDoublesNothing(t *testing.T) {
	const count, rounds = 2500, 6
	reports, sessions := reportsFolder(t, count)
	ctx, cut := context.Background(), 0
	for round := range rounds {
		folder := t.TempDir()
		cmd := child(t, folder, "import", "HANDRAIL_REPORTS="+reports)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines, kept, end := bufio.NewReader(out), 0, 1+rand.IntN(count-1)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				break
			}
			if line != "kept new\n" {
				t.Fatalf("the child says %s", line)
			}
			if kept++; kept == end {
				must(t, cmd.Process.Kill())
			}
		}
		_ = cmd.Wait()
		s := mustOpen(t, folder)
		sound(t, s.read)
		there := func() (reports int, all int64) {
			t.Helper()
			sums, err := s.TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{})
			must(t, err)
			for _, sum := range sums {
				reports, all = reports+sum.Reports, all+sum.Succeeded+sum.Failed
			}
			return reports, all
		}
		before, _ := there()
		if before < kept {
			t.Errorf("round %d: %d were told as kept, %d are there", round, kept, before)
		}
		if before < count {
			cut++
		}
		again, err := tlsimport.Intake{Keeper: s}.Files(ctx, []string{reports})
		must(t, err)
		if after, all := there(); again.Known != before || again.New != count-before || after != count ||
			all != sessions {
			t.Errorf("round %d: %d before, then %+v, %d in all with %d sessions of %d", round, before, again, after,
				all, sessions)
		}
		must(t, s.Close())
	}
	if cut == 0 {
		t.Error("no import was cut off, so nothing was tested")
	}
}
