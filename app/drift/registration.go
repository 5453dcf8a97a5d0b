package drift

import (
	"encoding/json"
	"slices"

	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// methodWords are the registered methods that people know by another name (Microsoft Learn,
// userRegistrationDetails resource type).
var methodWords = map[string]string{
	"mobilePhone": "a mobile phone", "alternateMobilePhone": "a second mobile phone", "officePhone": "an office phone",
	"email": "an email address", "securityQuestion": "security questions", "securityQuestions": "security questions",
	"microsoftAuthenticatorPush":         "Microsoft Authenticator",
	"microsoftAuthenticatorPasswordless": "passwordless sign-in with Microsoft Authenticator",
	"softwareOneTimePasscode":            "authenticator app codes", "hardwareOneTimePasscode": "a hardware token",
	"passKeyDeviceBound": "a passkey", "passKeySynced": "a synced passkey", "windowsHelloForBusiness": "Windows Hello",
	"temporaryAccessPass": "a Temporary Access Pass", "fido2SecurityKey": "a security key",
	"passKeyDeviceBoundAuthenticator":      "a passkey in Microsoft Authenticator",
	"passKeyDeviceBoundWindowsHello":       "a passkey in Windows Hello",
	"macOsSecureEnclaveKey":                "a key of a Mac",
	"x509CertificateMultiFactor":           "a certificate",
	"x509CertificateSingleFactor":          "a certificate for one factor",
	"appPassword":                          "an app password",
	"federatedMultiFactor":                 "MFA of another provider",
	"federatedSingleFactor":                "a sign-in of another provider",
	"externalAuthenticationMethod":         "a method of another provider",
	"hardwareOneTimePasscodeWithAssertion": "a hardware token",
}

// strongest are the methods that are phishing-resistant, by which a registration makes a person safer.
var strongest = []string{"passKeyDeviceBound", "passKeySynced", "windowsHelloForBusiness", "fido2SecurityKey",
	"passKeyDeviceBoundAuthenticator", "passKeyDeviceBoundWindowsHello", "macOsSecureEnclaveKey",
	"x509CertificateMultiFactor"}

// good are the other methods for MFA that are no phone number.
var good = []string{"microsoftAuthenticatorPush", "microsoftAuthenticatorPasswordless", "softwareOneTimePasscode",
	"hardwareOneTimePasscode"}

// followsFromMethods are the fields of the report that say again what methods, roles or the person's row say.
var followsFromMethods = map[string]field{
	"userDisplayName":   {noise: kindFollows, label: "a name"},
	"userPrincipalName": {noise: kindFollows, label: "a sign-in name"},
	"userType":          {noise: kindFollows, label: "a type of account"}, "handrailMethods": {noise: kindFollows},
	"isAdmin": {noise: kindFollows, yes: "is now an administrator in the report on sign-in methods",
		no: "is no longer an administrator in the report on sign-in methods"},
	"isMfaRegistered": {noise: kindFollows, yes: "is now registered for MFA", no: "is no longer registered for MFA"},
	"isPasswordlessCapable": {noise: kindFollows, yes: "can now sign in without a password",
		no: "can no longer sign in without a password"},
	"isSsprCapable": {noise: kindFollows, yes: "can now use self-service password reset",
		no: "can no longer use self-service password reset"},
	"isSsprEnabled": {noise: kindFollows, yes: "is now allowed self-service password reset",
		no: "is no longer allowed self-service password reset"},
	"isSsprRegistered": {noise: kindFollows, yes: "is now registered for self-service password reset",
		no: "is no longer registered for self-service password reset"},
	"isSystemPreferredAuthenticationMethodEnabled": {noise: kindFollows,
		yes: "is now asked for the method that Microsoft prefers",
		no:  "is no longer asked for the method that Microsoft prefers"},
	"systemPreferredAuthenticationMethods": {noise: kindFollows, label: "a method that Microsoft prefers",
		words: methodWords},
	"userPreferredMethodForSecondaryAuthentication": {noise: kindFollows, label: "a preferred method for MFA"},
}

func (w *world) registration(t Told, c history.Change) (all []Told) {
	t.Subject = w.called(c.ID)
	t = t.of(w.userRef(c.ID))
	if c.Kind != history.Changed {
		return []Told{t.quiet(kindReport, "The report on sign-in methods has another list of people.")}
	}
	for _, f := range c.Fields {
		one := t
		one.Field, one.Before, one.After = f.Path, shown(f.Before), shown(f.After)
		if f.Path == "isMfaCapable" {
			one.What = "Can use MFA"
		}
		switch {
		case f.Path == "methodsRegistered":
			all = append(all, w.registered(one, f, c)...)
			continue
		case f.Path == "isMfaCapable" && string(f.After) == "true" && gainedMethod(c):
			one = one.quiet(kindFollows, t.Subject+" can now use MFA.")
		case f.Path == "isMfaCapable" && string(f.After) == "true":
			one = one.about("can now use MFA", "can now use MFA").worth(report.OK)
		case f.Path == "isMfaCapable" && string(f.After) == "false":
			one = one.about("can no longer use MFA", "can no longer use MFA").worth(report.Warning)
			one.Do = "Ask them to register a sign-in method."
		default:
			one = t.fieldOf(f, followsFromMethods, t.Subject)
		}
		all = append(all, one)
	}
	return all
}

// gainedMethod reports whether a person also has a new method for MFA, which says more.
func gainedMethod(c history.Change) bool {
	was, before := personOf(c.Before)
	is, after := personOf(c.After)
	return before && after && slices.ContainsFunc(without(is.Methods, was.Methods), func(m string) bool {
		return slices.Contains(strongest, m) || slices.Contains(good, m)
	})
}

func (w *world) registered(t Told, f history.Field, c history.Change) (all []Told) {
	var before, after []string
	if json.Unmarshal(f.Before, &before) != nil || json.Unmarshal(f.After, &after) != nil {
		return []Told{t.fieldOf(f, nil, t.Subject)}
	}
	safer := false
	for _, m := range without(after, before) {
		one := t.about("registered "+method(m), "registered "+method(m))
		one.What = "Sign-in method"
		one.Field, one.Before, one.After = f.Path+"["+m+"]", "", method(m)
		if slices.Contains(strongest, m) || slices.Contains(good, m) {
			one.Severity, safer = report.OK, safer || slices.Contains(strongest, m)
		}
		all = append(all, one)
	}
	for _, m := range without(before, after) {
		one := t.about("no longer has "+method(m), "no longer have "+method(m))
		one.What = "Sign-in method"
		one.Field, one.Before, one.After = f.Path+"["+m+"]", method(m), ""
		if weaker := onlyPhone(c.After) && !onlyPhone(c.Before); weaker && !safer {
			one = one.adds(t.Subject+" now has only text messages or phone calls.",
				"They now have only text messages or phone calls.").worth(report.Warning)
		}
		all = append(all, one)
	}
	return all
}

func method(id string) string {
	if words := methodWords[id]; words != "" {
		return words
	}
	return "“" + safe(id, longName) + "”"
}

// personOf returns the person of a row of the report.
func personOf(body []byte) (p tenant.Person, ok bool) {
	var r tenant.Registration
	if body == nil || json.Unmarshal(body, &r) != nil {
		return p, false
	}
	return tenant.PersonOf(tenant.User{}, &r, nil), true
}

// onlyPhone reports whether phone numbers are the only methods for MFA.
func onlyPhone(body []byte) bool {
	p, ok := personOf(body)
	return ok && p.PhoneOnly
}

// protects adds what protects a new administrator, as of then. Where that was not read, it adds nothing.
func (w *world) protects(t Told, id string) Told {
	p, ok := personOf(w.row(tenant.SectionRegistration, id))
	if !ok {
		return t
	}
	name := t.Subject
	strong := slices.IndexFunc(p.Methods, func(m string) bool { return slices.Contains(strongest, m) })
	switch {
	case p.MFA == tenant.MFANone:
		t.Do = "Ask this person to register a passkey."
		return t.adds(name+" has no method for MFA.", "They have no method for MFA.").worth(report.Problem)
	case p.PhoneOnly:
		t.Do = "Ask this person to register a passkey."
		return t.adds(name+" has only text messages or phone calls.", "They have only text messages or phone calls.")
	case strong >= 0:
		words := method(p.Methods[strong])
		return t.adds(name+" has "+words+".", "They have "+words+".")
	case len(p.Methods) > 0:
		t.Do = "Ask this person to register a passkey."
		return t.adds(name+" has no phishing-resistant method, such as a passkey.",
			"They have no phishing-resistant method, such as a passkey.")
	}
	return t
}
