package syncidentity

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guides/guidetest"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

const (
	lately = `"2026-11-22T10:50:00Z"`
	crew   = `{"id":"crew","displayName":"Crew","groupTypes":[],"mailEnabled":false,"securityEnabled":true,
		"onPremisesSyncEnabled":null,"isAssignableToRole":true}`
)

// syncs is an organisation that a policy stops and another will stop, with an administrator at
// this computer who holds a role.
func syncs(role string, more ...string) (*guidetest.World, deps) {
	w := made(lately, append([]string{holder("s1", "user", roles.SyncAccounts), holder("ada", "user", role)}, more...),
		policy("p", "enabled", everyone+`,"excludeUsers":["ben"]`, mfa),
		policy("q", "enabledForReportingButNotEnforced", everyone, mfa),
		policy("r", "enabled", everyone+`,"excludeRoles":["`+roles.SyncAccounts+`"]`, mfa))
	w.Office.Account = "ada@northgate.example"
	return w, deps{w.Services()}
}

func asked(pairs ...string) *guide.Visit {
	v := &guide.Visit{ID: "v", Guide: ID, Outcomes: map[string]guide.Outcome{}, Answers: map[string]string{
		askWay: wayExclude, askGroup: groupNew, askKeep: keepThem}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Answers[pairs[i]] = pairs[i+1]
	}
	return v
}

// act plans and applies a step.
func act(t *testing.T, d deps, v *guide.Visit, step string) (*guide.Plan, error) {
	t.Helper()
	for _, s := range Guide(d.Services).Steps {
		if s.ID == step {
			plan, err := s.Plan(t.Context(), v)
			if err != nil {
				t.Fatal(step, err)
			}
			return plan, s.RunApply(t.Context(), v, plan, nil)
		}
	}
	t.Fatal(step)
	return nil, nil
}

func rowOf(t *testing.T, w *guidetest.World, id string) (p tenant.AccessPolicy) {
	t.Helper()
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		if r.ID == id {
			if err := json.Unmarshal(r.Body, &p); err != nil {
				t.Fatal(err)
			}
		}
	}
	return p
}

// rest returns the policies without whom they exclude by group.
func rest(t *testing.T, w *guidetest.World) string {
	t.Helper()
	var all []string
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		var p map[string]any
		if err := json.Unmarshal(r.Body, &p); err != nil {
			t.Fatal(err)
		}
		delete(p["conditions"].(map[string]any)["users"].(map[string]any), "excludeGroups")
		text, _ := json.Marshal(p)
		all = append(all, string(text))
	}
	return strings.Join(all, "\n")
}

// TestHandrailExcludesTheAccount: the group is made with the account alone, each policy that
// stops the sync gets it with one request, the others stay, and the undo gives back what was.
func TestHandrailExcludesTheAccount(t *testing.T) {
	w, d := syncs(roles.GlobalAdministrator)
	v, before, groups := asked(), rest(t, w), len(w.Office.Rows[tenant.SectionGroups])
	plan, err := act(t, d, v, stepExclude)
	if err != nil {
		t.Fatal(err)
	}
	want := []guide.Change{
		{Setting: "Group “" + nameGroup + "”", Now: "Not there", After: "Has Sync_SRV_1@n.example"},
		{Setting: "Policy “Policy p”", Now: "On: stops the sync", After: "On, excludes the group: lets the sync through"},
		{Setting: "Policy “Policy q”", Now: "Report-only: will stop the sync",
			After: "Report-only, excludes the group: lets the sync through"}}
	if !slices.Equal(plan.Changes, want) || plan.ByHand || plan.Undo == "" {
		t.Errorf("%+v", plan)
	}
	if a := plan.Affected[0]; !strings.HasPrefix(a.Text, "2 policies") || !slices.Equal(a.Names,
		[]string{"Sync_SRV_1@n.example"}) {
		t.Errorf("%+v", plan.Affected)
	}
	p := rowOf(t, w, "p").Conditions.Users
	if len(p.ExcludeGroups) != 1 || !p.Exclude.Has("ben") || rest(t, w) != before ||
		len(rowOf(t, w, "r").Conditions.Users.ExcludeGroups) != 0 {
		t.Errorf("%+v\n%s", p, rest(t, w))
	}
	again, err := act(t, d, v, stepExclude)
	if err != nil || !guide.Unchanged(again.Changes) || len(again.Changes) != 3 {
		t.Errorf("twice: %+v, %v", again, err)
	}
	doc, err := d.again(t.Context(), v, none)
	if facts := doc.Facts(); err != nil || facts["stops"] != "0" || facts["will-stop"] != "0" ||
		facts[factExcluded] != "2" {
		t.Errorf("%v, %v", doc.Facts(), err)
	}
	h, err := d.hand(t.Context(), v)
	if err != nil || !strings.Contains(strings.Join(h.Todo, ""), "Start-ADSyncSyncCycle") || len(h.Todo) != 1 {
		t.Errorf("%+v, %v", h, err)
	}
	v.Answers[askKeep] = keepUndo
	if plan, err = act(t, d, v, stepKeep); err != nil || len(plan.Changes) != 3 ||
		plan.Changes[2] != (guide.Change{Setting: "Group “" + nameGroup + "”", Now: "There", After: "Deleted"}) ||
		!strings.Contains(plan.Affected[0].Text, "The sync stops") {
		t.Fatalf("%+v, %v", plan, err)
	}
	if got := rowOf(t, w, "p").Conditions.Users.ExcludeGroups; len(got) != 0 || rest(t, w) != before ||
		len(w.Office.Rows[tenant.SectionGroups]) != groups {
		t.Errorf("undone: %v", got)
	}
	if plan, err = act(t, d, v, stepKeep); err != nil || !guide.Unchanged(plan.Changes) {
		t.Errorf("undone twice: %+v, %v", plan, err)
	}
	if plan, err = act(t, d, v, stepExclude); err != nil || len(rowOf(t, w, "q").Conditions.Users.ExcludeGroups) != 1 {
		t.Errorf("excluded again: %+v, %v", plan, err)
	}
}

