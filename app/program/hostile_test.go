package program

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app/terminal"
)

// The promise about one hostile file; three times the second, for slow computers of tests.
const (
	mostMemory = 64 << 20
	longest    = 3 * time.Second
)

func aTLSReport(n int) []byte {
	return fmt.Appendf(nil, `{"organization-name":"Sender %d","date-range":{"start-datetime":"2026-11-2%dT00:00:00Z",`+
		`"end-datetime":"2026-11-2%dT23:59:59Z"},"report-id":"r%d","policies":[{"policy":{"policy-type":"sts",`+
		`"policy-domain":"northgate.example","policy-string":["version: STSv1","mode: testing","max_age: 86400",`+
		`"mx: mx.northgate.example"]},"summary":{"total-successful-session-count":3,"total-failure-session-count":0}}]}`,
		n, n, n, n)
}

func gzipped(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

func zipOf(name string, data []byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(data)
	}
	if err != nil || z.Close() != nil {
		panic(err)
	}
	return b.Bytes()
}

// peak calls do and returns how much more memory the heap held at most.
func peak(do func()) uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, most := m.HeapAlloc, m.HeapAlloc
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return most - before
}

// TestHostileReportsAreHarmless imports a folder in which each hostile file stands
// between good ones: each is named and refused with a reason within the promise, and the
// good ones are all there.
func TestHostileReportsAreHarmless(t *testing.T) {
	bomb := gzipped(make([]byte, 200<<20))
	nest := zipOf("a.json", aTLSReport(9))
	for range 6 {
		nest = zipOf("a.zip", nest)
	}
	parts := "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		strings.Repeat("--b\r\n\r\nx\r\n", 100_000)
	for name, data := range map[string][]byte{
		"bomb.json.gz": bomb, "bombs.zip": zipOf("b.json.gz", bomb), "nest.zip": nest, "parts.eml": []byte(parts),
		"nul.json": make([]byte, 1<<20), "utf8.json": []byte("{\"organization-name\":\"\xff\xfe\",\"policies\":[}"),
		"out.zip": zipOf("../../../etc/cron.d/x", aTLSReport(8)), "deep.json": bytes.Repeat([]byte(`{"policies":[`), 300_000),
		"cut.json.gz": gzipped(aTLSReport(7))[:60], "-rf \x1b[31m\n.json": []byte("[]"), "huge.json": make([]byte, 100<<20),
	} {
		t.Run(strings.ToValidUTF8(name, ""), func(t *testing.T) {
			folder := t.TempDir()
			for file, text := range map[string][]byte{"1.json": aTLSReport(1), name: data, "z.json": aTLSReport(2)} {
				if err := os.WriteFile(filepath.Join(folder, file), text, 0o600); err != nil {
					if runtime.GOOS == "windows" && file == name {
						t.Skip("no file can have this name on Windows")
					}
					t.Fatal(err)
				}
			}
			var out, errs bytes.Buffer
			status, begun := 0, time.Now()
			more := peak(func() {
				status = runTerminal(t, &out, &errs, "import", "tlsrpt", folder, "-data", t.TempDir(), "-json",
					"-now", "2026-11-26T09:00:00Z")
			})
			took := time.Since(begun)
			var got struct {
				Files  []struct{ Path, State, Reason string }
				Totals struct{ New, Rejected int }
			}
			if err := json.Unmarshal(out.Bytes(), &got); err != nil || status != terminal.Act || errs.Len() > 0 {
				t.Fatalf("%d, %v: %s%s", status, err, out.String(), errs.String())
			}
			if got.Totals.New != 2 || got.Totals.Rejected == 0 {
				t.Errorf("%+v", got.Totals)
			}
			for _, f := range got.Files {
				if f.State == "rejected" && (f.Reason == "" || !strings.Contains(f.Path, name)) {
					t.Errorf("%+v", f)
				}
			}
			if took > longest || more > mostMemory {
				t.Errorf("%v and %d MB", took.Round(time.Millisecond), more>>20)
			}
			t.Logf("%v, %d MB", took.Round(time.Millisecond), more>>20)
		})
	}
}
