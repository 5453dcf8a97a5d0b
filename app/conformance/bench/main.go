// Command bench measures Handrail and prints one table with medians.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/conformance/uitest"
)

// rooms are where the benchmarks lie.
var rooms = []string{
	"./app/mail/header", "./app/mail/mailcheck", "./app/mail/mtasts", "./app/identity/access", "./app/identity/mfa",
	"./app/addin/manifest", "./app/addin/assignment", "./app/powershell", "./app/mail/migration",
	"./app/event/runsheet", "./app/event/attendance", "./app/device/dynrule", "./app/device/hunting",
	"./app/device/indicator", "./app/device/appblock", crowded, "./screens",
}

// crowded is the room whose benchmarks bring 100,000 rows in at each turn: three
// turns of each have to do.
const crowded = "./store"

func main() {
	program := flag.String("program", "build/handrail",
		"the program, for the start of its window; empty leaves that out")
	runs := flag.Int("runs", 3, "how often each thing is measured")
	only := flag.String("only", "",
		"measure only what has this in its name: start, soak, a room, mailbox, parsedmarc, checkdmarc, refresh")
	flag.Parse()
	fmt.Printf("%-52s %14s  %s\n", "What", "Median", "Unit")
	failed := false
	part := func(what string, needsProgram bool, measure func() error) { // one that fails does not end the others
		if needsProgram && *program == "" || !strings.Contains(what, *only) {
			return
		}
		if err := measure(); err != nil {
			fmt.Fprintln(os.Stderr, what+":", err)
			failed = true
		}
	}
	part("start", true, func() error { return start(*program, *runs) })
	part("soak", true, func() error { return soak(*program) })
	for _, room := range rooms {
		part(room, false, func() error { return measure(room, *runs) })
	}
	part("mailbox", false, mailbox)
	part("parsedmarc", true, func() error { return parsedmarc(*program, *runs) })
	part("checkdmarc", true, func() error { return checkdmarc(*program, *runs) })
	part("refresh", true, func() error { return refresh(*program) })
	if failed {
		os.Exit(1)
	}
}

// measure runs the benchmarks of one room and prints a line for each figure.
func measure(room string, runs int) error {
	turns, count := "1s", runs
	if room == crowded {
		turns, count = "3x", 1
	}
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", ".", "-benchtime", turns, "-timeout", "60m", "-count",
		strconv.Itoa(count), room)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	values, order := map[string][]float64{}, []string{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(f[0], "Benchmark"), "-")
		for i := 2; i+1 < len(f); i += 2 { // value and unit by turns
			v, err := strconv.ParseFloat(f[i], 64)
			if err != nil {
				continue
			}
			key := strings.TrimPrefix(room, "./") + " " + name + "\t" + f[i+1]
			if values[key] == nil {
				order = append(order, key)
			}
			values[key] = append(values[key], v)
		}
	}
	for _, key := range order {
		what, unit, _ := strings.Cut(key, "\t")
		row(what, median(values[key]), unit)
	}
	return nil
}

// start measures a cold start: from the start of the process to the last change
// of the picture before it rests, with Home filled. The first start of all also
// makes the sample organisation and reads it.
func start(program string, runs int) error {
	var first, took, memory []float64
	for range runs {
		folder, err := os.MkdirTemp("", "handrail-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		t, _, err := once(program, folder)
		if err != nil {
			return err
		}
		first = append(first, t.Seconds())
		t, m, err := once(program, folder)
		if err != nil {
			return err
		}
		took, memory = append(took, t.Seconds()), append(memory, float64(m)/(1<<20))
	}
	row("first start, sample read and Home filled", median(first), "s")
	row("start to Home filled, drawing in software", median(took), "s")
	row("resident memory after it", median(memory), "MB")
	return nil
}

func once(program, folder string) (time.Duration, int64, error) {
	d, err := uitest.NewDisplay(1200, 800)
	if err != nil {
		return 0, 0, err
	}
	defer d.Close()
	p, err := d.Open(program, folder, "-sample", "-data", folder)
	if err != nil {
		return 0, 0, err
	}
	defer p.Kill()
	_, changed, err := d.Quiet(1500*time.Millisecond, time.Minute)
	return changed.Sub(p.Started), p.Memory(), err
}

func median(v []float64) float64 {
	slices.Sort(v)
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

func row(what string, value float64, unit string) {
	fmt.Printf("%-52s %14.6g  %s\n", what, value, unit)
}
