package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"handrail/app/guide"
)

// The tests start this test program again as a child, to kill it or to give it
// other rights. HANDRAIL_CHILD tells what the child does.
func TestMain(m *testing.M) {
	folder := os.Getenv("HANDRAIL_FOLDER")
	switch os.Getenv("HANDRAIL_CHILD") {
	case "":
		code := m.Run()
		if crowded != "" {
			_ = os.RemoveAll(crowded)
		}
		os.Exit(code)
	case "read-only":
		readOnlyChild(folder)
	case "session":
		sessionChild(folder)
	case "writer":
		writerChild(folder)
	case "migrate":
		migrateChild(folder)
	case "migrate-shipped":
		migrateShippedChild(folder)
	case "umask":
		umaskChild(folder)
	case "cache-refresh":
		cacheRefreshChild(folder)
	case "cache-read-only":
		cacheReadOnlyChild(folder)
	case "cache-umask":
		cacheUmaskChild(folder)
	case "import":
		importChild(folder)
	case "accepter":
		accepterChild(folder)
	case "history":
		historyChild(folder)
	case "answers":
		answersChild(folder)
	case "retain":
		retainChild(folder)
	case "places":
		placesChild(folder)
	case "cache-again":
		cacheAgainChild(folder)
	}
}

// say prints one line, whole and at once.
func say(words ...any) { _, _ = os.Stdout.WriteString(fmt.Sprintln(words...)) }

func child(t *testing.T, folder, does string, env ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(append(os.Environ(), env...), "HANDRAIL_CHILD="+does, "HANDRAIL_FOLDER="+folder)
	cmd.Stderr = os.Stderr
	return cmd
}

// sessionGuide has a step of each shape, so that a session meets every page.
func sessionGuide() guide.Guide {
	ask := func(name string) guide.Ask {
		return guide.Ask{Name: name, Kind: guide.Line, Validate: func(*guide.Visit, string) error { return nil }}
	}
	hand := func(context.Context, *guide.Visit) (*guide.Handover, error) { return nil, nil }
	return guide.Guide{ID: "g", Subject: "a", Steps: []guide.Step{
		{ID: "one", Asks: []guide.Ask{ask("a"), ask("b")}},
		{ID: "two", Asks: []guide.Ask{ask("c")}, Hand: hand},
		{ID: "three", Hand: hand},
	}}
}

// sessionChild walks sessions until it is killed. Before each save it says what
// it is about to save, and after it that it is kept.
func sessionChild(folder string) {
	ctx := context.Background()
	s, notices, err := Open(folder, clock)
	if err != nil || len(besides(notices)) > 0 {
		say("error", err, notices)
		return
	}
	for n := 0; ; n++ {
		session := guide.New(sessionGuide(), fmt.Sprintf("%d-%d", os.Getpid(), n), noon)
		keep := func() {
			v := session.Visit()
			line, _ := json.Marshal(v)
			say("next", string(line))
			if err := s.SaveVisit(ctx, v); err != nil {
				say("error", err)
			}
			say("kept", v.ID)
		}
		for session.Visit().Ended.IsZero() {
			typed := map[string]string{}
			for _, a := range session.Asks() {
				typed[a.Name] = "answer " + a.Name + " " + strconv.Itoa(n)
			}
			session.Draft(typed)
			keep()
			if session.Page() == guide.AskPage {
				session.Submit(typed, noon)
			} else {
				say("report", session.Visit().ID)
				id, err := s.SaveReport(ctx, aReport(session.Visit().ID))
				if err != nil {
					say("error", err)
				}
				say("reported", id)
				session.Complete(guide.Outcome{State: guide.Completed, At: noon, Report: id}, noon)
			}
			keep()
			if err := s.Record(ctx, guide.JournalEntry{At: noon, Visit: session.Visit().ID,
				What: "walked"}); err == nil {
				say("recorded", session.Visit().ID)
			}
		}
	}
}

// told is what a killed child had said.
type told struct {
	kept     map[string]guide.Visit // confirmed
	next     guide.Visit            // on its way
	reports  []string
	recorded int
	lines    int
}

// listen reads the child's lines, kills it after n of them, and gives what it
// said until it was dead.
func listen(t *testing.T, cmd *exec.Cmd, n int) told {
	t.Helper()
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	got := told{kept: map[string]guide.Visit{}}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break
		}
		got.take(t, line)
		if got.lines++; got.lines == n {
			must(t, cmd.Process.Kill())
		}
	}
	_ = cmd.Wait()
	return got
}

func (got *told) take(t *testing.T, line string) {
	t.Helper()
	var word string
	_, _ = fmt.Sscan(line, &word)
	rest := line[min(len(line), len(word)+1) : len(line)-1]
	switch word {
	case "next":
		got.next = guide.Visit{}
		must(t, json.Unmarshal([]byte(rest), &got.next))
	case "kept":
		got.kept[rest] = got.next
	case "reported":
		got.reports = append(got.reports, rest)
	case "recorded":
		got.recorded++
	case "error":
		t.Errorf("the child says %s", line)
	}
}

// asOrdinaryUser runs the child without the powers of root over files.
func asOrdinaryUser(t *testing.T, folder, does string) string {
	t.Helper()
	cmd := child(t, folder, does)
	if os.Getuid() == 0 {
		// Copy this program and hand everything to the user nobody.
		place, err := os.MkdirTemp("", "store-")
		must(t, err)
		t.Cleanup(func() { _ = os.RemoveAll(place) })
		must(t, os.Chmod(place, 0o755))
		copyFile(t, cmd.Path, filepath.Join(place, "child"))
		must(t, os.Chmod(filepath.Join(place, "child"), 0o755))
		mine := filepath.Join(place, "folder")
		must(t, exec.Command("cp", "-a", folder, mine).Run())
		must(t, exec.Command("chown", "-R", "65534:65534", mine).Run())
		cmd.Path, cmd.Args[0] = filepath.Join(place, "child"), "child"
		cmd.Env = append(cmd.Env, "HANDRAIL_FOLDER="+mine, "TMPDIR=/tmp")
		becomeNobody(t, cmd)
	}
	out, err := cmd.Output()
	must(t, err)
	return string(out)
}
