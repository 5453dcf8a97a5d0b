package mfa

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"handrail/app/identity/access"
)

// gene is a random organisation and change as a list of small numbers, so that
// a failing one can be made smaller: numbers nearer to 0 are a plainer
// organisation.
type gene []uint8

const geneSize = 44 + 5*28

// reader takes numbers off a gene.
type reader struct {
	g  gene
	at int
}

func (r *reader) n(of int) int {
	v := 0
	if r.at < len(r.g) {
		v = int(r.g[r.at])
	}
	r.at++
	return v % of
}

// tri is no most of the time, and plainest at 0.
func (r *reader) tri(zero access.Answer) access.Answer {
	switch v := r.n(32); {
	case v < 19:
		return zero
	case v < 31:
		return [3]access.Answer{access.Yes, access.Yes, access.No}[zero]
	}
	return access.Unknown
}

func (r *reader) target() Target {
	switch r.n(6) {
	case 4:
		return Target{ID: "g" + strconv.Itoa(r.n(2)), Kind: "group"}
	case 5:
		return Target{ID: "p" + strconv.Itoa(r.n(5)), Kind: "user"}
	}
	r.at++
	return Target{Everyone: true, ID: everyone, Kind: "group"}
}

func (r *reader) who() access.Policy {
	var w, not access.Scope
	switch r.n(5) {
	case 0:
		w.Everyone = true
	case 1:
		w.Groups = []string{"g0"}
	case 2:
		w.Users = []string{"p1"}
	case 3:
		w.Roles = []string{"r"}
	case 4:
		w.Guests = access.AllGuests()
	}
	switch r.n(6) {
	case 3:
		not.Groups = []string{"g1"}
	case 4:
		not.Users = []string{"p0"}
	case 5:
		not.Guests = access.AllGuests()
	}
	return access.For(w, not)
}

var randomChanges = []string{"none", "sms-off", "voice-off", "sms-off,voice-off", "authenticator-off",
	"authenticator-on", "passkeys-on", "passkeys-off",
	"softwareoath-on", "softwareoath-off", "sms-only:g0", "voice-on,sms-off", "authenticator-only:g1", "campaign-start",
	"campaign-start:authenticator",
	"campaign-stop", "migration-complete", "sms-off,migration-complete", "tap-on", "hardwareoath-on",
	"hardwareoath-off", "sms-on", "passkeys-only:g1",
	"sms-without:g0", "voice-without:g0/g1", "authenticator-without:g1,sms-off"}

// organisation builds the random world.
func (g gene) organisation() (*Organisation, Policy, *Enforcement) {
	r := &reader{g: g}
	o := &Organisation{Policy: Policy{Methods: map[Method]Config{}}, Needed: []int{1, 2, 1, 2, 0}[r.n(5)]}
	changes, err := ParseChanges(randomChanges[r.n(len(randomChanges))])
	if err != nil {
		panic(err)
	}
	for _, m := range Methods() {
		c := Config{On: r.tri(access.Yes), Include: []Target{r.target()}, OfficePhone: access.Yes, OwnCode: access.Yes,
			SelfService: access.Yes, Keys: Keys{access.Yes, access.Yes}}
		switch r.n(24) {
		case 12:
			continue // not named
		case 8:
			c.OfficePhone, c.OwnCode, c.SelfService, c.Keys = access.No, access.No, access.No,
				Keys{access.No, access.Yes}
		case 7:
			c.OfficePhone, c.OwnCode, c.Keys = access.Unknown, access.Unknown, Keys{access.Unknown, access.Unknown}
		case 6:
			c.Exclude = []Target{{ID: "g1", Kind: "group"}}
		case 5, 20, 21, 22, 23:
			c.Include[0].Mode, c.Include[0].SignIn = "push", access.Yes
		case 4:
			c.Include[0].Mode = "deviceBasedPush"
		case 3:
			c.Include[0].Mode = "hologram"
		}
		o.Policy.Methods[m] = c
	}
	if r.n(10) == 9 {
		o.Policy.Legacy = Legacy{Live: access.Yes, Text: r.tri(access.No), Call: r.tri(access.No),
			App: r.tri(access.No)}
	} else {
		o.Policy.Legacy.Live = access.No
		r.at += 3
	}
	o.Policy.SystemPreferred = Scoped{On: r.tri(access.Yes), Include: []Target{r.target()}}
	o.Policy.Campaign.Scoped = Scoped{On: r.tri(access.No), Include: []Target{r.target()}}
	o.Policy.Campaign.Include[0].Method = []string{Fido2Target, AuthenticatorTarget, ""}[r.n(3)]
	o.Enforcement = Enforcement{Defaults: r.tri(access.No), Portals: access.Is(r.n(2) == 1),
		Complete: access.Is(r.n(20) != 19)}
	if o.Enforcement.Complete == access.No {
		o.Enforcement.Complete = access.Unknown
	}
	o.Enforcement.Policies = append(o.Enforcement.Policies, Access{Name: "Asks", Asks: r.n(4) != 3, Policy: r.who()})
	if r.n(3) == 2 {
		o.Enforcement.Policies = append(o.Enforcement.Policies, Access{Name: "Guard", Guards: true, Policy: r.who()})
	}
	var after *Enforcement
	if r.n(5) == 4 {
		after = &Enforcement{Defaults: access.Yes, Complete: access.Yes, Policies: o.Enforcement.Policies}
	}
	in := map[string]access.Answer{}
	for i := range 5 {
		r.at = 44 + i*28
		id := "p" + strconv.Itoa(i)
		o.People = append(o.People, r.person(id))
		in[id+"g0"], in[id+"g1"] = r.tri(access.No), r.tri(access.No)
	}
	o.Belongs = func(p, g string) access.Answer {
		if t, ok := in[p+g]; ok {
			return t
		}
		return access.No
	}
	return o, Apply(o.Policy, changes), after
}

