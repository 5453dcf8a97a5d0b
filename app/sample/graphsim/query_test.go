package graphsim

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

// pages follows the next links of a list and returns its rows.
func pages(t testing.TB, c *Cloud, path string, headers ...string) (rows []map[string]any, n int) {
	t.Helper()
	for path != "" && n < 2000 {
		r := get(t, c, path, headers...)
		if r.status != 200 {
			t.Fatalf("%s: %d %s", path, r.status, r.text)
		}
		rows, n, path = append(rows, r.rows(t)...), n+1, r.next()
	}
	return rows, n
}

// idsOf returns the ids of rows and whether one comes twice.
func idsOf(t testing.TB, rows []map[string]any) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	for _, r := range rows {
		id, _ := r["id"].(string)
		if id == "" || ids[id] {
			t.Errorf("%q comes twice or is empty", id)
		}
		ids[id] = true
	}
	return ids
}

func TestPagesAreWhole(t *testing.T) {
	c := New(Options{Seed: 4, Now: noon, People: 2345})
	for _, q := range []struct {
		path        string
		rows, pages int
	}{
		{"/v1.0/users", 2345, 24},
		{"/v1.0/users?$top=999", 2345, 3},
		{"/v1.0/users?$top=999&$select=id,signInActivity", 2345, 5}, // 500 to a page then
		{"/v1.0/users?$top=7&$filter=userType eq 'Guest' and department eq 'Choir'", 0, 1},
		{"/v1.0/groups?$top=10", len(c.groups), (len(c.groups) + 9) / 10},
		{"/v1.0/subscribedSkus", 6, 1},
		{"/v1.0/directoryRoleTemplates", len(c.roles) - 1, 1},
		{"/v1.0/auditLogs/signIns?$top=300", -1, -1},
		{"/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=500", -1, -1},
	} {
		rows, n := pages(t, c, strings.ReplaceAll(q.path, " ", "%20"))
		if q.rows >= 0 && (len(rows) != q.rows || n != q.pages) {
			t.Errorf("%s: %d rows on %d pages, want %d on %d", q.path, len(rows), n, q.rows, q.pages)
		}
		idsOf(t, rows)
	}
	rows, _ := pages(t, c, "/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=999")
	for _, r := range rows {
		if p, ok := c.findPerson(r["id"].(string)); !ok || p.disabled {
			t.Errorf("%v is in the report", r["userPrincipalName"])
		}
	}
}

