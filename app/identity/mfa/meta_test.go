package mfa

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"handrail/app/identity/access"
)

// worlds returns random organisations to test general properties.
func worlds(t *testing.T, n int, f func(o *Organisation, after Policy, e *Enforcement)) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(7, 11))
	for range n {
		o, after, e := randomGene(rnd).organisation()
		f(o, after, e)
		if t.Failed() {
			return
		}
	}
}

func impactOf(o *Organisation, after Policy) *Preview {
	return Impact(Question{Organisation: o, After: after, Date: day(2026, 11, 22)})
}

// TestAnUnchangedPolicyChangesNobody: then the result describes today.
func TestAnUnchangedPolicyChangesNobody(t *testing.T) {
	const today = NoChange | AlreadyBroken | NotKnown | NotInReport
	worlds(t, 120, func(o *Organisation, _ Policy, _ *Enforcement) {
		for i, r := range impactOf(o, Apply(o.Policy, nil)).Results {
			if (r.Outcomes|r.Possible)&^today != 0 {
				t.Errorf("%+v: %v | %v", o.People[i], r.Outcomes.Codes(), r.Possible.Codes())
			}
		}
	})
}

// TestTurningOffWhatNobodyHasChangesNobody: without phones, texts and calls
// may go.
func TestTurningOffWhatNobodyHasChangesNobody(t *testing.T) {
	const phone = MobilePhone | AlternatePhone | OfficePhone
	off, _ := ParseChanges("sms-off,voice-off")
	worlds(t, 120, func(o *Organisation, _ Policy, _ *Enforcement) {
		for i := range o.People {
			o.People[i].Registered &^= phone
		}
		o.Policy.Methods[Fido2] = Config{On: access.Yes, Include: []Target{{Everyone: true}}, SelfService: access.Yes,
			Keys: Keys{access.Yes, access.Yes}}
		none, gone := impactOf(o, o.Policy), impactOf(o, Apply(o.Policy, off))
		for i := range o.People {
			a, b := none.Results[i], gone.Results[i]
			if a.Outcomes != b.Outcomes || a.Possible != b.Possible {
				t.Errorf("%+v: %v, and with phones off %v", o.People[i], a.Outcomes.Codes(), b.Outcomes.Codes())
			}
		}
	})
}

// TestOffThenOnIsAsBefore: the targets stay while a method is off.
func TestOffThenOnIsAsBefore(t *testing.T) {
	off, _ := ParseChanges("sms-off,voice-off,authenticator-off,passkeys-off")
	on, _ := ParseChanges("sms-on,voice-on,authenticator-on,passkeys-on")
	worlds(t, 120, func(o *Organisation, _ Policy, _ *Enforcement) {
		o.Policy = Apply(o.Policy, on)
		again := Apply(Apply(o.Policy, off), on)
		if fmt.Sprint(again.Methods) != fmt.Sprint(o.Policy.Methods) {
			t.Errorf("not as before:\n%v\n%v", o.Policy.Methods, again.Methods)
		}
		for i, r := range impactOf(o, again).Results {
			if (r.Outcomes | r.Possible).Has(MustRegister | LockedOut | CallInstead | AskedDifferently) {
				t.Errorf("%+v: %v", o.People[i], r.Outcomes.Codes())
			}
		}
	})
}

