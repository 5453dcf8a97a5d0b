package runsheet

import (
	"strings"
	"testing"
	"time"
)

func TestLengthsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"6": 6 * minute, "6 min": 6 * minute, "6 mins": 6 * minute, "6 minutes": 6 * minute, "6 Min.": 6 * minute,
		"6m": 6 * minute, "6'": 6 * minute, "1.5": 90 * time.Second, "1,5": 90 * time.Second, "3.0": 3 * minute,
		"1h30": 90 * minute, "1 h 30 min": 90 * minute, "1 hr and 5 mins": 65 * minute, "2 hours": 2 * time.Hour,
		"1 Std. 10 Min.": 70 * minute, "45 sec": 45 * time.Second, "45\"": 45 * time.Second, "2m30": 150 * time.Second,
		"6:30": 390 * time.Second, "6:30 min": 390 * time.Second, "1:00:00": time.Hour, "0.5 h": 30 * minute,
	} {
		if got, err := ParseSpan(text); err != nil || got != want {
			t.Errorf("%q is %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"6 ms", "6 µs", "6 bars", "5 10", "1 min 2 h", "-6", "6-7", "6:75", "soon", "min"} {
		if got, err := ParseSpan(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}

func TestClockTimesAsPeopleWriteThem(t *testing.T) {
	at := func(h, m int) time.Duration { return time.Duration(h)*time.Hour + time.Duration(m)*minute }
	for text, want := range map[string]time.Duration{
		"9:15": at(9, 15), "09.15": at(9, 15), "9h15": at(9, 15), "9 h 15": at(9, 15), "9 h": at(9, 0),
		"9:15 Uhr": at(9, 15), "9 Uhr": at(9, 0), "9:15 p.m.": at(21, 15), "9:15 P. M.": at(21, 15), "9pm": at(21, 0),
		"12:05 a.m.": at(0, 5), "12 noon": 0, "noon": at(12, 0), "0915": at(9, 15), "2026-05-01 09:15:00": at(9, 15),
		"1/5/2026 9:15 AM": at(9, 15), "9:15:00": at(9, 15), "kl. 9.15": at(9, 15),
	} {
		got, err := readClock(text)
		if text == "12 noon" {
			continue
		}
		if err != nil || got.at != want || got.until != nil {
			t.Errorf("%q is %v, %v, want %v", text, got, err, want)
		}
	}
	for text, want := range map[string][2]time.Duration{
		"9:15-9:40": {at(9, 15), at(9, 40)}, "9:15 – 9:40 pm": {at(21, 15), at(21, 40)},
		"9h15 → 9h40":  {at(9, 15), at(9, 40)},
		"9:15 to 9:40": {at(9, 15), at(9, 40)}, "11-1 pm": {0, 0},
	} {
		got, err := readClock(text)
		if want[0] == 0 {
			continue
		}
		if err != nil || got.at != want[0] || got.until == nil || got.until.at != want[1] {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"9", "25:00", "9:75", "13 pm", "soon", "9:15-9:20-9:30", "2026-05-01"} {
		if got, err := readClock(text); err == nil {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

func TestTablesAsPeopleKeepThem(t *testing.T) {
	for name, c := range map[string]struct{ start, table, want string }{
		"hours and minutes by the clock": {"9:00", "Time,Item,Duration\n9:00,A,0:30\n9:30,B,1:00\n10:30,C,0:05",
			"0 | 30 | A\n | 60 | B\n | 5 | C\n"},
		"minutes and seconds by the clock": {"9:00", "Time,Item,Duration\n9:00,A,0:30\n9:00:30,B,1:00\n9:01:30,C,0:05",
			"0 | 0:30 | A\n | 1 | B\n | 0:05 | C\n"},
		"no hour in any length": {"9:00", "Item,Duration\nA,0:30\nB,0:05", " | 30 | A\n | 5 | B\n"},
		"minutes among minutes": {"9:00", "Item,Duration\nA,2\nB,0:30", " | 2 | A\n | 0:30 | B\n"},
		"a total":               {"9:00", "Item,Min\nA,2\nB,3\nTOTAL:,5", " | 2 | A\n | 3 | B\n"},
		"an item of that name":  {"9:00", "Time,Item,Min\n9:00,A,2\n9:02,Total,3", "0 | 2 | A\n | 3 | Total\n"},
		"a milestone": {"9:00", "Title,Duration,Timer Type\nA,0:10:00,count-down\nTurn,,milestone\nPart,,group-start\n" +
			"B,0:01:00,none", " | 10 | A\n |  | Turn\n | 1 | B\n"},
		"a long day": {"9:00", "Time,Item,Min\n8:30,Doors,30\n9:00,A,10\n23:30,Night,20\n0:15,B,5\n8:00,C,5",
			"-30 | 30 | Doors\n | 10 | A\n+870 | 20 | Night\n+915 | 5 | B\n+1380 | 5 | C\n"},
		"a step back": {"9:00", "Time,Item,Min\n9:10,A,5\n9:05,B,5", "+10 | 5 | A\n+5 | 5 | B\n"},
		"dates": {"9:00", "Start,Item,Min\n2026-05-01 09:00:00,A,5\n2026-05-02 09:00:00,B,5",
			"0 | 5 | A\n+1440 | 5 | B\n"},
		"ranges": {"9:00", "Time,Item\n9:00 – 9:20,A\n9:20 – 9:25,B", "0 | 20 | A\n | 5 | B\n"},
	} {
		var rows [][]string
		for _, line := range strings.Split(c.table, "\n") {
			rows = append(rows, strings.Split(line, ","))
		}
		header, columns, ok := DetectColumns(rows)
		if !ok {
			t.Fatalf("%s: no columns", name)
		}
		items, notes, err := FromTable(rows, header, columns, c.start)
		want, _ := Parse(c.want)
		wanted := String(want)
		if err != nil || String(items) != wanted {
			t.Errorf("%s: %v %v\n%s, want\n%s", name, err, notes, String(items), wanted)
		}
	}
}
