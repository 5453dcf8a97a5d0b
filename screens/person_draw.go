package screens

import (
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// lead says who a person is, under the name.
func (p *person) lead() string {
	u := p.facts.user
	return strings.Join(nonEmpty(p.facts.one.UPN, string(u.JobTitle), string(u.Department)), ", ")
}

// account is what the directory says about the account.
func (p *person) account() fyne.CanvasObject {
	f := p.facts
	names := []string{"Sign-in", "Kind of account", "Comes from", "Licences", "Last sign-in", "Account made"}
	licences := list(f.licences)
	if licences == "" {
		licences = "None"
	}
	made := "Not known"
	if !f.user.Created.IsZero() {
		made = when(f.user.Created.Time, p.w.now())
	}
	return parts.NewFacts(names, []string{account(f.one.Enabled), kindOfAccount(f.user), origin(f.user.OnPremises), licences, lastSignIn(f.one, p.w.now()), made})
}

// kindOfAccount says whether somebody belongs to the organisation.
func kindOfAccount(u tenant.User) string {
	switch tenant.OutsideOf(u) {
	case tenant.ExternalGuest:
		return "Guest from another organisation"
	case tenant.InternalGuest:
		return "Guest with an account of your own"
	case tenant.ExternalMember:
		return "Member who comes from another organisation"
	}
	switch {
	case u.Type.Is("Member"):
		return "Member"
	case u.Type == "":
		return "Not known"
	}
	return "Unknown (" + string(u.Type) + ")"
}

// origin says where an account is kept.
func origin(synced tenant.Flag) string {
	switch {
	case synced.Yes:
		return "A directory on site, copied to Microsoft 365"
	case synced.Raw != "":
		return "Unknown (" + synced.Raw + ")"
	}
	return "Microsoft 365"
}

// methods lists what the person registered.
func (p *person) methods() []fyne.CanvasObject {
	f := p.facts
	if f.reg == nil {
		text := "Microsoft’s report does not have this person."
		switch {
		case p.status[tenant.SectionRegistration].Completed.IsZero():
			text = "The registered methods have not been read."
		case f.one.Enabled.No():
			text = "Microsoft’s report leaves out people who are blocked from signing in."
		}
		return []fyne.CanvasObject{parts.NewBanner(report.Note, "Not known.", text)}
	}
	row := personRow(f.one)
	if f.one.Enabled.No() {
		row.State = secondStep(f.one)
	}
	rows := []fyne.CanvasObject{line(false, parts.Muted("Second step"), parts.NewChip(row.Icon, strings.TrimPrefix(row.State, "Guest. "), row.Tone), nil)}
	methods := "Nothing"
	if len(f.reg.Methods) > 0 {
		methods = methodsOf(f.one)
	}
	rows = append(rows, line(false, parts.Muted("Registered"), parts.Text(upperFirst(methods)), nil))
	if f.reg.Preferred != "" && f.reg.SystemPreferred.No() {
		rows = append(rows, line(false, parts.Muted("Asked first for"), parts.Text(upperFirst(preferred(string(f.reg.Preferred)))), nil))
	}
	if f.perUser != "" {
		rows = append(rows, line(false, parts.Muted("Asked one by one"), parts.Text(perUser(f.perUser)), nil))
	}
	return []fyne.CanvasObject{parts.NewRows(rows...)}
}

// upperFirst begins a sentence.
func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// preferred says the method that is asked for first
// (userPreferredMethodForSecondaryAuthentication).
func preferred(m string) string {
	switch strings.ToLower(m) {
	case "push":
		return "the Authenticator app"
	case "oath":
		return "a code"
	case "voicemobile":
		return "a call to the mobile phone"
	case "voicealternatemobile":
		return "a call to the second mobile phone"
	case "voiceoffice":
		return "a call to the office phone"
	case "sms":
		return "a text message"
	case "none":
		return "nothing"
	}
	return "unknown method (" + m + ")"
}

// perUser says the older setting that asks people one by one.
func perUser(state string) string {
	switch strings.ToLower(state) {
	case "disabled":
		return "No"
	case "enabled":
		return "Yes, from the next sign-in on"
	case "enforced":
		return "Yes"
	}
	return "Unknown (" + state + ")"
}

// roles lists what the person may do, and through which group.
func (p *person) roles() fyne.CanvasObject {
	if len(p.facts.roles) == 0 {
		if p.status[tenant.SectionRoles].Completed.IsZero() {
			return parts.NewBanner(report.Note, "Not known.", "The roles have not been read.")
		}
		return parts.Text("No role.")
	}
	var rows []fyne.CanvasObject
	for _, r := range p.facts.roles {
		how := "Held directly"
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
		return []fyne.CanvasObject{parts.NewBanner(report.Warning, s.Message, s.Hint), copyWords(p.w, text, p.object.Refresh)}
	case p.facts.groups == nil:
		return []fyne.CanvasObject{parts.Text("The groups of a person are read when you ask for them."),
			parts.Across(0, p.refreshOne("Read the groups now", tenant.MemberOfSection(p.facts.one.ID)))}
	case len(p.facts.groups) == 0:
		return []fyne.CanvasObject{parts.Text("In no group.")}
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
			parts.Column(0, parts.Text("Security defaults"), parts.Muted("Microsoft’s basic protection is on for everyone.")), nil))
	}
	for _, r := range p.facts.reached {
		row := line(false, reachChip(r), parts.Column(0, parts.Text(or(string(r.policy.Name), r.policy.ID)), parts.Muted(strings.TrimSpace(r.why+" "+asks(r.policy)))), nil)
		if r.reach == tenant.ReachNo {
			rest = append(rest, row)
			continue
		}
		rows = append(rows, row)
	}
	var all []fyne.CanvasObject
	switch {
	case len(rows) > 0:
		all = append(all, parts.NewRows(rows...))
	case p.status[tenant.SectionAccess].Completed.IsZero():
		all = append(all, parts.NewBanner(report.Note, "Not known.", "The policies have not been read."))
	default:
		all = append(all, parts.Text("No policy reaches this person."))
	}
	if len(rest) > 0 {
		word := "policies"
		if len(rest) == 1 {
			word = "policy"
		}
		all = append(all, newExpander(itoa(len(rest))+" "+word+" that do not", parts.NewRows(rest...), p.object.Refresh))
	}
	return append(all, parts.Caption("Whom a policy names is looked at here. Apps, places and devices decide besides."))
}

