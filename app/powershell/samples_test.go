package powershell

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
)

// One set of connectors in each form that PowerShell writes reads alike, and what a form
// loses is known.
func TestOneSetInEachForm(t *testing.T) {
	folder := shared.Folder(t, "samples", "admin", "exchange", "forms")
	files, err := filepath.Glob(filepath.Join(folder, "connectors.*"))
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := Read(data)
		if want := 2; err != nil || len(rows) != want && !strings.Contains(file, "single-object") || len(rows) == 0 {
			t.Errorf("%s: %d rows, %v", file, len(rows), err)
			continue
		}
		r := rows[0]
		if r.Text("Name") != "Inbound from filter" || r.Text("Comment") != `cloud filter, "EU"` {
			t.Errorf("%s: %q, %q", file, r.Text("Name"), r.Text("Comment"))
		}
		if yes, known := r.Flag("RestrictDomainsToIPAddresses"); !yes || !known {
			t.Errorf("%s: the restriction is %v, %v", file, yes, known)
		}
		if at, ok := r.When("WhenChangedUTC"); !ok || at.Format("2006-01-02 15:04") != "2026-11-01 09:00" {
			t.Errorf("%s: changed at %v, %v", file, at, ok)
		}
		if strings.HasSuffix(file, ".csv") {
			if f := (Field{Name: "EFSkipIPs"}); f.State(r) != Part || f.Cut(r) != CutType {
				t.Errorf("%s: a list as the name of its type is %s, %s", file, f.State(r), f.Cut(r))
			}
			continue
		}
		if got := r.List("EFSkipIPs"); !slices.Equal(got, []string{"203.0.113.0/24", "198.51.100.7"}) {
			t.Errorf("%s: %v", file, got)
		}
		if state := r.State("TrustedOrganizations"); state != Empty {
			t.Errorf("%s: an empty list is %s", file, state)
		}
		if state := r.State("RejectDirectSend"); state != Absent {
			t.Errorf("%s: what is not there is %s", file, state)
		}
	}
}
