package migration

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/mail/migration"
	"handrail/app/report"
)

// codeOf returns the text of the code blocks of a handover, by their place.
func codeOf(h *guide.Handover, at int) string {
	var all []string
	for _, b := range h.Blocks {
		if c, ok := b.(report.Code); ok {
			all = append(all, c.Text)
		}
	}
	if at >= len(all) {
		return ""
	}
	return all[at]
}

// Every command asks first, and there is none for someone whom only Microsoft can help, for
// someone whose list no one has seen, and for someone whose batch is not known.
func TestCommands(t *testing.T) {
	export := exported("c Investigate "+toApprove, "d Poor "+toApprove,
		`e Investigate ,"SkippedItemCount":9,"SkippedItems":{},"HasUnapprovedSkippedItems":true`,
		`f Good ,"BatchId":"System.Object"`, `g Good ,"BatchId":null`, `h Good ,"Status":"Failed"`)
	for name, c := range map[string]struct {
		do, people string
		change     string // "" where there is no command
	}{
		"approve": {doApprove, "c@example.org",
			"Set-MigrationUser -Identity 'c@example.org' -ApproveSkippedItems"},
		"poor":            {doApprove, "d@example.org", ""},
		"no list":         {doApprove, "e@example.org", ""},
		"no need":         {doApprove, "g@example.org", ""},
		"not approved":    {doComplete, "c@example.org", ""},
		"batch not known": {doComplete, "f@example.org", ""},
		"no batch": {doComplete, "G@example.org", "Set-MoveRequest -Identity 'g@example.org' " +
			"-SuspendWhenReadyToComplete $false -PreventCompletion $false -CompleteAfter ([DateTime]::UtcNow)"},
		"failed":     {doRetry, "h@example.org", "Start-MigrationBatch -Identity 'Wave 1'"},
		"a stranger": {doComplete, "z@example.org", ""},
		"nobody":     {doComplete, "", ""},
	} {
		v := visit(askExport, export, askDo, c.do, askFor, forPeople, askPeople, c.people)
		h, err := without().handRun(t.Context(), v)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.change == "" {
			if h.Nothing == "" || codeOf(h, 0) != "" {
				t.Errorf("%s: %+v", name, h)
			}
			continue
		}
		if codeOf(h, 1) != c.change || !strings.Contains(codeOf(h, 0), c.change+" -WhatIf") {
			t.Errorf("%s: %q, %q", name, codeOf(h, 0), codeOf(h, 1))
		}
		if last, ok := h.Blocks[3].(report.Heading); !ok || last.Text != "Undo" {
			t.Errorf("%s: it is not said how it is undone: %+v", name, h.Blocks)
		}
	}
	unseen := visit(askExport, export, askDo, doApprove, askFor, forBatch, askBatch, "Wave 1")
	if !strings.Contains(codes(look(t, decide, unseen)), " unseen ") {
		t.Error("it is not said that no one has seen the list")
	}
	if h, err := without().handRun(t.Context(), unseen); err != nil || !strings.Contains(h.Nothing, "e@example.org") {
		t.Errorf("a batch with a list that no one has seen is approved: %v, %+v", err, h)
	}
}

// Someone whose list no one has seen gets no command, so an approval does not let them finish.
func TestAnApprovalOfOneNeedsTheList(t *testing.T) {
	text := exported("c Investigate "+toApprove,
		`e Investigate ,"SkippedItemCount":9,"SkippedItems":{},"HasUnapprovedSkippedItems":true`)
	for people, want := range map[string]string{"c@example.org": "1 0", "e@example.org": "0 1",
		"c@example.org\ne@example.org": "1 1"} {
		v := visit(askExport, text, askDo, doApprove, askFor, forPeople, askPeople, people)
		f := look(t, decide, v).Facts()
		if got := f["finish"] + " " + f["open"]; got != want {
			t.Errorf("%s: %s, want %s", people, got, want)
		}
	}
}

// TestAPersonWithoutAnAddressHasAShortID: of a mailbox that Exchange names by an ID only, the page shows its end and
// a program gets all of it.
func TestAPersonWithoutAnAddressHasAShortID(t *testing.T) {
	const id = "6f0c1f5e-2d0b-4a57-9d0e-0b8f3f8f1c11"
	people := []*migration.Person{{Name: "Food bank", Identity: id}, {Name: "Ann", Identity: "ann@example.org"}}
	items := without().entries(people).Items
	for i, want := range []string{"with an ID that ends in 8f1c11", "ann@example.org"} {
		if items[i].About != want || !strings.Contains(string(items[i].Data), people[i].Identity) {
			t.Errorf("about %q, want %q; data %s", items[i].About, want, items[i].Data)
		}
	}
}
