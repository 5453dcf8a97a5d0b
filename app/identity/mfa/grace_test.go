package mfa

import (
	"strings"
	"testing"
	"time"
)

// TestWhenPeopleMustRegister: the rule changes with the day, and has its source.
func TestWhenPeopleMustRegister(t *testing.T) {
	g := RegistrationGrace()
	if g.Days != 14 || len(g.Sources) == 0 || g.Read == "" || !g.New.Before(g.All) {
		t.Fatalf("%+v", g)
	}
	for day, want := range map[string]string{
		"2024-12-01": "for 14 days.",
		"2024-12-02": "except in organisations created since 2 December 2024",
		"2025-01-01": "at their next sign-in",
		"2026-11-26": "at their next sign-in",
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil || !strings.Contains(g.Sentence(at), want) {
			t.Errorf("%s: %q, %v", day, g.Sentence(at), err)
		}
	}
}
