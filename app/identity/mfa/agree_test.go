package mfa

import (
	"testing"

	"handrail/app/tenant"
)

// TestTheListOfAdministratorsAgrees: the list of administrators and the rules use the
// same definition of a phishing-resistant method.
func TestTheListOfAdministratorsAgrees(t *testing.T) {
	resistant := PasskeyBound | WindowsHello | CertificateMulti
	for word, r := range reported {
		p := tenant.Person{InReport: true, Roles: tenant.Texts{"Global Administrator"}, Methods: tenant.Texts{word}}
		if !p.Admin() {
			t.Fatal("a person with a role is no administrator")
		}
		if weak := p.WeakAdmin(); weak == (r&resistant != 0) {
			t.Errorf("%s alone: can be phished %v by the list, %v by the rules", word, weak, r&resistant == 0)
		}
	}
}
