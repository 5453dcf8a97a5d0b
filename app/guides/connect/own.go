package connect

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/tenant"
)

// own returns the signed-in account and its roles. The roles are known after people
// and roles were read.
func (d Deps) own(ctx context.Context) (report.Block, error) {
	orgs, shown, err := d.Link.Organisations(ctx)
	if err != nil {
		return nil, err
	}
	f := report.Facts{Title: "Signed in", Rows: []report.Fact{
		{Name: "account", Label: "Account", Value: "unknown", Text: "Not known"}, {Name: "own-roles", Label: "Its roles", Value: "unknown", Text: "Not known yet"},
	}}
	i := slices.IndexFunc(orgs, func(o tenant.Organisation) bool { return o.ID == shown })
	if i < 0 || orgs[i].Account == "" {
		return f, nil
	}
	f.Rows[0].Value, f.Rows[0].Text = orgs[i].Account, ""
	view, err := d.Link.View(ctx)
	if err != nil {
		return nil, err
	}
	roles, err := view.Status(ctx, tenant.SectionRoles)
	if err != nil {
		return nil, err
	}
	me, err := view.Person(ctx, orgs[i].Account)
	switch {
	case app.CodeOf(err) == app.NotFound || err == nil && roles.Completed.IsZero():
		return f, nil
	case err != nil:
		return nil, err
	case len(me.Roles) == 0:
		f.Rows[1].Value, f.Rows[1].Text = "none", "None. Handrail cannot read or change anything that needs a role."
	default:
		f.Rows[1].Value, f.Rows[1].Text = strings.Join(me.Roles, ", "), ""
	}
	return f, nil
}
