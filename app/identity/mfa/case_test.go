package mfa

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/identity/access"
)

// Cases are written in short codes, so that many of them fit on a page.
//
//	has     what is registered: mobile alt office push pless code hard key hello cert cert1 tap mail q ?
//	on      what the policy has on: sms voice app fido code hard tap cert mail; the rest is off.
//	        sms! allows sign-in with the number; voice-office without office phones; app=push, app=device, app=odd;
//	        app-code without its own codes; sms@g for the group g only; sms/g not for g; ~sms not in the policy;
//	        fido-synced for synced passkeys only; fido? for restricted keys
//	change  as typed; "a>b" has its own list for the policy after
//
// more asked=no|?|when|defaults|user|portal|some, guard, guard-when, strong, strong-when,
// strong?, sys=no|?, pref=sms, sspr, sspr?,
// need=1, legacy, sms=no …
//
//	want    the codes, worst first; after | further possible ones
type row struct{ rule, has, on, change, more, want string }

var shortNames = map[string]string{
	"mobile": "mobilePhone", "alt": "alternateMobilePhone", "office": "officePhone",
	"push":  "microsoftAuthenticatorPush",
	"pless": "microsoftAuthenticatorPasswordless", "code": "softwareOneTimePasscode", "hard": "hardwareOneTimePasscode",
	"key": "passKeyDeviceBound", "hello": "windowsHelloForBusiness", "cert": "x509CertificateMultiFactor",
	"cert1": "x509CertificateSingleFactor", "tap": "temporaryAccessPass", "mail": "email", "q": "securityQuestion",
	"?": "retinaScan",
}

var shortMethods = map[string]Method{
	"sms": Sms, "voice": Voice, "app": Authenticator, "fido": Fido2, "code": SoftwareOath, "hard": HardwareOath,
	"tap": TemporaryAccessPass, "cert": X509, "mail": EmailOTP,
}

func policyOf(t testing.TB, on string) Policy {
	t.Helper()
	p := Policy{Methods: map[Method]Config{}, Legacy: Legacy{Live: access.No, State: "migrationComplete"},
		Campaign: Campaign{Scoped: Scoped{On: access.No}}}
	all := Target{Everyone: true, ID: everyone, Kind: "group"}
	for _, m := range Methods() {
		p.Methods[m] = Config{On: access.No, State: "disabled", Include: []Target{all}, OfficePhone: access.Yes,
			OwnCode: access.Yes, SelfService: access.Yes, Keys: Keys{access.Yes, access.Yes}}
	}
	for _, word := range strings.Fields(on) {
		if name, ok := strings.CutPrefix(word, "~"); ok {
			delete(p.Methods, shortMethods[name])
			continue
		}
		at := strings.IndexAny(word, "!-@/=?")
		name, rest := word, ""
		if at >= 0 {
			name, rest = word[:at], word[at:]
		}
		m, ok := shortMethods[name]
		if !ok {
			t.Fatalf("no method %q in %q", name, on)
		}
		c := p.Methods[m]
		c.On, c.State = access.Yes, "enabled"
		one := all
		switch {
		case rest == "!":
			one.SignIn = access.Yes
		case rest == "-office":
			c.OfficePhone = access.No
		case rest == "-code":
			c.OwnCode = access.No
		case rest == "-synced":
			c.Keys = Keys{access.No, access.Yes}
		case rest == "-noself":
			c.SelfService = access.No
		case rest == "?":
			c.Keys = Keys{access.Unknown, access.Unknown}
		case strings.HasPrefix(rest, "="):
			one.Mode = map[string]string{"push": "push", "device": "deviceBasedPush", "any": "any",
				"odd": "hologram"}[rest[1:]]
		case strings.HasPrefix(rest, "@"):
			one.Everyone, one.ID = false, rest[1:]
		case strings.HasPrefix(rest, "/"):
			c.Exclude = append(c.Exclude, Target{ID: rest[1:], Kind: "group"})
		}
		c.Include = []Target{one}
		p.Methods[m] = c
	}
	return p
}

var everybody = access.Scope{Everyone: true}

