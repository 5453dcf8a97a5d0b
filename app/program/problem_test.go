package program

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/applog"
	"handrail/app/guide"
	"handrail/app/release"
	"handrail/app/report"
	"handrail/app/tenant"
)

// TestAProblemReportHoldsNothingOfPeople: the sample organisation with all its people is read, and marks are in every
// store, in the log and in what a crash left. None of them, and no one of the sample, is in the report.
func TestAProblemReportHoldsNothingOfPeople(t *testing.T) {
	ctx := context.Background()
	p, err := Open(ctx, Flags{Data: t.TempDir(), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	orgs, _, err := p.Tenant.Organisations(ctx) // waits until the sample is read
	if err != nil {
		t.Fatal(err)
	}
	const mark = "jane.doe@parish.example"
	marks := []string{"jane.doe", "Jane Doe", "parish.example", "eyJ0eXAiOiJKV1Q", "192.0.2.77", "+441632960001"}
	for _, o := range orgs {
		marks = append(marks, o.ID, o.Name, o.Domain, o.Account, o.Client)
	}
	view, err := p.Tenant.View(ctx)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := view.Find(ctx, tenant.PeopleQuery{})
	if err != nil || len(keys) == 0 {
		t.Fatalf("%d people: %v", len(keys), err)
	}
	people, err := view.At(ctx, keys)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range people {
		marks = append(marks, one.Name, one.UPN, one.Mail, one.ID)
	}
	all := strings.Join(marks, "\n")
	v := guide.Visit{ID: "Jane Doe", Guide: "jane.doe", Subject: mark, Step: mark, Answers: map[string]string{mark: all},
		Outcomes: map[string]guide.Outcome{mark: {State: guide.State(mark), Note: all, Headline: all}}, Started: time.Now()}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(p.Store.SaveVisit(ctx, v))
	must(p.Store.SetSetting(ctx, mark, all))
	must(p.Store.SetSetting(ctx, "resolver", "192.0.2.77"))
	must(p.Store.Record(ctx, guide.JournalEntry{At: time.Now(), Visit: mark, What: mark, Old: all, New: all, State: "sent"}))
	_, err = p.Store.SaveReport(ctx, report.SavedReport{Guide: mark, Title: all, Subject: mark, At: time.Now(),
		Document: &report.Document{Title: mark, Blocks: []report.Block{report.Text{Text: all}}}})
	must(err)
	log := applog.Open(p.Folder)
	for _, m := range append(marks, "eyJ0eXAiOiJKV1QTOKEN") {
		log.Info("Started", "domain", m, "guide", m, "step", m, "code", m, "version", m)
		slog.New(log.Handler()).Info(m)
	}
	must(log.Close())
	must(os.WriteFile(filepath.Join(p.Folder, "stopped-20261122T091400Z-ab.txt"),
		[]byte("panic: "+all+"\n\ngoroutine 1 [running]:\nhandrail/screens.New(0x1)\n\t/home/jane.doe/window.go:1 +0x1\n"), 0o600))

	files, err := p.Problem(ctx, release.Version{Number: Version}, []string{"fyne.io/fyne/v2 v2.8.1"}, "1200x800")
	must(err)
	var said strings.Builder
	for _, f := range files {
		said.WriteString(f.Name + "\n" + f.About + "\n" + string(f.Data) + "\n")
	}
	hits := 0
	for _, m := range marks {
		if m != "" && strings.Contains(strings.ToLower(said.String()), strings.ToLower(m)) {
			hits++
			t.Errorf("the report has %q", m)
		}
	}
	for _, want := range []string{"guides started, other: 1", "rows, users:", "resolver: 1", "another message",
		"handrail/screens.New", "Window: 1200x800"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if hits > 0 || t.Failed() {
		t.Logf("%.4000s", said.String())
	}
}
