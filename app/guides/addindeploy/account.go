package addindeploy

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"handrail/app/audience"
	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/task"
	"handrail/app/tenant"
)

// Template IDs of roles (Microsoft Learn, "Microsoft Entra built-in roles").
const (
	globalAdministrator      = "62e90394-69f5-4237-9190-012177145e10"
	exchangeAdministrator    = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	applicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
)

// fromTenant returns the checks of what is known of the organisation.
func (d Deps) fromTenant(ctx context.Context, doc *frame.Draft, rep task.Report) []check {
	role := check{name: "role", title: "Your admin role"}
	licence := check{name: "licences", title: "Licences with a mailbox"}
	r, err := tenant.Require(ctx, d.from(rep), tenant.SectionUsers, tenant.SectionRoles, tenant.SectionLicences)
	if err != nil {
		return []check{role.because(err), licence.because(err)}
	}
	doc.Find(frame.Doubtful(r.Doubtful)...)
	return []check{d.roleCheck(ctx, r, role), licenceCheck(ctx, r, licence)}
}

func (d Deps) roleCheck(ctx context.Context, r *tenant.Required, c check) check {
	held, found, err := d.roles(ctx, r)
	switch {
	case err != nil:
		return c.because(err)
	case !found:
		return c.is(notTested, "Handrail did not find your account, so it does not know your admin roles.",
			"Refresh your organisation’s data, then check again.")
	case held[globalAdministrator]:
		return c.is(pass, "You are a Global Administrator. You can also consent for everyone.", "")
	case held[exchangeAdministrator] && held[applicationAdministrator]:
		return c.is(pass, "You are an Exchange Administrator and an Application Administrator. "+
			"Consent for Microsoft Graph still needs a Global Administrator.", "")
	case held[exchangeAdministrator]:
		return c.is(needs, "You are an Exchange Administrator. This role alone is not always enough.",
			"Ask for the role Application Administrator too, or ask a Global Administrator.")
	}
	return c.is(needs, "You have no admin role that can deploy add-ins.",
		"Ask a Global Administrator, and send them the steps or the script from this guide.")
}

// roles returns the active roles of the signed-in account; found is false where the
// list of people does not have the account.
func (d Deps) roles(ctx context.Context, r *tenant.Required) (held map[string]bool, found bool, err error) {
	o, _, err := tenant.Current(ctx, d.Link)
	if err != nil {
		return nil, false, err
	}
	id := ""
	err = tenant.Each(ctx, r, tenant.SectionUsers, func(u tenant.User) error {
		if o.Account != "" && u.UPN.Is(o.Account) {
			id = u.ID
		}
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	held = map[string]bool{}
	err = tenant.Each(ctx, r, tenant.SectionRoles, func(a tenant.RoleAssignment) error {
		if a.Principal.Is(id) && !a.Eligible.Yes {
			held[strings.ToLower(cmp.Or(string(a.Template), string(a.Role)))] = true
		}
		return nil
	})
	return held, id != "", err
}

func licenceCheck(ctx context.Context, r *tenant.Required, c check) check {
	with := 0
	err := tenant.Each(ctx, r, tenant.SectionLicences, func(l tenant.Licence) error {
		for _, p := range l.Plans {
			if audience.MailPlan(string(p.Name)) {
				with++
				break
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return c.because(err)
	case with > 0:
		return c.is(pass, fmt.Sprintf("%s a mailbox in Exchange Online.",
			guide.Count(with, "of your products includes", "of your products include")), "")
	}
	return c.is(needs, "Handrail found no product with a mailbox in Exchange Online. Microsoft 365 Apps does not include one.",
		"Buy a product with Exchange Online for the people who need the add-in.")
}
