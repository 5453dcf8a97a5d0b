package runsheet

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

const minute = time.Minute

func TestParse(t *testing.T) {
	items, err := Parse("# sheet\n-30 | | Presenters join | Everyone\n\n0|4|Welcome|Farida|Camera|Voice|quietly\n | " +
		"5:30 | Reading\n+12:30 | 1:02:03 | Talk |\n−1:30 | 90s | Early")
	want := []Item{
		{Fixed: true, At: -30 * minute, Cue: "Presenters join", Who: "Everyone"},
		{Fixed: true, Length: 4 * minute, Cue: "Welcome", Who: "Farida", Screen: "Camera", Sound: "Voice",
			Note: "quietly"},
		{Length: 5*minute + 30*time.Second, Cue: "Reading"},
		{Fixed: true, At: 12*minute + 30*time.Second, Length: time.Hour + 2*minute + 3*time.Second, Cue: "Talk"},
		{Fixed: true, At: -90 * time.Second, Length: 90 * time.Second, Cue: "Early"},
	}
	if err != nil || !reflect.DeepEqual(items, want) {
		t.Errorf("got %+v, %v", items, err)
	}
	for text, says := range map[string]string{
		"":                              "empty",
		"0 | 4":                         "parts",
		"0|4|Welcome\nx|1|Talk":         "Line 2: “x”",
		"0|4|":                          "no text",
		"0|-4|Welcome":                  "not a length",
		"0|1:75|Welcome":                "not a length",
		"0|99999|Welcome":               "not a length",
		"- | 1 | Talk":                  "not a time relative to the start",
		"0|1|a|b|c|d|e|f":               "parts",
		strings.Repeat("0|1|a\n", 2001): "up to 2,000 items",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q: %v, want %q", text, err, says)
		}
	}
}

func TestPlanShowsGapsAndOverlaps(t *testing.T) {
	items, err := Parse("-10||Ready\n-1||Live\n0|4|Welcome\n|5|Hymn\n12|3|Talk\n14|1|Notices\n||End")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 11, 29, 10, 30, 0, 0, time.UTC)
	type row struct {
		from         time.Duration
		gap, overlap time.Duration
	}
	want := []row{{-10 * minute, 0, 0}, {-minute, 0, 0}, {0, 0, 0}, {4 * minute, 0, 0}, {12 * minute, 3 * minute, 0},
		{14 * minute, 0, minute}, {15 * minute, 0, 0}}
	for i, s := range Plan(items, start) {
		got := row{s.Start.Sub(start), s.Gap, s.Overlap}
		if got != want[i] || Offset(items, i) != want[i].from {
			t.Errorf("%s: %+v at %v, want %+v", s.Cue, got, Offset(items, i), want[i])
		}
	}
}

func TestStartOnTheNightsWhenClocksChange(t *testing.T) {
	for _, c := range []struct {
		start Start
		want  string // UTC
		odd   ClockAnomaly
	}{
		{Start{"2026-11-29", "10:30", "Europe/London"}, "2026-11-29T10:30Z", Plain},
		{Start{"2026-07-05", "10:30", "Europe/London"}, "2026-07-05T09:30Z", Plain},
		{Start{"2026-03-29", "01:30", "Europe/London"}, "2026-03-29T01:30Z", Nonexistent}, // shown as 02:30
		{Start{"2026-10-25", "01:30", "Europe/London"}, "2026-10-25T00:30Z", Ambiguous},
		{Start{"2026-03-08", "02:30", "America/New_York"}, "2026-03-08T07:30Z", Nonexistent},
		{Start{"2026-11-01", "01:30", "America/New_York"}, "2026-11-01T05:30Z", Ambiguous},
		{Start{"2026-10-04", "02:15", "Australia/Lord_Howe"}, "2026-10-03T15:45Z", Nonexistent}, // half an hour
		{Start{"2026-04-05", "01:45", "Australia/Lord_Howe"}, "2026-04-04T14:45Z", Ambiguous},
		{Start{"2026-11-29", "9.5", "Asia/Kolkata"}, "2026-11-29T03:35Z", Plain},
	} {
		at, odd, err := c.start.At()
		if got := at.UTC().Format("2006-01-02T15:04Z"); err != nil || got != c.want || odd != c.odd {
			t.Errorf("%+v: %s, %q, %v, want %s, %q", c.start, got, odd, err, c.want, c.odd)
		}
	}
	for _, bad := range []Start{{"2026-13-01", "10:30", "Europe/London"}, {"2026-11-29", "25:00", "Europe/London"},
		{"2026-11-29", "10:30", "Nowhere"}, {"2026-11-29", "10:30", ""}} {
		if _, _, err := bad.At(); err == nil {
			t.Errorf("%+v is a start", bad)
		}
	}
	if got := (Start{"2026-10-18", "10:30", "Europe/London"}).Later(7); got.Date != "2026-10-25" ||
		got.Clock != "10:30" {
		t.Errorf("a week later is %+v", got)
	}
}

func TestTemplatesAreSheets(t *testing.T) {
	for _, tpl := range Templates() {
		items, err := Parse(tpl.Text)
		if err != nil {
			t.Errorf("%s: %v", tpl.ID, err)
			continue
		}
		for _, s := range Plan(items, time.Now()) {
			if s.Gap != 0 || s.Overlap != 0 {
				t.Errorf("%s: %q has a gap of %v and an overlap of %v", tpl.ID, s.Cue, s.Gap, s.Overlap)
			}
		}
		if again, err := Parse(String(items)); err != nil || !reflect.DeepEqual(again, items) {
			t.Errorf("%s does not come back: %v", tpl.ID, err)
		}
	}
	if _, ok := TemplateByID("wedding"); ok {
		t.Error("a template out of nothing")
	}
}

// randomItems makes a sheet that no one would type.
func randomItems(r *rand.Rand) []Item {
	items := make([]Item, 1+r.IntN(14))
	for i := range items {
		items[i].Cue = string(rune('a' + i))
		if r.IntN(3) == 0 {
			items[i].Fixed, items[i].At = true, time.Duration(r.IntN(4*3600)-3600)*time.Second
		}
		if r.IntN(4) > 0 {
			items[i].Length = time.Duration(1+r.IntN(1500)) * time.Second
		}
	}
	return items
}

func FuzzParse(f *testing.F) {
	for _, tpl := range Templates() {
		f.Add(tpl.Text)
	}
	f.Add("−1:30 | 1h5m | x | | | | y")
	f.Fuzz(func(t *testing.T, text string) {
		items, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(String(items))
		if err != nil || !reflect.DeepEqual(again, items) {
			t.Fatalf("%q: %+v became %+v (%v)", text, items, again, err)
		}
		Plan(items, time.Unix(0, 0))
	})
}
