//go:build window

package uitest

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/report"
)

// sundaySheet is a short service, so that ten times as fast it takes a minute.
const sundaySheet = `-3 | | Team arrives, cameras on | Kofi
-1 | | Unmute the leader | Kofi
0 | 2 | Welcome | Farida
 | 2 | Reading | Dora, from home
 | 2 | Talk | Farida
 | | End the meeting for everyone | Kofi`

const (
	thursday = "2026-11-26T18:00:00Z" // when the service is planned and rehearsed
	pace     = 10                     // how many times as fast the clock of the Sunday runs
)

// sunday is a service that is planned, rehearsed and played in the real window.
type sunday struct {
	*task
	from  time.Time // on the clock of that Sunday
	begun time.Time // when that was
}

// now returns the time of that Sunday.
func (s *sunday) now() time.Time { return s.from.Add(time.Since(s.begun) * pace) }

// until waits for a time of that Sunday.
func (s *sunday) until(clock string) {
	s.Helper()
	at, err := time.Parse(time.DateTime, "2026-11-29 "+clock)
	s.must(err)
	if late := s.now().Sub(at); late > time.Minute {
		s.Logf("this computer is slow: it is %v past %s", late.Round(time.Second), clock)
	}
	time.Sleep(at.Sub(s.now()) / pace)
}

// run returns what is kept of the run of this visit, "real" or "rehearsal".
func (s *sunday) run(which string) runsheet.Run {
	run, _ := s.w.kept.Run(context.Background(), s.visit().ID+"/"+which) // none before it is opened
	return run
}

// plan goes from the catalogue to the rehearsal, and writes the run sheet as text and in the table.
func (s *sunday) plan() {
	s.find("online")
	s.must(s.w.press("shift+Tab", "Return")) // another is under way: from “Continue” to “Start another”
	s.eventually("the guide starts", func() bool { return s.visit().ID != "" })
	s.through("rehearse", map[string]func(){
		"run-sheet-ask": func() {
			s.must(s.w.p.Key("ctrl+a"))
			for line := range strings.Lines(sundaySheet) {
				s.must(s.w.p.Type(strings.TrimSuffix(line, "\n")))
				if strings.HasSuffix(line, "\n") {
					s.must(s.w.p.Key("Return"))
				}
			}
			s.page("sheet-text")
			s.page("sheet-table", "Tab", "Return") // “Edit as a table”
			s.page("sheet-doubled", "ctrl+d")
			s.must(s.w.press("ctrl+z"))
			s.page("sheet-saved", "ctrl+Return")
		},
	})
}

// rehearse plays the service once, days before.
func (s *sunday) rehearse() {
	s.through("day", nil)
	s.page("day-early")
	s.must(s.w.p.Key("Return"))
	s.eventually("the rehearsal opens", func() bool { return s.run("rehearsal").ID != "" })
	for i := range 6 {
		time.Sleep(time.Second)
		s.w.picture(fmt.Sprintf("rehearsal-%d", i))
		s.must(s.w.p.Key("space"))
		s.eventually("a press is kept", func() bool { return len(s.run("rehearsal").Events) == i+1 })
	}
	time.Sleep(time.Second)
	s.w.picture("rehearsal-over")
	s.page("day-rehearsed", "space")
	if n := len(s.run("real").Events); n > 0 {
		s.Errorf("the rehearsal counts as %d actions of the day", n)
	}
}

// open closes the program, starts it at the present time of that Sunday and goes to the screen for the day.
func (s *sunday) open() {
	s.Helper()
	s.w.keys += s.w.p.Keys
	s.w.p.Kill()
	p, err := s.w.Start("-now", s.now().UTC().Format(time.RFC3339), "-pace", fmt.Sprint(pace))
	s.must(err)
	s.w.p = p
	s.w.picture("sunday-home")
	s.must(s.w.press("ctrl+2"))
	// A slow computer may take a while to read the guides and their visits.
	_, _, err = s.w.d.Quiet(4*time.Second, patience)
	s.must(err)
	s.must(s.w.press("o", "n", "l", "i", "n", "e", "Return"))
	_, _, err = s.w.d.Quiet(2*time.Second, patience)
	s.must(err)
	s.w.picture("sunday-front")
	s.must(s.w.press("Return")) // the page before the guide continues its visit
	s.w.picture("sunday-day")
	s.must(s.w.press("ctrl+Return"))
	s.eventually("the screen for the day opens", func() bool { return s.run("real").ID != "" })
	s.w.picture("sunday-open")
}

