package program

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides"
	"handrail/app/guides/services"
	"handrail/app/terminal"
)

// TestEveryGuideRunsOnTheSample: with no answer given, each guide walks every step
// on the sample's own answers.
func TestEveryGuideRunsOnTheSample(t *testing.T) {
	data := t.TempDir()
	for _, g := range guides.All(services.Services{}) {
		var out, errs bytes.Buffer
		status := runTerminal(t, &out, &errs, "run", g.ID, "-sample", "-data", data)
		if status == terminal.NotDone || errs.Len() > 0 {
			t.Errorf("%s ends with %d: %s", g.ID, status, errs.String())
		}
		if _, skipped, found := strings.Cut(out.String(), "Steps that were skipped"); found {
			t.Errorf("%s skips steps:%s", g.ID, skipped)
		}
	}
}

// TestImportedReportsReachHome: reports that the terminal imports change what Home
// says of their domain, and the terminal says it too.
func TestImportedReportsReachHome(t *testing.T) {
	ctx, f := context.Background(), terminal.Flags{Data: t.TempDir(), Sample: true}
	h, err := Open(ctx, f, true)
	if err != nil {
		t.Fatal(err)
	}
	old := guide.Outcome{State: guide.Waiting, Report: "old", Headline: "Not yet", At: f.Clock()(),
		Until: f.Clock()().AddDate(0, 0, 9), Note: "Not yet."}
	v := guide.Visit{ID: "v", Guide: "tls-reports", Subject: "youth.northgate.example", Step: "safe",
		Page:     guide.ShowPage,
		Answers:  map[string]string{"domain": "youth.northgate.example"},
		Outcomes: map[string]guide.Outcome{"safe": old}}
	if err := h.Store.SaveVisit(ctx, v); err != nil {
		t.Fatal(err)
	}
	mails := h.mailbox
	h.Close()
	if mails != filepath.Join(h.Folder, "tls-reports.mbox") {
		t.Fatalf("the sample's mailbox is %q", mails)
	}
	var out, errs bytes.Buffer
	if status := runTerminal(t, &out, &errs, "import", "tlsrpt", mails, "-sample", "-data", f.Data,
		"-json"); status == terminal.NotDone || errs.Len() > 0 {
		t.Fatalf("%d: %s", status, errs.String())
	}
	var got struct{ News []string }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.News) != 1 || !strings.Contains(got.News[0],
		" new reports about "+"youth.northgate.example"+". ") {
		t.Fatalf("%v: %q", err, got.News)
	}
	if h, err = Open(ctx, f, true); err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	visits, err := h.Store.Visits(ctx)
	if err != nil {
		t.Fatal(err)
	}
	today := guide.NewOverview(h.Guides, visits, f.Clock()())
	for _, it := range append(append(today.Waiting, today.UnderWay...), today.Attention...) {
		if it.Visit == "v" && it.Headline == got.News[0] {
			return
		}
	}
	t.Errorf("Home does not say %q: %+v", got.News[0], today)
}
