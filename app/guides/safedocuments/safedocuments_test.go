package safedocuments

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
)

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }

// Every edition, and a licence that Handrail does not know, said in every way.
func TestGuideWithOddLicences(t *testing.T) {
	guidetest.RunIn(t, Guide, func(w *guidetest.World) {
		w.Office.Add(tenant.SectionLicences, `{"id":"l3","skuId":"s3","skuPartNumber":"SUITE","capabilityStatus":
			"Enabled","servicePlans":[{"servicePlanId":"`+safeDocs+`","provisioningStatus":"Success"}]}`,
			`{"id":"l4","skuId":"s4","skuPartNumber":"O365_BUSINESS","capabilityStatus":"Enabled","servicePlans":
			[{"servicePlanId":"`+business+`","provisioningStatus":"Success"}]}`)
		for i, skus := range []string{`"s3"`, `"s3","s4"`, `"s2","s4"`, `"unheard"`} {
			w.Office.Add(tenant.SectionUsers, person(fmt.Sprintf("odd-%d", i), skus))
		}
	})
}

const (
	safeDocs   = "bf6f5520-59e3-4f82-974b-7dbbc4fd27c7"
	enterprise = "43de0ff5-c92c-492b-9116-175376d08c38"
	business   = "094e7854-93fc-4d55-b2c0-3ab5369ebdc1"

	on   = `[{"Identity":"Default","EnableSafeDocs":true,"AllowSafeDocsOpen":false}]`
	off  = `[{"Identity":"Default","EnableSafeDocs":false,"AllowSafeDocsOpen":false}]`
	open = `[{"Identity":"Default","EnableSafeDocs":false,"AllowSafeDocsOpen":true}]`
)

// person is a row with some licences, and what is turned off in each of them.
func person(id, skus string, off ...string) string {
	var all []string
	for _, sku := range strings.Split(skus, ",") {
		if sku != "" {
			list, _ := json.Marshal(append([]string{}, off...))
			all = append(all, `{"skuId":`+sku+`,"disabledPlans":`+string(list)+`}`)
		}
	}
	return `{"id":"` + id + `","displayName":"` + strings.ToUpper(id[:1]) + id[1:] + `","userPrincipalName":"` + id +
		`@northgate.example","accountEnabled":true,"userType":"Member","assignedLicenses":[` +
		strings.Join(all, ",") + `]}`
}

// licence is a row of the organisation’s licences.
func licence(sku string, plans ...string) string {
	var all []string
	for _, id := range plans {
		all = append(all, `{"servicePlanId":"`+id+`","provisioningStatus":"Success"}`)
	}
	return `{"id":"` + sku + `","skuId":"` + sku + `","skuPartNumber":"` + strings.ToUpper(sku) +
		`","capabilityStatus":"Enabled","servicePlans":[` + strings.Join(all, ",") + `]}`
}

// organisation has only these licences and people.
func organisation(licences, people []string) deps {
	w := guidetest.New()
	w.Office.UnreadAll()
	w.Office.Add(tenant.SectionLicences, licences...)
	w.Office.Add(tenant.SectionUsers, people...)
	return deps{w.Services()}
}

