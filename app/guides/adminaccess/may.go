package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/exclusion"
	"handrail/app/task"
	"handrail/app/tenant"
)

// mayWrite returns why the administrator at this computer may not write policies, and
// security defaults where these are written too; "" where both roles are proven.
func (w *world) mayWrite(defaults bool) string {
	i := w.signedIn()
	if i < 0 {
		return "It is not known which account you are signed in with."
	}
	you := w.o.People[i].ID
	why := exclusion.Unproven(w.holdings, w.rolesKnown, you, exclusion.PolicyRoles, "policies")
	if why != "" || !defaults {
		return why
	}
	return exclusion.Unproven(w.holdings, w.rolesKnown, you, exclusion.DefaultsRoles, "security defaults")
}

// proveRoles reads again who holds which role, before the first write.
func (d deps) proveRoles(ctx context.Context, w *world, progress task.Report) error {
	c := d.Tenant.Connection
	if err := exclusion.RereadRoles(ctx, c, progress); err != nil || c == nil {
		return err
	}
	var err error
	if w.have, err = tenant.Require(ctx, tenant.Request{Link: c, Now: d.Now(), Report: progress},
		sections...); err != nil {
		return err
	}
	return w.readRoles(ctx)
}

// perUserRoles may change per-user MFA (Microsoft Learn, Update authentication method states).
var perUserRoles = []string{"Authentication Policy Administrator", "Authentication Administrator",
	"Privileged Authentication Administrator"}

// rights returns what Microsoft asks of the account for each setting that p changes.
func rights(_ *guide.Visit, p *guide.Plan) (all []guide.Right) {
	for _, c := range p.Changes {
		r := exclusion.Right("policies", exclusion.PolicyRoles)
		switch {
		case c.Unchanged():
			continue
		case c.Setting == defaultsSetting:
			r = exclusion.Right("security defaults", exclusion.DefaultsRoles)
		case strings.HasPrefix(c.Setting, perUserSetting):
			r = guide.Right{For: "per-user MFA", Roles: perUserRoles}
		}
		if !slices.ContainsFunc(all, func(o guide.Right) bool { return o.For == r.For }) {
			all = append(all, r)
		}
	}
	return all
}

// groupRights returns what Microsoft asks of the account for the group, which can hold roles.
func groupRights(*guide.Visit, *guide.Plan) []guide.Right {
	return []guide.Right{exclusion.Right("this group", exclusion.RoleGroupRoles)}
}
