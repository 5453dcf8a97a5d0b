package syncidentity

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

const syncing = `{"id":"t","displayName":"Northgate","onPremisesSyncEnabled":true,"onPremisesLastSyncDateTime":%}`

// made is an organisation that syncs with an account, and these policies.
func made(last string, holders []string, policies ...string) *guidetest.World {
	w := guidetest.New()
	w.Office.Rows[tenant.SectionOrganisation] = nil
	w.Office.Add(tenant.SectionOrganisation, strings.Replace(syncing, "%", last, 1))
	w.Office.Rows[tenant.SectionRoles], w.Office.Rows[tenant.SectionAccess] = nil, nil
	w.Office.Add(tenant.SectionRoles, holders...)
	w.Office.Add(tenant.SectionAccess, policies...)
	w.Office.Add(tenant.SectionUsers, `{"id":"s1","displayName":"Sync","userPrincipalName":"Sync_SRV_1@n.example",
		"accountEnabled":true,"userType":"Member"}`)
	return w
}

func holder(id, kind, role string) string {
	return `{"id":"h-` + id + `","principalId":"` + id + `","handrailKind":"` + kind + `","handrailName":"Holder ` +
		id +
		`","directoryScopeId":"/","roleDefinitionId":"` + role + `","handrailTemplate":"` + role + `"}`
}

func policy(id, state, users, controls string) string {
	return `{"id":"` + id + `","displayName":"Policy ` + id + `","state":"` + state +
		`","conditions":{"clientAppTypes":["all"],` +
		`"applications":{"includeApplications":["All"]},"users":{` + users + `}},"grantControls":` + controls + `}`
}

const (
	mfa      = `{"operator":"OR","builtInControls":["mfa"]}`
	everyone = `"includeUsers":["All"]`
)

// facts runs a step and returns its facts and the codes of its findings.
func facts(t *testing.T, w *guidetest.World, look func(deps) (*report.Document, error)) (map[string]string, string) {
	t.Helper()
	d := deps{w.Services()}
	doc, err := look(d)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, f := range doc.Findings() {
		codes = append(codes, f.Code+"="+string(f.Severity))
	}
	return doc.Facts(), strings.Join(codes, " ")
}

func TestPoliciesAgainstTheAccount(t *testing.T) {
	const old, recent = `"2026-11-01T08:00:00Z"`, `"2026-11-22T10:50:00Z"`
	account := []string{holder("s1", "user", roles.SyncAccounts)}
	for name, c := range map[string]struct {
		last     string
		holders  []string
		policies []string
		want     map[string]string
		code     string
	}{
		"a policy stops it": {old, account, []string{policy("p", "enabled", everyone, mfa)},
			map[string]string{"stops": "1", "will-stop": "0", "in-use": "yes"}, "verdict=problem"},
		"report-only": {recent, account, []string{policy("p", "enabledForReportingButNotEnforced", everyone, mfa)},
			map[string]string{"stops": "0", "will-stop": "1"}, "verdict=warning"},
		"spared by role": {recent, account, []string{policy("p", "enabled",
			everyone+`,"excludeRoles":["`+roles.SyncAccounts+`"]`, mfa)}, map[string]string{"stops": "0"},
			"verdict=ok"},
		"the other role": {recent, []string{holder("s1", "user", roles.SyncAccount)}, []string{policy("p", "enabled",
			everyone+`,"excludeRoles":["`+roles.SyncAccounts+`"]`, mfa)}, map[string]string{"stops": "1"},
			"verdict=problem"},
		"an application": {recent, []string{holder("a1", "servicePrincipal", roles.SyncAccounts)},
			[]string{policy("p", "enabled", everyone, mfa)}, map[string]string{"stops": "0"}, "verdict=ok"},
		"no one with the role": {recent, nil, []string{policy("p", "enabled", everyone, mfa)},
			map[string]string{"stops": "unknown"}, "verdict=unknown"},
		"a group that was not read": {recent, account, []string{policy("p", "enabled",
			everyone+`,"excludeGroups":["nowhere"]`, mfa)}, map[string]string{"stops": "0", "not-known": "1"},
			"verdict=unknown"},
		"stopped by something else": {old, account, nil, map[string]string{"stops": "0"}, "verdict=warning"},
	} {
		w := made(c.last, c.holders, c.policies...)
		w.Office.Unread(tenant.MembersSection("nowhere"))
		got, codes := facts(t, w, func(d deps) (*report.Document,
			error) {
			return d.policies(t.Context(), &guide.Visit{}, none)
		})
		for fact, value := range c.want {
			if got[fact] != value {
				t.Errorf("%s: %s is %q, want %q", name, fact, got[fact], value)
			}
		}
		if !strings.Contains(codes, c.code) {
			t.Errorf("%s: %s, want %s", name, codes, c.code)
		}
	}
}

