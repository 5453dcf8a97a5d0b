package adminaccess

import (
	"context"
	"encoding/json"
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

// evaluator answers What If as ask says.
type evaluator struct {
	ask   func(q tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error)
	asked []tenant.WhatIfQuestion
}

func (e *evaluator) Evaluate(_ context.Context, q tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) {
	e.asked = append(e.asked, q)
	return e.ask(q)
}

// watching is an organisation with both policies in report-only, and one sign-in of each
// administrator that would pass.
func watching(t *testing.T) (*guidetest.World, deps, *guide.Visit) {
	t.Helper()
	w, d := made(t, true)
	v := visit()
	if _, err := act(t, d, v, stepCreate); err != nil {
		t.Fatal(err)
	}
	w.Office.Rows[tenant.SectionSignIns] = nil
	for _, id := range []string{"ada", "dia"} {
		w.Office.Add(tenant.SectionSignIns, applied(t, w, "s-"+id, id, nameMFA, "reportOnlySuccess", ""))
	}
	return w, d, v
}

// applied is a sign-in in a browser with the result of one policy.
func applied(t *testing.T, w *guidetest.World, id, who, policy, result, more string) string {
	t.Helper()
	for _, r := range w.Office.Rows[tenant.SectionAccess] {
		var p tenant.AccessPolicy
		if err := json.Unmarshal(r.Body, &p); err != nil {
			t.Fatal(err)
		}
		if p.Name.Is(policy) {
			return fmt.Sprintf(`{"id":%q,"userId":%q,"createdDateTime":"2026-11-20T09:00:00Z","clientAppUsed":"Browser",
				"status":{"errorCode":0},"appliedConditionalAccessPolicies":[{"id":%q,"result":%q%s}]}`, id, who, r.ID, result,
				more)
		}
	}
	t.Fatal(policy)
	return ""
}

// watched returns the entries of the step by person.
func watchedBy(t *testing.T, d deps, v *guide.Visit) (map[string]report.Entry, *report.Document) {
	t.Helper()
	doc, err := d.watch(t.Context(), v, none)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]report.Entry{}
	for _, b := range doc.Blocks {
		if e, ok := b.(report.Entries); ok && e.Name == "watched" {
			for _, item := range e.Items {
				all[item.Title] = item
			}
		}
	}
	return all, doc
}

func found(doc *report.Document, code string) (report.Finding, bool) {
	i := slices.IndexFunc(doc.Findings(), func(f report.Finding) bool { return f.Code == code })
	if i < 0 {
		return report.Finding{}, false
	}
	return doc.Findings()[i], true
}

// TestWhatIfOfEachAdministrator: Microsoft is asked once about each, and says the same.
func TestWhatIfOfEachAdministrator(t *testing.T) {
	w, d, v := watching(t)
	e := &evaluator{ask: func(q tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) {
		return w.Office.Evaluate(t.Context(), q)
	}}
	d.Tenant.Evaluator = e
	items, doc := watchedBy(t, d, v)
	if len(e.asked) != len(items) || len(items) != 4 {
		t.Errorf("%d questions about %d people: %+v", len(e.asked), len(items), e.asked)
	}
	for name, says := range map[string]string{"Ada Mayhew": "both policies apply", "Dia Shah": "both policies apply",
		"Emergency em1": "no policy applies"} {
		if item := items[name]; !strings.Contains(item.About, "Microsoft’s What If: "+says) {
			t.Errorf("%s: %q", name, item.About)
		}
	}
	f, _ := found(doc, "what-if")
	if f.Severity != report.OK || !strings.Contains(f.Text, "2 of 4 administrators") {
		t.Errorf("%+v", f)
	}
	if main, _ := found(doc, "watch"); main.Severity != report.OK {
		t.Errorf("%+v", main)
	}
	var data struct {
		WhatIf []struct{ Policy, Applies, Handrail string } `json:"what-if"`
	}
	if err := json.Unmarshal(items["Ada Mayhew"].Data, &data); err != nil || len(data.WhatIf) != 2 ||
		data.WhatIf[0].Applies != "yes" || data.WhatIf[1].Handrail != "yes" {
		t.Errorf("%+v, %v", data, err)
	}
}

// TestWhatIfThatDisagrees: then nothing is certain, and the finding names the person.
func TestWhatIfThatDisagrees(t *testing.T) {
	w, d, v := watching(t)
	d.Tenant.Evaluator = &evaluator{ask: func(q tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) {
		all, err := w.Office.Evaluate(t.Context(), q)
		for i := range all {
			if q.User == "dia" && all[i].Name.Is(nameMFA) {
				all[i].Applies.Yes, all[i].Reasons = false, "users"
			}
		}
		return all, err
	}}
	items, doc := watchedBy(t, d, v)
	if item := items["Dia Shah"]; item.Severity != report.Unknown || item.State != "Not known" ||
		!strings.Contains(item.About, "Handrail says otherwise about “"+nameMFA+"”") {
		t.Errorf("%+v", item)
	}
	if f, _ := found(doc, "what-if"); f.Severity != report.Warning || !strings.Contains(f.Text, "Dia Shah") {
		t.Errorf("%+v", f)
	}
	if f, _ := found(doc, "watch"); f.Severity != report.Unknown || doc.Facts()["what-if-differs"] != "1" {
		t.Errorf("%+v, %v", f, doc.Facts())
	}
}

