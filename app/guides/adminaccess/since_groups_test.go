package adminaccess

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// crewed is an organisation with a policy that excludes a group, recorded and read again.
func crewed(t *testing.T) (*guidetest.World, deps, *guide.Visit) {
	t.Helper()
	w, d := made(t, false)
	w.Office.Add(tenant.SectionGroups, `{"id":"g9","displayName":"Away"}`)
	w.Office.Add(tenant.MembersSection("g9"), `{"id":"em1"}`)
	rule(w, "one", stateOn, forAll+`,"excludeGroups":["g9"]`, "", `"mfa"`)
	v := visit()
	v.Guide = ID
	look(t, d, v, stepRecord)
	d = later(w, time.Hour)
	if got := onHome(t, d, v); len(got) > 0 {
		t.Fatalf("nothing changed: %+v", got)
	}
	return w, d, v
}

func TestAnExcludedGroupThatGrew(t *testing.T) {
	w, d, v := crewed(t)
	w.Office.Add(tenant.MembersSection("g9"), `{"id":"ben"}`)
	d.Tenant = w.Services().Tenant
	n := onHome(t, d, v)["exclusions-added"]
	if n.Severity != report.Warning || n.Title != "The excluded group “Away” has 1 more: Ben Okafor" {
		t.Errorf("%+v", onHome(t, d, v))
	}
	if found, facts := look(t, d, v, stepAgain); found["exclusions-added"].Title != n.Title ||
		facts["changed-since"] != "1" {
		t.Errorf("%+v %v", found, facts)
	}
}

func TestMembersThatAreOlderThanTheRecord(t *testing.T) {
	w, _, v := crewed(t)
	id := tenant.MembersSection("g9")
	w.Office.At = guidetest.Noon.Add(-2 * time.Hour) // read before the record
	w.Office.Add(id, `{"id":"ben"}`)
	d := deps{w.Services()}
	d.Now = func() time.Time { return guidetest.Noon.Add(2 * time.Hour) }
	if n, there := onHome(t, d, v)["exclusions-added"]; there {
		t.Errorf("%+v", n)
	}
}

func TestAnExcludedGroupThatIsNotKnown(t *testing.T) {
	for name, change := range map[string]func(*guidetest.World){
		"not read": func(w *guidetest.World) { w.Office.Unread(tenant.MembersSection("g9")) },
		"refused today": func(w *guidetest.World) {
			id := tenant.MembersSection("g9")
			w.Office.Refusals = map[string]tenant.SectionError{id: {State: tenant.NeedsRole, Message: "Not yours."}}
			w.Office.States[id] = tenant.Status{Section: id, State: tenant.NeedsRole, Completed: w.Office.At, Rows: 1}
		},
	} {
		w, d, v := crewed(t)
		change(w)
		d.Tenant = w.Services().Tenant
		n := onHome(t, d, v)["not-compared"]
		if n.Severity != report.Unknown || !strings.Contains(n.Title, "“Away” grew") {
			t.Errorf("%s: %+v", name, onHome(t, d, v))
		}
		if found, facts := look(t, d, v, stepAgain); facts["changed-since"] != "unknown" ||
			found["nothing-changed"].Code != "" {
			t.Errorf("%s: %+v %v", name, found, facts)
		}
	}
}

func TestAGroupThatIsAListOfNoExceptions(t *testing.T) {
	w, _, v := crewed(t)
	var rows []string
	for n := range mostMembers + 1 {
		rows = append(rows, strings.Replace(`{"id":"m%"}`, "%", string(rune('a'+n%26))+strings.Repeat("x", n/26), 1))
	}
	w.Office.Add(tenant.MembersSection("g9"), rows...)
	d := later(w, 2*time.Hour)
	if n := onHome(t, d, v)["not-compared"]; !strings.Contains(n.Text, "very many") {
		t.Errorf("%+v", onHome(t, d, v))
	}
}
