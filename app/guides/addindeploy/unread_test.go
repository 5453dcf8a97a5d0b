package addindeploy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// unread is the organisation without sections, with no one signed in.
func unread(sections ...string) *tenanttest.Organisation {
	o := world()
	o.Out = true
	for _, id := range sections {
		delete(o.States, id)
		delete(o.Rows, id)
	}
	return o
}

// What was never read is not known, and never no one.
func TestNeverReadIsNotNobody(t *testing.T) {
	for _, c := range []struct{ section, who, code, gets, data string }{
		{tenant.SectionUsers, "groups", "not-read=unknown", "unknown", ""},
		{tenant.SectionUsers, "everyone", "not-read=unknown", "unknown", ""},
		{tenant.SectionGroups, "groups", "not-read=unknown", "unknown", ""},
		{tenant.SectionGroups, "everyone", "", "3", ""},
		{tenant.SectionLicences, "everyone", "not-read=unknown", "0", "unknown"},
		{tenant.DirectMembersSection("outer"), "groups", "group-unread=unknown", "unknown", "unknown"},
		{tenant.DirectMembersSection("inner"), "groups", "group-unread=unknown", "1", "unknown"},
	} {
		d, v := testDeps(unread(c.section)), visit(askWho, c.who)
		doc, err := d.lookReach(context.Background(), v, nil)
		if err != nil {
			t.Fatal(c, err)
		}
		f := doc.Facts()
		if f["gets"] != c.gets || f["data"] != c.data || !strings.Contains(codes(doc), c.code) {
			t.Errorf("%v: %v %s", c, f, codes(doc))
		}
		for _, one := range doc.Findings() {
			if one.Severity == report.Unknown && (one.Text == "" || one.Do == "" || one.Code == "name-unknown") {
				t.Errorf("%v: no reason in %+v", c, one)
			}
		}
		p, err := d.plan(context.Background(), v)
		if err != nil || c.code != "" && p.Affected[len(p.Affected)-1].Severity != report.Unknown {
			t.Errorf("%v: the plan is sure: %v %+v", c, err, p)
		}
		rec, err := d.record(context.Background(), v, nil)
		if text, _ := json.Marshal(rec); err != nil || c.code != "" && !strings.Contains(string(text), "has not read") {
			t.Errorf("%v: the report is sure: %v %s", c, err, text)
		}
	}
}

// A check of what was never read is not tested, with the reason.
func TestChecksOfWhatWasNeverRead(t *testing.T) {
	for section, check := range map[string]string{tenant.SectionUsers: "role", tenant.SectionRoles: "role",
		tenant.SectionLicences: "licences"} {
		doc, err := testDeps(unread(section)).lookMay(context.Background(), visit(), nil)
		if err != nil || doc.Facts()["check/"+check] != notTested {
			t.Fatal(section, err, doc.Facts())
		}
		for _, f := range doc.Findings() {
			if f.Code == "check-"+check && (!strings.Contains(f.Text, "has not read") || f.Do == "") {
				t.Errorf("%s: %+v", section, f)
			}
		}
	}
}

// What can be read is read: each section once, also of groups within groups. What
// Microsoft refuses is named with the reason.
func TestWhatIsMissingIsReadFirst(t *testing.T) {
	inner, rep := tenant.DirectMembersSection("inner"), func(task.Progress) {}
	o := world()
	delete(o.States, inner)
	doc, err := testDeps(o).lookReach(context.Background(), visit(), rep)
	if err != nil || doc.Facts()["left-out"] != "3" || !slices.Equal(o.Refreshed, []string{inner}) {
		t.Error(err, doc.Facts(), o.Refreshed)
	}
	o = world()
	delete(o.States, inner)
	o.Refusals = map[string]tenant.SectionError{inner: {State: tenant.NeedsRole, Message: "You need a role.",
		Hint: "Ask."}}
	doc, err = testDeps(o).lookReach(context.Background(), visit(), rep)
	if err != nil || len(o.Refreshed) != 1 {
		t.Fatal(err, o.Refreshed)
	}
	i := slices.IndexFunc(doc.Findings(), func(f report.Finding) bool { return f.Code == "group-unread" })
	if i < 0 || !strings.Contains(doc.Findings()[i].Text, "You need a role.") || doc.Findings()[i].Do != "Ask." {
		t.Errorf("%+v", doc.Findings())
	}
}

// TestAnEmptyListIsNotAnEmptyGroup: a Microsoft 365 group can hide its members, and its list
// is then empty too, also within another group.
func TestAnEmptyListIsNotAnEmptyGroup(t *testing.T) {
	for name, at := range map[string]string{"chosen": "outer", "within it": "inner"} {
		o := world()
		o.Rows[tenant.DirectMembersSection(at)] = nil
		for i, row := range o.Rows[tenant.SectionGroups] {
			if strings.Contains(string(row.Body), `"id":"`+at+`"`) {
				o.Rows[tenant.SectionGroups][i].Body = []byte(strings.Replace(string(row.Body), `"groupTypes":[]`,
					`"groupTypes":["Unified"]`, 1))
			}
		}
		d, v := testDeps(o), visit(askWho, "groups")
		doc, err := d.lookReach(context.Background(), v, nil)
		if err != nil {
			t.Fatal(err)
		}
		all := codes(doc)
		if !strings.Contains(all, "group-hidden=unknown") || strings.Contains(all, "group-empty") ||
			doc.Facts()["data"] != "unknown" {
			t.Errorf("%s: %s %v", name, all, doc.Facts())
		}
		p, err := d.plan(context.Background(), v)
		if err != nil || p.Affected[len(p.Affected)-1].Severity != report.Unknown {
			t.Errorf("%s: the plan is sure: %v %+v", name, err, p)
		}
	}
}