var randomMethods = []string{"mobilePhone", "alternateMobilePhone", "officePhone", "microsoftAuthenticatorPush",
	"microsoftAuthenticatorPasswordless",
	"softwareOneTimePasscode", "hardwareOneTimePasscode", "passKeyDeviceBound", "windowsHelloForBusiness",
	"x509CertificateMultiFactor", "email",
	"temporaryAccessPass", "securityQuestion", "retinaScan"}

func (r *reader) person(id string) Person {
	p := Person{ID: id, UPN: id, Name: id, Enabled: access.Yes, InReport: access.Yes, Guest: access.Is(r.n(4) == 3),
		Admin: r.tri(access.No), PerUser: r.tri(access.No)}
	if p.Admin == access.Yes {
		p.Roles = []string{"r"}
	}
	switch r.n(24) {
	case 22:
		p.InReport = access.No
	case 23:
		p.InReport = access.Unknown
	}
	for range 3 {
		if n := r.n(2*len(randomMethods)) % (len(randomMethods) + 4); n < len(randomMethods) &&
			!slices.Contains(p.Names, randomMethods[n]) {
			p.Names, p.Registered = append(p.Names, randomMethods[n]), p.Registered|RegisteredOf(randomMethods[n])
		}
	}
	p.SystemPreferred = r.tri(access.Yes)
	p.PreferredName = []string{"", "sms", "push", "oath", "voiceMobile", "voiceOffice", "voiceAlternateMobile",
		"tomorrow"}[r.n(8)]
	p.Preferred = PreferredOf(p.PreferredName)
	p.Capable = [...]access.Answer{access.Unknown, access.Yes, access.No}[r.n(3)]
	p.SSPRCapable, p.TextReady = r.tri(access.No), r.tri(access.No)
	p.PassWorks = p.has(TemporaryPass) && r.n(2) == 1
	if r.n(16) == 15 {
		p.Marks = SyncAccount
	}
	p.RolesRead = p.Admin != access.Unknown
	if p.EligibleRead = p.RolesRead && r.n(6) != 5; r.n(8) == 7 {
		p.Eligible = []string{"r"}
	}
	if r.n(8) == 7 {
		p.UPN += "#EXT#@northgate.example"
	}
	return p
}

// differs returns where the fast and the plain rules disagree on g, or "".
func (g gene) differs() string {
	o, after, enforcement := g.organisation()
	v := Impact(Question{Organisation: o, After: after, Enforcement: enforcement, Date: day(2026, 11, 22)})
	for i := range o.People {
		certain, possible := plainImpact(o, after, enforcement, &o.People[i])
		fast, perhaps := v.Results[i].Outcomes.Codes(), v.Results[i].Possible.Codes()
		if !slices.Equal(certain, fast) || len(possible)+len(perhaps) > 0 && !slices.Equal(possible, perhaps) {
			return fmt.Sprintf("person %+v\n before %+v\n after %+v\n asks %+v\n fast  %s | %s\n plain %s | %s",
				o.People[i], o.Policy, after.Methods,
				o.Enforcement, strings.Join(fast, " "), strings.Join(perhaps, " "), strings.Join(certain, " "),
				strings.Join(possible, " "))
		}
	}
	return ""
}

// smaller returns the plainest gene that still fails.
func (g gene) smaller() gene {
	for changed := true; changed; {
		changed = false
		for i := range g {
			for _, v := range []uint8{0, g[i] / 2, g[i] - 1} {
				if v >= g[i] {
					continue
				}
				try := slices.Clone(g)
				try[i] = v
				if try.differs() != "" {
					g, changed = try, true
				}
			}
		}
	}
	return g
}

func randomGene(rnd *rand.Rand) gene {
	g := make(gene, geneSize)
	for i := range g {
		g[i] = uint8(rnd.UintN(240))
	}
	return g
}

// TestTwoRuleBooksAgree compares the rules with a second, plain set of them on
// random organisations of five people: 600 by default, 100,000 with
// HANDRAIL_FULL=1.
func TestTwoRuleBooksAgree(t *testing.T) {
	n := 600
	if os.Getenv("HANDRAIL_FULL") != "" {
		n = 100_000
	}
	rnd := rand.New(rand.NewPCG(2027, 2))
	for i := range n {
		if g := randomGene(rnd); g.differs() != "" {
			t.Fatalf("organisation %d, made as plain as it goes:\n%s", i, g.smaller().differs())
		}
	}
}

// TestRandomOrganisationsAreVaried: a comparison on people without data would
// prove nothing.
func TestRandomOrganisationsAreVaried(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	count, certain := map[Outcome]int{}, 0
	for range 1000 {
		o, after, e := randomGene(rnd).organisation()
		v := Impact(Question{Organisation: o, After: after, Enforcement: e, Date: day(2026, 11, 22)})
		for _, r := range v.Results {
			for _, one := range r.Outcomes.Each() {
				count[one]++
			}
			if !r.Outcomes.Has(NotKnown) {
				certain++
			}
		}
	}
	for _, one := range Outcomes() {
		if count[one] < 10 {
			t.Errorf("%s comes up %d times in 5,000 people", one.Code(), count[one])
		}
	}
	if certain < 2000 {
		t.Errorf("only %d of 5,000 people have a certain outcome", certain)
	}
}
