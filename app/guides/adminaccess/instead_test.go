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
	"handrail/app/report"
	"handrail/app/tenant"
)

// plain is an organisation without Entra ID P1: no registration report, no sign-ins, and no
// policy beside those that are given.
func plain(t *testing.T, defaults bool) (*guidetest.World, deps) {
	t.Helper()
	w, d := made(t, defaults)
	withoutP1(w)
	licensed(w)
	return w, d
}

// licensed refuses the sign-ins for want of a licence.
func licensed(w *guidetest.World) {
	delete(w.Office.Rows, tenant.SectionSignIns)
	delete(w.Office.States, tenant.SectionSignIns)
	w.Office.Refusals = map[string]tenant.SectionError{tenant.SectionSignIns: {State: tenant.NeedsLicence,
		Message: "Only organisations with Entra ID P1 have this data.", Hint: "Continue without it."}}
}

// perUser returns the state of a person at Microsoft.
func perUser(t *testing.T, w *guidetest.World, id string) string {
	t.Helper()
	for _, r := range w.Office.Rows[tenant.SectionPerUserMFA] {
		var row tenant.PerUserMFA
		if json.Unmarshal(r.Body, &row) == nil && r.ID == id {
			return string(row.State)
		}
	}
	t.Fatal(id)
	return ""
}

func TestWithoutP1SecurityDefaultsGoOn(t *testing.T) {
	w, d := plain(t, false)
	v := visit(askMeans, meansDefaults)
	found, facts := look(t, d, v, stepToday)
	if f := found["no-p1"]; f.Severity != report.Warning || !strings.Contains(f.Do, "turns on security defaults") ||
		facts["instead"] != meansDefaults {
		t.Errorf("%+v, %v", f, facts)
	}
	found, facts = look(t, d, v, stepWho)
	if !strings.Contains(found["who"].Title, "must register") || facts["must-register"] == "0" ||
		!strings.Contains(found["registration"].Text, "next sign-in") ||
		found["legacy-apps"].Severity != report.Unknown {
		t.Errorf("%+v, %v", found, facts)
	}
	shown, err := act(t, d, v, stepSwitch)
	if err != nil || !defaultsOn(w) {
		t.Fatalf("%v, on %v", err, defaultsOn(w))
	}
	if len(shown.Changes) != 1 || shown.Changes[0] != (guide.Change{Setting: defaultsSetting, Now: "Off", After: "On"}) ||
		!slices.ContainsFunc(shown.Affected, func(a guide.Affected) bool {
			return strings.Contains(a.Text, "register") && slices.Contains(a.Names, "Cai Rees")
		}) {
		t.Errorf("%+v", shown)
	}
	if found, facts = look(t, d, v, stepAgain); facts["on"] != "yes" || found["protection-on"].Severity != report.OK {
		t.Errorf("%+v, %v", found, facts)
	}
	if shown, err = act(t, d, v, stepSwitch); err != nil || !strings.Contains(shown.Summary, "on already") {
		t.Errorf("twice: %+v, %v", shown, err)
	}
	v.Answers[askKeepInstead] = keepOff
	if shown, err = act(t, d, v, stepKeep); err != nil || defaultsOn(w) || shown.Changes[0].After != "Off" {
		t.Errorf("undone: %+v, %v", shown, err)
	}
}

// TestSecurityDefaultsThatAreOn: there is nothing to do, and every step says so.
func TestSecurityDefaultsThatAreOn(t *testing.T) {
	w, d := plain(t, true)
	v := visit(askMeans, meansDefaults)
	found, facts := look(t, d, v, stepToday)
	if found["no-p1"].Severity != report.Note || facts["instead"] != meansDefaults {
		t.Errorf("%+v, %v", found["no-p1"], facts)
	}
	if found, _ = look(t, d, v, stepWho); !strings.Contains(found["who"].Title, "on already") {
		t.Errorf("%+v", found["who"])
	}
	shown, err := act(t, d, v, stepSwitch)
	if err != nil || !guide.Unchanged(shown.Changes) || !strings.Contains(shown.Summary, "on already") || !defaultsOn(w) {
		t.Errorf("%+v, %v", shown, err)
	}
	v.Answers[askKeepInstead] = keepOff // Handrail did not turn them on
	if shown, err = act(t, d, v, stepKeep); err != nil || !defaultsOn(w) ||
		!strings.Contains(shown.Summary, "nothing to undo") {
		t.Errorf("%+v, %v", shown, err)
	}
}

