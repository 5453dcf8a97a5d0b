package deviceprofiles

import (
	"slices"
	"strings"
	"testing"

	"handrail/app/guides/guidetest"
	"handrail/app/tenant"
)

// TestNamesBesideProfiles: each name has the kinds of the profiles that have it now. A name without one is said to
// have none only where all kinds were read.
func TestNamesBesideProfiles(t *testing.T) {
	w := guidetest.New()
	apple := tenant.IntuneSection(tenant.EnrolmentApple)
	w.Office.Add(apple, `{"id":"ea2","displayName":"HALL KIOSK"}`)
	found, facts, doc := look(t, deps{w.Services()}, visit(), stepNames)
	rows := rowsOf(doc, "Profile names")
	if !slices.ContainsFunc(rows, func(r string) bool { return strings.HasSuffix(r, "|Autopilot, Apple") }) ||
		facts["without-profile"] == "0" || !strings.Contains(found["without-profile"].Text, "may have been renamed") {
		t.Errorf("%q, %v, %v", rows, facts, found["without-profile"])
	}
	w.Office.Unread(apple)
	found, facts, doc = look(t, deps{w.Services()}, visit(), stepNames)
	rows = rowsOf(doc, "Profile names")
	if slices.ContainsFunc(rows, func(r string) bool { return strings.HasSuffix(r, "|None") }) ||
		facts["without-profile"] != "unknown" || facts["unused-apple"] != "unknown" || facts["unused"] == "unknown" ||
		found["without-profile"].Code != "" || found["not-read"].Subject != apple {
		t.Errorf("%q, %v, %v", rows, facts, found)
	}
}
