package migration

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/report"
)

var now = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)

// without are services of someone without an organisation and without files.
func without() deps {
	return deps{services.Services{Now: func() time.Time { return now }}, &export.Memory[data]{}}
}

// visit returns a visit with answers.
func visit(answers ...string) *guide.Visit {
	v := &guide.Visit{Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	for i := 0; i < len(answers); i += 2 {
		v.Answers[answers[i]] = answers[i+1]
	}
	return v
}

// look runs a look.
func look(t *testing.T, f func(d deps, v *guide.Visit) (*report.Document, error), v *guide.Visit) *report.Document {
	t.Helper()
	doc, err := f(without(), v)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func people(d deps, v *guide.Visit) (*report.Document, error) {
	return d.lookPeople(context.Background(), v, nil)
}
func loss(d deps, v *guide.Visit) (*report.Document, error) {
	return d.lookLoss(context.Background(), v, nil)
}
func decide(d deps, v *guide.Visit) (*report.Document, error) {
	return d.lookDecide(context.Background(), v, nil)
}
func after(d deps, v *guide.Visit) (*report.Document, error) {
	return d.lookAfter(context.Background(), v, nil)
}

// sixPeople returns the example by others as text.
func sixPeople(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "migration"),
		"migration-users.composed.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// rows returns the people of a document for programs, by identity.
func rows(t *testing.T, doc *report.Document) map[string]map[string]any {
	t.Helper()
	all := map[string]map[string]any{}
	for _, b := range doc.Blocks {
		list, ok := b.(report.Entries)
		if !ok || list.Name != "people" {
			continue
		}
		for _, item := range list.Items {
			one := map[string]any{}
			if err := json.Unmarshal(item.Program(), &one); err != nil {
				t.Fatal(err)
			}
			all[one["identity"].(string)] = one
		}
	}
	return all
}

// TestCases are the cases 7-01 to 7-06 of the examples by others, as programs read them.
func TestCases(t *testing.T) {
	doc := look(t, people, visit(askExport, sixPeople(t)))
	all := rows(t, doc)
	for name, want := range map[string]map[string]any{
		"anna": {"grade": "perfect", "act": "complete", "way": "batch", "list": "none",
			"command": "Set-MigrationUser -Identity 'anna@contoso.example' -CompleteAfter ([DateTime]::UtcNow)"},
		"ben": {"grade": "good", "act": "complete", "gradeText": "Good", "skipped": 14.0},
		"cara": {"grade": "investigate", "act": "list", "list": "lost", "skipped": 182.0,
			"command": "Get-MigrationUserStatistics -Identity 'cara@contoso.example' -IncludeSkippedItems | " +
				"ConvertTo-Json -Depth 5"},
		"dan": {"grade": "poor", "act": "support", "command": "", "whatIf": ""},
		"eve": {"grade": "none", "act": "complete", "reason": "no-grade", "way": "bare", "unapproved": "unknown",
			"command": "Set-MoveRequest -Identity 'eve@contoso.example' -SuspendWhenReadyToComplete $false " +
				"-PreventCompletion $false -CompleteAfter ([DateTime]::UtcNow)"},
		"fay": {"grade": "unknown", "gradeText": "3", "act": "done", "reason": "grade-number", "command": ""},
	} {
		for field, value := range want {
			if got := all[name+"@contoso.example"][field]; got != value {
				t.Errorf("%s: %s is %v, want %v", name, field, got, value)
			}
		}
	}
	for fact, want := range map[string]string{"people": "6", "can-finish": "3", "support": "1", "grade-unknown": "1",
		"not-graded": "1", "complete": "1", "act-unknown": "1"} {
		if got := doc.Facts()[fact]; got != want {
			t.Errorf("%s is %s, want %s", fact, got, want)
		}
	}
	lost := look(t, loss, visit(askExport, sixPeople(t))).Facts()
	if lost["lost-items"] != "unknown" || lost["lost-permissions"] != "unknown" {
		t.Errorf("7-03: the list is lost, and the losses are %v", lost)
	}
}

// exported returns an export of people, each "name grade more".
func exported(people ...string) string {
	var all []string
	for _, p := range people {
		f := strings.SplitN(p+"  ", " ", 3)
		all = append(all, `{"Identity":"`+f[0]+`@example.org","BatchId":"Wave 1","Status":"Synced",`+
			`"DataConsistencyScore":"`+f[1]+`","SkippedItemCount":0,"SkippedItems":[],`+
			`"HasUnapprovedSkippedItems":false,"CompleteAfter":null`+
			strings.TrimSpace(f[2])+`}`)
	}
	return "[" + strings.Join(all, ",") + "]"
}

// toApprove has two messages and three permissions that wait for an approval.
const toApprove = `,"SkippedItemCount":5,"HasUnapprovedSkippedItems":true,"SkippedItems":[
	{"Kind":"CorruptItem","FolderName":"Inbox"},{"Kind":"CorruptItem","FolderName":"Inbox"},
	{"Kind":"CorruptFolderACL","FolderName":"Calendar"},{"Kind":"CorruptFolderACL","FolderName":"Calendar"},
	{"Kind":"CorruptFolderACL","FolderName":"Calendar"}]`

// codes returns the codes of the findings, with their subjects.
func codes(doc *report.Document) string {
	var all []string
	for _, f := range doc.Findings() {
		all = append(all, strings.TrimSuffix(f.Code+":"+f.Subject, ":"))
	}
	return " " + strings.Join(all, " ") + " "
}

// Case 7-07: an approval of the batch finishes three of four, one stays, and the batch keeps
// its grade.
func TestApproveABatch(t *testing.T) {
	v := visit(askExport, exported("a Perfect", "b Good", "c Investigate "+toApprove, "d Poor"),
		askDo, doApprove, askFor, forBatch, askBatch, "wave 1")
	doc := look(t, decide, v)
	for fact, want := range map[string]string{"chosen": "4", "finish": "3", "stay": "1", "worst-grade": "poor"} {
		if got := doc.Facts()[fact]; got != want {
			t.Errorf("%s is %s, want %s", fact, got, want)
		}
	}
	for _, code := range []string{" batch-poor:wave 1 ", " stays:d@example.org ", " no-undo ", " until-now "} {
		if !strings.Contains(codes(doc), code) {
			t.Errorf("%s is not in %s", code, codes(doc))
		}
	}
	h, err := without().handRun(t.Context(), v)
	if err != nil || !strings.Contains(codeOf(h, 1), "Set-MigrationBatch -Identity 'Wave 1' -ApproveSkippedItems") {
		t.Errorf("%v, %+v", err, h)
	}
}

// Case 7-08: who has a later date waits for it, and is named before the command.
func TestCompleteABatch(t *testing.T) {
	text := exported("a Perfect", `b Good ,"CompleteAfter":"2026-12-01T09:00:00Z"`)
	v := visit(askExport, text, askDo, doComplete, askFor, forBatch, askBatch, "Wave 1")
	doc := look(t, decide, v)
	f := doc.Facts()
	if f["finish"] != "1" || f["wait"] != "1" || !strings.Contains(codes(doc), " waits:b@example.org ") {
		t.Errorf("%v, %s", f, codes(doc))
	}
	// The command for one person replaces the date: it is not offered, and said.
	if got := without().load(v).fitting(doComplete, now); got != "a@example.org" {
		t.Errorf("offered: %q", got)
	}
	v = visit(askExport, text, askDo, doComplete, askFor, forPeople, askPeople, "b@example.org")
	if doc := look(t, decide, v); !strings.Contains(codes(doc), " date-replaced:b@example.org ") ||
		doc.Facts()["wait"] != "0" {
		t.Errorf("%v, %s", doc.Facts(), codes(doc))
	}
}

// Two messages and three permissions are not "5 bad items".
func TestLoss(t *testing.T) {
	doc := look(t, loss, visit(askExport, exported("c Investigate "+toApprove)))
	if f := doc.Facts(); f["lost-items"] != "2" || f["lost-permissions"] != "3" || f["lost-others"] != "0" {
		t.Errorf("%v", f)
	}
	if f := doc.Findings()[0]; f.Text != "2 messages or items and 3 permissions." {
		t.Errorf("%+v", f)
	}
}

// A new export shows whether it is complete; someone who is not in it is not.
func TestAfter(t *testing.T) {
	before := exported("a Perfect", "b Good")
	done := strings.ReplaceAll(before, "Synced", "Completed")
	for name, c := range map[string]struct{ after, completed string }{
		"complete": {done, "yes"}, "one of two": {strings.Replace(before, "Synced", "Completed", 1), "no"},
		"one is gone": {strings.ReplaceAll(exported("a Perfect"), "Synced", "Completed"), "unknown"},
		"nothing":     {"", "unknown"}, "empty": {"[]", "unknown"}, "damaged": {"[{", "unknown"},
	} {
		v := visit(askExport, before, askDo, doComplete, askFor, forPeople, askPeople, "a@example.org\nb@example.org",
			askAfter, c.after)
		if got := look(t, after, v).Facts()["completed"]; got != c.completed {
			t.Errorf("%s: %s, want %s", name, got, c.completed)
		}
	}
}

// What was pasted and cannot be read is said, and no number is made of it.
func TestUnreadable(t *testing.T) {
	for _, text := range []string{"", "[{", "[]", `[{"Name":"x"}]`} {
		for name, f := range map[string]func(deps, *guide.Visit) (*report.Document, error){"people": people,
			"decide": decide} {
			doc := look(t, f, visit(askExport, text, askDo, doComplete, askFor, forPeople))
			if doc.MaxSeverity() != report.Unknown || doc.Facts()["people"]+doc.Facts()["chosen"] != "unknown" {
				t.Errorf("%s of %q: %v, %s", name, text, doc.Facts(), codes(doc))
			}
		}
	}
}

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }

func TestTheLeadSaysWhatWouldBeLost(t *testing.T) {
	for want, export := range map[string]string{
		"2 messages or items and 3 permissions of 1 person would be lost.": exported("c Investigate "+toApprove, "d Perfect"),
		"Nothing would be lost.":              exported("d Perfect"),
		"It is not known what would be lost.": exported(`d Good ,"SkippedItemCount":7,"SkippedItems":"{}"`),
	} {
		doc := look(t, loss, visit(askExport, export))
		if b, ok := doc.Blocks[0].(report.Banner); !ok || b.Lead != want {
			t.Errorf("the page begins with %+v, want %q", doc.Blocks[0], want)
		}
	}
}
