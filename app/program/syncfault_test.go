package program

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/sample/graphsim"
	"handrail/app/task"
)

// syncFacts runs the looks of the guide to the sync, and returns what it says for certain.
func syncFacts(t *testing.T, server string) map[string]string {
	t.Helper()
	h := openAt(t, t.TempDir(), server, time.Now)
	i := slices.IndexFunc(h.Guides, func(g guide.Guide) bool { return g.ID == "sync-identity" })
	k := &change{t: t, h: h, g: h.Guides[i], v: &guide.Visit{ID: "v", Guide: "sync-identity",
		Answers: map[string]string{}, Outcomes: map[string]guide.Outcome{}}}
	all := map[string]string{}
	for _, s := range k.g.Steps {
		if s.Look == nil {
			continue
		}
		doc, err := s.Look(t.Context(), k.v, func(task.Progress) {})
		if err != nil {
			t.Fatal(s.ID, err)
		}
		for name, value := range doc.Facts() {
			all[name] = value
		}
	}
	return all
}

// TestFaultsAtEachReadOfTheSync: whatever is not read makes an answer unknown, or leaves it as
// it is; it never makes a policy harmless, or an account go away.
func TestFaultsAtEachReadOfTheSync(t *testing.T) {
	var cloud *graphsim.Cloud
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cloud.Handler().ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	at := s.URL + "/v1.0"
	cloud = graphsim.New(graphsim.Options{})
	whole := syncFacts(t, at)
	if whole["stops"] != "1" || whole["identities"] != "2" || whole["stopped"] != "yes" {
		t.Fatalf("%v", whole)
	}
	for _, path := range []string{"/organization", "/users", "/roleManagement/directory/roleAssignments",
		"/roleManagement/directory/roleEligibilitySchedules", "/identity/conditionalAccess/policies",
		"/groups/", "/groups"} {
		for name, f := range map[string]graphsim.Fault{
			"403":                     {Effect: graphsim.Refuse, Status: http.StatusForbidden},
			"429, once":               {Effect: graphsim.Refuse, RetryAfter: "1", Count: 1},
			"429, one call a second":  {Effect: graphsim.Refuse, RetryAfter: "1", Count: 3},
			"a lost connection":       {Effect: graphsim.Cut},
			"a lost connection, once": {Effect: graphsim.Cut, Count: 1},
		} {
			if f.Effect == graphsim.Cut && f.Count == 0 && path == "/organization" {
				continue // then Handrail does not connect at all
			}
			cloud = graphsim.New(graphsim.Options{})
			f.Path = path
			cloud.Play(f)
			got := syncFacts(t, at)
			for _, fact := range []string{"in-use", "stopped", "last-sync", "identities", "stops", "will-stop"} {
				if got[fact] != whole[fact] && got[fact] != "unknown" {
					t.Errorf("%s, %s: %s is %q, and was %q", path, name, fact, got[fact], whole[fact])
				}
			}
		}
	}
}
