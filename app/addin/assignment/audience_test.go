package assignment

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// slow answers for one person straight from the rules, group by group, with no
// regard to time. It is the judge of Judge.
func slow(q Question, person int32) (State, map[Reason]bool) {
	because := map[Reason]bool{}
	in := func(g int32) bool { return slices.Contains(q.Groups[g].People, person) }
	reached := q.Who == Everyone || q.Who == People && slices.Contains(q.Chosen, person)
	if q.Who == Groups {
		for _, c := range q.Chosen {
			g := q.Groups[c]
			if in(c) {
				switch {
				case g.Kind == KindUnknown:
					because[KindNotKnown] = true
				case g.Kind == Security:
					because[GroupKind] = true
				case len(g.Parents) > 0:
					because[ParentGroup] = true
				case !g.ParentsRead:
					because[ParentsNotRead] = true
				default:
					reached = true
				}
			}
			visited := map[int32]bool{}
			var down func(int32)
			down = func(at int32) {
				for _, k := range q.Groups[at].NestedGroups {
					if !visited[k] {
						visited[k] = true
						if in(k) {
							because[NestedGroup] = true
						}
						down(k)
					}
				}
			}
			down(c)
		}
	}
	if reached {
		because = map[Reason]bool{}
	}
	if !reached && len(because) == 0 {
		return NotMeant, because
	}
	maybe := because[KindNotKnown] || because[ParentsNotRead]
	p, lacks := q.People[person], false
	lack := func(r Reason) { because[r], lacks = true, true }
	if p.Guest {
		lack(GuestAccount)
	} else if p.Mailbox == NoMailbox {
		lack(WithoutMailbox)
	} else if p.Mailbox == NoLicence {
		lack(WithoutLicence)
	} else if p.Mailbox == MailboxUnknown {
		because[MailNotKnown] = true
	}
	if p.SignInKnown && p.Blocked {
		lack(SignInOff)
	}
	if lacks {
		return LeftOut, because
	}
	if reached && !because[MailNotKnown] {
		return Included, because
	}
	if reached || maybe {
		return NotKnown, because
	}
	return LeftOut, because
}

// Over random groups, with circles and all kinds, both agree on everybody.
func TestASlowJudgeAgrees(t *testing.T) {
	states := map[State]int{}
	for seed := range uint64(400) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		q := Question{Who: []Who{Groups, Groups, Groups, Groups, Everyone, People}[rnd.IntN(6)]}
		for range 1 + rnd.IntN(30) {
			q.People = append(q.People, Person{Guest: rnd.IntN(8) == 0, Blocked: rnd.IntN(6) == 0,
				SignInKnown: rnd.IntN(3) > 0, Mailbox: []Mailbox{HasMailbox, HasMailbox, HasMailbox, HasMailbox,
					HasMailbox, NoMailbox, NoLicence, MailboxUnknown}[rnd.IntN(8)]})
		}
		n := 1 + rnd.IntN(12)
		for range n {
			g := Group{Kind: []Kind{Microsoft365, Distribution, MailSecurity, Security, KindUnknown}[rnd.IntN(5)],
				ParentsRead: rnd.IntN(4) > 0}
			if g.ParentsRead && rnd.IntN(3) == 0 {
				g.Parents = []string{"around"}
			}
			for p := range q.People {
				if rnd.IntN(4) == 0 {
					g.People = append(g.People, int32(p))
				}
			}
			for k := range n {
				if rnd.IntN(n) == 0 { // itself too: circles of one
					g.NestedGroups = append(g.NestedGroups, int32(k))
				}
			}
			q.Groups = append(q.Groups, g)
		}
		most := n
		if q.Who == People {
			most = len(q.People)
		}
		for i := range most {
			if q.Who != Everyone && rnd.IntN(3) == 0 {
				q.Chosen = append(q.Chosen, int32(i))
			}
		}
		for i, got := range Evaluate(q) {
			state, because := slow(q, int32(i))
			states[state]++
			var want []Reason
			for _, r := range Reasons() {
				if because[r] {
					want = append(want, r)
				}
			}
			if got.State != state || !slices.Equal(got.Each(), want) {
				t.Fatalf("seed %d, person %d (%+v): %v %v, the slow judge says %v %v", seed, i, q.People[i], got.State,
					got.Each(), state, want)
			}
		}
	}
	for _, s := range []State{NotMeant, Included, LeftOut, NotKnown} {
		if states[s] < 100 {
			t.Errorf("the state %d came up %d times: the test sees too little", s, states[s])
		}
	}
}

