package access

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// least is how many cases by hand all tables of this package have together.
const least = 240

// TestThereAreEnoughCases counts the rows, each of which names its page.
func TestThereAreEnoughCases(t *testing.T) {
	n := len(peopleCases) + len(guestCases) + len(excludeCases) + len(otherCases)
	for file, columns := range map[string]int{"grants.tsv": 8, "conditions.tsv": 4, "filters.tsv": 5,
		"baseline.tsv": 6, "roles.tsv": 7, "workloads.tsv": 7} {
		n += len(table(t, file, columns))
	}
	if n < least {
		t.Errorf("%d cases", n)
	}
}

func TestFiltersByHand(t *testing.T) {
	for _, c := range table(t, "filters.tsv", 5) {
		rule := c[3]
		if rule == "-" {
			rule = ""
		}
		filter, _ := json.Marshal(map[string]any{"deviceFilter": map[string]string{"mode": c[2], "rule": rule}})
		p := Of(row(t, "enabled", `{"conditions":{"users":{"includeUsers":["All"]},"applications":
			{"includeApplications":["All"]},"devices":`+string(filter)+`}}`))
		want := map[string]string{"registered": ", all of them registered",
			"all": ", among them all that are not registered", "-": ""}[c[4]]
		if got := Words(p.Conditions); got != "only for certain devices"+want {
			t.Errorf("%s (%s): %q, want %q", c[0], c[1], got, c[4])
		}
		if r := p.Reach(&ada); r.Answer != Yes {
			t.Errorf("%s: a filter for devices decides who is reached: %s", c[0], r.Answer)
		}
	}
}

func TestBaselineByHand(t *testing.T) {
	for _, c := range table(t, "baseline.tsv", 6) {
		text := strings.NewReplacer(`"include"`, `"includeApplications"`, `"exclude"`, `"excludeApplications"`).Replace(c[2])
		policy := row(t, "enabled", `{"conditions":{"users":{"includeUsers":["All"]},"applications":`+text+`}}`)
		day, err := time.Parse(time.DateOnly, c[3])
		if err != nil {
			t.Fatal(err)
		}
		scopes := strings.Fields(strings.TrimPrefix(c[4], "-"))
		if got := Baseline(policy, scopes, day); got.String() != c[5] {
			t.Errorf("%s (%s): %s, want %s", c[0], c[1], got, c[5])
		} else if got == Unknown && !strings.HasPrefix(BaselineWords(policy, day), "From 15 June 2026, ") {
			t.Errorf("%s: %q", c[0], BaselineWords(policy, day))
		}
		if c[3] < "2026-06-15" && BaselineWords(policy, day) != "" {
			t.Errorf("%s: too early", c[0])
		}
	}
	if b := baselines(); b.Source == "" || len(b.Scopes) < 11 {
		t.Errorf("%+v", b)
	}
}

// assignmentsOf reads what somebody holds from the table.
func assignmentsOf(text string) (all []tenant.RoleAssignment) {
	for _, one := range strings.Split(text, ";") {
		words := strings.Fields(one)
		if len(words) < 2 {
			continue
		}
		a := tenant.RoleAssignment{Principal: "bob", Template: tenant.Text(words[0]), BuiltIn: tenant.On()}
		if words[1] != "-" {
			a.Scope = tenant.Text(words[1])
		}
		switch strings.Join(words[2:], "") {
		case "own":
			a.BuiltIn = tenant.Off()
		case "eligible":
			a.Eligible = tenant.On()
		case "group":
			a.Through = "g"
		}
		all = append(all, a)
	}
	return all
}

func TestRolesByHand(t *testing.T) {
	for _, c := range table(t, "roles.tsv", 7) {
		st := tenant.Status{State: tenant.Updated, Completed: time.Unix(1, 0)}
		switch c[3] {
		case "active":
			st.Notes = []string{tenant.NoteNoEligible}
		case "part":
			st.Notes = []string{tenant.NoteNoRoleMembers}
		}
		s := Subject{ID: "bob", Kinds: Member, In: in()}
		s.Active, s.Eligible = RolesOf(assignmentsOf(c[2]), "BOB", st)
		p := For(Scope{Roles: strings.Fields(c[4])}, Scope{Roles: strings.Fields(strings.TrimPrefix(c[5], "-"))})
		if r := p.Reach(&s); r.Answer.String() != c[6] {
			t.Errorf("%s (%s): %s because of %s, want %s", c[0], c[1], r.Answer, r.Why(), c[6])
		}
	}
}

func TestWorkloadsByHand(t *testing.T) {
	for _, c := range table(t, "workloads.tsv", 7) {
		p := Of(row(t, "enabled", `{"conditions":{"users":{"includeUsers":`+c[3]+`},"clientApplications":`+c[4]+`}}`))
		who := map[string]*Subject{"app": &wrk, "ada": &ada}[c[2]]
		if r := p.Reach(who); r.Answer.String() != c[5] || string(r.Why()) != c[6] {
			t.Errorf("%s (%s): %s, %s; want %s, %s", c[0], c[1], r.Answer, r.Why(), c[5], c[6])
		}
	}
}
