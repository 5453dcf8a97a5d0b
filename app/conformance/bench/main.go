// Command bench measures Handrail, prints one table of what each work costs and what it has to reach, and compares it with
// the last run on this computer.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// work is what -only names. It may have several lines in the table.
type work struct {
	row     string
	window  bool // it needs the program with a window
	measure func(*bench) ([]Figure, error)
}

// works are in the order of the table.
var works = []work{
	{row: "import", measure: imports}, {row: "mta-sts", measure: mailDomains}, {row: "health", measure: health},
	{row: "mailbox", measure: mailbox}, {row: "people", measure: previews}, {row: "refresh", measure: refreshes},
	{row: "preview", measure: preview}, {row: "guides", measure: starts}, {row: "reports", measure: lists},
	{row: "growth", measure: growth}, {row: "window", window: true, measure: windowStarts},
	{row: "soak", window: true, measure: soak}, {row: "crowd", window: true, measure: crowdedWindow},
}

// options are the flags.
type options struct {
	program, window, only, keep, inside, serve string
	turns                                      int
	short, packages                            bool
}

func main() {
	var o options
	flag.StringVar(&o.program, "program", "build/handrail-headless", "the program to measure")
	flag.StringVar(&o.window, "window", "", "the program with a window; without it the rows of the window are left out")
	flag.IntVar(&o.turns, "runs", 5, "how often each work is measured; one that takes longer than 20 s three times")
	flag.StringVar(&o.only, "only", "", "measure only these rows, with commas between them: "+rowNames())
	flag.BoolVar(&o.short, "short", false, "small sizes: whether all works, not how fast")
	flag.BoolVar(&o.packages, "packages", false, "also the benchmarks of the packages")
	flag.StringVar(&o.keep, "keep", "build/bench", "the folder of the runs; empty keeps and compares nothing")
	flag.StringVar(&o.inside, "inside", "", "for this program itself: measure mail domains, with this folder")
	flag.StringVar(&o.serve, "serve", "", "for this program itself: be the servers of mail domains, with this folder")
	flag.Parse()
	err := o.check()
	if err == nil {
		err = o.do()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func rowNames() string {
	var names []string
	for _, w := range works {
		names = append(names, w.row)
	}
	return strings.Join(names, ", ")
}

func (o options) do() error {
	if o.serve != "" {
		return serve(o.serve)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	program, err := filepath.Abs(o.program)
	if err != nil {
		return err
	}
	window, err := filepath.Abs(o.window)
	if err != nil {
		return err
	}
	b := &bench{ctx: ctx, program: program, window: window, folder: o.inside, short: o.short, turns: max(1, o.turns)}
	if o.inside != "" {
		return inside(b, os.Stdout)
	}
	if b.folder, err = os.MkdirTemp("", "handrail-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.folder)
	return o.table(b)
}

// table measures the rows that are wanted and prints each line as soon as it is known.
func (o options) table(b *bench) error {
	all := works
	if o.packages || o.only != "" && o.wants("packages") {
		all = append(slices.Clone(works), work{row: "packages", measure: ownBenchmarks})
	}
	r := Run{At: time.Now(), Commit: commit(), Machine: thisMachine(), Short: o.short}
	before, broken := earlier(o.keep, r)
	fmt.Printf("%s, %d cores, load %s, commit %s\n", r.Machine.CPU, r.Machine.Cores, load(), r.Commit)
	head(os.Stdout)
	for _, w := range all {
		if !o.wants(w.row) || w.window && o.window == "" {
			continue
		}
		figures, err := w.measure(b)
		if err != nil { // one that fails does not end the others
			broken = errors.Join(broken, fmt.Errorf("%s: %w", w.row, err))
			fmt.Printf("%-53s FAILED, see below\n", w.row)
		}
		for i := range figures {
			f := &figures[i]
			if len(f.Turns) == 0 && f.Skipped == "" {
				continue // it failed before the first turn
			}
			old, _ := last(before, f)
			f.print(os.Stdout, o.short, old)
			r.Figures = append(r.Figures, *f)
		}
		if b.ctx.Err() != nil {
			break
		}
	}
	summary(os.Stdout, before, r)
	return errors.Join(broken, save(o.keep, r))
}

// wants reports whether -only leaves a row in.
func (o options) wants(row string) bool {
	return o.only == "" || slices.Contains(strings.Split(strings.ReplaceAll(o.only, " ", ""), ","), row)
}

// check refuses rows that there are not: a run that measures nothing would look fine.
func (o options) check() error {
	if o.only == "" {
		return nil
	}
	for row := range strings.SplitSeq(strings.ReplaceAll(o.only, " ", ""), ",") {
		if row != "packages" && !slices.ContainsFunc(works, func(w work) bool { return w.row == row }) {
			return fmt.Errorf("there is no row “%s”; the rows are %s", row, rowNames())
		}
	}
	return nil
}
