package main

import (
	"fmt"
	"math"
	"slices"
)

// Figure is one line of the table: what was measured of one work, in each turn. Less is better.
type Figure struct {
	Row     string    `json:"row"` // what -only names
	Work    string    `json:"work"`
	Unit    string    `json:"unit"`
	Turns   []float64 `json:"turns,omitempty"` // in Unit
	CPU     []float64 `json:"cpu,omitempty"`   // of each turn, user and system, in seconds
	Peak    []float64 `json:"peak,omitempty"`  // most resident memory of the whole process in each turn, in MB
	Peer    string    `json:"peer,omitempty"`
	Peers   []float64 `json:"peers,omitempty"` // the peer's turns, in Unit
	Targets []Target  `json:"targets,omitempty"`
	Skipped string    `json:"skipped,omitempty"` // why there is nothing
}

// Target is a line that a figure has to reach.
type Target struct {
	Of    string  `json:"of"` // ofValue, ofRatio or ofPeak
	Limit float64 `json:"limit"`
}

// What a target is of: the median of the turns, the peer's over ours, the highest peak of all turns.
const (
	ofValue = "value"
	ofRatio = "ratio"
	ofPeak  = "peak"
)

// turn is one measurement.
type turn struct{ value, cpu, peak float64 }

// add appends a turn. A processor time or peak of 0 was not measured.
func (f *Figure) add(t turn) {
	f.Turns = append(f.Turns, t.value)
	if t.cpu > 0 {
		f.CPU = append(f.CPU, t.cpu)
	}
	if t.peak > 0 {
		f.Peak = append(f.Peak, t.peak)
	}
}

// median returns the median; NaN of nothing.
func median(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	v = slices.Sorted(slices.Values(v))
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

// spread returns how far turns lie apart.
func spread(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	return slices.Max(v) - slices.Min(v)
}

// ratio returns how many times longer the peer takes; NaN without one.
func (f *Figure) ratio() float64 { return median(f.Peers) / median(f.Turns) }

// peak returns the highest peak of all turns; NaN if none was measured.
func (f *Figure) peak() float64 {
	if len(f.Peak) == 0 {
		return math.NaN()
	}
	return slices.Max(f.Peak)
}

// of returns what a target is of, and whether more of it is better.
func (f *Figure) of(t Target) (value float64, more bool) {
	switch t.Of {
	case ofRatio:
		return f.ratio(), true
	case ofPeak:
		return f.peak(), false
	}
	return median(f.Turns), false
}

// reached reports whether a target is reached; known is false where it was not measured.
func (f *Figure) reached(t Target) (yes, known bool) {
	value, more := f.of(t)
	if math.IsNaN(value) {
		return false, false
	}
	if more {
		return value >= t.Limit, true
	}
	return value <= t.Limit, true
}

// leastNoise is the part of a value below which no difference counts; single stands for the spread of a single turn.
const (
	leastNoise = 0.05
	single     = 0.10
)

// noise returns how far two medians may lie apart by chance: the larger spread of the two.
func noise(now, before []float64) float64 {
	width := leastNoise * median(before)
	for _, v := range [][]float64{now, before} {
		if len(v) == 1 {
			width = max(width, single*median(before))
		}
		width = max(width, spread(v))
	}
	return width
}

// slower returns what became worse since before by more than the noise, in words; nothing if nothing did.
func (f *Figure) slower(before *Figure) []string {
	var worse []string
	word := "slower"
	if f.Unit == "MB" {
		word = "larger"
	}
	for _, c := range []struct {
		what, unit  string
		now, before []float64
	}{
		{word, f.Unit, f.Turns, before.Turns}, {"more processor time", "s", f.CPU, before.CPU},
		{"more memory", "MB", f.Peak, before.Peak},
	} {
		a, b := median(c.now), median(c.before)
		if a-b > noise(c.now, c.before) { // false where either is not known
			worse = append(worse, fmt.Sprintf("%s: %s, not %s %s", c.what, brief(a), brief(b), c.unit))
		}
	}
	return worse
}

// brief writes a value with three digits that count.
func brief(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	if v >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}