// TestMoreMethodsNeverLockAnybodyOut: neither one registered more, nor one
// allowed more.
func TestMoreMethodsNeverLockAnybodyOut(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 5))
	worlds(t, 120, func(o *Organisation, after Policy, _ *Enforcement) {
		for i := range o.People { // the report of today would no longer match
			o.People[i].Capable, o.People[i].SSPRCapable = access.Unknown, access.No
		}
		was := impactOf(o, after)
		richer := *o
		richer.People = slices.Clone(o.People)
		for i := range richer.People {
			name := randomMethods[rnd.IntN(len(randomMethods)-1)]
			p := &richer.People[i]
			p.Names, p.Registered = append(slices.Clone(p.Names), name), p.Registered|RegisteredOf(name)
		}
		better := Apply(after, Changes{{Code: "passkeys-on"}, {Code: "authenticator-on"}})
		for i := range o.People {
			before := was.Results[i].Outcomes
			if before.Has(LockedOut) || was.Results[i].Possible.Has(LockedOut) || was.Results[i].at == nil ||
				was.Results[i].at.sync {
				continue
			}
			// A person with no working method may now have one to lose.
			if o.People[i].Registered&second == 0 || (before | was.Results[i].Possible).Has(AlreadyBroken) {
				continue
			}
			for what, v := range map[string]*Preview{"registered": impactOf(&richer, after),
				"allowed": impactOf(o, better)} {
				r := v.Results[i]
				if (r.Outcomes | r.Possible).Has(LockedOut) {
					t.Errorf("one method more %s locks out: %+v\n was %v, is %v", what, richer.People[i],
						before.Codes(), r.Outcomes.Codes())
				}
			}
		}
	})
}

// TestAnExclusionNeverMakesItWorse: a person who is excluded from the policies that
// require MFA or protect registration is not worse off.
func TestAnExclusionNeverMakesItWorse(t *testing.T) {
	grave := func(r Result) int {
		for i, one := range []Outcome{LockedOut, MustRegister, WillBeAsked, CallInstead, AskedDifferently} {
			if (r.Outcomes | r.Possible).Has(one) {
				return 5 - i
			}
		}
		return 0
	}
	worlds(t, 120, func(o *Organisation, after Policy, _ *Enforcement) {
		was := impactOf(o, after)
		for i := range o.People {
			spared := *o
			spared.Enforcement.Policies = slices.Clone(o.Enforcement.Policies)
			for j := range spared.Enforcement.Policies {
				out := &spared.Enforcement.Policies[j].Policy.Exclude
				out.Users = append(slices.Clone(out.Users), o.People[i].ID)
			}
			if is := impactOf(&spared, after).Results[i]; grave(is) > grave(was.Results[i]) {
				t.Errorf("%+v: was %v, left out %v", o.People[i], was.Results[i].Outcomes.Codes(), is.Outcomes.Codes())
			}
		}
	})
}

// TestTotalsAreThePeople: the totals are the sums over the people.
func TestTotalsAreThePeople(t *testing.T) {
	worlds(t, 200, func(o *Organisation, after Policy, e *Enforcement) {
		v := Impact(Question{Organisation: o, After: after, Enforcement: e, Date: day(2026, 11, 22)})
		count := map[Outcome]int{}
		for _, r := range v.Results {
			if r.Outcomes == 0 || r.Outcomes.Has(NoChange) && r.Outcomes != NoChange || r.Possible != 0 &&
				!r.Outcomes.Has(NotKnown) {
				t.Errorf("an outcome that contradicts itself: %v | %v", r.Outcomes.Codes(), r.Possible.Codes())
			}
			for _, one := range r.Shown().Each() {
				count[one]++
			}
		}
		for _, one := range Outcomes() {
			if v.Totals[one] != count[one] {
				t.Errorf("%s: %d, counted %d", one.Code(), v.Totals[one], count[one])
			}
		}
		sorted := v.Sorted()
		for k := 1; k < len(sorted); k++ {
			if a, b := v.Results[sorted[k-1]], v.Results[sorted[k]]; a.Shown().Worst() > b.Shown().Worst() {
				t.Errorf("the list is not worst first: %v", sorted)
			}
		}
	})
}

