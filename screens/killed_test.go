package screens

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guides"
	"handrail/app/guides/guidetest"
	"handrail/store"
)

// killedRounds is how many children there may be: two for each page of the longest guide.
const killedRounds = 70

// killedWalk are all guides of the sample, walked by one child after the other.
type killedWalk struct {
	*testing.T
	folder  string
	stands  []killedAt // before the last kill; those that have not ended
	journal []string
	kills   int // of a window with a guide
	typed   int // of these, while something was typed and not confirmed
	ended   []string
}

// TestKilledOnEveryPageOfEveryGuide: a child opens every guide of the sample in a window of its own and does one
// thing in each, by keys: it types, ticks off or continues. It is killed while all windows are open, and the next child
// finds in each guide the same page with the same values. So each guide is killed on each of its pages, twice where
// something can be typed.
func TestKilledOnEveryPageOfEveryGuide(t *testing.T) {
	if os.Getenv("HANDRAIL_CHILD") == "killed" {
		killedChild(t)
		return
	}
	if testing.Short() {
		t.Skip("it walks every guide and starts many programs")
	}
	w := &killedWalk{T: t, folder: t.TempDir()}
	for _, g := range guides.All(guidetest.New().Services()) {
		w.stands = append(w.stands, killedAt{Guide: g.ID})
	}
	count, begin := len(w.stands), time.Now()
	for round := 1; len(w.stands) > 0; round++ {
		if round > killedRounds {
			t.Fatalf("these guides do not end: %+v", w.stands)
		}
		w.round()
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	if len(w.ended) != count || w.kills < 8*count || w.typed < 2*count {
		t.Errorf("%d of %d guides ended, %d windows were killed, %d while something was typed", len(w.ended), count,
			w.kills, w.typed)
	}
	w.sound()
	t.Logf("%d guides, %d windows killed, %d while something was typed, %.1f s", count, w.kills, w.typed,
		time.Since(begin).Seconds())
}

// round starts a child, compares what it finds with what stood before, and kills it.
func (w *killedWalk) round() {
	w.Helper()
	self, err := os.Executable()
	if err != nil {
		w.Fatal(err)
	}
	walked, err := json.Marshal(w.stands)
	if err != nil {
		w.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^TestKilledOnEveryPageOfEveryGuide$", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), "HANDRAIL_CHILD=killed", "HANDRAIL_FOLDER="+w.folder)
	cmd.Stdin = bytes.NewReader(walked)
	out, err := cmd.StdoutPipe()
	if err != nil {
		w.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	before, first, done := w.stands, w.journal == nil, false
	w.stands = nil
	var other []string
	lines := bufio.NewScanner(out)
	for lines.Buffer(nil, 1<<24); lines.Scan(); {
		var l killedLine
		if !strings.HasPrefix(lines.Text(), "{") || json.Unmarshal(lines.Bytes(), &l) != nil {
			other = append(other, lines.Text())
			continue
		}
		w.hear(l, before, first)
		if first = first && l.Journal == nil; l.Done {
			done = true
			_ = cmd.Process.Kill() // SIGKILL, or TerminateProcess
		}
	}
	if _ = cmd.Wait(); !done {
		w.Fatalf("a child ended before it was killed:\n%s", strings.Join(other, "\n"))
	}
}

// hear takes what a child tells.
func (w *killedWalk) hear(l killedLine, before []killedAt, first bool) {
	w.Helper()
	switch {
	case l.Journal != nil || l.Notices > 0 || l.Done:
		if l.Notices > 0 {
			w.Errorf("the start gives %d notices", l.Notices)
		}
		if n := len(w.journal); !l.Done && !first && !slices.Equal(l.Journal, w.journal) {
			w.Errorf("the change log had %d lines before the kill and has %d", n, len(l.Journal))
		} else if len(l.Journal) < n || !slices.Equal(l.Journal[:n], w.journal) {
			w.Errorf("the change log of %d lines lost one of %d", len(l.Journal), n)
		}
		w.journal = l.Journal
	case l.Opened != nil:
		i := slices.IndexFunc(before, func(k killedAt) bool { return k.Visit == l.Opened.Visit })
		w.kills++
		if before[i].Typed {
			w.typed++
		}
		maps.DeleteFunc(l.Opened.Fields, func(name, _ string) bool { // a field that what was typed brings up
			_, there := before[i].Fields[name]
			return !there
		})
		if !reflect.DeepEqual(before[i], *l.Opened) {
			w.Errorf("before the kill:\n%+v\nafter it:\n%+v", before[i], *l.Opened)
		}
	case l.Stands != nil:
		k := *l.Stands
		switch {
		case k.Ended && k.Same > 0:
			w.ended = append(w.ended, k.Guide)
		case k.Same > 5:
			w.Errorf("%s does not go on: %+v", k.Guide, k)
		default:
			w.stands = append(w.stands, k)
		}
	}
}

// sound opens the folder after the last kill: nothing is damaged, and each saved report is as it was saved.
func (w *killedWalk) sound() {
	w.Helper()
	ctx := context.Background()
	s, notices, err := store.Open(filepath.Join(w.folder, "sample"), time.Now)
	if err != nil || len(notices) > 0 {
		w.Fatalf("%v %+v", err, notices)
	}
	defer func() { _ = s.Close() }()
	places, err := s.Places(ctx, nil)
	if err != nil || len(places) < len(w.ended) {
		w.Errorf("%d reports have a place: %v", len(places), err)
	}
	for _, p := range places {
		if !p.State.Good() {
			w.Errorf("report %d is %v", p.Number, p.State)
		}
	}
}