const exchange = `{"id":"l","skuId":"S1","capabilityStatus":"Enabled","servicePlans":[{"servicePlanId":"E1",` +
	`"servicePlanName":"EXCHANGE_S_STANDARD"},{"servicePlanId":"T1","servicePlanName":"TEAMS1"}]}`

func person(id, more string) string {
	return fmt.Sprintf(`{"id":%q,"displayName":%q,"userPrincipalName":"%s@northgate.example","accountEnabled":true,`+
		`"userType":"Member"%s}`, id, strings.ToUpper(id), id, more)
}

const licensed = `,"mail":"x@northgate.example","assignedLicenses":[{"skuId":"s1","disabledPlans":[]}]`

func members(ids ...string) (all []string) {
	for _, id := range ids {
		kind, name, _ := strings.Cut(id, ":")
		all = append(all, fmt.Sprintf(`{"@odata.type":"#microsoft.graph.%s","id":%q,"displayName":%q}`, kind, name,
			name))
	}
	return all
}

func world() *tenanttest.Organisation {
	o := &tenanttest.Organisation{At: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	o.Add(tenant.SectionLicences, exchange,
		`{"id":"m","skuId":"s2","capabilityStatus":"Enabled","servicePlans":[{"servicePlanId":"o1",`+
			`"servicePlanName":"OFFICE_BUSINESS"},{"servicePlanId":"a1","servicePlanName":"EXCHANGE_S_FOUNDATION"}]}`)
	o.Add(tenant.SectionUsers, person("ann", licensed), person("bea", licensed), person("cem", licensed),
		person("apps", `,"mail":null,"assignedLicenses":[{"skuId":"s2","disabledPlans":[]}]`),
		person("off", `,"mail":"off@x","assignedLicenses":[{"skuId":"s1","disabledPlans":["e1"]}]`),
		person("odd", `,"assignedLicenses":[{"skuId":"s9","disabledPlans":[]}]`),
		`{"id":"gus","displayName":"Gus","userPrincipalName":"gus#EXT#@x","accountEnabled":null,"userType":"Guest",`+
			`"assignedLicenses":[]}`,
		`{"id":"dis","displayName":"Dis","userPrincipalName":"dis@x","accountEnabled":false,"userType":"Member",`+
			`"assignedLicenses":[{"skuId":"s1"}]}`,
		`{"id":"new","displayName":"New","userPrincipalName":"new@x","accountEnabled":"soon","userType":"Member",`+
			`"assignedLicenses":[]}`)
	group := func(id, name, types string, mail, security bool) string {
		return fmt.Sprintf(`{"id":%q,"displayName":%q,"mail":null,"mailEnabled":%v,"securityEnabled":%v,`+
			`"groupTypes":[%s]}`, id, name, mail, security, types)
	}
	o.Add(tenant.SectionGroups, group("team", "Team", `"Unified"`, true, false), group("list", "List", "", true, false),
		group("sec", "Sec", "", false, true), group("inner", "Inner", "", false, true),
		group("twin1", "Twin", "", true, true), group("twin2", "twin", "", true, true),
		`{"id":"odd","displayName":"Odd","groupTypes":null}`)
	o.Add(tenant.DirectMembersSection("team"),
		members("user:ann", "user:apps", "user:off", "user:odd", "user:gus", "user:dis", "user:new", "device:d",
			"user:stranger")...)
	o.Add(tenant.ParentsSection("team"),
		`{"@odata.type":"#microsoft.graph.directoryRole","id":"r","displayName":"Some role"}`)
	o.Add(tenant.DirectMembersSection("list"), members("user:bea", "group:inner", "group:younger")...)
	o.Add(tenant.ParentsSection("list"), `{"@odata.type":"#microsoft.graph.group","id":"p","displayName":"Big list"}`)
	o.Add(tenant.DirectMembersSection("inner"), members("user:cem", "user:ann", "group:list")...)
	o.Add(tenant.DirectMembersSection("younger"))
	o.Add(tenant.DirectMembersSection("sec"), members("user:bea")...)
	o.Add(tenant.ParentsSection("sec"))
	return o
}

// What is kept turns into results, each written by hand.
func TestFromRowsToResults(t *testing.T) {
	for chosen, want := range map[string]string{
		"team": "ann=gets apps=left-out:no-mailbox bea=- cem=- dis=left-out:sign-in-off gus=left-out:guest " +
			"new=unknown:mailbox-unknown odd=unknown:mailbox-unknown off=left-out:no-licence",
		"list": "ann=left-out:nested-group apps=- bea=left-out:parent-group,nested-group " +
			"cem=left-out:nested-group dis=- gus=- new=- odd=- off=-",
		"sec": "ann=- apps=- bea=left-out:group-kind cem=- dis=- gus=- new=- odd=- off=-",
		"team,list": "ann=gets apps=left-out:no-mailbox bea=left-out:parent-group,nested-group " +
			"cem=left-out:nested-group dis=left-out:sign-in-off gus=left-out:guest new=unknown:mailbox-unknown " +
			"odd=unknown:mailbox-unknown off=left-out:no-licence",
	} {
		ctx, w := context.Background(), world()
		o, err := Load(ctx, w)
		if err != nil || len(o.Missing) > 0 {
			t.Fatal(err, o.Missing)
		}
		q := Question{Who: Groups}
		for name := range strings.SplitSeq(chosen, ",") {
			q.Chosen = append(q.Chosen, o.FindGroup(name)...)
		}
		if unread, err := o.LoadMembers(ctx, w, q.Chosen); err != nil || len(unread) > 0 {
			t.Fatal(err, unread)
		}
		q.People, q.Groups = o.People, o.Groups
		var got []string
		for i, r := range Evaluate(q) {
			words := map[State]string{NotMeant: "-", Included: "gets", LeftOut: "left-out",
				NotKnown: "unknown"}[r.State]
			var why []string
			for _, one := range r.Each() {
				why = append(why, string(one))
			}
			if len(why) > 0 {
				words += ":" + strings.Join(why, ",")
			}
			got = append(got, q.People[i].ID+"="+words)
		}
		want = strings.Replace(want, "bea=left-out:parent-group,nested-group", "bea=left-out:"+bea(chosen), 1)
		if strings.Join(got, " ") != want {
			t.Errorf("%s:\n%s\nwant\n%s", chosen, strings.Join(got, " "), want)
		}
		if g := o.Groups[o.FindGroup("team")[0]]; g.Read && (g.Others != 1 || g.UnknownMembers != 1) {
			t.Errorf("%+v", g)
		}
	}
}

// bea stands in the list, which through Inner lies in itself again.
func bea(string) string { return "parent-group,nested-group" }

func TestUnreadStaysUnknown(t *testing.T) {
	ctx, w := context.Background(), world()
	delete(w.States, tenant.ParentsSection("team"))
	delete(w.States, tenant.SectionLicences)
	delete(w.States, tenant.DirectMembersSection("inner"))
	o, err := Load(ctx, w)
	if err != nil || !slices.Equal(o.Missing, []string{tenant.SectionLicences}) {
		t.Fatal(err, o.Missing)
	}
	chosen := append(o.FindGroup("TEAM"), o.FindGroup("list")...)
	unread, err := o.LoadMembers(ctx, w, chosen)
	if err != nil || !slices.Equal(unread,
		[]string{tenant.ParentsSection("team"), tenant.DirectMembersSection("inner")}) {
		t.Fatal(err, unread)
	}
	r := Evaluate(Question{People: o.People, Groups: o.Groups, Who: Groups, Chosen: chosen})
	i := o.FindPerson("ANN@northgate.example")[0]
	if r[i].State != NotKnown || !slices.Equal(r[i].Each(), []Reason{ParentsNotRead, MailNotKnown}) {
		t.Errorf("%v %v", r[i].State, r[i].Each())
	}
	if all := o.FindGroup("twin"); len(all) != 2 {
		t.Errorf("%d groups are called Twin", len(all))
	}
	if all := o.FindGroup(" "); all != nil {
		t.Errorf("no name finds %v", all)
	}
}

// large is an organisation of 100,000 people in 5,000 groups that lie in each
// other, every one of them chosen.
func large() Question {
	rnd := rand.New(rand.NewPCG(1, 1))
	q := Question{Who: Groups, People: make([]Person, 100_000), Groups: make([]Group, 5_000)}
	for i := range q.People {
		q.People[i] = Person{Mailbox: []Mailbox{HasMailbox, HasMailbox, HasMailbox, NoMailbox}[i%4]}
	}
	for i := range q.Groups {
		g := &q.Groups[i]
		g.Kind, g.Read, g.ParentsRead = []Kind{Microsoft365, Distribution, Security}[i%3], true, true
		for range 60 {
			g.People = append(g.People, rnd.Int32N(100_000))
		}
		for range 3 {
			g.NestedGroups = append(g.NestedGroups, rnd.Int32N(5_000))
		}
		q.Chosen = append(q.Chosen, int32(i))
	}
	return q
}

func BenchmarkLeftOut100kPeople5kGroups(b *testing.B) {
	q := large()
	for b.Loop() {
		Evaluate(q)
	}
}

// With the reading and decoding of what is kept.
func BenchmarkLeftOutFromRows100kPeople5kGroups(b *testing.B) {
	ctx, q := context.Background(), large()
	w := &tenanttest.Organisation{At: time.Unix(0, 0).UTC().AddDate(56, 0, 0)}
	rows := func(section string, all []tenant.Row) {
		w.Rows[section] = all
		w.States[section] = tenant.Status{Section: section, State: tenant.Updated, Completed: w.At}
	}
	w.Add(tenant.SectionLicences, exchange)
	var people, groups []tenant.Row
	for i := range q.People {
		id := fmt.Sprintf("p%06d", i)
		people = append(people, tenant.Row{ID: id, Body: []byte(person(id, licensed))})
	}
	for i, g := range q.Groups {
		id := fmt.Sprintf("g%05d", i)
		groups = append(groups, tenant.Row{ID: id,
			Body: []byte(fmt.Sprintf(`{"id":%q,"displayName":%q,"mailEnabled":true,"securityEnabled":true,`+
				`"groupTypes":[]}`, id, id))})
		var in []tenant.Row
		for _, p := range g.People {
			in = append(in, tenant.Row{Body: []byte(fmt.Sprintf(`{"@odata.type":"#microsoft.graph.user","id":"p%06d"}`,
				p))})
		}
		for _, k := range g.NestedGroups {
			in = append(in, tenant.Row{Body: []byte(fmt.Sprintf(`{"@odata.type":"#microsoft.graph.group","id":"g%05d"}`,
				k))})
		}
		rows(tenant.DirectMembersSection(id), in)
		rows(tenant.ParentsSection(id), nil)
	}
	rows(tenant.SectionUsers, people)
	rows(tenant.SectionGroups, groups)
	for b.Loop() {
		o, err := Load(ctx, w)
		if err != nil {
			b.Fatal(err)
		}
		if unread, err := o.LoadMembers(ctx, w, q.Chosen); err != nil || len(unread) > 0 {
			b.Fatal(err, len(unread))
		}
		Evaluate(Question{People: o.People, Groups: o.Groups, Who: Groups, Chosen: q.Chosen})
	}
}
