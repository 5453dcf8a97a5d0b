package mfa

import (
	"cmp"
	"context"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// TestWhatIsKeptIsReadAnewWhenItMustBe: a second load reads no person again, unless
// data was refreshed, answers changed or a pass expired.
func TestWhatIsKeptIsReadAnewWhenItMustBe(t *testing.T) {
	now := day(2026, 11, 22)
	o := &tenanttest.Organisation{At: now}
	o.Add(tenant.SectionRegistration,
		`{"id":"p","methodsRegistered":["mobilePhone","temporaryAccessPass"],"handrailMethods":[`+
			`{"@odata.type":"#microsoft.graph.temporaryAccessPassAuthenticationMethod","isUsable":true,`+
			`"startDateTime":"2026-11-22T08:30:00Z","lifetimeInMinutes":60}]}`)
	kept := new(Cache)
	look := func(told AdminInput) *Organisation {
		t.Helper()
		org, err := LoadCurrent(context.Background(), o, kept, told, nil)
		if err != nil {
			t.Fatal(err)
		}
		return org
	}
	at := now.Truncate(24 * time.Hour).Add(9 * time.Hour)
	first := look(AdminInput{Now: at})
	if !first.People[0].PassWorks {
		t.Fatal("the pass works until half past nine")
	}
	if again := look(AdminInput{Now: at.Add(time.Minute)}); &again.People[0] != &first.People[0] {
		t.Error("everybody was read again for nothing")
	}
	if later := look(AdminInput{Now: at.Add(time.Hour)}); later.People[0].PassWorks || !first.People[0].PassWorks {
		t.Error("the pass runs out in what is shown later, and not in what was shown before")
	}
	if told := look(AdminInput{Now: at, EmergencyAccess: []string{"p"}}); told.People[0].Marks&BreakGlass == 0 {
		t.Error("what was told since is not seen")
	}
	o.At = now.Add(time.Hour)
	o.Add(tenant.SectionUsers, `{"id":"q","displayName":"Somebody new"}`)
	if all := look(AdminInput{Now: at}).People; len(all) != 2 {
		t.Errorf("what was refreshed since is not seen: %d people", len(all))
	}
}

// countingLink counts which sections are read through it.
type countingLink struct {
	*tenanttest.Organisation
	read map[string]int
}

func (l countingLink) View(ctx context.Context) (tenant.View, error) {
	v, err := l.Organisation.View(ctx)
	return countingView{v, l.read}, err
}

type countingView struct {
	tenant.View
	read map[string]int
}

func (v countingView) Each(ctx context.Context, section string, f func(id string, body []byte) error) error {
	v.read[section]++
	return v.View.Each(ctx, section, f)
}

// TestPeopleAreReadOnceForAllAnswers: with other answers or policies, the organisation is what a load without a cache
// returns, its people are not read again, and what was returned before stays as it was.
func TestPeopleAreReadOnceForAllAnswers(t *testing.T) {
	at := day(2026, 11, 22).Add(9 * time.Hour)
	o := &tenanttest.Organisation{At: at.Add(-time.Hour)}
	o.Add(tenant.SectionRegistration, `{"id":"p","userPrincipalName":"p@a.example","methodsRegistered":["mobilePhone"]}`,
		`{"id":"q","userPrincipalName":"q@a.example","methodsRegistered":["temporaryAccessPass"]}`)
	o.Add(tenant.SectionUsers, `{"id":"q","displayName":"Quin"}`, `{"id":"r","displayName":"Ros"}`)
	o.Add(tenant.SectionPerUserMFA, `{"id":"q","perUserMfaState":"enforced"}`)
	o.Add(tenant.SectionRoles, `{"id":"1","principalId":"q","handrailRole":"Global Administrator",`+
		`"handrailTemplate":"`+roles.GlobalAdministrator+`","handrailKind":"user"}`)
	o.Add(tenant.SectionAccess, `{"id":"ca","state":"enabled","conditions":{"users":{"includeUsers":["p","gone"]},`+
		`"applications":{"includeApplications":["All"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]}}`)
	link, kept := countingLink{o, map[string]int{}}, new(Cache)
	var first *Organisation
	for i, told := range []AdminInput{{Now: at}, {Now: at, Needed: 2}, {Now: at, EmergencyAccess: []string{"p"}},
		{Now: at, Account: "Q@a.example", Legacy: Legacy{Text: access.Yes}}, {Now: at, Groups: []string{"g"}}, {Now: at}} {
		if i == 4 { // a policy changes, and no person
			o.Add(tenant.SectionMethods, `{"policyMigrationState":"migrationComplete"}`)
		}
		got, err := LoadCurrent(context.Background(), link, kept, told, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := LoadCurrent(context.Background(), o, nil, told, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		}
		a, b := *got, *want
		a.Belongs, b.Belongs, a.GroupName, b.GroupName, a.names, b.names = nil, nil, nil, nil, nil, nil
		if !reflect.DeepEqual(a, b) {
			t.Errorf("answers %d:\n%+v\nwant\n%+v", i, a, b)
		}
		if first.People[0].Marks|first.People[1].Marks|first.People[2].Marks != GlobalAdmin || len(first.GoneUsers) != 1 {
			t.Errorf("answers %d: what was returned first has changed: %+v", i, first.People)
		}
		if is, was := got.Belongs("p", "g"), want.Belongs("p", "g"); is != was {
			t.Errorf("answers %d: in a group %s, want %s", i, is, was)
		}
	}
	for _, section := range []string{tenant.SectionUsers, tenant.SectionRegistration, tenant.SectionPerUserMFA} {
		if link.read[section] != 1 {
			t.Errorf("%s was read %d times", section, link.read[section])
		}
	}
}

// TestTheOrderOfPeople: the worst first, then administrators, then by name, then as they came.
func TestTheOrderOfPeople(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	o := &Organisation{names: new(nameOrder)}
	v := &Preview{Question: Question{Organisation: o}}
	for range 400 {
		o.People = append(o.People, Person{Name: string(rune('a' + rnd.IntN(9))), Admin: access.Answer(rnd.IntN(3))})
		v.Results = append(v.Results, Result{Outcomes: 1 << rnd.IntN(11), Possible: Outcome(rnd.IntN(2)) << rnd.IntN(11)})
	}
	want := make([]int, len(o.People))
	for i := range want {
		want[i] = i
	}
	slices.SortStableFunc(want, func(a, b int) int {
		p, q := &o.People[a], &o.People[b]
		first := func(p *Person) int {
			if p.Admin == access.Yes {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(v.Results[a].rank(), v.Results[b].rank()), cmp.Compare(first(p), first(q)),
			cmp.Compare(p.Name, q.Name))
	})
	for range 2 {
		if got := v.Sorted(); !slices.Equal(got, want) {
			t.Fatalf("%v\nwant\n%v", got, want)
		}
	}
	// A copy of the organisation without some of them, made after the order was worked out.
	fewer := *o
	fewer.People = slices.Clone(o.People[100:])
	part := (&Preview{Question: Question{Organisation: &fewer}, Results: v.Results[100:]}).Sorted()
	want = slices.DeleteFunc(want, func(i int) bool { return i < 100 })
	for i, at := range part {
		if at+100 != want[i] {
			t.Fatalf("of a part: person %d is %d, want %d", i, at+100, want[i])
		}
	}
}
