package graphsim

import (
	"fmt"
	"strings"
	"testing"

	"handrail/app/sample/graphsim/csdl"
)

const auditPath = "/v1.0/auditLogs/directoryAudits"

// lastAudits are the newest entries, in short: activity, actor, targets and properties.
func lastAudits(t *testing.T, c *Cloud, n int) (all []string) {
	t.Helper()
	r := get(t, c, auditPath+"?$orderby=activityDateTime desc&$top="+fmt.Sprint(n))
	for _, row := range r.rows(t) {
		by := row["initiatedBy"].(map[string]any)
		who, _ := by["user"].(map[string]any)
		app, _ := by["app"].(map[string]any)
		line := fmt.Sprint(row["activityDisplayName"], " by ", who["userPrincipalName"], app["displayName"])
		for _, each := range row["targetResources"].([]any) {
			target := each.(map[string]any)
			line += fmt.Sprint(" ", target["type"])
			for _, p := range target["modifiedProperties"].([]any) {
				line += fmt.Sprint(" ", p.(map[string]any)["displayName"])
			}
		}
		all = append(all, line)
	}
	return all
}

func TestEachWriteIsLogged(t *testing.T) {
	c := small()
	me, daniel := c.hand[0].upn, c.hand[1]
	group := c.groups[c.byGroup["exclusions"]]
	policy := c.access[0].str("id")
	for _, k := range []struct{ method, path, body, want string }{
		{"PATCH", "/v1.0/identity/conditionalAccess/policies/" + policy, `{"state":"disabled"}`,
			"Update conditional access policy by " + me + "<nil> Policy ConditionalAccessPolicy"},
		{"DELETE", "/v1.0/identity/conditionalAccess/policies/" + policy, "",
			"Delete conditional access policy by " + me + "<nil> Policy ConditionalAccessPolicy"},
		{"POST", "/v1.0/groups/" + group.id + "/members/$ref", `{"@odata.id":"https://x/directoryObjects/` + daniel.id + `"}`,
			"Add member to group by " + me + "<nil> User Group.ObjectID Group.DisplayName Group"},
		{"DELETE", "/v1.0/groups/" + group.id + "/members/" + daniel.id + "/$ref", "",
			"Remove member from group by " + me + "<nil> User Group.ObjectID Group.DisplayName Group"},
		{"DELETE", "/v1.0/roleManagement/directory/roleAssignments/" + c.assignmentID(c.holders[0]), "",
			"Remove member from role by " + me + "<nil> User Role.ObjectID Role.DisplayName Role.TemplateId Role"},
		{"PATCH", "/v1.0/policies/authenticationMethodsPolicy", `{"policyMigrationState":"migrationComplete"}`,
			"Authentication Methods Policy Update by " + me + "<nil> Policy AuthenticationMethodsPolicy"},
		{"PATCH", "/beta/users/" + daniel.id + "/authentication/requirements", `{"perUserMfaState":"enforced"}`,
			"Enable Strong Authentication by " + me + "<nil> User StrongAuthenticationRequirement"},
		{"POST", "/v1.0/users/" + daniel.id + "/authentication/temporaryAccessPassMethods", `{"isUsableOnce":true}`,
			"Admin registered security info by " + me + "<nil> User"},
	} {
		if r := ask(t, c, k.method, k.path, k.body, "User-Agent", "Handrail"); r.status >= 300 {
			t.Fatalf("%s %s: %s", k.method, k.path, r.text)
		}
		if got := lastAudits(t, c, 1); strings.Join(got, "") != k.want {
			t.Errorf("%s %s: %q, want %q", k.method, k.path, got, k.want)
		}
	}
	before := len(c.audits)
	if r := ask(t, c, "DELETE", "/v1.0/groups/none", ""); r.status < 400 || len(c.audits) != before {
		t.Error("a refused write is logged as one that was made")
	}
	if _, err := csdl.Load(); err == nil {
		if wrong := csdl.Check("directoryAudit", []byte(get(t, c, auditPath).text)); wrong != nil {
			t.Error(wrong)
		}
	}
}

// TestOthersActToo: what is done by hand is logged as what somebody else did, also after a new start.
func TestOthersActToo(t *testing.T) {
	file := t.TempDir() + "/diary"
	o := Options{Seed: 1, Now: noon, Diary: file}
	c := New(o)
	daniel, policy := c.handPerson(t, "daniel.osei"), c.access[0].str("id")
	c.Acting(Actor{Person: "daniel.osei", Agent: Browser})
	if err := c.Exclude(policy, c.handPerson(t, "tess.okafor").id); err != nil {
		t.Fatal(err)
	}
	c.Acting(Actor{App: "Backup tool"})
	if err := c.Exclude(policy, c.handPerson(t, "ruth.ashdown").id); err != nil {
		t.Fatal(err)
	}
	for _, each := range []*Cloud{c, New(o)} {
		got := lastAudits(t, each, 2)
		if both := got[0] + got[1]; !strings.Contains(both, "by "+daniel.upn+"<nil>") ||
			!strings.Contains(both, "by <nil>Backup tool") {
			t.Errorf("%q", got)
		}
	}
	of := get(t, c, auditPath+"?$filter=initiatedBy/user/id eq '"+daniel.id+
		"' and activityDateTime ge 2026-11-22T00:00:00Z")
	if rows := of.rows(t); len(rows) != 1 || !strings.Contains(of.text, `"key":"User-Agent","value":"Mozilla/5.0`) {
		t.Errorf("%d rows: %s", len(rows), of.text)
	}
}

func TestHowLongTheLogIsKept(t *testing.T) {
	count := func(c *Cloud, query string) int { return len(get(t, c, auditPath+query).rows(t)) }
	all := count(small(), "")
	free := New(Options{Seed: 1, Now: noon, NoPremium: true})
	if n := count(free, ""); n == 0 || n >= all {
		t.Errorf("%d entries without P1, %d with", n, all)
	}
	c, pages := small(), 0
	for next := auditPath + "?$top=5"; next != ""; pages++ {
		r := get(t, c, next)
		next = r.next()
	}
	if pages != (all+4)/5 {
		t.Errorf("%d pages for %d entries", pages, all)
	}
	if r := get(t, c, auditPath+"?$filter=result eq 'failure'"); r.status != 400 {
		t.Errorf("a filter that is not documented: %d", r.status)
	}
}
