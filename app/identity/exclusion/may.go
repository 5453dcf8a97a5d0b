package exclusion

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/identity/roles"
	"handrail/app/task"
	"handrail/app/tenant"
)

// The roles that may write (Microsoft Learn, Create conditionalAccessPolicy, Update
// identitySecurityDefaultsEnforcementPolicy, Create group and Add members).
const (
	accessAdministrator     = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"
	securityAdministrator   = "194ae4cb-b126-40b2-bd5b-6091b380977d"
	privilegedAdministrator = "e8611ab8-c189-46e8-94e1-60213ab1f814"
	groupsAdministrator     = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	userAdministrator       = "fe930be7-5e62-47db-91af-98c3a49a38b1"
)

// The roles of which one is enough, the least first.
var (
	PolicyRoles   = []string{accessAdministrator, securityAdministrator, roles.GlobalAdministrator}
	DefaultsRoles = []string{securityAdministrator, roles.GlobalAdministrator}
	// RoleGroupRoles may make a group that can hold roles, and change its members. GroupRoles
	// may change the members of any other.
	RoleGroupRoles = []string{privilegedAdministrator, roles.GlobalAdministrator}
	GroupRoles     = []string{groupsAdministrator, userAdministrator, roles.GlobalAdministrator}
)

// The permissions that the writes need.
var (
	PolicyScopes = []string{"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All"}
	GroupScopes  = []string{"Group.ReadWrite.All", "RoleManagement.ReadWrite.Directory"}
)

// Right returns what Microsoft asks of an account that changes what: one of the roles with these template IDs.
func Right(what string, ids []string) guide.Right {
	r := guide.Right{For: what}
	for _, id := range ids {
		if id != roles.GlobalAdministrator { // who has every role
			r.Roles = append(r.Roles, roles.Name(id))
		}
	}
	return r
}

// Unproven returns why an account is not proven to hold one of some roles now; "" where it
// is. known reports whether every holder of a role is known; object names what is changed.
func Unproven(holdings []roles.Holding, known bool, account string, need []string, object string) string {
	eligible, part := "", ""
	for _, h := range holdings {
		if !slices.Contains(need, h.Role) || !strings.EqualFold(h.Account, account) {
			continue
		}
		switch {
		case h.Scope != "/":
			part = h.RoleName
		case h.Eligible:
			eligible = h.RoleName
		default:
			return ""
		}
	}
	name := roles.Name(need[0])
	switch {
	case eligible != "":
		return "Activate your role " + eligible + " first. Changes to " + object + " need it."
	case part != "":
		return "You hold the role " + part + " for a part of the organisation only. Changes to " + object +
			" need it for all of it."
	case !known:
		return "It is not known whether you hold the role " + name + ". Changes to " + object + " need it."
	}
	return "You do not hold the role " + name + ". Changes to " + object + " need it."
}

// RereadRoles reads again who holds which role, before the first write. c may be nil.
func RereadRoles(ctx context.Context, c tenant.Connection, progress task.Report) error {
	if c == nil {
		return ctx.Err()
	}
	all, err := c.Refresh(ctx, []string{tenant.SectionRoles}, progress)
	if err != nil {
		return err
	}
	for _, st := range all {
		if !st.State.Whole() {
			return app.Errorf(app.Unreachable, "Refresh “Administrators” on the page Organisation, then try again.",
				"Handrail could not read which roles you hold. Nothing was changed.")
		}
	}
	return ctx.Err()
}
