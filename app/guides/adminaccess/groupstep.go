package adminaccess

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/exclusion"
	"handrail/app/report"
	"handrail/app/tenant"
)

// groupRunner makes the changes of the group.
func (d deps) groupRunner() change.Runner {
	r := d.runner()
	r.Refused = "A role-assignable group needs the role Privileged Role Administrator."
	return r
}

// planGroup shows the group that Handrail makes or removes.
func (d deps) planGroup(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if err := d.settleGroup(ctx, v); err != nil {
		return nil, err
	}
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	made, err := d.madeGroup(ctx, v)
	if err != nil {
		return nil, err
	}
	const setting = "Group of the emergency access accounts"
	if w.p1 == access.No {
		return stays("Without Entra ID P1, there is no policy that could exclude a group.", setting, "Not used"), nil
	}
	accounts, err := w.accounts(ctx, glass(v))
	if err != nil {
		return nil, err
	}
	switch v.Answer(askGroup) {
	case groupExisting:
		if w.crew.fit() {
			return stays("The policies of the next steps exclude the group “"+w.crew.Name+"”.", setting, w.crew.Name), nil
		}
		_, why := w.crew.Fit()
		return stays("The policies exclude each account by name, and not the group. "+why, setting, w.crew.Name), nil
	case groupNew:
		return d.planNewGroup(w, v, accounts), nil
	}
	if made == "" {
		return stays("The policies exclude each account by name. There is no group to make.", setting, "Not used"), nil
	}
	fresh, err := d.refresh(ctx, w)
	if err != nil {
		return nil, err
	}
	plan := &guide.Plan{Changes: groupRows(v, accounts), ByHand: !d.runner().Can(), FromSaved: !fresh,
		NoUndo:   "Handrail can make a new group, but not this one again.",
		Affected: []guide.Affected{{Severity: report.Note, Text: "Its members stay as they are."}}}
	if names := w.using(made); len(names) > 0 {
		plan.Summary = "Handrail does not delete the group yet: a policy excludes it."
		plan.Affected = []guide.Affected{{Severity: report.Problem, Names: names,
			Text: "Policies that exclude the group: " + counted(len(names), "policy", "policies") + "."}}
	}
	return plan, nil
}

// settleGroup finds out what became of a deletion whose answer was lost. That of a creation
// is found out before the next one.
func (d deps) settleGroup(ctx context.Context, v *guide.Visit) error {
	r := d.groupRunner()
	h, err := r.History(ctx, v.ID)
	if err != nil || !r.Can() {
		return err
	}
	_, err = r.Settle(ctx, v.ID, func(ctx context.Context, sent change.Write) (made, known bool, err error) {
		if sent.Verb != change.Remove || !strings.HasPrefix(sent.Object, exclusion.GroupsPath+"/") {
			return false, false, ctx.Err()
		}
		last, _ := h.Latest(sent.Verb, sent.Object)
		gone, known := exclusion.Deleted(ctx, d.Tenant.Writer, sent.Object)
		return gone, known && (gone || d.Now().Sub(last.At) >= change.Late), ctx.Err()
	})
	return err
}

// planNewGroup shows the group that Handrail makes.
func (d deps) planNewGroup(w *world, v *guide.Visit, accounts []breakglass.Account) *guide.Plan {
	rows := groupRows(v, accounts)
	switch {
	case w.crew != nil && w.crew.Found == access.Yes:
		return stays("The group is there, and the policies of the next steps exclude it.", nameGroup, "There")
	case w.crew != nil && w.crew.Found == access.Unknown:
		return stays("Handrail made the group and cannot read it now.", nameGroup, "Not known")
	case len(members(accounts)) == 0:
		return stays("Name your emergency access accounts first.", nameGroup, "Not there")
	}
	plan := &guide.Plan{Changes: rows, ByHand: !d.runner().Can(),
		Undo: "Go back, choose “Each account by name”, and Handrail deletes the group that it made.",
		Affected: []guide.Affected{
			{Severity: report.OK, Text: "No one is stopped, and no one gets a role."},
			{Severity: report.Note, Text: "Only Global and Privileged Role Administrators can change its members."}}}
	var names []string
	for _, a := range members(accounts) {
		names = append(names, a.Name)
	}
	plan.Affected = append(plan.Affected, guide.Affected{Severity: report.Note, Names: names,
		Text: "Members: " + counted(len(names), "account", "accounts") + "."})
	plan.Blocks = append(plan.Blocks, report.Code{Label: nameGroup,
		Text: string(pretty(groupWanted(v, accounts).Body(tenant.Clouds()[0].Root)))})
	if plan.ByHand {
		plan.Blocks = append(plan.Blocks, report.Text{Text: "Go to Entra ID > Groups > New group. Choose “Security”, " +
			"allow role assignment, and add the accounts as members."})
	}
	return plan
}

// groupRows returns the rows of the plan: the group is made, or removed.
func groupRows(v *guide.Visit, accounts []breakglass.Account) []guide.Change {
	if v.Answer(askGroup) == groupNew {
		return []guide.Change{{Setting: nameGroup, Now: "Not there",
			After: counted(len(members(accounts)), "member", "members") + ", role-assignable"}}
	}
	return []guide.Change{{Setting: nameGroup, Now: "There", After: "Deleted"}}
}

// members are the accounts that exist.
func members(accounts []breakglass.Account) (all []breakglass.Account) {
	for _, a := range accounts {
		if a.Found == access.Yes {
			all = append(all, a)
		}
	}
	return all
}

// using names the policies that exclude a group.
func (w *world) using(id string) (names []string) {
	for _, p := range w.policies {
		if p.Conditions.Users.ExcludeGroups.Has(id) {
			names = append(names, string(p.Name))
		}
	}
	return names
}

// groupWanted returns the group of a visit.
func groupWanted(v *guide.Visit, accounts []breakglass.Account) exclusion.Wanted {
	g := exclusion.Wanted{Name: nameGroup, Nickname: exclusion.Nickname("handrail-emergency-", v.ID),
		About: "Emergency access accounts. Conditional Access policies exclude this group."}
	for _, a := range members(accounts) {
		g.Members = append(g.Members, a.ID)
	}
	return g
}

// root returns where Graph answers for the organisation.
func (d deps) root(ctx context.Context) string { return exclusion.Root(ctx, d.Tenant.Connection) }
