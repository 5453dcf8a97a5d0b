package runsheet

import (
	"math/rand/v2"
	"testing"
	"time"
)

// The zones of the judge, with nights on which their clocks change both ways.
var nights = map[string][2]string{
	"Europe/London":       {"2026-03-29", "2026-10-25"},
	"America/New_York":    {"2026-03-08", "2026-11-01"},
	"Australia/Lord_Howe": {"2026-10-04", "2026-04-05"},
	"America/Santiago":    {"2026-09-06", "2026-04-05"},
	"Asia/Beirut":         {"2026-03-29", "2026-10-25"},
}

// slowStart looks at every five minutes of two days for the first whose clock shows
// the wall time; where none does, it takes the distance that the time has from
// midnight of that date, as a clock that was not changed would show it.
func slowStart(t *testing.T, s Start) (time.Time, ClockAnomaly) {
	t.Helper()
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := time.Parse(time.DateOnly, s.Date)
	var found []time.Time
	clock, _ := time.Parse("15:04", s.Clock)
	for at := day.Add(-14 * time.Hour); at.Before(day.Add(30 * time.Hour)); at = at.Add(5 * time.Minute) {
		here := at.In(loc)
		if here.Hour() == clock.Hour() && here.Minute() == clock.Minute() && here.Day() == day.Day() {
			found = append(found, at)
		}
	}
	switch len(found) {
	case 0: // count on from noon of the day before
		noon, _ := slowStart(t, Start{s.Date, "12:00", s.Zone}.Later(-1))
		after := time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute
		return noon.Add(12*time.Hour + after), Nonexistent
	case 1:
		return found[0], Plain
	}
	return found[0], Ambiguous
}

func TestStartAgainstALongSearch(t *testing.T) {
	seen := map[ClockAnomaly]int{}
	for zone, dates := range nights {
		for _, date := range dates {
			for quarter := range 16 {
				s := Start{date, time.Date(0, 1, 1, 0, quarter*15, 0, 0, time.UTC).Format("15:04"), zone}
				want, odd := slowStart(t, s)
				got, gotOdd, err := s.At()
				if err != nil || !got.Equal(want) || gotOdd != odd {
					t.Errorf("%+v: %v %q %v, want %v %q", s, got.UTC(), gotOdd, err, want, odd)
				}
				seen[odd]++
			}
		}
	}
	if seen[Nonexistent] == 0 || seen[Ambiguous] == 0 {
		t.Errorf("the judge met no odd night: %v", seen)
	}
}

// slow plays a run second by second, with the rules told as one would tell them
// to a person with a stopwatch.
type slow struct {
	items        []Item
	start        int64 // unix
	on           int   // item
	end          int64 // of the last item
	begun        int64 // of the item that is on; 0: not yet
	spent        int   // seconds it ran
	still        int   // seconds it stood still
	hold         bool
	began, ended []int64
}

// planned walks the sheet for the place of item i.
func (s *slow) planned(i int) int64 {
	at := s.start
	for k := 0; k <= i; k++ {
		if s.items[k].Fixed {
			at = s.start + int64(s.items[k].At/time.Second)
		}
		if k < i {
			at += int64(s.items[k].Length / time.Second)
		}
	}
	return at
}

// look notices at second now that the item's time has come.
func (s *slow) look(now int64) {
	if s.on < len(s.items) && s.begun == 0 {
		from := s.end
		if s.on == 0 {
			from = s.planned(0)
		} else if s.items[s.on].Fixed && s.planned(s.on) > from {
			from = s.planned(s.on)
		}
		if now >= from {
			s.begun = from
			s.spent, s.still = int(now-from), 0 // the run may have been opened late
		}
	}
}

// tick lets the second before now pass.
func (s *slow) tick(now int64) {
	if s.begun != 0 && s.on < len(s.items) {
		if s.hold {
			s.still++
		} else {
			s.spent++
		}
	}
	s.look(now)
}

