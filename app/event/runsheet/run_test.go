package runsheet

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

// sunday is the sheet of the look: a run of 29 November in London.
const sunday = `-60||Team arrives|Kofi
-30||Presenters join|Everyone
0|4|Welcome|Farida
|4|First hymn|Band
|4|Prayers|Ewan
|5|Reading|Dora
|23|Talk|Farida
|1|Closing slide|Kofi
||End|Kofi`

func sundayRun(t *testing.T) *Run {
	t.Helper()
	items, err := Parse(sunday)
	if err != nil {
		t.Fatal(err)
	}
	at, _, err := (Start{"2026-11-29", "10:30", "Europe/London"}).At()
	if err != nil {
		t.Fatal(err)
	}
	return &Run{ID: "r", Visit: "v", Title: "Sunday service", Start: at.UTC(), Zone: "Europe/London", Items: items}
}

func clock(t *testing.T, r *Run, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04:05", "2026-11-29 "+text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (r *Run) press(t *testing.T, p Action, at string) {
	t.Helper()
	if !r.Apply(p, clock(t, r, at)) {
		t.Fatalf("%s at %s meant nothing", p, at)
	}
}

func TestASundayRunsAMinuteLate(t *testing.T) {
	r := sundayRun(t)
	for _, at := range []string{"09:28:00", "10:02:00", "10:34:30", "10:38:40", "10:43:02"} {
		r.press(t, Done, at)
	}
	s := r.State(clock(t, r, "10:43:20"))
	row := s.Rows[s.Now]
	if row.Cue != "Reading" || !s.Began || FormatCountdown(s.Left) != "4:42" || s.Behind != 62*time.Second-0 {
		t.Errorf("on is %q, left %v, behind %v", row.Cue, s.Left, s.Behind)
	}
	next, _ := s.Next()
	if next.Cue != "Talk" || next.ExpectedAt.Format("15:04:05") != "10:48:02" ||
		next.Start.Format("15:04") != "10:47" || s.End.Format("15:04:05") != "11:12:02" {
		t.Errorf("next is %q at %v, planned %v, all over at %v", next.Cue, next.ExpectedAt, next.Start, s.End)
	}
	if got := s.Rows[2].Began.Format("15:04:05"); got != "10:30:00" {
		t.Errorf("a fixed start began at %s", got)
	}
	// What is on may take longer than planned: the rest moves with the clock.
	if s = r.State(clock(t, r, "10:50:02")); s.Left != -2*minute || s.Behind != 3*minute+2*time.Second {
		t.Errorf("left %v, behind %v", s.Left, s.Behind)
	}
}

func TestHoldUndoAndTheirReport(t *testing.T) {
	r := sundayRun(t)
	for _, at := range []string{"09:30:00", "10:00:00"} {
		r.press(t, Done, at)
	}
	if r.Apply(Hold, clock(t, r, "10:10:00")) || r.Apply(Resume, clock(t, r, "10:10:00")) {
		t.Error("something that has not begun stands still")
	}
	r.press(t, Hold, "10:31:00")
	if s := r.State(clock(t, r, "10:36:00")); !s.Held || s.Left != 3*minute || s.Behind != 5*minute {
		t.Errorf("held %v, left %v, behind %v", s.Held, s.Left, s.Behind)
	}
	r.press(t, Resume, "10:36:00")
	r.press(t, Done, "10:39:00")
	r.press(t, Done, "10:39:01") // a slip
	r.press(t, Undo, "10:39:05")
	r.press(t, Done, "10:45:00")
	all := r.Outcomes()
	if w := all[2]; w.Took() != 4*minute || w.Held != 5*minute || w.Late() != 0 {
		t.Errorf("welcome took %v, held %v, %v late", w.Took(), w.Held, w.Late())
	}
	if h := all[3]; h.Took() != 6*minute || h.Late() != 5*minute {
		t.Errorf("hymn took %v, %v late", h.Took(), h.Late())
	}
	if !all[4].Ended.IsZero() {
		t.Error("prayers are over before they began")
	}
	got := Propose(r.Items, []Run{*r, {Rehearsal: true, Items: r.Items}})
	if want := []Proposal{{Index: 3, Cue: "First hymn", Old: 4 * minute, New: 6 * minute,
		From: 1}}; !reflect.DeepEqual(got, want) {
		t.Errorf("proposed %+v", got)
	}
	if better := ApplyProposals(r.Items, got); better[3].Length != 6*minute || r.Items[3].Length != 4*minute {
		t.Error("the proposal is not taken, or the old sheet changed")
	}
	rows := OutcomeTable(all, time.UTC)
	if strings.Join(rows[4], ",") != "4,First hymn,Band,10:34:00,10:39:00,10:38:00,10:45:00,5,6,4" {
		t.Errorf("row %q", rows[4])
	}
}

