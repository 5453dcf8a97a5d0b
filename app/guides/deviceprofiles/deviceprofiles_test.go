package deviceprofiles

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }

// visit returns a visit with the first answers of the guide, and those that are given.
func visit(pairs ...string) *guide.Visit {
	v := &guide.Visit{ID: "visit", Guide: ID, Outcomes: map[string]guide.Outcome{}, Answers: map[string]string{
		askNames: "Hall Kiosk", askFrom: fromBuild, askOperator: opWhole, askGroup: groupNew, askNewName: "Hall devices",
		askKeep: keepUndo}}
	for i := 0; i < len(pairs); i += 2 {
		v.Answers[pairs[i]] = pairs[i+1]
	}
	return v
}

// office returns a world with these devices alone, as "name=profile"; "name" has no profile, and
// "name?" one that was not read.
func office(devices ...string) (*guidetest.World, deps) {
	w := guidetest.New()
	delete(w.Office.Rows, tenant.SectionDevices)
	w.Office.Add(tenant.SectionDevices)
	for i, text := range devices {
		name, profile, named := strings.Cut(text, "=")
		value := "null"
		if named {
			value = fmt.Sprintf("%q", profile)
		}
		row := fmt.Sprintf(`{"id":"d%d","displayName":%q,"enrollmentProfileName":%s}`, i, name, value)
		if strings.HasSuffix(name, "?") {
			row = fmt.Sprintf(`{"id":"d%d","displayName":%q}`, i, name)
		}
		w.Office.Add(tenant.SectionDevices, row)
	}
	return w, deps{w.Services()}
}

// look runs the Look of a step, and returns the findings by code, the facts and the document.
func look(t *testing.T, d deps, v *guide.Visit, step string) (map[string]report.Finding, map[string]string,
	*report.Document) {
	t.Helper()
	for _, s := range Guide(d.Services).Steps {
		if s.ID != step {
			continue
		}
		doc, err := s.Look(t.Context(), v, nil)
		if err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		found := map[string]report.Finding{}
		for _, f := range doc.Findings() {
			found[f.Code] = f
		}
		return found, doc.Facts(), doc
	}
	t.Fatalf("no step %s", step)
	return nil, nil, nil
}

// rowsOf returns the rows of the table with a title, joined.
func rowsOf(doc *report.Document, title string) (all []string) {
	for _, b := range doc.Blocks {
		if table, ok := b.(report.Table); ok && strings.HasPrefix(table.Title, title) {
			for _, r := range table.Rows {
				all = append(all, strings.Join(r, "|"))
			}
		}
	}
	return all
}

// TestCollision is case 5-01: three comparisons of a name that another name begins with.
func TestCollision(t *testing.T) {
	const name = "Android Enterprise Kiosk Devices"
	var devices []string
	for i := range 15 {
		profile := name
		if i >= 12 {
			profile += " - Dallas"
		}
		devices = append(devices, fmt.Sprintf("Kiosk %d=%s", i, profile))
	}
	_, d := office(devices...)
	for op, want := range map[string]string{opStarts: "15 3", opContains: "15 3", opMatch: "15 3", opWhole: "12 0"} {
		v := visit(askNames, name, askOperator, op, askValue, name)
		found, facts, doc := look(t, d, v, stepRule)
		if got := facts["taken"] + " " + facts["also-taken"]; got != want || facts["chosen"] != "" {
			t.Errorf("%s: %s, want %s", op, got, want)
		}
		rows := rowsOf(doc, "This rule")
		if op == opWhole {
			if len(rows) != 1 || found["exact"].Severity != report.OK || facts["whole-name"] != "" {
				t.Errorf("%v, %v", rows, found)
			}
			continue
		}
		if len(rows) != 2 || rows[0] != "Also taken|"+name+" - Dallas|3" || rows[1] != "You chose this|"+name+"|12" ||
			facts["whole-name"] != `(device.enrollmentProfileName -eq "`+name+`")` {
			t.Errorf("%s: %q, %v", op, rows, facts)
		}
	}
}

