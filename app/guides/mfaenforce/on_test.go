package mfaenforce

import (
	"encoding/json"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/tenant"
)

// office has an administrator, a person and a blocked account.
func office(t *testing.T, perUser []access.Answer, policies ...string) *mfa.Organisation {
	t.Helper()
	o := &mfa.Organisation{Enforcement: mfa.Enforcement{Complete: access.Yes, Defaults: access.No},
		Belongs: func(_, group string) access.Answer { return access.Is(group == "g-all") },
		People: []mfa.Person{
			{ID: "ruth", Name: "Ruth", Roles: []string{"62E90394-69f5-4237-9190-012177145e10"},
				RolesRead: true, EligibleRead: true},
			{ID: "omar", Name: "Omar", RolesRead: true, EligibleRead: true},
			{ID: "gone", Name: "Gone", RolesRead: true, EligibleRead: true, Enabled: access.No},
			{ID: "sync", RolesRead: true, EligibleRead: true, Marks: mfa.SyncAccount},
		}}
	for i, a := range perUser {
		o.People[i].PerUser = a
	}
	for _, body := range policies {
		var row tenant.AccessPolicy
		if err := json.Unmarshal([]byte(body), &row); err != nil {
			t.Fatal(err)
		}
		if a := mfa.AccessOf(row); a.Asks {
			o.Enforcement.Policies = append(o.Enforcement.Policies, a)
		}
	}
	return o
}

// policy is one for all resources; more are further conditions, users whom it names.
func policy(users, more, grant string) string {
	return `{"state":"enabled","displayName":"P","conditions":{"applications":{"includeApplications":["All"]}` + more +
		`,"users":` + users + `},"grantControls":` + grant + `}`
}

