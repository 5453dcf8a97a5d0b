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
	seen []string       // the unknown things met, in order
	kept map[string]Tri // what was worked out before, by name
}

// once computes a value once for all cases.
func (q *plain) once(name string, f func() Tri) Tri {
	if t, ok := q.kept[name]; ok {
		return t
	}
	t := f()
	q.kept[name] = t
	return t
}

// plainImpact returns the certain codes and the possible ones.
func plainImpact(o *Organisation, after Policy, e *Enforcement, p *Person) (certain, possible []string) {
	if p.InReport == No {
		return []string{"not-in-report"}, nil
	}
	if p.InReport == Unknown {
		return []string{"unknown"}, nil
	}
	if e == nil {
		e = &o.Enforcement
	}
	q := &plain{o: o, after: after, e: e, p: p, turn: map[string]bool{}, kept: map[string]Tri{}}
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
		if !slices.ContainsFunc(all, func(codes []string) bool { return !slices.Contains(codes, c) }) && !(differ && c == "no-change") {
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

// settle returns yes or no for a Tri.
func (q *plain) settle(t Tri, name string) bool {
	if t != Unknown {
		return t == Yes
	}
	if !slices.Contains(q.seen, name) {
		q.seen = append(q.seen, name)
	}
	return q.turn[name]
}

func any3(all ...Tri) Tri {
	if slices.Contains(all, Yes) {
		return Yes
	}
	if slices.Contains(all, Unknown) {
		return Unknown
	}
	return No
}

func all3(all ...Tri) Tri {
	if slices.Contains(all, No) {
		return No
	}
	if slices.Contains(all, Unknown) {
		return Unknown
	}
	return Yes
}

func opposite(t Tri) Tri {
	if t == Unknown {
		return t
	}
	return Is(t == No)
}

// meant reports whether one of the targets includes the person; with want, only the
// targets that it accepts count.
func (q *plain) meant(targets []Target, want func(Target) Tri) Tri {
	answer := No
	for _, t := range targets {
		is := No
		switch {
		case t.Everyone:
			is = Yes
		case t.Kind == "user":
			is = Is(t.ID == q.p.ID)
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

func always(Target) Tri { return Yes }

// lets reports whether a policy lets the person use what want describes.
func (q *plain) lets(p Policy, m Method, want func(Target) Tri) Tri {
	c, named := p.Methods[m]
	if !named {
		return any3(Unknown, No)
	}
	return all3(c.On, q.meant(c.Include, want), opposite(q.meant(c.Exclude, nil)))
}

// works reports, for a method by name, whether the policy or the legacy settings allow it.
func (q *plain) allowed(p Policy, way string) Tri {
	l := p.Legacy
	old := func(t Tri) Tri { return all3(l.Live, t) }
	mode := func(not string) func(Target) Tri {
		return func(t Target) Tri {
			switch strings.ToLower(t.Mode) {
			case "", "any", "push", "devicebasedpush":
				return Is(strings.ToLower(t.Mode) != not)
			}
			return Unknown
		}
	}
	switch way {
	case "text":
		return any3(q.lets(p, Sms, always), old(l.Text))
	case "call mobile", "call alternate":
		return any3(q.lets(p, Voice, always), old(l.Call))
	case "call office":
		return any3(q.lets(p, Voice, func(Target) Tri { return p.Methods[Voice].OfficePhone }), old(l.Call))
	case "notify":
		return any3(q.lets(p, Authenticator, mode("devicebasedpush")), old(l.App))
	case "phone sign-in":
		return q.lets(p, Authenticator, mode("push"))
	case "own code":
		return any3(q.lets(p, Authenticator, func(Target) Tri { return p.Methods[Authenticator].OwnCode }), old(l.Code))
	case "third code":
		return any3(q.lets(p, SoftwareOath, always), old(l.Code))
	case "token":
		return any3(q.lets(p, HardwareOath, always), old(l.Code))
	case "passkey":
		return q.lets(p, Fido2, func(t Target) Tri {
			if t.Keys != nil {
				return t.Keys.Bound
			}
			return p.Methods[Fido2].Keys.Bound
		})
	case "new passkey":
		return q.lets(p, Fido2, func(t Target) Tri {
			k := p.Methods[Fido2].Keys
			if t.Keys != nil {
				k = *t.Keys
			}
			return Is(!(k.Bound == No && k.Synced == No))
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
			if q.settle(q.once(when+way, func() Tri { return q.allowed(p, way) }), "way "+way) {
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
			if q.settle(Unknown, "way other") {
				all = append(all, "other")
			}
		case SoftwareCode:
			if q.settle(q.once(when+"code", func() Tri { return q.code(p) }), "way code") {
				all = append(all, "code")
			}
		}
	}
	return all
}

// code reports whether a code works whose app is not known.
func (q *plain) code(p Policy) Tri {
	own, third := q.allowed(p, "own code"), q.allowed(p, "third code")
	app := q.p.has(AppPush) || q.p.has(AppPasswordless)
	if own == No && third == No {
		return No
	}
	if own == Yes && third == Yes || app && own == Yes || !app && third == Yes {
		return Yes
	}
	return Unknown
}

func among(set []string, words ...string) bool {
	return slices.ContainsFunc(set, func(s string) bool { return slices.Contains(words, s) })
}

var (
	plainOrder  = []string{"passkey", "certificate", "notify", "phone sign-in", "other", "code", "token", "text", "call mobile", "call alternate", "call office", "hello"}
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
	own := map[Way][]string{
		PreferredOf("push"): {"notify", "phone sign-in"}, PreferredOf("oath"): {"code", "token"}, PreferredOf("sms"): {"text"},
		PreferredOf("voiceMobile"): {"call mobile"}, PreferredOf("voiceAlternateMobile"): {"call alternate"}, PreferredOf("voiceOffice"): {"call office"},
	}[q.p.Preferred]
	best := top(plainOrder)
	if mine := top(own); mine != "" && (!system || slices.Contains(plainPhones, best)) {
		return mine
	}
	return best
}

func (q *plain) who(w access.Policy) Tri {
	p := q.p
	groups := func(ids []string) Tri {
		t := No
		for _, g := range ids {
			t = any3(t, q.o.Belongs(p.ID, g))
		}
		return t
	}
	roles := func(ids []string) Tri {
		if len(ids) == 0 {
			return No
		}
		for _, r := range p.Roles {
			if slices.Contains(ids, r) {
				return Yes
			}
		}
		if !p.RolesRead || slices.ContainsFunc(p.Eligible, func(r string) bool { return slices.Contains(ids, r) }) {
			return Unknown
		}
		return No
	}
	guest := func(any bool) Tri {
		if !any {
			return No
		}
		return any3(p.Guest, Is(strings.Contains(p.UPN, "#EXT#")))
	}
	in, out := w.Include, w.Exclude
	inside := any3(Is(in.Everyone), Is(slices.Contains(in.Users, p.ID)), guest(in.Guests.Kinds != 0), groups(in.Groups), roles(in.Roles))
	left := any3(Is(slices.Contains(out.Users, p.ID)), guest(out.Guests.Kinds != 0), groups(out.Groups), roles(out.Roles))
	return all3(inside, opposite(left))
}

func (q *plain) asked(e *Enforcement) Tri {
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
	if e.Portals == Yes {
		t = any3(t, q.p.Admin)
	}
	if e.Complete != Yes {
		t = any3(t, Unknown)
	}
	return t
}

func (q *plain) guarded() Tri {
	t := No
	if q.e.Complete != Yes {
		t = Unknown
	}
	for _, a := range q.e.Policies {
		if a.Guards {
			t = any3(t, q.who(a.Policy))
		}
	}
	return t
}

func (q *plain) open(p Policy) Tri {
	t := No
	for _, way := range []string{"text", "call mobile", "call alternate", "call office", "notify", "phone sign-in", "own code", "third code"} {
		t = any3(t, q.allowed(p, way))
	}
	if p.Methods[Fido2].SelfService != No {
		t = any3(t, q.allowed(p, "new passkey"))
	}
	return t
}

func (q *plain) nudged(p Policy) Tri {
	c := p.Campaign
	if c.On == No {
		return No
	}
	covered := all3(c.On, q.meant(c.Include, nil), opposite(q.meant(c.Exclude, nil)))
	if c.On == Unknown && len(c.Include) == 0 {
		covered = Unknown
	}
	can, wants := No, false
	for _, t := range c.Include {
		switch {
		case t.Method == "":
			continue
		case t.Method == AuthenticatorTarget:
			wants = true
			if !q.p.has(AppPush) && !q.p.has(AppPasswordless) {
				c := p.Methods[Authenticator]
				can = any3(can, all3(q.lets(p, Authenticator, func(t Target) Tri {
					if t.Mode == "hologram" {
						return Unknown
					}
					return Is(t.Mode != "deviceBasedPush")
				}), any3(c.On, Unknown)))
			}
		default:
			wants = true
			if !q.p.has(PasskeyBound) {
				can = any3(can, q.allowed(p, "passkey"))
			}
		}
	}
	if !wants {
		return all3(covered, Unknown)
	}
	if can == No {
		return No
	}
	return all3(covered, can)
}

func (q *plain) signsIn(p Policy) bool {
	c, named := p.Methods[Sms]
	if q.p.TextReady == No || !named || c.On == No || q.meant(c.Exclude, nil) == Yes {
		// With one unknown for before and after, the number counts where it may.
		return false
	}
	for _, t := range c.Include {
		if t.SignIn == Yes && q.meant([]Target{t}, nil) != No {
			return true
		}
	}
	return false
}

func plainGates(set []string) int {
	n := 0
	if among(set, "text", "call mobile") {
		n++
	}
	if among(set, "call office") {
		n++
	}
	if among(set, "notify", "phone sign-in", "code", "token") {
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
	can, canAfter := among(before, lasting...), among(after, lasting...)
	asked, askedAfter := q.settle(q.once("asked", func() Tri { return q.asked(&q.o.Enforcement) }), "asked"),
		q.settle(q.once("asked after", func() Tri { return q.asked(q.e) }), "asked")
	system := p.SystemPreferred
	if system == Unknown {
		s := q.o.Policy.SystemPreferred
		system = all3(s.On, q.meant(s.Include, nil), opposite(q.meant(s.Exclude, nil)))
		if s.On == Unknown && len(s.Include) == 0 {
			system = Unknown
		}
	}
	strongestFirst := q.settle(system, "system")
	guard := q.settle(q.once("guard", q.guarded), "guard")
	open, openAfter := q.settle(q.once("open", func() Tri { return q.open(q.o.Policy) }), "open"),
		q.settle(q.once("open after", func() Tri { return q.open(q.after) }), "open")
	nudge, nudgeAfter := q.settle(q.once("nudge", func() Tri { return q.nudged(q.o.Policy) }), "nudge"),
		q.settle(q.once("nudge after", func() Tri { return q.nudged(q.after) }), "nudge")
	reset := q.settle(p.SSPRCapable, "reset")
	needed := q.o.Needed
	if p.Admin == Yes {
		needed = 2
	}
	if needed == 0 {
		needed = 1
		if q.settle(Unknown, "needed") {
			needed = 2
		}
	}
	agrees = (p.Capable == Unknown || (p.Capable == Yes) == can) && !(reset && plainGates(before) < needed)
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
		return !slices.Contains([]Registered{0, TemporaryPass, Email, SecurityQuestions, CertificateSingle}, RegisteredOf(n))
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
		if nudgeAfter && askedAfter && !(nudge && asked && can) {
			add("will-be-asked")
		}
	}
	if reset && plainGates(before) >= needed && plainGates(after) < needed {
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
