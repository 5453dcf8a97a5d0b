package guide_test

import (
	"reflect"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

// TestTextToCopyStandsAfterTheSteps: what to do comes before the text to copy; warnings come first, and
// without steps nothing moves.
func TestTextToCopyStandsAfterTheSteps(t *testing.T) {
	note := report.Banner{Tone: report.Note, Lead: "Record first."}
	heading, code := report.Heading{Text: "On another computer"}, report.Code{Label: "Then: change", Text: "Set-It"}
	text, warning := report.Text{Text: "Handrail cannot undo it."}, report.Banner{Tone: report.Warning, Text: "It is off."}
	h := guide.Handover{Todo: []string{"Open PowerShell."}, Blocks: []report.Block{note, heading, code, text, warning}}
	before, after := h.Parts()
	if want := []report.Block{note, warning}; !reflect.DeepEqual(before, want) {
		t.Errorf("before the steps stands %v, want %v", before, want)
	}
	if want := []report.Block{heading, code, text}; !reflect.DeepEqual(after, want) {
		t.Errorf("after the steps stands %v, want %v", after, want)
	}
	if !reflect.DeepEqual(h.Blocks, []report.Block{note, heading, code, text, warning}) {
		t.Error("the blocks themselves were changed")
	}
	h.Todo = nil
	if before, after = h.Parts(); len(before) != 5 || after != nil {
		t.Errorf("without steps there is %v, then %v", before, after)
	}
}
