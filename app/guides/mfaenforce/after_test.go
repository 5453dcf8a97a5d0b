package mfaenforce

import (
	"testing"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

// TestIsOn: a policy counts as on when it asks, and as unknown in a state that
// is not known.
func TestIsOn(t *testing.T) {
	for state, want := range map[tenant.Text]access.Answer{
		"enabled": access.Yes, "enabledForReportingButNotEnforced": access.No,
		"disabled": access.No, "enabledOnSundays": access.Unknown,
	} {
		row := tenant.AccessPolicy{State: state, Grant: &tenant.GrantControls{BuiltIn: tenant.Texts{"mfa"}}}
		row.Conditions.Users.Include = tenant.Texts{"All"}
		row.Conditions.Applications.Include = tenant.Texts{"All"}
		o := &mfa.Organisation{Enforcement: mfa.Enforcement{Complete: access.Yes}}
		if a := mfa.AccessOf(row); a.Asks {
			o.Enforcement.Policies = append(o.Enforcement.Policies, a)
		}
		for _, way := range []string{mfa.DemandAccess, mfa.DemandAdmins} {
			if got := isOn(o, way, nil).on; got != want {
				t.Errorf("%s in the state %q: %s, want %s", way, state, got, want)
			}
		}
	}
}