// stage builds the organisation of one person that a row describes.
func (r row) stage(t testing.TB) (*Organisation, Policy, *Enforcement) {
	t.Helper()
	p := Person{ID: "p", UPN: "p@northgate.example", Name: "P", Enabled: access.Yes, Guest: access.No, Admin: access.No,
		InReport:        access.Yes,
		SystemPreferred: access.Yes, SSPRCapable: access.No, TextReady: access.Unknown, PerUser: access.No,
		External:  access.No,
		RolesRead: true, EligibleRead: true}
	for _, word := range strings.Fields(r.has) {
		name := shortNames[word]
		if name == "" {
			t.Fatalf("nothing is called %q", word)
		}
		p.Names, p.Registered = append(p.Names, name), p.Registered|RegisteredOf(name)
	}
	before, afterOn, two := strings.Cut(r.on, ">")
	policy := policyOf(t, before)
	e := Enforcement{Defaults: access.No, Complete: access.Yes, Portals: access.No}
	asked := "all"
	member := map[string]access.Answer{}
	o := &Organisation{Policy: policy, Cloud: "global"}
	var after *Enforcement
	for _, word := range strings.Fields(r.more) {
		name, value, _ := strings.Cut(word, "=")
		word3 := map[string]access.Answer{"yes": access.Yes, "no": access.No, "?": access.Unknown}[value]
		switch name {
		case "asked":
			asked = value
		case "guard":
			e.Policies = append(e.Policies,
				Access{Name: "Guard", Guards: true, Policy: access.For(everybody, access.Scope{})})
		case "strong", "strong-when", "strong?":
			a := Access{Name: "Strong", Asks: true, Strong: true, Accepts: PhishingResistant,
				Policy: access.For(everybody, access.Scope{})}
			if name == "strong-when" {
				a.Only = "only at a certain risk level"
			} else if name == "strong?" {
				a.Accepts = 0
			}
			e.Policies = append(e.Policies, a)
		case "guard-when":
			e.Policies = append(e.Policies, Access{Name: "Guard", Guards: true, Only: "only outside trusted locations",
				Policy: access.For(everybody, access.Scope{})})
		case "guard@":
			e.Policies = append(e.Policies,
				Access{Name: "Guard", Guards: true,
					Policy: access.For(access.Scope{Groups: []string{value}}, access.Scope{})})
		case "guard/":
			e.Policies = append(e.Policies,
				Access{Name: "Guard", Guards: true,
					Policy: access.For(everybody, access.Scope{Groups: []string{value}})})
		case "sys":
			p.SystemPreferred = word3
			if value == "?" {
				o.Policy.SystemPreferred = Scoped{On: access.Unknown}
			}
		case "policysys":
			p.SystemPreferred = access.Unknown
			o.Policy.SystemPreferred = Scoped{On: word3, Include: []Target{{Everyone: true}}}
		case "pref":
			p.Preferred, p.PreferredName = PreferredOf(value), value
		case "sspr":
			p.SSPRCapable = access.Yes
			if value == "?" {
				p.SSPRCapable = access.Unknown
			}
		case "need":
			o.Needed = map[string]int{"1": 1, "2": 2}[value]
		case "legacy":
			o.Policy.Legacy = Legacy{Live: access.Yes, State: "migrationInProgress"}
		case "l-sms":
			o.Policy.Legacy.Text = word3
		case "l-call":
			o.Policy.Legacy.Call = word3
		case "l-app":
			o.Policy.Legacy.App = word3
		case "l-code":
			o.Policy.Legacy.Code = word3
		case "l-all":
			o.Policy.Legacy.Text, o.Policy.Legacy.Call, o.Policy.Legacy.App, o.Policy.Legacy.Code,
				o.Policy.Legacy.Mail = word3, word3, word3, word3, word3
		case "in":
			member[value] = access.Yes
		case "in?":
			member[value] = access.Unknown
		case "guest":
			p.Guest = access.Yes
		case "admin":
			p.Admin, p.Roles = access.Yes, []string{"62e90394"}
		case "eligible":
			p.Eligible = []string{"62e90394"}
		case "roles?":
			p.RolesRead, p.EligibleRead = false, false
		case "eligible?":
			p.EligibleRead = false
		case "external":
			p.UPN = "p_woodgrove.example#EXT#@northgate.example"
		case "portal":
			e.Portals = access.Yes
		case "capable":
			p.Capable = word3
		case "sync":
			p.Marks = SyncAccount
		case "absent":
			p.InReport = access.No
		case "unread":
			p.InReport = access.Unknown
		case "pass":
			p.PassWorks = true
		case "ready":
			p.TextReady = word3
		case "blocked":
			p.Enabled = access.No
		case "provider":
			o.Provider = access.Yes
		case "cloud":
			o.Cloud = value
		case "nudge":
			if value == "default" {
				o.Policy.Campaign = Campaign{Scoped: Scoped{State: value, Include: []Target{{Everyone: true,
					Method: AuthenticatorTarget}}}}
				continue
			}
			o.Policy.Campaign = Campaign{Scoped: Scoped{On: access.Yes, Include: []Target{{Everyone: true,
				Method: map[string]string{"app": AuthenticatorTarget, "key": Fido2Target}[value]}}}}
		case "nudge?":
			o.Policy.Campaign = Campaign{Scoped: Scoped{On: access.Unknown, Include: []Target{{Everyone: true,
				Method: Fido2Target}}}}
		case "then":
			after = &Enforcement{Defaults: access.Is(value == "defaults"), Complete: access.Yes, Portals: access.No,
				Policies: e.Policies}
		default:
			t.Fatalf("no word %q", word)
		}
	}
	ask := func(in, out access.Scope) {
		e.Policies = append(e.Policies, Access{Name: "Everyone", Asks: true, Policy: access.For(in, out)})
	}
	switch asked {
	case "all":
		ask(everybody, access.Scope{})
	case "when":
		ask(everybody, access.Scope{})
		e.Policies[len(e.Policies)-1].Only = "only at a certain risk level"
	case "no":
	case "?":
		e.Complete = access.Unknown
	case "defaults":
		e.Defaults = access.Yes
	case "user":
		p.PerUser, p.PerUserName = access.Yes, "enforced"
	case "portal":
		e.Portals = access.Yes
	case "guests":
		ask(access.Scope{Guests: access.AllGuests()}, access.Scope{})
	case "role":
		ask(access.Scope{Roles: []string{"62e90394"}}, access.Scope{})
	default:
		if g, ok := strings.CutPrefix(asked, "not-"); ok {
			ask(everybody, access.Scope{Groups: []string{g}})
		} else {
			ask(access.Scope{Groups: []string{asked}}, access.Scope{})
		}
	}
	o.Enforcement, o.People = e, []Person{p}
	o.Belongs = func(_, g string) access.Answer {
		if t, ok := member[g]; ok {
			return t
		}
		return access.No
	}
	changes, err := ParseChanges(r.change)
	if err != nil {
		t.Fatal(err)
	}
	next := Apply(o.Policy, changes)
	if two {
		to := policyOf(t, afterOn)
		next.Methods = to.Methods
	}
	return o, next, after
}

