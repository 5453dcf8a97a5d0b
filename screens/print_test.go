package screens

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
)

// pdfs returns the PDF files in the folder for saved files.
func (s *stage) pdfs() []string {
	s.t.Helper()
	all, err := filepath.Glob(filepath.Join(s.ports.SaveFolder, "*.pdf"))
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// TestPrintOpensThePages: one button makes a PDF of the step and opens it; where nothing opens it, the person is told
// where it is.
func TestPrintOpensThePages(t *testing.T) {
	s, d := newStage(t, task.Inline{}), &door{}
	s.ports.Saved = d
	s.begin().tab("Print this page").enter()
	files := s.pdfs()
	if len(files) != 1 || len(d.opened) != 1 || d.opened[0] != files[0] {
		t.Fatalf("made %q and opened %q", files, d.opened)
	}
	if data, err := os.ReadFile(files[0]); err != nil || !strings.HasPrefix(string(data), "%PDF-") {
		t.Errorf("the file is no PDF: %v", err)
	}
	s.shows("Saved.", "Print them from there.", files[0])
	s.upTo("hand").tab("Print this page").enter()
	d.fail = app.Errorf(app.NotFound, "Show it in its folder.", "No program opens the file.")
	s.tab("Print this page").enter().shows("Open these pages, and print them from there:", "No program opens the file.")
	if len(s.pdfs()) != 3 {
		t.Errorf("there are %q, want three", s.pdfs())
	}
	s.upTo("light").tab("Print this page").enter().shows("Saved.")
}

// TestPaperIsChosenOnce: the paper of the settings holds for what is printed, also after a new start.
func TestPaperIsChosenOnce(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.memory.setting[settingPaper] = paperLetter
	s.open("home")
	if s.w.paper != paperLetter {
		t.Errorf("the paper is %q", s.w.paper)
	}
	s.memory.setting[settingPaper] = "papyrus"
	if s.reopen("home"); s.w.paper != paperA4 {
		t.Errorf("the paper is %q", s.w.paper)
	}
}

// TestEachListIsPrinted: reports, people and what changed.
func TestEachListIsPrinted(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	d := &door{}
	s.ports.Saved = d
	s.open("people").tab("Save the list…").enter().key("Down").key("Down").tab("Save list").enter()
	s.shows("Saved.", "Print them from there.")
	if len(s.pdfs()) != 1 || len(d.opened) != 1 {
		t.Errorf("made %q and opened %q", s.pdfs(), d.opened)
	}
}

// TestThePageOfAPersonIsPrinted: the pages have what the page says, in its order, and none of its buttons.
func TestThePageOfAPersonIsPrinted(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	d := &door{}
	s.ports.Saved = d
	s.open("person/ada")
	doc := s.w.pageDocument(s.w.current.Object(), "Northgate")
	var text strings.Builder
	if err := report.WriteText(&text, doc); err != nil {
		t.Fatal(err)
	}
	last := 0
	for _, want := range []string{"Ada Boateng", "Account", "Sign-in", "Sign-in methods", "Admin roles",
		"Policies that apply"} {
		at := strings.Index(text.String()[last:], want)
		if at < 0 {
			t.Fatalf("the pages lack %q, or have it elsewhere:\n%s", want, text.String())
		}
		last += at
	}
	if strings.Contains(text.String(), "Print") || strings.Contains(text.String(), "Read the groups now") {
		t.Errorf("the pages have a button:\n%s", text.String())
	}
	s.tab("Print").enter().shows("Saved.", "Print them from there.")
	if len(d.opened) != 1 {
		t.Errorf("opened %q", d.opened)
	}
	s.tab("Dismiss").enter().hides("Print them from there.")
}
