package hunting

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

var order = binary.LittleEndian

// made is a file of rows that is never in memory: people, devices and sites as in a large organisation.
type made struct {
	rows, next int
	rest       []byte
}

func (m *made) Read(p []byte) (int, error) {
	if len(m.rest) == 0 {
		if m.next > m.rows {
			return 0, io.EOF
		}
		if m.next == 0 {
			m.rest = []byte(header)
		} else {
			n := m.next
			m.rest = fmt.Appendf(m.rest[:0], "2026-11-%02dT10:%02d:%02d.1234567Z,%040x,LAPTOP-%04d,%s,"+
				"https://site-%d.example/a/long/path?with=%d,chrome.exe,person%d@northgate.example,"+
				"\"{\"\"IsAudit\"\":\"\"true\"\",\"\"ResponseCategory\"\":\"\"CustomPolicy\"\",\"\"ActivityId\"\":\"\"%d\"\"}\"\n",
				1+n%28, n%60, n%59, n%2500, n%2500, actionAudited, n%7919, n, n%2000, n)
		}
		m.next++
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

// BenchmarkMillionRows reads a file of 1,000,000 rows: in 10 s, within 300 MB.
func BenchmarkMillionRows(b *testing.B) {
	for b.Loop() {
		top := uint64(0)
		r, err := Read(context.Background(), &made{rows: 1_000_000}, func(rows int) {
			if rows%(8192*8) == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				top = max(top, m.HeapSys+m.StackSys)
			}
		})
		if err != nil || r.Rows != 1_000_000 || r.Damaged > 0 {
			b.Fatal(r, err)
		}
		b.ReportMetric(float64(top)/(1<<20), "MB")
	}
}

// TestMadeFile: what the benchmark reads is read whole.
func TestMadeFile(t *testing.T) {
	r, err := Read(t.Context(), &made{rows: 3000}, nil)
	if err != nil || r.Rows != 3000 || r.AtLeast() || len(r.People) != 2000 || len(r.Devices) != 2500 {
		t.Errorf("%+v, %v", strings.Join(r.Missing, ","), err)
	}
}
