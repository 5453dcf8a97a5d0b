package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// lead describes a person, under the name.
func (p *person) lead() string {
	u := p.facts.user
	return strings.Join(nonEmpty(p.facts.one.UPN, string(u.JobTitle), string(u.Department)), ", ")
}

// account shows the account as it is in the directory.
func (p *person) account() fyne.CanvasObject {
	f := p.facts
	names := []string{"Sign-in", "Account type", "Source", "Licences", "Last sign-in", "Created"}
	licences := guide.AllNames(f.licences)
	if licences == "" {
		licences = "None"
	}
	made := "Not known"
	if !f.user.Created.IsZero() {
		made = moment(f.user.Created.Time)
	}
	var rows []fyne.CanvasObject
	for i, value := range []string{account(f.one.Enabled), kindOfAccount(f.user), origin(f.user.OnPremises), licences,
		lastSignIn(f.one, p.w.now()), made} {
		rows = append(rows, line(false, parts.Muted(names[i]), parts.Text(value), nil))
	}
	return parts.NewRows(rows...)
}

// methods lists what the person registered.
func (p *person) methods() []fyne.CanvasObject {
	f := p.facts
	if f.reg == nil {
		text := "This person is not in Microsoft’s registration report."
		switch {
		case p.status[tenant.SectionRegistration].Completed.IsZero():
			text = "Handrail has not read the sign-in methods yet."
		case f.one.Enabled.No():
			text = "Microsoft’s registration report does not include people who are blocked from signing in."
		}
		return []fyne.CanvasObject{parts.NewBanner(report.Note, "Not known.", text)}
	}
	row := personRow(f.one)
	if f.one.Enabled.No() {
		row.State = secondStep(f.one)
	}
	rows := []fyne.CanvasObject{line(false, parts.Muted("MFA"),
		parts.NewChip(row.Icon, strings.TrimPrefix(row.State, "Guest. "), row.Tone), nil)}
	methods := "None"
	if len(f.reg.Methods) > 0 {
		methods = methodsOf(f.one)
	}
	rows = append(rows, line(false, parts.Muted("Registered"), parts.Text(upperFirst(methods)), nil))
	if names := detailsOf(f.reg.Details); len(names) > 0 {
		rows = append(rows, line(false, parts.Muted("Names"), parts.Text(guide.AllNames(names)), nil))
	}
	if f.reg.Preferred != "" && f.reg.SystemPreferred.No() {
		rows = append(rows, line(false, parts.Muted("Preferred method"),
			parts.Text(upperFirst(preferred(string(f.reg.Preferred)))), nil))
	}
	if f.perUser != "" {
		rows = append(rows, line(false, parts.Muted("Per-user MFA"), parts.Text(perUser(f.perUser)), nil))
	}
	return []fyne.CanvasObject{parts.NewRows(rows...)}
}

// roles lists what the person may do, and through which group.
func (p *person) roles() fyne.CanvasObject {
	if len(p.facts.roles) == 0 {
		if p.status[tenant.SectionRoles].Completed.IsZero() {
			return parts.NewBanner(report.Note, "Not known.", "Handrail has not read the admin roles yet.")
		}
		return parts.Text("No admin role.")
	}
	var rows []fyne.CanvasObject
	for _, r := range p.facts.roles {
		how := "Assigned directly"
		if r.through != "" {
			how = "Through the group " + r.through
		}
		if r.eligible {
			how += ". Must be activated first"
		}
		if r.part {
			how += ". For a part of the organisation only"
		}
		rows = append(rows, line(false, nil, parts.Column(0, parts.Text(r.name), parts.Muted(how+".")), nil))
	}
	return parts.NewRows(rows...)
}

// groups lists the groups, or offers to read them: they are read person by person.
func (p *person) groups() []fyne.CanvasObject {
	s := p.status[tenant.MemberOfSection(p.facts.one.ID)]
	switch {
	case p.facts.groups == nil && missing(s.State):
		text := wordsToSend(sectionOf(tenant.MemberOfSection(p.facts.one.ID)), s, p.conn.one.Name)
		return []fyne.CanvasObject{parts.NewBanner(report.Warning, s.Message, s.Hint),
			copyWords(p.w, text, p.object.Refresh)}
	case p.facts.groups == nil:
		return []fyne.CanvasObject{parts.Text("Handrail reads the groups of a person when you ask for them."),
			parts.Across(0, p.refreshOne("Read the groups now", tenant.MemberOfSection(p.facts.one.ID)))}
	case len(p.facts.groups) == 0:
		return []fyne.CanvasObject{parts.Text("Not in any group.")}
	}
	var rows []fyne.CanvasObject
	for _, g := range p.facts.groups {
		rows = append(rows, line(false, nil, parts.Text(g), nil))
	}
	return []fyne.CanvasObject{parts.NewRows(rows...)}
}

