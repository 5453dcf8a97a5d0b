package mfa

import (
	"testing"

	"handrail/app/identity/access"
)

// TestMeets: a method counts only while the organisation allows it, and a strength takes
// only its own.
func TestMeets(t *testing.T) {
	phish := access.Grant{Controls: []access.Control{access.Strength}, StrengthID: "00000000-0000-0000-0000-000000000004"}
	other := access.Grant{Controls: []access.Control{access.Strength}, StrengthID: "9"}
	for name, c := range map[string]struct {
		policy     string
		registered Registered
		change     func(*Organisation)
		grant      access.Grant
		control    access.Control
		meets, may access.Answer
	}{
		"an allowed app":         {"app", AppPush, nil, phish, access.MFA, access.Yes, access.Unknown},
		"an app, and a key":      {"app", AppPush, nil, phish, access.Strength, access.No, access.Unknown},
		"a key":                  {"fido", PasskeyBound, nil, phish, access.Strength, access.Yes, access.Unknown},
		"nothing, app allowed":   {"app", 0, nil, phish, access.MFA, access.No, access.Yes},
		"a phone, not allowed":   {"app", MobilePhone, nil, phish, access.MFA, access.No, access.Yes},
		"nothing is allowed":     {"", MobilePhone, nil, phish, access.MFA, access.No, access.No},
		"a strength of tomorrow": {"app", AppPush, nil, other, access.Strength, access.Unknown, access.Unknown},
		"a device":               {"app", AppPush, nil, phish, access.CompliantDevice, access.Unknown, access.Unknown},
		"not in the report": {"app", 0, func(o *Organisation) { o.People[0].InReport = access.Unknown }, phish, access.MFA,
			access.Unknown, access.Unknown},
		"a guest": {"app", 0, func(o *Organisation) { o.People[0].Guest = access.Yes }, phish, access.MFA,
			access.Unknown, access.Unknown},
		"registration is protected": {"app", 0, func(o *Organisation) {
			o.Enforcement.Policies = []Access{{Guards: true, Policy: everyoneBut(nil)}}
		}, phish, access.MFA, access.No, access.Unknown},
	} {
		o := &Organisation{Policy: policyOf(t, c.policy), Enforcement: Enforcement{Complete: access.Yes}}
		o.Policy.Legacy.Live = access.No
		o.People = []Person{{ID: "ada", InReport: access.Yes, Guest: access.No, Registered: c.registered, RolesRead: true,
			EligibleRead: true}}
		if c.change != nil {
			c.change(o)
		}
		if meets, may := o.Meets(c.grant)(0, c.control); meets != c.meets || may != c.may {
			t.Errorf("%s: %s %s, want %s %s", name, meets, may, c.meets, c.may)
		}
	}
}
