// Package policydiff compares a Conditional Access policy with what it was, field by field,
// in words. Every field that Microsoft returns counts, also one that Handrail does not know.
//
// The package reads nothing and changes nothing.
package policydiff

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/tenant"
)

// Change is one field in which a policy differs. Field is Microsoft’s name of it, from the
// policy down, with dots between. Lists are compared as sets.
type Change struct {
	Field          string
	Added, Removed []string // values, sorted
}

// Excludes reports whether the field says whom the policy spares.
func (c Change) Excludes() bool { return strings.HasPrefix(c.Field, "conditions.users.exclude") }

// Compare returns how a policy differs from what it was, in the order of the fields. known
// is false where one of the two is no policy: then nothing is known of a change.
func Compare(before, after tenant.Raw) (all []Change, known bool) {
	old, was := fields(before)
	now, is := fields(after)
	if !was || !is {
		return nil, false
	}
	var names []string
	for name := range old {
		names = append(names, name)
	}
	for name := range now {
		if old[name] == nil {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		if x, y := rank(a), rank(b); x != y {
			return x - y
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		c := Change{Field: name, Added: without(now[name], old[name]), Removed: without(old[name], now[name])}
		if len(c.Added)+len(c.Removed) > 0 {
			all = append(all, c)
		}
	}
	return all, true
}

// fields returns the values of each field. Empty values are as none: Microsoft returns null,
// an empty list or nothing for the same.
func fields(policy tenant.Raw) (map[string][]string, bool) {
	var top map[string]any
	if json.Unmarshal(policy, &top) != nil || top == nil {
		return nil, false
	}
	all := map[string][]string{}
	spread(all, "", top)
	return all, true
}

// ignored are the fields that change with every edit, or say nothing of what a policy does.
var ignored = []string{"id", "createdDateTime", "modifiedDateTime", "templateId",
	"grantControls.authenticationStrength.description", "grantControls.authenticationStrength.createdDateTime",
	"grantControls.authenticationStrength.modifiedDateTime"}

func spread(all map[string][]string, name string, value any) {
	noted := strings.HasPrefix(name, "handrail") // by Handrail, when it read the policy
	link := strings.Contains(name, "@odata.") && !strings.HasSuffix(name, ".@odata.type")
	if noted || link || slices.Contains(ignored, name) {
		return
	}
	switch v := value.(type) {
	case nil:
	case map[string]any:
		for key, inner := range v {
			spread(all, strings.TrimPrefix(name+"."+key, "."), inner)
		}
	case []any:
		for _, one := range v {
			if text := written(one); text != "" {
				all[name] = append(all[name], text)
			}
		}
	case string:
		parts := []string{v}
		if strings.HasSuffix(name, "guestOrExternalUserTypes") || strings.HasSuffix(name, "transferMethods") {
			parts = strings.Split(v, ",") // flags
		}
		for _, text := range parts {
			if text = strings.TrimSpace(text); text != "" {
				all[name] = append(all[name], text)
			}
		}
	default:
		all[name] = append(all[name], written(v))
	}
}

// written returns a value as text; an object as JSON with its keys sorted.
func written(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil || string(text) == "null" {
		return ""
	}
	return string(text)
}

// without returns what a has and b has not, sorted, each once. Case never counts.
func without(a, b []string) (all []string) {
	has := func(list []string, text string) bool {
		return slices.ContainsFunc(list, func(t string) bool { return strings.EqualFold(t, text) })
	}
	seen := map[string]bool{}
	for _, text := range b {
		seen[strings.ToLower(text)] = true
	}
	for _, text := range a {
		if !seen[strings.ToLower(text)] && !has(all, text) {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return all
}
