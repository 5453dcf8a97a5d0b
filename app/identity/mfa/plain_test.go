package mfa

import (
	"slices"
	"strings"

	"handrail/app/identity/access"
)

// This is a second implementation of the rules, slow and plain: words, lists and
// loops instead of bits. It shares the input types and nothing else.

// plain is one person in front of one change.
type plain struct {
	o     *Organisation
	after Policy
	e     *Enforcement // after
	p     *Person
	// the value of each unknown fact in the current case
	turn map[string]bool
	seen []string                 // the unknown things met, in order
	kept map[string]access.Answer // what was worked out before, by name
}

// once computes a value once for all cases.
func (q *plain) once(name string, f func() access.Answer) access.Answer {
	if t, ok := q.kept[name]; ok {
		return t
	}
	t := f()
	q.kept[name] = t
	return t
}

// plainImpact returns the certain codes and the possible ones.
func plainImpact(o *Organisation, after Policy, e *Enforcement, p *Person) (certain, possible []string) {
	if p.InReport == access.No {
		return []string{"not-in-report"}, nil
	}
	if p.InReport == access.Unknown {
		return []string{"unknown"}, nil
	}
	if e == nil {
		e = &o.Enforcement
	}
	q := &plain{o: o, after: after, e: e, p: p, turn: map[string]bool{}, kept: map[string]access.Answer{}}
	q.outcome() // meets every unknown thing once
	names := slices.Clone(q.seen)
	var all [][]string
	for _, strict := range []bool{true, false} {
		for n := range 1 << len(names) {
			for i, name := range names {
				q.turn[name] = n>>i&1 == 1
			}
			codes, agrees := q.outcome()
			if agrees || !strict {
				all = append(all, codes)
			}
		}
		if len(all) > 0 {
			break
		}
	}
	differ := false
	var some []string
	for _, codes := range all {
		differ = differ || !slices.Equal(codes, all[0])
		for _, c := range codes {
			if !slices.Contains(some, c) {
				some = append(some, c)
			}
		}
	}
	for _, c := range some {
		if !slices.ContainsFunc(all, func(codes []string) bool { return !slices.Contains(codes, c) }) &&
			!(differ && c == "no-change") {
			certain = append(certain, c)
		}
	}
	if differ {
		certain = append(certain, "unknown")
		for _, c := range some {
			if !slices.Contains(certain, c) {
				possible = append(possible, c)
			}
		}
	}
	return bySeverity(certain), bySeverity(possible)
}

func bySeverity(codes []string) []string {
	var all []string
	for _, o := range Outcomes() {
		if slices.Contains(codes, o.Code()) {
			all = append(all, o.Code())
		}
	}
	return all
}

// settle returns yes or no for an answer.
func (q *plain) settle(t access.Answer, name string) bool {
	if t != access.Unknown {
		return t == access.Yes
	}
	if !slices.Contains(q.seen, name) {
		q.seen = append(q.seen, name)
	}
	return q.turn[name]
}

func any3(all ...access.Answer) access.Answer {
	if slices.Contains(all, access.Yes) {
		return access.Yes
	}
	if slices.Contains(all, access.Unknown) {
		return access.Unknown
	}
	return access.No
}

func all3(all ...access.Answer) access.Answer {
	if slices.Contains(all, access.No) {
		return access.No
	}
	if slices.Contains(all, access.Unknown) {
		return access.Unknown
	}
	return access.Yes
}

func opposite(t access.Answer) access.Answer {
	if t == access.Unknown {
		return t
	}
	return access.Is(t == access.No)
}

// meant reports whether one of the targets includes the person; with want, only the
// targets that it accepts count.
func (q *plain) meant(targets []Target, want func(Target) access.Answer) access.Answer {
	answer := access.No
	for _, t := range targets {
		is := access.No
		switch {
		case t.Everyone:
			is = access.Yes
		case t.Kind == "user":
			is = access.Is(t.ID == q.p.ID)
		case t.Kind == "group":
			is = q.o.Belongs(q.p.ID, t.ID)
		}
		if want != nil {
			is = all3(is, want(t))
		}
		answer = any3(answer, is)
	}
	return answer
}

func always(Target) access.Answer { return access.Yes }

// lets reports whether a policy lets the person use what want describes.
func (q *plain) lets(p Policy, m Method, want func(Target) access.Answer) access.Answer {
	c, named := p.Methods[m]
	if !named {
		return any3(access.Unknown, access.No)
	}
	return all3(c.On, q.meant(c.Include, want), opposite(q.meant(c.Exclude, nil)))
}

