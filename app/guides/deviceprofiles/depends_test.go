package deviceprofiles

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

// TestWhatDependsOnTheGroup: everything that names the group or a parent of it, each once.
func TestWhatDependsOnTheGroup(t *testing.T) {
	w := guidetest.New()
	found, facts, doc := look(t, deps{w.Services()}, existing(), stepDepends)
	if got := []string{facts["parents"], facts["policies"], facts["licences"], facts["configuration-profiles"],
		facts["compliance-policies"], facts["apps"], facts["scripts"], facts["autopilot-profiles"],
		facts["depends"]}; strings.Join(got, " ") != "0 0 1 2 1 1 1 1 7" {
		t.Errorf("%q", got)
	}
	rows := rowsOf(doc, "What depends on the group")
	if len(rows) != 7 || doc.Headline != "7 things depend on this group" ||
		!slices.Contains(rows, "App|Hall booking|Required") || found["intune-not-read"].Code != "" ||
		!strings.Contains(found["licences"].Text, "A device gets no licence") {
		t.Errorf("%q, %q, %v", doc.Headline, rows, found)
	}
	// The same through a parent: its licences are not passed on.
	w.Office.Add(tenant.ParentsSection("kiosks"), `{"@odata.type":"#microsoft.graph.group","id":"trustees"}`)
	w.Office.Add(tenant.GroupLicencesSection, `{"id":"trustees","assignedLicenses":[{"skuId":"s9"}]}`)
	found, facts, doc = look(t, deps{w.Services()}, existing(), stepDepends)
	rows = rowsOf(doc, "What depends on the group")
	if facts["parents"] != "1" || facts["policies"] != "1" || facts["licences"] != "1" || facts["scripts"] != "3" ||
		found["policies"].Text != "Ask trustees." || !strings.Contains(found["parents"].Text, "Trustees") ||
		!slices.Contains(rows, "Remediation|Clear disks|Required, by “Trustees”") ||
		!slices.Contains(rows, "Licence|s9|Not passed on by “Trustees”") {
		t.Errorf("%v, %q, %v", facts, rows, found)
	}
	_, facts, _ = look(t, deps{w.Services()}, existing(askGroupName, "Nowhere"), stepDepends)
	if facts["depends"] != "unknown" || facts["apps"] != "unknown" {
		t.Errorf("a group that is not there: %v", facts)
	}
	if _, facts, doc = look(t, deps{w.Services()}, visit(), stepDepends); facts["depends"] != "0" ||
		doc.Headline != "Nothing depends on a new group" {
		t.Errorf("a new group: %v, %q", facts, doc.Headline)
	}
}

// TestWhatIntuneDoesNotSayIsNotNone: refused, never read, cut off or of an unknown kind is never “nothing”.
func TestWhatIntuneDoesNotSayIsNotNone(t *testing.T) {
	apps := tenant.IntuneSection(tenant.IntuneApps)
	const target = `{"id":"a","displayName":"A","assignments":[{"target":{"@odata.type":"#microsoft.graph.%s"}}]%s}`
	for name, c := range map[string]struct {
		row  string
		want string
	}{
		"never read":   {"", "unknown"},
		"no answer":    {`{"id":"a","displayName":"A"}`, "unknown"},
		"cut off":      {`{"id":"a","displayName":"A","assignments":[],"assignments@odata.nextLink":"x"}`, "unknown"},
		"a new target": {fmt.Sprintf(target, "someNewTarget", ""), "unknown"},
		"every device": {fmt.Sprintf(target, "allDevicesAssignmentTarget", ""), "0"},
		"every person": {fmt.Sprintf(target, "allLicensedUsersAssignmentTarget", ""), "0"},
		"nothing":      {`{"id":"a","displayName":"A","assignments":[]}`, "0"},
		"other capital": {`{"id":"a","assignments":[{"target":{"groupId":"KIOSKS",
			"@odata.type":"#microsoft.graph.groupAssignmentTarget"}}]}`, "1"},
	} {
		w := guidetest.New()
		if w.Office.Unread(apps); c.row != "" {
			w = guidetest.New()
			delete(w.Office.Rows, apps)
			w.Office.Add(apps, c.row)
		}
		found, facts, doc := look(t, deps{w.Services()}, existing(), stepDepends)
		whole := c.want != "unknown"
		if facts["apps"] != c.want || (facts["depends"] != "unknown") != whole ||
			(found["intune-not-read"].Severity == report.Unknown) == whole ||
			strings.HasPrefix(doc.Headline, "At least ") == whole {
			t.Errorf("%s: %v, %q, %v", name, facts, doc.Headline, found["intune-not-read"])
		}
	}
}

