package mfa

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// anyway is the set of every method: no authentication strength narrows it.
const anyway = ^Factor(0)

// combinations maps the parts of an authentication strength's combinations to the
// methods that they stand for (Graph resource authenticationStrengthPolicy,
// authenticationMethodModes).
var combinations = map[string]Factor{
	"windowshelloforbusiness": Hello, "fido2": Passkey, "x509certificatemultifactor": Certificate,
	"devicebasedpush": PhoneSignIn, "microsoftauthenticatorpush": Notify, "softwareoath": Code, "hardwareoath": Token,
	"sms": Text, "voice": Calls, "temporaryaccesspassonetime": Pass, "temporaryaccesspassmultiuse": Pass,
}

// single are combinations that are only one factor.
var single = tenant.Texts{"password", "sms", "x509CertificateSingleFactor", "federatedSingleFactor", "qrCodePin"}

// builtIn are what Microsoft's own authentication strengths accept, by id (Microsoft
// Learn: Overview of Conditional Access authentication strengths).
var builtIn = map[string]Factor{
	"00000000-0000-0000-0000-000000000002": anyway,
	"00000000-0000-0000-0000-000000000003": PhishingResistant | PhoneSignIn,
	"00000000-0000-0000-0000-000000000004": PhishingResistant,
}

// acceptsOf returns the methods that an authentication strength accepts; 0 if it is
// not known which.
func acceptsOf(id string, modes tenant.Texts) (accepted Factor) {
	if len(modes) == 0 {
		return builtIn[strings.ToLower(id)]
	}
	for _, mode := range modes {
		for _, part := range strings.Split(strings.ToLower(mode), ",") {
			accepted |= combinations[strings.TrimSpace(part)]
		}
		if strings.Contains(strings.ToLower(mode), "federated") || single.Has(mode) {
			accepted |= Other
		}
	}
	return accepted
}

// oneFactor reports whether an authentication strength accepts a single factor.
func oneFactor(modes tenant.Texts) bool { return slices.ContainsFunc(modes, single.Has) }

// needs returns the methods that meet every authentication strength that is required
// from the person: those that certainly apply, and with those that may apply.
func (by acting) needs() (sure, maybe Factor) {
	sure, maybe = anyway, anyway
	for _, i := range by.strong() {
		a := &by.e.Policies[i]
		if !a.Asks {
			continue
		}
		switch t := by.acts(i); {
		case t == access.No:
		case t == access.Yes && a.Accepts != 0 && !a.Abroad:
			sure, maybe = sure&a.Accepts, maybe&a.Accepts
		default: // it may apply, or what it accepts is not known
			maybe &= a.Accepts
		}
	}
	return sure, maybe
}

// meeting returns the methods of able, as in the policy, whose registration meets need.
func meeting(able, need Factor) Factor {
	for _, x := range [...]struct{ need, self Factor }{
		{Passkey, newKey}, {Code, ownCode | thirdCode}, {Text, Text}, {CallMobile, CallMobile},
		{CallAlternate, CallAlternate}, {CallOffice, CallOffice}, {Notify, Notify}, {PhoneSignIn, PhoneSignIn},
	} {
		if need&x.need == 0 {
			able &^= x.self
		}
	}
	return able
}

// accepting describes the methods that meet the authentication strength of a.
func (a *Access) accepting() string {
	titles := a.Accepts.Titles()
	if a.Abroad {
		titles = (a.Accepts &^ Other).Titles()
		titles = append(titles, "MFA of another identity provider")
	}
	switch {
	case len(titles) == 0:
		return " Handrail does not know which methods it accepts."
	case a.Accepts == anyway:
		return " It accepts every MFA method."
	}
	return " It accepts only: " + strings.Join(titles, ", ") + "."
}
