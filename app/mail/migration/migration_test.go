package migration

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/powershell"
)

// read reads an export that is text.
func read(t testing.TB, text string) Export {
	t.Helper()
	rows, err := powershell.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return Read(rows)
}

// one reads an export of one person.
func one(t testing.TB, text string) *Person {
	t.Helper()
	e := read(t, text)
	if len(e.People) != 1 {
		t.Fatalf("%d people in %s", len(e.People), text)
	}
	return &e.People[0]
}

// user returns a migration user of a batch as JSON, with more values behind.
func user(grade, more string) string {
	return `{"Identity":"ann@example.org","BatchId":"Wave 1","Status":"Synced","DataConsistencyScore":` + grade +
		more + `}`
}

const open = `,"HasUnapprovedSkippedItems":true`

// Every grade with what follows from it. Microsoft's grade alone decides, never a number of
// items.
func TestDecide(t *testing.T) {
	const listed = `,"SkippedItemCount":1,"SkippedItems":[{"Kind":"CorruptItem","FolderName":"Inbox"}]`
	for name, c := range map[string]struct {
		row  string
		want Decision
	}{
		"perfect":          {user(`"Perfect"`, ""), Decision{Act: ActComplete}},
		"good, 5,000 gone": {user(`"Good"`, `,"SkippedItemCount":5000`), Decision{Act: ActComplete}},
		"an object":        {user(`{"value":2,"Value":"Good"}`, ""), Decision{Act: ActComplete}},
		"the name first":   {user(`{"Value":"Poor","value":4}`, ""), Decision{Act: ActSupport}},
		"investigate":      {user(`"Investigate"`, open+listed), Decision{Act: ActApprove}},
		"one, yet poor":    {user(`"Poor"`, open+listed), Decision{Act: ActSupport}},
		"approved": {user(`"Investigate"`, `,"SkippedItemCount":1,"HasUnapprovedSkippedItems":false`),
			Decision{Act: ActComplete}},
		"approved, poor": {user(`"Poor"`, `,"HasUnapprovedSkippedItems":false`), Decision{Act: ActSupport}},
		"the list is lost": {user(`"Investigate"`, open+`,"SkippedItemCount":9,"SkippedItems":{}`),
			Decision{Act: ActList}},
		"no list":   {user(`"Investigate"`, open+`,"SkippedItemCount":9`), Decision{Act: ActList}},
		"no number": {user(`"Investigate"`, open), Decision{Act: ActList}},
		"too deep": {user(`"Investigate"`, open+`,"SkippedItemCount":1,"SkippedItems":["@{Kind=CorruptItem}"]`),
			Decision{Act: ActList}},
		"half a list": {user(`"Investigate"`, open+`,"SkippedItemCount":3,`+
			`"SkippedItems":[{"Kind":"CorruptItem","Subject":"a"}]`),
			Decision{ActApprove, ReasonOpenList}},
		"not known whether approved": {user(`"Investigate"`, listed), Decision{ActApprove, ReasonOpenState}},
		"a number":                   {user(`3`, ""), Decision{ActUnread, ReasonNumber}},
		"another number":             {user(`"4"`, ""), Decision{ActUnread, ReasonNumber}},
		"a new word":                 {user(`"Splendid"`, ""), Decision{ActUnread, ReasonWord}},
		"the name of a type": {user(`"Microsoft.Exchange.Data.Score.Grade"`, ""),
			Decision{ActUnread, ReasonAbsent}},
		"not graded, none skipped": {user(`""`, `,"SkippedItemCount":0`), Decision{ActComplete, ReasonNoGrade}},
		"null, none skipped":       {user(`null`, `,"SkippedItemCount":0`), Decision{ActComplete, ReasonNoGrade}},
		"not graded, some skipped": {user(`""`, `,"SkippedItemCount":4`), Decision{ActList, ReasonNoGrade}},
		"not graded, not counted":  {user(`""`, ""), Decision{ActList, ReasonNoGrade}},
		"no grade in the export": {`{"Identity":"a","BatchId":"W","Status":"Synced","SkippedItemCount":0}`,
			Decision{ActUnread, ReasonAbsent}},
		"completed, a number": {`{"Identity":"a","BatchId":"W","Status":"Completed","DataConsistencyScore":3}`,
			Decision{ActDone, ReasonNumber}},
		"completed with warnings": {`{"Identity":"a","BatchId":"W","Status":"CompletedWithWarnings",` +
			`"DataConsistencyScore":"Poor"}`, Decision{Act: ActDone}},
		"still copying": {`{"Identity":"a","BatchId":"W","Status":"Syncing","DataConsistencyScore":"Good"}`,
			Decision{Act: ActSync}},
		"finishing": {`{"Identity":"a","BatchId":"W","Status":"Completing","DataConsistencyScore":"Good"}`,
			Decision{Act: ActRunning}},
		"failed": {`{"Identity":"a","BatchId":"W","Status":"Failed","DataConsistencyScore":"Good"}`,
			Decision{Act: ActRetry}},
		"an unknown status": {`{"Identity":"a","BatchId":"W","Status":"Dreaming","DataConsistencyScore":"Good"}`,
			Decision{ActUnread, ReasonStatus}},
		"no status": {`{"Identity":"a","BatchId":"W","DataConsistencyScore":"Good"}`,
			Decision{ActUnread, ReasonStatus}},
		"removing": {`{"Identity":"a","BatchId":"W","Status":"Removing","DataConsistencyScore":"Good"}`,
			Decision{ActUnread, ReasonRemoving}},
	} {
		if got := one(t, c.row).Decide(); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// A person of a batch, a request without one, and a request that a batch made.
func TestWays(t *testing.T) {
	for name, c := range map[string]struct {
		row   string
		way   Way
		batch string
	}{
		"of a batch": {`{"Identity":"a","BatchId":"Wave 1","Status":"Synced"}`, InBatch, "Wave 1"},
		"no batch":   {`{"Identity":"a","BatchId":"","Status":"Synced"}`, Bare, ""},
		"null":       {`{"Identity":"a","BatchId":null,"Status":"Synced"}`, Bare, ""},
		"an identity": {`{"Identity":"a","BatchId":{"Name":"Wave 2","Id":"W2"},"Status":"Synced"}`, InBatch,
			"Wave 2"},
		"a move request":    {`{"Identity":"a","BatchName":"","BadItemsEncountered":0}`, Bare, ""},
		"a name of its own": {`{"Identity":"a","BatchName":"May","BadItemsEncountered":0}`, Bare, ""},
		"made by a batch": {`{"Identity":"a","BatchName":"MigrationService:Wave 1","BadItemsEncountered":0}`,
			InBatch, "Wave 1"},
		"not in the export": {`{"Identity":"a","SkippedItemCount":0,"Status":"Synced"}`, WayUnread, ""},
		"lost": {`{"Identity":"a","BatchId":"Microsoft.Exchange.Data.Batch.Id","Status":"Synced"}`, WayUnread,
			""},
	} {
		p := one(t, c.row)
		if p.Way != c.way || p.Batch != c.batch {
			t.Errorf("%s: %s, %q", name, p.Way, p.Batch)
		}
		if _, err := Complete([]*Person{p}); (err == nil) != (c.way != WayUnread) {
			t.Errorf("%s: a command for %s: %v", name, p.Way, err)
		}
	}
	both := read(t, `[{"Identity":"a","BatchId":"Wave 1","Status":"Synced"},
		{"Identity":"b","BatchName":"MigrationService:Wave 1","BadItemsEncountered":0},
		{"Identity":"c","BatchName":"MigrationService:Wave 9","BadItemsEncountered":0},
		{"Identity":"d","BatchName":"","BadItemsEncountered":0}]`)
	var names []string
	for _, p := range both.People {
		names = append(names, p.Identity)
	}
	if !slices.Equal(names, []string{"a", "c", "d"}) { // b is the request behind a
		t.Errorf("people: %v", names)
	}
}

// Absent is not false, zero is not none.
func TestWhatIsNotKnown(t *testing.T) {
	p := one(t, `{"Identity":"a","BatchId":"W"}`)
	if p.Skipped.Known || p.Synced.Known || p.Unapproved != Unread || p.OwnDate != Unread || p.Held != Unread ||
		p.List != ListOpen || p.State != StateUnread || p.Grade != GradeUnread {
		t.Errorf("%+v", p)
	}
	p = one(t, `{"Identity":"a","BatchId":"W","SkippedItemCount":0,"SyncedItemCount":0,
		"HasUnapprovedSkippedItems":false,"CompleteAfter":null,"PreventCompletion":false,
		"SuspendWhenReadyToComplete":false}`)
	none := Count{0, true}
	if p.Skipped != none || p.Synced != none || p.Unapproved != No || p.OwnDate != No || p.Held != No ||
		p.List != ListNone {
		t.Errorf("%+v", p)
	}
	for name, c := range map[string]struct {
		value string
		own   Answer
		waits bool
	}{
		"a date":             {`"2026-12-01T09:00:00Z"`, Yes, true},
		"Windows":            {`"\/Date(1796115600000)\/"`, Yes, true},
		"past":               {`"2026-11-01T09:00:00Z"`, Yes, false},
		"the year 1":         {`"0001-01-01T00:00:00"`, No, false},
		"in German":          {`"01.12.2026 09:00:00"`, Unread, false},
		"an empty text":      {`""`, No, false},
		"the name of a type": {`"System.DateTime"`, Unread, false},
	} {
		p := one(t, `{"Identity":"a","BatchId":"W","CompleteAfter":`+c.value+`}`)
		if p.OwnDate != c.own || p.Waits(time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)) != c.waits {
			t.Errorf("%s: %s, %v", name, p.OwnDate, p.CompleteAfter)
		}
	}
	e := read(t, `[{"Identity":"a","BatchId":"W","Status":"Synced"},{"Name":"x"},{"Identity":"y"}]`)
	if e.Unread != 2 || len(e.People) != 1 {
		t.Errorf("%+v", e)
	}
	var lost []string
	for _, l := range e.Lost {
		lost = append(lost, l.Name)
		if l.Command == "" || l.Label == "" {
			t.Errorf("%s: no command brings it", l.Name)
		}
	}
	if !slices.Equal(lost, []string{"DataConsistencyScore", "SkippedItems", "HasUnapprovedSkippedItems"}) {
		t.Errorf("lost: %v", lost)
	}
}

// The three counts of a move request are one number, if all are known.
func TestMoveRequests(t *testing.T) {
	const row = `{"DisplayName":"Ann","Identity":"ann","Status":"AutoSuspended","BatchName":null,` +
		`"DataConsistencyScore":"Investigate","BadItemsEncountered":2,"LargeItemsEncountered":1`
	p := one(t, row+`,"MissingItemsEncountered":0,"Report":{"BadItems":[{"Kind":"CorruptItem","FolderName":"Inbox"},
		{"Kind":"CorruptFolderACL","FolderName":"Calendar"}],
		"LargeItems":[{"Kind":"LargeItem","FolderName":"Inbox"}]}}`)
	if (p.Skipped != Count{3, true}) || p.List != ListWhole || p.State != Synced || p.Way != Bare ||
		p.Name != "Ann" ||
		p.Content() != (Content{Items: 2, Permissions: 1}) {
		t.Errorf("%+v", p)
	}
	if p := one(t, row+`}`); p.Skipped.Known || p.List != ListOpen || p.Decide().Act != ActList {
		t.Errorf("without one count: %+v", p)
	}
	steps, err := Complete([]*Person{p})
	const want = "Set-MoveRequest -Identity 'ann' -SuspendWhenReadyToComplete $false -PreventCompletion $false " +
		"-CompleteAfter ([DateTime]::UtcNow)\nResume-MoveRequest -Identity 'ann'\n"
	if err != nil || steps.Change.Text != want {
		t.Errorf("%v\n%s", err, steps.Change.Text)
	}
}

func TestItems(t *testing.T) {
	for kind, want := range map[string]string{"CorruptItem": "damaged messages or items",
		"corruptfolderacl": "folder permissions", "Unheard": "Unheard", "": "kind not named"} {
		if got := KindText(kind, 2); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
	// A list of its own names the person by the label that scripts give it.
	e := read(t, `[`+user(`"Investigate"`, open+`,"SkippedItemCount":2,"SkippedItems":{}`)+`,
		{"UserIdentity":"ANN@example.org","Kind":"CorruptItem","FolderName":"Inbox","Subject":"a"},
		{"UserIdentity":"ann@example.org","Kind":"MissingItem","FolderName":"Inbox","Subject":"b"},
		{"Kind":"Unheard","FolderName":"Notes","Subject":"c"}]`)
	if p := e.People[0]; p.List != ListWhole || len(p.Losses) != 2 || p.Decide().Act != ActApprove {
		t.Errorf("%+v", p)
	}
	if len(e.Loose) != 1 || e.Loose[0] != (Loss{"Unheard", "Notes", 1}) {
		t.Errorf("without a person: %v", e.Loose)
	}
}

// Every word of the file means something that this package knows.
func TestWords(t *testing.T) {
	known := map[string][]string{"grade": {"perfect", "good", "investigate", "poor"},
		"state": {"syncing", "synced", "completing", "completed", "failed", "stopped", "removing"},
		"kind":  {"item", "folder", "permission", "setting"}}
	for name, w := range words {
		about, _, _ := strings.Cut(name, " ")
		if !slices.Contains(known[about], w.means) || about == "kind" && (w.one == "" || w.many == "") {
			t.Errorf("%s: %+v", name, w)
		}
	}
}
