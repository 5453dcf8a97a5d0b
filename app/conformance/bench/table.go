package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

const line = "%-53s %11s %7s %7s %7s  %-35s %-23s %s\n"

func head(out io.Writer) {
	fmt.Fprintf(out, line, "Work", "Median", "Spread", "CPU s", "Peak MB", "Peer and its ratio", "To reach",
		"Since the last run")
	fmt.Fprintln(out, strings.Repeat("─", 170))
}

// print writes the line of a figure. before is the last kept one; nil: there is none.
func (f *Figure) print(out io.Writer, short bool, before *Figure) {
	if f.Skipped != "" {
		fmt.Fprintf(out, "%-53s not measured: %s\n", f.Work, f.Skipped)
		return
	}
	peer := f.Peer
	if len(f.Peers) > 0 {
		peer += fmt.Sprintf(" %s, %s×", brief(median(f.Peers)), brief(f.ratio()))
	}
	since := ""
	if before != nil {
		if since = strings.Join(f.slower(before), "; "); since == "" {
			since = "no worse"
			if a, b := median(f.Turns), median(before.Turns); b-a > noise(f.Turns, before.Turns) {
				since = "better: was " + brief(b)
			}
		}
	}
	fmt.Fprintf(out, line, f.Work, brief(median(f.Turns))+" "+f.Unit, brief(spread(f.Turns)), orDash(median(f.CPU)),
		orDash(f.peak()), peer, f.targets(short), since)
}

func orDash(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return brief(v)
}

// targets describes what is to be reached and whether it is. A short run has other sizes, so it reaches nothing.
func (f *Figure) targets(short bool) string {
	var all []string
	for _, t := range f.Targets {
		text := "≤ " + brief(t.Limit)
		switch t.Of {
		case ofRatio:
			text = "≥ " + brief(t.Limit) + "×"
		case ofPeak:
			text += " MB"
		}
		if yes, known := f.reached(t); short || !known {
			text += " ?"
		} else if yes {
			text += " yes"
		} else {
			text += " NO"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// summary names what did not reach its line and what became worse since the last run that has it.
func summary(out io.Writer, before []Run, r Run) {
	fmt.Fprintf(out, "\nIt took %s.\n", time.Since(r.At).Round(time.Second))
	compared := false
	for i := range r.Figures {
		f := &r.Figures[i]
		if old, run := last(before, f); old != nil {
			compared = true
			for _, worse := range f.slower(old) {
				fmt.Fprintf(out, "Since %s (%s), “%s” is %s\n", run.At.Format(time.DateTime), run.Commit,
					strings.TrimSpace(f.Work), worse)
			}
		}
		for _, t := range f.Targets {
			if yes, known := f.reached(t); known && !yes && !r.Short {
				value, _ := f.of(t)
				fmt.Fprintf(out, "“%s” does not reach its line: %s is %s, to reach is %s\n",
					strings.TrimSpace(f.Work), t.Of, brief(value), brief(t.Limit))
			}
		}
	}
	if !compared {
		fmt.Fprintln(out, "There is no earlier run on this computer to compare with.")
	}
}
