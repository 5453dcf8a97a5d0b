package adminaccess

import (
	"errors"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/tenant"
)

// TestRefusalWithOtherIDs: the ID of a request in a refusal is not a role, and a number in an ID is not a fault.
func TestRefusalWithOtherIDs(t *testing.T) {
	const request = "0f1e2d3c-1103-4a5b-8c6d-7e8f90a1b2c3"
	for text, asks := range map[string]bool{
		"1103: 'users' condition contains non-built in role ids: " + teams + ". Request ID: " + request: true,
		"1040: " + teams + " is in use. Request ID: " + request:                                         false,
		"11030: " + teams: false,
	} {
		_, d, _ := breaking(t, false, func(string, string) error { return refusal(text) })
		_, err := act(t, d, visit(), stepCreate)
		var q *guide.Question
		if errors.As(err, &q) != asks || asks && q.Facts[factRefused] != teams {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestLeftOutWhereHoldersAreNotKnown: a number of people is not said where some holders are not known.
func TestLeftOutWhereHoldersAreNotKnown(t *testing.T) {
	w, d := made(t, false)
	w.Office.Unread(tenant.SectionRoles)
	v := visit()
	v.Answers[askLeave] = leaveOut + teams
	world, _, err := d.loadFresh(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if all := world.leftAffects(v); len(all) != 1 || !strings.HasSuffix(all[0].Text, "Not protected: not known.") {
		t.Errorf("%+v", all)
	}
}
