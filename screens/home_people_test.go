package screens

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/task"
)

// TestHomeSaysHowPeopleSignIn: the numbers lead to the lists behind them, and
// nothing is said while no one is connected.
func TestHomeSaysHowPeopleSignIn(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	v := guide.Visit{ID: "v", Guide: "demo", Subject: "northgate.example", Step: "plan", Page: guide.AskPage,
		Answers: map[string]string{"domain": "northgate.example"}, Outcomes: map[string]guide.Outcome{},
		Started: sunday.Add(-time.Hour)}
	if err := s.memory.SaveVisit(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	s.open("home").shows("How people sign in", "2 of 4 people can use multifactor authentication (MFA).",
		"1 person has only sign-in methods that are not allowed", "1 person has registered only phones",
		"end in 71 days, on 1 February 2027", "1 person has no MFA method", "Data from")
	if strings.Contains(s.text(), "risk of phishing") {
		t.Error("a method that Handrail does not know counts as phishable")
	}
	s.tab("See the person").enter()
	if _, ok := s.w.current.(*people); !ok {
		t.Fatalf("it leads to %T", s.w.current)
	}
	s.shows("Gus Okoro").hides("Dora Lindqvist")
	f.orgs = nil
	f.current = ""
	s.open("home").hides("How people sign in")
}