// works reports, for a method by name, whether the policy or the legacy settings allow it.
func (q *plain) allowed(p Policy, way string) access.Answer {
	l := p.Legacy
	old := func(t access.Answer) access.Answer { return all3(l.Live, t) }
	mode := func(not string) func(Target) access.Answer {
		return func(t Target) access.Answer {
			switch strings.ToLower(t.Mode) {
			case "", "any", "push", "devicebasedpush":
				return access.Is(strings.ToLower(t.Mode) != not)
			}
			return access.Unknown
		}
	}
	switch way {
	case "text":
		return any3(q.lets(p, Sms, always), old(l.Text))
	case "call mobile", "call alternate":
		return any3(q.lets(p, Voice, always), old(l.Call))
	case "call office":
		return any3(q.lets(p, Voice, func(Target) access.Answer { return p.Methods[Voice].OfficePhone }), old(l.Call))
	case "notify":
		return any3(q.lets(p, Authenticator, mode("devicebasedpush")), old(l.App))
	case "phone sign-in":
		return q.lets(p, Authenticator, mode("push"))
	case "own code":
		return any3(q.lets(p, Authenticator, func(Target) access.Answer { return p.Methods[Authenticator].OwnCode }),
			old(l.Code))
	case "third code":
		return any3(q.lets(p, SoftwareOath, always), old(l.Code))
	case "token":
		return any3(q.lets(p, HardwareOath, always), old(l.Code))
	case "passkey":
		return q.lets(p, Fido2, func(t Target) access.Answer {
			if t.Keys != nil {
				return t.Keys.Bound
			}
			return p.Methods[Fido2].Keys.Bound
		})
	case "new passkey":
		return q.lets(p, Fido2, func(t Target) access.Answer {
			k := p.Methods[Fido2].Keys
			if t.Keys != nil {
				k = *t.Keys
			}
			return access.Is(!(k.Bound == access.No && k.Synced == access.No))
		})
	case "certificate":
		return q.lets(p, X509, always)
	case "mail":
		return any3(q.lets(p, EmailOTP, always), old(l.Mail))
	}
	panic(way)
}

// list returns the methods that work for the person under a policy.
func (q *plain) list(when string, p Policy) []string {
	var all []string
	for _, name := range q.p.Names {
		try := func(way string) {
			if q.settle(q.once(when+way, func() access.Answer { return q.allowed(p, way) }), "way "+way) {
				all = append(all, way)
			}
		}
		switch RegisteredOf(name) {
		case MobilePhone:
			try("text")
			try("call mobile")
		case AlternatePhone:
			try("call alternate")
		case OfficePhone:
			try("call office")
		case AppPush:
			try("notify")
		case AppPasswordless:
			try("phone sign-in")
		case HardwareCode:
			try("token")
		case PasskeyBound:
			try("passkey")
		case CertificateMulti:
			try("certificate")
		case Email:
			try("mail")
		case WindowsHello:
			all = append(all, "hello")
		case SecurityQuestions:
			all = append(all, "questions")
		case Unnamed:
			if q.settle(access.Unknown, "way other") {
				all = append(all, "other")
			}
		case SoftwareCode:
			if q.settle(q.once(when+"code", func() access.Answer { return q.code(p) }), "way code") {
				all = append(all, "code")
			}
		}
	}
	return all
}

// code reports whether a code works whose app is not known.
func (q *plain) code(p Policy) access.Answer {
	own, third := q.allowed(p, "own code"), q.allowed(p, "third code")
	app := q.p.has(AppPush) || q.p.has(AppPasswordless)
	if own == access.No && third == access.No {
		return access.No
	}
	if own == access.Yes && third == access.Yes || app && own == access.Yes || !app && third == access.Yes {
		return access.Yes
	}
	return access.Unknown
}

func among(set []string, words ...string) bool {
	return slices.ContainsFunc(set, func(s string) bool { return slices.Contains(words, s) })
}

var (
	plainOrder = []string{"passkey", "certificate", "notify", "phone sign-in", "other", "code", "token", "text",
		"call mobile", "call alternate", "call office", "hello"}
	plainPhones = []string{"text", "call mobile", "call alternate", "call office"}
)

// firstOf returns the method that comes first.
func (q *plain) firstOf(set []string, system bool) string {
	top := func(from []string) string {
		for _, w := range from {
			if slices.Contains(set, w) {
				return w
			}
		}
		return ""
	}
	own := map[Factor][]string{
		PreferredOf("push"): {"notify", "phone sign-in"}, PreferredOf("oath"): {"code", "token"},
		PreferredOf("sms"):         {"text"},
		PreferredOf("voiceMobile"): {"call mobile"}, PreferredOf("voiceAlternateMobile"): {"call alternate"},
		PreferredOf("voiceOffice"): {"call office"},
	}[q.p.Preferred]
	best := top(plainOrder)
	if mine := top(own); mine != "" && (!system || slices.Contains(plainPhones, best)) {
		return mine
	}
	return best
}

