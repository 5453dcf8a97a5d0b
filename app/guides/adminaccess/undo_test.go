package adminaccess

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// on is an organisation in which this guide made the switch.
func on(t *testing.T, defaults bool) (*guidetest.World, deps) {
	t.Helper()
	w, d := made(t, defaults)
	for _, step := range []string{stepCreate, stepSwitch} {
		if _, err := act(t, d, visit(), step); err != nil {
			t.Fatal(step, err)
		}
	}
	return w, d
}

// policyNames returns the IDs of the policies, sorted.
func policyNames(w *guidetest.World) (all []string) {
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		all = append(all, r.ID)
	}
	slices.Sort(all)
	return all
}

// TestUndoAtEachStage: on, report-only, removed, restored as it was; each change is undone
// by the next, and nothing is made twice.
func TestUndoAtEachStage(t *testing.T) {
	w, d := on(t, false)
	before := policyNames(w)
	for _, c := range []struct {
		answer, state string
		left          int
	}{
		{keepReport, stateReport, 2}, {keepRemove, "", 0}, {keepRestore, stateReport, 2}, {keepRestore, stateReport, 2},
		{keepOff, stateReport, 2}, // turned off is what is on
	} {
		if _, err := act(t, d, visit(askKeep, c.answer), stepKeep); err != nil {
			t.Fatalf("%s: %v", c.answer, err)
		}
		if got := states(t, w); len(got) != c.left || got[nameMFA] != c.state || got[nameLegacy] != c.state {
			t.Errorf("%s: %v", c.answer, got)
		}
	}
	if !slices.Equal(policyNames(w), before) {
		t.Errorf("%v came back for %v", policyNames(w), before)
	}
	if _, err := act(t, d, visit(), stepSwitch); err != nil || states(t, w)[nameMFA] != stateOn {
		t.Errorf("switched on again: %v, %v", err, states(t, w))
	}
	for _, answer := range []string{keepRemove, keepRestore} { // what was on comes back on
		plan, err := act(t, d, visit(askKeep, answer), stepKeep)
		if err != nil || plan.Undo == "" {
			t.Fatalf("%s: %v", answer, err)
		}
		if f := plan.Affected[0]; answer == keepRemove && (f.Severity != report.Problem || len(f.Names) == 0) ||
			answer == keepRestore && !strings.Contains(f.Text, "on at once") {
			t.Errorf("%s: %+v", answer, f)
		}
	}
	if got := states(t, w); got[nameMFA] != stateOn || len(got) != 2 {
		t.Errorf("%v", got)
	}
}

// TestOnlyWhatHandrailMadeIsRemoved: a name proves nothing, nor does another's policy.
func TestOnlyWhatHandrailMadeIsRemoved(t *testing.T) {
	w, d := made(t, false)
	for n, name := range []string{nameMFA, nameLegacy} {
		w.Office.Add(tenant.SectionAccess, `{"id":"theirs-`+string(rune('a'+n))+`","displayName":"`+name+
			`","state":"disabled","conditions":{"users":{"includeUsers":["All"]}}}`)
	}
	plan, err := act(t, d, visit(askKeep, keepRemove), stepKeep)
	if err != nil || policies(w) != 2 || !strings.Contains(plan.Summary, "no policy that Handrail made") {
		t.Errorf("%v, %q, %d policies", err, plan.Summary, policies(w))
	}
	w, d = on(t, false)
	rule(w, "theirs", stateReport, forAll, "", `"mfa"`)
	edit(t, w, nameMFA, nameMFA, "CA-01 Admins") // renamed, and still proven
	if _, err := act(t, d, visit(askKeep, keepRemove), stepKeep); err != nil || !slices.Equal(policyNames(w),
		[]string{"theirs"}) {
		t.Errorf("%v, left %v", err, policyNames(w))
	}
	if plan, err := act(t, d, visit(askKeep, keepDefaults), stepKeep); err != nil ||
		!strings.Contains(plan.Summary, "Rule theirs") || defaultsOn(w) {
		t.Errorf("%v, %q", err, plan.Summary)
	}
}