func none(task.Progress) {}

func TestPoliciesThatWereNotRead(t *testing.T) {
	w := made(`"2026-11-22T10:50:00Z"`, []string{holder("s1", "user", roles.SyncAccounts)})
	w.Office.Unread(tenant.SectionAccess)
	got, codes := facts(t, w, func(d deps) (*report.Document,
		error) {
		return d.policies(t.Context(), &guide.Visit{}, none)
	})
	if got["stops"] != string(report.Unknown) || !strings.Contains(codes, "verdict=unknown") {
		t.Errorf("%v %s", got, codes)
	}
}

func TestTheHandover(t *testing.T) {
	w := made(`"2026-11-01T08:00:00Z"`, []string{holder("s1", "user", roles.SyncAccounts),
		holder("a1", "servicePrincipal", roles.SyncAccount)}, policy("p", "enabled", everyone, mfa))
	d := deps{w.Services()}
	h, err := d.hand(t.Context(), &guide.Visit{Answers: map[string]string{askWay: wayExclude}})
	if err != nil {
		t.Fatal(err)
	}
	todo := strings.Join(h.Todo, "\n")
	if !strings.Contains(todo, "Sync_SRV_1@n.example") || strings.Contains(todo, "Holder a1") ||
		!strings.Contains(todo, "“Policy p”") {
		t.Error(todo)
	}
	h, err = d.hand(t.Context(), &guide.Visit{Answers: map[string]string{askWay: wayApplication}})
	if err != nil || h.Nothing != "" || len(h.Todo) < 4 {
		t.Errorf("%+v, %v", h, err)
	}
	calm := made(`"2026-11-22T10:50:00Z"`, []string{holder("s1", "user", roles.SyncAccounts)})
	if h, err := (deps{calm.Services()}).hand(t.Context(), &guide.Visit{}); err != nil || h.Nothing == "" {
		t.Errorf("nothing stops it: %+v, %v", h, err)
	}
}

// TestTheWayOfAnApplication: is for Entra Connect, where an account runs the sync.
func TestTheWayOfAnApplication(t *testing.T) {
	const recent, connect = `"2026-11-22T10:50:00Z"`, "Start Microsoft Entra Connect"
	stops := policy("p", "enabled", everyone, mfa)
	account, cloud := holder("s1", "user", roles.SyncAccounts), holder("c1", "user", roles.SyncAccounts)
	blocks := strings.Replace(policy("p", "enabled", `"includeUsers":["None"]`, strings.Replace(mfa, "mfa", "block", 1)),
		`"users"`, `"clientApplications":{"includeServicePrincipals":["a1"]},"users"`, 1)
	app := holder("a1", "servicePrincipal", roles.SyncAccount)
	for name, c := range map[string]struct {
		holders  []string
		policy   string
		nothing  string
		todo     string
		excludes int
		retires  int
	}{
		"an account":          {[]string{account}, stops, "", connect, 0, 1},
		"both":                {[]string{account, app}, stops, "", connect, 0, 1},
		"an application":      {[]string{app}, stops, "as one already", "", 0, 0},
		"one that is stopped": {[]string{app}, blocks, "", "exclude the application", 1, 0},
		"Cloud Sync":          {[]string{cloud}, stops, "this sync is Cloud Sync", "", 0, 0},
	} {
		w := made(recent, c.holders, c.policy)
		w.Office.Add(tenant.SectionUsers, `{"id":"c1","displayName":"Sync","accountEnabled":true,"userType":"Member",
			"userPrincipalName":"ADToAADSyncServiceAccount@n.example"}`)
		h, err := deps{w.Services()}.hand(t.Context(), &guide.Visit{Answers: map[string]string{askWay: wayApplication}})
		if err != nil {
			t.Fatal(err)
		}
		if (h.Nothing == "") != (c.nothing == "") || !strings.Contains(h.Nothing, c.nothing) ||
			!strings.Contains(strings.Join(h.Todo, "\n"), c.todo) || len(h.Exclusions) != c.excludes ||
			len(h.Retired) != c.retires {
			t.Errorf("%s: %+v", name, h)
		}
	}
}

