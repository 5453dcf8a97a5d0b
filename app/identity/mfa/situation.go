package mfa

import "handrail/app/identity/access"

// situation is everything that decides the outcome of a person. People in the same
// situation have the same outcome, which is computed once.
type situation struct {
	before, beforeMaybe Factor // what works, certainly and possibly (certain included)
	after, afterMaybe   Factor
	phones, phonesMaybe Factor // worked until Microsoft ended them, before the change
	preferred           Factor // the person's own default
	need, needMaybe     Factor // the methods that meet the policies, certainly and possibly
	needAfter           Factor
	needAfterMaybe      Factor
	asked, askedAfter   access.Answer // something requires MFA
	extra               access.Answer // what the change adds requires MFA
	guard               access.Answer // a policy protects registration
	open, openAfter     access.Answer // any method can be registered
	nudge, nudgeAfter   access.Answer // the campaign asks them to register a passkey
	nudgeApp            access.Answer // or Microsoft Authenticator, after a text message or a call only
	nudgeAppAfter       access.Answer
	system              access.Answer // the strongest method comes first
	capable             access.Answer // isMfaCapable in Microsoft's registration report
	reset               access.Answer // can use self-service password reset today
	needed              uint8
	signIn, signInAfter bool // the policy allows sign-in with the phone number only
	numberSignIn        bool // the policy allows it today, also after Microsoft ended it
	moved, movedAfter   bool // the legacy settings no longer apply
	pass                bool // a Temporary Access Pass works
	registered          bool // a method for MFA is registered
	sync                bool // the account of directory synchronisation
}

// case1 is a situation in which every unknown fact has a value.
type case1 struct {
	before, after           Factor
	usable, usableAfter     Factor // of these, what meets the policies
	need, needAfter         Factor
	away                    bool // at another computer than the one with Windows Hello
	asked, askedAfter       bool
	guard, open, openAfter  bool
	nudge, nudgeAfter       bool
	app, appAfter           bool
	system, reset           bool
	needed                  int
	capable                 bool // computed for today
	outcome                 Outcome
	firstBefore, firstAfter Factor
}

// verdict is the result of a situation.
type verdict struct {
	outcomes, possible Outcome
	// of the worst case
	firstBefore, firstAfter Factor
	before, after           Factor
	asked                   bool
	against                 bool // no case matches Microsoft's registration report
}

// judge computes every case and returns what is the same in all of them. An unknown
// fact has the same value before and after the change: the legacy MFA settings, for
// example, do not change automatically.
func (s *situation) judge() verdict {
	if t := s.cases(true); t.n > 0 {
		return t.verdict()
	}
	v := s.cases(false).verdict()
	v.against = true
	return v
}

// tally collects the outcomes of cases.
type tally struct {
	every, any Outcome // in all cases, in some case
	n          int
	worst      case1
}

func (t *tally) add(c *case1) {
	if t.n == 0 {
		t.every, t.worst = c.outcome, *c
	}
	if c.outcome.Worst() < t.worst.outcome.Worst() {
		t.worst = *c
	}
	t.every &= c.outcome
	t.any |= c.outcome
	t.n++
}

func (t tally) verdict() verdict {
	v := verdict{
		outcomes: t.every, firstBefore: t.worst.firstBefore, firstAfter: t.worst.firstAfter,
		before: t.worst.usable, after: t.worst.usableAfter, asked: t.worst.askedAfter,
	}
	if t.every != t.any {
		v.outcomes = t.every&^NoChange | NotKnown
		v.possible = t.any &^ v.outcomes
	}
	return v
}

// switches lists the unknown facts: each uncertain method, then the others.
type switches struct {
	ways                                                     [32]Factor
	n                                                        int
	asked, guard, open, nudge, system, reset, ne, need, away int // position of each, -1 if known
	extra                                                    int
}

func (s *situation) switches() switches {
	var w switches
	for set := (s.beforeMaybe &^ s.before) | (s.afterMaybe &^ s.after); set != 0; set &= set - 1 {
		w.ways[w.n] = set & -set
		w.n++
	}
	w.asked, w.guard, w.open, w.nudge, w.system = -1, -1, -1, -1, -1
	w.reset, w.ne, w.need, w.away, w.extra = -1, -1, -1, -1, -1
	add := func(at *int, unknown bool) {
		if unknown {
			*at = w.n
			w.n++
		}
	}
	add(&w.asked, s.asked == access.Unknown || s.askedAfter == access.Unknown)
	// What requires MFA today still does. What the change adds may require it besides.
	add(&w.extra, s.asked == access.Unknown && s.askedAfter == access.Unknown && s.extra == access.Unknown)
	if s.nudgeApp == access.Unknown || s.nudgeAppAfter == access.Unknown {
		w.ways[w.n] = remindsApp
		w.n++
	}
	add(&w.guard, s.guard == access.Unknown)
	add(&w.open, s.open == access.Unknown || s.openAfter == access.Unknown)
	add(&w.nudge, s.nudge == access.Unknown || s.nudgeAfter == access.Unknown)
	add(&w.system, s.system == access.Unknown && s.before|s.after|s.beforeMaybe|s.afterMaybe != 0)
	add(&w.need, s.need != s.needMaybe || s.needAfter != s.needAfterMaybe)
	add(&w.away, s.beforeMaybe&s.afterMaybe&Hello != 0 && s.beforeMaybe&elsewhere != s.after&elsewhere)
	changes := (s.beforeMaybe|s.before)&resetWays != (s.after&s.afterMaybe)&resetWays ||
		(s.beforeMaybe^s.before)&resetWays != 0
	add(&w.reset, s.reset == access.Unknown && changes)
	add(&w.ne, s.needed == 0 && s.reset != access.No && changes)
	return w
}