// TestAGroupThatIsThere: the account is put in, who else is in it is named, and the undo takes
// it out again.
func TestAGroupThatIsThere(t *testing.T) {
	for name, inside := range map[string][]string{"without the account": {"ben"}, "with the account": {"ben", "s1"}} {
		w, d := syncs(roles.GlobalAdministrator)
		w.Office.Add(tenant.SectionGroups, crew)
		var rows []string
		for _, id := range inside {
			rows = append(rows, `{"@odata.type":"#microsoft.graph.user","id":"`+id+`","displayName":"Who `+id+`"}`)
		}
		w.Office.Add(tenant.DirectMembersSection("crew"), rows...)
		w.Office.Add(tenant.MembersSection("crew"), rows...)
		v := asked(askGroup, groupExisting, askGroupName, "crew")
		plan, err := act(t, d, v, stepExclude)
		if err != nil || plan.Changes[0].Unchanged() != (len(inside) == 2) {
			t.Fatalf("%s: %+v, %v", name, plan, err)
		}
		if !slices.ContainsFunc(plan.Affected, func(a guide.Affected) bool {
			return a.Severity == report.Warning && slices.Equal(a.Names, []string{"Who ben"})
		}) {
			t.Errorf("%s: %+v", name, plan.Affected)
		}
		if !rowOf(t, w, "p").Conditions.Users.ExcludeGroups.Has("crew") ||
			len(w.Office.Rows[tenant.DirectMembersSection("crew")]) != 2 {
			t.Errorf("%s: %v", name, w.Office.Rows[tenant.DirectMembersSection("crew")])
		}
		v.Answers[askKeep] = keepUndo
		if _, err := act(t, d, v, stepKeep); err != nil || len(w.Office.Rows[tenant.DirectMembersSection("crew")]) !=
			len(inside) || len(rowOf(t, w, "p").Conditions.Users.ExcludeGroups) != 0 {
			t.Errorf("%s, undone: %v", name, err)
		}
	}
}

