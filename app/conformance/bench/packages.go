package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// rooms are the packages that have benchmarks of their own, which -packages measures.
var rooms = []string{
	"./app/mail/header", "./app/mail/mailcheck", "./app/mail/mtasts", "./app/identity/access", "./app/identity/mfa",
	"./app/addin/manifest", "./app/addin/assignment", "./app/powershell", "./app/mail/migration",
	"./app/event/runsheet", "./app/event/attendance", "./app/device/dynrule", "./app/device/hunting",
	"./app/device/indicator", "./app/device/appblock", "./app/guides/mfamethods", "./app/jsontext",
	"./app/sample/graphsim", crowded, "./screens", "./screens/parts",
}

// crowded is the package whose benchmarks bring in 100,000 rows at each turn: three turns of each must be enough.
const crowded = "./store"

// result is a value that a benchmark reported.
type result struct{ name, unit string }

// benchmarks runs benchmarks of a package and returns what they report, in their order.
func (b *bench) benchmarks(room, which, turns string, count int) (map[result][]float64, []result, error) {
	cmd := exec.CommandContext(b.ctx, "go", "test", "-run", "^$", "-bench", which, "-benchtime", turns, "-timeout",
		"60m", "-vet=off", "-tags", os.Getenv("SHARED"), "-count", strconv.Itoa(count), room)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, nil, fmt.Errorf("%w\n%.2000s", err, out)
	}
	values, order := readBenchmarks(out)
	return values, order, nil
}

// readBenchmarks reads what “go test -bench” prints.
func readBenchmarks(out []byte) (map[result][]float64, []result) {
	values, order := map[result][]float64{}, []result{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(f[0], "Benchmark")
		if i := strings.LastIndexByte(name, '-'); i > 0 { // the number of cores
			name = name[:i]
		}
		for i := 2; i+1 < len(f); i += 2 { // value and unit by turns
			v, err := strconv.ParseFloat(f[i], 64)
			if err != nil {
				continue
			}
			key := result{name, f[i+1]}
			if values[key] == nil {
				order = append(order, key)
			}
			values[key] = append(values[key], v)
		}
	}
	return values, order
}

// ownBenchmarks returns the benchmarks of all packages.
func ownBenchmarks(b *bench) (all []Figure, err error) {
	for _, room := range rooms {
		turns, count := "1s", few
		if room == crowded {
			turns, count = "3x", 1
		}
		values, order, err := b.benchmarks(room, ".", turns, count)
		if err != nil {
			return all, err
		}
		for _, key := range order {
			if strings.HasSuffix(key.unit, "/s") {
				continue // more of a rate is better, and the time of a turn says the same
			}
			all = append(all, Figure{Row: "packages", Work: strings.TrimPrefix(room, "./") + " " + key.name,
				Unit: key.unit, Turns: values[key]})
		}
	}
	return all, nil
}

// preview measures what the window does to show 100,000 people what a change means for them, apart from drawing.
func preview(b *bench) (all []Figure, err error) {
	count := b.turns
	if b.short {
		count = 1
	}
	values, _, err := b.benchmarks(crowded, "^BenchmarkPreview100000$", "1x", count)
	if err != nil {
		return nil, err
	}
	for _, p := range []struct {
		name, work string
		limit      float64
	}{
		{"totals", "preview of 100000 people in the window, first", 0.8},
		{"changed", "  after a changed choice", 0.25},
		{"list", "  its list, most serious first", 0.1},
	} {
		f := Figure{Row: "preview", Work: p.work, Unit: "s", Targets: []Target{{ofValue, p.limit}}}
		name := "Preview100000/" + p.name
		for _, ns := range values[result{name, "ns/op"}] {
			f.Turns = append(f.Turns, ns/1e9)
		}
		f.Peak = values[result{name, "peakMB"}]
		if len(f.Turns) == 0 {
			return all, fmt.Errorf("no benchmark is called %s", name)
		}
		all = append(all, f)
	}
	return all, nil
}
