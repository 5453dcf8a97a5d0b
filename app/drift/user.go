package drift

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// userFields are the properties of a person that only have a value.
var userFields = map[string]field{
	"jobTitle": {noise: kindJobs, label: "a job title"}, "department": {noise: kindJobs, label: "a department"},
	"officeLocation":    {noise: kindJobs, label: "an office location"},
	"preferredLanguage": {noise: kindJobs, label: "a language"}, "createdDateTime": {noise: kindTimes},
	"mail": {label: "an email address"}, "usageLocation": {label: "a usage location"},
}

func (w *world) user(t Told, c history.Change) []Told {
	row := either(c.After, c.Before)
	if t.Subject = person(row); t.Subject == "" {
		t.Subject = safe(c.ID, longName)
	}
	t = t.of(Ref{tenant.SectionUsers, c.ID, t.Subject})
	guest := strings.EqualFold(raw(row, "userType"), "Guest")
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
		switch {
		case f.Path == "accountEnabled":
			one = w.enabled(one, c, string(f.After))
		case f.Path == "userPrincipalName":
			one = one.about("now signs in with another name", "now sign in with another name")
		case f.Path == "userType":
			one = w.userType(one, f)
		case f.Path == "displayName" && one.Before != "" && one.After != "":
			one.Subject = one.After
			one.Text = one.Before + " is now called " + one.After + "."
		case f.Path == "externalUserState":
			one = invited(one, f)
		case f.Path == "onPremisesSyncEnabled":
			one = synced(one, string(f.After))
		case f.Path == "assignedLicenses":
			all = append(all, w.assigned(one, f)...)
			continue
		default:
			one = t.fieldOf(f, userFields, t.Subject)
		}
		all = append(all, one)
	}
	return all
}

// enabled is about whether a person can sign in. The account of an administrator is named as that.
func (w *world) enabled(t Told, c history.Change, after string) Told {
	roles := w.rolesOf(c.ID, c)
	who := t.Subject
	if len(roles) > 0 {
		t.Subject += " (" + guide.Names(roles) + ")"
	}
	switch was := string(members(c.Before)["accountEnabled"]); {
	case was != "true" && was != "false" && (after == "true" || after == "false"): // it was not known
		can := verbIf(after == "true", "can sign in", "cannot sign in")
		t = t.about(can, can)
	case after == "true":
		t = t.about("can sign in again", "can sign in again")
		if len(roles) > 0 {
			t.Severity, t.Do = report.Warning, "Check that this administrator should be able to sign in again."
		}
	case after == "false":
		t = t.about("cannot sign in any more", "cannot sign in any more")
	default:
		t.Text = t.Subject + " has another “accountEnabled”."
	}
	t.Subject = who
	return t
}

func (w *world) userType(t Told, f history.Field) Told {
	is := map[string]string{"guest": "a guest", "member": "a member"}
	before, after := is[strings.ToLower(t.Before)], is[strings.ToLower(t.After)]
	if before == "" || after == "" {
		return t.fieldOf(f, userFields, t.Subject)
	}
	if after == "a member" {
		t.Severity, t.Do = report.Warning, "Check that this person belongs to the organisation: policies for guests end."
	}
	t.Before, t.After = strings.TrimPrefix(before, "a "), strings.TrimPrefix(after, "a ")
	return t.about("is now "+after+", and was "+before, "are now "+t.After+"s, and were "+t.Before+"s")
}

// invited is about a guest who was asked to join.
func invited(t Told, f history.Field) Told {
	words := map[string]string{"PendingAcceptance": "not answered", "Accepted": "accepted"}
	if words[t.After] == "" {
		return t.fieldOf(f, userFields, t.Subject)
	}
	t.Before, t.After = words[t.Before], words[t.After]
	if t.After == "accepted" {
		return t.about("accepted the invitation", "accepted the invitation")
	}
	return t.about("is invited again", "are invited again")
}

func synced(t Told, after string) Told {
	if after == "true" {
		return t.about("now comes from the on-premises directory", "now come from the on-premises directory")
	}
	return t.about("no longer comes from the on-premises directory", "no longer come from the on-premises directory")
}

// assigned names the licences that a person has now, and had.
func (w *world) assigned(t Told, f history.Field) (all []Told) {
	before, was := skus(f.Before)
	after, is := skus(f.After)
	if !was || !is {
		return []Told{t.about("has other licences", "have other licences")}
	}
	for _, sku := range slices.Sorted(maps.Keys(after)) {
		if _, had := before[sku]; !had {
			name := w.part(sku)
			one := t.about("now has the licence "+name, "now have the licence "+name)
			one.Field, one.Before, one.After = f.Path+"["+sku+"]", "", name
			all = append(all, one)
		}
	}
	for _, sku := range slices.Sorted(maps.Keys(before)) {
		off, has := after[sku]
		name := w.part(sku)
		one := t
		one.Field = f.Path + "[" + sku + "]"
		switch {
		case !has:
			one = one.about("no longer has the licence "+name, "no longer have the licence "+name)
			one.Before, one.After = name, ""
		case off != before[sku]:
			one = one.about("has other services turned off in the licence "+name,
				"have other services turned off in the licence "+name)
			one.Before, one.After = guide.Figures(commas(before[sku])), guide.Figures(commas(off))
		default:
			continue
		}
		all = append(all, one)
	}
	return all
}

// skus returns the licences of a person by SKU ID, with the plans that are turned off in each.
func skus(value []byte) (map[string]string, bool) {
	var list []tenant.UserLicence
	if !empty(value) && json.Unmarshal(value, &list) != nil {
		return nil, false
	}
	all := map[string]string{}
	for _, l := range list {
		slices.Sort(l.Disabled)
		all[strings.ToLower(string(l.SKU))] = strings.Join(l.Disabled, ",")
	}
	return all, true
}

func commas(list string) int {
	if list == "" {
		return 0
	}
	return 1 + strings.Count(list, ",")
}

// perUser is about per-user MFA.
func (w *world) perUser(t Told, c history.Change) []Told {
	t.Subject = w.called(c.ID)
	t = t.of(w.userRef(c.ID))
	if c.Kind != history.Changed {
		return []Told{t.quiet(kindReport, "The list of per-user MFA has other people.")}
	}
	var all []Told
	for _, f := range c.Fields {
		words := map[string]string{"disabled": "off", "enabled": "on", "enforced": "enforced"}
		one := t
		one.Field, one.Before, one.After = f.Path, words[shown(f.Before)], words[shown(f.After)]
		switch {
		case f.Path != "perUserMfaState" || one.After == "":
			one = t.fieldOf(f, nil, t.Subject)
		case one.After == "off":
			one = one.about("no longer has per-user MFA", "no longer have per-user MFA").worth(report.Warning)
		case one.Before == "off":
			one = one.about("now has per-user MFA", "now have per-user MFA").worth(report.OK)
		default:
			one.Text = "Per-user MFA of " + t.Subject + " is now " + one.After + "."
		}
		all = append(all, one)
	}
	return all
}
