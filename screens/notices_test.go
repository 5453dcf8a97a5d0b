package screens

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"handrail/app/task"
	"handrail/assets/notices"
)

// TestTheLicencesOfOthersAreShown: from the settings to the text of each, without a network, and back.
func TestTheLicencesOfOthersAreShown(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.open("settings").tab("Show open-source licences").enter()
	s.shows("Open-source licences", "fyne.io/fyne/v2", "Microsoft’s schemas of the unified manifest", "FTL")
	s.tab("Copy all licences").enter()
	if got := s.w.app.Clipboard().Content(); got != notices.Text() {
		t.Errorf("%d bytes are copied", len(got))
	}
	z := s.w.current.(*noticesPage)
	for _, c := range notices.Components() {
		z.show(c.Name)
		said := strings.Join(strings.Fields(s.text()), " ")
		for _, text := range c.Texts {
			last := text[strings.LastIndex(text, "\n")+1:]
			if !strings.Contains(said, strings.Join(strings.Fields(last), " ")) {
				t.Errorf("%s: the end %q is not shown", c.Name, last)
			}
		}
	}
	s.key(fyne.KeyEscape).shows("Copy all licences")
	s.key(fyne.KeyEscape).shows("Text size")
}
