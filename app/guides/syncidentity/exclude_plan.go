package syncidentity

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/syncid"
	"handrail/app/report"
	"handrail/app/tenant"
)

// stays returns a plan in which nothing changes.
func stays(summary string) *guide.Plan {
	return &guide.Plan{Summary: summary, Undo: "There is nothing to undo.",
		Changes:  []guide.Change{{Setting: "Policies", Now: "As they are", After: "As they are"}},
		Affected: []guide.Affected{{Severity: report.OK, Text: "Nothing changes for anyone."}}}
}

// planExclude shows which policies exclude the group, and what each then does to the sync.
func (d deps) planExclude(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, fresh, err := d.settled(ctx, v)
	if err != nil {
		return nil, err
	}
	if why := w.nothingToExclude(v); why != "" {
		return stays(why), nil
	}
	if why := w.unfit(v); why != "" {
		return stays("Handrail excludes no account with the group “" + w.crew.Name + "”. " + why), nil
	}
	plan := &guide.Plan{Changes: w.rows(), ByHand: !d.runner().Can(), FromSaved: !fresh, Affected: w.affected(),
		Undo: "In the step “Keep or undo”, the policies get back what they had."}
	if why, err := d.held(ctx, w); err != nil {
		return nil, err
	} else if why != "" && !plan.ByHand {
		plan.ByHand = true
		plan.Summary = "Handrail does not make this change. " + why + " The next step has the instructions."
	} else if plan.ByHand {
		plan.Summary = "Handrail cannot make this change here. The next step has the instructions."
	}
	if !fresh {
		plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Unknown,
			Text: "This comes from the data saved on this computer."})
	}
	if guide.Unchanged(plan.Changes) {
		plan.Summary, plan.ByHand = "The group is there, and the policies of this guide exclude it.", false
	}
	return plan, nil
}

// nothingToExclude returns why no account is excluded; "" where one is.
func (w *world) nothingToExclude(v *guide.Visit) string {
	switch {
	case v.Answer(askWay) == wayApplication:
		return "The sync will sign in as an application, so no account is excluded. The next step has the instructions."
	case w.policyGap:
		return "Handrail could not read your policies, so it changes none."
	case w.standing.InUse == access.No:
		return "No sync is in use."
	case len(w.identities) == 0:
		return "Handrail does not know the account. Check on the server which one it uses."
	case len(w.rows()) > 0:
		return ""
	case w.hindered():
		return "What stops the sync cannot be changed with a group. The next step has the instructions."
	case !w.clear():
		return "It is not known whether a policy stops the sync. The page before has the reasons."
	}
	return "No policy stops the sync, so there is nothing to exclude."
}

// held returns why Handrail may not make the change: a role of the administrator at this
// computer is not proven. "" where it is.
func (d deps) held(ctx context.Context, w *world) (string, error) {
	you, err := d.you(ctx, w)
	if err != nil {
		return "", err
	}
	if you == "" {
		return "It is not known which account you are signed in with.", nil
	}
	why := exclusion.Unproven(w.holdings, w.rolesKnown, you, exclusion.PolicyRoles, "policies")
	if out, _ := w.outside(); why != "" || len(out) == 0 {
		return why, nil
	}
	if w.crew.ID != "" && w.crew.RoleAssignable == access.No {
		return exclusion.Unproven(w.holdings, w.rolesKnown, you, exclusion.GroupRoles, "groups"), nil
	}
	return exclusion.Unproven(w.holdings, w.rolesKnown, you, exclusion.RoleGroupRoles, "this group"), nil
}

// you returns the ID of the administrator at this computer; "" where it is not known.
func (d deps) you(ctx context.Context, w *world) (id string, err error) {
	if d.Tenant.Connection == nil {
		return "", ctx.Err()
	}
	o, _, err := tenant.Current(ctx, d.Tenant.Connection)
	if err != nil || o.Account == "" {
		return "", ctx.Err()
	}
	if _, known := w.have.Gap(tenant.SectionUsers); !known {
		return "", nil
	}
	return id, tenant.Each(ctx, w.have, tenant.SectionUsers, func(u tenant.User) error {
		if u.UPN.Is(o.Account) {
			id = u.ID
		}
		return nil
	})
}

