package drift

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	journal "handrail/app/guide/change"
	"handrail/app/history"
	"handrail/app/tenant"
)

// looked is when the section was read before, and seen when it was read again.
var looked, seen = first, first.Add(4 * time.Hour)

// written is one line of a change log: verb, address, state, and what is sent, after what was there. It stands so many
// hours after the first look.
func written(hours float64, verb, object, old, body, state string) guide.JournalEntry {
	return guide.JournalEntry{At: looked.Add(time.Duration(hours * float64(time.Hour))), Visit: "v", Guide: "g",
		Step: journal.Exact, What: verb + " " + object, Old: old, New: body, State: state}
}

// confirmed is a request that was sent and took effect.
func confirmed(hours float64, verb, object, old, body string) []guide.JournalEntry {
	return []guide.JournalEntry{written(hours, verb, object, old, body, "planned"),
		written(hours, verb, object, old, body, "sent"), written(hours, verb, object, old, body, "confirmed")}
}

func proof(hours float64, collection, id string) guide.JournalEntry {
	e := written(hours, journal.Create, collection+"/"+id, "", id, "confirmed")
	e.Step = journal.Proof
	return e
}

func TestWhatTheChangeLogProves(t *testing.T) {
	const (
		policies = "/identity/conditionalAccess/policies"
		sms      = "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/Sms"
		members  = "/groups/" + vip + "/members"
	)
	off := func(hours float64) []guide.JournalEntry {
		return confirmed(hours, journal.Change, policies+"/p", `{"state":"enabled"}`, `{"state":"disabled"}`)
	}
	on := func(verb string, hours float64) []guide.JournalEntry {
		return confirmed(hours, verb, policies+"/p", `{"state":"disabled"}`, `{"state":"enabled"}`)
	}
	put := confirmed(1, journal.Create, members+"/$ref", "", `{"@odata.id":"https://x/v1.0/directoryObjects/`+ben+`"}`)
	take := confirmed(2, journal.Remove, members+"/"+ben+"/$ref", "", "")
	isOff := change(tenant.SectionAccess, "p", policy(`"state":"enabled"`), policy(`"state":"disabled"`))
	isOn := change(tenant.SectionAccess, "p", policy(`"state":"disabled"`), policy(`"state":"enabled"`))
	isNew := change(tenant.SectionAccess, "p", "", policy(`"state":"disabled","templateId":null`))
	gone := change(tenant.SectionAccess, "p", policy(`"state":"disabled"`), "")
	smsOff := change(tenant.SectionMethods, "m", methods("enabled"), methods("disabled"))
	smsBody := func(state string) string { return `{"@odata.type":"#x","state":"` + state + `"}` }
	patch := func(object, body string) []guide.JournalEntry {
		return confirmed(1, journal.Change, object, "", body)
	}
	offIs := func(hours float64, state string) guide.JournalEntry {
		return written(hours, journal.Change, policies+"/p", `{"state":"enabled"}`, `{"state":"disabled"}`, state)
	}
	spares := func(ids string) string { return `{"conditions":{"users":{"excludeUsers":[` + ids + `]}}}` }
	sparing := func(before, after string) history.Change {
		row := func(ids string) string { return policy(spares(ids)[1 : len(spares(ids))-1]) }
		return change(tenant.SectionAccess, "p", row(before), row(after))
	}
	const both, one = `"` + ada + `","` + ben + `"`, `"` + ben + `"`
	member := func(group, id string) history.Change { return change(group, id, "", `{"id":"`+id+`"}`) }
	left := change("direct-members/"+vip, ben, `{"id":"`+ben+`"}`, "")
	restored := confirmed(1, journal.Restore, "/identity/conditionalAccess/deletedItems/policies/p/restore", "", "")
	deleted := confirmed(2, journal.Remove, policies+"/p", "", "")
	perUser := func(state string) string { return `{"perUserMfaState":"` + state + `"}` }
	defaults := func(on string) string { return `{"isEnabled":` + on + `}` }
	created := append(confirmed(1, journal.Create, policies, "", policy(`"state":"disabled"`)), proof(1, policies, "p"))
	for name, c := range map[string]struct {
		entries []guide.JournalEntry
		change  history.Change
		want    string // made, undone or ""
	}{
		"nothing is written":            {nil, isOff, ""},
		"a state":                       {off(1), isOff, "made"},
		"at the moment of the look":     {off(4), isOff, "made"},
		"before the look before":        {off(-1), isOff, ""},
		"after the look":                {off(5), isOff, ""},
		"sent, and settled a day later": {append(off(1)[:2], offIs(24, "confirmed")), isOff, "made"},
		"refused":                       {append(off(1)[:2], offIs(1, "failed")), isOff, ""},
		"only planned":                  {off(1)[:1], isOff, ""},
		"the answer is lost":            {off(1)[:2], isOff, ""},
		"another policy":                {patch(policies+"/q", `{"state":"disabled"}`), isOff, ""},
		"another value":                 {off(1), isOn, ""},
		"another property":              {patch(policies+"/p", `{"displayName":"MFA for all"}`), isOff, ""},
		"undone":                        {on(journal.Undo, 2), isOn, "undone"},
		"undone by a change":            {append(off(-3), on(journal.Change, 2)...), isOn, "undone"},
		"turned on, and never off":      {on(journal.Change, 2), isOn, "made"},
		"another does it after an undo": {append(off(1), on(journal.Undo, 2)...), isOff, ""},
		"made, undone and made":         {append(append(off(1), on(journal.Undo, 2)...), off(3)...), isOff, "made"},

		"a part of the row":        {patch(sms, smsBody("disabled")), smsOff, "made"},
		"a part, to another value": {patch(sms, smsBody("enabled")), smsOff, ""},
		"another part":             {patch(strings.Replace(sms, "Sms", "Fido2", 1), smsBody("disabled")), smsOff, ""},
		"a list in another form": {patch(policies+"/p", spares(`"`+strings.ToUpper(ben)+`","`+ada+`"`)),
			sparing("", both), "made"},
		"one more in the list":   {patch(policies+"/p", spares(one)), sparing("", both), ""},
		"one fewer":              {patch(policies+"/p", spares(both)), sparing("", one), ""},
		"an empty list for none": {patch(policies+"/p", spares("")), sparing(one, ""), "made"},

		"a new policy":                 {created, isNew, "made"},
		"not proven":                   {created[:3], isNew, ""},
		"new, and edited by another":   {created, change(tenant.SectionAccess, "p", "", policy(`"state":"enabled"`)), ""},
		"another new policy":           {created, change(tenant.SectionAccess, "q", "", policy(`"state":"disabled"`)), ""},
		"deleted":                      {deleted, gone, "made"},
		"deleted as it was made":       {append(created, deleted...), gone, "undone"},
		"another deletes what it made": {created, gone, ""},
		"restored":                     {restored, isNew, "undone"},

		"a member":                  {put, member("members/"+strings.ToUpper(vip), ben), "made"},
		"a member of another group": {put, member("members/"+ada, ben), ""},
		"another member":            {put, member("members/"+vip, ada), ""},
		"a member taken out again":  {append(put, take...), left, "undone"},
		"a member taken out":        {take, left, "made"},

		"per-user MFA": {patch("/users/"+ada+"/authentication/requirements", perUser("disabled")),
			change(tenant.SectionPerUserMFA, ada, perUser("enforced"), perUser("disabled")), "made"},
		"security defaults": {patch("/policies/identitySecurityDefaultsEnforcementPolicy", defaults("false")),
			change(tenant.SectionDefaults, "d", defaults("true"), defaults("false")), "made"},
		"no section": {patch("/solutions/virtualEvents/townhalls/p", `{"state":"disabled"}`), isOff, ""},
	} {
		c.change.Since, c.change.At = looked, seen
		w := newWorld(context.Background(), now(t))
		err := w.journal(Sources{Journal: func(context.Context) (Journal, error) {
			return Journal{Entries: c.entries, Titles: map[string]string{"g": "The guide"}}, nil
		}})
		all := w.told([]history.Change{c.change})
		got := ""
		if len(all) == 1 && all[0].Made != nil {
			if got = "made"; all[0].Made.Undo {
				got = "undone"
			}
		}
		if err != nil || got != c.want || len(all) != 1 {
			t.Errorf("%s: %q, not %q: %+v, %v", name, got, c.want, all, err)
		}
	}
}