func TestSecurityDefaultsBesideAPolicy(t *testing.T) {
	w, d := plain(t, false)
	rule(w, "old", stateOff, forAll, "", `"mfa"`)
	v := visit()
	found, facts := look(t, d, v, stepToday)
	if facts["instead"] != meansPerUser || !strings.Contains(found["no-p1"].Do, "per-user MFA") {
		t.Errorf("%+v, %v", found["no-p1"], facts)
	}
	v.Answers[askMeans] = meansDefaults
	shown, err := act(t, d, v, stepSwitch)
	if app.CodeOf(err) != app.Denied || defaultsOn(w) || !strings.Contains(shown.Summary, "Rule old") {
		t.Errorf("%+v, %v", shown, err)
	}
}

func TestPerUserMFAForAdministrators(t *testing.T) {
	w, d := plain(t, false)
	rule(w, "old", stateOff, forAll, "", `"mfa"`)
	v := visit(askMeans, meansPerUser)
	shown, err := act(t, d, v, stepSwitch)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(shown.Affected, func(a guide.Affected) bool {
		return strings.Contains(a.Text, "advises against")
	}) {
		t.Errorf("%+v", shown.Affected)
	}
	if perUser(t, w, "ada") != "enabled" || perUser(t, w, "dia") != "enabled" || perUser(t, w, "cai") != "disabled" ||
		perUser(t, w, "em1") != "disabled" {
		t.Errorf("%+v", shown)
	}
	if found, facts := look(t, d, v, stepAgain); facts["on"] != "yes" {
		t.Errorf("%+v, %v", found, facts)
	}
	v.Answers[askKeepInstead] = keepOff
	if shown, err = act(t, d, v, stepKeep); err != nil || perUser(t, w, "ada") != "disabled" {
		t.Errorf("%+v, %v", shown, err)
	}
}

// TestNoStepIsADeadEnd: each step of each way says something, and the plans that do not
// apply say so in one line.
func TestNoStepIsADeadEnd(t *testing.T) {
	for _, way := range []string{meansDefaults, meansPerUser} {
		w, d := plain(t, false)
		v := visit(askMeans, way)
		for _, s := range Guide(d.Services).Steps {
			switch {
			case s.Look != nil:
				doc, err := s.Look(t.Context(), v, none)
				if err != nil || doc.Headline == "" && s.ID != stepToday {
					t.Errorf("%s, %s: %v", way, s.ID, err)
				}
				for _, f := range doc.Findings() {
					if strings.Contains(f.Title+f.Text+f.Do, "policies on") {
						t.Errorf("%s, %s speaks of policies: %+v", way, s.ID, f)
					}
				}
			case s.Plan != nil:
				shown, err := s.Plan(t.Context(), v)
				if err == nil {
					err = s.Apply(t.Context(), v, shown, none)
				}
				if err != nil {
					t.Errorf("%s, %s: %v", way, s.ID, err)
				}
			}
		}
		if len(w.Office.Rows[tenant.SectionAccess]) != 0 {
			t.Error("a policy was created")
		}
	}
}

func TestLicencesNotKnown(t *testing.T) {
	w, d := made(t, false)
	w.Office.Unread(tenant.SectionLicences)
	v := visit()
	if shown, err := d.planBy(d.planSwitch, d.planInstead)(t.Context(), v); err != nil ||
		shown.Changes[0].Setting == defaultsSetting {
		t.Errorf("without a choice: %+v, %v", shown, err)
	}
	v.Answers[askMeans] = meansDefaults
	if _, err := act(t, d, v, stepSwitch); err != nil || !defaultsOn(w) {
		t.Errorf("%v", err)
	}
	if all := meansOptions(&guide.Visit{}); len(all) != 3 || all[0].Value != meansPolicies {
		t.Errorf("%+v", all)
	}
}