func (q *plain) who(w access.Policy) access.Answer {
	p := q.p
	groups := func(ids []string) access.Answer {
		t := access.No
		for _, g := range ids {
			t = any3(t, q.o.Belongs(p.ID, g))
		}
		return t
	}
	roles := func(ids []string) access.Answer {
		if len(ids) == 0 {
			return access.No
		}
		for _, r := range p.Roles {
			if slices.Contains(ids, r) {
				return access.Yes
			}
		}
		if !p.RolesRead || !p.EligibleRead ||
			slices.ContainsFunc(p.Eligible, func(r string) bool { return slices.Contains(ids, r) }) {
			return access.Unknown
		}
		return access.No
	}
	guest := func(any bool) access.Answer {
		if !any {
			return access.No
		}
		return any3(p.Guest, access.Is(strings.Contains(p.UPN, "#EXT#")))
	}
	in, out := w.Include, w.Exclude
	inside := any3(access.Is(in.Everyone), access.Is(slices.Contains(in.Users, p.ID)), guest(in.Guests.Kinds != 0),
		groups(in.Groups), roles(in.Roles))
	left := any3(access.Is(slices.Contains(out.Users, p.ID)), guest(out.Guests.Kinds != 0), groups(out.Groups),
		roles(out.Roles))
	return all3(inside, opposite(left))
}

func (q *plain) asked(e *Enforcement) access.Answer {
	t := q.p.PerUser
	sync := q.p.Marks&SyncAccount != 0
	if !sync {
		t = any3(t, e.Defaults)
	}
	for _, a := range e.Policies {
		if a.Asks {
			t = any3(t, q.who(a.Policy))
		}
	}
	if e.Portals == access.Yes {
		t = any3(t, q.p.Admin)
	}
	if e.Complete != access.Yes {
		t = any3(t, access.Unknown)
	}
	return t
}

func (q *plain) guarded() access.Answer {
	t := access.No
	if q.e.Complete != access.Yes {
		t = access.Unknown
	}
	for _, a := range q.e.Policies {
		if a.Guards {
			t = any3(t, q.who(a.Policy))
		}
	}
	return t
}

func (q *plain) open(p Policy) access.Answer {
	t := access.No
	for _, way := range []string{"text", "call mobile", "call alternate", "call office", "notify", "phone sign-in",
		"own code", "third code"} {
		t = any3(t, q.allowed(p, way))
	}
	if p.Methods[Fido2].SelfService != access.No {
		t = any3(t, q.allowed(p, "new passkey"))
	}
	return t
}

// nudged is for a campaign that asks for which.
func (q *plain) nudged(p Policy, which string) access.Answer {
	c := p.Campaign
	if c.On == access.No {
		return access.No
	}
	meant := access.No
	for _, t := range c.Include {
		switch t.Method {
		case which:
			meant = any3(meant, q.meant([]Target{t}, nil))
		case "":
			meant = any3(meant, all3(q.meant([]Target{t}, nil), access.Unknown))
		}
	}
	covered := all3(c.On, meant, opposite(q.meant(c.Exclude, nil)))
	if c.On == access.Unknown && len(c.Include) == 0 {
		covered = access.Unknown
	}
	if which == Fido2Target {
		if q.p.has(PasskeyBound) || p.Methods[Fido2].SelfService == access.No {
			return access.No
		}
		return all3(covered, q.allowed(p, "passkey"))
	}
	if q.p.has(AppPush) || q.p.has(AppPasswordless) {
		return access.No
	}
	app := p.Methods[Authenticator]
	return all3(covered, q.lets(p, Authenticator, func(t Target) access.Answer {
		if t.Mode == "hologram" {
			return access.Unknown
		}
		return access.Is(t.Mode != "deviceBasedPush")
	}), any3(app.On, access.Unknown))
}

func (q *plain) signsIn(p Policy) bool {
	c, named := p.Methods[Sms]
	if q.p.TextReady == access.No || !named || c.On == access.No || q.meant(c.Exclude, nil) == access.Yes {
		// With one unknown for before and after, the number counts where it may.
		return false
	}
	for _, t := range c.Include {
		if t.SignIn == access.Yes && q.meant([]Target{t}, nil) != access.No {
			return true
		}
	}
	return false
}

func plainGates(set []string, needed int, l Legacy) int {
	n := 0
	app := []string{"code", "token"}
	if needed == 2 || l.Live == access.No {
		app = append(app, "notify", "phone sign-in")
	}
	if among(set, "text", "call mobile") {
		n++
	}
	if among(set, "call office") {
		n++
	}
	if among(set, app...) {
		n++
	}
	if among(set, "mail") {
		n++
	}
	if among(set, "questions") {
		n++
	}
	return n
}

