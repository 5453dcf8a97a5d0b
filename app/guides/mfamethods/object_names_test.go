package mfamethods

import (
	"testing"

	"handrail/app/guide/change"
	"handrail/app/identity/mfa"
)

// TestARecordNamesTheMethod: the table of what was sent names each sign-in method as the pages do, not by its id.
func TestARecordNamesTheMethod(t *testing.T) {
	for _, m := range mfa.Methods() {
		if got := change.ObjectName(configurations + string(m)); got != m.Title() {
			t.Errorf("%s is named %q, not %q", m, got, m.Title())
		}
	}
}