// TestParentsAndPoliciesThatMayBeMore: a parent of a kind that Microsoft did not send, and policies that were not
// compared with the beta, are never “nothing”; what Handrail does not read is not part of a “nothing”.
func TestParentsAndPoliciesThatMayBeMore(t *testing.T) {
	for name, change := range map[string]func(*guidetest.World){
		"a parent without a kind": func(w *guidetest.World) {
			w.Office.Add(tenant.ParentsSection("kiosks"), `{"id":"trustees","displayName":"Trustees"}`)
		},
		"not compared": func(w *guidetest.World) {
			st := w.Office.States[tenant.SectionAccess]
			st.Notes = append(st.Notes, tenant.NoteNotCompared)
			w.Office.States[tenant.SectionAccess] = st
		},
	} {
		w := guidetest.New()
		change(w)
		_, facts, doc := look(t, deps{w.Services()}, existing(), stepDepends)
		if facts["depends"] != "unknown" || facts["policies"] != "unknown" || !strings.HasPrefix(doc.Headline, "At least ") {
			t.Errorf("%s: %v, %q", name, facts, doc.Headline)
		}
	}
	if got := (reach{parentsKnown: true, known: true}).headline(target{}); !strings.Contains(got, "Handrail can read") {
		t.Error(got)
	}
	// Groups that are in each other come to an end.
	w := guidetest.New()
	w.Office.Add(tenant.ParentsSection("kiosks"), `{"@odata.type":"#microsoft.graph.group","id":"trustees"}`)
	w.Office.Add(tenant.ParentsSection("trustees"), `{"@odata.type":"#microsoft.graph.group","id":"KIOSKS"}`)
	if _, facts, _ := look(t, deps{w.Services()}, existing(), stepDepends); facts["parents"] != "1" {
		t.Errorf("a circle: %v", facts)
	}
}

// TestWithoutAPermission: the permissions are named once for all kinds.
func TestWithoutAPermission(t *testing.T) {
	w := guidetest.New()
	for _, kind := range tenant.IntuneKinds() {
		w.Office.Unread(tenant.IntuneSection(kind))
	}
	found, facts, doc := look(t, deps{w.Services()}, existing(), stepDepends)
	if facts["depends"] != "unknown" || facts["licences"] != "1" ||
		doc.Headline != "At least 1 thing depends on this group" ||
		!strings.Contains(found["intune-not-read"].Text, "9 kinds were not read") {
		t.Errorf("%v, %q, %v", facts, doc.Headline, found)
	}
	if rows := rowsOf(doc, "What depends on the group"); len(rows) != 10 {
		t.Errorf("%q", rows)
	}
}

// TestFrozenGroups: each group by memberOf is named, with who is in it and what depends on it.
func TestFrozenGroups(t *testing.T) {
	w := guidetest.New()
	section := tenant.DirectMembersSection("copies")
	for i := range 199 {
		w.Office.Add(section, fmt.Sprintf(`{"@odata.type":"#microsoft.graph.user","id":"m%d","displayName":"M %d"}`, i, i))
	}
	found, facts, doc := look(t, deps{w.Services()}, visit(), stepNames)
	rows := rowsOf(doc, "Groups that no longer change")
	if facts["frozen"] != "1" || len(rows) != 1 || !strings.HasPrefix(rows[0], "Copies of Youth|200 people|Slides") ||
		!strings.Contains(found["frozen"].Text, "3 November 2026") || !strings.Contains(found["frozen"].Text, "200 people") {
		t.Errorf("%v, %q, %v", facts, rows, found["frozen"])
	}
	w.Office.Unread(tenant.IntuneSection(tenant.IntuneApps))
	_, _, doc = look(t, deps{w.Services()}, visit(), stepNames)
	if rows = rowsOf(doc, "Groups that no longer change"); !strings.HasSuffix(rows[0], "|Not known") {
		t.Errorf("%q", rows)
	}
	w.Office.Unread(section)
	_, _, doc = look(t, deps{w.Services()}, visit(), stepNames)
	if rows = rowsOf(doc, "Groups that no longer change"); !strings.Contains(rows[0], "|Not known|Not known") {
		t.Errorf("%q", rows)
	}
}

// TestRulesThatCannotBeRead: a rule that is not there or not understood may use memberOf.
func TestRulesThatCannotBeRead(t *testing.T) {
	for rule, want := range map[string]string{`null`: "1", `"(device.x -strange"`: "1",
		`"user.memberOf -strange ["`: "2"} {
		w := guidetest.New()
		w.Office.Add(tenant.SectionGroups, `{"id":"odd","displayName":"Odd","groupTypes":["DynamicMembership"],
			"membershipRule":`+rule+`}`)
		found, facts, _ := look(t, deps{w.Services()}, visit(), stepNames)
		if facts["frozen"] != want || (found["rules-unread"].Code != "") != (want == "1") {
			t.Errorf("%s: %v, %v", rule, facts["frozen"], found)
		}
	}
}

// TestAPastedMemberOfRuleHasItsDay: the day stands where the rule is explained, too.
func TestAPastedMemberOfRuleHasItsDay(t *testing.T) {
	_, d := office("A=Hall Kiosk")
	found, facts, _ := look(t, d, visit(askFrom, fromPaste, askRule,
		"device.memberOf -any (group.objectId -in ['11111111-1111-1111-1111-111111111111'])"), stepRule)
	if !strings.Contains(found["member-of"].Text, "stopped updating such groups on 3 November 2026") ||
		facts["usable"] != "no" {
		t.Errorf("%v, %v", found, facts)
	}
}