// outcome returns the codes of the case that turn describes, and whether that
// case matches Microsoft's registration report of today.
func (q *plain) outcome() (codes []string, agrees bool) {
	p := q.p
	before, after := q.list("before ", q.o.Policy), q.list("after ", q.after)
	lasting := append(slices.Clone(plainOrder), "never")
	everywhere := slices.DeleteFunc(slices.Clone(plainOrder), func(w string) bool { return w == "hello" })
	away := q.settle(access.Unknown, "another computer")
	if away && among(before, everywhere...) && !among(after, everywhere...) && among(after, "hello") {
		after = slices.DeleteFunc(slices.Clone(after), func(w string) bool { return w == "hello" })
	}
	can, canAfter := among(before, lasting...), among(after, lasting...)
	asked, askedAfter := q.settle(q.once("asked", func() access.Answer { return q.asked(&q.o.Enforcement) }), "asked"),
		q.settle(q.once("asked after", func() access.Answer { return q.asked(q.e) }), "asked")
	system := p.SystemPreferred
	if system == access.Unknown {
		s := q.o.Policy.SystemPreferred
		system = all3(s.On, q.meant(s.Include, nil), opposite(q.meant(s.Exclude, nil)))
		if s.On == access.Unknown && len(s.Include) == 0 {
			system = access.Unknown
		}
	}
	strongestFirst := q.settle(system, "system")
	guard := q.settle(q.once("guard", q.guarded), "guard")
	open, openAfter := q.settle(q.once("open", func() access.Answer { return q.open(q.o.Policy) }), "open"),
		q.settle(q.once("open after", func() access.Answer { return q.open(q.after) }), "open")
	nudge, nudgeAfter := q.settle(q.once("nudge", func() access.Answer { return q.nudged(q.o.Policy, Fido2Target) }),
		"nudge"),
		q.settle(q.once("nudge after", func() access.Answer { return q.nudged(q.after, Fido2Target) }), "nudge")
	app, appAfter := q.settle(q.once("app", func() access.Answer { return q.nudged(q.o.Policy, AuthenticatorTarget) }),
		"app"),
		q.settle(q.once("app after", func() access.Answer { return q.nudged(q.after, AuthenticatorTarget) }), "app")
	reset := q.settle(p.SSPRCapable, "reset")
	needed := q.o.Needed
	if p.Admin == access.Yes {
		needed = 2
	}
	if needed == 0 {
		needed = 1
		if q.settle(access.Unknown, "needed") {
			needed = 2
		}
	}
	agrees = (p.Capable == access.Unknown || (p.Capable == access.Yes) == can) &&
		!(reset && plainGates(before, needed, q.o.Policy.Legacy) < needed)
	if p.Marks&SyncAccount != 0 {
		if askedAfter && !asked {
			return []string{"locked-out"}, agrees
		}
		return []string{"no-change"}, agrees
	}
	add := func(code string) {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	registered := slices.ContainsFunc(p.Names, func(n string) bool {
		return !slices.Contains([]Registered{0, TemporaryPass, Email, SecurityQuestions, CertificateSingle},
			RegisteredOf(n))
	})
	stuck := guard && !p.PassWorks || !open
	if !can && registered || !can && asked && stuck {
		add("already-broken")
	}
	stuckAfter := guard && !p.PassWorks || !openAfter
	one, two := "", ""
	if can {
		one = q.firstOf(before, strongestFirst)
	}
	if canAfter {
		two = q.firstOf(after, strongestFirst)
	}
	if can && !canAfter {
		if askedAfter && stuckAfter {
			add("locked-out")
		} else {
			add("must-register")
		}
	}
	if !can && !canAfter && askedAfter && !asked {
		if stuckAfter {
			add("locked-out")
		} else {
			add("will-be-asked")
		}
	}
	if canAfter {
		switch {
		case one == "text" && strings.HasPrefix(two, "call"):
			add("call-instead")
		case one != two:
			add("asked-differently")
		case asked != askedAfter:
			add("asked-differently")
		}
		phoned := func(first string) bool { return first == "text" || strings.HasPrefix(first, "call") }
		nudge, nudgeAfter = nudge || app && phoned(one), nudgeAfter || appAfter && phoned(two)
		if nudgeAfter && askedAfter && !(nudge && asked && can) {
			add("will-be-asked")
		}
	}
	if reset && plainGates(before, needed, q.o.Policy.Legacy) >= needed &&
		plainGates(after, needed, q.after.Legacy) < needed {
		add("loses-sspr")
	}
	if among(before, "text") && q.signsIn(q.o.Policy) && !(among(after, "text") && q.signsIn(q.after)) {
		add("loses-sms-sign-in")
	}
	if len(codes) == 0 {
		add("no-change")
	}
	return bySeverity(codes), agrees
}
