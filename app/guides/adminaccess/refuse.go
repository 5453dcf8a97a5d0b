package adminaccess

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/mfa"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// refused returns why Handrail does not switch the policies on: the administrator at this
// computer or an emergency access account would be stopped, no one else certainly gets in,
// or that is not known.
func (d deps) refused(ctx context.Context, w *world, v *guide.Visit) (string, error) {
	for _, p := range w.acting(v) {
		if why := w.changed(p, v); why != "" {
			return why + " Undo that in the Microsoft Entra admin center first.", nil
		}
	}
	i := w.signedIn()
	if i < 0 {
		return "It is not known which account you are signed in with.", nil
	}
	if why := w.mayWrite(w.defaults == access.Yes); why != "" {
		return why, nil
	}
	p := w.preview(v, w.acting(v), false)
	switch sure, may := p.Results[i].Outcomes, p.Results[i].Outcomes|p.Results[i].Possible; {
	case sure.Has(mfa.LockedOut):
		return "You would lock yourself out. Register a method first.", nil
	case may.Has(mfa.LockedOut | mfa.NotKnown | mfa.NotInReport):
		return "It is not known whether you could still sign in.", nil
	case may.Has(mfa.AlreadyBroken):
		return "You cannot complete MFA today. Register a method that your organisation allows first.", nil
	}
	accounts, err := w.accounts(ctx, glass(v))
	if err != nil {
		return "", err
	}
	lines := breakglass.Check(accounts, policiesOf(acting(w.after(v))), w.whole(), d.Now())
	for _, l := range breakglass.Holds(lines) {
		return "An emergency access account: " + strings.ToLower(l.Title[:1]) + l.Title[1:] + ". " + l.Evidence, nil
	}
	if !w.otherWay(p, i, lines) {
		return "Only you certainly get in after the switch. Name an emergency access account that is a Global " +
			"Administrator and may sign in.", nil
	}
	return "", nil
}

// otherWay reports whether a Global Administrator beside person i certainly gets in: an
// emergency access account, or someone with a method that works.
func (w *world) otherWay(p *mfa.Preview, i int, lines []breakglass.Line) bool {
	met := map[string]int{}
	for _, l := range lines {
		needed := slices.Contains([]string{breakglass.MaySign, breakglass.Global, breakglass.Spared}, l.Code)
		if needed && l.Met == access.Yes && !strings.EqualFold(l.Account, w.o.People[i].ID) {
			met[l.Account]++
		}
	}
	for _, n := range met {
		if n == 3 {
			return true
		}
	}
	const stuck = mfa.LockedOut | mfa.NotKnown | mfa.NotInReport | mfa.AlreadyBroken | mfa.MustRegister
	for k := range w.o.People {
		one := &w.o.People[k]
		if k != i && one.Marks&mfa.GlobalAdmin != 0 && one.Enabled == access.Yes &&
			!(p.Results[k].Outcomes | p.Results[k].Possible).Has(stuck) {
			return true
		}
	}
	return false
}

// acting returns the policies that act: not those that only record, such as Microsoft's own
// that appear when security defaults go off, and not those that are off.
func acting(rows []tenant.AccessPolicy) (all []tenant.AccessPolicy) {
	for _, row := range rows {
		if !row.State.Is(stateReport) && !row.State.Is(stateOff) {
			all = append(all, row)
		}
	}
	return all
}

// after returns the policies as they will be.
func (w *world) after(v *guide.Visit) []tenant.AccessPolicy {
	rows := slices.Clone(w.policies)
	for _, p := range w.acting(v) {
		row, there := w.wantedRow(p, v)
		row.State = stateOn
		if i := slices.IndexFunc(rows, func(r tenant.AccessPolicy) bool { return r.ID == row.ID }); there && i >= 0 {
			rows[i] = row
		} else {
			rows = append(rows, row)
		}
	}
	return rows
}

var ids = regexp.MustCompile(`[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)

// roleName returns the name of a role, also of one that the organisation made.
func (w *world) roleName(id string) string {
	for _, h := range w.holdings {
		if strings.EqualFold(h.Role, id) {
			return h.RoleName
		}
	}
	return roles.Name(id)
}
