package screens

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/diary"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// recorded is a memory that also keeps confirmations, and gives each report its place.
type recorded struct {
	*memory
	confirmed []guide.Confirmation
	order     []string
	altered   string // ID of the report that was changed outside Handrail
}

func (m *recorded) SaveConfirmation(_ context.Context, c guide.Confirmation) error {
	c.Organisation, c.Account = "Northgate", "miriam@northgate.example"
	m.confirmed = append(m.confirmed, c)
	return nil
}

func (m *recorded) Confirmations(context.Context, string) ([]guide.Confirmation, error) {
	return m.confirmed, nil
}

func (m *recorded) SaveReport(ctx context.Context, k report.SavedReport) (string, error) {
	id, err := m.memory.SaveReport(ctx, k)
	m.order = append(m.order, id)
	return id, err
}

func (m *recorded) Reports(context.Context) (all []report.SavedReport, err error) {
	for i, id := range slices.Backward(m.order) {
		k := m.kept[id]
		k.ID, k.Number = id, i+1
		all = append(all, k)
	}
	return all, nil
}

func (m *recorded) Report(ctx context.Context, id string) (report.SavedReport, error) {
	k, err := m.memory.Report(ctx, id)
	p := m.place(id)
	k.ID, k.Number, k.Seal = id, p.Number, &report.Seal{Number: p.Number, Saved: sunday, Hash: p.Hash}
	return k, err
}

func (m *recorded) place(id string) report.Place {
	n := slices.Index(m.order, id) + 1
	p := report.Place{Number: n, Report: id, Saved: sunday, Hash: fmt.Sprintf("%064x", n), Title: m.kept[id].Title,
		State: report.Unchanged}
	if id == m.altered {
		p.State = report.Altered
	}
	return p
}

func (m *recorded) Places(context.Context, task.Report) (all []report.Place, err error) {
	for _, id := range m.order {
		all = append(all, m.place(id))
	}
	return all, nil
}

func (m *recorded) PlaceOf(_ context.Context, id string) (report.Place, error) {
	return m.place(id), nil
}

func (m *recorded) PlaceBy(_ context.Context, hash string) (report.Place, error) {
	for _, id := range m.order {
		if p := m.place(id); p.Hash == hash {
			return p, nil
		}
	}
	return report.Place{}, app.Errorf(app.NotFound, "", "none")
}

// records makes the stage keep confirmations and places.
func (s *stage) records() *recorded {
	m := &recorded{memory: s.memory}
	s.ports.Visits, s.ports.Journal, s.ports.Library, s.ports.Places = m, m, m, m
	s.ports.Diary = func(ctx context.Context) (diary.Source, error) {
		return diary.Load(ctx, diary.Ports{Guides: s.ports.Guides, Visits: m, Confirmations: m,
			Entries: func(context.Context) ([]guide.JournalEntry, string, error) { return m.entries, "Northgate", nil }})
	}
	return m
}

// ended walks the demo guide to its end.
func (s *stage) toItsEnd() {
	s.t.Helper()
	s.begin().upTo("light")
	s.tab("Light the beacon").enter()
	s.world.now = s.world.until
	s.wizard().goTo("watch")
	for n := 0; n < 4 && !s.wizard().ended; n++ {
		s.wizard().Main()
	}
}

// TestTheEndAsksWhy: the page at the end shows what was changed and asks for the reason; the reason is kept
// as it is typed, and is on the page that is saved.
func TestTheEndAsksWhy(t *testing.T) {
	s := newStage(t, task.Inline{})
	m := s.records()
	s.toItsEnd()
	s.shows("Completed on", "What was changed", "Why did you make this change?", "Save the report of the change",
		"What was done")
	s.wizard().changed.field.SetText("Ships need a light.")
	s.wizard().typing()
	id := s.only().ID
	if got := s.only().Drafts[guide.AskWhy]; got != "Ships need a light." {
		t.Fatalf("typed and not kept: %q", got)
	}
	s.reopen("visit/" + id).shows("What was changed")
	if got := s.wizard().changed.field.Text(); got != "Ships need a light." {
		t.Errorf("after a new start the field has %q", got)
	}
	s.wizard().changed.field.SetText(strings.Repeat("long ", 80))
	s.wizard().Main()
	s.shows("At most 300 fit on the page.")
	s.wizard().changed.field.SetText("Ships need a light.")
	s.wizard().Main()
	s.shows("Changed by", "miriam@northgate.example, with Handrail", "“Ships need a light.”", "How to undo it",
		"What was not tested", "Verified.", "Copy check hash", "Print as PDF")
	if got := s.only().Answers[guide.AskWhy]; got != "Ships need a light." {
		t.Errorf("the answer is %q", got)
	}
	last := m.kept[m.order[len(m.order)-1]]
	if last.Step != diary.Step || last.Visit != id || last.Document.Kind != report.KindRecord {
		t.Errorf("saved is %+v", last)
	}
	saved := len(m.order)
	s.w.Show("visit/" + id)
	s.shows("The report of this change is saved.", "Save it again").tab("Open the saved report").enter()
	if s.shows("“Ships need a light.”"); len(m.order) != saved {
		t.Error("opening the report saved another one")
	}
}

