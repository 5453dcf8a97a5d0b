package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsrpt"
)

// keeper is a tlsreport.Writer that is data.
type keeper struct {
	seen map[string]bool
	err  error
}

func (k *keeper) KeepTLS(_ context.Context, b tlsreport.Batch) ([]tlsreport.State, error) {
	if k.err != nil {
		return nil, k.err
	}
	states := []tlsreport.State{}
	for _, t := range b.Reports {
		state := tlsreport.New
		if k.seen[t.Report.ID] {
			state = tlsreport.Known
		}
		k.seen[t.Report.ID] = true
		states = append(states, state)
	}
	return states, nil
}
func (k *keeper) TLSCursor(context.Context, string) (string, error) { return "", nil }

func runImport(k *keeper, args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	status := Run(context.Background(), append([]string{"import", "tlsrpt"}, args...),
		Environment{Out: &out, Err: &errs,
			Open: func(context.Context, Flags) (*Program, error) {
				visits := &shelf{visits: []guide.Visit{{Guide: "mta-sts", Subject: "a.example"}}}
				return &Program{Visits: visits, Library: visits, TLS: k, Clock: func() time.Time { return noon }}, nil
			}})
	return status, out.String(), errs.String()
}

func aReportFile(t *testing.T, dir, name, id string, failed int64) {
	t.Helper()
	start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	p := tlsreport.Policy{Type: "sts", Domain: "a.example", MX: []string{"mx.a.example"}, Succeeded: 7, Failed: failed}
	if failed > 0 {
		p.Failures = []tlsreport.Failure{{Result: "certificate-expired", Host: "mx.a.example", SendingIP: "192.0.2.1",
			Count: failed}}
	}
	raw := tlsrpt.WriteReport(&tlsreport.Report{Organisation: "Google Inc.", ID: id, Contact: "a@b", Start: start,
		End:      start.Add(24*time.Hour - time.Second),
		Policies: []tlsreport.Policy{p, {Type: "sts", Domain: "b.example", Succeeded: 1}}})
	if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestAnImportThatFailsWritesWholeJSON with what was saved until then.
func TestAnImportThatFailsWritesWholeJSON(t *testing.T) {
	dir := t.TempDir()
	aReportFile(t, dir, "1.json", "one", 2)
	status, out, errs := runImport(&keeper{err: app.Errorf(app.Full, "Free some.", "The disk is full.")}, dir, "-json")
	var got struct{ Totals *importTotals }
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != NotDone || got.Totals == nil ||
		*got.Totals != (importTotals{}) || !strings.Contains(errs, "The disk is full.") {
		t.Errorf("%d %q %q, %v", status, out, errs, err)
	}
}

func TestImportSaysWhatBecameOfEveryFile(t *testing.T) {
	dir, k := t.TempDir(), &keeper{seen: map[string]bool{}}
	aReportFile(t, dir, "1.json", "one", 2)
	aReportFile(t, dir, "2.json", "one", 2)
	if err := os.WriteFile(filepath.Join(dir, "3.txt"), []byte("no report at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	status, out, errs := runImport(k, dir, "-json")
	var got struct {
		Kind   string
		At     time.Time
		Files  []importRow
		Totals importTotals
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || status != Act || errs != "" {
		t.Fatalf("%d %q %v\n%s", status, errs, err, out)
	}
	if got.Kind != "tlsrpt" || !got.At.Equal(noon.Truncate(time.Second)) || got.Totals != (importTotals{3, 1, 1, 1, 10,
		2}) || len(got.Files) != 3 {
		t.Errorf("%+v", got)
	}
	first := got.Files[0]
	if first.Path != filepath.Join(dir, "1.json") || first.State != "new" || first.Organisation != "Google Inc." ||
		first.ReportID != "one" || first.Signed != "untested" ||
		len(first.Policies) != 2 || !first.Policies[0].Ours || first.Policies[1].Ours ||
		first.Policies[0].Sessions != 9 || first.Policies[0].Failures != 2 ||
		len(first.Policies[0].Details) != 1 || first.Policies[0].Details[0].Result != "certificate-expired" ||
		first.Policies[0].MX[0] != "mx.a.example" {
		t.Errorf("the first file: %+v", first)
	}
	if got.Files[1].State != "known" || got.Files[2].State != "rejected" || got.Files[2].Code != "not-a-report" ||
		got.Files[2].Reason == "" {
		t.Errorf("the others: %+v", got.Files[1:])
	}
	status, out, _ = runImport(k, dir)
	for _, word := range []string{"known", "Google Inc., 2026-11-01", "a.example (sts): 9 sessions, 2 failed",
		"b.example (sts): 1 session, 0 failed, not one of your domains so far", "rejected",
		"3 files: 0 new reports, 2 known, 1 rejected."} {
		if !strings.Contains(out, word) {
			t.Errorf("the text lacks %q:\n%s", word, out)
		}
	}
	if status != Act {
		t.Errorf("status %d", status)
	}
}

func TestImportSaysWhatANumberLeavesOpen(t *testing.T) {
	const says = "missing or cannot be right, so sessions may have failed"
	for failed, want := range map[int64]bool{2: false, -2: true} {
		dir := t.TempDir()
		aReportFile(t, dir, "1.json", "one", failed)
		_, out, _ := runImport(&keeper{seen: map[string]bool{}}, dir)
		if strings.Contains(out, says) != want {
			t.Errorf("%d failed:\n%s", failed, out)
		}
	}
}

func TestTheStatusOfAnImport(t *testing.T) {
	good, empty, bad := t.TempDir(), t.TempDir(), t.TempDir()
	aReportFile(t, good, "1.json", "one", 0)
	_ = os.WriteFile(filepath.Join(bad, "x"), []byte("no"), 0o600)
	for dir, want := range map[string]int{good: Fine, empty: NotDone, bad: NotDone,
		filepath.Join(good, "nowhere"): NotDone} {
		status, out, errs := runImport(&keeper{seen: map[string]bool{}}, dir, "-json")
		if status != want || !json.Valid([]byte(out)) || (errs != "") != (want == NotDone) {
			t.Errorf("%s: %d %q\n%s", dir, status, errs, out)
		}
	}
}
