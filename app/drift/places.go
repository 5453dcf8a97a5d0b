package drift

import (
	"encoding/json"
	"slices"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// locationFields are the properties of named locations (Microsoft Learn, ipNamedLocation and countryNamedLocation
// resource types).
var locationFields = map[string]field{
	"isTrusted": {yes: "is now trusted", no: "is no longer trusted", worse: "true",
		do: "Check that policies may trust every address of this location."},
	"ipRanges":            {label: "a list of addresses"},
	"countriesAndRegions": {label: "a list of countries and regions"},
	"includeUnknownCountriesAndRegions": {yes: "now includes unknown countries and regions",
		no: "no longer includes unknown countries and regions"},
	"countryLookupMethod": {label: "a way to find the country"},
}

// location is about a named location. Policies that are on and name it are named with it.
func (w *world) location(t Told, c history.Change) []Told {
	all := w.titled(t, c, locationFields)
	var names []string
	var refs []Ref
	for _, p := range w.policiesAt(c.At) {
		l := p.Conditions.Locations
		trusted := string(members(either(c.After, c.Before))["isTrusted"]) == "true" || trustChanged(c)
		if p.Enforced() && l != nil && (l.Include.Has(c.ID) || l.Exclude.Has(c.ID) ||
			trusted && (l.Include.Has("AllTrusted") || l.Exclude.Has("AllTrusted"))) {
			name := safe(string(p.Name), longName)
			names, refs = append(names, "“"+name+"”"), append(refs, Ref{tenant.SectionAccess, p.ID, name})
		}
	}
	if len(names) == 0 {
		return all
	}
	for i, one := range all {
		if !one.Noise && one.Field != "displayName" {
			all[i] = one.says(one.Text, verb(len(names), "The policy ", "The policies ")+guide.Names(names)+" "+
				verb(len(names), "uses", "use")+" it.").of(refs...).worth(report.Warning)
			if one.Do == "" {
				all[i].Do = "Check that " + verb(len(names), "this policy", "these policies") + " should apply like this."
			}
		}
	}
	return all
}

func trustChanged(c history.Change) bool {
	return slices.ContainsFunc(c.Fields, func(f history.Field) bool { return f.Path == "isTrusted" })
}

// strengthFields are the properties of an authentication strength.
var strengthFields = map[string]field{
	"allowedCombinations":       {label: "a list of methods"},
	"requirementsSatisfied":     {noise: kindFollows},
	"policyType":                {noise: kindFollows},
	"combinationConfigurations": {label: "a list of limits to its methods"},
}

// strength is about an authentication strength: with more methods, policies that require it are met more easily.
func (w *world) strength(t Told, c history.Change) []Told {
	all := w.titled(t, c, strengthFields)
	users := w.requiring(c)
	for i, one := range all {
		if one.Field != "allowedCombinations" || one.Noise {
			continue
		}
		name, _ := subjectOf(c)
		quoted := "The authentication strength “" + name + "”"
		switch {
		case one.After != "" && one.Before != "":
			one.Text = quoted + " accepts other methods."
		case one.After != "":
			one.Text = quoted + " now also accepts: " + one.After + "."
		default:
			one.Text = quoted + " no longer accepts: " + one.Before + "."
		}
		if len(users) > 0 {
			one = one.says(one.Text, verb(len(users), "The policy ", "The policies ")+guide.Names(quotes(users))+" "+
				verb(len(users), "requires", "require")+" it.").of(users...).worth(report.Warning)
			one.Do = "Check that these methods are strong enough, and that people have them."
		}
		all[i] = one
	}
	return all
}

func quotes(all []Ref) (names []string) {
	for _, r := range all {
		names = append(names, "“"+r.Name+"”")
	}
	slices.Sort(names)
	return names
}

// requiring returns the policies that are on and require an authentication strength.
func (w *world) requiring(c history.Change) (refs []Ref) {
	for _, p := range w.policiesAt(c.At) {
		if p.Enforced() && p.Grant != nil && p.Grant.Strength != nil && tenant.Text(p.Grant.Strength.ID).Is(c.ID) {
			refs = append(refs, Ref{tenant.SectionAccess, p.ID, safe(string(p.Name), longName)})
		}
	}
	return refs
}

// licence is about what you bought: how much there is, what is in use, and whether it still works.
func (w *world) licence(t Told, c history.Change) []Told {
	name := safe(tenant.ProductName(raw(either(c.After, c.Before), "skuPartNumber")), longName)
	if name == "" {
		name = safe(c.ID, longName)
	}
	t.Subject = name
	t = t.of(Ref{tenant.SectionLicences, c.ID, name})
	switch c.Kind {
	case history.Added:
		t.Text = "You now have the licence " + name + "."
		return []Told{t}
	case history.Removed:
		t.Text, t.Do = "You no longer have the licence "+name+".", "Check who used it."
		return []Told{t.worth(report.Warning)}
	}
	var before, after tenant.Licence
	known := json.Unmarshal(c.Before, &before) == nil && json.Unmarshal(c.After, &after) == nil
	var all []Told
	for _, f := range c.Fields {
		one := t
		one.Field, one.Before, one.After = f.Path, shown(f.Before), shown(f.After)
		switch {
		case f.Path == "prepaidUnits.enabled" && known:
			one.Text = "You now have " + guide.Count(after.Prepaid.Enabled, "licence", "licences") + " of " + name + "."
			if after.Prepaid.Enabled < before.Prepaid.Enabled {
				one.Severity = report.Warning
			}
			all = append(all, overused(one, after))
			continue
		case f.Path == "capabilityStatus":
			one = capability(one, name)
		case f.Path == "consumedUnits" && known && usedUp(after) && !usedUp(before) &&
			after.Prepaid.Enabled == before.Prepaid.Enabled:
			one = overused(one, after)
			one.Text = "All " + guide.Count(after.Prepaid.Enabled, "licence", "licences") + " of " + name + " are in use."
			one.Severity, one.Do = report.Warning, "Buy more licences, or take them from people who no longer need them."
		case f.Path == "consumedUnits":
			one = one.quiet(kindCounters, "Another number of licences of "+name+" is in use.")
		default:
			one = t.fieldOf(f, licenceFields, name)
		}
		all = append(all, one)
	}
	return all
}

// licenceFields are the other properties of a licence (Microsoft Learn, subscribedSku resource type).
var licenceFields = map[string]field{
	"suspended":       {label: "a number of suspended licences", worse: "*"},
	"lockedOut":       {label: "a number of locked licences"},
	"warning":         {label: "a number of licences that end soon", worse: "*", do: "Renew the licence."},
	"servicePlans":    {label: "a list of services"},
	"subscriptionIds": {noise: kindFollows}, "accountName": {noise: kindFollows},
}

func usedUp(l tenant.Licence) bool { return l.Prepaid.Enabled > 0 && l.Consumed >= l.Prepaid.Enabled }

// overused adds that more licences are in use than there are.
func overused(t Told, l tenant.Licence) Told {
	if l.Consumed <= l.Prepaid.Enabled {
		return t
	}
	t.Do = "Buy more licences, or take them from people who no longer need them."
	return t.says(t.Text, guide.Figures(l.Consumed)+" are in use.").worth(report.Warning)
}

// capability is about the state of a licence (Microsoft Learn, subscribedSku resource type).
func capability(t Told, name string) Told {
	words := map[string]string{"Enabled": "active", "Warning": "about to end", "Suspended": "suspended",
		"Deleted": "deleted", "LockedOut": "locked"}
	for _, value := range []*string{&t.Before, &t.After} {
		if word := words[*value]; word != "" {
			*value = word
		}
	}
	t.Text = "The licence " + name + " is now " + t.After + "."
	t.Severity, t.Do = report.Warning, "Renew the licence in the Microsoft 365 admin center."
	if t.After == "active" {
		t.Severity, t.Do = report.OK, ""
	}
	return t
}
