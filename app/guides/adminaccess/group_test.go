package adminaccess

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/report"
	"handrail/app/tenant"
)

// grouped adds a group with members, and answers that the policies exclude it.
func grouped(w *guidetest.World, fields string, members ...string) *guide.Visit {
	w.Office.Add(tenant.SectionGroups, `{"id":"crew","displayName":"Crew","groupTypes":[],"mailEnabled":false,
		"securityEnabled":true,"onPremisesSyncEnabled":null,"isAssignableToRole":true`+fields+`}`)
	var rows []string
	for _, m := range members {
		kind, id, found := strings.Cut(m, ":")
		if !found {
			kind, id = "user", m
		}
		rows = append(rows, fmt.Sprintf(`{"@odata.type":"#microsoft.graph.%s","id":%q}`, kind, id))
	}
	w.Office.Add(tenant.DirectMembersSection("crew"), rows...)
	return visit(askGroup, groupExisting, askGroupName, "crew")
}

// rowsOf returns the policies at Microsoft.
func rowsOf(t *testing.T, w *guidetest.World) (all []tenant.AccessPolicy) {
	t.Helper()
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		var p tenant.AccessPolicy
		if err := json.Unmarshal(r.Body, &p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func TestPoliciesExcludeTheGroup(t *testing.T) {
	w, d := made(t, false)
	v := grouped(w, "", "em1", "em2")
	found, facts := look(t, d, v, stepEmergency)
	if found["emergency-group-kind"].Severity != report.OK || facts["emergency"] != "yes" {
		t.Errorf("%+v, %v", found, facts)
	}
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	for _, p := range rowsOf(t, w) {
		if u := p.Conditions.Users; !u.ExcludeGroups.Has("crew") || u.Exclude.Has("em1") || u.Exclude.Has("em2") {
			t.Errorf("%+v", u)
		}
	}
	if found, _ := look(t, d, v, stepAgain); found["exclusions-grew"].Code != "" {
		t.Errorf("%+v", found["exclusions-grew"])
	}
	if _, err := act(t, d, v, stepSwitch); err != nil || states(t, w)[nameMFA] != stateOn {
		t.Fatalf("%v", err)
	}
	world, err := d.load(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.refresh(t.Context(), world); err != nil {
		t.Fatal(err)
	}
	accounts, err := world.accounts(t.Context(), glass(v))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range breakglass.Check(accounts, policiesOf(world.policies), true, d.Now()) {
		if l.Code == breakglass.Spared && l.Met != access.Yes {
			t.Errorf("the reach of %s: %+v", l.Account, l)
		}
	}
}

// TestAnAccountThatIsNotInTheGroup is excluded by name, and said.
func TestAnAccountThatIsNotInTheGroup(t *testing.T) {
	w, d := made(t, false)
	v := grouped(w, "", "em1", "cai")
	found, _ := look(t, d, v, stepEmergency)
	if f := found["emergency-group-members"]; f.Severity != report.Warning || !strings.Contains(f.Text, "Emergency em2") {
		t.Errorf("%+v", f)
	}
	if f := found["emergency-group-others"]; f.Severity != report.Warning || !strings.Contains(f.Text, "Cai Rees") {
		t.Errorf("%+v", f)
	}
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	for _, p := range rowsOf(t, w) {
		if u := p.Conditions.Users; !u.ExcludeGroups.Has("crew") || !u.Exclude.Has("em2") || u.Exclude.Has("em1") {
			t.Errorf("%+v", u)
		}
	}
}

// TestGroupsThatThePoliciesDoNotExclude: the accounts are then excluded by name.
func TestGroupsThatThePoliciesDoNotExclude(t *testing.T) {
	for name, c := range map[string]struct {
		fields, says string
		members      []string
		change       func(*guidetest.World)
	}{
		"dynamic": {`,"groupTypes":["DynamicMembership"],"membershipRule":"x"`, "A rule decides", []string{"em1"}, nil},
		"mail":    {`,"mailEnabled":true`, "group for email", []string{"em1"}, nil},
		"nested":  {"", "Another group", []string{"em1", "group:helpers"}, nil},
		"synced":  {`,"onPremisesSyncEnabled":true`, "on-premises", []string{"em1"}, nil},
		"not there": {"", "no such group", nil, func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionGroups] = slices.DeleteFunc(w.Office.Rows[tenant.SectionGroups],
				func(r tenant.Row) bool { return r.ID == "crew" })
		}},
		"two of that name": {"", "could not read", []string{"em1"}, func(w *guidetest.World) {
			w.Office.Add(tenant.SectionGroups, `{"id":"other","displayName":"Crew"}`)
		}},
		"groups not read": {"", "could not read", []string{"em1"}, func(w *guidetest.World) {
			w.Office.Unread(tenant.SectionGroups)
		}},
	} {
		w, d := made(t, false)
		v := grouped(w, c.fields, c.members...)
		if c.change != nil {
			c.change(w)
		}
		found, _ := look(t, d, v, stepEmergency)
		f := found["emergency-group-kind"]
		if f.Severity == report.OK || !strings.Contains(f.Text, c.says) {
			t.Errorf("%s: %+v", name, f)
		}
		shown, err := d.planGroup(t.Context(), v)
		if err != nil || !strings.Contains(shown.Summary, c.says) {
			t.Errorf("%s: %+v, %v", name, shown, err)
		}
		if _, err := act(t, d, v, stepCreate); err != nil {
			t.Fatal(name, err)
		}
		for _, p := range rowsOf(t, w) {
			if u := p.Conditions.Users; len(u.ExcludeGroups) > 0 || !u.Exclude.Has("em1") || !u.Exclude.Has("em2") {
				t.Errorf("%s: %+v", name, u)
			}
		}
	}
}

// loses loses the first answer to a creation.
type loses struct {
	tenant.Writer
	left int
}

func (l *loses) Post(ctx context.Context, object string, body []byte) ([]byte, string, error) {
	answer, id, err := l.Writer.Post(ctx, object, body)
	if err == nil && l.left > 0 {
		l.left--
		return nil, "", &tenant.UnknownOutcome{RequestID: "lost", Err: errors.New("cut")}
	}
	return answer, id, err
}

func TestHandrailMakesTheGroup(t *testing.T) {
	for _, lost := range []int{0, 1} {
		w, d := made(t, false)
		d.Tenant.Writer = &loses{w.Office, lost}
		v := visit(askGroup, groupNew)
		before := len(w.Office.Rows[tenant.SectionGroups])
		shown, err := act(t, d, v, stepGroup)
		if lost > 0 {
			if app.CodeOf(err) != app.Unreachable {
				t.Fatalf("a lost answer: %v", err)
			}
			_, err = act(t, d, v, stepGroup)
		}
		if err != nil || len(w.Office.Rows[tenant.SectionGroups]) != before+1 {
			t.Fatalf("%d lost: %v, %d groups", lost, err, len(w.Office.Rows[tenant.SectionGroups])-before)
		}
		if !slices.ContainsFunc(shown.Affected, func(a guide.Affected) bool {
			return slices.Contains(a.Names, "Emergency em1") && strings.Contains(a.Text, "2 accounts")
		}) {
			t.Errorf("%+v", shown)
		}
		if shown, err = act(t, d, v, stepGroup); err != nil || !strings.Contains(shown.Summary, "is there") {
			t.Errorf("twice: %+v, %v", shown, err)
		}
		found, _ := look(t, d, v, stepEmergency)
		if f := found["emergency-group-others"]; f.Severity != report.OK {
			t.Errorf("%+v", f)
		}
		if _, err := act(t, d, v, stepCreate); err != nil {
			t.Fatal(err)
		}
		for _, p := range rowsOf(t, w) {
			if u := p.Conditions.Users; len(u.ExcludeGroups) != 1 || u.Exclude.Has("em1") {
				t.Errorf("%+v", u)
			}
		}
		v.Answers[askGroup] = groupNone
		if shown, err = act(t, d, v, stepGroup); app.CodeOf(err) != app.Denied ||
			!strings.Contains(shown.Summary, "a policy excludes it") {
			t.Errorf("a group in use: %+v, %v", shown, err)
		}
		w.Office.Rows[tenant.SectionAccess] = nil
		w.Office.Add(tenant.SectionAccess)
		if shown, err = act(t, d, v, stepGroup); err != nil || shown.Changes[0].After != "Deleted" ||
			len(w.Office.Rows[tenant.SectionGroups]) != before {
			t.Errorf("deleted: %+v, %v", shown, err)
		}
		v.Answers[askGroup] = groupNew
		if _, err = act(t, d, v, stepGroup); err != nil || len(w.Office.Rows[tenant.SectionGroups]) != before+1 {
			t.Errorf("made again: %v", err)
		}
	}
}
