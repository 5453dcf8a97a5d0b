package program

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"handrail/app/guide"
	"handrail/app/mail/tlsreport"
	"handrail/app/report"
	"handrail/app/terminal"
)

// oldData is a data folder that version 0.1.0 wrote while every guide was walked on
// the sample organisation, with a list of what it read there itself.
const oldData = "testdata/data-0.1.0.tar.gz"

// wrote is what version 0.1.0 read of its own data folder.
type wrote struct {
	Visits  []guide.Visit    `json:"visits"`
	Journal []map[string]any `json:"journal"`
	Reports map[string]struct {
		Title string            `json:"title"`
		Guide string            `json:"guide"`
		Step  string            `json:"step"`
		Facts map[string]string `json:"facts"`
	} `json:"reports"`
	Settings []string         `json:"settings"`
	TLS      []map[string]any `json:"tls"`
	Runs     int              `json:"runs"`
}

// unpackOld puts the old data into a folder and returns it with the list.
func unpackOld(t *testing.T) (folder string, w wrote) {
	t.Helper()
	file, err := os.Open(oldData)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	gz, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "sample"), 0o700); err != nil {
		t.Fatal(err)
	}
	for in := tar.NewReader(gz); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(h.Name)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list, err := os.ReadFile(filepath.Join(folder, "dump.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(list, &w); err != nil {
		t.Fatal(err)
	}
	if len(w.Visits) < 10 || len(w.Reports) < 40 || len(w.Journal) < 15 || len(w.TLS) < 10 {
		t.Fatalf("the list is cut: %d visits, %d reports, %d entries, %d domains", len(w.Visits), len(w.Reports),
			len(w.Journal), len(w.TLS))
	}
	return folder, w
}

// TestDataOfTheFirstVersionOpens reads visits, answers, reports, journal, settings and
// TLS reports of version 0.1.0 and finds all of them as that version did.
func TestDataOfTheFirstVersionOpens(t *testing.T) {
	ctx := context.Background()
	folder, old := unpackOld(t)
	p, err := Open(ctx, terminal.Flags{Data: folder, Sample: true}, true)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if len(p.Notices) != 1 || p.Notices[0].Code != "converted" {
		t.Errorf("the start has notices other than that the data was converted: %+v", p.Notices)
	}
	checkVisits(ctx, t, p, old)
	checkReports(ctx, t, p, old)
	entries, err := p.Store.Entries(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "journal", entries, old.Journal)
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range old.Settings {
		if _, ok := settings[name]; !ok {
			t.Errorf("the setting %s is lost", name)
		}
	}
	sums, err := p.Store.TLSSums(ctx, tlsreport.ByDomain, tlsreport.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "TLS reports", sums, old.TLS)
	if runs, err := p.Store.Runs(ctx, "old-live-event"); err != nil || len(runs) != old.Runs {
		t.Errorf("%d runs of an event day, %v; want %d", len(runs), err, old.Runs)
	}
}

// checkVisits compares each visit, opens it in its guide and finds every answer there.
func checkVisits(ctx context.Context, t *testing.T, p *Program, old wrote) {
	t.Helper()
	guides := map[string]guide.Guide{}
	for _, g := range p.Guides {
		guides[g.ID] = g
	}
	for _, want := range old.Visits {
		got, err := p.Store.Visit(ctx, want.ID)
		if err != nil {
			t.Errorf("%s: %v", want.ID, err)
			continue
		}
		same(t, want.ID, got, want)
		g, ok := guides[want.Guide]
		if !ok {
			t.Errorf("%s: there is no guide %s", want.ID, want.Guide)
			continue
		}
		after := guide.Open(g, got).Visit()
		if after.Step != want.Step || after.Page != want.Page {
			t.Errorf("%s opens at %s/%s instead of %s/%s", want.ID, after.Step, after.Page, want.Step, want.Page)
		}
		asked, steps := map[string]bool{}, map[string]bool{}
		for _, s := range g.Steps {
			steps[s.ID] = true
			for _, a := range s.Asks {
				asked[a.Name] = true
			}
		}
		for name := range want.Answers {
			if !asked[name] {
				t.Errorf("%s: no question has the name %s any more", want.ID, name)
			}
		}
		for id := range want.Outcomes {
			if !steps[id] {
				t.Errorf("%s: no step has the id %s any more", want.ID, id)
			}
		}
	}
}

// checkReports compares the title and the facts of each saved report, and writes it.
func checkReports(ctx context.Context, t *testing.T, p *Program, old wrote) {
	t.Helper()
	for id, want := range old.Reports {
		got, err := p.Store.Report(ctx, id)
		if err != nil {
			t.Errorf("report %s: %v", id, err)
			continue
		}
		if got.Title != want.Title || got.Guide != want.Guide || got.Step != want.Step {
			t.Errorf("report %s is %s/%s %q", id, got.Guide, got.Step, got.Title)
		}
		same(t, "facts of "+id, got.Document.Facts(), want.Facts)
		if err := report.WriteHTML(io.Discard, got.Document); err != nil {
			t.Errorf("report %s: %v", id, err)
		}
	}
}

// same compares two values by their JSON.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	normal := func(v any) string {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var any any
		if err := json.Unmarshal(data, &any); err != nil {
			t.Fatal(err)
		}
		data, _ = json.Marshal(any)
		return string(data)
	}
	if g, w := normal(got), normal(want); g != w {
		t.Errorf("%s: got %.600s\nwant %.600s", what, g, w)
	}
}