// reachChip is what a policy means for the person, in a word.
func reachChip(r reachedBy) fyne.CanvasObject {
	switch {
	case r.reach == tenant.ReachNo:
		return parts.NewChip("ring", "Does not apply", parts.MutedInk)
	case r.reach == tenant.ReachMaybe:
		return parts.NewChip("unknown", "Cannot say", parts.Ink)
	case r.policy.ReportOnly():
		return parts.NewChip("note", "Only reports", parts.Ink)
	}
	return parts.NewChip("tick", "Applies", parts.Ink)
}

// asks says what a policy asks for.
func asks(p tenant.AccessPolicy) string {
	g := p.Grant
	if g == nil {
		if len(p.Session) > 0 && string(p.Session) != "null" {
			return "It sets how long a sign-in lasts or what may be done in it."
		}
		return ""
	}
	var words []string
	for _, c := range g.BuiltIn {
		words = append(words, control(c))
	}
	if g.Strength != nil {
		words = append(words, "a second step of the strength “"+or(string(g.Strength.Name), g.Strength.ID)+"”")
	}
	if len(g.Terms) > 0 {
		words = append(words, "terms of use")
	}
	if len(g.Custom) > 0 {
		words = append(words, "another provider’s control")
	}
	if slices.Contains(words, control("block")) {
		return "It blocks the sign-in."
	}
	if len(words) == 0 {
		return ""
	}
	join := " and "
	if strings.EqualFold(string(g.Operator), "OR") {
		join = " or "
	}
	return "It asks for " + strings.Join(words, join) + "."
}

// control says one of Microsoft's grant controls in plain words.
func control(c string) string {
	switch strings.ToLower(c) {
	case "block":
		return "block"
	case "mfa":
		return "a second step"
	case "compliantdevice":
		return "a device that meets your rules"
	case "domainjoineddevice":
		return "a computer of your own domain"
	case "approvedapplication":
		return "an approved app"
	case "compliantapplication":
		return "an app with a protection policy"
	case "passwordchange":
		return "a new password"
	case "riskremediation":
		return "the risk to be cleared"
	}
	return "something unknown (" + c + ")"
}

// signInRows lists the last sign-ins, or says why there are none.
func (p *person) signInRows(last []tenant.SignIn) []fyne.CanvasObject {
	if len(last) == 0 {
		s := p.status[tenant.SectionSignIns]
		if s.Completed.IsZero() {
			return []fyne.CanvasObject{parts.NewBanner(report.Note, "Not known.", "The sign-ins have not been read.")}
		}
		return []fyne.CanvasObject{parts.Text("None in the days that were read.")}
	}
	var rows []fyne.CanvasObject
	for _, s := range last {
		chip := parts.NewChip("tick", "Let in", parts.Ink)
		how := strings.Join(nonEmpty(string(s.App), client(string(s.Client)), string(s.Device.System), place(s)), ", ")
		if s.Status.Code != 0 {
			chip = parts.NewChip("look", "Not let in", parts.LookInk)
			how += ". " + or(string(s.Status.Reason), "Microsoft’s code "+itoa(s.Status.Code))
		}
		rows = append(rows, line(false, chip, parts.Column(0, parts.Text(when(s.At.Time, p.w.now())), parts.Muted(how)), nil))
	}
	return []fyne.CanvasObject{parts.NewRows(rows...)}
}

// place says from where a sign-in came.
func place(s tenant.SignIn) string {
	return strings.Join(nonEmpty(string(s.Location.City), string(s.Location.Country)), " ")
}

// client says a kind of program in plain words where Microsoft's are unclear.
func client(c string) string {
	if strings.EqualFold(c, "other clients") || strings.EqualFold(c, "other") {
		return "an older program"
	}
	return c
}

// detailsOf is used where methods were read person by person: each has a type
// and often a name of its own, such as that of a phone.
func detailsOf(raw []json.RawMessage) []string {
	var all []string
	for _, r := range raw {
		var m struct {
			Name tenant.Text `json:"displayName"`
		}
		if json.Unmarshal(r, &m) == nil && m.Name != "" {
			all = append(all, string(m.Name))
		}
	}
	return all
}