// play leads through the service. The computer fails twice.
func (s *sunday) play() {
	var pressed [][2]time.Time // the times between which each press came
	s.begun = time.Now()
	s.open()
	for i, at := range []string{"10:27:00", "10:29:00", "10:32:30", "10:34:10", "10:37:00", "10:37:20"} {
		if i == 2 || i == 4 { // the computer fails while something is on
			s.open()
		}
		s.until(at)
		before := s.now()
		s.must(s.w.p.Key("space"))
		s.eventually("a press is kept", func() bool { return len(s.run("real").Events) == i+1 })
		pressed = append(pressed, [2]time.Time{before, s.now()})
		s.w.picture(fmt.Sprintf("sunday-%d", i+1))
	}
	for i, e := range s.run("real").Events {
		// The clock of the program begins a moment after it is started.
		if from, to := pressed[i][0].Add(-15*time.Second), pressed[i][1].Add(5*time.Second); e.At.Before(from) ||
			e.At.After(to) {
			s.Errorf("press %d is kept with %v, and came between %v and %v", i+1, e.At, from, to)
		}
	}
}

// review goes from the end of the service to the end of the guide.
func (s *sunday) review() {
	s.page("sunday-over", "space") // back to the guide
	s.must(s.w.press("Return"))    // “Continue after the event”
	s.eventually("the guide goes on", func() bool { return s.visit().Step == "after" })
	s.through("record", map[string]func(){
		"recording-show": func() { s.must(s.w.press(s.w.beside(1)...)) }, // the days until it is there
	})
	s.eventually("the record is kept", func() bool { return s.visit().Outcomes["record"].Report != "" })
	s.page("record-show")
	s.end()
}

// compared fails unless the record has what was pressed.
func (s *sunday) compared() {
	s.Helper()
	doc, err := s.w.kept.Report(context.Background(), s.visit().Outcomes["after"].Report)
	s.must(err)
	run := s.run("real")
	want := runsheet.OutcomeTable(run.Outcomes(), time.UTC)
	for _, b := range doc.Document.Blocks {
		table, ok := b.(report.Table)
		if !ok || table.Title != "Planned and actual times" {
			continue
		}
		for i, row := range want[1:] {
			if got := []string{row[1], row[2], row[3], row[4], row[7], row[9], row[8]}; !reflect.DeepEqual(got,
				table.Rows[i]) {
				s.Errorf("the record says %q, want %q", table.Rows[i], got)
			}
			s.Logf("%s: %s planned %s, was %s", row[0], row[1], row[3], row[4])
			if i > 0 && row[4] == "" {
				s.Errorf("item %d was never done", i+1)
			}
		}
		return
	}
	s.Error("the record has no table of planned against actual")
}

// TestASundayIsPlayed: a service is planned and rehearsed on a Thursday, and led through on Sunday, by keyboard alone.
// The clock then runs ten times as fast. The computer fails twice, and the record is right.
func TestASundayIsPlayed(t *testing.T) {
	doing(t, "sunday", "live-event", func(x *task) {
		s := &sunday{task: x, from: time.Date(2026, 11, 29, 10, 23, 0, 0, time.UTC)}
		s.plan()
		s.rehearse()
		s.play()
		s.review()
		s.compared()
		if v := s.visit(); v.Outcomes["rehearse"].State != guide.Completed {
			s.Errorf("the rehearsal is %v", v.Outcomes["rehearse"].State)
		}
	}, "-now", thursday, "-pace", "1")
}
