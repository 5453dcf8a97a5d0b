package adminaccess

import (
	"context"
	"errors"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/identity/roles"
	"handrail/app/task"
	"handrail/app/tenant"
)

// The roles that may write (Microsoft Learn, Create conditionalAccessPolicy and Update
// identitySecurityDefaultsEnforcementPolicy).
const (
	accessAdministrator   = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"
	securityAdministrator = "194ae4cb-b126-40b2-bd5b-6091b380977d"
)

var (
	policyRoles   = []string{accessAdministrator, securityAdministrator, roles.GlobalAdministrator}
	defaultsRoles = []string{securityAdministrator, roles.GlobalAdministrator}
)

// mayWrite returns why the administrator at this computer may not write policies, and
// security defaults where these are written too; "" where both roles are proven.
func (w *world) mayWrite(defaults bool) string {
	i := w.signedIn()
	if i < 0 {
		return "It is not known which account you are signed in with."
	}
	if why := w.roleProven(w.o.People[i].ID, policyRoles, "policies"); why != "" || !defaults {
		return why
	}
	return w.roleProven(w.o.People[i].ID, defaultsRoles, "security defaults")
}

// roleProven returns why an account is not proven to hold one of some roles now.
func (w *world) roleProven(account string, need []string, object string) string {
	eligible, part := "", ""
	for _, h := range w.holdings {
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
	case !w.rolesKnown:
		return "It is not known whether you hold the role " + name + ". Changes to " + object + " need it."
	}
	return "You do not hold the role " + name + ". Changes to " + object + " need it."
}

// proveRoles reads again who holds which role, before the first write.
func (d deps) proveRoles(ctx context.Context, w *world, progress task.Report) error {
	c := d.Tenant.Connection
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
	if w.have, err = tenant.Require(ctx, tenant.Request{Link: c, Now: d.Now(), Report: progress},
		sections...); err != nil {
		return err
	}
	return w.readRoles(ctx)
}

// microsoftSaid returns Microsoft's own words for a refusal of which the message knows no
// more than the status, else the message.
func microsoftSaid(err error, message string) string {
	var no *tenant.Refusal
	own := errors.As(err, &no) && no.Message != "" && no.Status == 400
	if own && !strings.Contains(message, no.Message) && !strings.Contains(message, "these roles") {
		return "Microsoft refused: “" + strings.TrimSuffix(no.Message, ".") + ".”"
	}
	return message
}
