//go:build !race

// The race detector makes these tests ten times slower and tells nothing of memory.

package attendance

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"
	"time"
)

// peakOf returns the most memory, in bytes, that the process holds while f runs. The collector runs twice as often as
// usual: what it had no time for on a busy machine is not what f holds.
func peakOf(f func()) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(50))
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	now := func() uint64 {
		metrics.Read(held)
		return held[0].Value.Uint64() - held[1].Value.Uint64()
	}
	debug.FreeOSMemory()
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		peak := now()
		for {
			select {
			case <-stop:
				most <- max(peak, now())
				return
			case <-time.After(2 * time.Millisecond):
				peak = max(peak, now())
			}
		}
	}()
	f()
	close(stop)
	return <-most
}

// allowed is the memory within which a report is read or refused, in bytes.
const allowed = 200 << 20

// longReport returns a report of a size in bytes, with as many people and joins as it holds.
func longReport(size int) string {
	var b strings.Builder
	b.WriteString(strings.ReplaceAll(top, "%", "1"))
	at := func(s int) string {
		return time.Date(2026, 3, 14, 18, 0, s, 0, time.UTC).Format("1/2/06, 3:04:05 PM")
	}
	for part := range 2 {
		if part == 1 {
			b.WriteString(singles)
		}
		for i := 0; b.Len() < size/(2-part); i++ {
			fmt.Fprintf(&b, "Visitor %d\t%s\t%s\t50m 1s\tvisitor%d@parish.example\tAttendee\n", i, at(i%3600),
				at(i%3600+3001), i)
		}
	}
	return b.String()
}

func TestMemoryOfALongReport(t *testing.T) {
	for name, data := range map[string][]byte{
		"UTF-8": []byte(longReport(20 << 20)), "UTF-16": utf16LE(longReport(10 << 20)),
	} {
		var r *Report
		var err error
		peak := peakOf(func() { r, err = Read(data) })
		if err != nil || len(r.People) < 50000 {
			t.Fatalf("%s: %v", name, err)
		}
		t.Logf("%s: %d MB, %d people, %d MB held at most", name, len(data)>>20, len(r.People), peak>>20)
		if peak > allowed {
			t.Errorf("%s: %d MB are held", name, peak>>20)
		}
	}
}

// TestMemoryOfDamagedFiles gives files that are large or broken in many ways. What is
// refused needs no more memory than what is read.
func TestMemoryOfDamagedFiles(t *testing.T) {
	many := func(s string) []byte { return bytes.Repeat([]byte(s), (23<<20)/len(s)) }
	const record = `{"identity":{"displayName":"Ama"},"attendanceIntervals":[`
	for name, made := range map[string]func() []byte{
		"zeros": func() []byte { return make([]byte, Most) },
		"an open quote": func() []byte {
			return []byte(strings.Replace(longReport(20<<20), "Visitor 0", "\"Visitor 0", 1))
		},
		"quotes":         func() []byte { return many(`"`) },
		"commas":         func() []byte { return many("a,") },
		"rows":           func() []byte { return many("a\tb\tc\n") },
		"no line end":    func() []byte { return many("a") },
		"UTF-16, cut":    func() []byte { return utf16LE(longReport(11 << 20))[:22<<20-1] },
		"a row of dates": func() []byte { return append([]byte(top+"Ama\t"), many("3/14/26, 6:00:00 PM\t")...) },
		"brackets":       func() []byte { return many("[") },
		"records":        func() []byte { return append(append([]byte("[{}"), many(",{}")...), ']') },
		"intervals":      func() []byte { return slices.Concat([]byte("["+record+"{}"), many(",{}"), []byte("]}]")) },
		"long records": func() []byte {
			one := record + `{"joinDateTime":"2026-03-14T18:00:00Z","leaveDateTime":"2026-03-14T18:30:00Z"}]}`
			return slices.Concat([]byte("["+one), many(","+one), []byte("]"))
		},
		"a workbook, cut": func() []byte {
			random := make([]byte, 23<<20)
			_, _ = rand.NewChaCha8([32]byte{1}).Read(random)
			return append([]byte("PK\x03\x04"), random...)
		},
	} {
		data := made()
		var err error
		peak := peakOf(func() { _, err = Read(data) })
		t.Logf("%s: %d MB held at most, %v", name, peak>>20, err)
		if peak > allowed {
			t.Errorf("%s: %d MB are held", name, peak>>20)
		}
	}
}
