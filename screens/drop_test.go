package screens

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"handrail/app/guide"
	"handrail/app/task"
)

// TestADroppedFileAnswersAQuestion: a file becomes the answer to the first empty question
// that takes one, and to no other.
func TestADroppedFileAnswersAQuestion(t *testing.T) {
	line := func(name string, file bool) guide.Ask {
		return guide.Ask{Name: name, Label: name, Hint: "Enter it.", Kind: guide.Line, File: file,
			Validate: func(*guide.Visit, string) error { return nil }}
	}
	g := guide.Guide{ID: "files", Title: "Read files", Steps: []guide.Step{{ID: "ask", Title: "Ask",
		Asks: []guide.Ask{line("name", false), line("one", true), line("two", true)}}}}
	s := newStage(t, task.Inline{})
	s.ports.Guides = append(s.ports.Guides, g)
	s.open("guides")
	s.w.startVisit(g)
	drop := func(paths ...string) {
		var all []fyne.URI
		for _, path := range paths {
			all = append(all, storage.NewFileURI(path))
		}
		s.w.dropped(all)
	}
	typed := func() map[string]string { return s.wizard().typed() }
	drop("/mails/a.eml", "/mails/b.eml")
	if got := typed(); got["name"]+got["one"]+got["two"] != "" {
		t.Errorf("two files became an answer: %v", got)
	}
	drop("/mails/a.eml")
	drop("/mails/b.eml")
	if got := typed(); got["name"] != "" || got["one"] != "/mails/a.eml" || got["two"] != "/mails/b.eml" {
		t.Errorf("the answers are %v", got)
	}
	drop("/mails/c.eml")
	if got := typed(); got["one"] != "/mails/c.eml" || got["two"] != "/mails/b.eml" {
		t.Errorf("with nothing empty: %v", got)
	}
	for _, v := range s.memory.visits {
		if v.Drafts["two"] != "/mails/b.eml" {
			t.Errorf("what was dropped is not saved as a draft: %v", v.Drafts)
		}
	}
}