// TestBackToSecurityDefaults: Handrail's policies first, then security defaults; a refusal
// is shown as such, and the policies can be restored.
func TestBackToSecurityDefaults(t *testing.T) {
	w, d := on(t, true)
	plan, err := act(t, d, visit(askKeep, keepDefaults), stepKeep)
	if err != nil || !defaultsOn(w) || policies(w) != 0 || !strings.Contains(plan.NoUndo, "removes its policies first") {
		t.Fatalf("%v, %v, %+v", err, states(t, w), plan)
	}
	if plan, err := act(t, d, visit(askKeep, keepRestore), stepKeep); app.CodeOf(err) != app.Denied ||
		!strings.Contains(plan.Summary, "beside security defaults") || policies(w) != 0 {
		t.Errorf("restored beside security defaults: %v, %q", err, plan.Summary)
	}

	w, d = on(t, true)
	b := &broken{Writer: d.Tenant.Writer, on: func(object, body string) error {
		if object == defaultsPath {
			return refusal("Security defaults cannot be enabled.")
		}
		return nil
	}}
	d.Tenant.Writer = b
	_, err = act(t, d, visit(askKeep, keepDefaults), stepKeep)
	if message, hint := app.UserMessage(err); !strings.Contains(message, "“Security defaults cannot be enabled.”") ||
		!strings.Contains(hint, "Restore removed policies") || policies(w) != 0 || defaultsOn(w) {
		t.Errorf("%v, %v", err, states(t, w))
	}
	if found, facts := look(t, d, visit(), stepAgain); found["policies-on"].Severity != report.Problem ||
		!strings.Contains(found["policies-on"].Title, "policies are removed") || facts["on"] != "no" {
		t.Errorf("after the refusal: %+v", found["policies-on"])
	}
	if _, err := act(t, d, visit(askKeep, keepRestore), stepKeep); err != nil || states(t, w)[nameMFA] != stateOn ||
		policies(w) != 4 {
		t.Errorf("%v, %v", err, states(t, w))
	}
}

// TestARemovalThatStops removes nothing else, and does not ask for security defaults.
func TestARemovalThatStops(t *testing.T) {
	for _, failure := range []error{refusal("busy"), &tenant.UnknownOutcome{}} {
		w, d := on(t, true)
		removed := 0
		b := &broken{Writer: d.Tenant.Writer, on: func(object, body string) error {
			if body == "DELETE" {
				if removed++; removed == 2 {
					return failure
				}
			}
			return nil
		}}
		d.Tenant.Writer = b
		v := visit(askKeep, keepDefaults)
		_, err := act(t, d, v, stepKeep)
		if err == nil || policies(w) != 3 || defaultsOn(w) || b.sent[len(b.sent)-1] == defaultsPath {
			t.Fatalf("%v, %d policies, sent %v", err, policies(w), b.sent)
		}
		if _, err := act(t, d, v, stepKeep); err != nil || policies(w) != 0 || !defaultsOn(w) {
			t.Errorf("tried again: %v, %v", err, states(t, w))
		}
	}
}

// TestUndoIsReachedAtEachStage: who created the policies can undo, also where the switch did
// not come to its end.
func TestUndoIsReachedAtEachStage(t *testing.T) {
	_, d := made(t, false)
	v := visit()
	v.Guide, v.Step, v.Outcomes = ID, stepSwitch, map[string]guide.Outcome{stepSwitch: {State: guide.HasProblem}}
	for _, step := range []string{stepToday, stepEmergency, stepRoles, stepWho, stepCreate} {
		v.Outcomes[step] = guide.Outcome{State: guide.Completed}
	}
	s := guide.Open(Guide(d.Services), *v)
	for _, step := range []string{stepAgain, stepKeep} {
		if err := s.GoTo(step); err != nil || s.Step().ID != step {
			t.Errorf("%s: %v", step, err)
		}
	}
}

// noBin is a writer in an organisation that does not show what was removed.
type noBin struct{ tenant.Writer }

func (n noBin) Read(ctx context.Context, object string) ([]byte, error) {
	if object == deletedPath {
		return nil, refusal("Resource not found for the segment 'deletedItems'.")
	}
	return n.Writer.Read(ctx, object)
}

// TestWithoutABinNothingIsPromised: where removed policies cannot be read, the plan does not
// say that they can be restored, and the way back to security defaults is not begun.
func TestWithoutABinNothingIsPromised(t *testing.T) {
	w, d := on(t, true)
	d.Tenant.Writer = noBin{d.Tenant.Writer}
	for answer, says := range map[string]string{keepRestore: "could not read which", keepDefaults: "so it removes none"} {
		plan, err := act(t, d, visit(askKeep, answer), stepKeep)
		if err != nil || policies(w) != 4 || !strings.Contains(plan.Summary, says) {
			t.Errorf("%s: %v, %q", answer, err, plan.Summary)
		}
	}
	if plan, err := act(t, d, visit(askKeep, keepRemove), stepKeep); err != nil || plan.Undo != "" ||
		!strings.Contains(plan.NoUndo, "may not be able to restore") || policies(w) != 0 {
		t.Errorf("%v, %+v", err, plan)
	}
}

func TestForHowLongAPolicyCanBeRestored(t *testing.T) {
	var file struct {
		Read    string
		Sources []string
	}
	if !jsonInto(restoreFile, &file) || len(file.Sources) == 0 || restoreDays() != 30 {
		t.Errorf("%+v, %d days", file, restoreDays())
	}
	if _, err := time.Parse(time.DateOnly, file.Read); err != nil {
		t.Error(err)
	}
	w, d := made(t, false)
	v := visit(askKeep, keepRemove)
	for _, step := range []string{stepCreate, stepKeep} {
		shown, err := act(t, d, v, step)
		if err != nil || step == stepKeep && !strings.Contains(shown.Undo, "for 30 days") {
			t.Errorf("%+v, %v, %v", shown, err, states(t, w))
		}
	}
}
