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
	"handrail/app/guide/diary"
	"handrail/app/report"
	"handrail/app/task"
)

// row is the row of all saved reports, as data.
type row []report.Place

func (r row) Places(context.Context, task.Report) ([]report.Place, error) { return r, nil }

func (r row) PlaceOf(_ context.Context, id string) (report.Place, error) {
	return r.find(func(p report.Place) bool { return p.Report == id })
}

func (r row) PlaceBy(_ context.Context, hash string) (report.Place, error) {
	return r.find(func(p report.Place) bool { return p.Hash == hash })
}

func (r row) find(is func(report.Place) bool) (report.Place, error) {
	for _, p := range r {
		if is(p) {
			return p, nil
		}
	}
	return report.Place{}, app.Errorf(app.NotFound, "", "none")
}

// diaryStage is a computer with one change and three reports, of which one was removed.
type diaryStage struct {
	shelf  shelf
	places row
	opened int
	kept   bool
}

func newDiaryStage() *diaryStage {
	d := &report.Document{Title: "Text messages: now “Off”", Subject: "Northgate", At: noon, Kind: report.KindRecord,
		Blocks: []report.Block{report.Text{Text: "Yes."}}}
	s := &diaryStage{kept: true, places: row{
		{Number: 1, Report: "r1", Saved: noon, State: report.Unchanged, Hash: strings.Repeat("1a", 32), Title: d.Title},
		{Number: 2, Report: "r2", Saved: noon, Removed: noon, State: report.Removed, Hash: strings.Repeat("2b", 32)},
		{Number: 3, Report: "r3", Saved: noon, State: report.Unchanged, Hash: strings.Repeat("3c", 32), Title: "Three"}}}
	s.shelf.kept = []report.SavedReport{{ID: "r1", Title: d.Title, Document: d, Number: 1,
		Seal: &report.Seal{Number: 1, Saved: noon, Hash: s.places[0].Hash, Organisation: "Northgate"}}}
	return s
}

func (s *diaryStage) source(context.Context) (diary.Source, error) {
	e := guide.JournalEntry{At: noon, Visit: "v", Guide: "mfa", Step: "confirm", What: "Text messages", Old: "On",
		New: "Off"}
	entries := []guide.JournalEntry{e, e, e}
	for i, state := range []string{"planned", "sent", "confirmed"} {
		entries[i].State = state
	}
	return diary.Source{Organisation: "Northgate", Entries: entries, Visits: []guide.Visit{{ID: "v", Guide: "mfa",
		Answers: map[string]string{guide.AskWhy: "Microsoft ends them."}}}}, nil
}

func (s *diaryStage) run(args ...string) (status int, out string) {
	var b bytes.Buffer
	return Run(context.Background(), args, Environment{Out: &b, Err: &b, Kept: func(Flags) bool { return s.kept },
		Open: func(context.Context, Flags) (*Program, error) {
			s.opened++
			return &Program{Visits: &s.shelf, Library: &s.shelf, Diary: s.source, Places: s.places,
				Clock: func() time.Time { return noon }}, nil
		}}), b.String()
}

