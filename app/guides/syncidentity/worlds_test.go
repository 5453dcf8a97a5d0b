package syncidentity

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

const recent = `"2026-11-22T10:50:00Z"`

var role, other = roles.SyncAccounts, roles.SyncAccount

// on is a policy for everyone that is on, and what it excludes.
func on(exclude string) string {
	if exclude != "" {
		exclude = "," + exclude
	}
	return policy("p", "enabled", everyone+exclude, mfa)
}

const legacyBlock = `{"id":"p","displayName":"Legacy","state":"enabled","conditions":{"clientAppTypes":[
	"exchangeActiveSync","other"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"]}},
	"grantControls":{"operator":"OR","builtInControls":["block"]}}`

func group(w *guidetest.World, id string, members ...string) {
	w.Office.Add(tenant.SectionGroups, `{"id":"`+id+`","displayName":"Group `+id+`"}`)
	var rows []string
	for _, m := range members {
		rows = append(rows, `{"@odata.type":"#microsoft.graph.user","id":"`+m+`"}`)
	}
	w.Office.Add(tenant.MembersSection(id), rows...)
}

// betaOnly is a policy that v1.0 leaves out.
func betaOnly(row string) string { return `{"handrailBetaOnly":true,` + row[1:] }

func notCompared(w *guidetest.World) {
	st := w.Office.States[tenant.SectionAccess]
	st.Notes = append(st.Notes, tenant.NoteNotCompared)
	w.Office.States[tenant.SectionAccess] = st
}

