package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/history"
	"handrail/app/identity/mfa"
	"handrail/app/identity/policydiff"
	"handrail/app/report"
	"handrail/app/tenant"
)

func (w *world) policy(t Told, c history.Change) []Told {
	t.Subject = word(c.After, "displayName")
	if c.After == nil {
		t.Subject = word(c.Before, "displayName")
	}
	quoted := "The policy “" + t.Subject + "”"
	on := func(body []byte) bool { return strings.EqualFold(word(body, "state"), "enabled") }
	switch {
	case c.Kind == history.Added:
		t.Text, t.After = quoted+" is new.", state(word(c.After, "state"))
		return []Told{t}
	case c.Kind == history.Removed:
		if t.Text = quoted + " was deleted."; on(c.Before) {
			t.Severity = report.Problem
			t.Text = quoted + " was on, and was deleted."
		}
		t.Before = state(word(c.Before, "state"))
		return []Told{t}
	}
	edits, known := policydiff.Compare(tenant.Raw(c.Before), tenant.Raw(c.After))
	if !known {
		return w.other(t, c)
	}
	var all []Told
	for _, e := range edits {
		one := t
		one.Field = e.Field
		one.Before, one.After = policydiff.Words(e.Removed, w.id), policydiff.Words(e.Added, w.id)
		switch {
		case e.Field == "state":
			one.Text = quoted + " is now " + one.After + "."
			if on(c.Before) {
				one.Severity = report.Problem
			}
		case e.Excludes() && len(e.Added) > 0:
			one.Severity = report.Warning
			one.Text = quoted + " now also excludes " + one.After + "."
		default:
			one.Severity = report.Warning
			one.Text = quoted + " was edited. " + e.Text(w.id)
		}
		all = append(all, one)
	}
	return all
}

// state returns the state of a policy in words.
func state(s string) string {
	return policydiff.Words([]string{s}, func(id string) string { return id })
}

// methods compares the sign-in methods policy method by method.
func (w *world) methods(t Told, c history.Change) []Told {
	t.Subject = "Sign-in methods policy"
	if c.Kind != history.Changed {
		return w.other(t, c)
	}
	const list = "authenticationMethodConfigurations"
	before, after := byID(c.Before, list), byID(c.After, list)
	var all []Told
	for _, id := range keys(before, after) {
		was, is := word(before[id], "state"), word(after[id], "state")
		name := id
		if m := mfa.MethodOf(id); m != "" {
			name = m.Title()
		}
		one := t
		one.Field, one.Before, one.After = list+"["+id+"]", state(was), state(is)
		switch {
		case before[id] == nil:
			one.Text = "“" + name + "” is a new sign-in method, and is " + one.After + "."
			all = append(all, one)
		case after[id] == nil:
			one.Severity, one.Text = report.Warning, "“"+name+"” is no longer in the sign-in methods policy."
			all = append(all, one)
		case was != is:
			one.Field += ".state"
			one.Severity, one.Text = report.Warning, "“"+name+"” is now "+one.After+" as a sign-in method."
			all = append(all, one)
		case string(before[id]) != string(after[id]):
			for _, field := range each(t, history.Compare(before[id], after[id], nil), "The sign-in method “"+name+"”") {
				field.Field = one.Field + "." + field.Field
				all = append(all, field)
			}
		}
	}
	rest := slices.DeleteFunc(slices.Clone(c.Fields), func(f history.Field) bool { return f.Path == list })
	return append(all, each(t, rest, "The sign-in methods policy")...)
}

// byID returns the objects of a list in a row by their IDs.
func byID(body []byte, list string) map[string]json.RawMessage {
	var row map[string]json.RawMessage
	var all []json.RawMessage
	found := map[string]json.RawMessage{}
	if json.Unmarshal(body, &row) == nil && json.Unmarshal(row[list], &all) == nil {
		for _, one := range all {
			found[word(one, "id")] = one
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

func (w *world) defaults(t Told, c history.Change) []Told {
	t.Subject = "Security defaults"
	var all []Told
	for _, f := range c.Fields {
		if f.Path != "isEnabled" {
			all = append(all, each(t, []history.Field{f}, "Security defaults")...)
			continue
		}
		one := t
		one.Field = f.Path
		one.Before, one.After = state(shown(f.Before)), state(shown(f.After))
		one.Text = "Security defaults are now " + one.After + "."
		if one.After == "off" {
			one.Severity = report.Problem
			one.Text += " Where no policy and no per-user setting replaces them, a password is enough."
		}
		all = append(all, one)
	}
	return all
}

func (w *world) licence(t Told, c history.Change) []Told {
	if c.Kind != history.Changed {
		return w.other(t, c)
	}
	t.Subject = word(c.After, "skuPartNumber")
	var all []Told
	for _, f := range c.Fields {
		one := t
		one.Field, one.Before, one.After = f.Path, shown(f.Before), shown(f.After)
		switch f.Path {
		case "prepaidUnits.enabled":
			one.Text = "You now have " + one.After + " licences of " + t.Subject + "."
		case "capabilityStatus":
			one.Severity = report.Warning
			one.Text = "The state of the licences of " + t.Subject + " is now “" + one.After + "”."
		case "consumedUnits":
			one.Noise, one.Text = true, "Another number of licences of "+t.Subject+" is in use."
		default:
			one.Text = t.Subject + " has another “" + f.Path + "”."
		}
		all = append(all, one)
	}
	return all
}