// TestDiary: the changes of a period as text, page, PDF and for a program, with what was removed.
func TestDiary(t *testing.T) {
	s, folder := newDiaryStage(), t.TempDir()
	status, out := s.run("diary", "-from", "2026-11-01", "-to", "2026-11-30")
	for _, want := range []string{"Change diary, 1 November 2026 to 30 November 2026", "Text messages: now “Off”",
		"“Microsoft ends them.”", "Reports that were removed", "2b2b 2b2b", "All 2 saved reports are as they were saved."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if status != Fine {
		t.Errorf("status %d", status)
	}
	if _, out := s.run("diary", "-from", "2026-12-01", "-to", "2026-12-31"); strings.Contains(out, "Text messages") {
		t.Errorf("a change of another month:\n%s", out)
	}
	page, file := filepath.Join(folder, "diary.html"), filepath.Join(folder, "diary.pdf")
	for _, args := range [][]string{{"-html", page}, {"-pdf", file, "-paper", "letter"}} {
		if status, out := s.run(append([]string{"diary"}, args...)...); status != Fine || out != "" {
			t.Errorf("%q: %d %s", args, status, out)
		}
	}
	html, err := os.ReadFile(page)
	data, err2 := os.ReadFile(file)
	if err != nil || err2 != nil || !bytes.Contains(html, []byte("<h1>Change diary")) || !bytes.HasPrefix(data,
		[]byte("%PDF-")) {
		t.Errorf("%v %v", err, err2)
	}
	var o diaryOut
	status, out = s.run("diary", "-json")
	if err := json.Unmarshal([]byte(out), &o); err != nil || status != Fine || !o.Unchanged || len(o.Changes) != 1 ||
		o.Changes[0].State != diary.Made || o.Changes[0].Why != "Microsoft ends them." ||
		o.Changes[0].Settings[0].After != "Off" ||
		len(o.Removed) != 1 || o.Removed[0].Number != 2 {
		t.Errorf("%v\n%s", err, out)
	}
	s.places[2].State = report.Altered
	if status, out := s.run("diary"); status != Act || !strings.Contains(out,
		"Not as saved: report 3, “Three”, was changed") {
		t.Errorf("%d\n%s", status, out)
	}
	for _, args := range [][]string{{"word"}, {"-json", "-html", page}, {"-from", "yesterday"}, {"-paper", "a4"},
		{"-from", "2026-11-02", "-to", "2026-11-01"}} {
		if status, out := s.run(append([]string{"diary"}, args...)...); status != NotDone || out == "" {
			t.Errorf("%q: %d %s", args, status, out)
		}
	}
}

// TestVerifyComparesWithWhatIsSaved (W15, P30): a file with a seal is compared with the report on this computer, in
// every form in which it can be exported; a computer without data is left as it is.
func TestVerifyComparesWithWhatIsSaved(t *testing.T) {
	s, folder := newDiaryStage(), t.TempDir()
	var files []string
	for _, form := range []string{"html", "pdf", "json"} {
		name := filepath.Join(folder, "report."+form)
		if status, out := s.run("export", "1", "-"+form, name); status != Fine {
			t.Fatalf("%s: %d %s", form, status, out)
		}
		files = append(files, name)
	}
	status, out := s.run(append([]string{"verify"}, files...)...)
	if n := strings.Count(out, "Report 1, “Text messages: now “Off”” about Northgate, 2026-11-22 12:00 UTC. Unchanged. "+
		"Report 1 is as it was saved on 22 November 2026."); status != Fine || n != 3 {
		t.Errorf("%d\n%s", status, out)
	}
	s.shelf.kept[0].Document.Blocks = []report.Block{report.Text{Text: "No."}}
	if status, out := s.run("verify", files[2]); status != Act || !strings.Contains(out, "It differs from report 1") {
		t.Errorf("%d\n%s", status, out)
	}
	s.places[0].State = report.Altered
	if status, out := s.run("verify", files[1]); status != Act || !strings.Contains(out,
		"Report 1 is not as it was saved") {
		t.Errorf("%d\n%s", status, out)
	}
	if status, out := s.run("verify", "-saved"); status != Act || !strings.Contains(out, "Not as saved: report 1") {
		t.Errorf("%d\n%s", status, out)
	}
	s.places[0].Hash = strings.Repeat("4d", 32)
	if status, out := s.run("verify", files[0]); status != Fine || !strings.Contains(out, "No report on this computer") {
		t.Errorf("%d\n%s", status, out)
	}
	s.kept, s.opened = false, 0
	if status, out := s.run("verify", files[0]); status != Fine || s.opened != 0 || strings.Contains(out,
		"this computer") {
		t.Errorf("%d, opened %d times\n%s", status, s.opened, out)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || os.WriteFile(files[0], bytes.Replace(data, []byte("Yes."), []byte("Yet."), 1), 0o600) != nil {
		t.Fatal(err)
	}
	if status, out := s.run("verify", files[0]); status != Act || !strings.Contains(out,
		"Report 1, “Text messages: now “Off””") ||
		!strings.Contains(out, "This file was changed after it was exported.") {
		t.Errorf("%d\n%s", status, out)
	}
}

// TestVerifyAnAnchor: the hash that "diary" prints is found again by "verify -anchor", also with blanks and capital
// letters; a hash that is gone is told with status 1, and what is no hash with status 2.
func TestVerifyAnAnchor(t *testing.T) {
	s := newDiaryStage()
	_, out := s.run("diary", "-json")
	var got diaryOut
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Anchor == nil || got.Anchor.Number != 3 {
		t.Fatalf("%v: %s", err, out)
	}
	if _, text := s.run("diary"); !strings.Contains(text, "3c3c 3c3c") {
		t.Errorf("%s", text)
	}
	for _, c := range []struct {
		hash   string
		status int
		says   string
	}{{got.Anchor.Hash, Fine, "Report 3, saved"}, {strings.ToUpper(got.Anchor.Hash[:8]) + " " + got.Anchor.Hash[8:], Fine,
		"still has this check hash."}, {strings.Repeat("9", 64), Act, "No saved report has this check hash."},
		{"3c3c", NotDone, "This is not a check hash."}} {
		if status, out := s.run("verify", "-anchor", c.hash); status != c.status || !strings.Contains(out, c.says) {
			t.Errorf("%s: %d %s", c.hash, status, out)
		}
	}
	if status, out := s.run("verify", "-saved", "-anchor", got.Anchor.Hash); status != Fine ||
		strings.Count(out, "\n") != 2 {
		t.Errorf("%d %s", status, out)
	}
	s.places[0].State = report.Altered
	if status, out := s.run("verify", "-anchor", got.Anchor.Hash); status != Act || !strings.Contains(out, "report 1") {
		t.Errorf("%d %s", status, out)
	}
}