// TestWhereHandrailMayNot: nothing is written, the plan says why, and the instructions are
// exact.
func TestWhereHandrailMayNot(t *testing.T) {
	const reader, access = "f2ef992c-3afb-46b9-b7cf-a126ee74c451", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"
	for name, c := range map[string]struct {
		role, says string
		change     func(*guidetest.World, *deps)
	}{
		"no role":                 {reader, "You do not hold the role Conditional Access Administrator", nil},
		"a role for the policies": {access, "Changes to this group need it", nil},
		"someone else": {roles.GlobalAdministrator, "not known which account", func(w *guidetest.World, _ *deps) {
			w.Office.Account = "who@else.example"
		}},
		"roles not read": {reader, "Handrail does not know the account", func(w *guidetest.World, _ *deps) {
			w.Office.Unread(tenant.SectionRoles)
		}},
		"people not read": {roles.GlobalAdministrator, "not known which account", func(w *guidetest.World, _ *deps) {
			w.Office.Unread(tenant.SectionUsers)
		}},
		"no writer": {roles.GlobalAdministrator, "cannot make this change here", func(_ *guidetest.World, d *deps) {
			d.Tenant.Writer = nil
		}},
	} {
		w, d := syncs(c.role)
		if c.change != nil {
			c.change(w, &d)
		}
		v, before, groups := asked(), rest(t, w), len(w.Office.Rows[tenant.SectionGroups])
		plan, err := act(t, d, v, stepExclude)
		if !strings.Contains(plan.Summary, c.says) || app.CodeOf(err) != app.Denied && !guide.Unchanged(plan.Changes) ||
			rest(t, w) != before || len(w.Office.Rows[tenant.SectionGroups]) != groups {
			t.Errorf("%s: %v, %q", name, err, plan.Summary)
		}
		h, err := d.hand(t.Context(), v)
		if todo := strings.Join(h.Todo, "\n"); err != nil || name != "roles not read" &&
			(!strings.Contains(todo, nameGroup) || !strings.Contains(todo, "“Policy p”")) {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
	}
}

// TestNothingToExclude: the plan says why nothing changes.
func TestNothingToExclude(t *testing.T) {
	for name, c := range map[string]struct {
		says   string
		v      *guide.Visit
		change func(*guidetest.World)
	}{
		"an application is chosen": {"as an application", asked(askWay, wayApplication), nil},
		"nothing stops it": {"nothing to exclude", asked(), func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionAccess] = w.Office.Rows[tenant.SectionAccess][2:]
		}},
		"policies not read": {"could not read your policies", asked(), func(w *guidetest.World) {
			w.Office.Unread(tenant.SectionAccess)
		}},
		"no sync": {"No sync is in use", asked(), func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionOrganisation] = nil
			w.Office.Add(tenant.SectionOrganisation, `{"id":"t","onPremisesSyncEnabled":null}`)
		}},
		"a group that is not there": {"no such group", asked(askGroup, groupExisting, askGroupName, "Nowhere"), nil},
		"a group that a rule fills": {"A rule decides", asked(askGroup, groupExisting, askGroupName, "crew"),
			func(w *guidetest.World) {
				w.Office.Add(tenant.SectionGroups, strings.Replace(crew, `"groupTypes":[]`,
					`"groupTypes":["DynamicMembership"],"membershipRule":"x"`, 1))
				w.Office.Add(tenant.DirectMembersSection("crew"))
			}},
		"only what stops an application": {"cannot be changed with a group", asked(), func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionRoles] = nil
			w.Office.Add(tenant.SectionRoles, holder("a1", "servicePrincipal", roles.SyncAccounts))
			w.Office.Add(tenant.SectionAccess, `{"id":"w","displayName":"Apps","state":"enabled","conditions":{
				"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{"includeUsers":["None"]},
				"clientApplications":{"includeServicePrincipals":["a1"]}},"grantControls":{"operator":"OR",
				"builtInControls":["block"]}}`)
		}},
	} {
		w, d := syncs(roles.GlobalAdministrator)
		if c.change != nil {
			c.change(w)
		}
		before := rest(t, w)
		plan, err := act(t, d, c.v, stepExclude)
		if err != nil || !strings.Contains(plan.Summary, c.says) || !guide.Unchanged(plan.Changes) || rest(t, w) != before {
			t.Errorf("%s: %v, %q", name, err, plan.Summary)
		}
	}
}

// flaky is a writer that refuses or loses the answer to one request; takes: it takes effect
// all the same.
type flaky struct {
	tenant.Writer
	at    string // in the path
	lost  bool
	takes bool
	sent  []string
}

func (f *flaky) fail(object string, request func() error) error {
	f.sent = append(f.sent, object)
	if f.at == "" || !strings.Contains(object, f.at) {
		return request()
	}
	f.at = ""
	if f.takes {
		if err := request(); err != nil {
			return err
		}
	}
	if f.lost {
		return &tenant.UnknownOutcome{RequestID: "lost", Err: errors.New("cut")}
	}
	return app.Errorf(app.Denied, "Ask an administrator.", "Your account may not do this. Nothing was changed.")
}

