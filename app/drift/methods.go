package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/history"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/tenant"
)

const configurations = "authenticationMethodConfigurations"

// methodFields are the properties of the policy, of a method and of the campaign (Microsoft Learn,
// authenticationMethodsPolicy resource type and those of each method).
var methodFields = map[string]field{
	"policyMigrationState": {label: "a state of the move from the legacy MFA settings", words: map[string]string{
		"preMigration": "not begun", "migrationInProgress": "in progress", "migrationComplete": "complete"}},
	"reconfirmationInDays": {label: "a number of days until people confirm their methods"},
	"includeTargets":       {label: "a list of people who can use it"},
	"excludeTargets":       {label: "a list of people who cannot use it"},
	"snoozeDurationInDays": {label: "a number of days for which people can skip it"},
	"isSelfServiceRegistrationAllowed": {yes: "can now be registered by each person",
		no: "can no longer be registered by each person"},
	"isAttestationEnforced": {yes: "now accepts only keys of known makers", no: "now accepts keys of any maker"},
	"isSoftwareOathEnabled": {yes: "now also shows codes", no: "no longer shows codes"},
	"isOfficePhoneAllowed":  {yes: "now also accepts office phones", no: "no longer accepts office phones"},
	"isUsableOnce":          {yes: "can now be used only once", no: "can now be used more than once"},
}

// methods compares the sign-in methods policy method by method.
func (w *world) methods(t Told, c history.Change) []Told {
	t.Subject = "Sign-in methods policy"
	if c.Kind != history.Changed {
		return w.other(t, c)
	}
	before, after := byID(c.Before, configurations), byID(c.After, configurations)
	var all []Told
	for _, id := range keys(before, after) {
		all = append(all, w.methodOf(t, id, before[id], after[id])...)
	}
	for _, f := range c.Fields {
		switch {
		case f.Path == configurations:
		case strings.HasSuffix(f.Path, "RegistrationCampaign.state"):
			one := t
			one.Field, one.Before, one.After = f.Path, campaignState(shown(f.Before)), campaignState(shown(f.After))
			one.Text = "The registration campaign is now " + one.After + "."
			all = append(all, one)
		case strings.Contains(f.Path, "RegistrationCampaign."):
			all = append(all, w.targets(t.fieldOf(f, methodFields, "The registration campaign"), f))
		default:
			all = append(all, w.targets(t.fieldOf(f, methodFields, "The sign-in methods policy"), f))
		}
	}
	return all
}

func campaignState(s string) string {
	if word := map[string]string{"enabled": "on", "disabled": "off", "default": "Microsoft managed"}[s]; word != "" {
		return word
	}
	return s
}

// methodOf is about one method of the policy.
func (w *world) methodOf(t Told, id string, before, after json.RawMessage) []Told {
	m := mfa.MethodOf(id)
	name := m.Title()
	if m == "" {
		name = safe(id, longName)
	}
	name = "“" + name + "”"
	t.Field = configurations + "[" + id + "]"
	t.Before, t.After = state(raw(before, "state")), state(raw(after, "state"))
	switch {
	case before == nil:
		t.Text = name + " is a new sign-in method, and is " + t.After + "."
		return []Told{t}
	case after == nil:
		t.Text = name + " is no longer in the sign-in methods policy."
		return []Told{t.worth(report.Warning)}
	case string(before) == string(after):
		return nil
	}
	var all []Told
	for _, f := range history.Compare(before, after, nil) {
		one := t
		if f.Path == "state" {
			one.Field += ".state"
			one.Text = name + " is now " + one.After + " as a sign-in method."
			one.Severity = report.Warning
			if one.After == "on" && slices.Contains([]mfa.Method{mfa.Fido2, mfa.Authenticator, mfa.X509}, m) {
				one.Severity = report.OK
			}
			all = append(all, one)
			continue
		}
		one = w.targets(t.fieldOf(f, methodFields, "The sign-in method "+name), f)
		one.Field = t.Field + "." + f.Path
		all = append(all, one)
	}
	return all
}

// targets names the groups and people of a list of targets.
func (w *world) targets(t Told, f history.Field) Told {
	var before, after []tenant.Target
	if !strings.HasSuffix(f.Path, "cludeTargets") || json.Unmarshal(f.Before, &before) != nil ||
		json.Unmarshal(f.After, &after) != nil {
		return t
	}
	was, is := w.targetNames(before), w.targetNames(after)
	if new, gone := without(is, was), without(was, is); len(new)+len(gone) > 0 {
		t.Before, t.After = listed(gone), listed(new)
		headline, _ := t.Parts()
		headline, _, _ = strings.Cut(headline, ":")
		t = t.differs(strings.TrimSuffix(headline, ".") + ".")
	}
	for _, one := range append(before, after...) {
		if one.Type.Is("group") && !one.ID.Is(tenant.Everyone) {
			t = t.of(w.groupRef(string(one.ID)))
		}
	}
	return t.worth(report.Warning)
}

func (w *world) targetNames(all []tenant.Target) (names []string) {
	for _, one := range all {
		switch {
		case one.ID.Is(tenant.Everyone):
			names = append(names, "everyone")
		default:
			names = append(names, w.id(string(one.ID)))
		}
	}
	slices.Sort(names)
	return names
}
