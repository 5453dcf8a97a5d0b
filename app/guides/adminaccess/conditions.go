package adminaccess

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide/change"
	"handrail/app/tenant"
)

// reexcluded returns the request that changes whom a policy excludes, and the policy as it
// will be. It sends the conditions as they were read, whole, because what a PATCH leaves out
// of an object that it names is documented only for the policy itself (Microsoft Learn, Update
// conditionalAccessPolicy). ok is false where Handrail cannot: v1.0 of Graph does not know the
// policy, or the list is not what it should be.
func reexcluded(row tenant.AccessPolicy, list string, edit func(ids []string) []string) (one change.Write,
	after tenant.AccessPolicy, ok bool) {
	policy, conditions, users := map[string]any{}, map[string]any{}, map[string]any{}
	d := json.NewDecoder(bytes.NewReader(row.Raw()))
	d.UseNumber() // numbers are sent as they came
	if betaOnly(row.Raw()) || d.Decode(&policy) != nil {
		return one, after, false
	}
	conditions, ok = policy["conditions"].(map[string]any)
	if !ok {
		return one, after, false
	}
	if users, ok = conditions["users"].(map[string]any); !ok {
		return one, after, false
	}
	ids := []string{}
	before, _ := users[list].([]any)
	for _, id := range before {
		text, isText := id.(string)
		if !isText {
			return one, after, false
		}
		ids = append(ids, text)
	}
	undo := raw(map[string]any{"conditions": withoutNull(conditions)})
	users[list] = edit(slices.Clone(ids))
	one = change.Write{Verb: change.Change, Object: policiesPath + "/" + row.ID, Title: string(row.Name),
		Body: raw(map[string]any{"conditions": withoutNull(conditions)}), Undo: undo}
	return one, after, jsonInto(raw(policy), &after)
}

// withoutNull returns a value without what is not set and without notes about the answer:
// Microsoft refuses some properties whatever is in them. Types stay.
func withoutNull(v any) any {
	switch v := v.(type) {
	case map[string]any:
		all := map[string]any{}
		for name, value := range v {
			if value != nil && (!strings.Contains(name, "@odata.") || strings.HasSuffix(name, "@odata.type")) {
				all[name] = withoutNull(value)
			}
		}
		return all
	case []any:
		all := []any{}
		for _, one := range v {
			all = append(all, withoutNull(one))
		}
		return all
	}
	return v
}