// TestWhatNarrowsIsNotOn: a condition, a control that is enough instead of MFA, and
// an exclusion that holds the people make a policy conditional, or not on.
func TestWhatNarrowsIsNotOn(t *testing.T) {
	const all, asks = `{"includeUsers":["All"]}`, `{"operator":"OR","builtInControls":["mfa"]}`
	for _, c := range []struct{ name, way, policy, want, who string }{
		{"plain", mfa.DemandAccess, policy(all, "", asks), "yes", ""},
		{"nothing in its conditions", mfa.DemandAccess, policy(all, `,"devices":{"deviceFilter":null},`+
			`"authenticationFlows":{"transferMethods":"none"},"insiderRiskLevels":"",`+
			`"signInRiskLevels":[]`, asks), "yes", ""},
		{"risk", mfa.DemandAccess, policy(all, `,"signInRiskLevels":["low"]`, asks), "conditional", ""},
		{"insider risk", mfa.DemandAccess, policy(all, `,"insiderRiskLevels":"elevated"`, asks), "conditional", ""},
		{"phones", mfa.DemandAccess, policy(all, `,"platforms":{"includePlatforms":["iOS"]}`, asks), "conditional", ""},
		{"a device filter", mfa.DemandAccess,
			policy(all, `,"devices":{"deviceFilter":{"mode":"include","rule":"x"}}`, asks), "conditional", ""},
		{"programs", mfa.DemandAdmins, policy(all, `,"clientAppTypes":["mobileAppsAndDesktopClients"]`, asks),
			"conditional", ""},
		{"an approved app is enough", mfa.DemandAccess,
			policy(all, "", `{"operator":"OR","builtInControls":["approvedApplication","mfa"]}`), "conditional", ""},
		{"both are required", mfa.DemandAccess,
			policy(all, "", `{"operator":"AND","builtInControls":["compliantDevice","mfa"]}`), "yes", ""},
		{"terms are enough", mfa.DemandAccess,
			policy(all, "", `{"operator":"OR","builtInControls":["mfa"],"termsOfUse":["t"]}`), "conditional", ""},
		{"a group with everyone is excluded", mfa.DemandAccess,
			policy(`{"includeUsers":["All"],"excludeGroups":["g-all"]}`, "", asks), "no", ""},
		{"a person is excluded", mfa.DemandAccess, policy(`{"includeUsers":["All"],"excludeUsers":["OMAR"]}`, "", asks),
			"conditional", "Omar"},
		{"the administrators are asked", mfa.DemandAdmins,
			policy(`{"includeUsers":["All"],"excludeUsers":["omar"]}`, "", asks), "yes", ""},
		{"the administrators are excluded", mfa.DemandAdmins,
			policy(`{"includeUsers":["All"],"excludeRoles":["62e90394-69f5-4237-9190-012177145e10"]}`, "", asks),
			"no", ""},
		{"other roles", mfa.DemandAdmins,
			policy(`{"includeRoles":["fe930be7-5e62-47db-91af-98c3a49a38b1"]}`, "", asks), "no", ""},
	} {
		s := isOn(office(t, nil, c.policy), c.way, nil)
		if s.word() != c.want || listed(s.without) != c.who {
			t.Errorf("%s: %s, without %v, want %s without %q", c.name, s.word(), s.without, c.want, c.who)
		}
		if f := s.finding(); (f.Code == "demand-on") != (c.want == "yes") {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
	o := office(t, nil, policy(`{"includeUsers":["All"],"excludeUsers":["omar"]}`, "", asks))
	if s := isOn(o, mfa.DemandAccess, []string{"omar"}); s.word() != "yes" {
		t.Errorf("an excluded emergency access account makes it %s", s.word())
	}
}

// TestPoliciesTogether: policies that complete each other are judged by whom they
// reach, and what is not known of them is named.
func TestPoliciesTogether(t *testing.T) {
	const all, asks = `{"includeUsers":["All"]}`, `{"operator":"OR","builtInControls":["mfa"]}`
	trusted := policy(all, `,"locations":{"includeLocations":["AllTrusted"]}`, asks)
	elsewhere := policy(all, `,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`, asks)
	for _, c := range []struct {
		name, way, want, title, text string
		policies                     []string
	}{
		{"two for everyone", mfa.DemandAccess, "conditional", "no policy includes everyone",
			"A new account needs MFA only if",
			[]string{policy(`{"includeUsers":["omar"]}`, "", asks), policy(`{"includeUsers":["ruth"]}`, "", asks)}},
		{"administrators by name", mfa.DemandAdmins, "conditional", "no policy includes their roles", "A new administrator",
			[]string{policy(`{"includeUsers":["ruth"]}`, "", asks)}},
		{"two conditions", mfa.DemandAccess, "conditional", "only under conditions", "Where none of these conditions",
			[]string{trusted, elsewhere}},
		{"one for some", mfa.DemandAccess, "no", "not on",
			"No Conditional Access policy requires MFA from everyone when they sign in.",
			[]string{policy(`{"includeUsers":["omar"]}`, "", asks)}},
		{"only for devices", mfa.DemandAccess, "no", "not on", "when they sign in",
			[]string{strings.Replace(policy(all, "", asks), `"includeApplications":["All"]`,
				`"includeUserActions":["urn:user:registerdevice"]`, 1)}},
		{"everyone is excluded", mfa.DemandAccess, "no", "not on", "does not require MFA from anyone",
			[]string{policy(`{"includeUsers":["All"],"excludeGroups":["g-all"]}`, "", asks)}},
		{"a control of another provider", mfa.DemandAccess, "unknown", "could not find out", "the policy “P” requires MFA",
			[]string{policy(all, "", `{"operator":"OR","builtInControls":[],"customAuthenticationFactors":["RequireDuo"]}`)}},
		{"a control of tomorrow", mfa.DemandAccess, "unknown", "could not find out", "the policy “P” requires MFA",
			[]string{policy(all, "", `{"operator":"OR","builtInControls":["faceOfTomorrow"]}`)}},
		{"a condition of tomorrow", mfa.DemandAccess, "conditional", "not for everyone", "does not know",
			[]string{policy(all, `,"weather":{"include":["rain"]}`, asks)}},
		{"a state of tomorrow", mfa.DemandAccess, "unknown", "could not find out", "the state of the policy “P”",
			[]string{strings.Replace(policy(all, "", asks), `"enabled"`, `"enabledOnSundays"`, 1)}},
		{"service providers are excluded", mfa.DemandAccess, "conditional", "not for everyone", "service providers",
			[]string{policy(`{"includeUsers":["All"],"excludeGuestsOrExternalUsers":`+
				`{"guestOrExternalUserTypes":"serviceProvider"}}`, "", asks)}},
	} {
		s := isOn(office(t, nil, c.policies...), c.way, nil)
		f := s.finding()
		if s.word() != c.want || !strings.Contains(f.Title, c.title) || !strings.Contains(f.Text, c.text) {
			t.Errorf("%s: %s, %q, %q", c.name, s.word(), f.Title, f.Text)
		}
	}
}

// TestAdministratorsOfTomorrow: who can activate a role counts too.
func TestAdministratorsOfTomorrow(t *testing.T) {
	const exchange = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	one := policy(`{"includeRoles":["62e90394-69f5-4237-9190-012177145e10"]}`, "", `{"builtInControls":["mfa"]}`)
	for want, change := range map[string]func(p *mfa.Person){
		"yes":         func(*mfa.Person) {},
		"unknown":     func(p *mfa.Person) { p.EligibleRead = false },
		"conditional": func(p *mfa.Person) { p.Eligible = []string{exchange} },
	} {
		o := office(t, nil, one)
		change(&o.People[1])
		s := isOn(o, mfa.DemandAdmins, nil)
		if s.word() != want || want == "unknown" && !strings.Contains(s.why, "activate") {
			t.Errorf("%s, want %s: %+v", s.word(), want, s)
		}
	}
}

// TestWhatMayBeIsNotWhatMust: people who may have to register, or may be locked out,
// are not counted as those who must.
func TestWhatMayBeIsNotWhatMust(t *testing.T) {
	o := office(t, nil)
	for i := range o.People {
		o.People[i].InReport, o.People[i].Enabled = access.Yes, access.Yes
	}
	o.People[1].RolesRead, o.People[1].EligibleRead = false, false
	admins, _ := mfa.DemandByID(mfa.DemandAdmins)
	p, _ := mfa.Demanded(o, admins, nil, mfa.Question{})
	text := must(p)
	if sure, maybe := p.Certain(mfa.LockedOut); sure != 0 || maybe != 2 ||
		text != "2 people may have to register first. 2 people may be locked out until an administrator helps." {
		t.Errorf("%d, %d: %s", sure, maybe, text)
	}
	// The same policies today do not make it certain that the new one changes nothing.
	o = office(t, nil, policy(`{"includeRoles":["62e90394-69f5-4237-9190-012177145e10"]}`, "",
		`{"builtInControls":["mfa"]}`))
	o.People[1].InReport, o.People[1].RolesRead, o.People[1].EligibleRead = access.Yes, false, false
	if p, _ = mfa.Demanded(o, admins, nil, mfa.Question{}); p.Results[1].Possible == 0 {
		t.Errorf("%v", p.Results[1].Outcomes)
	}
}

// TestPerUserIsCountedByPerson: policies do not make per-user MFA on.
func TestPerUserIsCountedByPerson(t *testing.T) {
	const yes, no = access.Yes, access.No
	for want, states := range map[string][]access.Answer{"yes": {yes, yes}, "no": {no, no}, "conditional": {yes, no},
		"unknown": {yes, access.Unknown}} {
		o := office(t, states, policy(`{"includeUsers":["All"]}`, "", `{"builtInControls":["mfa"]}`))
		if s := isOn(o, mfa.DemandPerUser, nil); s.word() != want {
			t.Errorf("%v: %s, want %s", states, s.word(), want)
		}
	}
}

// TestAConditionIsNotAskedForCertain: accounts under a condition are counted apart.
func TestAConditionIsNotAskedForCertain(t *testing.T) {
	o := office(t, []access.Answer{access.No, access.No, access.No, access.No},
		policy(`{"includeUsers":["All"]}`, `,"userRiskLevels":["high"]`, `{"builtInControls":["mfa"]}`))
	asked, sometimes := prompted(o)
	if asked[access.Yes] != 0 || asked[access.Unknown] != 0 || sometimes != 3 {
		t.Errorf("%v, under a condition %d", asked, sometimes)
	}
	if b := askedBanner(asked, sometimes); b.Tone == "ok" ||
		b.Lead != "No account needs MFA at every sign-in. 3 accounts need it only under a condition." {
		t.Errorf("%+v", b)
	}
	all, _ := mfa.DemandByID(mfa.DemandAccess)
	p, _ := mfa.Demanded(o, all, nil, mfa.Question{})
	if newly, unsure := o.NewlyPrompted(p.Question.Enforcement); newly != 3 || unsure != 0 {
		t.Errorf("newly %d, unsure %d", newly, unsure)
	}
}
