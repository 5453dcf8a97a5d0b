package access

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"handrail/app/tenant"
)

// anew gives IDs other names, with the same one for the same thing.
func anew(ids []string) (all []string) {
	for _, id := range ids {
		if !words.Has(id) {
			id = "new-" + strings.ToUpper(id)
		}
		all = append(all, id)
	}
	return all
}

// renamed is an organisation in which every object has another name and ID.
func renamed(p tenant.AccessPolicy, s Subject) (tenant.AccessPolicy, Subject) {
	p.ID, p.Name = "q", "Block everybody for ever"
	u := &p.Conditions.Users
	for _, list := range []*tenant.Texts{&u.Include, &u.Exclude, &u.IncludeGroups, &u.ExcludeGroups, &u.IncludeRoles,
		&u.ExcludeRoles} {
		*list = anew(*list)
	}
	s.ID, s.Active.IDs, s.Eligible.IDs = "new-"+s.ID, anew(s.Active.IDs), anew(s.Eligible.IDs)
	if in := s.In; in != nil {
		s.In = func(_, group string) Answer { return in("", strings.ToLower(strings.TrimPrefix(group, "new-"))) }
	}
	return p, s
}

func TestRenamingChangesNothing(t *testing.T) {
	rnd, data := rand.New(rand.NewPCG(2026, 17)), make([]byte, 80)
	for range 4000 {
		for i := range data {
			data[i] = byte(rnd.UintN(256))
		}
		row, who := (&draw{data: data}).organisation()
		p := Of(row)
		before := p.Reach(&who)
		q := Of(first(renamed(row, who)))
		_, same := renamed(row, who)
		if after := q.Reach(&same); after.Answer != before.Answer || after.Why() != before.Why() {
			t.Fatalf("%s (%s), under other names %s (%s)", before.Answer, before.Why(), after.Answer, after.Why())
		}
	}
}

func first(p tenant.AccessPolicy, _ Subject) tenant.AccessPolicy { return p }

// parts are conditions with the kind that each is, and how it may be written; several that
// share a field are never drawn together.
var parts = [][]struct {
	text string
	kind Kind
}{
	{{`"applications":{"includeApplications":["All"]}`, ""}, {`"applications":{"includeApplications":["x"]}`, Resources},
		{`"applications":{"includeApplications":["All"],"excludeApplications":["x"]}`, Resources},
		{`"applications":{"includeUserActions":["urn:user:registerdevice"]}`, Actions},
		{`"applications":{"includeAuthenticationContextClassReferences":["c1"]}`, Contexts}},
	{{`"clientAppTypes":["all"]`, ""}, {`"clientAppTypes":["other"]`, Clients}, {`"clientAppTypes":["browser"]`, Clients}},
	{{`"locations":{"includeLocations":["All"]}`, ""}, {`"locations":{"includeLocations":["AllTrusted"]}`, Places},
		{`"locations":{"includeLocations":["00000000-0000-0000-0000-000000000000"]}`, Places},
		{`"locations":null`, ""}},
	{{`"platforms":{"includePlatforms":["all"]}`, ""}, {`"platforms":{"includePlatforms":["iOS"]}`, Platforms}},
	{{`"devices":{"deviceFilter":{"mode":"include","rule":"device.model -ne \"x\""}}`, Devices}, {`"devices":null`, ""}},
	{{`"signInRiskLevels":["high"]`, Risk}, {`"signInRiskLevels":[]`, ""}, {`"insiderRiskLevels":"minor"`, Risk}},
	{{`"authenticationFlows":{"transferMethods":"deviceCodeFlow"}`, Flows},
		{`"authenticationFlows":{"transferMethods":"none"}`, ""}},
	{{`"moonPhases":["full"]`, Unread}, {`"moonPhases":null`, ""}},
}