// look returns what the step with the people finds.
func look(t *testing.T, d deps, export string) *report.Document {
	t.Helper()
	v := &guide.Visit{Answers: map[string]string{askExport: export}, Outcomes: map[string]guide.Outcome{}}
	doc, err := d.lookPeople(t.Context(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// want compares facts, the headline and codes of findings.
func want(t *testing.T, doc *report.Document, headline string, facts map[string]string, codes ...string) {
	t.Helper()
	if doc.Headline != headline {
		t.Errorf("headline %q, want %q", doc.Headline, headline)
	}
	for name, value := range facts {
		if got := doc.Facts()[name]; got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
	var found []string
	for _, f := range doc.Findings() {
		found = append(found, f.Code)
	}
	for _, code := range codes {
		if !slices.Contains(found, code) {
			t.Errorf("no %s in %v", code, found)
		}
	}
}

// several are n people.
func several(n int, skus string, off func(i int) []string) (all []string) {
	for i := range n {
		all = append(all, person(fmt.Sprintf("p%02d", i), skus, off(i)...))
	}
	return all
}

func none(int) []string { return nil }

// Cases 11-01 and 11-02: the switch is on and protects no one, or 22 of 25.
func TestTheSwitchIsOn(t *testing.T) {
	d := organisation([]string{licence("spb", business)}, several(12, `"spb"`, none))
	want(t, look(t, d, on), "The switch is on and protects no one", map[string]string{"licensed": "0", "protected": "0",
		"people": "12", "switch": "on"}, "on-without-licence")
	d = organisation([]string{licence("e5", safeDocs, enterprise)}, several(25, `"e5"`, func(i int) []string {
		if i%9 == 5 {
			return []string{safeDocs}
		}
		return nil
	}))
	doc := look(t, d, on)
	want(t, doc, "The switch is on and protects 22 of 25", map[string]string{"licensed": "25", "protected": "22",
		"not-protected": "3", "plan-off": "3"}, "plan-off")
	if f := doc.Findings()[0]; !strings.HasPrefix(f.Text, "P05, P14, P23. ") {
		t.Errorf("the three are not named: %+v", f)
	}
	var table report.Table
	for _, b := range doc.Blocks {
		if one, ok := b.(report.Table); ok {
			table = one
		}
	}
	if len(table.Rows) != 25 || !slices.Equal(table.Rows[0], []string{"P05", "Turned off", "Enterprise", "On",
		"Not allowed"}) || table.Rows[3][1] != "On" || !strings.Contains(table.Title, "3 not protected, then 22 protected") {
		t.Errorf("%v", table.Rows)
	}
}

// Cases 11-03 and 11-04: the switch is off; then the click-through alone is on.
func TestTheSwitchIsOff(t *testing.T) {
	d := organisation([]string{licence("e5", safeDocs, enterprise)}, several(4, `"e5"`, none))
	want(t, look(t, d, off), "The switch is off and protects no one", map[string]string{"ready": "4", "protected": "0",
		"switch": "off", "click-through": "not-allowed"}, "switch-off")
	v := &guide.Visit{Answers: map[string]string{askExport: off, askOpen: openNo}}
	h, err := d.handChange(t.Context(), v)
	if err != nil || !slices.ContainsFunc(h.Blocks, func(b report.Block) bool {
		code, ok := b.(report.Code)
		return ok && code.Text == "Set-AtpPolicyForO365 -EnableSafeDocs $true -AllowSafeDocsOpen $false"
	}) {
		t.Errorf("%v, %+v", err, h)
	}
	want(t, look(t, d, open), "The switch is off and protects no one", map[string]string{"click-through": "allowed"},
		"switch-off", "click-through-idle")
	want(t, look(t, d, strings.ReplaceAll(open, "false", "true")), "The switch is on and protects all 4",
		map[string]string{"click-through": "allowed"}, "click-through")
}

// Cases 11-05 and 11-06: by service plan, and the wrong edition of the apps.
func TestTheWrongEdition(t *testing.T) {
	d := organisation([]string{licence("spb", business), licence("suite", safeDocs)}, several(3, `"spb","suite"`, none))
	want(t, look(t, d, on), "The switch is on and protects no one", map[string]string{"licensed": "3",
		"wrong-edition": "3", "protected": "0"}, "wrong-edition")
}

// Case 11-07: the answer of the admin API.
func TestTheAdminInterface(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "safe-documents"),
		"atpPolicyForO365.admin-api.live-2026-07.json"))
	if err != nil {
		t.Fatal(err)
	}
	d := organisation([]string{licence("e5", safeDocs, enterprise)}, several(2, `"e5"`, none))
	want(t, look(t, d, string(data)), "The switch is on and protects all 2", map[string]string{"switch": "on",
		"click-through": "not-allowed"})
}

// What is not known is neither protected nor without a licence.
func TestNotKnown(t *testing.T) {
	d := organisation([]string{licence("e5", safeDocs, enterprise)}, several(2, `"e5"`, none))
	for _, text := range []string{"", "[]", "[{", `[{"Identity":"Default"}]`, `[{"EnableSafeDocs":null}]`} {
		want(t, look(t, d, text), "It is not known whether the switch is on", map[string]string{"switch": "unknown",
			"protected": "unknown", "licensed": "2", "protected-unknown": "2"})
	}
	d = organisation([]string{licence("e5", safeDocs, enterprise)}, []string{person("a", `"e5"`), person("b", `"new"`)})
	want(t, look(t, d, on), "The switch is on and protects at least 1 of 2", map[string]string{"protected": "1",
		"protected-unknown": "1", "edition-unknown": "1"}, "plan-unknown")
	want(t, look(t, deps{services.Services{Now: time.Now}}, off), "The switch is off and protects no one",
		map[string]string{"people": "unknown", "protected": "unknown", "switch": "off"}, "not-connected")
	w := guidetest.New()
	w.Office.UnreadAll()
	want(t, look(t, deps{w.Services()}, on), "The switch is on; whom it protects is not known",
		map[string]string{"people": "unknown", "protected": "unknown", "switch": "on"})
}

// The check after the change compares both values with what was chosen.
func TestAfter(t *testing.T) {
	d := organisation([]string{licence("e5", safeDocs, enterprise)}, several(2, `"e5"`, none))
	both := strings.ReplaceAll(open, "false", "true")
	for _, c := range []struct{ export, open, made string }{{on, openNo, "yes"}, {on, openYes, "no"}, {off, openNo, "no"},
		{both, openNo, "no"}, {both, openYes, "yes"}, {"", openNo, "unknown"}, {"[]", openNo, "unknown"},
		{`{"EnableSafeDocs":true}`, openNo, "unknown"}} {
		v := &guide.Visit{Answers: map[string]string{askExport: off, askAfter: c.export, askOpen: c.open}}
		doc, err := d.lookAfter(t.Context(), v, nil)
		if err != nil || doc.Facts()["as-planned"] != c.made {
			t.Errorf("%+v: %v, %v", c, err, doc.Facts())
		}
	}
}
