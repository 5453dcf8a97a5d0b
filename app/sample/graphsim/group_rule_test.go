package graphsim

import (
	"fmt"
	"slices"
	"testing"
)

// namesIn returns the names of the devices in a group, sorted.
func namesIn(t *testing.T, c *Cloud, id string) (names []string) {
	t.Helper()
	rows, _ := pages(t, c, "/v1.0/groups/"+id+"/members")
	for _, r := range rows {
		names = append(names, r["displayName"].(string))
	}
	slices.Sort(names)
	return names
}

// TestDynamicGroupsOfDevices: one follows its rule, one is frozen, and a new rule moves the members.
func TestDynamicGroupsOfDevices(t *testing.T) {
	c := small()
	hall, copied := c.guid("group/halldevices"), c.guid("group/hallcopy")
	if got := namesIn(t, c, hall); len(got) != 7 || got[0] != "HALL-FOYER" {
		t.Errorf("%q", got)
	}
	if got := namesIn(t, c, copied); len(got) != 3 || got[0] != "YOUTH-KIOSK-1" {
		t.Errorf("%q", got)
	}
	const rule = `{"membershipRule":"(device.enrollmentProfileName -eq \"Hall Kiosk\")",` +
		`"membershipRuleProcessingState":"On"}`
	if r := ask(t, c, "PATCH", "/v1.0/groups/"+hall, rule); r.status != 204 {
		t.Fatalf("%d %s", r.status, r.text)
	}
	if got := namesIn(t, c, hall); len(got) != 6 || got[0] != "HALL-KIOSK-1" {
		t.Errorf("%q", got)
	}
	for _, body := range []string{`{"membershipRule":"user.city -eq \"X\""}`, `{"membershipRule":"not a rule"}`,
		`{"membershipRuleProcessingState":"Maybe"}`, `{"membershipRule":"device.memberOf -any (group.objectId -in ['a'])"}`} {
		if r := ask(t, c, "PATCH", "/v1.0/groups/"+hall, body); r.status != 400 {
			t.Errorf("%s: %d", body, r.status)
		}
	}
	if r := ask(t, c, "PATCH", "/v1.0/groups/"+c.guid("group/kiosks"), rule); r.status != 400 {
		t.Errorf("a group with assigned members: %d", r.status)
	}
}

// TestANewDynamicGroup has the members that its rule takes.
func TestANewDynamicGroup(t *testing.T) {
	c := small()
	const body = `{"displayName":"New","mailNickname":"new","mailEnabled":false,"securityEnabled":true,
		"groupTypes":["DynamicMembership"],"membershipRule":"device.enrollmentProfileName -contains \"Kiosk\"",
		"membershipRuleProcessingState":"On"}`
	r := ask(t, c, "POST", "/v1.0/groups", body)
	if r.status != 201 || fmt.Sprint(r.body["groupTypes"]) != "[DynamicMembership]" {
		t.Fatalf("%d %s", r.status, r.text)
	}
	if got := namesIn(t, c, r.body["id"].(string)); len(got) != 12 {
		t.Errorf("%q", got)
	}
}

// TestMicrosoftsVerdict: a rule is judged for a device, in the beta alone.
func TestMicrosoftsVerdict(t *testing.T) {
	c := small()
	const path = "/groups/evaluateDynamicMembership"
	for i, d := range c.devices {
		body := fmt.Sprintf(`{"memberId":%q,"membershipRule":"device.enrollmentProfileName -eq \"hall kiosk\""}`,
			d.body.str("id"))
		r := ask(t, c, "POST", "/beta"+path, body)
		want := d.body.str("enrollmentProfileName") == "Hall Kiosk"
		if r.status != 200 || r.body["membershipRuleEvaluationResult"] != want {
			t.Errorf("%d: %d %s", i, r.status, r.text)
		}
	}
	if r := ask(t, c, "POST", "/beta"+path, `{"memberId":"x","membershipRule":"not a rule"}`); r.status != 400 {
		t.Errorf("no rule: %d", r.status)
	}
	if r := ask(t, c, "POST", "/v1.0"+path, `{}`); r.status < 400 {
		t.Errorf("v1.0: %d", r.status)
	}
	if len(c.Writes()) != 0 {
		t.Errorf("a question is no write: %+v", c.Writes())
	}
}
