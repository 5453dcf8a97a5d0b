package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/history"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

// reach returns whom each policy that is watched acts on, before (0) or after (1), by policy.
func (t touched) reach(o *mfa.Organisation, side int) map[string][]access.Answer {
	all := map[string][]access.Answer{}
	for id, pair := range t.watch {
		if pair[side] != nil {
			policy := access.Of(*pair[side])
			all[id] = o.Reached(&policy)
		}
	}
	return all
}

// members returns how many people are in the group that changed.
func (t touched) members(o *mfa.Organisation) (n int) {
	if t.group == "" {
		return 0
	}
	for i := range o.People {
		if o.Belongs(o.People[i].ID, t.group) == access.Yes {
			n++
		}
	}
	return n
}

// undo makes o and e what they were before the changes. restore makes o again what it was.
func (t touched) undo(o *mfa.Organisation, e *mfa.Enforcement, w *world) (restore func()) {
	belongs, section := o.Belongs, t.changes[0].Section
	switch {
	case t.group != "":
		was := map[string]access.Answer{}
		for _, c := range t.changes {
			was[strings.ToLower(c.ID)] = access.Is(c.Before != nil)
		}
		o.Belongs = func(person, group string) access.Answer {
			if a, changed := was[strings.ToLower(person)]; changed && strings.EqualFold(group, t.group) {
				return a
			}
			return belongs(person, group)
		}
		return func() { o.Belongs = belongs }
	case section == tenant.SectionAccess:
		e.Take(t.rows[0], e.Compared)
	case section == tenant.SectionDefaults:
		var d tenant.SecurityDefaults
		if json.Unmarshal(t.changes[0].Before, &d) == nil {
			e.Defaults = access.Flag(d.Enabled)
		}
	case section == tenant.SectionPerUserMFA:
		return t.undoPerUser(o)
	case section == tenant.SectionRoles:
		return t.undoRoles(o, w)
	}
	return func() {}
}

func (t touched) undoPerUser(o *mfa.Organisation) (restore func()) {
	return undoPeople(o, t.changes, func(c history.Change) string { return c.ID }, func(p *mfa.Person, c history.Change) {
		p.PerUser = access.Unknown
		switch state := tenant.Text(raw(c.Before, "perUserMfaState")); {
		case state.Is("enabled"), state.Is("enforced"):
			p.PerUser = access.Yes
		case state.Is("disabled"):
			p.PerUser = access.No
		}
	})
}

func (t touched) undoRoles(o *mfa.Organisation, w *world) (restore func()) {
	at := t.changes[0].At
	rows, known := w.rowsAt(tenant.SectionRoles, at)
	var all []tenant.RoleAssignment
	for _, body := range undone(rows, t.changes) {
		var a tenant.RoleAssignment
		if json.Unmarshal(body, &a) == nil {
			all = append(all, a)
		}
	}
	principal := func(c history.Change) string { return raw(either(c.After, c.Before), "principalId") }
	return undoPeople(o, t.changes, principal, func(p *mfa.Person, _ history.Change) {
		active, eligible := access.RolesOf(all, p.ID, tenant.Status{Completed: at})
		p.Roles, p.Eligible = active.IDs, eligible.IDs
		p.RolesRead, p.EligibleRead = p.RolesRead && known, p.EligibleRead && known
	})
}

// undoPeople changes the people that changes are about.
func undoPeople(o *mfa.Organisation, changes []history.Change, id func(history.Change) string,
	undo func(*mfa.Person, history.Change)) (restore func()) {
	by := map[string]history.Change{}
	for _, c := range changes {
		by[strings.ToLower(id(c))] = c
	}
	old := map[int]mfa.Person{}
	for i := range o.People {
		if c, changed := by[strings.ToLower(o.People[i].ID)]; changed {
			old[i] = o.People[i]
			undo(&o.People[i], c)
		}
	}
	return func() {
		for i, p := range old {
			o.People[i] = p
		}
	}
}

// free adds the people with other roles from whom nothing requires MFA.
func (t touched) free(o *mfa.Organisation, now []mfa.Asking, all map[string]bool) {
	if t.changes[0].Section != tenant.SectionRoles {
		return
	}
	concerned := map[string]bool{}
	for _, c := range t.changes {
		concerned[strings.ToLower(raw(either(c.After, c.Before), "principalId"))] = true
	}
	for i := range o.People {
		p := &o.People[i]
		if concerned[strings.ToLower(p.ID)] && p.Enabled != access.No && now[i].Always == access.No {
			all[strings.ToLower(p.ID)] = true
		}
	}
}

// reachedBy compares whom the policies that are watched act on. A policy that was not on acted on no one.
func (t touched) reachedBy(o *mfa.Organisation, was, now map[string][]access.Answer,
	asked []mfa.Asking) (all []reached) {
	for id, pair := range t.watch {
		p := pair[1]
		if p == nil {
			p = pair[0]
		}
		one := reached{ref: Ref{tenant.SectionAccess, id, safe(string(p.Name), longName)}, asks: mfa.AccessOf(*p).Asks}
		one.blocks = access.GrantOf(*p).Block
		one.excludes = p.Conditions.Users.ExcludeGroups.Has(t.group)
		for i := range o.People {
			one.add(&o.People[i], at(was[id], i), at(now[id], i), asked[i])
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b reached) int {
		if x := b.lost.count - a.lost.count; x != 0 {
			return x
		}
		return strings.Compare(a.ref.Name+a.ref.ID, b.ref.Name+b.ref.ID)
	})
	return all
}

func at(all []access.Answer, i int) access.Answer {
	if all == nil {
		return access.No
	}
	return all[i]
}

func (r *reached) add(who *mfa.Person, was, now access.Answer, asked mfa.Asking) {
	for side, a := range []access.Answer{was, now} {
		if a == access.Yes {
			r.count[side]++
		}
	}
	switch {
	case was == access.Unknown || now == access.Unknown:
		r.unsure = true
	case was == access.Yes && now == access.No:
		r.lost.add(who)
		r.without = r.without || asked.Always != access.Yes
	case was == access.No && now == access.Yes:
		r.gained.add(who)
	}
}