// TestNoConditionHidesAnother draws conditions. Each has its kind, none decides who is
// reached, and no report-only policy acts.
func TestNoConditionHidesAnother(t *testing.T) {
	rnd, count := rand.New(rand.NewPCG(2026, 18)), map[Kind]int{}
	for range 3000 {
		texts, want := []string{`"users":{"includeUsers":["All"],"excludeUsers":["bob"]}`}, []Kind(nil)
		for _, some := range parts {
			if one := some[rnd.IntN(len(some))]; rnd.IntN(2) == 0 {
				texts = append(texts, one.text)
				if one.kind != "" {
					want = append(want, one.kind)
				}
			}
		}
		rnd.Shuffle(len(texts), func(i, k int) { texts[i], texts[k] = texts[k], texts[i] })
		state := []string{"enabled", report}[rnd.IntN(2)]
		p := Of(row(t, state, `{"conditions":{`+strings.Join(texts, ",")+`}}`))
		r, bob := p.Reach(&ada), p.Reach(&Subject{ID: "bob"})
		var got []Kind
		for _, c := range r.Conditions {
			got = append(got, c.Kind)
			count[c.Kind]++
		}
		slices.Sort(got)
		slices.Sort(want)
		if r.Answer != Yes || bob.Answer != No || bob.Conditions != nil || !slices.Equal(got, want) {
			t.Fatalf("%v: %s %v, want %v", texts, r.Answer, got, want)
		}
		if acts := p.Acts(&ada); (acts == Yes) != (state == "enabled") || acts == Unknown {
			t.Fatalf("%s acts %s", state, acts)
		}
	}
	for _, k := range []Kind{Resources, Actions, Contexts, Clients, Places, Platforms, Devices, Risk, Flows, Unread} {
		if count[k] < 100 {
			t.Errorf("%s comes up %d times", k, count[k])
		}
	}
}

// tree draws a rule in brackets, and what it makes of a device that is not registered.
func tree(rnd *rand.Rand, depth int) (rule string, matches bool) {
	if depth == 0 || rnd.IntN(3) == 0 {
		operators := []string{"-eq", "-ne", "-IN", "-notIn", "-startsWith", "-notstartswith", "-contains", "-notContains"}
		i := rnd.IntN(len(operators))
		value := []string{`"x"`, `"a (b) -or c"`, `["a", "b"]`, "True"}[rnd.IntN(4)]
		return "device.model " + operators[i] + " " + value, i%2 == 1
	}
	or := rnd.IntN(2) == 0
	word, all, matches := " -and ", []string(nil), !or
	if or {
		word = " -or "
	}
	for range 1 + rnd.IntN(3) {
		text, yes := tree(rnd, depth-1)
		if all = append(all, "("+text+")"); or {
			matches = matches || yes
		} else {
			matches = matches && yes
		}
	}
	return strings.Join(all, word), matches
}

func TestFiltersAgree(t *testing.T) {
	rnd, count := rand.New(rand.NewPCG(2026, 19)), map[bool]int{}
	for range 3000 {
		rule, matches := tree(rnd, 3)
		count[matches]++
		if got := unregistered(rule); got != Is(matches) {
			t.Fatalf("%s: %s, want %v", rule, got, matches)
		}
	}
	if count[true] < 300 || count[false] < 300 {
		t.Errorf("%v", count)
	}
}

// TestWorkloadsAgree compares the reach of policies for applications with every way in
// which the unknown may turn out.
func TestWorkloadsAgree(t *testing.T) {
	rnd, count := rand.New(rand.NewPCG(2026, 20)), map[Answer]int{}
	for range 2000 {
		pick := func(of ...string) (all []string) {
			for _, x := range of {
				if rnd.IntN(3) == 0 {
					all = append(all, x)
				}
			}
			return all
		}
		c := map[string]any{"includeServicePrincipals": pick("APP", "x", "ServicePrincipalsInMyTenant"),
			"excludeServicePrincipals": pick("app", "y")}
		if rnd.IntN(3) == 0 {
			c["servicePrincipalFilter"] = map[string]string{"mode": "include", "rule": "x"}
		}
		text, _ := json.Marshal(c)
		p := Of(row(t, "enabled", `{"conditions":{"users":{"includeUsers":["None"]},"clientApplications":`+string(text)+`}}`))
		yes, no := false, false
		for n := range 4 {
			if aimed(c, n&1 == 1, n&2 == 2) {
				yes = true
			} else {
				no = true
			}
		}
		want := Unknown
		if yes != no {
			want = Is(yes)
		}
		count[want]++
		if r := p.Reach(&wrk); r.Answer != want {
			t.Fatalf("%s: %s, want %s", text, r.Answer, want)
		}
		if r := p.Reach(&ada); r.Answer != No {
			t.Fatalf("%s reaches a person", text)
		}
	}
	for _, a := range []Answer{Yes, No, Unknown} {
		if count[a] < 50 {
			t.Errorf("%s comes up %d times", a, count[a])
		}
	}
}

// aimed decides with plain yes and no whether a policy reaches the application: whether
// it is registered here alone, and whether the filter means it.
func aimed(c map[string]any, here, meant bool) bool {
	include, exclude := c["includeServicePrincipals"].([]string), c["excludeServicePrincipals"].([]string)
	_, filtered := c["servicePrincipalFilter"]
	in := slices.Contains(include, "APP") || here && slices.Contains(include, "ServicePrincipalsInMyTenant") ||
		filtered && len(include) == 0
	return in && (!filtered || meant) && !slices.Contains(exclude, "app")
}