func TestNextLinkIsAbsoluteAndSealed(t *testing.T) {
	c := small()
	r := get(t, c, "/v1.0/users?$top=5&$select=id")
	link, _ := r.body["@odata.nextLink"].(string)
	if !strings.HasPrefix(link, "http://example.com/v1.0/users?") || !strings.Contains(link, "$skiptoken=") ||
		!strings.Contains(link, "$select=id") {
		t.Errorf("the next link is %q", link)
	}
	u, _ := url.Parse(link)
	token := u.Query().Get("$skiptoken")
	for _, path := range []string{
		"/v1.0/users?$top=5&$filter=accountEnabled%20eq%20true&$skiptoken=" + token, // another query
		"/v1.0/groups?$skiptoken=" + token, "/v1.0/users?$skiptoken=abc", "/v1.0/users?$skiptoken=" +
			token[:len(token)-2] + "AA",
	} {
		if r := get(t, c, path); r.status != 400 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

func TestFilters(t *testing.T) {
	c := New(Options{Seed: 5, Now: noon, People: 400})
	people := func(test func(p *person) bool) (n int) {
		for i := range c.people {
			if test(c.person(i)) {
				n++
			}
		}
		return n
	}
	for _, q := range []struct {
		filter string
		want   int
	}{
		{"accountEnabled eq false", people(func(p *person) bool { return p.disabled })},
		{"userType eq 'Guest'", people(func(p *person) bool { return p.guest })},
		{"accountEnabled eq true and (userType eq 'Guest' or department eq 'Youth')",
			people(func(p *person) bool { return !p.disabled && (p.guest || p.department == "Youth") })},
		{"startswith(displayName,'m')",
			people(func(p *person) bool { return strings.HasPrefix(strings.ToLower(p.name), "m") })},
		{"startsWith(userPrincipalName,'miriam')", 1},
		{"userPrincipalName eq 'MIRIAM.HALE@northgate.example'", 1},
		{"id in ('" + c.hand[0].id + "','" + c.person(300).id + "','nobody')", 2},
		{"onPremisesSyncEnabled eq true", people(func(p *person) bool { return p.synced })},
		{"assignedLicenses/any(l:l/skuId eq b05e124f-c7cc-45a0-a6aa-8cf78c946968)", 2},
		{"assignedPlans/any(x:x/servicePlanId eq 41781fb2-bc02-4b7c-bd55-b576c07bb09d and x/capabilityStatus eq " +
			"'Enabled')", people(func(p *person) bool { return strings.ContainsAny(p.licence, "PE") })},
		{"createdDateTime ge 2020-01-01T00:00:00Z and createdDateTime le 2020-12-31T00:00:00Z",
			people(func(p *person) bool { return p.created.Year() == 2020 && p.created.YearDay() < 366 })},
		{"signInActivity/lastSignInDateTime le 2026-09-01T00:00:00Z", people(func(p *person) bool {
			return p.seen >= 0 && p.key != "sync" &&
				c.base.Add(-p.seen).Before(noon().AddDate(0, 0, -82).Truncate(24*3600e9))
		})},
		{"displayName eq 'O''Brien'", 0},
	} {
		rows, _ := pages(t, c, "/v1.0/users?$top=999&$select=id&$filter="+url.QueryEscape(q.filter))
		if len(rows) != q.want {
			t.Errorf("%s: %d people, want %d", q.filter, len(rows), q.want)
		}
	}
	for path, want := range map[string]int{
		"groups?$filter=groupTypes/any(c:c eq 'Unified')": 4,
		"groups?$filter=isAssignableToRole eq true":       1,
		"groups?$filter=mailEnabled eq true":              9,
		"devices?$filter=operatingSystem eq 'iPad'":       3,
		"roleManagement/directory/roleAssignments?$filter=roleDefinitionId eq '62e90394-69f5-4237-9190-012177145e10'":     4,
		"reports/authenticationMethods/userRegistrationDetails?$filter=methodsRegistered/any(m:m eq 'nearbyDeviceProof')": 1,
		"servicePrincipals?$filter=appId eq '6bf85cfa-ac8a-4be5-b5de-425a0d0dc016'":                                       1,
		"identity/conditionalAccess/policies?$filter=state eq 'enabled'":                                                  6,
	} {
		if rows, _ := pages(t, c, "/v1.0/"+strings.ReplaceAll(path, " ", "%20")); len(rows) != want {
			t.Errorf("%s: %d rows, want %d", path, len(rows), want)
		}
	}
}

// TestRefusedQueries: what Graph refuses is refused, with its code.
func TestRefusedQueries(t *testing.T) {
	c := small()
	for path, code := range map[string]string{
		"/v1.0/users?$filter=hairColour eq 'red'":    "Request_UnsupportedQuery",
		"/v1.0/users?$filter=accountEnabled ge true": "Request_UnsupportedQuery",
		// ConsistencyLevel is missing
		"/v1.0/users?$filter=department ne 'Youth'":                                       "Request_UnsupportedQuery",
		"/v1.0/users?$filter=displayName eq":                                              "BadRequest",
		"/v1.0/users?$filter=displayName eq 'open":                                        "BadRequest",
		"/v1.0/users?$filter=(displayName eq 'a'":                                         "BadRequest",
		"/v1.0/users?$filter=displayName like 'a'":                                        "BadRequest",
		"/v1.0/users?$select=shoeSize":                                                    "BadRequest",
		"/v1.0/users?$select=perUserMfaState":                                             "BadRequest",
		"/v1.0/users?$top=1000":                                                           "Request_BadRequest",
		"/v1.0/users?$top=0":                                                              "Request_BadRequest",
		"/v1.0/users?$top=many":                                                           "Request_BadRequest",
		"/v1.0/users?$skip=5":                                                             "BadRequest",
		"/v1.0/users?$orderby=jobTitle":                                                   "Request_UnsupportedQuery",
		"/v1.0/users?$orderby=displayName&$filter=accountEnabled eq true":                 "Request_UnsupportedQuery",
		"/v1.0/auditLogs/signIns?$top=1001":                                               "Request_BadRequest",
		"/v1.0/subscribedSkus?$filter=skuPartNumber eq 'SPB'":                             "BadRequest",
		"/v1.0/directoryRoleTemplates?$top=5":                                             "BadRequest",
		"/v1.0/roleManagement/directory/roleAssignments?$expand=principal,roleDefinition": "Request_BadRequest",
		"/v1.0/users/$count":                                                              "Request_BadRequest",
		"/v1.0/domains/northgatechoir.example/serviceConfigurationRecords":                "Request_BadRequest",
		"/v1.0/users/" + c.guid("nobody"):                                                 "Request_ResourceNotFound",
		"/v1.0/groups/volunteers":                                                         "Request_ResourceNotFound",
		"/v1.0/users/x/authentication/requirements":                                       "BadRequest", // beta only
		"/v1.0/me/shoes":                                                                  "BadRequest",
		"/v2.0/users":                                                                     "BadRequest",
	} {
		r := get(t, c, path)
		if r.code() != code || r.status < 400 {
			t.Errorf("%s: %d %s, want %s", path, r.status, r.text, code)
		}
	}
	eventual := []string{"ConsistencyLevel", "eventual"}
	if r := get(t, c, "/v1.0/users?$count=true&$filter=department ne 'Youth'&$top=3", eventual...); r.status != 200 ||
		r.body["@odata.count"] == nil {
		t.Errorf("an advanced query: %d %.200s", r.status, r.text)
	}
	if r := get(t, c, "/v1.0/users?$count=true&$top=3"); r.body["@odata.count"] != nil {
		t.Error("a count came without ConsistencyLevel")
	}
	if r := get(t, c, "/v1.0/users/$count", eventual...); r.text != "91" ||
		!strings.HasPrefix(r.header.Get("Content-Type"), "text/plain") {
		t.Errorf("the count is %q of type %s", r.text, r.header.Get("Content-Type"))
	}
}

func TestSelectAndDefaults(t *testing.T) {
	c := small()
	row := get(t, c, "/v1.0/users?$top=1").rows(t)[0]
	want := slices.Sorted(slices.Values(userKind.plain))
	if got := slices.Sorted(keysOf(row)); !slices.Equal(got, want) {
		t.Errorf("by itself a person comes with %v", got)
	}
	row = get(t, c, "/v1.0/users/miriam.hale@northgate.example?$select=accountEnabled,ID").body
	if row["accountEnabled"] != true || row["id"] != c.hand[0].id || len(row) != 3 {
		t.Errorf("two properties were asked for: %v", row)
	}
	row = get(t, c, "/v1.0/groups/"+c.groups[c.byGroup["volunteers"]].id+
		"/members?$select=displayName&$top=1").rows(t)[0]
	if row["@odata.type"] != "#microsoft.graph.group" || row["displayName"] != "Hall volunteers" || len(row) != 2 {
		t.Errorf("a member says its type: %v", row)
	}
	rows, _ := pages(t, c, "/v1.0/users?$orderby=displayName%20desc&$top=40&$select=id,displayName")
	for i := 1; i < len(rows); i++ {
		if strings.ToLower(rows[i-1]["displayName"].(string)) < strings.ToLower(rows[i]["displayName"].(string)) {
			t.Errorf("%v before %v", rows[i-1]["displayName"], rows[i]["displayName"])
		}
	}
	if len(rows) != 91 {
		t.Errorf("%d people in order", len(rows))
	}
}

func keysOf(m map[string]any) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, s := range []string{"a eq 'b'", "not (x/y ge 2020-01-01T00:00:00Z) and z/any(c:c eq 'U')",
		"startswith(a,'b') or a in ('x',1,null)", "((((", "a/any()", "'"} {
		f.Add(s)
	}
	row := object{{"a", "b"}, {"z", []any{"U", object{{"y", "1"}}}}, {"n", 3}}
	f.Fuzz(func(t *testing.T, text string) {
		where, clauses, err := parseFilter(text)
		if err != nil {
			return
		}
		if len(clauses) == 0 {
			t.Errorf("%q compares nothing", text)
		}
		where(row)
	})
}
