package main

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestMedianAndSpread(t *testing.T) {
	for _, c := range []struct {
		turns          []float64
		median, spread float64
	}{
		{[]float64{3}, 3, 0}, {[]float64{9, 1, 5}, 5, 8}, {[]float64{4, 1, 3, 2}, 2.5, 3},
		{[]float64{1, 1, 1, 1, 100}, 1, 99},
	} {
		before := append([]float64(nil), c.turns...)
		if m, s := median(c.turns), spread(c.turns); m != c.median || s != c.spread {
			t.Errorf("%v: median %v, spread %v", c.turns, m, s)
		}
		if !reflect.DeepEqual(c.turns, before) {
			t.Errorf("the turns were put in another order: %v", c.turns)
		}
	}
	if !math.IsNaN(median(nil)) || spread(nil) != 0 {
		t.Error("nothing has a median, or a spread")
	}
}

// TestOnlyMoreThanTheNoiseIsSlower: a difference within the spread of the turns, now or before, is none; a single turn
// has no spread, so a tenth stands for it.
func TestOnlyMoreThanTheNoiseIsSlower(t *testing.T) {
	for _, c := range []struct {
		name        string
		now, before []float64
		slower      bool
	}{
		{"the same", []float64{1, 1, 1}, []float64{1, 1, 1}, false},
		{"a little, with steady turns", []float64{1.04, 1.04, 1.04}, []float64{1, 1, 1}, false},
		{"more, with steady turns", []float64{1.07, 1.06, 1.06}, []float64{1, 1, 1}, true},
		{"within the spread of now", []float64{1.2, 1.0, 1.3}, []float64{1, 1, 1}, false},
		{"within the spread of before", []float64{1.2, 1.2, 1.2}, []float64{0.9, 1, 1.2}, false},
		{"beyond both", []float64{1.6, 1.5, 1.7}, []float64{0.9, 1, 1.2}, true},
		{"faster", []float64{0.5, 0.5, 0.5}, []float64{1, 1, 1}, false},
		{"single turns, a tenth", []float64{1.09}, []float64{1}, false},
		{"single turns, more", []float64{1.12}, []float64{1}, true},
		{"not measured before", []float64{5}, nil, false},
		{"not measured now", nil, []float64{1}, false},
	} {
		now, before := Figure{Unit: "s", Turns: c.now}, Figure{Unit: "s", Turns: c.before}
		if got := len(now.slower(&before)) > 0; got != c.slower {
			t.Errorf("%s: slower is %v", c.name, got)
		}
	}
	now := Figure{Unit: "s", Turns: []float64{1, 1}, CPU: []float64{3, 3}, Peak: []float64{400, 400}}
	before := Figure{Unit: "s", Turns: []float64{1, 1}, CPU: []float64{1, 1}, Peak: []float64{200, 200}}
	if got := now.slower(&before); len(got) != 2 || !strings.HasPrefix(got[0], "more processor time: 3, not 1") ||
		!strings.HasPrefix(got[1], "more memory: 400, not 200") {
		t.Errorf("%q", got)
	}
}

func TestTargets(t *testing.T) {
	f := Figure{Unit: "s", Turns: []float64{2, 1, 3}, Peers: []float64{20, 19, 30}, Peak: []float64{390, 401},
		Targets: []Target{{ofValue, 2}, {ofRatio, 10}, {ofPeak, 400}}}
	if got := f.targets(false); got != "≤ 2 yes, ≥ 10× yes, ≤ 400 MB NO" {
		t.Error(got)
	}
	if got := f.targets(true); strings.Contains(got, "yes") || strings.Contains(got, "NO") {
		t.Error("small sizes reach nothing:", got)
	}
	f.Turns, f.Peers, f.Peak = []float64{2.1}, nil, nil
	if got := f.targets(false); got != "≤ 2 NO, ≥ 10× ?, ≤ 400 MB ?" {
		t.Error(got)
	}
}

// TestRunsAreKeptAndCompared: a run is compared with the newest one of the same machine and size that has the work.
func TestRunsAreKeptAndCompared(t *testing.T) {
	folder, at := filepath.Join(t.TempDir(), "bench"), time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	here := Machine{Name: "here", CPU: "one", Cores: 2, System: "linux/amd64"}
	figure := func(work string, v float64) Figure {
		return Figure{Row: "import", Work: work, Unit: "s", Turns: []float64{v, v, v}}
	}
	for i, r := range []Run{
		{Machine: here, Figures: []Figure{figure("a", 1), figure("b", 1)}},
		{Machine: here, Figures: []Figure{figure("a", 2)}},
		{Machine: Machine{Name: "there", Cores: 64}, Figures: []Figure{figure("a", 9)}},
		{Machine: here, Short: true, Figures: []Figure{figure("a", 8)}},
		{Machine: here, Figures: []Figure{{Row: "import", Work: "a", Unit: "s", Skipped: "not here"}}},
	} {
		r.At = at.Add(time.Duration(i) * time.Hour)
		if _, err := keep(folder, r); err != nil {
			t.Fatal(err)
		}
	}
	now := Run{At: at.AddDate(0, 0, 1), Machine: here,
		Figures: []Figure{figure("a", 2.5), figure("b", 1), figure("c", 1)}}
	runs, err := kept(folder, now)
	if err != nil || len(runs) != 3 {
		t.Fatal(len(runs), err)
	}
	var out strings.Builder
	summary(&out, runs, now)
	if got := out.String(); strings.Count(got, "Since") != 1 || !strings.Contains(got, "“a” is slower: 2.5, not 2 s") {
		t.Error(got)
	}
	if old, run := last(runs, &now.Figures[1]); old == nil || run.At != at {
		t.Error("what the last run did not measure is compared with the one before:", old)
	}
	if old, _ := last(runs, &now.Figures[2]); old != nil {
		t.Error("what no run measured is compared:", old)
	}
	if err := os.WriteFile(filepath.Join(folder, "cut.json"), []byte(`{"at":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if runs, err = kept(folder, now); err == nil || len(runs) != 3 {
		t.Error("a file that cannot be read hides others, or is not told:", len(runs), err)
	}
	if none, err := kept(filepath.Join(folder, "none"), now); err != nil || len(none) > 0 {
		t.Error(none, err)
	}
}

func TestReadBenchmarks(t *testing.T) {
	values, order := readBenchmarks([]byte("goos: linux\n" +
		"BenchmarkPreview100000/totals-2 \t 1\t 800000000 ns/op\t 120.5 peakMB\n" +
		"BenchmarkPreview100000/totals-2 \t 1\t 900000000 ns/op\t 121 peakMB\nPASS\n"))
	name := "Preview100000/totals"
	if want := []float64{8e8, 9e8}; !reflect.DeepEqual(values[result{name, "ns/op"}], want) || len(order) != 2 {
		t.Errorf("%v in the order %v", values, order)
	}
}

// TestRowsHaveNamesOfTheirOwn: -only names each row.
func TestRowsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range works {
		if w.row == "" || strings.ContainsAny(w.row, " ,") || seen[w.row] || w.measure == nil {
			t.Errorf("the row “%s”", w.row)
		}
		seen[w.row] = true
	}
	if err := (options{only: "import,nothing"}).check(); err == nil {
		t.Error("a row that there is not is taken")
	}
	if err := (options{only: "import, mta-sts"}).check(); err != nil {
		t.Error(err)
	}
}