// TestReady: only a policy that stops every account, or a sync that stands still, holds.
func TestReady(t *testing.T) {
	const old, recent = `"2026-11-01T08:00:00Z"`, `"2026-11-22T10:50:00Z"`
	account, app := holder("s1", "user", roles.SyncAccounts), holder("a1", "servicePrincipal", roles.SyncAccount)
	stops := policy("p", "enabled", everyone, mfa)
	for name, c := range map[string]struct {
		last    string
		holders []string
		policy  string
		holds   bool
	}{
		"one account, stopped":                   {recent, []string{account}, stops, true},
		"one account, let through":               {old, []string{account}, policy("p", "disabled", everyone, mfa), false},
		"an application runs, the old one waits": {recent, []string{account, app}, stops, false},
		"one of two stopped, and it stands":      {old, []string{account, app}, stops, true},
		"an application":                         {old, []string{app}, stops, false},
		"not known":                              {recent, nil, stops, false},
	} {
		d := deps{made(c.last, c.holders, c.policy).Services()}
		doc, err := d.again(t.Context(), &guide.Visit{}, none)
		if err != nil {
			t.Fatal(err)
		}
		if err := ready(nil, doc); (err != nil) != c.holds {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPastedError(t *testing.T) {
	w := made(`"2026-11-01T08:00:00Z"`, []string{holder("s1", "user", roles.SyncAccounts)})
	for text, want := range map[string]string{
		"AADSTS53003: Access has been blocked": "error-aadsts53003=warning", "it just fails": "error-unknown=unknown",
		"Start-ADSyncSyncCycle\nResult\n------\nSuccess": "error-cycle-started=note"} {
		_, codes := facts(t, w, func(d deps) (*report.Document, error) {
			return d.again(t.Context(), &guide.Visit{Answers: map[string]string{askError: text}}, none)
		})
		if !strings.Contains(codes, want) {
			t.Errorf("%s: %s", text, codes)
		}
	}
}

// TestApplicationsStandLast: policies for people never stop an application, so an account
// stands above it in the list; and no fact is there twice.
func TestApplicationsStandLast(t *testing.T) {
	w := made(`"2026-11-22T10:50:00Z"`, []string{holder("app", "servicePrincipal", roles.SyncAccount),
		holder("s1", "user", roles.SyncAccounts)}, policy("a", "enabled", `"includeUsers":["x"]`, mfa),
		policy("b", "enabled", `"includeUsers":["x"]`, mfa))
	doc, err := deps{w.Services()}.again(t.Context(), &guide.Visit{}, func(task.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	var about []string
	seen := map[string]bool{}
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case report.Entries:
			for _, e := range b.Items {
				about = append(about, e.About)
			}
		case report.Facts:
			for _, f := range b.Rows {
				if seen[f.Name] {
					t.Errorf("%q is there twice", f.Label)
				}
				seen[f.Name] = true
			}
		}
	}
	const account, app = "Account of Entra Connect", "Application"
	if got := strings.Join(about, ", "); got != strings.Join([]string{account, account, app, app}, ", ") ||
		!seen["in-use"] {
		t.Errorf("%q, %v", got, seen)
	}
}

// TestWithoutASyncNothingIsAsked: no sync stands still, and there is nothing to fix.
func TestWithoutASyncNothingIsAsked(t *testing.T) {
	w := guidetest.New() // its organisation has no sync
	g := Guide(w.Services())
	doc, err := g.Steps[0].Look(t.Context(), &guide.Visit{Guide: ID}, nil)
	if err != nil || doc.Facts()["in-use"] != "no" || doc.Facts()["stopped"] != "no" {
		t.Fatalf("%v, %v", doc.Facts(), err)
	}
	for in, asked := range map[string]bool{"no": false, "yes": true, "unknown": true} {
		v := &guide.Visit{Outcomes: map[string]guide.Outcome{stepCheck: {Facts: map[string]string{"in-use": in}}}}
		if which().When(v) != asked {
			t.Errorf("in use %s: asked %v", in, !asked)
		}
	}
}
