package adminaccess

import (
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// Noon of a guidetest.World is on 22 November 2026.
const (
	comes = "2026-12-01"
	over  = "2026-11-20"
)

// excluded is a world in which a policy excludes Ben until a day, and Home was told.
func excluded(t *testing.T, answer string) (*guidetest.World, deps, *guide.Visit) {
	t.Helper()
	w, d := made(t, false)
	rule(w, "one", stateOn, forAll+`,"excludeUsers":["ben","em1"]`, "", `"mfa"`)
	v := visit(askEnds, answer)
	v.Guide = ID
	look(t, deps{w.Services()}, v, stepEnds)
	return w, d, v
}

func TestBeforeTheDayHomeWaits(t *testing.T) {
	w, d, v := excluded(t, "ben@northgate.example "+comes)
	n := onHome(t, d, v)["exclusion-ends"]
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.Local)
	if n.Severity != report.Note || n.Title != "The exclusion of Ben Okafor ends on 1 December 2026" ||
		!n.At.Equal(day) || n.Step != stepEnds {
		t.Errorf("%+v", n)
	}
	found, facts := look(t, d, v, stepEnds)
	if f := found["exclusion-ends"]; !strings.Contains(f.Text, "“Rule one”") || facts["exclusions-due"] != "0" ||
		facts["exclusions-dated"] != "1" {
		t.Errorf("%+v %v", f, facts)
	}
	if h, err := d.endThem(t.Context(), v); err != nil || h.Nothing == "" {
		t.Errorf("there is nothing to do yet: %+v, %v", h, err)
	}
	w.Office.Unread(tenant.SectionAccess)
	if n := onHome(t, deps{w.Services()}, v)["exclusion-ends"]; !n.At.Equal(day) {
		t.Errorf("the day comes whether or not the policies can be read: %+v", n)
	}
}

func TestFromTheDayHomeReminds(t *testing.T) {
	w, d, v := excluded(t, "Ben@northgate.example, "+over)
	n := onHome(t, d, v)["exclusion-due"]
	want := "The exclusion of Ben Okafor ended on 20 November 2026 and still applies"
	if n.Severity != report.Warning || n.Title != want || !n.At.IsZero() {
		t.Errorf("%+v", n)
	}
	found, facts := look(t, d, v, stepEnds)
	if found["exclusion-due"].Title != want || facts["exclusions-due"] != "1" {
		t.Errorf("%+v %v", found, facts)
	}
	h, err := d.endThem(t.Context(), v)
	todo := "Open the policy “Rule one”, go to Users > Exclude, and remove Ben Okafor."
	if err != nil || h.Nothing == "" {
		t.Errorf("Handrail ends it itself: %+v, %v", h, err)
	}
	looks := deps{w.Plain()} // without what changes anything
	if h, err = looks.endThem(t.Context(), v); err != nil || !slices.Contains(h.Todo, todo) {
		t.Errorf("%+v, %v", h, err)
	}
	edit(t, w, "Rule one", `"ben",`, ``)
	d = deps{w.Services()}
	if got := onHome(t, d, v); len(got) > 0 {
		t.Errorf("it was taken back: %+v", got)
	}
	found, facts = look(t, d, v, stepEnds)
	if found["exclusion-ended"].Severity != report.OK || facts["exclusions-due"] != "0" {
		t.Errorf("%+v %v", found, facts)
	}
}

func TestAnExclusionWhoseStateIsNotKnown(t *testing.T) {
	for name, change := range map[string]func(*guidetest.World){
		"policies not read": func(w *guidetest.World) { w.Office.Unread(tenant.SectionAccess) },
		"policies refused today": func(w *guidetest.World) {
			w.Office.States[tenant.SectionAccess] = tenant.Status{Section: tenant.SectionAccess,
				State: tenant.NeedsConsent, Completed: w.Office.At, Rows: 1}
		},
		"a group whose members were not read": func(w *guidetest.World) {
			w.Office.Rows[tenant.SectionAccess] = nil
			rule(w, "one", stateOn, forAll+`,"excludeGroups":["g-unread"]`, "", `"mfa"`)
		},
	} {
		w, _, v := excluded(t, "ben@northgate.example "+over)
		change(w)
		d := deps{w.Services()}
		if n := onHome(t, d, v)["exclusion-unknown"]; n.Severity != report.Unknown ||
			!strings.Contains(n.Title, "Ben Okafor") {
			t.Errorf("%s: %+v", name, onHome(t, d, v))
		}
	}
}

func TestAnExclusionThroughAGroup(t *testing.T) {
	w, _, v := excluded(t, "ben@northgate.example "+over)
	w.Office.Rows[tenant.SectionAccess] = nil
	w.Office.Add(tenant.SectionGroups, `{"id":"g9","displayName":"Away"}`)
	w.Office.Add(tenant.MembersSection("g9"), `{"id":"ben","@odata.type":"#microsoft.graph.user"}`)
	rule(w, "one", stateReport, forAll+`,"excludeGroups":["g9"]`, "", `"mfa"`)
	d := deps{w.Services()}
	if n := onHome(t, d, v)["exclusion-due"]; !strings.Contains(n.Text, "“Rule one” through the group “Away”") {
		t.Errorf("%+v", onHome(t, d, v))
	}
	if h, err := d.endThem(t.Context(), v); err != nil || !strings.HasPrefix(h.Todo[0], "Open the group “Away”") {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestWhichExclusionsCount(t *testing.T) {
	w, d, v := excluded(t, "ben@northgate.example "+over+"\nnobody@n.example "+over+"\ncai "+comes)
	found, facts := look(t, d, v, stepEnds)
	if facts["exclusions-dated"] != "3" || facts["exclusions-due"] != "1" || found["not-excluded"].Title == "" {
		t.Errorf("%+v %v", found, facts)
	}
	edit(t, w, "Rule one", `"enabled"`, `"disabled"`)
	got := onHome(t, deps{w.Services()}, v)
	if n := got["exclusion-no-account"]; n.Severity != report.Warning || len(got) != 1 ||
		!strings.Contains(n.Title, "nobody@n.example") {
		t.Errorf("a policy that is off excludes no one, and a name that is wrong is no end: %+v", got)
	}
	v.Answers[askEnds] = ""
	look(t, d, v, stepEnds)
	edit(t, w, "Rule one", `"disabled"`, `"enabled"`)
	if got = onHome(t, deps{w.Services()}, v); len(got) > 0 {
		t.Errorf("the days were taken away: %+v", got)
	}
}

func TestWhatIsADay(t *testing.T) {
	for text, good := range map[string]bool{
		"": true, "ben@n.example 2027-01-31": true, "ben; 2027-01-31\n\nada 2027-02-01": true,
		"ben": false, "2027-01-31": false, "ben 31.1.2027": false, "ben 2027-02-30": false,
		"ben 2027-01-31\nada": false,
	} {
		if err := endsQuestion().Validate(visit(), text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
