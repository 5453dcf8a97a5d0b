package migration

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/report"
)

// TestTheAnswerIsNotGreenWhileSomeoneIsNotKnown: who is not known is named in the answer.
func TestTheAnswerIsNotGreenWhileSomeoneIsNotKnown(t *testing.T) {
	doc := look(t, people, visit(askExport, `[{"Identity":"a@x.example","BatchId":"W","Status":"Synced",`+
		`"DataConsistencyScore":"Perfect","SkippedItemCount":0},{"Identity":"b@x.example","BatchId":"W",`+
		`"Status":"Synchronisiert","DataConsistencyScore":"Gut"}]`))
	for _, b := range doc.Blocks {
		banner, ok := b.(report.Banner)
		if !ok {
			continue
		}
		if banner.Tone == report.OK || !strings.Contains(banner.Text, "1 person can finish") {
			t.Errorf("%+v", banner)
		}
		return
	}
	t.Error("no answer")
}

// TestTheLeadSaysWhatIsKnown: that no one can finish is only said where each state is known.
func TestTheLeadSaysWhatIsKnown(t *testing.T) {
	row := func(id, status, grade string) string {
		return `{"Identity":"` + id + `","BatchId":"W","Status":"` + status + `","DataConsistencyScore":"` + grade +
			`","SkippedItemCount":0,"SkippedItems":[]}`
	}
	for want, rows := range map[string][]string{
		"It is not known who can finish without approval.":    {row("a", "Bereit", "Gut")},
		"At least 1 of 2 people can finish without approval.": {row("a", "Bereit", "Gut"), row("b", "Synced", "Good")},
		"Every migration in the export is complete.":          {row("a", "Completed", "Good")},
		"0 of 1 person can finish without approval.":          {row("a", "Syncing", "Good")},
	} {
		v := visit(askExport, "["+strings.Join(rows, ",")+"]")
		if b, ok := look(t, people, v).Blocks[0].(report.Banner); !ok || b.Lead != want {
			t.Errorf("the page begins with %+v, want %q", b, want)
		}
	}
	v := visit(askExport, "["+row("a", "Syncing", "Good")+"]")
	if b, ok := look(t, loss, v).Blocks[0].(report.Banner); !ok || b.Lead != "Nothing was skipped until now." {
		t.Errorf("still copying: %+v", b)
	}
	v = visit(askExport, "["+row("a", "Synced", "Good")+"]", askDo, doComplete, askFor, forPeople, askPeople, "zoe")
	if c := codes(look(t, decide, v)); !strings.Contains(c, "not-in-export") {
		t.Errorf("someone who is not in the export: %s", c)
	}
}

// TestTheLeadOfAChoice: the first line counts those for whom the choice does something, and no one
// who may wait.
func TestTheLeadOfAChoice(t *testing.T) {
	row := func(id, status, more string) string {
		return `{"Identity":"` + id + `","BatchId":"W","Status":"` + status + `","DataConsistencyScore":"Good",` +
			`"SkippedItemCount":0,"SkippedItems":[]` + more + `}`
	}
	both := "[" + row("a", "Synced", `,"CompleteAfter":null`) + "," + row("b", "Failed", `,"CompleteAfter":null`) + "]"
	for want, v := range map[string]*guide.Visit{
		"Your choice finishes the migration of 1 of 2 people.": visit(askExport, both, askDo, doComplete, askFor,
			forBatch, askBatch, "W"),
		"Your choice finishes the migration of up to 1 of 1 person.": visit(askExport, "["+row("a", "Synced", "")+"]",
			askDo, doComplete, askFor, forBatch, askBatch, "W"),
		"Your choice starts the migration of 1 of 2 people again.": visit(askExport, both, askDo, doRetry, askFor,
			forPeople, askPeople, "a\nb"),
		"Your approval lets 1 of 3 people finish.": visit(askExport, exported("c Investigate "+toApprove, "d Perfect",
			`e Investigate ,"SkippedItemCount":7,"HasUnapprovedSkippedItems":true,"SkippedItems":"{}"`),
			askDo, doApprove, askFor, forPeople, askPeople, "c@example.org\nd@example.org\ne@example.org"),
	} {
		doc := look(t, decide, v)
		if b, ok := doc.Blocks[0].(report.Banner); !ok || b.Lead != want {
			t.Errorf("the page begins with %+v, want %q", doc.Blocks[0], want)
		}
	}
}

// TestItemsOfNoOne: a list that names no person is a loss, and not everything.
func TestItemsOfNoOne(t *testing.T) {
	doc := look(t, loss, visit(askExport, "Kind         FolderName   Subject\n----         ----------   -------\n"+
		"CorruptItem  Inbox        A\nMissingItem  Sent Items   B\n"))
	b, ok := doc.Blocks[0].(report.Banner)
	if !ok || !strings.HasPrefix(b.Lead, "At least 2 messages or items would be lost") ||
		doc.Facts()["lost-items"] != string(report.Unknown) {
		t.Errorf("%+v, %v", doc.Blocks[0], doc.Facts())
	}
}