func TestWorlds(t *testing.T) {
	user, app := holder("s1", "user", role), holder("a1", "servicePrincipal", role)
	for name, c := range map[string]struct {
		holders  []string
		policies []string
		verdict  report.Severity
		says     string // in the titles, texts and reasons
		fact, is string
		change   func(*guidetest.World)
	}{
		"12-01, spared by role": {[]string{user}, []string{on(`"excludeRoles":["` + role + `"]`)}, report.OK, "",
			"stops",
			"0", nil},
		"12-02, the second role only": {[]string{holder("s1", "user", other)}, []string{on(`"excludeRoles":["` + role +
			`"]`)}, report.Problem, "MFA", "stops", "1", nil},
		"12-03, a group in a group": {[]string{user}, []string{on(`"excludeGroups":["outer"]`)}, report.OK,
			"is in it through 1 group between",
			"stops", "0", func(w *guidetest.World) {
				group(w, "outer", "inner", "s1")
				w.Office.Add(tenant.DirectMembersSection("outer"), `{"@odata.type":"#microsoft.graph.group","id":"inner"}`)
				w.Office.Add(tenant.DirectMembersSection("inner"), `{"@odata.type":"#microsoft.graph.user","id":"s1"}`)
			}},
		"a group without the account": {[]string{user}, []string{on(`"excludeGroups":["outer"]`)}, report.Problem, "",
			"stops", "1", func(w *guidetest.World) { group(w, "outer", "ben") }},
		"12-04, report-only": {[]string{user},
			[]string{policy("p", "enabledForReportingButNotEnforced", everyone, mfa)},
			report.Warning, "1 policy will stop it", "will-stop", "1", nil},
		"12-05, terms of use": {[]string{user}, []string{policy("p", "enabled", everyone,
			`{"operator":"OR","builtInControls":[],"termsOfUse":["t"]}`)}, report.Problem, "terms of use", "stops", "1",
			nil},
		"12-06, legacy clients": {[]string{user}, []string{legacyBlock}, report.OK, "legacy email apps only", "stops",
			"0", nil},
		"12-07, an application": {[]string{app}, []string{on("")}, report.OK, "the sync is an application", "stops",
			"0",
			nil},
		"12-08, both": {[]string{user, app}, []string{on("")}, report.Warning, "Only the server knows", "stops", "1",
			nil},
		"12-09, Cloud Sync": {[]string{holder("c1", "user", role)}, []string{on("")}, report.Problem, "", "stops", "1",
			func(w *guidetest.World) {
				w.Office.Add(tenant.SectionUsers, `{"id":"c1","displayName":"Sync","accountEnabled":true,
					"userPrincipalName":"ADToAADSyncServiceAccount@n.example","userType":"Member"}`)
			}},
		"two accounts that are both stopped": {[]string{user, holder("c1", "user", other)}, []string{on("")},
			report.Problem, "1 policy stops it", "stops", "1", nil},
		"only the beta shows a policy": {[]string{user}, []string{betaOnly(on(""))}, report.Unknown,
			"1 policy is only in Microsoft Graph beta", "stops", "0", nil},
		"only the beta shows one that spares it": {[]string{user},
			[]string{betaOnly(on(`"excludeRoles":["` + role + `"]`))}, report.OK, "only in Microsoft Graph beta", "stops", "0",
			nil},
		"the beta did not answer": {[]string{user}, []string{on(`"excludeRoles":["` + role + `"]`)}, report.Unknown,
			"could not check whether policies are missing", "stops", "unknown", notCompared},
		"the beta did not answer, and a policy stops it": {[]string{user}, []string{on("")}, report.Problem,
			"could not check whether policies are missing", "stops", "1", notCompared},
		"a group holds the role": {[]string{holder("g1", "group", role)}, []string{on("")}, report.Unknown,
			"whether an account or an application", "stops", "0", nil},
		"a holder of no known kind": {[]string{holder("x1", "", role)}, []string{on("")}, report.Unknown,
			"whether an account or an application signs in",
			"not-known",
			"1", nil},
		"roles that were read in part": {[]string{user}, nil, report.Unknown, "Another account may run", "stops",
			"unknown", func(w *guidetest.World) {
				st := w.Office.States[tenant.SectionRoles]
				st.Notes = append(st.Notes, tenant.NoteNoRoleMembers)
				w.Office.States[tenant.SectionRoles] = st
			}},
		"roles that were not read": {nil, []string{on("")}, report.Unknown, "", "stops", "unknown",
			func(w *guidetest.World) { w.Office.Unread(tenant.SectionRoles) }},
		"policies that were not read, and no sync": {[]string{user}, nil, report.Note, "No sync is in use", "stops",
			"unknown", func(w *guidetest.World) {
				w.Office.Unread(tenant.SectionAccess)
				w.Office.Rows[tenant.SectionOrganisation] = nil
				w.Office.Add(tenant.SectionOrganisation, `{"id":"t","onPremisesSyncEnabled":null}`)
			}},
		"MFA or a managed device": {[]string{user}, []string{policy("p", "enabled", everyone,
			`{"operator":"OR","builtInControls":["mfa","compliantDevice"]}`)}, report.Problem,
			"MFA or a compliant device",
			"stops", "1", nil},
		"MFA and a managed device": {[]string{user}, []string{policy("p", "enabled", everyone,
			`{"operator":"AND","builtInControls":["mfa","compliantDevice"]}`)}, report.Problem,
			"MFA and a compliant device",
			"stops", "1", nil},
		"a state of tomorrow": {[]string{user}, []string{policy("p", "sometimes", everyone, mfa)}, report.Unknown, "",
			"not-known", "1", nil},
		"a control of tomorrow": {[]string{user}, []string{policy("p", "enabled", everyone,
			`{"operator":"OR","builtInControls":["tomorrow"]}`)}, report.Unknown, "does not know what", "not-known",
			"1", nil},
		"off": {[]string{user}, []string{policy("p", "disabled", everyone, mfa)}, report.OK, "", "stops", "0", nil},
		"everything is null": {[]string{user}, []string{`{"id":"p","displayName":null,"state":null,"conditions":null,
			"grantControls":null}`}, report.OK, "", "stops", "0", nil},
		"excluded by ID in another case": {[]string{user}, []string{on(`"excludeUsers":["S1"]`)}, report.OK, "",
			"stops",
			"0", nil},
		"a role for a unit only": {[]string{strings.Replace(user, `"directoryScopeId":"/"`,
			`"directoryScopeId":"/administrativeUnits/1"`, 1)}, []string{on(`"excludeRoles":["` + role + `"]`)},
			report.Problem, "", "stops", "1", nil},
		"a role that must be activated": {[]string{strings.Replace(user, `"principalId"`,
			`"handrailEligible":true,"principalId"`, 1)}, []string{on(`"excludeRoles":["` + role + `"]`)},
			report.Unknown,
			"", "not-known", "1", nil},
		"only for some applications": {[]string{user}, []string{strings.Replace(on(""), `["All"]},"users"`,
			`["Office365"]},"users"`, 1)}, report.Unknown, "", "not-known", "1", nil},
		"all applications but some": {[]string{user}, []string{strings.Replace(on(""), `["All"]},"users"`,
			`["All"],"excludeApplications":["x"]},"users"`, 1)}, report.Unknown, "From 15 June 2026, Microsoft also applies",
			"not-known", "1", nil},
		"a policy for the application": {[]string{app}, []string{`{"id":"p","displayName":"Apps","state":"enabled",
			"conditions":{"applications":{"includeApplications":["All"]},"users":{"includeUsers":["None"]},
			"clientApplications":{"includeServicePrincipals":["a1"]}},"grantControls":{"operator":"OR",
			"builtInControls":["block"]}}`}, report.Problem, "", "stops", "1", nil},
		"a policy for every application": {[]string{app}, []string{`{"id":"p","displayName":"Apps","state":"enabled",
			"conditions":{"applications":{"includeApplications":["All"]},"clientApplications":{
			"includeServicePrincipals":["ServicePrincipalsInMyTenant"]}},"grantControls":{"operator":"OR",
			"builtInControls":["block"]}}`}, report.Unknown, "", "not-known", "1", nil},
	} {
		w := made(recent, c.holders, c.policies...)
		if c.change != nil {
			c.change(w)
		}
		doc, err := deps{w.Services()}.policies(t.Context(), &guide.Visit{}, none)
		if err != nil {
			t.Fatal(name, err)
		}
		text := ""
		var verdict report.Finding
		for _, f := range doc.Findings() {
			text += f.Title + " " + f.Text + "\n"
			if f.Code == "verdict" {
				verdict = f
			}
		}
		for _, b := range doc.Blocks {
			if e, ok := b.(report.Entries); ok {
				for _, item := range e.Items {
					text += item.Title + ": " + item.State + " " + item.About + "\n"
				}
			}
		}
		if verdict.Severity != c.verdict || !strings.Contains(text, c.says) || doc.Facts()[c.fact] != c.is {
			t.Errorf("%s: %+v, %s is %q\n%s", name, verdict, c.fact, doc.Facts()[c.fact], text)
		}
	}
}

