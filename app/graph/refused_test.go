package graph

import (
	"slices"
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

// TestEligibleRolesThatAreRefused: where the eligible roles are refused, the rows say
// so; without the licence for them there are none.
func TestEligibleRolesThatAreRefused(t *testing.T) {
	const roles = "/v1.0/roleManagement/directory/"
	for _, c := range []struct {
		reply reply
		noted bool
	}{
		{ok(`{"value":[]}`), false},
		{reply{status: 403, body: `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`}, true},
		{reply{status: 404, body: `{"error":{"code":"NotFound","message":"No."}}`}, true},
		{reply{status: 400, body: `{"error":{"code":"AadPremiumLicenseRequired","message":"The tenant needs a licence."}}`},
			false},
	} {
		s := serve(t, map[string][]reply{
			roles + "roleDefinitions": {ok(`{"value":[]}`)},
			roles + "roleAssignments": {
				ok(`{"value":[{"id":"1","roleDefinitionId":"r","principalId":"ann"}]}`)},
			roles + "roleEligibilityScheduleInstances": {c.reply},
		})
		g, _ := client(t, s)
		rows, pages, err := fetched(g, tenant.SectionRoles, "")
		if err != nil || len(rows) != 1 || len(pages) != 1 {
			t.Fatalf("%d: %d rows, %v", c.reply.status, len(rows), err)
		}
		if noted := slices.Contains(pages[0].Notes, tenant.NoteNoEligible); noted != c.noted {
			t.Errorf("%d: %q", c.reply.status, pages[0].Notes)
		}
		s.Close()
	}
}

// TestOnlyMicrosoftSaysThatAGroupIsGone: a group is gone by Microsoft's own code, and
// by no other refusal.
func TestOnlyMicrosoftSaysThatAGroupIsGone(t *testing.T) {
	for body, gone := range map[string]bool{
		`{"error":{"code":"Request_ResourceNotFound","message":"It does not exist."}}`: true,
		`{"error":{"code":"NotFound","message":"No."}}`:                                false, ``: false,
	} {
		s := serve(t, map[string][]reply{"/v1.0/groups/g/transitiveMembers": {{status: 404, body: body}},
			"/v1.0/groups": {{status: 404, body: body}}})
		g, _ := client(t, s)
		_, _, err := fetched(g, tenant.MembersSection("g"), "")
		if message, _ := app.UserMessage(err); (message == tenant.GoneMessage) != gone {
			t.Errorf("%s: %q", body, message)
		}
		_, _, err = fetched(g, tenant.SectionGroups, "")
		if message, _ := app.UserMessage(err); message == tenant.GoneMessage {
			t.Errorf("the list of groups is gone: %q", message)
		}
		s.Close()
	}
}
