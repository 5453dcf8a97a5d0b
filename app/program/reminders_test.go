package program

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/reminder"
	"handrail/app/tenant"
)

// TestRemindersOfTheSample: every kind of date is there, each once, with a reason and a place to go, and the same again
// with the same IDs.
func TestRemindersOfTheSample(t *testing.T) {
	p, err := Open(t.Context(), Flags{Data: t.TempDir(), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	if _, _, err := p.Tenant.Organisations(t.Context()); err != nil { // waits until the sample is read
		t.Fatal(err)
	}
	l, err := p.Reminders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kinds, ids := map[reminder.Kind]int{}, map[string]bool{}
	for _, r := range l.All {
		kinds[r.Kind]++
		if ids[r.ID] {
			t.Errorf("%s is there twice", r.Title)
		}
		ids[r.ID] = true
		if r.Title == "" || r.Why == "" || r.Visit == "" && r.Guide == "" && r.Place == "" &&
			!strings.Contains(r.Title, "domains") {
			t.Errorf("%+v leads nowhere", r)
		}
	}
	for _, k := range []reminder.Kind{reminder.Waiting, reminder.Microsoft, reminder.Certificates, reminder.SignIn,
		reminder.Licences} {
		if kinds[k] == 0 {
			t.Errorf("no reminder is of %s: %+v", k, kinds)
		}
	}
	for _, want := range []string{"A client secret of an app expires", "A subscription must be renewed", "Watch for two weeks",
		"Text messages and phone calls end", "When Temporary Access Passes end"} {
		if !slices.ContainsFunc(l.All, func(r reminder.Reminder) bool { return r.Title == want }) {
			t.Errorf("no reminder is called %q", want)
		}
	}
	again, err := p.Reminders(t.Context())
	if err != nil || len(again.All) != len(l.All) {
		t.Fatalf("%d and %d reminders, %v", len(l.All), len(again.All), err)
	}
	for _, r := range again.All {
		if !ids[r.ID] {
			t.Errorf("%s has another ID now", r.Title)
		}
	}
	if p.Weekly().Program != "" {
		t.Error("the sample offers a weekly check")
	}
}

// TestAnAcceptedChangeIsAReminder: its last day is a date from then on.
func TestAnAcceptedChangeIsAReminder(t *testing.T) {
	p, err := Open(t.Context(), Flags{Data: t.TempDir(), Sample: true}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	s, err := p.Changes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	found, err := drift.Since(t.Context(), s, now.AddDate(0, -1, 0), now)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(found.Told, drift.Told.CanAccept)
	if i < 0 {
		t.Fatalf("no change of %d can be accepted", len(found.Told))
	}
	until := now.AddDate(0, 0, 9).Format(time.DateOnly)
	if err := drift.Accept(t.Context(), s, found.Told[i], drift.Terms{By: "Ada", Why: "It is fine.", Until: until,
		At: now}); err != nil {
		t.Fatal(err)
	}
	l, err := p.Reminders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(l.All, func(r reminder.Reminder) bool {
		return r.Kind == reminder.Exceptions && r.AllDay && r.At.Format(time.DateOnly) == until && r.Names
	}) {
		t.Errorf("%s is not among %+v", until, l.All)
	}
}

// TestRemindersWithoutAnOrganisation: what needs none is there, and nothing about one.
func TestRemindersWithoutAnOrganisation(t *testing.T) {
	p, err := Open(t.Context(), Flags{Data: t.TempDir()}, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	l, err := p.Reminders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range l.All {
		if r.Kind != reminder.Microsoft {
			t.Errorf("%+v", r)
		}
	}
	if len(l.All) == 0 {
		t.Error("Microsoft’s dates are missing")
	}
	if _, ok, _ := tenant.Current(t.Context(), p.Tenant); ok {
		t.Error("an organisation is connected")
	}
	if j := p.Weekly(); j.Program == "" || !slices.Contains(j.Args, "-data") {
		t.Errorf("the weekly check is %+v", j)
	}
}
