// Package exclusion excludes accounts from Conditional Access policies: with a group, which
// it reads, makes and fills, and with one request a policy, which leaves everything else of
// it as it is. It also proves, before the first write, that an administrator holds the role
// that a change needs. Which accounts, from which policies and in what words, a guide says.
package exclusion

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide/change"
	"handrail/app/tenant"
)

// Where policies and groups are.
const (
	PoliciesPath = "/identity/conditionalAccess/policies"
	GroupsPath   = "/groups"
)

// The lists of a policy that exclude.
const (
	Users  = "excludeUsers"
	Groups = "excludeGroups"
)

// Edit returns the request that changes whom a policy excludes, and the policy as it
// will be. It sends the conditions as they were read, whole, because what a PATCH leaves out
// of an object that it names is documented only for the policy itself (Microsoft Learn, Update
// conditionalAccessPolicy). ok is false where Handrail cannot: v1.0 of Graph does not know the
// policy, or it is not as Microsoft documents it.
func Edit(row tenant.AccessPolicy, list string, edit func(ids []string) []string) (one change.Write,
	after tenant.AccessPolicy, ok bool) {
	policy := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(row.Raw()))
	d.UseNumber() // numbers are sent as they came
	if BetaOnly(row.Raw()) || d.Decode(&policy) != nil {
		return one, after, false
	}
	conditions, ok := policy["conditions"].(map[string]any)
	if !ok {
		return one, after, false
	}
	users, ok := conditions["users"].(map[string]any)
	if !ok {
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
	undo := raw(map[string]any{"conditions": WithoutNull(conditions)})
	users[list] = edit(slices.Clone(ids))
	one = change.Write{Verb: change.Change, Object: PoliciesPath + "/" + row.ID, Title: string(row.Name),
		Body: raw(map[string]any{"conditions": WithoutNull(conditions)}), Undo: undo}
	return one, after, json.Unmarshal(raw(policy), &after) == nil
}

// Added returns the groups that a request of Edit added to those that a policy excludes.
func Added(one change.Write) (ids []string) {
	before, after := excludedIn(one.Undo), excludedIn(one.Body)
	for _, id := range after {
		if !Is(before, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func excludedIn(body []byte) []string {
	var policy tenant.AccessPolicy
	if json.Unmarshal(body, &policy) != nil {
		return nil
	}
	return policy.Conditions.Users.ExcludeGroups
}

// Is reports whether an ID is among others; IDs are compared without case.
func Is(all []string, id string) bool {
	return slices.ContainsFunc(all, func(one string) bool { return strings.EqualFold(one, id) })
}

// BetaOnly reports whether v1.0 of Graph leaves a policy out.
func BetaOnly(row tenant.Raw) bool {
	var note struct {
		Only bool `json:"handrailBetaOnly"`
	}
	return json.Unmarshal(row, &note) == nil && note.Only
}

// WithoutNull returns a value without what is not set and without notes about the answer:
// Microsoft refuses some properties whatever is in them. Types stay.
func WithoutNull(v any) any {
	switch v := v.(type) {
	case map[string]any:
		all := map[string]any{}
		for name, value := range v {
			if value != nil && (!strings.Contains(name, "@odata.") || strings.HasSuffix(name, "@odata.type")) {
				all[name] = WithoutNull(value)
			}
		}
		return all
	case []any:
		all := []any{}
		for _, one := range v {
			all = append(all, WithoutNull(one))
		}
		return all
	}
	return v
}

func raw(v any) json.RawMessage {
	b, _ := json.Marshal(v) // what was read as JSON, texts and lists always can
	return b
}