// TestAWaveTouchesItsGroupOnly: for people in an excluded group the method is off, and
// nothing changes for people in none.
func TestAWaveTouchesItsGroupOnly(t *testing.T) {
	off, _ := ParseChanges("sms-off,voice-off")
	touched := 0
	worlds(t, 120, func(o *Organisation, _ Policy, _ *Enforcement) {
		for _, m := range []Method{Sms, Voice} {
			if _, named := o.Policy.Methods[m]; !named {
				return // no one can be excluded from a method that is not known
			}
		}
		groups := []string{"g0", "g1"}
		none, all, some := impactOf(o, o.Policy), impactOf(o, Apply(o.Policy, off)),
			impactOf(o, Apply(o.Policy, off.Wave(groups)))
		for i, p := range o.People {
			a, b := o.Belongs(p.ID, groups[0]), o.Belongs(p.ID, groups[1])
			want := none.Results[i]
			switch {
			case a == access.Yes || b == access.Yes:
				want, touched = all.Results[i], touched+1
			case a == access.Unknown || b == access.Unknown:
				continue
			}
			if got := some.Results[i]; got.Outcomes != want.Outcomes || got.Possible != want.Possible {
				t.Errorf("%+v: %v | %v, want %v | %v", p, got.Outcomes.Codes(), got.Possible.Codes(),
					want.Outcomes.Codes(), want.Possible.Codes())
			}
		}
	})
	if touched < 20 {
		t.Errorf("only %d people were in a wave", touched)
	}
}

// TestPeopleAlikeAreToldTheSame: people with an equal likeness have the same reasons,
// screens and effect on the day of retirement. The test changes one fact after the
// other in a copy of a person: if that changes a text, it changes the likeness.
func TestPeopleAlikeAreToldTheSame(t *testing.T) {
	told := func(v *Preview, i int) string { return fmt.Sprint(v.Reasons(i), v.SignInSteps(i), v.RetirementFor(i)) }
	changes := []func(p *Person){
		func(p *Person) { p.Enabled = access.No }, func(p *Person) { p.Admin = access.Yes }, func(p *Person) {
			p.Admin,
				p.Roles = access.Yes, []string{"r"}
		},
		func(p *Person) { p.InReport = access.Unknown }, func(p *Person) { p.InReport = access.No },
		func(p *Person) { p.Registered ^= TemporaryPass },
		func(p *Person) { p.Registered ^= Unnamed }, func(p *Person) { p.Registered ^= HardwareCode },
		func(p *Person) { p.Registered ^= CertificateMulti },
		func(p *Person) { p.Names = append(slices.Clone(p.Names), "x") }, func(p *Person) { p.PreferredName = "x" },
		func(p *Person) { p.Preferred ^= Text },
		func(p *Person) { p.Capable = access.Yes }, func(p *Person) { p.Capable = access.Unknown },
		func(p *Person) { p.SSPRCapable = access.Yes }, func(p *Person) { p.TextReady = access.Yes },
		func(p *Person) { p.TextReady = access.No }, func(p *Person) { p.PassWorks = !p.PassWorks },
		func(p *Person) { p.PerUser = access.Yes },
		func(p *Person) { p.PerUser = access.Unknown }, func(p *Person) { p.PerUserName = "x" },
		func(p *Person) { p.SystemPreferred = access.Unknown },
		func(p *Person) { p.ID += " too" }, func(p *Person) { p.Name, p.UPN, p.Mail = "x", "x", "x" },
	}
	same := 0
	worlds(t, 3_000, func(o *Organisation, after Policy, e *Enforcement) {
		first := o.People[0]
		o.People = o.People[:1:1]
		for _, change := range changes {
			p := first
			change(&p)
			o.People = append(o.People, p)
		}
		v := Impact(Question{Organisation: o, After: after, Enforcement: e, Date: day(2026, 11, 22)})
		known := map[ReasonKey]string{}
		for i := range o.People {
			now := told(v, i)
			then, ok := known[v.ReasonKey(i)]
			if ok {
				same++
			}
			if known[v.ReasonKey(i)] = now; ok && now != then {
				t.Fatalf("alike, and told otherwise after change %d:\n%s\n%s", i, then, now)
			}
		}
	})
	if same < 10_000 {
		t.Errorf("only %d people are alike", same)
	}
}
