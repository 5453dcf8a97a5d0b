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

// How many effects are computed for one page, and of how many people in all: more would be slow to draw.
const (
	mostEffects = 12
	mostPeople  = 200_000
)

// effect is what the changes of one moment did to who must use MFA, and to whom policies apply.
type effect struct {
	known bool   // it was computed
	why   string // what was not read, where it could not be
	group bool   // it is of the members of one group, and has a consequence: they are one sentence

	people       int // who can sign in
	lost, gained whom
	some         bool   // those who lost it are still asked at some sign-ins
	unsure       int    // about whom it is not known
	must         [2]int // who must use MFA at every sign-in, before and after
	size         [2]int // people in the group
	policies     []reached

	free map[string]bool // people with other roles who certainly need no MFA, after the change
}

// whom is some people. The first of them have names.
type whom struct {
	count int
	refs  []Ref
}

// mostRefs is how many people are named of those for whom something follows.
const mostRefs = 1000

func (a *whom) add(p *mfa.Person) {
	if a.count++; len(a.refs) < mostRefs {
		a.refs = append(a.refs, Ref{tenant.SectionUsers, p.ID, safe(p.Label(), longName)})
	}
}

// reached is whom one policy applied to and applies to.
type reached struct {
	ref          Ref
	asks         bool // it requires MFA
	blocks       bool // it blocks access
	excludes     bool // it excludes the group that changed
	lost, gained whom
	unsure       bool
	without      bool // MFA is not certainly required at every sign-in of all those who lost it
	count        [2]int
}

// touched is what an effect is computed of: the policies that are on and that the changes concern, before and after.
type touched struct {
	changes []history.Change
	group   string // whose members changed
	rows    [2][]tenant.AccessPolicy
	watch   map[string][2]*tenant.AccessPolicy // by ID
}

// effect computes what changes of one moment did. It is empty where they decide nothing, or where it was not computed.
func (w *world) effect(changes []history.Change) (e effect) {
	if len(changes) == 0 || w.err != nil {
		return e
	}
	t, decides := w.touch(changes)
	if !decides {
		return e
	}
	if e, known := w.known.of(changes); known {
		return e
	}
	if w.left <= 0 || w.large <= 0 {
		w.later++
		return e
	}
	at := changes[0].At
	own, end := at, at
	if w.past != nil {
		end = at.Add(oneRefresh)
	}
	told := mfa.AdminInput{Now: at}
	for _, p := range slices.Concat(t.rows[0], t.rows[1]) {
		policy := access.Of(p)
		told.Groups = append(told.Groups, policy.Groups()...)
	}
	o, err := mfa.Load(w.ctx, then{w, end, changes[0].Section, own, w.view}, told)
	if err != nil || w.err != nil {
		e.why = tenant.TitleOf(tenant.SectionUsers)
		return e
	}
	w.left, w.large = w.left-1, w.large-len(o.People)
	e = compare(o, t, w)
	w.known.keep(changes, e, w.to)
	return e
}

// touch returns what changes concern, and whether they can decide who must use MFA or whom a policy applies to.
func (w *world) touch(changes []history.Change) (t touched, decides bool) {
	c := changes[0]
	t = touched{changes: changes, watch: map[string][2]*tenant.AccessPolicy{}}
	kind, of := tenant.OnDemand(c.Section)
	switch {
	case kind == tenant.Members && of != "":
		t.group = of
	case c.Section == tenant.SectionDefaults, c.Section == tenant.SectionPerUserMFA, c.Section == tenant.SectionRoles:
		decides = true
	case c.Section != tenant.SectionAccess:
		return t, false
	}
	if st, err := w.status(tenant.SectionAccess); w.fails(err) || w.past != nil && c.Section != tenant.SectionAccess &&
		stale(st, c.At) {
		return t, decides
	}
	end := c.At
	if c.Section != tenant.SectionAccess && w.past != nil {
		end = end.Add(oneRefresh)
	}
	t.rows[1] = w.policiesAt(end)
	t.rows[0] = t.rows[1]
	if c.Section == tenant.SectionAccess {
		rows, _ := w.rowsAt(c.Section, end)
		t.rows[0] = policiesOf(undone(rows, changes))
	}
	for side, all := range t.rows {
		for i := range all {
			p := &all[i]
			if p.Enforced() && t.concerns(p) {
				pair := t.watch[p.ID]
				pair[side] = p
				t.watch[p.ID] = pair
			}
		}
	}
	return t, decides || len(t.watch) > 0
}

// concerns reports whether a change is of a policy, or of a group that it names.
func (t touched) concerns(p *tenant.AccessPolicy) bool {
	if t.group == "" {
		return slices.ContainsFunc(t.changes, func(c history.Change) bool {
			return c.Section == tenant.SectionAccess && strings.EqualFold(c.ID, p.ID)
		})
	}
	u := p.Conditions.Users
	return u.IncludeGroups.Has(t.group) || u.ExcludeGroups.Has(t.group)
}

func policiesOf(rows map[string]json.RawMessage) (all []tenant.AccessPolicy) {
	for _, body := range rows {
		var p tenant.AccessPolicy
		if json.Unmarshal(body, &p) == nil {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b tenant.AccessPolicy) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// compare asks of every person before and after.
func compare(o *mfa.Organisation, t touched, w *world) (e effect) {
	e = effect{known: true, free: map[string]bool{}}
	if len(o.Missing) > 0 {
		e.why = missing(o)
	}
	after, before := o.Enforcement, o.Enforcement
	// The admin centers ask administrators for MFA whatever is set; other apps do not.
	after.Portals, before.Portals = access.No, access.No
	now, nowReached := o.Asked(&after), t.reach(o, 1)
	nowIn := t.members(o)
	restore := t.undo(o, &before, w)
	was, wasReached := o.Asked(&before), t.reach(o, 0)
	wasIn := t.members(o)
	restore()
	e.size = [2]int{wasIn, nowIn}
	for i := range o.People {
		p := &o.People[i]
		if p.Enabled == access.No {
			continue
		}
		e.people++
		e.add(p, was[i], now[i])
	}
	t.free(o, now, e.free)
	e.policies = t.reachedBy(o, wasReached, nowReached, now)
	e.group = t.group != "" && e.follows()
	return e
}

// add counts one person.
func (e *effect) add(who *mfa.Person, was, now mfa.Asking) {
	sure := func(a mfa.Asking) bool { return a.Sometimes || a.Always != access.Unknown }
	if was.Always == access.Yes {
		e.must[0]++
	}
	if now.Always == access.Yes {
		e.must[1]++
	}
	switch {
	case !sure(was) || !sure(now):
		e.unsure++
	case was.Always == access.Yes && now.Always != access.Yes:
		e.lost.add(who)
		e.some = e.some || now.Sometimes
	case was.Always != access.Yes && now.Always == access.Yes:
		e.gained.add(who)
	}
}

// follows reports whether anything follows for anyone, certainly.
func (e effect) follows() bool {
	return e.lost.count+e.gained.count > 0 || slices.ContainsFunc(e.policies, func(r reached) bool {
		return !r.unsure && r.lost.count+r.gained.count > 0
	})
}

// missing returns what was not read, the first of it.
func missing(o *mfa.Organisation) string {
	for _, g := range o.Missing {
		if g.Section != tenant.SectionRegistration && g.Section != tenant.SectionMethods {
			return g.Title
		}
	}
	return ""
}