// TestSelfNamed is case 5-02: the danger stands first in the table.
func TestSelfNamed(t *testing.T) {
	_, d := office("Kiosk=Hall Kiosk", "Lent=OfflineAutopilotprofile-Kiosk")
	found, _, doc := look(t, d, visit(askOperator, opContains, askValue, "Kiosk"), stepRule)
	rows := rowsOf(doc, "This rule")
	if len(rows) != 2 || rows[0] != "Anyone can join|OfflineAutopilotprofile-Kiosk|1" ||
		found["self-named"].Severity != report.Warning {
		t.Errorf("%q, %v", rows, found)
	}
	paste := visit(askFrom, fromPaste, askRule, `(device.enrollmentProfileName -startsWith "OfflineAutopilotprofile-")`)
	if found, _, _ = look(t, d, paste, stepRule); found["self-named"].Severity != report.Warning {
		t.Errorf("%v", found)
	}
	if found, _, _ = look(t, d, visit(), stepNames); found["self-named"].Subject != "OfflineAutopilotprofile-Kiosk" {
		t.Errorf("%v", found)
	}
}

// TestRenamedProfile is case 5-03: devices keep the former name.
func TestRenamedProfile(t *testing.T) {
	_, d := office("Old 1=DEP iPhones", "Old 2=DEP iPhones", "New=iPhones 2026")
	v := visit(askNames, "DEP iPhones\niPhones 2026", askFrom, fromPaste,
		askRule, `device.enrollmentProfileName -eq "iPhones 2026"`)
	found, facts, _ := look(t, d, v, stepRule)
	if facts["taken"] != "1" || facts["missed"] != "2" || found["missed"].Text != "Old 1, Old 2." ||
		found["missed"].Title != "2 devices that you chose stay outside" {
		t.Errorf("%v, %+v", facts, found["missed"])
	}
	v.Answers[askNames] = "DEP iPhones"
	_, d = office("Old 1=DEP iPhones", "New=iPhones 2026")
	found, _, _ = look(t, d, v, stepRule)
	if found["missed"].Title != "1 device that you chose stays outside" {
		t.Errorf("%+v", found["missed"])
	}
	if found, _, _ = look(t, d, visit(askNames, "iPads"), stepDevices); found["no-device"].Subject != "iPads" {
		t.Errorf("%v", found)
	}
}

