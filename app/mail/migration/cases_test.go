package migration

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/powershell"
)

// sixPeople reads the example by others, by the first name of each person.
func sixPeople(t *testing.T) map[string]*Person {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "migration"),
		"migration-users.composed.json"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := powershell.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*Person{}
	e := Read(rows)
	for i := range e.People {
		name, _, _ := strings.Cut(e.People[i].Identity, "@")
		all[name] = &e.People[i]
	}
	if len(all) != 6 {
		t.Fatalf("%d people", len(all))
	}
	return all
}

// TestCases are the cases 7-01 to 7-08 of the examples by others.
func TestCases(t *testing.T) {
	six := sixPeople(t)
	for name, c := range map[string]struct {
		grade   Grade
		way     Way
		act     Act
		reason  Reason
		list    List
		command string // of the act; "" where there is none
	}{
		"anna": {Perfect, InBatch, ActComplete, "", ListNone,
			"Set-MigrationUser -Identity 'anna@contoso.example' -CompleteAfter ([DateTime]::UtcNow)\n"},
		"ben": {Good, InBatch, ActComplete, "", ListLost,
			"Set-MigrationUser -Identity 'ben@contoso.example' -CompleteAfter ([DateTime]::UtcNow)\n"},
		"cara": {Investigate, InBatch, ActList, "", ListLost, ""},
		"dan":  {Poor, InBatch, ActSupport, "", ListLost, ""},
		"eve": {NoGrade, Bare, ActComplete, ReasonNoGrade, ListNone,
			"Set-MoveRequest -Identity 'eve@contoso.example' -SuspendWhenReadyToComplete $false " +
				"-PreventCompletion $false -CompleteAfter ([DateTime]::UtcNow)\n"},
		"fay": {GradeUnread, InBatch, ActDone, ReasonNumber, ListLost, ""},
	} {
		p := six[name]
		d := p.Decide()
		if p.Grade != c.grade || p.Way != c.way || d != (Decision{c.act, c.reason}) || p.List != c.list {
			t.Errorf("%s: %+v, %+v", name, d, p)
		}
		if c.command == "" {
			continue
		}
		if s, err := Complete([]*Person{p}); err != nil || s.Change.Text != c.command {
			t.Errorf("%s: %v\n%s", name, err, s.Change.Text)
		}
	}
	if six["fay"].GradeText != "3" {
		t.Errorf("7-06: the grade is %q", six["fay"].GradeText)
	}
	if _, err := Approve([]*Person{six["dan"]}); err == nil {
		t.Error("7-04: a command forces what cannot be forced")
	}
}

// Case 7-03: first the command that brings the list, then the list, then the approval.
func TestFirstTheListThenTheApproval(t *testing.T) {
	p := sixPeople(t)["cara"]
	p.list(nil, false)
	ask, err := ReadList(p)
	const want = "Get-MigrationUserStatistics -Identity 'cara@contoso.example' -IncludeSkippedItems | " +
		"ConvertTo-Json -Depth 5"
	if err != nil || ask.Text != want {
		t.Errorf("%v: %s", err, ask.Text)
	}
	item := `{"Kind":"CorruptItem","FolderName":"Inbox"},{"Kind":"CorruptItem","FolderName":"Inbox"}` +
		strings.Repeat(`,{"Kind":"CorruptFolderACL","FolderName":"Calendar"}`, 174) +
		strings.Repeat(`,{"Kind":"CorruptFolderACL","FolderName":"Contacts"}`, 6)
	rows, err := powershell.Read([]byte("[" + item + "]"))
	if err != nil {
		t.Fatal(err)
	}
	p.list(rows, true)
	if p.List != ListWhole || p.Content() != (Content{Items: 2, Permissions: 180}) ||
		!slices.Equal(p.Losses, []Loss{{"CorruptItem", "Inbox", 2}, {"CorruptFolderACL", "Calendar", 174},
			{"CorruptFolderACL", "Contacts", 6}}) {
		t.Errorf("%s, %v", p.List, p.Losses)
	}
	if d := p.Decide(); d != (Decision{Act: ActApprove}) {
		t.Errorf("%+v", d)
	}
	s, err := Approve([]*Person{p})
	if err != nil || !strings.HasSuffix(s.Look.Text, "Set-MigrationUser -Identity 'cara@contoso.example' "+
		"-ApproveSkippedItems -WhatIf\n") || s.Change.Text != "Set-MigrationUser -Identity 'cara@contoso.example' "+
		"-ApproveSkippedItems\n" {
		t.Errorf("%v\n%s\n%s", err, s.Look.Text, s.Change.Text)
	}
}

