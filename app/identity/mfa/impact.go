package mfa

import (
	"slices"
	"time"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// Question is a change whose effect is computed.
type Question struct {
	Organisation *Organisation
	After        Policy
	// Enforcement is what requires MFA after the change; nil: the same as before.
	Enforcement *Enforcement
	Date        time.Time // the day of the change
}

// Result is the effect of the change on one person.
type Result struct {
	Outcomes Outcome // certain outcomes; with NotKnown if more are possible
	Possible Outcome // further possible outcomes
	verdict  verdict
	at       *situation
}

// Shown returns the outcomes to show: the certain ones and, if more are possible, the
// worst of these. Unknown is never shown as no change.
func (r *Result) Shown() Outcome {
	if r.Possible == 0 {
		return r.Outcomes
	}
	return (r.Outcomes | r.Possible.Worst()) &^ NoChange
}

// Preview is the answer to a Question.
type Preview struct {
	Question Question
	Results  []Result        // of each person, in the order of the organisation
	Totals   map[Outcome]int // of what is Shown
	Admins   map[Outcome]int // of those, administrators
	before   *compiled
	after    *compiled
	askAfter *Enforcement
	poll     poll
}

// Impact computes the effect of a change on everyone. Its running time is
// proportional to the number of people.
func Impact(q Question) *Preview {
	o := q.Organisation
	v := &Preview{Question: q, Results: make([]Result, len(o.People)), Totals: map[Outcome]int{},
		Admins: map[Outcome]int{},
		before: compile(o.Policy), after: compile(q.After), askAfter: q.Enforcement}
	if v.askAfter == nil {
		v.askAfter = &o.Enforcement
	}
	type known struct {
		at      situation
		verdict verdict
	}
	seen := map[situation]*known{}
	in, blind := (&memo{ask: o.belongs}).belongs, o.blind()
	v.poll = o.asking(&o.Enforcement, v.askAfter)
	var totals, admins [16]int
	for i := range o.People {
		p := &o.People[i]
		r := &v.Results[i]
		if out, decided := outside(p); decided {
			r.Outcomes = out
		} else {
			s := v.situationOf(i, in)
			k, ok := seen[s]
			if !ok {
				k = &known{s, s.judge()}
				seen[s] = k
			}
			r.Outcomes, r.Possible, r.verdict, r.at = k.verdict.outcomes, k.verdict.possible, k.verdict, &k.at
			if blind {
				r.Outcomes = r.Outcomes&^NoChange | NotKnown
			}
		}
		for left := r.Shown(); left != 0; left &= left - 1 {
			at := index(left & -left)
			totals[at]++
			if p.Admin == access.Yes {
				admins[at]++
			}
		}
	}
	for i, one := range Outcomes() {
		v.Totals[one], v.Admins[one] = totals[i], admins[i]
	}
	return v
}

// blind reports whether the sign-in methods policy was never read. Then no effect of a
// change to it is certain, and least of all that there is none.
func (o *Organisation) blind() bool {
	return slices.ContainsFunc(o.Missing, func(g tenant.Gap) bool { return g.Section == FromPolicy })
}

func index(o Outcome) int {
	n := 0
	for o >>= 1; o != 0; o >>= 1 {
		n++
	}
	return n
}

// outside returns the outcome of people for whom nothing can be computed.
func outside(p *Person) (Outcome, bool) {
	switch {
	case p.InReport == access.No:
		return NotInReport, true
	case p.InReport == access.Unknown:
		return NotKnown, true
	}
	return 0, false
}

// situationOf returns what decides the outcome of the person at i.
func (v *Preview) situationOf(i int, in belongs) situation {
	o := v.Question.Organisation
	p := &o.People[i]
	s := situation{
		preferred: p.Preferred, system: p.SystemPreferred, capable: p.Capable, reset: p.SSPRCapable,
		needed: uint8(o.Needed), pass: p.PassWorks, registered: p.Registered&second != 0,
		sync: p.Marks&SyncAccount != 0, extra: access.No,
	}
	who := p.subject(in)
	now, then := v.poll.on(&o.Enforcement, i, &who), v.poll.on(v.askAfter, i, &who)
	s.need, s.needMaybe = now.needs()
	s.needAfter, s.needAfterMaybe = s.need, s.needMaybe
	if v.askAfter != &o.Enforcement {
		s.needAfter, s.needAfterMaybe = then.needs()
	}
	s.before, s.beforeMaybe, s.signIn, s.open = v.before.ways(p, in, s.need)
	s.after, s.afterMaybe, s.signInAfter, s.openAfter = v.after.ways(p, in, s.needAfter)
	s.asked = now.asked(p)
	s.askedAfter, s.guard = s.asked, then.guarded()
	if v.askAfter != &o.Enforcement {
		s.askedAfter, s.extra = then.asked(p), then.beyond(&o.Enforcement)
		if s.askedAfter == access.Yes && now.sometimes(p) {
			s.asked = access.No // at the sign-ins where no condition is met
		}
	}
	if p.TextReady == access.No {
		s.signIn, s.signInAfter = false, false
	}
	s.numberSignIn = s.signIn
	s.moved, s.movedAfter = o.Policy.Legacy.Live == access.No, v.Question.After.Legacy.Live == access.No
	s.retire(v.stopped(p))
	if p.Admin == access.Yes { // administrators always need two
		s.needed = 2
	}
	if s.system == access.Unknown {
		s.system = v.before.system.covers(p, in)
	}
	s.nudge, s.nudgeAfter = v.before.nudged(p, in, Passkey), v.after.nudged(p, in, Passkey)
	s.nudgeApp, s.nudgeAppAfter = v.before.nudged(p, in, Notify), v.after.nudged(p, in, Notify)
	return s
}

// nudged reports whether the campaign for wanted, a passkey or Microsoft Authenticator,
// applies to p, p has not registered it, and p is allowed to register it.
func (c *compiled) nudged(p *Person, in belongs, wanted Factor) access.Answer {
	nudge := &c.nudgeKey
	registered := p.has(PasskeyBound) || c.selfKeys == access.No
	if wanted == Notify {
		nudge, registered = &c.nudgeApp, p.has(AppPush|AppPasswordless)
	}
	if nudge.on == access.No || registered {
		return access.No
	}
	s, m := c.sure, c.maybe
	if !c.constant {
		s, m, _ = c.allowed(p, in)
	}
	t := nudge.covers(p, in)
	switch {
	case m&wanted == 0:
		return access.No
	case s&wanted == 0:
		return t.And(access.Unknown)
	}
	return t
}

// Sorted returns the positions of the people, worst outcome first, then
// administrators, then by name.
func (v *Preview) Sorted() []int {
	people := v.Question.Organisation.People
	place := func(i int32) int { // worst first, and administrators first among those
		at := 2*v.Results[i].rank() + 1
		if people[i].Admin == access.Yes {
			at--
		}
		return at
	}
	var next [2*16 + 1]int // where the next one of a place goes
	for i := range people {
		next[place(int32(i))+1]++ // #nosec G115: a slice of people is never that long
	}
	for at := 1; at < len(next); at++ {
		next[at] += next[at-1]
	}
	all := make([]int, len(people))
	for _, i := range v.Question.Organisation.byName() {
		at := place(i)
		all[next[at]] = int(i)
		next[at]++
	}
	return all
}

func (r *Result) rank() int { return index(r.Shown().Worst()) }

// Certain counts the people with an outcome: those who have it in every case, and
// those who have it in some.
func (v *Preview) Certain(one Outcome) (sure, maybe int) {
	for i := range v.Results {
		switch r := &v.Results[i]; {
		case r.Outcomes.Has(one):
			sure++
		case r.Possible.Has(one):
			maybe++
		}
	}
	return sure, maybe
}

// Registering returns how many people must do something or need help, and how many
// of them have an admin role.
func (v *Preview) Registering() (people, admins int) {
	for i, r := range v.Results {
		if r.Shown().MustAct() {
			people++
			if v.Question.Organisation.People[i].Admin == access.Yes {
				admins++
			}
		}
	}
	return people, admins
}
