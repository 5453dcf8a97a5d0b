package screens

import (
	"strings"
	"testing"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// TestWhatIsCopiedIsWhatIsShown: each table and list is copied whole, with the words that are shown, and a search
// copies what it found.
func TestWhatIsCopiedIsWhatIsShown(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.open("home")
	var people []report.Entry
	for _, name := range []string{"Ada Boateng", "Ben Cole", "Col Dunn", "Eve Fry", "Gus Hay", "Ida Jay", "Kim Low",
		"Max Nye",
		"Ola Pym"} {
		people = append(people, report.Entry{Title: name, State: "Must register", Severity: report.Warning})
	}
	doc := &report.Document{Blocks: []report.Block{
		report.Table{Columns: []string{"Policy", "State"},
			Rows: [][]string{{"Admins:\trequire\nMFA", "on"}, {"Guests", "off"}}},
		report.Entries{Items: people}}}
	s.w.body.Objects[0] = parts.NewPage("Test", "", drawDocument(doc, BlockEvents{Copy: s.w.copy}))
	s.w.body.Refresh()
	s.tab("Copy table").enter().shows("Copied 3 lines.")
	if got := s.w.app.Clipboard().Content(); got != "Policy\tState\nAdmins: require MFA\ton\nGuests\toff\n" {
		t.Errorf("copied %q", got)
	}
	s.tab("Copy list").enter().shows("Copied 9 lines.")
	got := s.w.app.Clipboard().Content()
	if strings.Count(got, "\n") != 9 || !strings.HasPrefix(got, "Ada Boateng\tMust register\n") {
		t.Errorf("copied %q", got)
	}
	c := s.w.Win.Canvas()
	for range 9 { // back to the search
		if c.FocusPrevious(); nameOf(c.Focused()) == "" {
			break
		}
	}
	s.write("ben").tab("Copy list").enter().shows("Copied 1 line.")
	if got := s.w.app.Clipboard().Content(); got != "Ben Cole\tMust register\n" {
		t.Errorf("of what was found, copied %q", got)
	}
}

// TestTheListOfPeopleIsCopied takes the same rows as a saved table has.
func TestTheListOfPeopleIsCopied(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	s.open("people").tab("Save the list…").enter().key("Down").key("Down").key("Down").tab("Save list").enter().shows("Copied.")
	got := s.w.app.Clipboard().Content()
	if !strings.HasPrefix(got, "Name\tSign-in name\tEmail") || !strings.Contains(got, "Ada") {
		t.Errorf("copied %q", got)
	}
}
