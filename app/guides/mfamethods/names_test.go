package mfamethods

import (
	"testing"

	"handrail/app/guide/change"
	"handrail/app/identity/mfa"
)

// TestRecordsNameMethodsAsTheGuideDoes: a record of a change has the same names for sign-in methods as the guide.
func TestRecordsNameMethodsAsTheGuideDoes(t *testing.T) {
	for _, m := range mfa.Methods() {
		path := "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/" + string(m)
		if name := change.ObjectName(path); name != m.Title() {
			t.Errorf("a record names %s %q, the guide %q", m, name, m.Title())
		}
	}
}
