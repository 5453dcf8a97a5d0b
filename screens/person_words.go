package screens

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// What Microsoft's values about a person mean, in plain words. One that Handrail
// does not know is shown as unknown, with Microsoft's own.

// kindOfAccount describes the type of an account.
func kindOfAccount(u tenant.User) string {
	switch access.KindsOfUser(u) {
	case access.ExternalGuest:
		return "Guest from another organisation"
	case access.InternalGuest:
		return "Guest with an account in your organisation"
	case access.ExternalMember:
		return "Member from another organisation"
	}
	switch {
	case u.Type.Is("Member"):
		return "Member"
	case u.Type == "":
		return "Not known"
	}
	return "Unknown (" + string(u.Type) + ")"
}

// origin describes where an account comes from.
func origin(synced tenant.Flag) string {
	switch {
	case synced.Yes:
		return "On-premises directory, synchronised to Microsoft 365"
	case synced.Raw != "":
		return "Unknown (" + synced.Raw + ")"
	}
	return "Microsoft 365"
}

// upperFirst begins a sentence.
func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// preferred describes the method that Microsoft asks for first
// (userPreferredMethodForSecondaryAuthentication).
func preferred(m string) string {
	switch strings.ToLower(m) {
	case "push":
		return "Microsoft Authenticator"
	case "oath":
		return "authenticator app code"
	case "voicemobile":
		return "phone call to the mobile phone"
	case "voicealternatemobile":
		return "phone call to the second mobile phone"
	case "voiceoffice":
		return "phone call to the office phone"
	case "sms":
		return "text message"
	case "none":
		return "none"
	}
	return "unknown method (" + m + ")"
}

// perUser describes the per-user MFA state.
func perUser(state string) string {
	switch strings.ToLower(state) {
	case "disabled":
		return "Disabled"
	case "enabled":
		return "Enabled: required from the next sign-in"
	case "enforced":
		return "Enforced"
	}
	return "Unknown (" + state + ")"
}

// asks describes what a policy requires.
func asks(p tenant.AccessPolicy) string {
	g := p.Grant
	if g == nil {
		if len(p.Session) > 0 && string(p.Session) != "null" {
			return "It limits how long a sign-in lasts or what people can do in it."
		}
		return ""
	}
	var words []string
	for _, c := range g.BuiltIn {
		words = append(words, control(c))
	}
	if g.Strength != nil {
		words = append(words, "the authentication strength “"+or(string(g.Strength.Name), g.Strength.ID)+"”")
	}
	if len(g.Terms) > 0 {
		words = append(words, "terms of use")
	}
	if len(g.Custom) > 0 {
		words = append(words, "a control from another provider")
	}
	if slices.Contains(words, control("block")) {
		return "It blocks the sign-in."
	}
	if len(words) == 0 {
		return ""
	}
	join := " and "
	if strings.EqualFold(string(g.Operator), "OR") {
		join = " or "
	}
	return "It requires " + strings.Join(words, join) + "."
}

// control returns one of Microsoft's grant controls in plain words.
func control(c string) string {
	switch strings.ToLower(c) {
	case "block":
		return "block"
	case "mfa":
		return "multifactor authentication"
	case "compliantdevice":
		return "a device that meets your compliance policies"
	case "domainjoineddevice":
		return "a Microsoft Entra hybrid joined device"
	case "approvedapplication":
		return "an approved app"
	case "compliantapplication":
		return "an app with a protection policy"
	case "passwordchange":
		return "a password change"
	case "riskremediation":
		return "risk remediation"
	}
	return "something unknown (" + c + ")"
}

// place returns where a sign-in came from.
func place(s tenant.SignIn) string {
	return strings.Join(nonEmpty(string(s.Location.City), string(s.Location.Country)), " ")
}

// client returns a kind of program in plain words where Microsoft's are unclear.
func client(c string) string {
	if strings.EqualFold(c, "other clients") || strings.EqualFold(c, "other") {
		return "an older app"
	}
	return c
}

// detailsOf returns the names that the person gave to methods, such as that of a
// key. They are known where methods were read person by person.
func detailsOf(raw []json.RawMessage) []string {
	var all []string
	for _, r := range raw {
		var m struct {
			Name tenant.Text `json:"displayName"`
		}
		if json.Unmarshal(r, &m) == nil && m.Name != "" {
			all = append(all, string(m.Name))
		}
	}
	return all
}