// Case 7-07: an approval of the batch finishes three of four, and the batch stays Poor. Case
// 7-08: who has a date waits for it.
func TestBatches(t *testing.T) {
	e := read(t, `[
		{"Identity":"a","BatchId":"W","Status":"Synced","DataConsistencyScore":"Perfect","CompleteAfter":null},
		{"Identity":"b","BatchId":"W","Status":"Synced","DataConsistencyScore":"Good","CompleteAfter":null},
		{"Identity":"c","BatchId":"W","Status":"Synced","DataConsistencyScore":"Investigate","CompleteAfter":null,
		 "HasUnapprovedSkippedItems":true,"SkippedItemCount":2},
		{"Identity":"d","BatchId":"W","Status":"Synced","DataConsistencyScore":"Poor","CompleteAfter":null}]`)
	var people []*Person
	for i := range e.People {
		people = append(people, &e.People[i])
	}
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	o := ApproveAll(people, now)
	if len(o.Finish) != 3 || len(o.Stay) != 1 || o.Stay[0].Identity != "d" || o.Worst != Poor || len(o.Undated) > 0 {
		t.Errorf("7-07: %+v", o)
	}
	if o := CompleteAll(people, now); len(o.Finish) != 2 || len(o.Open) != 1 || len(o.Stay) != 1 {
		t.Errorf("without an approval: %+v", o)
	}
	people[1].CompleteAfter, people[1].OwnDate = time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Yes
	if o := CompleteAll(people, now); len(o.Wait) != 1 || o.Wait[0].Identity != "b" || len(o.Finish) != 1 {
		t.Errorf("7-08: %+v", o)
	}
	if o := CompleteAll(people, now.AddDate(0, 1, 0)); len(o.Wait) != 0 {
		t.Errorf("7-08, later: %+v", o)
	}
}

// The printed table by others has two items, and names no person.
func TestTheTableByOthers(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "exo", "migration"), "skipped-items-table.txt"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := powershell.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	e := Read(rows)
	if len(e.People) != 0 || contentOf(e.Loose) != (Content{Items: 2}) || len(e.Loose) != 2 {
		t.Errorf("%+v", e)
	}
}

// TestOnePersonInTwoRows: a person is counted once, with what each row has; rows that
// contradict each other leave it open.
func TestOnePersonInTwoRows(t *testing.T) {
	user := `{"Identity":"A@x.example","BatchId":"W","Status":"Synced","SkippedItemCount":2}`
	facts := `{"Identity":"a@x.example","BatchId":"W","Status":"Synced","DataConsistencyScore":"Good",` +
		`"SkippedItemCount":2,"HasUnapprovedSkippedItems":false,"SkippedItems":[{"Kind":"CorruptFolderACL",` +
		`"FolderName":"Inbox"},{"Kind":"CorruptFolderACL","FolderName":"Inbox"}]}`
	for name, c := range map[string]struct {
		rows  string
		n     int
		act   Act
		state State
		list  List
	}{
		"the user first":       {user + "," + facts, 1, ActComplete, Synced, ListWhole},
		"the statistics first": {facts + "," + user, 1, ActComplete, Synced, ListWhole},
		"one of them is old": {strings.Replace(user, "Synced", "Completed", 1) + "," + facts, 1, ActUnread, StateUnread,
			ListWhole},
		"another grade": {strings.Replace(facts, "Good", "Poor", 1) + "," + facts, 1, ActUnread, Synced, ListWhole},
		"another batch": {user + "," + strings.Replace(facts, `"W"`, `"V"`, 1), 2, ActUnread, Synced, ListLost},
	} {
		rows, err := powershell.Read([]byte("[" + c.rows + "]"))
		if err != nil {
			t.Fatal(err)
		}
		e := Read(rows)
		p := &e.People[0]
		if len(e.People) != c.n || p.Decide().Act != c.act || p.State != c.state || p.List != c.list {
			t.Errorf("%s: %d people, %s, %+v", name, len(e.People), p.Decide().Act, p)
		}
	}
	rows, err := powershell.Read([]byte(`[{"Identity":"W","Status":"Synced","BatchGuid":"1","TotalCount":4,` +
		`"HasUnapprovedSkippedItems":true,"DataConsistencyScore":"Investigate"}]`))
	if err != nil {
		t.Fatal(err)
	}
	if e := Read(rows); len(e.People) != 0 || len(e.Batches) != 1 {
		t.Errorf("a batch is taken for a person: %+v", e)
	}
}
