package graphsim

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/sample/graphsim/csdl"
)

// noon is when the tests play.
func noon() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

func small() *Cloud { return New(Options{Seed: 1, Now: noon}) }

// reply is an answer as a test reads it.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// rows returns the value list.
func (r reply) rows(t testing.TB) (all []map[string]any) {
	t.Helper()
	list, ok := r.body["value"].([]any)
	if !ok {
		t.Fatalf("no value list: %.300s", r.text)
	}
	for _, each := range list {
		all = append(all, each.(map[string]any))
	}
	return all
}

// code returns the code of an error.
func (r reply) code() string {
	e, _ := r.body["error"].(map[string]any)
	code, _ := e["code"].(string)
	return code
}

// next returns where the next page is, as a path of this server.
func (r reply) next() string {
	link, _ := r.body["@odata.nextLink"].(string)
	_, path, _ := strings.Cut(strings.TrimPrefix(link, "http://"), "/")
	if path == "" {
		return ""
	}
	return "/" + path
}

// ask sends one request; headers are pairs of name and value.
func ask(t testing.TB, c *Cloud, method, path, body string, headers ...string) reply {
	t.Helper()
	r := httptest.NewRequest(method, strings.ReplaceAll(path, " ", "%20"), strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer token")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	c.Handler().ServeHTTP(w, r)
	out := reply{status: w.Code, header: w.Header(), text: w.Body.String()}
	_ = json.Unmarshal(w.Body.Bytes(), &out.body)
	return out
}

func get(t testing.TB, c *Cloud, path string, headers ...string) reply {
	t.Helper()
	return ask(t, c, "GET", path, "", headers...)
}

// hand returns a person written by hand.
func (c *Cloud) handPerson(t testing.TB, key string) *person {
	t.Helper()
	i, ok := c.handKey[key]
	if !ok {
		t.Fatalf("nobody is called %q", key)
	}
	return c.hand[i]
}

// argumentsOf fills in the {} of a pattern with things that exist.
func argumentsOf(c *Cloud, pattern string) string {
	switch meeting := "/me/onlineMeetings/" + c.heldMeeting().str("id"); pattern {
	case "/me/onlineMeetings": // by link only
		return pattern + "?$filter=" + url.QueryEscape("JoinWebUrl eq '"+c.HeldLink()+"'")
	case "/security/dataDiscovery/cloudAppDiscovery/uploadedStreams/{}" +
		"/microsoft.graph.security.aggregatedAppsDetails(*)":
		return strings.NewReplacer("{}", c.streamID(1), "(*)", "(period=duration'P30D')").Replace(pattern)
	case "/directory/recovery/snapshots/{}/recoveryPreviewJobs/{}/microsoft.graph.entraRecoveryServices.getChanges":
		return strings.Replace(strings.Replace(pattern, "{}", snapshotID(c.snapshotAt(comparedDay)), 1), "{}",
			c.guid("backup-job/successful"), 1)
	case "/me/onlineMeetings/{}/attendanceReports":
		return meeting + "/attendanceReports"
	case "/me/onlineMeetings/{}/attendanceReports/{}":
		return meeting + "/attendanceReports/" + c.heldReport().str("id") + "?$expand=attendanceRecords"
	}
	if slices.ContainsFunc(intuneLists, func(l intuneList) bool { return pattern == "/"+l.path+"/"+l.name }) ||
		pattern == "/deviceManagement/windowsAutopilotDeploymentProfiles" {
		return pattern + "?$expand=assignments"
	}
	p, policy := c.hand[0], "none"
	if len(c.access) > 0 {
		policy = c.access[0].str("id")
	}
	ids := map[string]string{
		"/organization/": TenantID, "/deviceManagement/depOnboardingSettings/": c.guid("apple-token"),
		"/domains/": mainDomain, "/devices/": c.devices[0].body.str("id"),
		"/servicePrincipals/": c.guid("app/sync"),
		"/directoryObjects/":  p.id, "/auditLogs/signIns/": c.signInID(0), "/users/": p.id,
		"/groups/": c.groups[c.byGroup["volunteers"]].id,
		"/roleManagement/directory/roleDefinitions/":              c.roles[0].str("id"),
		"/roleManagement/directory/roleAssignments/":              c.assignments(false)[0].str("id"),
		"/reports/authenticationMethods/userRegistrationDetails/": p.id,
		"/reports/authenticationMethods/usersRegisteredByMethod": "includedUserTypes='member'," +
			"includedUserRoles='user'",
		"/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/": "voice",
		"/policies/authenticationStrengthPolicies/":                                 "00000000-0000-0000-0000-000000000004",
		"/solutions/virtualEvents/townhalls/":                                       c.townhalls[0].body.str("id"),
		"/solutions/virtualEvents/townhalls/getByUserRole":                          "role='organizer'",
		"/me/mailFolders/": "inbox", "/me/messages/": mailID(0),
		"/identity/conditionalAccess/policies/":       policy,
		"/identity/conditionalAccess/namedLocations/": c.guid("location-office"),
	}
	for prefix, id := range ids {
		if rest, ok := strings.CutPrefix(pattern, prefix); ok &&
			(strings.HasPrefix(rest, "{}") || strings.HasPrefix(rest, "(*)")) {
			pattern = strings.NewReplacer("{}", id, "(*)", "("+id+")").Replace(pattern)
		}
	}
	return pattern
}

func (c *Cloud) signInID(i int) string {
	r := signInRow{c: c, s: signIn{event: c.events[i]}}
	id, _ := r.get("id")
	return id.(string)
}

// checkBody holds a body against the metadata.
func checkBody(t *testing.T, what, of string, beta bool, r reply) {
	t.Helper()
	check := csdl.Check
	if beta {
		check = csdl.CheckBeta
	}
	typ, isBeta := strings.CutPrefix(strings.TrimPrefix(of, "[]"), "beta:")
	if isBeta {
		check = csdl.CheckBeta
	}
	for _, wrong := range check(typ, []byte(r.text)) {
		t.Errorf("%s: %s", what, wrong)
	}
}

func needMetadata(t *testing.T) {
	t.Helper()
	if _, err := csdl.Load(); errors.Is(err, csdl.ErrNoMetadata) {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
}

// TestEveryBodyIsAsMicrosoftDescribesIt asks every path there is, in both
// versions, with and without licences, and holds each answer against the
// metadata. Every property a resource can be asked for is asked for.
func TestEveryBodyIsAsMicrosoftDescribesIt(t *testing.T) {
	needMetadata(t)
	checked := 0
	for _, o := range []Options{{Seed: 1, Now: noon, Mails: oneMail},
		{Seed: 2, Now: noon, People: 200, NoPremium: true}} {
		c := New(o)
		for _, r := range c.routes {
			for _, version := range []string{"/v1.0", "/beta"} {
				if r.method != "GET" || r.of == "count" || r.of == "mime" || r.beta && version == "/v1.0" {
					continue
				}
				path := version + argumentsOf(c, r.pattern)
				got := get(t, c, path, "Prefer", "include-unknown-enum-members")
				if o.NoPremium && (got.status == 403 || got.code() == "AadPremiumLicenseRequired" ||
					strings.Contains(got.text, "not applicable to target tenant") ||
					strings.HasSuffix(path, "/conditionalAccess/policies/none")) {
					continue
				}
				if got.status != 200 || strings.Contains(path, "{}") {
					t.Errorf("%s: %d %.200s", path, got.status, got.text)
					continue
				}
				if _, isList := got.body["value"].([]any); isList != strings.HasPrefix(r.of, "[]") {
					t.Errorf("%s answers with %s", path, r.of)
				}
				checkBody(t, path, r.of, version == "/beta", got)
				checked++
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d answers were checked", checked)
	}
}

// TestEveryPropertyIsAsMicrosoftDescribesIt asks for every property by name.
func TestEveryPropertyIsAsMicrosoftDescribesIt(t *testing.T) {
	needMetadata(t)
	c := New(Options{Seed: 3, Now: noon, People: 300})
	for path, k := range map[string]*kind{
		"/v1.0/users": userKind, "/v1.0/groups": groupKind, "/v1.0/devices": deviceKind,
		"/v1.0/auditLogs/signIns": {name: "signIn", fields: signInFields},
		"/beta/auditLogs/signIns": {name: "signIn",
			fields: append(slices.Clone(signInFields), "signInEventTypes")},
		"/beta/reports/authenticationMethods/userRegistrationDetails": registrationKind,
	} {
		fields := slices.DeleteFunc(slices.Clone(k.fields), func(f string) bool { return f == "perUserMfaState" })
		got := get(t, c, path+"?$top=500&$select="+strings.Join(fields, ","))
		if len(got.rows(t)) < 15 {
			t.Errorf("%s: %d rows", path, len(got.rows(t)))
		}
		for _, f := range fields {
			if _, ok := got.rows(t)[0][f]; !ok {
				t.Errorf("%s: %s was asked for and did not come", path, f)
			}
		}
		checkBody(t, path, k.name, strings.HasPrefix(path, "/beta"), got)
	}
	for _, path := range []string{"/v1.0/roleManagement/directory/roleAssignments?$expand=principal",
		"/v1.0/roleManagement/directory/roleAssignments?$expand=roleDefinition"} {
		got := get(t, c, path)
		checkBody(t, path, "unifiedRoleAssignment", false, got)
		if got.status != 200 || strings.Contains(got.text, `"principal":null`) {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	got := ask(t, c, "POST", "/v1.0/directoryObjects/getByIds", `{"ids":["`+c.hand[3].id+`","`+c.groups[2].id+
		`"],"types":["user"]}`)
	checkBody(t, "getByIds", "directoryObject", false, got)
	if len(got.rows(t)) != 1 || len(c.Writes()) != 0 {
		t.Errorf("getByIds of a person and a group, people only: %d rows, %d writes", len(got.rows(t)), len(c.Writes()))
	}
}