// affected is about the accounts, everyone else in the group, and the policies that stay.
func (w *world) affected() (all []guide.Affected) {
	var still, fixed []string
	free := 0
	for _, e := range w.exclusions() {
		name := w.calledRow(e.row)
		switch {
		case e.after == syncid.Spares:
			free++
		case !e.can:
			fixed = append(fixed, name)
		default:
			still = append(still, name)
		}
	}
	labels, besides := w.accountLabels(), w.besides()
	rest := "Nothing else of the policies changes, so they still protect everyone else."
	if len(besides) > 0 {
		rest = "Nothing else of the policies changes, so they still protect everyone who is not in the group."
	}
	all = []guide.Affected{{Severity: report.OK, Names: labels,
		Text: counted(free, "policy then lets this account through:", "policies then let this account through:")},
		{Severity: report.OK, Text: rest},
		{Severity: report.Warning, Text: "An excluded account signs in with its password alone. Let the sync sign in as " +
			"an application when you can."}}
	if len(w.identities) > 1 {
		all = append(all, guide.Affected{Severity: report.Warning, Names: w.labels(),
			Text: "Only the server knows which of these it uses:"})
	}
	if len(besides) > 0 {
		all = append(all, guide.Affected{Severity: report.Warning, Names: besides,
			Text: "In the group, and no longer protected by these policies: " +
				counted(len(besides), "other account", "other accounts") + "."})
	}
	if names := w.naming(); len(names) > 0 {
		all = append(all, guide.Affected{Severity: report.Note, Names: names,
			Text: "These policies name the group already:"})
	}
	if len(fixed) > 0 {
		all = append(all, guide.Affected{Severity: report.Warning, Names: fixed,
			Text: "Handrail cannot change these. The next step has the instructions:"})
	}
	all = append(all, w.newly()...)
	if len(still) > 0 {
		all = append(all, guide.Affected{Severity: report.Problem, Names: still, Text: "These still stop the sync:"})
	}
	return all
}

// besides names the members of the group that are no account of the sync.
func (w *world) besides() (names []string) {
	accounts := w.accounts()
	for _, m := range w.crew.Members {
		if slices.ContainsFunc(accounts, func(i syncid.Identity) bool { return strings.EqualFold(i.ID, m.ID) }) {
			continue
		}
		names = append(names, cmp.Or(m.Name, m.ID))
	}
	return names
}

// naming names the policies beside those that this visit changed that include or exclude the group.
func (w *world) naming() (names []string) {
	for _, row := range w.policies {
		p := access.Of(row)
		if w.crew.ID != "" && exclusion.Is(p.Groups(), w.crew.ID) && !exclusion.Is(w.touched, row.ID) {
			names = append(names, w.calledRow(row))
		}
	}
	return names
}

// touch puts the policies that this visit changed into w.
func (w *world) touch(h change.History) {
	for _, a := range h {
		id, ok := strings.CutPrefix(a.Object, exclusion.PoliciesPath+"/")
		if ok && a.Verb == change.Change && a.State != change.Planned && a.State != change.Failed &&
			!exclusion.Is(w.touched, id) {
			w.touched = append(w.touched, id)
		}
	}
}

// rights returns what Microsoft asks of the account for what p changes. What an existing group asks depends on
// the group.
func rights(v *guide.Visit, p *guide.Plan) (all []guide.Right) {
	if slices.ContainsFunc(p.Changes, func(c guide.Change) bool {
		return !c.Unchanged() && strings.HasPrefix(c.Setting, "Policy ")
	}) {
		all = append(all, exclusion.Right("policies", exclusion.PolicyRoles))
	}
	if v.Answer(askGroup) == groupNew && slices.ContainsFunc(p.Changes, func(c guide.Change) bool {
		return !c.Unchanged() && strings.HasPrefix(c.Setting, "Group ")
	}) {
		all = append(all, exclusion.Right("this group", exclusion.RoleGroupRoles))
	}
	return all
}
