package screens

import (
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// filterTitle is a filter in words, in the order in which they are offered.
var filterTitles = []struct {
	filter tenant.PeopleFilter
	title  string
	none   string // said when no one is in it
}{
	{tenant.AllPeople, "Everyone", "No people are saved on this computer."},
	{tenant.Admins, "Administrators", "No one has an admin role that Handrail can see."},
	{tenant.WeakAdmins, "Administrators at risk of phishing",
		"Every administrator in Microsoft’s registration report has a phishing-resistant method."},
	{tenant.NoMFA, "No MFA method", "Everyone in Microsoft’s registration report has an MFA method."},
	{tenant.BrokenMFA, "MFA methods not allowed", "No one has only methods that the policy does not allow."},
	{tenant.PhoneOnly, "Only phone methods", "No one has only phone methods to verify a sign-in."},
	{tenant.NeverSignIn, "Never signed in", "Everyone whose sign-ins Handrail can read has signed in."},
	{tenant.Guests, "Guests", "No account comes from another organisation."},
	{tenant.Disabled, "Blocked from signing in", "No account is blocked."},
	{tenant.NotInReport, "Not in registration report", "Everyone is in Microsoft’s registration report."},
	{tenant.UnknownState, "MFA state not known", "The MFA state of everyone is known."},
}

// filterNone is the text for an empty list.
func filterNone(f tenant.PeopleFilter) string {
	for _, t := range filterTitles {
		if t.filter == f {
			return t.none
		}
	}
	return "Handrail does not know this list."
}

func filterTitle(f tenant.PeopleFilter) string {
	for _, t := range filterTitles {
		if t.filter == f {
			return t.title
		}
	}
	return string(f)
}

// filterNeeds are the sections without which nothing can be said.
func filterNeeds(f tenant.PeopleFilter) []string {
	switch f {
	case tenant.Admins:
		return []string{tenant.SectionRoles}
	case tenant.WeakAdmins:
		return []string{tenant.SectionRoles, tenant.SectionRegistration}
	case tenant.NoMFA, tenant.BrokenMFA, tenant.PhoneOnly, tenant.NotInReport, tenant.UnknownState:
		return []string{tenant.SectionRegistration}
	}
	return nil
}

// lacking returns the first section that a filter needs and that was never read; ""
// where there is none.
func (p *people) lacking(f tenant.PeopleFilter) string {
	for _, id := range filterNeeds(f) {
		if p.status[id].Completed.IsZero() {
			return id
		}
	}
	return ""
}

// unseen returns of how many people a filter cannot be decided, because their last
// sign-in is not known.
func (p *people) unseen(f tenant.PeopleFilter) int {
	if f != tenant.NeverSignIn {
		return 0
	}
	return p.counts[tenant.UnknownSeen]
}

// filters are the filters with how many each has; what is not read is not known.
func (p *people) filters() []parts.Option {
	var all []parts.Option
	for _, t := range filterTitles {
		n := guide.Figures(p.counts[t.filter])
		switch unseen := p.unseen(t.filter); {
		case p.lacking(t.filter) != "", unseen > 0 && unseen == p.counts[tenant.AllPeople]:
			n = "not known"
		case unseen > 0:
			n += ", not known for " + guide.Figures(unseen)
		}
		all = append(all, parts.Option{Value: string(t.filter), Label: t.title + " (" + n + ")"})
	}
	return all
}

// personColumn is a column of the list beside the name.
type personColumn struct {
	title string
	text  func(p tenant.Person, now time.Time) string
}

// columnsOf chooses the columns for the question that a filter asks.
func columnsOf(f tenant.PeopleFilter) []personColumn {
	methods := personColumn{"Registered", func(p tenant.Person, _ time.Time) string { return upperFirst(methodsOf(p)) }}
	seen := personColumn{"Last sign-in", lastSignIn}
	licence := personColumn{"Licence", func(p tenant.Person, _ time.Time) string {
		if p.Licensed {
			return "Has a licence"
		}
		return "None"
	}}
	switch f {
	case tenant.Admins:
		roles := personColumn{"Roles", func(p tenant.Person, _ time.Time) string { return guide.AllNames(p.Roles) }}
		return []personColumn{roles, methods}
	case tenant.NeverSignIn, tenant.Disabled:
		return []personColumn{seen, licence}
	case tenant.Guests:
		return []personColumn{{"Address", func(p tenant.Person, _ time.Time) string { return or(p.Mail, p.UPN) }}, seen}
	case tenant.NotInReport:
		return []personColumn{{"Account", func(p tenant.Person, _ time.Time) string { return account(p.Enabled) }},
			seen}
	}
	return []personColumn{methods, seen}
}

// methodsOf lists what a person registered, in plain words.
func methodsOf(p tenant.Person) string {
	if !p.InReport {
		return "Not known"
	}
	if len(p.Methods) == 0 {
		return "None"
	}
	var words []string
	for _, m := range p.Methods {
		words = append(words, methodWord(m))
	}
	return strings.Join(words, ", ")
}

// lastSignIn describes when a person signed in last, if known.
func lastSignIn(p tenant.Person, now time.Time) string {
	switch p.SignIn {
	case tenant.SignInAt:
		return p.LastSignIn.Local().Format("2 Jan 2006") + " (" + age(p.LastSignIn, now) + ")"
	case tenant.SignInNever:
		return "Never"
	}
	return "Not known"
}

// account describes whether an account can sign in.
func account(f tenant.Flag) string {
	switch {
	case f.Yes:
		return "Can sign in"
	case f.Known:
		return "Blocked from signing in"
	case f.Raw != "":
		return "Unknown (" + f.Raw + ")"
	}
	return "Not known"
}

// personRow is a person as a row of the list: the name, and under it what counts
// most about confirming a sign-in.
func personRow(p tenant.Person) parts.PersonRow {
	r := parts.PersonRow{Name: or(p.Name, or(p.UPN, p.ID)), Icon: "unknown", State: "Not known", Tone: parts.MutedInk}
	switch {
	case p.ID == "":
		return parts.PersonRow{Name: "No longer in the list", Icon: "note", State: "Refresh the list",
			Tone: parts.MutedInk}
	case p.Enabled.No():
		r.Icon, r.State = "lock", "Blocked from signing in"
	case p.MFA == tenant.MFABroken:
		r.Icon, r.State, r.Tone = "problem", "MFA methods not allowed", parts.ProblemInk
	case p.MFA == tenant.MFANone:
		r.Icon, r.State, r.Tone = "look", "No MFA method", parts.LookInk
	case p.PhoneOnly:
		r.Icon, r.State, r.Tone = "look", "Only phone methods", parts.LookInk
	case p.MFA == tenant.MFACapable:
		r.Icon, r.State = "tick", "Has an MFA method"
	case !p.InReport:
		r.State = "Not in registration report"
	}
	if p.Guest && p.ID != "" {
		r.State = "Guest. " + r.State
	}
	return r
}

// methodWords are Microsoft's words for registered methods (Graph
// userRegistrationDetails, methodsRegistered) in plain ones.
var methodWords = map[string]string{
	"mobilephone":                        "mobile phone",
	"alternatemobilephone":               "second mobile phone",
	"officephone":                        "office phone",
	"email":                              "email (password reset only)",
	"securityquestion":                   "security questions (password reset only)",
	"microsoftauthenticatorpush":         "Microsoft Authenticator",
	"microsoftauthenticatorpasswordless": "Microsoft Authenticator, passwordless",
	"softwareonetimepasscode":            "authenticator app code",
	"hardwareonetimepasscode":            "hardware token code",
	"windowshelloforbusiness":            "Windows Hello",
	"fido2":                              "passkey",
	"fido2securitykey":                   "passkey on a security key",
	"passkeydevicebound":                 "passkey on a device",
	"passkeydeviceboundauthenticator":    "passkey in Microsoft Authenticator",
	"passkeydeviceboundwindowshello":     "passkey in Windows Hello",
	"temporaryaccesspass":                "Temporary Access Pass",
	"x509certificatesinglefactor":        "certificate (single-factor)",
	"x509certificatemultifactor":         "certificate (multifactor)",
	"password":                           "password",
}

// methodWord returns a method in plain words; one that Handrail does not know keeps
// Microsoft's word.
func methodWord(m string) string {
	if w, ok := methodWords[strings.ToLower(m)]; ok {
		return w
	}
	return "unknown method (" + m + ")"
}

// people1 counts people.
func people1(n int) string {
	if n == 1 {
		return "1 person"
	}
	return guide.Figures(n) + " people"
}
