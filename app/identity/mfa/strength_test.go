package mfa

import (
	"testing"

	"handrail/app/tenant"
)

// TestWhatAStrengthAccepts reads combinations, and knows Microsoft's own strengths.
func TestWhatAStrengthAccepts(t *testing.T) {
	for _, c := range []struct {
		id    string
		modes tenant.Texts
		want  Factor
	}{
		{"x", tenant.Texts{"fido2", "X509CertificateMultiFactor"}, Passkey | Certificate},
		{"x", tenant.Texts{"password,microsoftAuthenticatorPush", "password, sms"}, Notify | Text},
		{"x", tenant.Texts{"temporaryAccessPassOneTime", "voice,federatedSingleFactor"}, Pass | Calls | Other},
		{"x", nil, 0}, {"x", tenant.Texts{"retinaScan"}, 0},
		{"00000000-0000-0000-0000-000000000004", nil, PhishingResistant},
	} {
		if got := acceptsOf(c.id, c.modes); got != c.want {
			t.Errorf("%s %v: %v, want %v", c.id, c.modes, got.Titles(), c.want.Titles())
		}
	}
	if oneFactor(tenant.Texts{"fido2", "password,sms"}) || !oneFactor(tenant.Texts{"fido2", "Password"}) {
		t.Error("single factors")
	}
}
