package program

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"handrail/app/terminal"
)

// checkChildFolder is the variable with the data folder of a child.
const checkChildFolder = "HANDRAIL_CHECK_FOLDER"

// TestCheckChild is the command of a task scheduler. Alone it does nothing.
func TestCheckChild(t *testing.T) {
	folder := os.Getenv(checkChildFolder)
	if folder == "" {
		return // only as a child
	}
	var out bytes.Buffer
	status := runTerminal(t, &out, os.Stderr, "check", "-sample", "-json", "-since", "2000-01-01", "-data", folder)
	_, _ = os.Stdout.Write(append(out.Bytes(), 0)) // what follows is of the test
	if status == terminal.NotDone {
		os.Exit(terminal.NotDone)
	}
}

// checkChild is the child, in an environment with nothing: no home, no terminal, no input.
func checkChild(folder string) (*exec.Cmd, *bytes.Buffer) {
	cmd, out := exec.Command(os.Args[0], "-test.run=^TestCheckChild$"), new(bytes.Buffer)
	cmd.Env, cmd.Stdout, cmd.Stderr = []string{checkChildFolder + "=" + folder}, out, os.Stderr
	if root := os.Getenv("SystemRoot"); root != "" {
		cmd.Env = append(cmd.Env, "SystemRoot="+root) // Windows opens no socket without
	}
	return cmd, out
}

// checkedMonth checks that a child told the whole month and no more.
func checkedMonth(t *testing.T, out *bytes.Buffer) {
	t.Helper()
	text, _, _ := bytes.Cut(out.Bytes(), []byte{0})
	var c struct {
		Changes []struct{ At time.Time }
		Begun   []string
		Unread  []any
		Problem string
	}
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	days := map[string]bool{}
	for _, one := range c.Changes {
		days[one.At.Format(time.DateOnly)] = true
	}
	if len(c.Changes) < 15 || len(days) < 10 || len(c.Begun) < 15 || len(c.Unread) > 0 || c.Problem != "" ||
		days[time.Now().UTC().Format(time.DateOnly)] {
		t.Errorf("%d changes on %d days, %d parts begin, %d unread, %q", len(c.Changes), len(days), len(c.Begun),
			len(c.Unread), c.Problem)
	}
}

// TestTwoChecksAtOnce: both tell the month, in a folder that is new and in one that is not.
func TestTwoChecksAtOnce(t *testing.T) {
	folder := t.TempDir()
	for range 2 {
		one, said := checkChild(folder)
		two, alsoSaid := checkChild(folder)
		for _, cmd := range []*exec.Cmd{one, two} {
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
		}
		for _, cmd := range []*exec.Cmd{one, two} {
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		}
		checkedMonth(t, said)
		checkedMonth(t, alsoSaid)
	}
}

// TestAKilledCheckLosesNothing: whenever a check is killed, the next one tells the whole month.
func TestAKilledCheckLosesNothing(t *testing.T) {
	rounds := 4
	if testing.Short() {
		rounds = 2
	}
	for range rounds {
		folder := t.TempDir()
		for range 2 {
			cmd, _ := checkChild(folder)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(rand.N(1500 * time.Millisecond))
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
		cmd, out := checkChild(folder)
		if err := cmd.Run(); err != nil {
			t.Error(err)
		}
		checkedMonth(t, out)
	}
}
