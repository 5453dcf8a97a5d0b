package adminaccess

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// account adds an account with the methods of Microsoft's report.
func account(w *guidetest.World, id, fields, methods string) {
	w.Office.Add(tenant.SectionUsers, fmt.Sprintf(`{"id":%q,"displayName":"Person %s","userPrincipalName":"%s@n.example",
		"userType":"Member","onPremisesSyncEnabled":null,"accountEnabled":true%s}`, id, id, id, fields))
	if methods != "none" {
		w.Office.Add(tenant.SectionRegistration, fmt.Sprintf(`{"id":%q,"methodsRegistered":[%s]}`, id, methods))
	}
	w.Office.Add(tenant.SectionPerUserMFA, fmt.Sprintf(`{"id":%q,"perUserMfaState":"disabled"}`, id))
}

// rule adds a policy for all applications.
func rule(w *guidetest.World, id, state, users, more, controls string) {
	w.Office.Add(tenant.SectionAccess, fmt.Sprintf(`{"id":%q,"displayName":"Rule %s","state":%q,"conditions":{
		"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{%s}%s},
		"grantControls":{"operator":"OR","builtInControls":[%s]}}`, id, id, state, users, more, controls))
}

const forAll = `"includeUsers":["All"]`

// look returns the findings of a step by code, and its facts.
func look(t *testing.T, d deps, v *guide.Visit, step string) (map[string]report.Finding, map[string]string) {
	t.Helper()
	for _, s := range Guide(d.Services).Steps {
		if s.ID == step {
			doc, err := s.Look(t.Context(), v, none)
			if err != nil {
				t.Fatal(step, err)
			}
			all := map[string]report.Finding{}
			for _, f := range doc.Findings() {
				if old, ok := all[f.Code]; ok && old.Severity != report.OK {
					continue
				}
				all[f.Code] = f
			}
			return all, doc.Facts()
		}
	}
	t.Fatal(step)
	return nil, nil
}

type worldCase struct {
	step, code string
	severity   report.Severity
	says       string // part of title or text
	not        string // never part of either
	fact, is   string
	change     func(*guidetest.World, *guide.Visit)
}

func globalFor(w *guidetest.World, id string) {
	w.Office.Add(tenant.SectionRoles, holding(id, roles.GlobalAdministrator, "/"))
}

func noRoleMembers(w *guidetest.World) {
	st := w.Office.States[tenant.SectionRoles]
	st.Notes = append(st.Notes, tenant.NoteNoRoleMembers)
	w.Office.States[tenant.SectionRoles] = st
}

// betaRule is a policy for MFA that v1.0 leaves out.
func betaRule(w *guidetest.World, state, users string) {
	rule(w, "x", state, users, "", `"mfa"`)
	rows := w.Office.Rows[tenant.SectionAccess]
	for n := range rows {
		rows[n].Body = []byte(`{"handrailBetaOnly":true,` + string(rows[n].Body[1:]))
	}
}

func notCompared(w *guidetest.World) {
	st := w.Office.States[tenant.SectionAccess]
	st.Notes = append(st.Notes, tenant.NoteNotCompared)
	w.Office.States[tenant.SectionAccess] = st
}

// everyoneMFA is a policy that requires MFA from everyone.
func everyoneMFA(w *guidetest.World) { rule(w, "all", "enabled", forAll, "", `"mfa"`) }

