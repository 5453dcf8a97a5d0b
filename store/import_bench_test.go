package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"handrail/app/mail/tlsimport"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
)

// reportsFolder makes a folder of gzip reports, each with sessions that succeeded
// and one that failed.
func reportsFolder(tb testing.TB, count int) (folder string, sessions int64) {
	tb.Helper()
	folder = tb.TempDir()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for i := range count {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%300)
		sessions += int64(i%90) + 1
		raw := tlsrpt.WriteReport(&tlsreport.Report{Organisation: fmt.Sprint("Organisation ", i%40), ID: fmt.Sprint(i),
			Contact: "a@b.example", Start: start, End: start.Add(24*time.Hour - time.Second),
			Policies: []tlsreport.Policy{{Type: tlsreport.STS, Domain: "a.example",
				Text: []string{"version: STSv1", "mode: testing", "mx: mx.a.example", "max_age: 86400"},
				MX:   []string{"mx.a.example"}, Succeeded: int64(i % 90), Failed: 1,
				Failures: []tlsreport.Failure{{Result: "certificate-expired", SendingIP: "192.0.2.200",
					Host: "mx.a.example", ReceivingIP: "192.0.2.25", Count: 1}}}}})
		packed.Reset()
		z.Reset(&packed)
		_, err := z.Write(raw)
		if err = errors.Join(err, z.Close()); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(i, ".json.gz")), packed.Bytes(), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return folder, sessions
}

// BenchmarkImport10000 takes 10,000 gzip reports from a folder into the store, and
// says how many a second and how much of the heap was in use at most.
func BenchmarkImport10000(b *testing.B) {
	const count = 10_000
	folder, _ := reportsFolder(b, count)
	var most uint64
	rounds := 0
	for b.Loop() {
		rounds++
		s, _, err := Open(b.TempDir(), time.Now)
		if err != nil {
			b.Fatal(err)
		}
		in := tlsimport.Intake{Keeper: s, Progress: func(tlsimport.Progress) {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
		}}
		if t, err := in.Files(context.Background(), []string{folder}); err != nil || t.New != count {
			b.Fatal(t, err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rounds*count)/b.Elapsed().Seconds(), "reports/s")
	b.ReportMetric(float64(most)/(1<<20), "MB-heap")
}
