package graph

import (
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

// TestWhatIsNoListReplacesNothing holds that an answer with a good status counts only where it has what was asked for.
func TestWhatIsNoListReplacesNothing(t *testing.T) {
	const (
		methods  = "/v1.0/policies/authenticationMethodsPolicy"
		defaults = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy"
	)
	bodies := []string{
		`null`, `{}`, `[]`, `[{"id":"a"}]`, `7`, `""`, ``, ` `, `{"value":null}`, `{"value":{}}`, `{"value":"a"}`,
		`{"value":[null]}`, `{"value":[{"id":"a"},null]}`, `{"value":["a"]}`, `{"value":[{"id":"a"}`,
		`{"error":{"code":"Busy","message":"Later."}}`, `{"error":"busy","value":[{"id":"a"}]}`,
		`{"error":{},"value":[]}`, `{"id":"a","displayName":"One of them"}`, `{"@odata.context":"x"}`,
	}
	places := map[string]string{
		tenant.SectionUsers: usersPath, tenant.SectionLicences: "/v1.0/subscribedSkus",
		tenant.SectionMethods: methods, tenant.SectionDefaults: defaults,
		tenant.SectionAccess: "/v1.0/identity/conditionalAccess/policies", tenant.SectionGroups: "/v1.0/groups",
		tenant.MembersSection("g"): "/v1.0/groups/g/transitiveMembers",
		tenant.SectionRoles:        "/v1.0/roleManagement/directory/roleAssignments",
	}
	for section, path := range places {
		for _, body := range bodies {
			s := serve(t, map[string][]reply{
				path: {ok(body)}, "/v1.0/roleManagement/directory/roleDefinitions": {ok(`{"value":[]}`)},
			})
			g, _ := client(t, s)
			rows, pages, err := fetched(g, section, "")
			if err == nil || len(rows) > 0 || len(pages) > 0 {
				t.Errorf("%s: %q was taken as %d rows: %v", section, body, len(rows), err)
			}
			if message, hint := app.UserMessage(err); message == "" || hint == "" {
				t.Errorf("%s: %q: no words in %v", section, body, err)
			}
			s.Close()
		}
	}
	// Later pages are no better than the first.
	for _, body := range bodies {
		s := serve(t, map[string][]reply{
			usersPath:        {ok(`{"value":[{"id":"x"}],"@odata.nextLink":"BASE/v1.0/users?$skiptoken=2"}`)},
			usersPath + "#2": {ok(body)},
		})
		g, _ := client(t, s)
		if _, _, err := fetched(g, tenant.SectionUsers, ""); err == nil {
			t.Errorf("%q was taken as the second page", body)
		}
		s.Close()
	}
}

func TestAnEmptyListIsTakenOnlyWhereThereCanBeNone(t *testing.T) {
	s := serve(t, map[string][]reply{
		usersPath: {ok(`{"value":[]}`)}, "/v1.0/organization": {ok(`{"value":[]}`)},
		"/v1.0/domains": {ok(`{"value":[]}`)}, "/v1.0/groups": {ok(`{"value":[]}`)},
	})
	g, _ := client(t, s)
	for _, section := range []string{tenant.SectionUsers, tenant.SectionOrganisation, tenant.SectionDomains} {
		if _, _, err := fetched(g, section, ""); err == nil {
			t.Errorf("%s: an empty list was taken", section)
		}
	}
	if _, _, err := fetched(g, tenant.SectionGroups, ""); err != nil {
		t.Errorf("an organisation without groups: %v", err)
	}
}

func TestAPersonWithoutAStateIsNotRead(t *testing.T) {
	for _, part := range []string{`null`, `{}`, `{"id":"x"}`, `{"perUserMfaState":null}`,
		`{"error":{"code":"Busy"}}`, `"enabled"`} {
		s := serve(t, map[string][]reply{
			usersPath:      {ok(`{"value":[{"id":"ann"}]}`)},
			"/beta/$batch": {ok(`{"responses":[{"id":"0","status":200,"body":` + part + `}]}`)},
		})
		g, _ := client(t, s)
		if rows, _, err := fetched(g, tenant.SectionPerUserMFA, ""); err == nil || len(rows) > 0 {
			t.Errorf("%s: %d rows, %v", part, len(rows), err)
		}
		s.Close()
	}
}