func TestAKillAndAClockPutBackLoseNothing(t *testing.T) {
	r := sundayRun(t)
	r.press(t, Done, "09:28:00")
	r.press(t, Done, "10:02:00")
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var again Run
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	now := clock(t, r, "10:33:00")
	if !reflect.DeepEqual(again.State(now), r.State(now)) {
		t.Error("the state is another after a kill")
	}
	again.press(t, Done, "09:00:00")
	if e := again.Events[2]; !e.At.Equal(clock(t, r, "10:02:00")) {
		t.Errorf("the press came at %v, before the one before it", e.At)
	}
	for again.Apply(Undo, now) {
	}
	if s := again.State(now); s.Now != 0 {
		t.Errorf("all taken back, %d is on", s.Now)
	}
	for again.Apply(Done, now) {
	}
	if s := again.State(now); !s.Finished() || again.Apply(Hold, now) {
		t.Error("it is not over")
	}
}

func TestRunPassesMidnight(t *testing.T) {
	items, _ := Parse("0|45|Vigil\n|30|Midnight mass\n||End")
	at, _, _ := (Start{"2026-12-24", "23:30", "Europe/London"}).At()
	r := &Run{Start: at, Zone: "Europe/London", Items: items}
	r.Apply(Done, at.Add(40*minute))
	s := r.State(at.Add(41 * minute))
	if got := s.End.Format("2006-01-02 15:04"); got != "2026-12-25 00:40" || s.Behind != -5*minute {
		t.Errorf("over at %s, behind %v", got, s.Behind)
	}
}

func TestTables(t *testing.T) {
	ontime := [][]string{
		{"Ontime · Event schedule"}, {},
		{"ID", "Flag", "Cue", "Title", "Colour", "Time Start", "Time End", "Duration", "Link Start", "Count to end",
			"Note", "Timer Type", "End Action", "Skip"},
		{"g", "", "", "Before", "", "", "", "", "", "", "", "group"},
		{"a", "", "1", "Presenters join", "", "10:00:00", "10:00:00", "00:00:00", "", "", "", "count-down", "none", ""},
		{"b", "", "2", "Welcome", "", "10:30:00", "10:34:00", "00:04:00", "", "", "smile", "count-down", "none", ""},
		{"c", "", "3", "Hymn", "", "10:34:00", "10:39:30", "00:05:30", "TRUE", "", "", "count-down", "none", ""},
		{"d", "", "4", "Old item", "", "10:39:30", "10:40:00", "", "", "", "", "count-down", "none", "TRUE"},
		{"e", "", "", "Just a heading"},
		{"f", "", "5", "Talk", "", "10:45:00", "11:05:00", "", "", "", "", "count-down", "none", ""},
		{"h", "", "6", "Broken", "", "soon", "", "", "", "", "", "count-down", "none", ""},
	}
	header, c, ok := DetectColumns(ontime)
	if !ok || header != 2 {
		t.Fatalf("headings in row %d, %v", header, ok)
	}
	items, notes, err := FromTable(ontime, header, c, "10:30")
	want := "-30 |  | Presenters join\n0 | 4 | Welcome |  |  |  | smile\n | 5:30 | Hymn\n+15 | 20 | Talk\n"
	if err != nil || String(items) != want {
		t.Errorf("%v\n%s", err, String(items))
	}
	var rows []int
	for _, n := range notes {
		rows = append(rows, n.Row)
	}
	if !reflect.DeepEqual(rows, []int{4, 8, 9, 11}) {
		t.Errorf("left out %+v", notes)
	}
	for _, tpl := range Templates() {
		items, _ := Parse(tpl.Text)
		table := Table(items, time.Date(2026, 11, 29, 23, 50, 0, 0, time.UTC))
		header, c, _ := DetectColumns(table)
		back, notes, err := FromTable(table, header, c, "23:50")
		if err != nil || len(notes) > 0 || !reflect.DeepEqual(back, items) {
			t.Errorf("%s came back as\n%s%v %v", tpl.ID, String(back), notes, err)
		}
	}
	plain := [][]string{{"Time", "What", "Who"}, {"23:50", "Doors", "Ama"}, {"0:10", "Start", "Ben"},
		{"", "Tea", "", "x"}}
	header, c, _ = DetectColumns(plain)
	if items, notes, err = FromTable(plain, header, c, "00:10"); err != nil || len(items) != 2 ||
		items[0].At != -20*minute || len(notes) != 1 {
		t.Errorf("%+v, %v, %v", items, notes, err)
	}
	if _, _, ok := DetectColumns([][]string{{"a", "b"}}); ok {
		t.Error("headings out of nothing")
	}
}

func BenchmarkState300(b *testing.B) {
	r := Run{Start: time.Date(2026, 11, 29, 10, 30, 0, 0, time.UTC)}
	for range 300 {
		r.Items = append(r.Items, Item{Cue: "x", Length: minute})
	}
	for i := range 150 {
		r.Apply(Done, r.Start.Add(time.Duration(i)*minute))
	}
	now := r.Start.Add(151 * minute)
	for b.Loop() {
		r.State(now)
	}
}