// TestAPartOfAChangeIsListed: after a change that did not come to its end, the page lists what was made,
// what was not and what no one knows, with what to do next.
func TestAPartOfAChangeIsListed(t *testing.T) {
	s := newStage(t, task.Inline{})
	m := s.records()
	s.begin().upTo("light")
	id := s.only().ID
	for _, state := range []string{"planned", "sent", ""} {
		for i, ends := range []string{"confirmed", "failed", "unknown"} {
			m.entries = append(m.entries, guide.JournalEntry{At: sunday, Visit: id, Guide: s.only().Guide, Step: "light",
				What: "Lamp " + itoa(i+1), Old: "dark", New: "bright", State: or(state, ends)})
		}
	}
	s.reopen("visit/"+id).shows("What became of each setting", "Lamp 1", "bright", "Not changed. Planned: bright",
		"Not known. Planned: bright", "Handrail reads the settings again before it changes anything.", "Light the beacon")
	m.entries = m.entries[:len(m.entries)-1] // only sent: the program was killed
	s.reopen("visit/" + id).shows("Not known. Planned: bright").hides("success")
}

// TestAGuideWithoutAChangeAsksNothing: where the visit changed nothing, no reason is asked for.
func TestAGuideWithoutAChangeAsksNothing(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.records()
	s.toItsEnd()
	s.memory.entries = nil
	s.reopen("visit/" + s.only().ID).shows("Completed on").hides("Why did you make this change?")
}

// TestReportsAreVerified (P30): the window says whether the reports, one that is opened, and a file are as they were
// saved, and names the one that is not.
func TestReportsAreVerified(t *testing.T) {
	s := newStage(t, task.Inline{})
	m := s.records()
	s.toItsEnd()
	s.wizard().Main()
	id := m.order[len(m.order)-1]
	r := s.w.current.(*reports)
	r.Print()
	s.shows("Saved.", ".pdf")
	r.save("json")
	files, err := filepath.Glob(filepath.Join(s.ports.SaveFolder, "*"))
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	s.w.Show("report/verify")
	for _, path := range files {
		s.w.current.(*reports).file.SetText(path)
		s.tab("Verify this file").enter()
		s.shows("Verified: ", "The file is as it was exported.", "is as it was saved on 22 November 2026.")
	}
	s.w.current.(*reports).file.SetText("")
	s.tab("Verify this file").enter()
	s.shows("Enter the path of the file")
	s.tab("Verify saved reports").enter()
	s.shows("Verified.", "saved reports are as they were saved.")
	noted := s.w.current.(*reports).noted
	anchor := func(hash, says string) {
		t.Helper()
		noted.SetText(hash)
		s.tab("Check this hash").enter()
		s.shows(says)
	}
	places, _ := s.ports.Places.Places(t.Context(), nil)
	last, ok := diary.Last(places)
	if !ok {
		t.Fatal("no report has a place")
	}
	anchor("12", "This is not a check hash.")
	anchor(strings.ToUpper(last.Hash[:4])+" "+last.Hash[4:], "still has this check hash.")
	anchor(strings.Repeat("0", 64), "No saved report has this check hash.")
	m.altered = id
	anchor(last.Hash, "not all is as it was saved")
	s.w.current.(*reports).file.SetText(files[0])
	s.tab("Verify this file").enter()
	s.shows("Altered: ", "is not as it was saved")
	s.tab("Verify saved reports").enter()
	s.shows("Altered.", "Not as saved: report "+itoa(len(m.order)), "was changed outside Handrail")
	s.w.Show("report/" + id)
	s.shows("Altered.", "Do not rely on it.")
	data, err := os.ReadFile(files[0])
	if err == nil {
		data[len(data)/2] ^= 1
		err = os.WriteFile(files[0], data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files { // of the two only the JSON names what it is where its head can be read
		s.w.Show("reports")
		if r := s.w.current.(*reports); !r.takeFile(path) {
			s.w.Show("report/verify")
			s.w.current.(*reports).file.SetText(path)
			s.tab("Verify this file").enter()
		}
		if path == files[0] {
			s.shows("Altered: Beacon: now “on”, Northgate.")
		} else {
			s.shows("Altered: ", "Report ", "is not as it was saved")
		}
	}
}

// TestTheChangeDiary: the reports lead to it; it has every change of the period that was entered, and is saved as a
// PDF.
func TestTheChangeDiary(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.records()
	s.toItsEnd()
	s.w.Show("reports")
	s.shows("Change diary", "Verify a file")
	s.w.Show("diary")
	s.shows("1 January 2026 to", "Changes", "Beacon", "What is not in this diary")
	d := s.w.current.(*diaryPage)
	d.from.SetText("1 March 2026")
	d.to.SetText("never")
	d.read()
	s.shows("This is not a date.")
	d.to.SetText("2 March 2026")
	d.read()
	s.shows("1 March 2026 to 2 March 2026").hides("Beacon")
	for _, f := range []struct {
		field *parts.NamedField
		key   fyne.KeyName
	}{{d.from, fyne.KeyHome}, {d.to, fyne.KeyEnd}} { // a day can be chosen as well as typed, in both
		s.w.focus(f.field.Entry())
		s.key(fyne.KeyDown, f.key, fyne.KeyReturn)
	}
	if d.period.From.Weekday() != s.w.forms().First || d.period.To.Sub(d.period.From) < 24*time.Hour {
		t.Errorf("the calendars chose %s to %s", d.period.From, d.period.To)
	}
	s.tab("Print as PDF").enter()
	s.shows("Saved.", ".pdf")
	s.tab("Save as a file").enter()
	s.shows("Save the diary as", "Save the diary")
	s.key("Escape")
	s.hides("Save the diary as")
	s.key("Escape")
	if _, back := s.w.current.(*reports); !back {
		t.Errorf("Escape leads to %T", s.w.current)
	}
}