// TestCases holds the rules to cases written by hand.
func TestCases(t *testing.T) {
	rows := slices.Concat(phoneRows, methodRows, askRows, unknownRows, otherRows, resetRows)
	if len(rows) < 150 {
		t.Errorf("only %d cases", len(rows))
	}
	for _, r := range rows {
		o, after, enforcement := r.stage(t)
		v := Impact(Question{Organisation: o, After: after, Enforcement: enforcement, Date: day(2026, 11, 22)})
		got := strings.Join(v.Results[0].Outcomes.Codes(), " ")
		if v.Results[0].Possible != 0 {
			got += " | " + strings.Join(v.Results[0].Possible.Codes(), " ")
		}
		if got != r.want {
			t.Errorf("%s\n has %q, policy %q, change %q, %q:\n got  %s\n want %s", r.rule, r.has, r.on, r.change,
				r.more, got, r.want)
		}
		if len(v.Reasons(0)) == 0 || len(v.SignInSteps(0)) == 0 {
			t.Errorf("%s: no reasons, or nothing to see", r.rule)
		}
		for _, reason := range v.Reasons(0) {
			if reason.Section == "" || reason.Field == "" || reason.Value == "" || reason.Text == "" {
				t.Errorf("%s: the reason %+v names no fact", r.rule, reason)
			}
		}
	}
}

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 9, 0, 0, 0, time.UTC) }
