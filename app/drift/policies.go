package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/clean"
	"handrail/app/history"
	"handrail/app/identity/policydiff"
	"handrail/app/report"
	"handrail/app/tenant"
)

// loosens are the fields of a policy where a value that is gone makes it apply to less, or require less.
var loosens = []string{"conditions.users.include", "conditions.applications.include", "grantControls",
	"conditions.clientAppTypes"}

func (w *world) policy(t Told, c history.Change) []Told {
	row := either(c.After, c.Before)
	if t.Subject = word(row, "displayName"); t.Subject == "" {
		t.Subject = safe(c.ID, longName)
	}
	t = t.of(Ref{tenant.SectionAccess, c.ID, t.Subject})
	quoted := "The policy “" + t.Subject + "”"
	on := strings.EqualFold(raw(c.Before, "state"), "enabled")
	switch {
	case c.Kind == history.Added:
		t.Text, t.After = quoted+" is new.", state(raw(c.After, "state"))
		return []Told{t}
	case c.Kind == history.Removed:
		if t.Text = quoted + " was deleted."; on {
			t = t.worth(report.Problem)
			t.Text, t.Do = quoted+" was on, and was deleted.", "Create the policy again, or check what replaces it."
		}
		t.Before = state(raw(c.Before, "state"))
		return []Told{t}
	}
	edits, known := policydiff.Compare(tenant.Raw(c.Before), tenant.Raw(c.After))
	if !known {
		return w.other(t, c)
	}
	var all []Told
	for _, e := range edits {
		all = append(all, w.edit(t, c, e, quoted, on))
	}
	if len(all) == 0 && slices.ContainsFunc(c.Fields, func(f history.Field) bool { return f.Path == "modifiedDateTime" }) {
		all = append(all, t.quiet(kindTimes, quoted+" was saved again without a change."))
	}
	return all
}

// edit is about one field of a policy. on is whether the policy was on.
func (w *world) edit(t Told, c history.Change, e policydiff.Change, quoted string, on bool) Told {
	words := func(all []string) string { return policydiff.Words(all, w.id) }
	t.Field, t.Before, t.After = e.Field, words(e.Removed), words(e.Added)
	now := strings.EqualFold(raw(c.After, "state"), "enabled")
	for _, id := range append(slices.Clone(e.Added), e.Removed...) {
		t = t.of(w.named(id, e.Field)...)
	}
	switch {
	case e.Field == "state":
		t.Text = quoted + " is now " + t.After + "."
		if on {
			t.Severity, t.Do = report.Problem, "Turn the policy on again, or check what replaces it."
		}
	case e.Field == "displayName":
		t.Text = "The policy “" + t.Before + "” is now called “" + t.After + "”."
	case e.Excludes() && len(e.Added) > 0:
		t.Text = quoted + " now also excludes " + t.After + "."
		t.Severity, t.Do = report.Warning, "Check that "+verb(len(e.Added), "this exception is", "these exceptions are")+
			" needed."
	case e.Excludes():
		t.Text = quoted + " no longer excludes " + t.Before + "."
	default:
		t = t.says(quoted+" was edited.", clean.Line(e.Text(w.id)))
		t.Severity = report.Note
		if len(e.Removed) > 0 && loosened(e.Field) || strings.HasPrefix(e.Field, "conditions.") && len(e.Added) > 0 {
			t.Severity = report.Warning
		}
	}
	if !on && !now && t.Severity != report.Note { // it acts on no one
		t.Severity, t.Do = report.Note, ""
	}
	return t
}

func loosened(name string) bool {
	return slices.ContainsFunc(loosens, func(l string) bool { return strings.HasPrefix(name, l) })
}

// named returns what a value of a policy is an ID of.
func (w *world) named(id, name string) []Ref {
	switch {
	case strings.HasSuffix(name, "Users"):
		if called := w.name(tenant.SectionUsers, id); called != "" {
			return []Ref{{tenant.SectionUsers, id, called}}
		}
	case strings.HasSuffix(name, "Groups"):
		return []Ref{w.groupRef(id)}
	case strings.HasSuffix(name, "Locations"):
		if called := w.name(tenant.SectionLocations, id); called != "" {
			return []Ref{{tenant.SectionLocations, id, called}}
		}
	}
	return nil
}

// state returns the state of a policy in words.
func state(s string) string {
	return safe(policydiff.Words([]string{s}, func(id string) string { return id }), longName)
}

func (w *world) defaults(t Told, c history.Change) []Told {
	t.Subject = "Security defaults"
	var all []Told
	for _, f := range c.Fields {
		one := t
		if f.Path != "isEnabled" || string(f.After) != "true" && string(f.After) != "false" {
			all = append(all, t.fieldOf(f, map[string]field{"description": {noise: kindNames}}, "Security defaults"))
			continue
		}
		one.Field = f.Path
		one.Before, one.After = state(string(f.Before)), state(string(f.After))
		one = one.says("Security defaults are now "+one.After+".", "").worth(report.OK)
		if one.After == "off" {
			one = one.says(one.Text, "Where no policy and no per-user setting replaces them, a password is enough.").
				worth(report.Problem)
			one.Do = "Turn on security defaults, or require MFA with a Conditional Access policy."
		}
		all = append(all, one)
	}
	if c.Kind != history.Changed {
		return w.other(t, c)
	}
	return all
}

// byID returns the objects of a list in a row by their IDs.
func byID(body []byte, list string) map[string]json.RawMessage {
	var all []json.RawMessage
	found := map[string]json.RawMessage{}
	if json.Unmarshal(members(body)[list], &all) == nil {
		for _, one := range all {
			found[raw(one, "id")] = one
		}
	}
	return found
}

func keys(a, b map[string]json.RawMessage) (all []string) {
	for id := range a {
		all = append(all, id)
	}
	for id := range b {
		if _, ok := a[id]; !ok {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return all
}