// TestWhatIfThatIsNotAnswered: not known with the reason, and the results of the log stay.
func TestWhatIfThatIsNotAnswered(t *testing.T) {
	denied := app.Errorf(app.Denied, "Ask.", "Microsoft does not let your account use What If.")
	for name, k := range map[string]struct {
		ask   func(q tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error)
		asked int
		says  string
	}{
		"refused": {func(tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) { return nil, denied }, 1,
			"does not let your account"},
		"not about these people": {func(tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) {
			return nil, app.Errorf(app.Invalid, "Ask.", "What If does not take this question.")
		}, 4, "does not take"},
		"without the policies": {func(tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) {
			return nil, nil
		}, 4, "does not name this policy"},
	} {
		_, d, v := watching(t)
		e := &evaluator{ask: k.ask}
		d.Tenant.Evaluator = e
		items, doc := watchedBy(t, d, v)
		f, _ := found(doc, "what-if")
		if f.Severity != report.Unknown || !strings.Contains(f.Text, k.says) || len(e.asked) != k.asked {
			t.Errorf("%s: %+v, asked %d times", name, f, len(e.asked))
		}
		if item := items["Ada Mayhew"]; item.State != "Would pass" ||
			!strings.Contains(item.About, "What If: not known") {
			t.Errorf("%s: %+v", name, item)
		}
	}
	_, d, v := watching(t)
	d.Tenant.Evaluator = nil
	if _, doc := watchedBy(t, d, v); doc.Facts()["what-if-differs"] != "0" {
		t.Errorf("%v", doc.Facts())
	} else if f, _ := found(doc, "what-if"); f.Severity != report.Unknown {
		t.Errorf("no one to ask: %+v", f)
	}
}

// TestAConditionThatWhatIfCannotCheck is no “does not apply”.
func TestAConditionThatWhatIfCannotCheck(t *testing.T) {
	w, d, v := watching(t)
	d.Tenant.Evaluator = &evaluator{ask: func(q tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) {
		all, err := w.Office.Evaluate(t.Context(), q)
		for i := range all {
			all[i].Applies.Yes, all[i].Reasons = false, "location,notEnoughInformation"
		}
		return all, err
	}}
	items, doc := watchedBy(t, d, v)
	if f, _ := found(doc, "what-if"); f.Severity != report.Unknown || !strings.Contains(f.Text, "notEnoughInformation") {
		t.Errorf("%+v", f)
	}
	if item := items["Ada Mayhew"]; !strings.Contains(item.About, "not known") {
		t.Errorf("%+v", item)
	}
}

// TestReasonsOfTheLog: why a policy would stop someone, where the beta says it.
func TestReasonsOfTheLog(t *testing.T) {
	w, d, v := watching(t)
	w.Office.Add(tenant.SectionSignIns,
		applied(t, w, "r1", "ada", nameLegacy, "reportOnlyFailure", `,"enforcedGrantControls":["Block"],
			"conditionsSatisfied":"application,users,clientType","conditionsNotSatisfied":"none"`),
		applied(t, w, "r2", "ada", nameLegacy, "reportOnlyFailure", `,"enforcedGrantControls":["Block"]`),
		applied(t, w, "r3", "dia", nameMFA, "reportOnlyInterrupted", `,"enforcedGrantControls":["Mfa"]`))
	items, doc := watchedBy(t, d, v)
	if item := items["Ada Mayhew"]; item.State != "Would be stopped" || !strings.Contains(item.About,
		"2 sign-ins would have been stopped. “"+nameLegacy+"” blocks this sign-in (Browser).") ||
		!strings.Contains(item.About, "unknown for 1 sign-in.") {
		t.Errorf("%+v", item)
	}
	if item := items["Dia Shah"]; item.State != "Would be asked" || !strings.Contains(item.About, "reason is unknown") {
		t.Errorf("%+v", item)
	}
	if f, _ := found(doc, "log-since"); f.Severity != report.Note || !strings.Contains(f.Title, "20 November 2026") {
		t.Errorf("%+v", f)
	}
}

// TestSignInsInTheBackground count, and where they were not read the answer says so.
func TestSignInsInTheBackground(t *testing.T) {
	w, d, v := watching(t)
	w.Office.Add(tenant.BackgroundSection("dia"),
		applied(t, w, "b1", "dia", nameMFA, "reportOnlyFailure",
			`,"enforcedGrantControls":["Mfa"],"conditionsSatisfied":"users"`))
	items, doc := watchedBy(t, d, v)
	if item := items["Dia Shah"]; item.State != "Would be stopped" || !strings.Contains(item.About, "requires MFA") ||
		!strings.Contains(string(item.Data), `"background":1`) {
		t.Errorf("%+v %s", item, item.Data)
	}
	if f, there := found(doc, "background"); there {
		t.Errorf("%+v", f)
	}
	w, d, v = watching(t)
	w.Office.Unread(tenant.BackgroundSection("dia"))
	_, doc = watchedBy(t, d, v)
	f, _ := found(doc, "background")
	if f.Severity != report.Unknown || !strings.Contains(f.Text, "Dia Shah. A permission is missing.") {
		t.Errorf("%+v", f)
	}
	if f, _ := found(doc, "watch"); f.Severity != report.OK || !strings.Contains(f.Text, "not part of this answer") {
		t.Errorf("%+v", f)
	}
}
