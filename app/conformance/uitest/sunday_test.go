//go:build window

package uitest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/store"
)

// sundaySheet is a short service, so that ten times as fast it takes a minute.
const sundaySheet = `-3 | | Team arrives, cameras on | Kofi
-1 | | Unmute the leader | Kofi
0 | 2 | Welcome | Farida
 | 2 | Reading | Dora, from home
 | 2 | Talk | Farida
 | | End the meeting for everyone | Kofi`

// pace is how many times as fast the clock of the Sunday runs.
const pace = 10

// sunday is a service that is played in the real window.
type sunday struct {
	*testing.T
	folder string
	d      *Display
	p      *Program
	kept   *store.Store
	from   time.Time // on the clock of that Sunday
	begun  time.Time // when that was
}

// now returns the time of that Sunday.
func (s *sunday) now() time.Time { return s.from.Add(time.Since(s.begun) * pace) }

// until waits for a time of that Sunday.
func (s *sunday) until(clock string) {
	s.Helper()
	at, err := time.Parse(time.DateTime, "2026-11-29 "+clock)
	if err != nil {
		s.Fatal(err)
	}
	if late := s.now().Sub(at); late > time.Minute {
		s.Logf("this computer is slow: it is %v past %s", late.Round(time.Second), clock)
	}
	time.Sleep(at.Sub(s.now()) / pace)
}

// press presses keys, each on a picture that has come to rest.
func (s *sunday) press(keys ...string) {
	s.Helper()
	for _, k := range keys {
		if err := s.p.Key(k); err != nil {
			s.Fatal(err)
		}
		if _, _, err := s.d.Quiet(300*time.Millisecond, patience); err != nil {
			s.Fatal(err)
		}
	}
}

// eventually waits for something that is kept on disk.
func (s *sunday) eventually(what string, holds func() bool) {
	s.Helper()
	for begin := time.Now(); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > patience {
			file := filepath.Join(os.TempDir(), "handrail-sunday-stuck.png")
			_ = s.d.Save(file)
			s.Fatalf("%s: not within %v; %s shows the window", what, patience, file)
		}
	}
}

func (s *sunday) run() runsheet.Run {
	run, _ := s.kept.Run(context.Background(), "sunday/real") // none before it is opened
	return run
}

func (s *sunday) visit() guide.Visit {
	v, err := s.kept.Visit(context.Background(), "sunday")
	if err != nil {
		s.Fatal(err)
	}
	return v
}

// open starts the program at the present time of that Sunday and goes to the
// screen for the day, by keyboard.
func (s *sunday) open() {
	s.Helper()
	p, err := s.d.Open(program(s.T), s.folder, "-sample", "-data", s.folder, "-now", s.now().UTC().Format(time.RFC3339),
		"-pace", fmt.Sprint(pace))
	if err != nil {
		s.Fatal(err)
	}
	s.p = p
	if err := p.Fill(); err != nil {
		s.Fatal(err)
	}
	s.press("ctrl+2")
	// A slow computer may take a while to read the guides and their visits.
	if _, _, err := s.d.Quiet(4*time.Second, patience); err != nil {
		s.Fatal(err)
	}
	// The search finds the guide; the page before it continues its visit.
	s.press("o", "n", "l", "i", "n", "e", "Return")
	if _, _, err := s.d.Quiet(2*time.Second, patience); err != nil {
		s.Fatal(err)
	}
	s.press("Return", "ctrl+Return")
	s.eventually("the screen for the day opens", func() bool { return s.run().ID != "" })
}

// TestASundayIsPlayed: a service is led through by keyboard with the clock running
// ten times as fast, the computer fails twice, and the record is right.
func TestASundayIsPlayed(t *testing.T) {
	ctx := context.Background()
	s := &sunday{T: t, folder: t.TempDir(), from: time.Date(2026, 11, 29, 10, 54, 0, 0, time.UTC)}
	var err error
	if s.d, err = NewDisplay(1024, 640); err != nil {
		t.Fatal(err)
	}
	defer s.d.Close()
	if s.kept, _, err = store.Open(filepath.Join(s.folder, "sample"), time.Now); err != nil {
		t.Fatal(err)
	}
	defer s.kept.Close()
	done := guide.Outcome{State: guide.Completed, At: s.from}
	err = s.kept.SaveVisit(ctx, guide.Visit{ID: "sunday", Guide: "live-event", Subject: "Sunday service", Step: "day",
		Page: guide.ShowPage, Started: s.from, Changed: s.from,
		Answers: map[string]string{"title": "Sunday service", "date": "2026-11-29", "time": "11:00",
			"zone": "Europe/London", "sheet": sundaySheet, "event-kind": "meeting"},
		Outcomes: map[string]guide.Outcome{"kind": done, "when": done, "run-sheet": done}})
	if err != nil {
		t.Fatal(err)
	}
	s.begun = time.Now()
	s.open()
	defer func() { s.p.Kill() }()
	var pressed [][2]time.Time // between these times each press came
	for i, at := range []string{"10:57:00", "10:59:00", "11:02:30", "11:04:10", "11:07:00", "11:07:20"} {
		if i == 2 || i == 4 { // the computer fails while something is on
			s.p.Kill()
			s.open()
		}
		s.until(at)
		before := s.now()
		if err := s.p.Key("space"); err != nil {
			t.Fatal(err)
		}
		s.eventually("a press is kept", func() bool { return len(s.run().Events) == i+1 })
		pressed = append(pressed, [2]time.Time{before, s.now()})
	}
	run := s.run()
	for i, e := range run.Events {
		if from, to := pressed[i][0].Add(-5*time.Second), pressed[i][1].Add(5*time.Second); e.At.Before(from) ||
			e.At.After(to) {
			t.Errorf("press %d is kept with %v, and came between %v and %v", i+1, e.At, from, to)
		}
	}
	s.press("space") // it is over: back to the guide
	s.press("shift+Tab", "Return")
	s.eventually("the guide goes on", func() bool { return s.visit().Step == "after" })
	if v := s.visit(); v.Page == guide.AskPage {
		s.press("ctrl+Return")
	}
	s.eventually("what became of it is kept", func() bool { return s.visit().Outcomes["after"].Report != "" })
	doc, err := s.kept.Report(ctx, s.visit().Outcomes["after"].Report)
	if err != nil {
		t.Fatal(err)
	}
	want := runsheet.OutcomeTable(run.Outcomes(), time.UTC)
	for _, b := range doc.Document.Blocks {
		if table, ok := b.(report.Table); ok && table.Title == "Planned and actual times" {
			for i, row := range want[1:] {
				if got := []string{row[1], row[2], row[3], row[4], row[7], row[9], row[8]}; !reflect.DeepEqual(got,
					table.Rows[i]) {
					t.Errorf("the record says %q, want %q", table.Rows[i], got)
				}
				t.Logf("%s: %s planned %s, was %s", row[0], row[1], row[3], row[4])
				if i > 0 && row[4] == "" {
					t.Errorf("item %d was never done", i+1)
				}
			}
			return
		}
	}
	t.Error("the record has no table of planned against actual")
}
