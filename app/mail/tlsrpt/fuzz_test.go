package tlsrpt

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"handrail/app"
	"handrail/app/conformance/shared"
)

// seeds returns every report by others, where they are on this machine, and one of
// each container.
func seeds(f *testing.F) [][]byte {
	var all [][]byte
	if dir, found := shared.Find("samples", "tlsrpt"); found {
		_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				data, _ := os.ReadFile(name)
				all = append(all, data)
			}
			return err
		})
	}
	raw := WriteReport(made(rand.New(rand.NewPCG(1, 1))))
	return append(all, raw, zipped(raw), archived(entry{"a.json", raw}), based(zipped(raw)),
		mailed("application/tlsrpt+gzip", "a.gz", zipped(raw)), boxed(mailed("application/tlsrpt+json", "a", raw)),
		outlooked(zipped(raw)))
}

func FuzzParseReport(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := ParseReport(raw)
		if err != nil {
			if CodeOf(err) == Unreadable {
				t.Fatalf("an error without words: %v", err)
			}
			return
		}
		again, err := ParseReport(WriteReport(r))
		if err != nil || again.ID != r.ID || again.Organisation != r.Organisation || !again.Start.Equal(r.Start) ||
			!again.End.Equal(r.End) || len(again.Policies) != len(r.Policies) {
			t.Fatalf("%q became %q: %v", raw, WriteReport(r), err)
		}
		for i, p := range r.Policies {
			q := again.Policies[i]
			if p.Type != q.Type || p.Domain != q.Domain || p.Succeeded != q.Succeeded || p.Failed != q.Failed ||
				len(p.Failures) != len(q.Failures) || p.Succeeded < 0 || p.Failed < 0 {
				t.Fatalf("%+v became %+v", p, q)
			}
		}
	})
}

// FuzzOddReports: the short way of reading JSON makes of every report what the decoder makes of it, code by code.
func FuzzOddReports(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	for _, s := range oddTexts() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		sameReport(t, raw)
	})
}

// sameReport compares both ways of reading a report.
func sameReport(t *testing.T, raw []byte) {
	t.Helper()
	text := bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	want, bad := parseReport(raw, decoder{dec})
	got, err := ParseReport(raw)
	if CodeOf(err) != CodeOf(bad) || !reflect.DeepEqual(got, want) {
		t.Fatalf("%q\nis read as %+v, %v\nnot       %+v, %v", raw, got, err, want, bad)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		n := 0
		err := (&Reader{}).Read(context.Background(), bytes.NewReader(file), func(found Found) error {
			n++
			if (found.Report == nil) == (found.Err == nil) {
				t.Fatalf("neither a report nor a reason: %+v", found)
			}
			if message, hint := app.UserMessage(found.Err); found.Err != nil &&
				(message == "" || hint == "" || CodeOf(found.Err) == Unreadable) {
				t.Fatalf("refused without words: %v", found.Err)
			}
			if found.Packed != nil {
				raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(found.Packed)))
				if err != nil || !bytes.Equal(raw, found.Report.Raw) {
					t.Fatalf("packed as %q is %q, %v, not %q", found.Packed, raw, err, found.Report.Raw)
				}
			}
			return nil
		})
		if err != nil || n == 0 {
			t.Fatalf("%d results, %v", n, err)
		}
	})
}
