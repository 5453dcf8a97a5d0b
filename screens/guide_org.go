package screens

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// orgState is what is known of the connected organisation before a guide.
type orgState struct {
	read       bool // it could be read whether one is connected
	connected  bool
	name       string
	account    string
	rolesRead  bool
	rolesWhole bool                // every role that is active is known
	me         string              // ID of the account
	held       []roles.Holding     // who holds or can activate a role, as far as known
	holders    map[string][]string // who has a role, by role
	sections   map[string]tenant.Status
}

// none reports whether no organisation is connected; false where that is not known.
func (o orgState) none() bool { return o.read && !o.connected }

// fetchOrg runs in a job and returns which organisation is connected.
func (w *Window) fetchOrg(ctx context.Context) (o orgState) {
	if w.p.Tenant == nil {
		return o
	}
	c, err := fetchConnection(ctx, w.p.Tenant)
	if err != nil {
		logError(err)
		return o
	}
	return orgState{read: true, connected: c.connected(), name: c.one.Name, account: c.one.Account}
}

// readHolders runs in a job and reads who has which role, from saved data.
func (o *orgState) readHolders(ctx context.Context, link tenant.Connection) {
	if !o.connected {
		return
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: link}, tenant.SectionUsers, tenant.SectionRoles)
	if err != nil || len(have.Missing) > 0 {
		return
	}
	keys, err := have.Find(ctx, tenant.PeopleQuery{Filter: tenant.Admins})
	if err != nil {
		return
	}
	admins, err := have.At(ctx, keys)
	if err != nil {
		return
	}
	o.holders = map[string][]string{}
	for _, p := range admins {
		for _, role := range p.Roles {
			o.holders[role] = append(o.holders[role], p.Name)
		}
	}
	me, err := have.Person(ctx, o.account)
	if err != nil {
		return
	}
	var rows []tenant.RoleAssignment
	err = tenant.Each(ctx, have, tenant.SectionRoles, func(r tenant.RoleAssignment) error {
		rows = append(rows, r)
		return nil
	})
	st, statusErr := have.Status(ctx, tenant.SectionRoles)
	if err != nil || statusErr != nil {
		return
	}
	o.me, o.held, o.rolesRead = me.ID, roles.Holdings(rows), true
	o.rolesWhole, _ = tenant.RolesRead(st)
}

// globalAdministrator has what every other role has.
const globalAdministrator = "Global Administrator"

// rolesKnown reports whether it is known who has which role.
func (o orgState) rolesKnown() bool { return o.holders != nil }

// prove returns whether the signed-in account holds one of these roles now. Unknown is where that is not read.
func (o orgState) prove(names []string) roles.Proof {
	if !o.rolesRead {
		return roles.Proof{Holds: access.Unknown}
	}
	p := roles.Prove(o.held, o.me, names)
	if p.Holds == access.No && !o.rolesWhole {
		p.Holds = access.Unknown
	}
	return p
}

// lacks reports whether it is known that the signed-in account has none of these roles.
func (o orgState) lacks(names []string) bool { return o.prove(names).Holds == access.No }

// activates returns the role among names that the account does not hold and can activate; "" for none.
func (o orgState) activates(names []string) string {
	if p := o.prove(names); p.Holds == access.No {
		return p.Role
	}
	return ""
}

// role reports whether the signed-in account has one of these roles, and else who has.
func (o orgState) role(names []string) met {
	all := append(slices.Clone(names), globalAdministrator)
	p := o.prove(names)
	switch {
	case o.none():
		return notChecked("No organisation is connected, so Handrail cannot see your roles.")
	case !o.rolesRead:
		return notChecked("Handrail does not know the roles of your account yet.")
	case p.Holds == access.Yes:
		return isMet("You have the role " + p.Role + ".")
	case p.Holds == access.Unknown:
		return notChecked("Handrail could not find out whether a role of your account is enough.")
	case p.Role != "":
		return isMissing("You can activate the role " + p.Role + ". Activate it in the Microsoft Entra admin center.")
	}
	who := "No one in the saved data has it."
	for _, role := range all {
		if names := o.holders[role]; len(names) > 0 {
			who = guide.Names(names) + map[bool]string{true: " has", false: " have"}[len(names) == 1] + " the role " + role +
				". Ask there, or continue and hand the step over."
			break
		}
	}
	return isMissing("Your account does not have this role. " + who)
}

// guide returns a guide of this build by its id.
func (w *Window) guide(id string) (guide.Guide, bool) {
	i := slices.IndexFunc(w.p.Guides, func(g guide.Guide) bool { return g.ID == id })
	if i < 0 {
		return guide.Guide{}, false
	}
	return w.p.Guides[i], true
}

// stateWord returns the state of a visit and its word, with the date that it waits for.
func (w *Window) stateWord(v guide.Visit) (guide.State, string) {
	state := visitState(v)
	word := state.Label()
	for _, o := range v.Outcomes {
		if state != guide.Waiting || o.State != guide.Waiting {
			continue
		}
		if word = "Waiting until " + until(o.Until, w.now()); !o.Until.After(w.now()) {
			word = "The wait is over"
		}
	}
	return state, word
}

// visitState is the state of one visit.
func visitState(v guide.Visit) guide.State {
	if !v.Ended.IsZero() {
		return guide.Completed
	}
	state := guide.InProgress
	for _, o := range v.Outcomes {
		if o.State == guide.HasProblem {
			return guide.HasProblem
		}
		if o.State == guide.Waiting {
			state = guide.Waiting
		}
	}
	return state
}

// returning is where a person goes back to once their organisation is connected.
type returning struct {
	title string // of the guide they came from
	open  func()
}

// connectFrom signs in, and offers to go back to the guide title when that is done.
func (w *Window) connectFrom(title string, back func()) {
	w.back = &returning{title, back}
	w.openConnect()
}

// returnButton returns the button that leaves the guide that connects for where the person came from; nil for any
// other guide, and where they came from nowhere.
func (z *wizard) returnButton(kind parts.ButtonKind) (*parts.Button, func()) {
	back := z.w.back
	if back == nil || z.s.Guide().ID != connectGuide {
		return nil, nil
	}
	on := func() {
		z.w.back = nil
		back.open()
	}
	return parts.NewButton("Return to your guide", kind, "", on), on
}

// connectFirst asks to connect, and opens the present step again once that is done.
func (z *wizard) connectFirst() {
	id, step := z.s.Visit().ID, z.s.Step().ID
	z.save()
	z.w.connectFrom(z.s.Guide().Title, func() { z.w.openVisit(id, step, true) })
}

// connectNote describes why the step needs an organisation, and that Handrail comes back.
func connectNote() fyne.CanvasObject {
	return parts.NewBanner(report.Note, "No organisation is connected.", "This step reads data about your organisation. "+
		"Connect it, and Handrail returns you to this step.")
}
