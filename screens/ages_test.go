package screens

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app/mail/tlsreport"
	"handrail/app/task"
	"handrail/app/tenant"
)

// aged are the places that show data of the organisation, each with what says how old it is.
var aged = []string{"home", "organisation", "people", "person/ada", "affected/demo/today", "dates", "changes"}

// everyAgeStage is a stage on which each of them has something to show, and so have the reports and mail delivery.
func everyAgeStage(t *testing.T) (*stage, *fakeLink) {
	t.Helper()
	s, f := tenantStage(t, task.Inline{})
	mail, shelf, _ := deliveryStage(t)
	s.ports.Deliveries, s.memory.visits, s.memory.order = mail.ports.Deliveries, mail.memory.visits, mail.memory.order
	s.ports.Deliveries.Judge.Now = func() time.Time { return s.world.now }
	shelf.sums[tlsreport.ByDay] = shelf.sums[tlsreport.ByDay][1:] // of yesterday
	s.ports.Library = manyReports{s.memory}
	s.remembers(f, &fakePast{})
	s.listsPeople(f)
	s.remindsOf(f)
	return s, f
}

// signedAge is an age that cannot be.
var signedAge = regexp.MustCompile(`-\d+ (minute|hour|day)|\b0 (minute|hour|day)s`)

// TestAgesAreSaneWithAnyClock: with the clock set back before the data was read, every place that shows ages says that
// the time is not known, and none says a negative age or that it was just now.
func TestAgesAreSaneWithAnyClock(t *testing.T) {
	for _, back := range []time.Duration{3 * time.Hour, 10 * 24 * time.Hour, 10 * 365 * 24 * time.Hour} {
		s, _ := everyAgeStage(t)
		clear(s.memory.visits)
		s.begin().upTo("watch")
		visit := s.only().ID
		s.world.now = sunday.Add(-back)
		for _, route := range append([]string{"guides", "reports", "visit/" + visit, "guide/demo"}, aged...) {
			s.w.Show(route)
			text := s.text()
			if bad := signedAge.FindString(text); bad != "" || strings.Contains(text, "just now") {
				t.Errorf("%s, clock %v back: %q\n%s", route, back, bad, text)
			}
		}
		s.open("organisation").shows("Age unknown", "(time unknown)")
		for _, route := range append([]string{"reports"}, aged...) {
			s.open(route).shows("(time unknown)")
		}
	}
}

// TestOldDataHasItsAgeEverywhere: without a sign-in and ten days later, every place that shows data of the organisation
// says from when it is, in words, and none asks to sign in before it shows anything. No refresh is tried.
func TestOldDataHasItsAgeEverywhere(t *testing.T) {
	s, f := everyAgeStage(t)
	f.signedIn, s.world.now = false, sunday.AddDate(0, 0, 10)
	s.open("mail").shows("The newest report is of 21 Nov 2026 (11 days ago).")
	s.open("reports").shows("22 Nov 2026", "10 days ago")
	for _, route := range aged {
		s.open(route).shows("22 Nov 2026", "10 days ago")
	}
	if len(f.did) > 0 {
		t.Errorf("it asked Microsoft: %v", f.did)
	}
	s.open("people").shows("Ada Boateng")
	s.open("person/ada").shows("Ada Boateng")
}

// TestEachDataSetHasItsOwnAge: of two sections read on different days, the page of the organisation shows both days.
func TestEachDataSetHasItsOwnAge(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	old := f.status[tenant.SectionRoles]
	old.Completed = sunday.AddDate(0, 0, -20)
	f.status[tenant.SectionRoles] = old
	s.open("organisation").shows("2 Nov 2026", "20 days ago", "2 hours ago", "Out of date")
}
