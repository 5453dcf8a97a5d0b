package syncidentity

import (
	"strings"
	"testing"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// eligible makes a holder one that must activate the role first.
func eligible(holder string) string {
	return strings.Replace(holder, `"principalId"`, `"handrailEligible":true,"principalId"`, 1)
}

// said runs a step, and returns the findings by code and the whole text of it.
func said(t *testing.T, w *guidetest.World,
	step func(deps) (*report.Document, error)) (map[string]report.Finding, string) {
	t.Helper()
	doc, err := step(deps{w.Services()})
	if err != nil {
		t.Fatal(err)
	}
	all, text := map[string]report.Finding{}, doc.Headline
	for _, f := range doc.Findings() {
		all[f.Code], text = f, text+" "+f.Title+" "+f.Text
	}
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok {
			for _, item := range e.Items {
				text += " " + item.Title + " " + item.State
			}
		}
	}
	return all, text
}

func policiesStep(t *testing.T) func(deps) (*report.Document, error) {
	return func(d deps) (*report.Document, error) { return d.policies(t.Context(), &guide.Visit{}, none) }
}

// TestWhoeverHoldsTheRoleIsNotLetThrough: what holds the role may be named by itself, or
// through someone in it whom no one read.
func TestWhoeverHoldsTheRoleIsNotLetThrough(t *testing.T) {
	crew := func(w *guidetest.World) {
		group(w, "g1", "s1")
		w.Office.Add(tenant.SectionGroups, `{"id":"outer","displayName":"Outer"}`)
		w.Office.Add(tenant.MembersSection("outer"), `{"@odata.type":"#microsoft.graph.group","id":"G1"}`)
	}
	for name, c := range map[string]struct {
		kind, users string
		want        report.Severity
	}{
		"named by ID":                     {"", `"includeUsers":["x1"]`, report.Unknown},
		"someone else is named":           {"", `"includeUsers":["ben"]`, report.Unknown},
		"someone in the group":            {"group", `"includeUsers":["ben"]`, report.Unknown},
		"the group":                       {"group", `"includeGroups":["g1"]`, report.Unknown},
		"a group that has it":             {"group", `"includeGroups":["outer"]`, report.Unknown},
		"all, and someone excluded":       {"group", everyone + `,"excludeUsers":["ben"]`, report.Unknown},
		"all, and the group excluded":     {"group", everyone + `,"excludeGroups":["G1"]`, report.OK},
		"all, and one around it":          {"group", everyone + `,"excludeGroups":["outer"]`, report.OK},
		"all, and the role":               {"group", everyone + `,"excludeRoles":["` + role + `"]`, report.OK},
		"another group is what it is for": {"group", `"includeGroups":["other"]`, report.Unknown},
	} {
		id := map[string]string{"": "x1", "group": "g1"}[c.kind]
		w := made(recent, []string{holder(id, c.kind, role)}, policy("p", "enabled", c.users, mfa))
		crew(w)
		if found, text := said(t, w, policiesStep(t)); found[codeVerdict].Severity != c.want {
			t.Errorf("%s: %s, %s", name, found[codeVerdict].Severity, text)
		}
	}
}

func TestARowThatWasReadInPartLetsNothingThrough(t *testing.T) {
	user := holder("s1", "user", role)
	const all = `"conditions":{"users":{"includeUsers":["All"]},"applications":{"includeApplications":["All"]}}`
	for _, rest := range []string{`"conditions":null,"grantControls":` + mfa, `"grantControls":` + mfa, all,
		`"conditions":{"users":null},"grantControls":` + mfa, all + `,"grantControls":[]`,
		`"conditions":7,"grantControls":{}`} {
		w := made(recent, []string{user}, `{"id":"odd","displayName":null,"state":"enabled",`+rest+`}`,
			on(`"excludeRoles":["`+role+`"]`))
		found, text := said(t, w, policiesStep(t))
		if found[codeVerdict].Severity != report.Unknown || !strings.Contains(text, "Not known for 1 policy") ||
			!strings.Contains(text, " odd Not known") {
			t.Errorf("%s: %s", rest, text)
		}
	}
}

func TestAClockThatIsWrongProvesNothing(t *testing.T) {
	for last, want := range map[string]report.Severity{`"2026-11-22T11:05:00Z"`: report.OK, // read at 11:00
		`"2026-11-22T11:15:00Z"`: report.Unknown, `"2030-01-01T00:00:00Z"`: report.Unknown} {
		w := made(last, []string{holder("s1", "user", role)})
		doc, err := deps{w.Services()}.check(t.Context(), &guide.Visit{}, none)
		if err != nil {
			t.Fatal(err)
		}
		f := doc.Findings()[0]
		if f.Severity != want || want == report.Unknown && doc.Facts()["stopped"] != "unknown" {
			t.Errorf("%s: %+v, %v", last, f, doc.Facts())
		}
	}
}

func TestAHolderThatCannotSignInRunsNoSync(t *testing.T) {
	identity := func(d deps) (*report.Document, error) { return d.identity(t.Context(), &guide.Visit{}, none) }
	blocked := `{"id":"d1","displayName":"Old","userPrincipalName":"Sync_D@n.example","accountEnabled":false,
		"userType":"Member"}`
	for name, h := range map[string]string{"eligible": eligible(holder("s1", "user", role)),
		"blocked": holder("d1", "user", role)} {
		w := made(recent, []string{h})
		w.Office.Add(tenant.SectionUsers, blocked)
		if found, text := said(t, w, identity); found["identity-unknown"].Severity != report.Unknown {
			t.Errorf("%s: %s", name, text)
		}
		if found, text := said(t, w, policiesStep(t)); found[codeVerdict].Severity != report.Unknown {
			t.Errorf("%s: %s", name, text)
		}
	}
	w := made(recent, []string{eligible(holder("c1", "user", role)), holder("s1", "user", role)},
		on(`"excludeUsers":["c1"]`))
	if found, text := said(t, w, policiesStep(t)); found[codeVerdict].Severity != report.Problem {
		t.Errorf("one that cannot be in use is let through: %s", text)
	}
}

func TestTheStepsNameEachPolicy(t *testing.T) {
	exclude := &guide.Visit{Answers: map[string]string{askWay: wayExclude}}
	w := made(recent, []string{holder("s1", "user", role)}, on(""), strings.Replace(on(""), `"id":"p"`, `"id":"q"`, 1),
		policy("", "enabled", everyone, mfa))
	h, err := deps{w.Services()}.hand(t.Context(), exclude)
	text := strings.Join(h.Todo, "\n")
	if err != nil || !strings.Contains(text, "with the ID p,") || !strings.Contains(text, "with the ID q,") {
		t.Errorf("%v\n%s", err, text)
	}
	w = made(recent, []string{holder("s1", "user", role)}, on(`"excludeGroups":["nowhere"]`))
	w.Office.Unread(tenant.MembersSection("nowhere"))
	h, err = deps{w.Services()}.hand(t.Context(), exclude)
	if err != nil || !strings.Contains(h.Nothing, "not known") {
		t.Errorf("%v, %+v", err, h)
	}
	w.Office.Unread(tenant.SectionAccess)
	if h, err = (deps{w.Services()}).hand(t.Context(), exclude); err != nil || !strings.Contains(h.Nothing, "not known") {
		t.Errorf("%v, %+v", err, h)
	}
}