var worlds = map[string]worldCase{
	"nothing protects": {stepToday, "administrators", report.Problem, "4 administrators can sign in without MFA", "",
		"without-mfa", "4", func(*guidetest.World, *guide.Visit) {}},
	"a policy for everyone": {stepToday, "administrators", report.OK, "Every administrator must use MFA", "",
		"without-mfa",
		"0", func(w *guidetest.World, _ *guide.Visit) { everyoneMFA(w) }},
	"roles that were read in part": {stepToday, "administrators", report.Unknown, "that Handrail knows", "",
		"without-mfa",
		"unknown", func(w *guidetest.World, _ *guide.Visit) { everyoneMFA(w); noRoleMembers(w) }},
	"roles that were not read": {stepToday, "administrators", report.Unknown, "not known", "", "administrators",
		"unknown", func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.SectionRoles) }},
	"a group with a role and no members read": {stepToday, "administrators", report.Unknown,
		"MFA is not known for 1 administrator", "", "mfa-unknown", "1", func(w *guidetest.World, _ *guide.Visit) {
			everyoneMFA(w)
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("crew", roles.GlobalAdministrator, "/"), `"user"`,
				`"group"`, 1))
		}},
	"an application with a role is no person": {stepToday, "administrators", report.OK, "Every administrator", "",
		"administrators", "4", func(w *guidetest.World, _ *guide.Visit) {
			everyoneMFA(w)
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("app", roles.GlobalAdministrator, "/"), `"user"`,
				`"servicePrincipal"`, 1))
		}},
	"a policy that only the beta shows": {stepToday, "administrators", report.Unknown, "MFA is not known",
		"can sign in without",
		"without-mfa", "0", func(w *guidetest.World, _ *guide.Visit) { betaRule(w, "enabled", forAll) }},
	"its name": {stepToday, "beta-policies", report.Unknown, "“Rule x”", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { betaRule(w, "enabled", forAll) }},
	"one that is off": {stepToday, "administrators", report.Problem, "can sign in without MFA", "", "without-mfa", "4",
		func(w *guidetest.World, _ *guide.Visit) { betaRule(w, "disabled", forAll) }},
	"the beta did not answer": {stepToday, "administrators", report.Unknown, "MFA is not known", "can sign in without",
		"without-mfa",
		"0", func(w *guidetest.World, _ *guide.Visit) { notCompared(w) }},
	"that is said": {stepToday, "policies-not-compared", report.Note, "did not answer", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { notCompared(w) }},
	"MFA for all, and the beta did not answer": {stepToday, "administrators", report.OK, "Every administrator", "",
		"without-mfa", "0", func(w *guidetest.World, _ *guide.Visit) { everyoneMFA(w); notCompared(w) }},
	"an emergency account and the beta": {stepEmergency, "emergency-excluded", report.Unknown, "not known", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { notCompared(w) }},
	"policies that were not read are not compared": {stepToday, "policies-not-compared", "", "", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.SectionAccess) }},
	"a policy of tomorrow": {stepToday, "administrators", report.Unknown, "MFA is not known", "", "without-mfa", "0",
		func(w *guidetest.World, _ *guide.Visit) { rule(w, "x", "enabledTomorrow", forAll, "", `"mfa"`) }},
	"a report-only policy protects no one": {stepToday, "administrators", report.Problem, "can sign in without MFA", "",
		"without-mfa", "4", func(w *guidetest.World,
			_ *guide.Visit) {
			rule(w, "x", stateReport, forAll, "", `"mfa"`)
		}},
	"only outside the office": {stepToday, "administrators", report.Unknown, "MFA is not known for 4", "",
		"mfa-unknown", "4",
		func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "x", "enabled", forAll,
				`,"locations":{"includeLocations":["All"],"excludeLocations":["AllTrusted"]}`,
				`"mfa"`)
		}},
	"MFA or a managed device": {stepToday, "administrators", report.Unknown, "MFA is not known", "", "mfa-unknown", "4",
		func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "x", "enabled", forAll, "", `"mfa","compliantDevice"`)
		}},
	"MFA or a control that is a field of its own": {stepToday, "administrators", report.Unknown, "MFA is not known",
		"Every",
		"mfa-unknown", "4", func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "x", "enabled", forAll, "", `"mfa"],"tomorrow":["x"`)
		}},
	"only such a control": {stepToday, "administrators", report.Unknown, "MFA is not known", "do not need",
		"mfa-unknown", "4", func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "x", "enabled", forAll, "", `],"tomorrow":["x"`)
		}},
	"a null state": {stepToday, "administrators", report.Unknown, "MFA is not known", "", "mfa-unknown", "4",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionAccess, `{"id":"n","displayName":null,"state":null,"conditions":{"users":{
				"includeUsers":["All"]},"applications":{"includeApplications":["All"]}},"grantControls":{
				"builtInControls":["mfa"]}}`)
		}},
	"null everywhere": {stepToday, "administrators", report.Problem, "can sign in without MFA", "", "without-mfa", "4",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionAccess, `{"id":"n","displayName":null,"state":"enabled","conditions":{"users":null,
				"clientAppTypes":null,"applications":null,"locations":null},"grantControls":null,"sessionControls":null}`)
		}},
	"a disabled administrator does not count": {stepToday, "administrators", report.OK, "", "", "administrators", "4",
		func(w *guidetest.World, _ *guide.Visit) {
			everyoneMFA(w)
			globalFor(w, "fay")
		}},
	"a guest as administrator": {stepToday, "administrators", report.Problem, "5 administrators", "", "administrators",
		"5", func(w *guidetest.World, _ *guide.Visit) { globalFor(w, "eve") }},
	"an eligible administrator": {stepToday, "administrators", report.Problem, "", "", "administrators", "5",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("ben", teams, "/"), `"principalId"`,
				`"handrailEligible":true,"principalId"`, 1))
		}},
	"a block policy names no role": {stepToday, "uncovered-roles", report.Warning, "Teams Administrator (ben)", "", "",
		"",
		func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "legacy", "enabled", forAll, "", `"block"`)
			rule(w, "ga", "enabled", `"includeRoles":["`+roles.GlobalAdministrator+`"]`, "", `"mfa"`)
			w.Office.Add(tenant.SectionRoles, holding("ben", teams, "/"))
		}},
	"a role that a policy excludes": {stepToday, "uncovered-roles", report.Warning, "Teams Administrator", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "x", "enabled", forAll+`,"excludeRoles":["`+teams+`"]`, "", `"mfa"`)
			w.Office.Add(tenant.SectionRoles, holding("ben", teams, "/"))
		}},
	"a policy that cannot name your own role": {stepToday, "uncovered-roles", "", "", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "ga", "enabled", `"includeRoles":["`+roles.GlobalAdministrator+`"]`, "", `"mfa"`)
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("ben", "own-1", "/"), `"handrailBuiltIn":true`,
				`"handrailBuiltIn":false`, 1))
		}},
	"no P1": {stepToday, "no-p1", report.Warning, "no Entra ID P1", "", "p1", "no",
		func(w *guidetest.World, _ *guide.Visit) { withoutP1(w) }},
	"licences not read": {stepToday, "p1-unknown", report.Unknown, "not known", "no Entra", "p1", "unknown",
		func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.SectionLicences) }},
	"defaults not read": {stepToday, "defaults", report.Unknown, "not known", "", "defaults", "unknown",
		func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.SectionDefaults) }},
	"twins in another order are none": {stepToday, "twins-differ", "", "", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) {
			list := roles.Recommended()
			for n := range 2 {
				rule(w, fmt.Sprint(n), "enabled", `"includeRoles":["`+strings.Join(list, `","`)+`"]`, "", `"mfa"`)
				slices.Reverse(list)
			}
		}},

	"two accounts that get in": {stepEmergency, "emergency-count", report.OK, "two or more", "", "emergency", "yes",
		func(*guidetest.World, *guide.Visit) {}},
	"one account named three times": {stepEmergency, "emergency-count", report.Problem, "fewer than two", "",
		"emergency",
		"no", func(_ *guidetest.World, v *guide.Visit) { v.Answers[askGlass] = "em1@n.example\nEM1@N.EXAMPLE, Em1" }},
	"an account that is gone": {stepEmergency, "emergency-exists", report.Problem, "does not exist", "", "emergency",
		"no", func(_ *guidetest.World, v *guide.Visit) { v.Answers[askGlass] += "\ngone@n.example" }},
	"no account named": {stepEmergency, "no-emergency-account", report.Problem, "named no", "", "emergency", "no",
		func(_ *guidetest.World, v *guide.Visit) { v.Answers[askGlass] = "" }},
	"an account that may not sign in": {stepEmergency, "emergency-enabled", report.Problem, "cannot sign in", "",
		"emergency", "no", func(w *guidetest.World, v *guide.Visit) {
			account(w, "em3", `,"accountEnabled":false`, `"passKeyDeviceBound"`)
			v.Answers[askGlass] += "\nem3"
		}},
	"an account of a unit only": {stepEmergency, "emergency-global-administrator", report.Problem, "not a Global", "",
		"emergency", "no", func(w *guidetest.World, v *guide.Visit) {
			account(w, "em3", "", `"passKeyDeviceBound"`)
			w.Office.Add(tenant.SectionRoles, holding("em3", roles.GlobalAdministrator, "/administrativeUnits/7"))
			v.Answers[askGlass] += "\nem3"
		}},
	"an account that is synced": {stepEmergency, "emergency-cloud-only", report.Problem, "on-premises", "", "emergency",
		"no", func(w *guidetest.World, v *guide.Visit) {
			account(w, "em3", `,"onPremisesSyncEnabled":true`, `"passKeyDeviceBound"`)
			v.Answers[askGlass] += "\nem3"
		}},
	"an account with a phone only": {stepEmergency, "emergency-strong-method", report.Problem, "no strong method", "",
		"emergency", "no", func(w *guidetest.World, v *guide.Visit) {
			account(w, "em3", "", `"mobilePhone"`)
			v.Answers[askGlass] += "\nem3"
		}},
	"an account that is not in the report": {stepEmergency, "emergency-strong-method", report.Unknown, "not known", "",
		"", "", func(w *guidetest.World, v *guide.Visit) {
			account(w, "em3", "", "none")
			v.Answers[askGlass] += "\nem3"
		}},
	"MFA that a phone may answer": {stepEmergency, "emergency-excluded", report.Unknown, "not known whether", "", "",
		"",
		func(w *guidetest.World, v *guide.Visit) {
			account(w, "em3", "", `"mobilePhone"`)
			everyoneMFA(w)
			v.Answers[askGlass] = "em3"
		}},
	"MFA that a key answers": {stepEmergency, "emergency-excluded", report.OK, "no policy can stop it", "", "emergency",
		"yes", func(w *guidetest.World, _ *guide.Visit) { everyoneMFA(w) }},
	"a strength that no key meets": {stepEmergency, "emergency-excluded", report.Problem, "a policy can stop it", "",
		"emergency", "no", func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionAccess, `{"id":"s","displayName":"Certificates","state":"enabled","conditions":{
				"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
				"grantControls":{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"own",
				"allowedCombinations":["x509CertificateMultiFactor"]}}}`)
		}},
	"a strength of which nothing is known": {stepEmergency, "emergency-excluded", report.Unknown, "not known", "",
		"emergency", "unknown", func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionAccess, `{"id":"s","displayName":"Own","state":"enabled","conditions":{
				"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
				"grantControls":{"operator":"OR","builtInControls":[],"authenticationStrength":{"id":"own"}}}`)
		}},
	"a control of tomorrow": {stepEmergency, "emergency-excluded", report.Unknown, "not known", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { rule(w, "x", "enabled", forAll, "", `"tomorrow"`) }},
	"14-10, one of two is excluded by name": {stepEmergency, "emergency-excluded", report.Problem,
		"a policy can stop it",
		"", "emergency", "no", func(w *guidetest.World, _ *guide.Visit) {
			rule(w, "x", "enabled", forAll+`,"excludeUsers":["em1"]`, "", `"block"`)
		}},
	"a terms-of-use policy": {stepEmergency, "emergency-excluded", report.Problem, "a policy can stop it", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionAccess, `{"id":"t","displayName":"Terms","state":"enabledForReportingButNotEnforced",
				"conditions":{"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
				"grantControls":{"operator":"AND","builtInControls":[],"termsOfUse":["t1"]}}`)
		}},
	"policies that were not read": {stepEmergency, "emergency-excluded", report.Unknown, "not known whether", "", "",
		"",
		func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.SectionAccess) }},

	"roles read in part": {stepRoles, "roles", report.Unknown, "could not read all roles", "held by someone", "", "",
		func(w *guidetest.World, _ *guide.Visit) { noRoleMembers(w) }},
	"one role of your own list": {stepRoles, "roles", report.OK, "1 role in both", "1 roles", "roles", "1",
		func(_ *guidetest.World, v *guide.Visit) {
			v.Answers[askRoles], v.Answers[askList] = rolesOwn, "global administrator\nGlobal Administrator"
		}},
	"your own list leaves one out": {stepRoles, "uncovered-roles", report.Warning, "1 role that someone holds", "", "",
		"",
		func(w *guidetest.World, v *guide.Visit) {
			v.Answers[askRoles], v.Answers[askList] = rolesOwn, "Global Administrator"
			w.Office.Add(tenant.SectionRoles, holding("ben", teams, "/"))
		}},
	"a role of your own": {stepRoles, "role-custom", report.Warning, "ben", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("ben", "own-1", "/"), `"handrailBuiltIn":true`,
				`"handrailBuiltIn":false`, 1))
		}},
	"a role for a unit": {stepRoles, "role-scoped", report.Warning, "dia", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionRoles, holding("dia", reader, "/administrativeUnits/1"))
		}},

	"everyone gets in": {stepWho, "who", report.OK, "No administrator would be locked out", "", "stopped", "0",
		func(*guidetest.World, *guide.Visit) {}},
	"who, with roles read in part": {stepWho, "who", report.Unknown, "that Handrail knows", "", "stopped", "unknown",
		func(w *guidetest.World, _ *guide.Visit) { noRoleMembers(w) }},
	"who, with a group not read": {stepWho, "who", report.Unknown, "Not known for 1 administrator", "", "unsure", "1",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.SectionRoles, strings.Replace(holding("crew", roles.GlobalAdministrator, "/"), `"user"`,
				`"group"`, 1))
		}},
	"who, with an administrator not in the report": {stepWho, "who", report.Unknown, "Not known for 1", "", "unsure",
		"1",
		func(w *guidetest.World, _ *guide.Visit) {
			account(w, "new", "", "none")
			globalFor(w, "new")
		}},
	"an old app of an administrator": {stepWho, "legacy-apps", report.Warning, "1 administrator uses a legacy app", "",
		"",
		"", func(w *guidetest.World, _ *guide.Visit) { signIn(w, "dia", "Outlook Anywhere (RPC over HTTP)", 0) }},
	"an old app in the background": {stepWho, "legacy-apps", report.Warning, "1 administrator uses a legacy app", "",
		"",
		"", func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Add(tenant.BackgroundSection("dia"), `{"id":"b","userId":"dia","clientAppUsed":"Exchange ActiveSync",
				"createdDateTime":"2026-11-20T09:00:00Z","status":{"errorCode":0}}`)
		}},
	"background sign-ins that were read": {stepWho, "legacy-apps", report.OK, "In the sign-ins since", "not read", "",
		"",
		func(*guidetest.World, *guide.Visit) {}},
	"background sign-ins that were not read": {stepWho, "legacy-apps", report.Unknown,
		"The background sign-ins of 1 administrator were not read.", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.BackgroundSection("dia")) }},
	"IMAP in another case": {stepWho, "legacy-apps", report.Warning, "1 administrator uses", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { signIn(w, "dia", "imap4", 0) }},
	"an old app that was refused": {stepWho, "legacy-apps", report.OK, "No administrator used", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { signIn(w, "dia", "IMAP4", 53003) }},
	"an old app of an account that is excluded": {stepWho, "legacy-apps", report.OK, "No administrator used", "", "",
		"",
		func(w *guidetest.World, _ *guide.Visit) { signIn(w, "em1", "IMAP4", 0) }},
	"an empty log": {stepWho, "legacy-apps", report.Unknown, "has no sign-ins", "could not read", "", "",
		func(w *guidetest.World, _ *guide.Visit) {
			w.Office.Rows[tenant.SectionSignIns] = nil
			w.Office.Add(tenant.SectionSignIns)
		}},
	"a log that was not read": {stepWho, "legacy-apps", report.Unknown, "could not read the sign-ins", "", "", "",
		func(w *guidetest.World, _ *guide.Visit) { w.Office.Unread(tenant.SectionSignIns) }},

	"nothing to watch": {stepWatch, "watch", report.Unknown, "no policies to watch", "", "would-be-stopped", "unknown",
		func(*guidetest.World, *guide.Visit) {}},
	"nothing is on": {stepAgain, "policies-on", report.Note, "not on yet", "", "on", "no",
		func(*guidetest.World, *guide.Visit) {}},
}

func signIn(w *guidetest.World, who, client string, code int) {
	w.Office.Add(tenant.SectionSignIns, fmt.Sprintf(`{"id":"l-%s","userId":%q,"clientAppUsed":%q,
		"createdDateTime":"2026-11-20T09:00:00Z","status":{"errorCode":%d}}`, who, who, client, code))
}

func TestWorlds(t *testing.T) {
	for name, c := range worlds {
		w, d := made(t, false)
		v := visit()
		c.change(w, v)
		found, facts := look(t, d, v, c.step)
		f, there := found[c.code]
		if there != (c.severity != "") || f.Severity != c.severity || !strings.Contains(f.Title+" "+f.Text, c.says) ||
			c.not != "" && strings.Contains(f.Title+" "+f.Text, c.not) {
			t.Errorf("%s: %+v", name, f)
		}
		if c.fact != "" && facts[c.fact] != c.is {
			t.Errorf("%s: %s is %q, want %q", name, c.fact, facts[c.fact], c.is)
		}
	}
}