func (f *flaky) Post(ctx context.Context, object string, body []byte) (answer []byte, id string, err error) {
	err = f.fail(object, func() (err error) { answer, id, err = f.Writer.Post(ctx, object, body); return err })
	if err != nil {
		answer = nil
	}
	return answer, id, err
}

func (f *flaky) Patch(ctx context.Context, object string, body []byte) (id string, err error) {
	err = f.fail(object, func() (err error) { id, err = f.Writer.Patch(ctx, object, body); return err })
	return id, err
}

func (f *flaky) Delete(ctx context.Context, object string) (id string, err error) {
	err = f.fail(object, func() (err error) { id, err = f.Writer.Delete(ctx, object); return err })
	return id, err
}

// TestFaultsAtEachRequest: whatever becomes of a request, the next confirmation ends the act,
// nothing is made twice, and a lost answer is read and not claimed.
func TestFaultsAtEachRequest(t *testing.T) {
	for _, at := range []string{exclusion.GroupsPath, "/policies/p", "/policies/q", "$ref"} {
		for name, fault := range map[string]flaky{"refused": {}, "lost before": {lost: true},
			"lost after": {lost: true, takes: true}} {
			w, d := syncs(roles.GlobalAdministrator)
			w.Office.Add(tenant.SectionGroups, crew)
			w.Office.Add(tenant.DirectMembersSection("crew"))
			v, groups := asked(), len(w.Office.Rows[tenant.SectionGroups])
			if at == "$ref" {
				v = asked(askGroup, groupExisting, askGroupName, "crew")
			} else {
				groups++
			}
			now := guidetest.Noon
			d.Now = func() time.Time { return now }
			fault.Writer, fault.at = d.Tenant.Writer, at
			d.Tenant.Writer = &fault
			if _, err := act(t, d, v, stepExclude); err == nil {
				t.Errorf("%s, %s: nothing failed", at, name)
			}
			now = now.Add(2 * change.Late)
			plan, err := act(t, d, v, stepExclude)
			if err != nil || len(w.Office.Rows[tenant.SectionGroups]) != groups {
				t.Fatalf("%s, %s: %v, %+v, %d groups, sent %v", at, name, err, plan,
					len(w.Office.Rows[tenant.SectionGroups])-groups, fault.sent)
			}
			for _, id := range []string{"p", "q"} {
				if got := rowOf(t, w, id).Conditions.Users.ExcludeGroups; len(got) != 1 {
					t.Errorf("%s, %s: %s excludes %v", at, name, id, got)
				}
			}
			if h, _ := d.runner().History(t.Context(), v.ID); len(h.Unsettled()) != 0 {
				t.Errorf("%s, %s: %+v", at, name, h.Unsettled())
			}
			v.Answers[askKeep] = keepUndo
			if _, err := act(t, d, v, stepKeep); err != nil || len(rowOf(t, w, "p").Conditions.Users.ExcludeGroups) != 0 {
				t.Errorf("%s, %s: undone: %v", at, name, err)
			}
		}
	}
}

