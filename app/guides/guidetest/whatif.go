package guidetest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

// Evaluate answers What If for the policies of an Office, by a rule of its own: whom a policy
// names by name, role or direct membership, and the client apps.
func (o *Office) Evaluate(ctx context.Context, q tenant.WhatIfQuestion) (all []tenant.WhatIfResult, err error) {
	switch {
	case o.Out:
		return nil, signedOut()
	case o.NoWhatIf != nil:
		return nil, o.NoWhatIf
	case !slices.ContainsFunc(o.Rows[tenant.SectionUsers], func(r tenant.Row) bool { return r.ID == q.User }):
		return nil, app.Errorf(app.Invalid, "Ask for someone else.", "There is no such account.")
	}
	for _, r := range o.Rows[tenant.SectionAccess] {
		var p tenant.AccessPolicy
		if err := json.Unmarshal(r.Body, &p); err != nil {
			return nil, err
		}
		u, clients := p.Conditions.Users, p.Conditions.ClientApps
		var why []string
		if p.State.Is("disabled") {
			why = append(why, "policyNotEnabled")
		}
		if !o.names(q.User, u.Include, u.IncludeGroups, u.IncludeRoles) ||
			o.names(q.User, u.Exclude, u.ExcludeGroups, u.ExcludeRoles) {
			why = append(why, "users")
		}
		if len(clients) > 0 && !clients.Has("all") && !clients.Has(q.Client) {
			why = append(why, "clientApps")
		}
		one := tenant.WhatIfResult{Policy: p.ID, Name: p.Name, State: p.State, Reasons: "notSet",
			Applies: tenant.Flag{Known: true, Yes: len(why) == 0}}
		if len(why) > 0 {
			one.Reasons = tenant.Text(strings.Join(why, ","))
		}
		all = append(all, one)
	}
	return all, ctx.Err()
}

// names reports whether an account is in one of the lists of a policy.
func (o *Office) names(id string, users, groups, roles tenant.Texts) bool {
	if users.Has("All") || users.Has(id) {
		return true
	}
	for _, r := range o.Rows[tenant.SectionRoles] {
		var a tenant.RoleAssignment
		if json.Unmarshal(r.Body, &a) == nil && a.Principal.Is(id) && roles.Has(string(a.Template)) &&
			a.Scope.Is("/") && !a.Eligible.Yes && !(a.BuiltIn.Known && !a.BuiltIn.Yes) {
			return true
		}
	}
	return slices.ContainsFunc(groups, func(g string) bool {
		return slices.ContainsFunc(o.Rows[tenant.MembersSection(g)], func(r tenant.Row) bool { return r.ID == id })
	})
}
