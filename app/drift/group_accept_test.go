package drift

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app/guide"
	journal "handrail/app/guide/change"
	"handrail/app/history"
)

// grown is the growth of the group of exceptions from 2 to 16 people, in a world of after, of which past and a change
// log are kept.
func grown(t *testing.T, after town, past *accepting, entries []guide.JournalEntry) (s Sources, all []Told) {
	t.Helper()
	s = Sources{View: told{after.view(t), past},
		Journal: func(context.Context) (Journal, error) { return Journal{Entries: entries}, nil }}
	w := newWorld(context.Background(), s.View)
	if err := w.watch(s, seen.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	if err := w.journal(s); err != nil {
		t.Fatal(err)
	}
	w.past = nil // all other sections are as they are now
	changes := memberChanges(exceptions, 2, 16, true)
	for i := range changes {
		changes[i].Since, changes[i].At = looked, seen
	}
	return s, w.told(changes)
}

// TestAConsequenceIsAcceptedWithAllOfIt: 14 people can sign in without MFA, which is accepted while all 14 are there.
func TestAConsequenceIsAcceptedWithAllOfIt(t *testing.T) {
	past := &accepting{past: &past{changes: map[int64][]history.Change{}}}
	after := town{excluded: 16, policies: []string{fmt.Sprintf(everyone, "enabled")}, perUser: "disabled"}
	s, all := grown(t, after, past, nil)
	if len(all) != 1 || all[0].Severity != "problem" || all[0].Accepted != nil || all[0].Made != nil {
		t.Fatalf("%+v", all)
	}
	terms := Terms{By: "Anna", Why: "A course.", At: seen, Until: "2026-12-24"}
	if err := Accept(context.Background(), s, all[0], terms); err != nil || len(past.all) != 14 {
		t.Fatal(len(past.all), err)
	}
	if _, all = grown(t, after, past, nil); len(all) != 1 || all[0].Accepted == nil || len(all[0].accepted) != 14 {
		t.Errorf("accepted: %+v", all)
	}
	one := past.all[0]
	past.all = past.all[1:]
	if _, all = grown(t, after, past, nil); len(all) != 1 || all[0].Accepted != nil || all[0].Back != "" {
		t.Errorf("one of them was never accepted: %+v", all)
	}
	past.all = append(past.all, one)
	after.excluded = 15
	if _, all = grown(t, after, past, nil); len(all) != 1 || all[0].Accepted != nil || all[0].Back == "" {
		t.Errorf("one has left the group: %+v", all)
	}
}

// TestAConsequenceIsMadeWithAllOfIt: Handrail put 14 people into the group, or all but one.
func TestAConsequenceIsMadeWithAllOfIt(t *testing.T) {
	var entries []guide.JournalEntry
	for n := 2; n < 16; n++ {
		entries = append(entries, confirmed(float64(n)/10, journal.Create, "/groups/"+exceptions+"/members/$ref", "",
			`{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/`+personID(n)+`"}`)...)
	}
	past := &accepting{past: &past{changes: map[int64][]history.Change{}}}
	after := town{excluded: 16, policies: []string{fmt.Sprintf(everyone, "enabled")}, perUser: "disabled"}
	if _, all := grown(t, after, past, entries); len(all) != 1 || all[0].Made == nil ||
		!all[0].Made.At.Equal(looked.Add(90*time.Minute)) {
		t.Errorf("all of them: %+v", all)
	}
	if _, all := grown(t, after, past, entries[3:]); len(all) != 1 || all[0].Made != nil {
		t.Errorf("all but one: %+v", all)
	}
}