// cuts changes, and loses the first answer.
type cuts struct {
	tenant.Writer
	left int
}

func (c *cuts) Patch(ctx context.Context, object string, body []byte) (string, error) {
	id, err := c.Writer.Patch(ctx, object, body)
	if err == nil && c.left > 0 {
		c.left--
		return "", &tenant.UnknownOutcome{RequestID: "lost", Err: errors.New("cut")}
	}
	return id, err
}

func TestALostAnswerIsReadBack(t *testing.T) {
	for _, way := range []string{meansDefaults, meansPerUser} {
		w, d := plain(t, false)
		d.Tenant.Writer = &cuts{w.Office, 1}
		v := visit(askMeans, way)
		if _, err := act(t, d, v, stepSwitch); app.CodeOf(err) != app.Unreachable {
			t.Fatalf("%s: %v", way, err)
		}
		if way == meansPerUser { // the others were not sent
			if _, err := act(t, d, v, stepSwitch); err != nil {
				t.Fatal(err)
			}
		}
		if _, facts := look(t, d, v, stepAgain); facts["on"] != "yes" {
			t.Errorf("%s: %v", way, facts)
		}
		h, err := d.runner().History(t.Context(), v.ID)
		if err != nil || len(h.Unsettled()) != 0 {
			t.Errorf("%s: %+v, %v", way, h, err)
		}
	}
}

func TestRefusedPoliciesWhereTheLicenceIsNotKnown(t *testing.T) {
	w, d := made(t, false)
	w.Office.Unread(tenant.SectionLicences)
	d.Tenant.Writer = denies{w.Office}
	_, err := act(t, d, visit(), stepCreate)
	if _, hint := app.UserMessage(err); app.CodeOf(err) != app.Denied || !strings.Contains(hint, "security defaults") {
		t.Errorf("%v", err)
	}
}

// denies lets no one create anything.
type denies struct{ tenant.Writer }

func (denies) Post(context.Context, string, []byte) ([]byte, string, error) {
	return nil, "", app.Errorf(app.Denied, "Ask an administrator.", "Microsoft does not let your account do this.")
}

func TestWhoWouldBeLockedOutIsNotTurnedOn(t *testing.T) {
	w, d := plain(t, false)
	replace(w, tenant.SectionRegistration, "ada", `{"id":"ada","methodsRegistered":[],"isMfaCapable":false}`)
	w.Office.Rows[tenant.SectionMethods] = nil
	w.Office.Add(tenant.SectionMethods, `{"id":"authenticationMethodsPolicy","policyMigrationState":"migrationComplete",
		"authenticationMethodConfigurations":[]}`)
	w.Office.Objects = nil
	v := visit(askMeans, meansDefaults)
	shown, err := act(t, d, v, stepSwitch)
	if app.CodeOf(err) != app.Denied || defaultsOn(w) || !strings.Contains(fmt.Sprint(shown), "may lock yourself out") {
		t.Errorf("%+v, %v", shown, err)
	}
}

// TestGuideWithoutP1 goes through the guide in every way, in an organisation without P1.
func TestGuideWithoutP1(t *testing.T) {
	guidetest.RunIn(t, Guide, func(w *guidetest.World) {
		withoutP1(w)
		w.Office.Rows[tenant.SectionAccess] = nil
		w.Office.Add(tenant.SectionAccess)
	})
}

// TestTheRecordSaysOnceThatDefaultsAreOn: and it counts one finding for it.
func TestTheRecordSaysOnceThatDefaultsAreOn(t *testing.T) {
	w, d := plain(t, true)
	v := visit(askMeans, meansDefaults)
	doc, err := d.recordInstead(t.Context(), v, none)
	if err != nil || !defaultsOn(w) {
		t.Fatal(err)
	}
	said := 0
	for _, f := range doc.Findings() {
		if strings.HasPrefix(f.Title, "Security defaults are on") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("said %d times", said)
	}
}
