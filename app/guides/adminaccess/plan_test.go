package adminaccess

import (
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/tenant"
)

// TestNoSwitchWithoutTheRoles: both roles are proven before the first write.
func TestNoSwitchWithoutTheRoles(t *testing.T) {
	for name, c := range map[string]struct {
		rows []string
		says string
	}{
		"security defaults need another role": {[]string{holding("ada", exclusion.PolicyRoles[0], "/")},
			"do not hold the role Security Administrator"},
		"no role": {nil, "do not hold the role Conditional Access Administrator"},
		"not active yet": {[]string{strings.Replace(holding("ada", exclusion.PolicyRoles[1], "/"), `"principalId"`,
			`"handrailEligible":true,"principalId"`, 1)}, "Activate your role Security Administrator"},
		"for a unit only": {[]string{holding("ada", exclusion.PolicyRoles[1], "/administrativeUnits/1")},
			"for a part of the organisation only"},
		"proven": {[]string{holding("ada", exclusion.PolicyRoles[1], "/")}, ""},
		"proven by two": {[]string{holding("ada", exclusion.PolicyRoles[0], "/"),
			holding("ada", exclusion.PolicyRoles[1], "/")}, ""},
	} {
		w, d := made(t, true)
		if _, err := act(t, d, visit(), stepCreate); err != nil {
			t.Fatal(err)
		}
		w.Office.Rows[tenant.SectionRoles] = slices.DeleteFunc(w.Office.Rows[tenant.SectionRoles],
			func(r tenant.Row) bool { return strings.Contains(string(r.Body), `"principalId":"ada"`) })
		w.Office.Add(tenant.SectionRoles, c.rows...)
		plan, err := act(t, d, visit(), stepSwitch)
		if c.says == "" {
			if err != nil || defaultsOn(w) {
				t.Errorf("%s: %v, %q", name, err, plan.Summary)
			}
			continue
		}
		if app.CodeOf(err) != app.Denied || !strings.Contains(plan.Summary, c.says) || !defaultsOn(w) ||
			states(t, w)[nameMFA] != stateReport {
			t.Errorf("%s: %v, %q", name, err, plan.Summary)
		}
	}
	w, d := made(t, true)
	if _, err := act(t, d, visit(), stepCreate); err != nil {
		t.Fatal(err)
	}
	w.Office.Refusals = map[string]tenant.SectionError{tenant.SectionRoles: {State: tenant.Failed, Message: "No.",
		Hint: "Wait."}}
	if _, err := act(t, d, visit(), stepSwitch); app.CodeOf(err) != app.Unreachable || !defaultsOn(w) {
		t.Errorf("roles that cannot be read again: %v", err)
	}
}

// TestThePlanNamesEveryPerson: no name is cut off, for MFA and for legacy apps.
func TestThePlanNamesEveryPerson(t *testing.T) {
	w, d := made(t, true)
	for _, id := range strings.Split("p1 p2 p3 p4 p5 p6 p7 p8 p9 p10", " ") {
		account(w, id, "", `"microsoftAuthenticatorPush"`)
		signIn(w, id, "IMAP4", 0)
	}
	for _, others := range []string{othersProtect, othersLeave} {
		v := visit(askOthers, others)
		if _, err := act(t, d, v, stepCreate); err != nil {
			t.Fatal(err)
		}
		plan, err := d.planSwitch(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		text := map[string]string{}
		people := 0
		for _, b := range plan.Blocks {
			switch b := b.(type) {
			case report.Entries:
				people = len(b.Items)
			case report.Table:
				for _, row := range b.Rows {
					text[b.Title] += strings.Join(row, "|") + "\n"
				}
			}
		}
		after := map[string]string{othersProtect: "Blocked", othersLeave: "Not blocked"}[others]
		if people != len(w.Office.Rows[tenant.SectionUsers]) ||
			strings.Count(text["Legacy apps, person by person"], "|"+after+"\n") != 10 ||
			strings.Contains(text["People who lose what security defaults require"], "Person p10") !=
				(others == othersLeave) {
			t.Errorf("%s: %d people, %v", others, people, text)
		}
	}
}

// TestMicrosoftsOwnPoliciesAreNoAlarm: those that appear when security defaults go off are
// named as expected.
func TestMicrosoftsOwnPoliciesAreNoAlarm(t *testing.T) {
	w, d := on(t, true)
	w.Office.Add(tenant.SectionAccess, `{"id":"m","displayName":"Microsoft-managed: Block legacy authentication",
		"state":"enabledForReportingButNotEnforced","createdDateTime":"`+guidetest.Noon.Format("2006-01-02T15:04:05Z")+
		`","conditions":{"users":{"includeUsers":["All"]}}}`, `{"id":"old","displayName":"Old","state":"disabled",
		"createdDateTime":"2020-01-01T00:00:00Z","conditions":{"users":{"includeUsers":["All"]}}}`)
	found, facts := look(t, d, visit(), stepAgain)
	f := found["policies-managed"]
	if f.Severity != report.Note || !strings.Contains(f.Text, "Block legacy") || strings.Contains(f.Text, "Old") ||
		facts["on"] != "yes" {
		t.Errorf("%+v, %v", f, facts)
	}
	if _, alarm := found["policies-appeared"]; alarm {
		t.Errorf("%+v", found["policies-appeared"])
	}
}

// TestTheRestGetsWhatTheOtherGuidePlans: the policy that requires MFA from everyone affects
// each person as the option of the guide that requires MFA does.
func TestTheRestGetsWhatTheOtherGuidePlans(t *testing.T) {
	w, d := made(t, true)
	account(w, "p1", "", `"microsoftAuthenticatorPush"`)
	account(w, "p2", "", "")
	account(w, "p3", "", "none")
	v := visit()
	known, err := d.load(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	option, ok := mfa.DemandByID(mfa.DemandAccess)
	if !ok {
		t.Fatal("no such option")
	}
	known.o.Enforcement.Portals = access.No
	theirs, ok := mfa.Demanded(known.o, option, known.spared(v), mfa.Question{})
	if !ok {
		t.Fatal("its effect is not known")
	}
	ours := known.preview(v, others[:1], false)
	for i := range theirs.Results {
		one := &theirs.Question.Organisation.People[i]
		mine := ours.Results[known.position(one.ID)].Shown()
		if mine != theirs.Results[i].Shown() {
			t.Errorf("%s: %v, the other guide %v", one.Label(), mine.Codes(), theirs.Results[i].Shown().Codes())
		}
	}
	if len(ours.Totals) < 2 {
		t.Errorf("everyone meets the same: %v", ours.Totals)
	}
}