// policies lists the policies that reach the person, those that act first; the
// rest can be opened.
func (p *person) policies() []fyne.CanvasObject {
	var rows, rest []fyne.CanvasObject
	if p.facts.defaults.Yes {
		rows = append(rows, line(false, parts.NewChip("tick", "Applies", parts.Ink),
			parts.Column(0, parts.Text("Security defaults"),
				parts.Muted("Microsoft’s basic protection is on for everyone.")), nil))
	}
	for _, r := range p.facts.reached {
		row := line(false, reachChip(r), parts.Column(0, parts.Text(or(string(r.policy.Name), r.policy.ID)),
			parts.Muted(strings.TrimSpace(r.why+" "+asks(r.policy)))), nil)
		if r.reach.Answer == access.No {
			rest = append(rest, row)
			continue
		}
		rows = append(rows, row)
	}
	all, unread := banners(p.facts.found), []fyne.CanvasObject{}
	if p.status[tenant.SectionAccess].Completed.IsZero() {
		unread = append(unread, parts.NewBanner(report.Note, "Not known.", "Handrail has not read the policies yet."))
	}
	if s := p.status[tenant.SectionAccess]; !s.Completed.IsZero() && !tenant.PoliciesCompared(s) {
		unread = append(unread, parts.NewBanner(report.Note, "Not known.",
			"Handrail could not check whether policies are missing."))
	}
	if p.status[tenant.SectionDefaults].Completed.IsZero() {
		unread = append(unread, parts.NewBanner(report.Note, "Not known.",
			"Handrail has not read the security defaults yet."))
	}
	switch {
	case len(rows) > 0:
		all = append(all, parts.NewRows(rows...))
	case len(unread) == 0:
		all = append(all, parts.Text("No policy applies to this person."))
	}
	all = append(all, unread...)
	if len(rest) > 0 {
		word := itoa(len(rest)) + " policies that do not apply"
		if len(rest) == 1 {
			word = "1 policy that does not apply"
		}
		all = append(all, newExpander(word, parts.NewRows(rest...), p.object.Refresh))
	}
	return append(all, parts.Caption("This list checks only who a policy names. Apps, locations and devices also "+
		"decide."))
}

// reachChip is what a policy means for the person, in a word.
func reachChip(r reachedBy) fyne.CanvasObject {
	switch {
	case r.reach.Answer == access.No:
		return parts.NewChip("ring", "Does not apply", parts.MutedInk)
	case r.reach.Answer == access.Unknown:
		return parts.NewChip("unknown", "Not known", parts.Ink)
	case r.policy.ReportOnly():
		return parts.NewChip("note", "Report-only", parts.Ink)
	}
	return parts.NewChip("tick", "Applies", parts.Ink)
}

// signInRows lists the last sign-ins, or shows why there are none.
func (p *person) signInRows(last []tenant.SignIn) []fyne.CanvasObject {
	if len(last) == 0 {
		s := p.status[tenant.SectionSignIns]
		if s.Completed.IsZero() {
			return []fyne.CanvasObject{parts.NewBanner(report.Note, "Not known.",
				"Handrail has not read the sign-ins yet.")}
		}
		return []fyne.CanvasObject{parts.Text("No sign-ins in the days that Handrail read.")}
	}
	var rows []fyne.CanvasObject
	for _, s := range last {
		chip := parts.NewChip("tick", "Successful", parts.Ink)
		how := strings.Join(nonEmpty(string(s.App), client(string(s.Client)), string(s.Device.System), place(s)), ", ")
		if s.Status.Code != 0 {
			chip = parts.NewChip("look", "Not successful", parts.LookInk)
			how += ". " + or(string(s.Status.Reason), "Microsoft error code "+itoa(s.Status.Code))
		}
		rows = append(rows, line(false, chip, parts.Column(0, parts.Text(when(s.At.Time, p.w.now())), parts.Muted(how)),
			nil))
	}
	return []fyne.CanvasObject{parts.NewRows(rows...)}
}