func TestWhichIdentity(t *testing.T) {
	user := holder("s1", "user", role)
	for name, c := range map[string]struct {
		holders []string
		want    string
		change  func(*guidetest.World)
	}{
		"one":         {[]string{user}, "one-identity=ok", nil},
		"a group":     {[]string{holder("g", "group", role)}, "identity-unknown=unknown", nil},
		"application": {[]string{holder("a", "servicePrincipal", role)}, "one-identity=ok", nil},
		"several":     {[]string{user, holder("a", "servicePrincipal", other)}, "several-identities=warning", nil},
		"leftover": {[]string{user}, "leftover-identity=note", func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionOrganisation] = nil
			w.Office.Add(tenant.SectionOrganisation, `{"id":"t","onPremisesSyncEnabled":false}`)
		}},
		"none": {nil, "no-identity=warning", nil},
		"not read": {nil, "identity-unknown=unknown",
			func(w *guidetest.World) { w.Office.Unread(tenant.SectionRoles) }},
		"in part": {[]string{user}, "identity-unknown=unknown", func(w *guidetest.World) {
			st := w.Office.States[tenant.SectionRoles]
			st.Notes = append(st.Notes, tenant.NoteNoRoleMembers)
			w.Office.States[tenant.SectionRoles] = st
		}},
	} {
		w := made(recent, c.holders)
		if c.change != nil {
			c.change(w)
		}
		if _, codes := facts(t, w, func(d deps) (*report.Document, error) {
			return d.identity(t.Context(), &guide.Visit{}, none)
		}); !strings.Contains(codes, c.want) {
			t.Errorf("%s: %s, want %s", name, codes, c.want)
		}
	}
}