// cases computes every case. With agreeing, only the cases count that match
// Microsoft's registration report of today.
func (s *situation) cases(agreeing bool) (t tally) {
	w := s.switches()
	for bits := uint64(0); bits < 1<<w.n; bits++ {
		c := s.settle(&w, bits)
		s.decide(&c)
		if agreeing && (s.capable != access.Unknown && c.capable != (s.capable == access.Yes) ||
			c.reset && gates(c.before, c.needed, s.moved) < c.needed) {
			continue
		}
		t.add(&c)
	}
	return t
}

// settle returns the case in which bits decide the unknown facts.
func (s *situation) settle(w *switches, bits uint64) case1 {
	var on Factor
	for i := range w.n {
		if bits>>i&1 == 1 {
			on |= w.ways[i]
		}
	}
	turned := func(t access.Answer, at int) bool {
		return t == access.Yes || t == access.Unknown && at >= 0 && bits>>at&1 == 1
	}
	c := case1{
		before: s.before | s.beforeMaybe&on, after: s.after | s.afterMaybe&on,
		asked: turned(s.asked, w.asked), askedAfter: turned(s.askedAfter, w.asked),
		guard: turned(s.guard, w.guard), open: turned(s.open, w.open), openAfter: turned(s.openAfter, w.open),
		nudge: turned(s.nudge, w.nudge), nudgeAfter: turned(s.nudgeAfter, w.nudge),
		app:      s.nudgeApp == access.Yes || s.nudgeApp == access.Unknown && on&remindsApp != 0,
		appAfter: s.nudgeAppAfter == access.Yes || s.nudgeAppAfter == access.Unknown && on&remindsApp != 0,
		system:   turned(s.system, w.system), reset: turned(s.reset, w.reset), needed: int(s.needed),
	}
	c.askedAfter = c.askedAfter || w.extra >= 0 && bits>>w.extra&1 == 1
	c.away = w.away >= 0 && bits>>w.away&1 == 1
	c.need, c.needAfter = s.need, s.needAfter
	if w.need >= 0 && bits>>w.need&1 == 1 {
		c.need, c.needAfter = s.needMaybe, s.needAfterMaybe
	}
	if s.needed == 0 {
		c.needed = 1
		if w.ne >= 0 && bits>>w.ne&1 == 1 {
			c.needed = 2
		}
	}
	return c
}

// elsewhere are the methods that work on any computer.
const elsewhere = Persistent &^ Hello

// decide sets the outcome of one case.
func (s *situation) decide(c *case1) {
	c.usable, c.usableAfter = c.before&c.need, c.after&c.needAfter
	// Windows Hello works on its own computer only. It does not replace a method that
	// worked everywhere.
	if c.away && c.usable&elsewhere != 0 && c.usableAfter&elsewhere == 0 {
		c.usableAfter &^= Hello
	}
	can, canAfter := c.usable&Persistent != 0, c.usableAfter&Persistent != 0
	c.capable = c.before&Persistent != 0
	if s.sync { // it never registers a method; a requirement for MFA stops it
		c.outcome = NoChange
		if c.askedAfter && !c.asked {
			c.outcome = LockedOut
		}
		return
	}
	shut, shutAfter := c.guard && !s.pass || !c.open, c.guard && !s.pass || !c.openAfter
	var o Outcome
	if !can && (s.registered || c.asked && shut) {
		o |= AlreadyBroken
	}
	if can {
		c.firstBefore = first(c.usable, c.system, s.preferred)
	}
	if canAfter {
		c.firstAfter = first(c.usableAfter, c.system, s.preferred)
	}
	// A method that no longer works is lost even if no known setting requires MFA:
	// the Security info page requires it, and so may an application.
	switch {
	case can && !canAfter:
		o |= need(c.askedAfter && shutAfter, MustRegister)
	case !can && !canAfter && c.askedAfter && !c.asked:
		o |= need(shutAfter, WillBeAsked)
	case canAfter && c.firstBefore != c.firstAfter:
		o |= differently(c)
	case can && c.asked != c.askedAfter:
		o |= AskedDifferently
	}
	nudged := c.nudge || c.app && c.firstBefore&Phones != 0
	nudgedAfter := c.nudgeAfter || c.appAfter && c.firstAfter&Phones != 0
	if nudgedAfter && c.askedAfter && canAfter && !(nudged && c.asked && can) {
		o |= WillBeAsked
	}
	if c.reset && gates(c.before, c.needed, s.moved) >= c.needed &&
		gates(c.after, c.needed, s.movedAfter) < c.needed {
		o |= LosesReset
	}
	if s.signIn && c.before&Text != 0 && !(s.signInAfter && c.after&Text != 0) {
		o |= LosesTextSignIn
	}
	if o == 0 {
		o = NoChange
	}
	c.outcome = o
}

func need(shut bool, open Outcome) Outcome {
	if shut {
		return LockedOut
	}
	return open
}

func differently(c *case1) Outcome {
	if c.firstBefore == Text && c.firstAfter&Calls != 0 {
		return CallInstead
	}
	return AskedDifferently
}

// first returns the method that comes first: the strongest one if Microsoft prefers
// it, else the person's own default, else the strongest. Among phones the person's
// default always counts.
func first(set Factor, system bool, preferred Factor) Factor {
	if own := strongest(set & preferred); own != 0 && (!system || strongest(set)&Phones != 0) {
		return own
	}
	return strongest(set)
}
