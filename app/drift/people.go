package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

func (w *world) user(t Told, c history.Change) []Told {
	row := c.After
	if row == nil {
		row = c.Before
	}
	t.Subject = person(row)
	if t.Subject == "" {
		t.Subject = c.ID
	}
	guest := strings.EqualFold(word(row, "userType"), "Guest")
	switch {
	case c.Kind == history.Added && guest:
		return []Told{t.about("is a new guest", "are new guests")}
	case c.Kind == history.Added:
		return []Told{t.about("has a new account", "have new accounts")}
	case c.Kind == history.Removed:
		return []Told{t.about("no longer has an account", "no longer have an account")}
	}
	var all []Told
	for _, f := range c.Fields {
		one := t
		one.Field, one.Before, one.After = f.Path, shown(f.Before), shown(f.After)
		switch f.Path {
		case "accountEnabled":
			one = one.about("cannot sign in any more", "cannot sign in any more")
			if one.After == "true" {
				one = one.about("can sign in again", "can sign in again")
			}
		case "userPrincipalName":
			one.Text = t.Subject + " now signs in with another name."
		case "userType":
			one.Text = t.Subject + " is now a " + strings.ToLower(one.After) + ", and was a " + strings.ToLower(one.Before) + "."
		case "jobTitle", "department", "officeLocation", "preferredLanguage", "createdDateTime":
			one.Text, one.Noise = t.Subject+" has another “"+f.Path+"”.", true
		case "displayName":
			one.Text = one.Before + " is now called " + one.After + "."
		case "assignedLicenses":
			one.Before, one.After = w.skus(f.Before), w.skus(f.After)
			one = one.about("has other licences", "have other licences")
		default:
			one.Text = t.Subject + " has another “" + f.Path + "”."
		}
		all = append(all, one)
	}
	return all
}

// skus names the licences in a list of assignedLicenses.
func (w *world) skus(value []byte) string {
	var list []struct {
		ID string `json:"skuId"`
	}
	if json.Unmarshal(value, &list) != nil {
		return shown(value)
	}
	var names []string
	for _, l := range list {
		names = append(names, w.part(l.ID))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// methodWords are the registered methods that people know by another name (Microsoft Learn,
// userRegistrationDetails resource type).
var methodWords = map[string]string{
	"mobilePhone": "a mobile phone", "alternateMobilePhone": "a second mobile phone", "officePhone": "an office phone",
	"email": "an email address", "securityQuestion": "security questions",
	"microsoftAuthenticatorPush":         "Microsoft Authenticator",
	"microsoftAuthenticatorPasswordless": "passwordless sign-in with Microsoft Authenticator",
	"softwareOneTimePasscode":            "codes from an app", "hardwareOneTimePasscode": "a hardware token",
	"passKeyDeviceBound": "a passkey", "passKeySynced": "a synced passkey", "windowsHelloForBusiness": "Windows Hello",
	"temporaryAccessPass": "a Temporary Access Pass", "fido2SecurityKey": "a security key",
	"passKeyDeviceBoundAuthenticator": "a passkey in Microsoft Authenticator",
}

// followsFromMethods are the fields of the report that say again what methods, roles or the person's row say.
var followsFromMethods = map[string]bool{
	"userDisplayName": true, "userPrincipalName": true, "userType": true, "isAdmin": true, "isMfaRegistered": true,
	"isPasswordlessCapable": true, "isSsprCapable": true, "isSsprEnabled": true, "isSsprRegistered": true,
	"isSystemPreferredAuthenticationMethodEnabled": true, "systemPreferredAuthenticationMethods": true,
	"userPreferredMethodForSecondaryAuthentication": true,
}

func (w *world) registration(t Told, c history.Change) (all []Told) {
	t.Subject = w.called(c.ID)
	if c.Kind != history.Changed {
		t.Noise, t.Text = true, "The report on sign-in methods has another list of people."
		return []Told{t}
	}
	for _, f := range c.Fields {
		one := t
		one.Field, one.Before, one.After = f.Path, shown(f.Before), shown(f.After)
		switch f.Path {
		case "methodsRegistered":
			all = append(all, w.registered(t, f)...)
			continue
		case "isMfaCapable":
			if one.After == "true" {
				one = one.about("can now use multifactor authentication", "can now use multifactor authentication")
			} else if one.After == "false" {
				one.Severity = report.Warning
				one = one.about("can no longer use multifactor authentication",
					"can no longer use multifactor authentication")
			}
		}
		if one.Text == "" {
			one.Noise, one.Text = followsFromMethods[f.Path], t.Subject+" has another “"+f.Path+"”."
		}
		all = append(all, one)
	}
	return all
}

func (w *world) registered(t Told, f history.Field) (all []Told) {
	var before, after []string
	if json.Unmarshal(f.Before, &before) != nil || json.Unmarshal(f.After, &after) != nil {
		return each(t, []history.Field{f}, t.Subject)
	}
	for _, m := range after {
		if !slices.Contains(before, m) {
			one := t.about("registered "+method(m), "registered "+method(m))
			one.Field, one.After = f.Path+"["+m+"]", method(m)
			all = append(all, one)
		}
	}
	for _, m := range before {
		if !slices.Contains(after, m) {
			one := t.about("no longer has "+method(m), "no longer have "+method(m))
			one.Field, one.Before = f.Path+"["+m+"]", method(m)
			all = append(all, one)
		}
	}
	return all
}

func method(id string) string {
	if words := methodWords[id]; words != "" {
		return words
	}
	return "“" + id + "”"
}

func (w *world) role(t Told, c history.Change) []Told {
	body := c.After
	if body == nil {
		body = c.Before
	}
	var r tenant.RoleAssignment
	if json.Unmarshal(body, &r) != nil {
		return w.other(t, c)
	}
	t.Subject = string(r.Name)
	if t.Subject == "" {
		t.Subject = w.called(string(r.Principal))
	}
	role := roles.Name(string(r.Template))
	if r.RoleName != "" {
		role = string(r.RoleName)
	}
	if r.Scope != "" && r.Scope != "/" {
		role += " for a part of the organisation"
	}
	if r.Eligible.Yes {
		role += ", when they activate it"
	}
	switch c.Kind {
	case history.Added:
		t.Severity, t.After = report.Warning, role
		t = t.about("now has the role "+role, "now have the role "+role)
	case history.Removed:
		t.Before = role
		t = t.about("no longer has the role "+role, "no longer have the role "+role)
	default:
		return each(t, c.Fields, "The role "+role+" of "+t.Subject)
	}
	return []Told{t}
}

// member is about one member of a group; policies that name the group are named with it.
func (w *world) member(t Told, c history.Change, group string) []Told {
	body := c.After
	if body == nil {
		body = c.Before
	}
	if t.Subject = person(body); t.Subject == "" {
		t.Subject = w.called(c.ID)
	}
	name := w.name(tenant.SectionGroups, group)
	if name == "" {
		name = group
	}
	switch c.Kind {
	case history.Added:
		if by := w.excluding(group); len(by) > 0 {
			t.Severity = report.Warning
			in := "now in the group “" + name + "”, which is excluded from " + guide.Names(by)
			return []Told{t.about("is "+in, "are "+in)}
		}
		t = t.about("is now in the group “"+name+"”", "are now in the group “"+name+"”")
	case history.Removed:
		t = t.about("is no longer in the group “"+name+"”", "are no longer in the group “"+name+"”")
	default:
		t.Noise, t.Text = true, "A member of the group “"+name+"” has another name."
	}
	return []Told{t}
}
