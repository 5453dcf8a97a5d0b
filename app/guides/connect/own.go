package connect

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide/frame"
	"handrail/app/tenant"
)

// own adds the signed-in account and its roles. The roles are known after people
// and roles were read.
func (d deps) own(ctx context.Context, doc *frame.Draft) error {
	account, accountText, roles, rolesText := "unknown", "Not known", "unknown", "Not known yet"
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection}, tenant.SectionRoles)
	if err != nil {
		return err
	}
	if o, _, err := tenant.Current(ctx, d.Tenant.Connection); err != nil {
		return err
	} else if o.Account != "" {
		account, accountText = o.Account, ""
	}
	if _, known := have.Gap(tenant.SectionRoles); known && accountText == "" {
		switch me, err := have.Person(ctx, account); {
		case app.CodeOf(err) == app.NotFound:
		case err != nil:
			return err
		case len(me.Roles) == 0:
			roles, rolesText = "none", "None. Handrail cannot read or change anything that needs a role."
		default:
			roles, rolesText = strings.Join(me.Roles, ", "), ""
		}
	}
	doc.Fact("account", "Account", account, accountText)
	doc.Fact("own-roles", "Its roles", roles, rolesText)
	doc.Facts("Signed in")
	return nil
}