// TestWithoutName is case 5-04: what is not said is asked of Microsoft, and never guessed.
func TestWithoutName(t *testing.T) {
	_, d := office("None", "Empty=", "Old?", "Kiosk=Hall Kiosk")
	for rule, want := range map[string]string{
		`device.enrollmentProfileName -eq "X"`:          "0 1", // the name that was not read
		`device.enrollmentProfileName -ne "X"`:          "1 3",
		`device.enrollmentProfileName -notContains "X"`: "1 3",
	} {
		found, facts, _ := look(t, d, visit(askFrom, fromPaste, askRule, rule), stepRule)
		if got := facts["taken"] + " " + facts["uncertain"]; got != want || found["uncertain"].Severity != report.Unknown {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
	found, facts, _ := look(t, d, visit(), stepNames)
	if facts["empty"] != "2" || facts["names"] != "1" || found["name-unread"].Severity != report.Unknown {
		t.Errorf("%v, %v", facts, found)
	}
}

// TestRulesThatMicrosoftRefuses are cases 5-05, 5-06, 5-07 and 5-10: nothing is sent.
func TestRulesThatMicrosoftRefuses(t *testing.T) {
	w, d := office("Kiosk=Hall Kiosk")
	for rule, code := range map[string]string{
		`(device.devicePhysicalIds -all _ -notContains "[ZTDID]")`: "all",
		`(device.devicePhysicalIDs -any _ -contains "[ZTDId]")`:    "bare",
		`device.memberOf -any (group.objectId -in ['youth'])`:      "member-of",
		`user.city -eq "X" -and device.displayName -eq "Y"`:        "no-rule",
		`user.city -eq "X"`: "no-rule",
		`not a rule`:        "no-rule",
		`device.displayName -eq "` + strings.Repeat("x", 3073) + `"`:                     "no-rule",
		`device.organizationalUnit -eq "X"`:                                              "retired",
		`device.systemLabels -startsWith "M365Managed" SystemLabels`:                     "trailing",
		`(device.displayName -eq "A") -and (device.devicePhysicalIds -any _ -eq "[A]")`:  "bare",
		`device.displayName -eq "A" -or device.memberOf -any (group.objectId -in ['a'])`: "member-of",
	} {
		v := visit(askFrom, fromPaste, askRule, rule)
		found, facts, doc := look(t, d, v, stepRule)
		if found[code].Severity != report.Problem || facts["usable"] != "no" || readyRule(v, doc) == nil {
			t.Errorf("%.60s: %v, %v", rule, found, facts)
		}
		plan, err := d.planChange(t.Context(), v)
		if err != nil || !guide.Unchanged(plan.Changes) {
			t.Errorf("%.60s: %v, %+v", rule, err, plan)
			continue
		}
		if err := d.applyChange(t.Context(), v, plan, nil); err != nil {
			t.Error(err)
		}
	}
	if entries, err := w.Journal.Entries(t.Context(), "visit"); err != nil || len(entries) > 0 {
		t.Errorf("something was sent: %v, %v", entries, err)
	}
	_, facts, _ := look(t, d, visit(askFrom, fromPaste,
		askRule, `(device.devicePhysicalIDs –any _ -contains "[ZTDId]")`), stepRule)
	if facts["corrected"] != `(device.devicePhysicalIds -any (_ -contains "[ZTDId]"))` {
		t.Errorf("%v", facts)
	}
}

// TestTooManyGroups is the rest of case 5-10: the 15,001st dynamic group is refused.
func TestTooManyGroups(t *testing.T) {
	w, d := office("Kiosk=Hall Kiosk")
	rows := make([]string, 15000-2)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"id":"g%d","displayName":"Group %d","groupTypes":["DynamicMembership"]}`, i, i)
	}
	w.Office.Add(tenant.SectionGroups, rows...)
	found, facts, _ := look(t, d, visit(), stepGroup)
	if facts["may-change"] != "no" || !strings.Contains(found["no-change"].Text, "15000") {
		t.Errorf("%v, %+v", facts, found["no-change"])
	}
}

// TestTwoReadings is case 5-08: both readings are shown, and whether they differ here.
func TestTwoReadings(t *testing.T) {
	_, d := office("A=Hall Kiosk", "B=Office", "C=Other")
	rule := `device.enrollmentProfileName -eq "Hall Kiosk" -or device.enrollmentProfileName -eq "Office" -and ` +
		`device.displayName -eq "%s"`
	for name, want := range map[string]string{"B": "1", "A": "0"} {
		found, facts, doc := look(t, d, visit(askFrom, fromPaste, askRule, fmt.Sprintf(rule, name)), stepRule)
		codes := 0
		for _, b := range doc.Blocks {
			if c, ok := b.(report.Code); ok && strings.HasPrefix(c.Label, "Read with") {
				codes++
			}
		}
		if facts["differ"] != want || codes != 2 || found["two-readings"].Do == "" {
			t.Errorf("%s: %v, %v", name, facts, found)
		}
	}
}

// TestAnswersFromTheData is case 5-09: the name decides, never the kind of device.
func TestAnswersFromTheData(t *testing.T) {
	w, d := office()
	w.Office.Add(tenant.SectionDevices, `{"id":"a1","displayName":"Till","operatingSystem":"AndroidEnterprise",
		"enrollmentProfileName":"Tills"}`, `{"id":"a2","displayName":"Phone","operatingSystem":"AndroidEnterprise",
		"enrollmentProfileName":null}`)
	_, facts, doc := look(t, d, visit(askNames, "Tills"), stepNames)
	if rows := rowsOf(doc, "Profile names"); len(rows) != 1 || rows[0] != "Tills|1|AndroidEnterprise|None" ||
		facts["empty"] != "1" {
		t.Errorf("%q, %v", rows, facts)
	}
}

// TestBeforeTheDay: until Microsoft stops, a group by memberOf is said to stop, not to stand still.
func TestBeforeTheDay(t *testing.T) {
	w := guidetest.New()
	d := deps{w.Services()}
	d.Now = func() time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC) }
	found, _, _ := look(t, d, visit(), stepNames)
	if f := found["frozen"]; !strings.Contains(f.Title, "will stop") || !strings.Contains(f.Text, "Microsoft stops") {
		t.Errorf("%+v", f)
	}
}

// TestANameThatCannotBeWritten: a backtick before a quote would end the rule elsewhere.
func TestANameThatCannotBeWritten(t *testing.T) {
	_, d := office("Kiosk=Hall`")
	found, facts, _ := look(t, d, visit(askNames, "Hall`"), stepRule)
	if found["no-rule"].Severity != report.Problem || facts["taken"] != string(report.Unknown) {
		t.Errorf("%v, %v", found, facts)
	}
}
