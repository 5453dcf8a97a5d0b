package graph

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// TestDifferencesOfEntraBackup reads the report of the sample, which needs no write, and knows of each difference the
// object, the day of the snapshot and when the report was made.
func TestDifferencesOfEntraBackup(t *testing.T) {
	sim, base := sample(t, 0)
	g, err := NewLocal(base, Options{NoThrottle: true, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	days, _, err := fetched(g, tenant.SectionSnapshots, "")
	if err != nil || len(days) != 7 {
		t.Fatalf("%d snapshots, %v", len(days), err)
	}
	rows, _, err := fetched(g, tenant.SectionDifferences, "")
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d differences, %v", len(rows), err)
	}
	for _, r := range rows {
		var d struct {
			Object   string         `json:"handrailObject"`
			Snapshot string         `json:"handrailSnapshot"`
			Made     string         `json:"handrailMade"`
			Action   string         `json:"recoveryAction"`
			Then     map[string]any `json:"deltaFromCurrent"`
			Now      map[string]any `json:"currentState"`
		}
		if err := json.Unmarshal(r.Body, &d); err != nil || d.Object == "" || !strings.HasSuffix(r.ID, "/"+d.Object) ||
			d.Snapshot >= d.Made || d.Action == "" || len(d.Then) == 0 || len(d.Now) == 0 {
			t.Errorf("%s: %s, %v", r.ID, r.Body, err)
		}
	}
	for _, r := range sim.Requests() {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s", r.Method, r.URI)
		}
	}
}

// TestDifferencesThatCannotBeReadAreNotNone: a report whose changes are refused, or a list of snapshots that is, leaves
// all differences unknown. A report of a snapshot that is gone has no way to it.
func TestDifferencesThatCannotBeReadAreNotNone(t *testing.T) {
	cloud := graphsim.New(graphsim.Options{Seed: 1, Now: noon}).Handler()
	for refused, want := range map[string]bool{"/recovery/snapshots": true, "getChanges": true, "/recovery/jobs": true,
		"": false} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if refused != "" && strings.HasSuffix(r.URL.Path, refused) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(http.StatusForbidden)
				_, _ = w.Write([]byte(`{"error":{"code":"Forbidden","message":"Insufficient privileges."}}`))
				return
			}
			cloud.ServeHTTP(w, r)
		}))
		g, err := NewLocal(server.URL+"/v1.0", Options{NoThrottle: true, Now: noon})
		if err != nil {
			t.Fatal(err)
		}
		rows, _, err := fetched(g, tenant.SectionDifferences, "")
		var failed *tenant.SectionError
		if errors.As(err, &failed) != want || want && len(rows) > 0 || !want && len(rows) == 0 {
			t.Errorf("%q is refused: %d rows, %v", refused, len(rows), err)
		}
		server.Close()
	}
}