// TestOnlyWhatHandrailSetIsItsOwn: two properties differ, and Handrail wrote one.
func TestOnlyWhatHandrailSetIsItsOwn(t *testing.T) {
	c := change(tenant.SectionAccess, "p", policy(`"state":"enabled"`),
		`{"id":"p","displayName":"Another name","state":"disabled"}`)
	c.Since, c.At = looked, seen
	w := newWorld(context.Background(), now(t))
	w.owns = Journal{Visits: map[string]bool{"v": true}, Reports: map[string]string{"v": "r"},
		Titles: map[string]string{"g": "The guide"}, Entries: confirmed(1, journal.Change,
			"/identity/conditionalAccess/policies/p", "", `{"state":"disabled"}`)}.owns()
	made := 0
	for _, one := range w.told([]history.Change{c}) {
		if one.Made == nil {
			continue
		}
		made++
		if one.Field != "state" || one.Made.Visit != "v" || one.Made.Report != "r" ||
			!strings.Contains(one.details(), "Made with Handrail by you on 1 November 2026, 13:00, in “The guide”.") ||
			strings.Contains(one.details(), "not known") {
			t.Errorf("%+v %s", one, one.details())
		}
	}
	if made != 1 {
		t.Errorf("%d of 2 are Handrail’s", made)
	}
}

// TestAGroupOfPeopleIsMadeAsOneOrNot: those whom Handrail put into a group are not joined with others.
func TestAGroupOfPeopleIsMadeAsOneOrNot(t *testing.T) {
	var entries []guide.JournalEntry
	var changes []history.Change
	for i := range 10 {
		id := string(rune('a' + i))
		if i < 6 {
			entries = append(entries, confirmed(1+float64(i)/100, journal.Create, "/groups/g/members/$ref", "",
				`{"@odata.id":"https://x/v1.0/directoryObjects/`+id+`"}`)...)
		}
		c := change("members/g", id, "", `{"id":"`+id+`","displayName":"`+id+`","userPrincipalName":"`+id+`@x"}`)
		c.Since, c.At = looked, seen
		changes = append(changes, c)
	}
	w := newWorld(context.Background(), now(t))
	w.owns = Journal{Entries: entries}.owns()
	all := w.told(changes)
	if len(all) != 2 || all[0].Made == nil || all[1].Made != nil || !strings.HasPrefix(all[0].Text, "6 people are now") ||
		!strings.HasPrefix(all[1].Text, "4 people are now") {
		t.Errorf("%+v", all)
	}
}