// TestDriftBeforeTheExclusion: what changed since the plan was shown stops the act before the
// first request.
func TestDriftBeforeTheExclusion(t *testing.T) {
	for name, drift := range map[string]func(*guidetest.World){
		"a policy was switched on": func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionAccess][1].Body = []byte(policy("q", "enabled", everyone, mfa))
		},
		"a policy is gone": func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionAccess] = w.Office.Rows[tenant.SectionAccess][1:]
		},
		"a policy is new": func(w *guidetest.World) {
			w.Office.Add(tenant.SectionAccess, policy("n", "enabled", everyone, mfa))
		},
		"the role is gone": func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionRoles] = w.Office.Rows[tenant.SectionRoles][:1]
		},
	} {
		w, d := syncs(roles.GlobalAdministrator)
		v := asked()
		plan, err := d.planExclude(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		drift(w)
		d = deps{w.Services()}
		before, groups := rest(t, w), len(w.Office.Rows[tenant.SectionGroups])
		err = d.applyExclude(t.Context(), v, plan, none)
		message, hint := app.UserMessage(err)
		if code := app.CodeOf(err); code != app.Invalid && code != app.Denied || rest(t, w) != before ||
			len(w.Office.Rows[tenant.SectionGroups]) != groups || !strings.Contains(message, "changed") || hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAPolicyForAgents: it is no policy for people, and it lets an account and an application
// through.
func TestAPolicyForAgents(t *testing.T) {
	for _, agents := range []string{`"includeAgentIdServicePrincipals":["All"]`,
		`"agentIdServicePrincipalFilter":{"mode":"include","rule":"x"}`} {
		w := made(lately, []string{holder("s1", "user", roles.SyncAccounts),
			holder("a1", "servicePrincipal", roles.SyncAccount)}, `{"id":"g","displayName":"Agents","state":"enabled",
			"conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},
			"users":{"includeUsers":["None"]},"clientApplications":{`+agents+`}},
			"grantControls":{"operator":"OR","builtInControls":["block"]}}`)
		doc, err := deps{w.Services()}.policies(t.Context(), &guide.Visit{}, none)
		if err != nil {
			t.Fatal(err)
		}
		if facts := doc.Facts(); facts["stops"] != "0" || facts["not-known"] != "0" {
			t.Errorf("%s: %v", agents, facts)
		}
		for _, b := range doc.Blocks {
			if e, ok := b.(report.Entries); ok {
				for _, item := range e.Items {
					if !strings.Contains(item.State, "for the identities of agents") {
						t.Errorf("%s: %s", agents, item.State)
					}
				}
			}
		}
	}
}

// TestAGroupThatGivesOrTakesMore: a group with admin roles gives them to the account, a policy for the group
// reaches it, and who joins the group after the plan is not excluded unseen.
func TestAGroupThatGivesOrTakesMore(t *testing.T) {
	with := func(more ...string) (*guidetest.World, deps, *guide.Visit) {
		w, d := syncs(roles.GlobalAdministrator, more...)
		w.Office.Add(tenant.SectionGroups, crew)
		ben := `{"@odata.type":"#microsoft.graph.user","id":"ben","displayName":"Who ben"}`
		w.Office.Add(tenant.DirectMembersSection("crew"), ben)
		w.Office.Add(tenant.MembersSection("crew"), ben)
		return w, d, asked(askGroup, groupExisting, askGroupName, "crew")
	}
	w, d, v := with(strings.Replace(holder("ben", "user", roles.GlobalAdministrator), `{`, `{"handrailThrough":"crew",`,
		1))
	plan, err := act(t, d, v, stepExclude)
	if err != nil || !strings.Contains(plan.Summary, "Global Administrator") || !guide.Unchanged(plan.Changes) ||
		len(w.Office.Rows[tenant.DirectMembersSection("crew")]) != 1 {
		t.Errorf("roles: %v, %+v", err, plan)
	}

	h, err := d.hand(t.Context(), v)
	if todo := strings.Join(h.Todo, "\n"); err != nil || strings.Contains(todo, "Crew") ||
		!strings.Contains(todo, nameGroup) {
		t.Errorf("by hand, with a group that gives roles: %v, %s", err, todo)
	}

	w, d, v = with()
	h, err = d.hand(t.Context(), v)
	if b, ok := h.Blocks[len(h.Blocks)-1].(report.Banner); err != nil || !ok ||
		!strings.Contains(b.Lead, "1 other account") ||
		!strings.Contains(b.Text, "Who ben") {
		t.Errorf("by hand, with others in the group: %v, %+v", err, h.Blocks)
	}
	w.Office.Add(tenant.SectionAccess, policy("x", "enabled", `"includeGroups":["crew"]`, mfa))
	plan, err = d.planExclude(t.Context(), v)
	if err != nil || !slices.ContainsFunc(plan.Affected, func(a guide.Affected) bool {
		return a.Severity == report.Problem && slices.Equal(a.Names, []string{"“Policy x”"})
	}) {
		t.Errorf("a policy for the group: %v, %+v", err, plan.Affected)
	}
	everyone := func(a guide.Affected) bool { return strings.HasSuffix(a.Text, "everyone else.") }
	if slices.ContainsFunc(plan.Affected, everyone) {
		t.Errorf("everyone else is protected, and Ben is not: %+v", plan.Affected)
	}

	before := rest(t, w)
	w.Office.Add(tenant.DirectMembersSection("crew"),
		`{"@odata.type":"#microsoft.graph.user","id":"cy","displayName":"Who cy"}`)
	if err := d.applyExclude(t.Context(), v, plan, nil); err == nil || rest(t, w) != before ||
		len(rowOf(t, w, "p").Conditions.Users.ExcludeGroups) != 0 {
		t.Errorf("someone joined: %v", err)
	}
}
