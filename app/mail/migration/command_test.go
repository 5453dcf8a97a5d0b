package migration

import (
	"strings"
	"testing"

	"handrail/app"
)

// No command for someone whom only Microsoft can help, and none for an empty name.
func TestCommandsRefuse(t *testing.T) {
	poor := one(t, user(`"Poor"`, open))
	if got, err := Approve([]*Person{poor}); app.CodeOf(err) != app.Invalid || got.Change.Text != "" {
		t.Errorf("poor: %v, %v", got, err)
	}
	nameless := &Person{Way: InBatch, Grade: Good}
	for name, err := range map[string]error{
		"an empty person": second(Complete([]*Person{nameless})), "an empty batch": second(CompleteBatch(" ")),
		"a list": second(ReadList(nameless)), "a line end": second(ApproveBatch("a\nb")),
	} {
		if app.CodeOf(err) != app.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	mixed := []*Person{{Identity: "a", Way: InBatch}, {Identity: "b", Way: Bare}}
	if _, err := Complete(mixed); err == nil {
		t.Error("people of a batch and others are in one command")
	}
}

func second[T any](_ T, err error) error { return err }

// Few people have a line each, many a list; both ask for -WhatIf first.
func TestManyPeople(t *testing.T) {
	var people []*Person
	for i := range most + 1 {
		people = append(people, &Person{Identity: "p" + string(rune('a'+i)) + "@example.org", Way: InBatch})
	}
	few, err := Complete(people[:2])
	if err != nil || strings.Count(few.Change.Text, "Set-MigrationUser") != 2 ||
		strings.Contains(few.Change.Text, "-WhatIf") ||
		strings.Count(few.Look.Text, "-WhatIf") != 2 {
		t.Errorf("%v\n%s\n%s", err, few.Look.Text, few.Change.Text)
	}
	many, err := Complete(people)
	if err != nil || strings.Count(many.Change.Text, "Set-MigrationUser") != 1 ||
		!strings.Contains(many.Change.Text, "-Identity $one -CompleteAfter") || len(many.Change.Values) != most+1 ||
		!strings.HasPrefix(many.Look.Text, "& {\n") || !strings.Contains(many.Look.Text, "-WhatIf") {
		t.Errorf("%v\n%s", err, many.Change.Text)
	}
	again, err := Retry([]*Person{{Identity: "a", Batch: "W", Way: InBatch}, {Identity: "b", Batch: "W", Way: InBatch}})
	if err != nil || again.Change.Text != "Start-MigrationBatch -Identity 'W'\n" {
		t.Errorf("%v\n%s", err, again.Change.Text)
	}
}

func TestCompare(t *testing.T) {
	row := func(id, status, grade, more string) string {
		return `{"Identity":"` + id + `","BatchId":"W","Status":"` + status + `",` +
			`"DataConsistencyScore":"` + grade + `"` + more + `}`
	}
	before := read(t, "["+strings.Join([]string{row("a", "Synced", "Good", ""), row("b", "Synced", "Good", ""),
		row("c", "Synced", "Investigate", open), row("d", "Synced", "Good", ""), row("e", "Completed", "Good", ""),
		row("f", "Synced", "Good", ""), row("h", "Synced", "Good", ""), row("i", "Synced", "Good", "")}, ",")+"]")
	after := read(t, "["+strings.Join([]string{row("A", "Completed", "Good", ""), row("b", "Synced", "Good", ""),
		row("c", "Synced", "Investigate", `,"HasUnapprovedSkippedItems":false`), row("d", "Failed", "Good", ""),
		row("e", "Completed", "Good", ""), row("g", "Synced", "Good", ""), row("h", "Odd", "Good", ""),
		row("i", "Synced", "Investigate", "")}, ",")+"]")
	want := map[string]Change{"a": Finished, "b": Same, "c": Moving, "d": Worse, "e": WasFinished, "f": Gone, "g": New,
		"h": ChangeUnread, "i": Worse}
	all := Compare(before.People, after.People)
	if len(all) != len(want) {
		t.Errorf("%d pairs", len(all))
	}
	for _, p := range all {
		if id := key(p.Person().Identity); p.Change != want[id] {
			t.Errorf("%s: %s, want %s", id, p.Change, want[id])
		}
	}
}
