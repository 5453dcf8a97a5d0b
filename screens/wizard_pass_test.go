package screens

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"handrail/app/guide/passon"
	"handrail/app/task"
)

// TestAStepIsHandedToSomeoneElse: one file with all that the step says, an answer that comes back into the same step,
// also after a new start, and a step that is not completed by it.
func TestAStepIsHandedToSomeoneElse(t *testing.T) {
	s, d := newStage(t, task.Inline{}), &door{}
	s.ports.Saved = d
	s.begin().upTo("hand").tab("Ask someone to do this").enter()
	s.w.focus(s.wizard().pass.who.Entry())
	s.write("Your web host").tab("Save as a web page").enter().shows("Saved.", "Send this file to the person who does it:")
	files, _ := filepath.Glob(filepath.Join(s.ports.SaveFolder, "Carry the wood*.html"))
	if len(files) != 1 || !slices.Equal(d.wrote, files) {
		t.Fatalf("saved %q, the door knows %q", files, d.wrote)
	}
	page, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Carry the wood: for Your web host", "Ask Ama for the key.", "v=b1; id=1;", "a/b.txt",
		"https://admin.microsoft.com/", "Carry it."} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	s.tab("Save as PDF").enter()
	if len(s.pdfs()) != 1 {
		t.Errorf("as PDF there is %q", s.pdfs())
	}

	// The answer comes back days later.
	s.reopen("home")
	s.w.openVisit(s.only().ID, "hand", false)
	s.shows("Your web host has this step since 22 Nov 2026 09:14.")
	code := s.wizard().request().Code
	answer := "> HANDRAIL ANSWER\n> Request: " + code + "\n> Result: partly\n> Steps not done: 2\n> Name: Kim Low\n" +
		"> Date: 25 November\n> Note: We carry it on Monday.\n> END OF ANSWER\n"
	file := filepath.Join(t.TempDir(), "answer.txt")
	if err := os.WriteFile(file, []byte(answer), 0o600); err != nil {
		t.Fatal(err)
	}
	s.w.dropped([]fyne.URI{storage.NewFileURI(file)})
	s.shows("Kim Low says: a part of it is done.", "Handrail has not checked this.", "We carry it on Monday.",
		"25 November",
		"Carry it up in two loads.")
	if got := s.wizard().s.Checked(); !slices.Equal(got, []string{"Ask Ama for the key."}) {
		t.Errorf("ticked off is %q", got)
	}
	s.at("hand", "show")
	if n := len(s.memory.entries); n != 1 || !strings.Contains(s.memory.entries[0].New, "Kim Low\npartly") {
		t.Errorf("the change log has %+v", s.memory.entries)
	}
	s.reopen("home")
	s.w.openVisit(s.only().ID, "hand", false)
	s.shows("Kim Low says: a part of it is done.")
	s.wizard().Main()
	s.at("check", "show")
}

// TestAnAnswerOfAnotherStepIsRefused: also one that says nothing, and one to an earlier version is told as such and
// ticks off nothing.
func TestAnAnswerOfAnotherStepIsRefused(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("hand").tab("Ask someone to do this").enter()
	z := s.wizard()
	code := z.request().Code
	for text, want := range map[string]string{"": "There is no answer in this text.",
		"Request: AAAAA-BBBBB\nResult: done": "This answer belongs to another step",
		"Request: " + code + "\nResult:":     "The answer does not say whether it is done."} {
		z.addAnswer([]byte(text))
		if s.shows(want); passon.Read(z.s.PassedOn()).Answer != nil {
			t.Errorf("%q was taken", text)
		}
	}
	older := code[:6] + "AAAAA"
	z.addAnswer([]byte("Request: " + older + "\nResult: done\nName: Kim"))
	s.shows("Kim says: it is done.", "an earlier version of the step")
	if got := z.s.Checked(); len(got) > 0 {
		t.Errorf("an answer to an earlier version ticked off %q", got)
	}
}