func (s *slow) done(now int64) {
	s.look(now)
	b := s.begun
	if b == 0 {
		b = now
	}
	s.began, s.ended = append(s.began, b), append(s.ended, now)
	s.end, s.begun, s.hold, s.on = now, 0, false, s.on+1
	s.spent, s.still = 0, 0
	s.look(now)
}

// future plays on from now, with no one pressing, every item ending when its time is up.
func (s slow) future(now int64) []int64 {
	f := s
	f.began, f.ended, f.hold = append([]int64{}, s.began...), append([]int64{}, s.ended...), false
	for at := now; f.on < len(f.items); {
		f.look(at)
		if f.begun != 0 && f.spent >= int(f.items[f.on].Length/time.Second) {
			f.done(at)
			continue
		}
		at++
		f.tick(at)
	}
	return f.ended
}

func TestRunAgainstAStopwatch(t *testing.T) {
	seed := uint64(0)
	for zone, dates := range nights {
		for _, date := range dates {
			for range 4 {
				seed++
				r := rand.New(rand.NewPCG(seed, 2))
				at, _, err := (Start{date, []string{"00:30", "01:30", "02:00", "23:45"}[r.IntN(4)], zone}).At()
				if err != nil {
					t.Fatal(err)
				}
				play(t, r, Run{Start: at, Zone: zone, Items: randomItems(r)}, seed)
			}
		}
	}
}

func play(t *testing.T, r *rand.Rand, run Run, seed uint64) {
	t.Helper()
	judge := slow{items: run.Items, start: run.Start.Unix()}
	now := judge.planned(0) - int64(r.IntN(1200))
	judge.look(now)
	for range 60 {
		for range r.IntN(500) {
			now++
			judge.tick(now)
		}
		at := time.Unix(now, 0)
		switch p := r.IntN(5); {
		case p < 3 && judge.on < len(judge.items):
			if !run.Apply(Done, at) {
				t.Fatalf("seed %d: done meant nothing", seed)
			}
			judge.done(now)
		case p == 3 && judge.begun != 0 && !judge.hold && judge.on < len(judge.items):
			judge.hold = true
			run.Apply(Hold, at)
		case p == 4 && judge.hold:
			judge.hold = false
			run.Apply(Resume, at)
		default: // a slip of the finger, taken back at once
			if run.Apply(Done, at) {
				run.Apply(Undo, at)
			}
		}
		compare(t, &run, judge, now, seed)
		if t.Failed() {
			return
		}
	}
}

func compare(t *testing.T, run *Run, judge slow, now int64, seed uint64) {
	t.Helper()
	s := run.State(time.Unix(now, 0))
	ends := judge.future(now)
	if s.Now != judge.on || s.Held != judge.hold || !s.Finished() && s.Began != (judge.begun != 0) {
		t.Fatalf("seed %d: item %d held %v begun %v, want %d %v %v", seed, s.Now, s.Held, s.Began, judge.on, judge.hold,
			judge.begun != 0)
	}
	for i, row := range s.Rows {
		if row.Start.Unix() != judge.planned(i) {
			t.Errorf("seed %d: item %d is planned at %d, want %d", seed, i, row.Start.Unix(), judge.planned(i))
		}
		if i < judge.on {
			if row.Began.Unix() != judge.began[i] || row.Ended.Unix() != judge.ended[i] {
				t.Errorf("seed %d: item %d was %d to %d, want %d to %d", seed, i, row.Began.Unix(), row.Ended.Unix(),
					judge.began[i], judge.ended[i])
			}
			continue
		}
		if row.Expect.Unix() != ends[i] {
			t.Errorf("seed %d: item %d (on is %d) may end at %d, want %d", seed, i, judge.on, row.Expect.Unix(),
				ends[i])
		}
	}
	if last := len(s.Rows) - 1; s.End.Unix() != ends[last] || s.Finished() &&
		s.Behind != time.Duration(ends[last]-judge.planned(last)-int64(judge.items[last].Length/time.Second))*time.Second {
		t.Errorf("seed %d: all may be over at %d, %v behind; want %d", seed, s.End.Unix(), s.Behind, ends[last])
	}
}
