package audit

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

const (
	maria  = "4f2b8c1d-9e3a-4b7f-8c2d-1a5e6f7b8c9d"
	omar   = "728309ae-1a37-4937-9afe-e35d964db09b"
	target = "1f0e98f5-3161-4c6b-9b50-d488572f2bb7"
	group  = "ef7e527d-6c92-4234-8c6d-cf6fdfb57f95"
	nested = "aa7e527d-6c92-4234-8c6d-cf6fdfb57f11"
	policy = "334e26e9-9622-4e0a-a424-102ed4b185b3"
	global = "62e90394-69f5-4237-9190-012177145e10"
	reader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
)

// The change was seen between these.
var (
	since = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	seen  = time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	noon  = "2026-11-20T12:00:00.1234567Z"
)

// by is who did it, in Microsoft's form.
func by(id, upn string) string {
	return `{"app":null,"user":{"id":"` + id + `","displayName":null,"userPrincipalName":"` + upn +
		`","ipAddress":"198.51.100.23","userType":null,"homeTenantId":null,"homeTenantName":null}}`
}

func byMaria() string { return by(maria, "maria.weber@example.org") }
func byOmar() string  { return by(omar, "omar@example.org") }

func byApp(appID, name string) string {
	return `{"user":null,"app":{"appId":` + orNull(appID) + `,"displayName":"` + name + `","servicePrincipalId":` +
		`"2a71ba9d-de5b-4f9a-a9df-73e68bc5ddcf","servicePrincipalName":null}}`
}

func orNull(text string) string {
	if text == "" {
		return "null"
	}
	return `"` + text + `"`
}

// logged is an entry in the published form (Microsoft Learn, List directoryAudits).
func logged(activity, at, who, targets string, more ...string) string {
	result, details := "success", ""
	for _, m := range more {
		if strings.HasPrefix(m, "{") {
			details = m
		} else {
			result = m
		}
	}
	return `{"id":"Directory_504a302a-8f2d-418d-b7df-bf77de6ed831_M1N6X_27777783","category":"UserManagement",
		"correlationId":"504a302a-8f2d-418d-b7df-bf77de6ed831","result":"` + result + `","resultReason":"",
		"activityDisplayName":"` + activity + `","activityDateTime":"` + at + `","loggedByService":"Core Directory",
		"operationType":"Update","initiatedBy":` + who + `,"targetResources":[` + targets + `],
		"additionalDetails":[` + details + `]}`
}

// about is a target with properties: name, old, new.
func about(kind, id string, properties ...string) string {
	var all []string
	for i := 0; i+2 < len(properties); i += 3 {
		p, _ := json.Marshal(map[string]string{"displayName": properties[i], "oldValue": properties[i+1],
			"newValue": properties[i+2]})
		all = append(all, string(p))
	}
	return `{"id":"` + id + `","displayName":"Lynda","type":"` + kind + `","userPrincipalName":null,"groupType":null,` +
		`"modifiedProperties":[` + strings.Join(all, ",") + `]}`
}

// pim writes that Privileged Identity Management logged an entry.
func pim(text string) string {
	return strings.Replace(text, `"Core Directory"`, `"PIM"`, 1)
}

// changed is a change of one property.
func changed(section, id, field, before, after string) history.Change {
	return history.Change{Section: section, ID: id, Kind: history.Changed, Since: since, At: seen,
		Fields: []history.Field{{Path: field, Before: []byte(before), After: []byte(after)}}}
}

func added(section, id, after string) history.Change {
	return history.Change{Section: section, ID: id, Kind: history.Added, Since: since, At: seen, After: []byte(after)}
}

func removed(section, id, before string) history.Change {
	return history.Change{Section: section, ID: id, Kind: history.Removed, Since: since, At: seen,
		Before: []byte(before)}
}

func assigned(principal, template, more string) string {
	return `{"id":"r","principalId":"` + principal + `","roleDefinitionId":"` + template + `","handrailTemplate":"` +
		template + `","handrailRole":"Global Administrator","directoryScopeId":"/"` + more + `}`
}

// given is a target with a role, as the directory logs it.
func given(principal, template string) string {
	return about("User", principal, "Role.ObjectID", "", `"a4d7c2e9-5b81-4f36-8c0a-3e9b1d6f7a25"`,
		"Role.DisplayName", "", `"Global Administrator"`, "Role.TemplateId", "", `"`+template+`"`)
}

// joined is what adding a member to a group logs: the member with the group as a property, and the group.
func joined(member, group string) string {
	return about("User", member, "Group.ObjectID", "", `"`+group+`"`, "Group.DisplayName", "", `"Exceptions"`) + "," +
		about("Group", group)
}

func names(id string) string {
	return map[string]string{maria: "Maria Weber", omar: "Omar"}[strings.ToLower(id)]
}

// logOf reads entries as the cache has them.
func logOf(t *testing.T, entries ...string) Log {
	t.Helper()
	log := Log{From: since.AddDate(0, 0, -9), To: seen.AddDate(0, 0, 3), Now: seen.AddDate(0, 0, 3),
		Name: names}
	for _, text := range entries {
		var e tenant.AuditEntry
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		log.Entries = append(log.Entries, e.Plain())
	}
	return log
}

// shown is an answer in one line: the actor, or the reason and whom the log names.
func shown(a history.Answer) string {
	var who []string
	for _, one := range a.Actors {
		who = append(who, one.Name)
	}
	if a.Why == "" {
		return strings.Join(who, ", ")
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s", a.Why, strings.Join(who, ", ")))
}

type match struct {
	name    string
	change  history.Change
	entries []string
	want    string
}

func check(t *testing.T, cases []match) {
	t.Helper()
	for _, c := range cases {
		all := New(logOf(t, c.entries...)).Match(c.change)
		if len(all) != 1 || shown(all[0]) != c.want {
			t.Errorf("%s: %q, want %q", c.name, shown(all[0]), c.want)
		}
		if words := all[0].Words(); (words == "") != (all[0].By() != nil) {
			t.Errorf("%s: says %q, and names %v", c.name, words, all[0].By())
		}
	}
}

func TestPeople(t *testing.T) {
	off := changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")
	disable := func(at, who string) string {
		return logged("Disable account", at, who, about("User", target, "AccountEnabled", "[true]", "[false]"))
	}
	job := changed(tenant.SectionUsers, target, "jobTitle", `"A"`, `"B"`)
	check(t, []match{
		{"disabled", off, []string{disable(noon, byMaria())}, "Maria Weber"},
		{"ids in another case", off, []string{logged("Disable Account", noon, by(strings.ToUpper(maria), "m@x"),
			about("User", strings.ToUpper(target)))}, "Maria Weber"},
		{"twice by one person", off, []string{disable(noon, byMaria()),
			logged("Update user", noon, byMaria(), about("User", target, "AccountEnabled", "[true]", "[false]"))},
			"Maria Weber"},
		{"two people", off, []string{disable(noon, byOmar()), disable("2026-11-20T13:00:00Z", byMaria())},
			"several Omar, Maria Weber"},
		{"failed", off, []string{logged("Disable account", noon, byMaria(), about("User", target), "failure")}, "none"},
		{"timed out", off, []string{logged("Disable account", noon, byMaria(), about("User", target), "timeout")}, "none"},
		{"one failed, one did it", off, []string{
			logged("Disable account", noon, byOmar(), about("User", target), "failure"), disable(noon, byMaria())},
			"Maria Weber"},
		{"somebody else's account", off, []string{logged("Disable account", noon, byMaria(), about("User", omar))},
			"none"},
		{"the last entry contradicts", off, []string{disable(noon, byMaria()),
			logged("Enable account", "2026-11-20T15:00:00Z", byMaria(), about("User", target))}, "unclear Maria Weber"},
		{"an update that says another value", off, []string{logged("Update user", noon, byMaria(),
			about("User", target, "AccountEnabled", "[false]", "[true]"))}, "unclear Maria Weber"},
		{"an update of another property", off, []string{logged("Update user", noon, byMaria(),
			about("User", target, "JobTitle", "[]", `["B"]`))}, "none"},
		{"an update that names nothing", off, []string{logged("Update user", noon, byMaria(), about("User", target))},
			"unclear Maria Weber"},
		{"a property of the same name", job, []string{logged("Update user", noon, byMaria(),
			about("User", target, "JobTitle", `["A"]`, `["B"]`))}, "Maria Weber"},
		{"a property in the list", job, []string{logged("Update user", noon, byMaria(),
			about("User", target, "Included Updated Properties", `""`, `"Department, JobTitle"`))}, "Maria Weber"},
		{"a list without it", job, []string{logged("Update user", noon, byMaria(),
			about("User", target, "Included Updated Properties", `""`, `"Department"`))}, "none"},
		{"an office", changed(tenant.SectionUsers, target, "officeLocation", `"1"`, `"2"`), []string{
			logged("Update user", noon, byMaria(), about("User", target, "PhysicalDeliveryOfficeName", "[]", "[]"))},
			"Maria Weber"},
		{"licences", changed(tenant.SectionUsers, target, "assignedLicenses", `[]`, `[{"skuId":"1"}]`), []string{
			logged("Change user license", noon, byMaria(), about("User", target))}, "Maria Weber"},
		{"a new account", added(tenant.SectionUsers, target, `{}`), []string{logged("Add user", noon, byMaria(),
			about("User", target, "AccountEnabled", "[]", "[true]"))}, "Maria Weber"},
		{"a guest", added(tenant.SectionUsers, target, `{}`), []string{logged("Invite external user", noon, byOmar(),
			about("User", target))}, "Omar"},
		{"deleted", removed(tenant.SectionUsers, target, `{}`), []string{logged("Delete user", noon, byMaria(),
			about("User", target))}, "Maria Weber"},
		{"deleting is not adding", added(tenant.SectionUsers, target, `{}`), []string{logged("Delete user", noon,
			byMaria(), about("User", target))}, "none"},
		{"synchronised by an app", off, []string{disable(noon, byApp("", "Provisioning of ACME"))},
			"the app “Provisioning of ACME”"},
		{"an app with Microsoft's name", off, []string{disable(noon, byApp("11111111-2222-3333-4444-555555555555",
			"MS-PIM"))}, "the app “MS-PIM”"},
		{"Microsoft itself", off, []string{disable(noon, byApp("FC68D9E5-1F76-45EF-99AA-214805418498", "x"))},
			"microsoft Microsoft Entra ID Protection"},
		{"nobody", off, []string{disable(noon, `{"user":null,"app":null}`)},
			"nobody someone whom the log does not name"},
		{"an actor without anything", off, []string{disable(noon, by("", ""))},
			"nobody someone whom the log does not name"},
		{"a person and nobody", off, []string{disable(noon, byMaria()), disable(noon, `{}`)},
			"several Maria Weber, someone whom the log does not name"},
		{"a person who is not known here", off, []string{disable(noon, by("9", "guest@elsewhere.example"))},
			"guest@elsewhere.example"},
		{"a property that no rule knows", changed(tenant.SectionLicences, "s", "consumedUnits", "1", "2"), nil, "no-log"},
		{"a section that is not in the log", added(tenant.SectionStreams, "s", `{}`), nil, "no-log"},
	})
}

func TestWhenItHappened(t *testing.T) {
	off := changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")
	at := func(when time.Time) []string {
		return []string{logged("Disable account", when.Format(time.RFC3339Nano), byMaria(), about("User", target))}
	}
	check(t, []match{
		{"at the first moment", off, at(since), "Maria Weber"},
		{"at the last", off, at(seen), "Maria Weber"},
		{"this computer's clock is 5 minutes ahead", off, at(since.Add(-5 * time.Minute)), "Maria Weber"},
		{"more than that", off, at(since.Add(-5*time.Minute - time.Millisecond)), "none"},
		{"it is 5 minutes behind", off, at(seen.Add(5 * time.Minute)), "Maria Weber"},
		{"more than that too", off, at(seen.Add(5*time.Minute + time.Millisecond)), "none"},
		{"two within the skew of both ends", off, append(at(since.Add(-time.Minute)),
			logged("Disable account", "2026-11-21T08:04:00Z", byOmar(), about("User", target))),
			"several Maria Weber, Omar"},
		{"in another zone", off, []string{logged("Disable account", "2026-11-21T09:03:00+01:00", byMaria(),
			about("User", target))}, "Maria Weber"},
		{"without a time", off, []string{logged("Disable account", "", byMaria(), about("User", target))}, "unclear"},
		{"a report that is behind by two days", changed(tenant.SectionRegistration, target, "methodsRegistered",
			`["mobilePhone"]`, `["microsoftAuthenticatorPush","mobilePhone"]`), []string{
			logged("User registered security info", since.Add(-47*time.Hour).Format(time.RFC3339), by(target, "l@x"),
				about("User", target))}, "l@x"},
	})
}

func TestTheLogAsItWasRead(t *testing.T) {
	off := changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")
	entry := logged("Disable account", noon, byMaria(), about("User", target))
	for name, c := range map[string]struct {
		edit  func(l *Log)
		want  string
		final bool
	}{
		"all of it":               {func(*Log) {}, "Maria Weber", true},
		"soon after the change":   {func(l *Log) { l.To = seen.Add(time.Hour) }, "Maria Weber", false},
		"nothing, soon after":     {func(l *Log) { l.To, l.Entries = seen.Add(time.Hour), nil }, "not-yet", false},
		"nothing, a day later":    {func(l *Log) { l.Entries = nil }, "none", true},
		"not read":                {func(l *Log) { l.Unread, l.To = "No.", time.Time{} }, "unread", false},
		"not read since":          {func(l *Log) { l.Unread, l.To = "No.", seen.Add(-time.Second) }, "unread", false},
		"read, and not again":     {func(l *Log) { l.Unread = "No." }, "Maria Weber", true},
		"not read, long ago":      {func(l *Log) { l.To, l.Now = time.Time{}, seen.AddDate(0, 0, 31) }, "unread", true},
		"it begins after it":      {func(l *Log) { l.From, l.Entries = seen.Add(time.Hour), nil }, "older", true},
		"it begins within":        {func(l *Log) { l.From = since.Add(time.Hour) }, "older Maria Weber", true},
		"it begins in the skew":   {func(l *Log) { l.From = since.Add(-time.Minute) }, "older Maria Weber", true},
		"it begins at the skew":   {func(l *Log) { l.From = since.Add(-5 * time.Minute) }, "Maria Weber", true},
		"only the newest entries": {func(l *Log) { l.From, l.Cut = since.Add(time.Hour), true }, "cut Maria Weber", true},
	} {
		log := logOf(t, entry)
		c.edit(&log)
		a := New(log).Match(off)[0]
		if shown(a) != c.want || a.Final != c.final {
			t.Errorf("%s: %q, final %v", name, shown(a), a.Final)
		}
	}
	unread := Log{Unread: "A permission is missing.", Now: seen}
	if words := New(unread).Match(off)[0].Words(); words !=
		"Handrail could not read the audit log. A permission is missing." {
		t.Error(words)
	}
}

func TestGroups(t *testing.T) {
	in := added(tenant.MembersSection(group), target, `{}`)
	out := removed(tenant.DirectMembersSection(group), target, `{}`)
	left := about("User", target, "Group.ObjectID", `"`+group+`"`, "") + "," + about("Group", group)
	documented := `{"id":"` + group + `","displayName":"Example.com","Type":"Group","modifiedProperties":[{"displayName":
		"Action Client Name","oldValue":null,"newValue":"DirectorySync"}],"groupType":"unifiedGroups"},
		{"id":"` + target + `","displayName":null,"Type":"User","modifiedProperties":[],"userPrincipalName":"bob@x"}`
	check(t, []match{
		{"added", in, []string{logged("Add member to group", noon, byMaria(), joined(target, group))}, "Maria Weber"},
		{"as in the documentation", in, []string{logged("Add member to group", noon, byMaria(), documented)},
			"Maria Weber"},
		{"into another group", in, []string{logged("Add member to group", noon, byMaria(), joined(target, nested))},
			"none"},
		{"somebody else", in, []string{logged("Add member to group", noon, byMaria(), joined(omar, group))}, "none"},
		{"taken out is not put in", in, []string{logged("Remove member from group", noon, byMaria(), left)}, "none"},
		{"removed", out, []string{logged("Remove member from group", noon, byMaria(), left)}, "Maria Weber"},
		{"the account was deleted", out, []string{logged("Delete user", noon, byOmar(), about("User", target))}, "Omar"},
		{"a group is not said", in, []string{logged("Add member to group", noon, byMaria(), about("User", target))},
			"unclear Maria Weber"},
		{"only a name of the group", in, []string{logged("Add member to group", noon, byMaria(),
			about("User", target)+","+about("Group", ""))}, "unclear Maria Weber"},
		{"the owner joined himself", in, []string{logged("Add member to group", noon, by(target, "l@x"),
			joined(target, group))}, "l@x"},
		{"a group inside a group", added(tenant.MembersSection(group), nested, `{}`), []string{
			logged("Add member to group", noon, byMaria(), about("Group", nested, "Group.ObjectID", "",
				`"`+group+`"`)+","+about("Group", group))}, "Maria Weber"},
		{"seen from the person", added(tenant.MemberOfSection(target), group, `{}`), []string{
			logged("Add member to group", noon, byMaria(), joined(target, group))}, "Maria Weber"},
		{"a rule", changed(tenant.SectionGroups, group, "membershipRule", `"a"`, `"b"`), []string{
			logged("Update group", noon, byMaria(), about("Group", group, "MembershipRule", "[]", "[]"))}, "Maria Weber"},
		{"another setting", changed(tenant.SectionGroups, group, "membershipRule", `"a"`, `"b"`), []string{
			logged("Update group", noon, byMaria(), about("Group", group, "DisplayName", "[]", "[]"))}, "none"},
		{"a new group", added(tenant.SectionGroups, group, `{}`), []string{
			logged("Add group", noon, byMaria(), about("Group", group))}, "Maria Weber"},
	})
	if a := New(logOf(t)).Match(in)[0]; !strings.Contains(a.Words(), "through another group") {
		t.Error(a.Words())
	}
}

func TestRoles(t *testing.T) {
	now := added(tenant.SectionRoles, "r", assigned(target, global, ""))
	gone := removed(tenant.SectionRoles, "r", assigned(target, global, ""))
	may := added(tenant.SectionRoles, "r", assigned(target, global, `,"handrailEligible":true`))
	through := added(tenant.SectionRoles, "r/"+target, assigned(target, global, `,"handrailThrough":"`+group+`"`))
	activated := pim(logged("Add member to role completed (PIM activation)", noon, by(target, "l@x"),
		about("Role", "9", "RoleDefinitionOriginId", `""`, `"`+global+`"`, "TemplateId", `""`, `"`+global+`"`)+","+
			about("User", target)))
	helper := logged("Add member to role", "2026-11-20T12:00:02Z", byApp(pimApp, "MS-PIM"), given(target, global))
	assignedInPIM := pim(logged("Add member to role in PIM completed (permanent)", noon, byMaria(),
		about("Role", "9")+","+about("User", target), `{"key":"RoleDefinitionOriginId","value":"`+global+`"},
		{"key":"TemplateId","value":"`+global+`"}`))
	check(t, []match{
		{"given", now, []string{logged("Add member to role", noon, byMaria(), given(target, global))}, "Maria Weber"},
		{"another role", now, []string{logged("Add member to role", noon, byMaria(), given(target, reader))}, "none"},
		{"somebody else", now, []string{logged("Add member to role", noon, byMaria(), given(omar, global))}, "none"},
		{"eligible is not active", now, []string{logged("Add eligible member to role", noon, byMaria(),
			given(target, global))}, "none"},
		{"taken", gone, []string{logged("Remove member from role", noon, byMaria(), about("User", target,
			"Role.TemplateId", `"`+global+`"`, ""))}, "Maria Weber"},
		{"activated, and what Microsoft did for it", now, []string{activated, helper}, "l@x"},
		{"only what Microsoft did", now, []string{helper}, "microsoft Privileged Identity Management"},
		{"given in PIM", now, []string{assignedInPIM, helper}, "Maria Weber"},
		{"requested is not done", now, []string{strings.Replace(activated, "completed", "requested", 1)}, "none"},
		{"expired", gone, []string{pim(logged("Remove member from role (PIM activation expired)", noon,
			byApp(pimApp, "MS-PIM"), given(target, global)))}, "microsoft Privileged Identity Management"},
		{"eligible", may, []string{pim(logged("Add eligible member to role in PIM completed (timebound)", noon, byOmar(),
			given(target, global)))}, "Omar"},
		{"through a group that the person joined", through, []string{logged("Add member to group", noon, byOmar(),
			joined(target, group))}, "Omar"},
		{"through a group that got the role", through, []string{logged("Add member to role", noon, byMaria(),
			about("Group", group, "Role.TemplateId", "", `"`+global+`"`))}, "Maria Weber"},
		{"by both ways", through, []string{logged("Add member to group", noon, byOmar(), joined(target, group)),
			logged("Add member to role", noon, byMaria(), about("Group", group, "Role.TemplateId", "", `"`+global+`"`))},
			"several Maria Weber, Omar"},
		{"no role is said", now, []string{logged("Add member to role", noon, byMaria(), about("User", target))},
			"unclear Maria Weber"},
		{"only the name of the role", now, []string{logged("Add member to role", noon, byMaria(), about("User", target)+
			`,{"id":"x","displayName":"Global Administrator","type":"Role"}`)}, "Maria Weber"},
		{"the account was deleted", gone, []string{logged("Delete user", noon, byMaria(), about("User", target))},
			"Maria Weber"},
	})
}

func TestPolicies(t *testing.T) {
	state := changed(tenant.SectionAccess, policy, "state", `"enabled"`, `"disabled"`)
	groups := changed(tenant.SectionAccess, policy, "conditions.users.excludeGroups", `[]`, `["`+group+`"]`)
	body := func(state, excluded string) string {
		return `{"id":"` + policy + `","displayName":"MFA","state":"` + state + `","conditions":{"users":{"includeUsers":
			["All"]` + excluded + `}},"modifiedDateTime":"2021-08-09T17:52:40.781994+00:00"}`
	}
	update := func(who, was, is string) string {
		return logged("Update conditional access policy", noon, who, about("Policy", policy, "ConditionalAccessPolicy", was,
			is))
	}
	none, one := `,"excludeGroups":[]`, `,"excludeGroups":["`+strings.ToUpper(group)+`"]`
	methods := changed(tenant.SectionMethods, tenant.SectionMethods, "authenticationMethodConfigurations", `[1]`, `[2]`)
	wrote := func(was, is string) string {
		return logged("Authentication Methods Policy Update", noon, byMaria(), about("Policy", "",
			"AuthenticationMethodsPolicy", was, is))
	}
	check(t, []match{
		{"off", state, []string{update(byMaria(), body("enabled", none), body("disabled", none))}, "Maria Weber"},
		{"another property", groups, []string{update(byMaria(), body("enabled", none), body("disabled", none))}, "none"},
		{"an exclusion", groups, []string{update(byMaria(), body("enabled", none), body("enabled", one))}, "Maria Weber"},
		{"left out is empty", groups, []string{update(byMaria(), body("enabled", ""), body("disabled", none))}, "none"},
		{"one each", groups, []string{update(byOmar(), body("enabled", none), body("disabled", none)),
			update(byMaria(), body("disabled", none), body("disabled", one))}, "Maria Weber"},
		{"cut off in the middle", state, []string{update(byMaria(), body("enabled", none), body("disabled", none)[:80])},
			"unclear Maria Weber"},
		{"another policy", state, []string{strings.ReplaceAll(update(byMaria(), body("enabled", none),
			body("disabled", none)), policy, group)}, "none"},
		{"deleted", removed(tenant.SectionAccess, policy, `{}`), []string{
			logged("Delete conditional access policy", noon, byMaria(), about("Policy", policy))}, "Maria Weber"},
		{"new", added(tenant.SectionAccess, policy, `{}`), []string{
			logged("Add conditional access policy", noon, byMaria(), about("Policy", policy))}, "Maria Weber"},
		{"a named location", changed(tenant.SectionLocations, policy, "isTrusted", "true", "false"), []string{
			logged("Update named location", noon, byMaria(), about("Policy", policy))}, "Maria Weber"},
		{"security defaults", changed(tenant.SectionDefaults, "d", "isEnabled", "true", "false"), []string{
			logged("Update security defaults", noon, byMaria(), about("Policy", ""))}, "Maria Weber"},
		{"the methods", methods, []string{wrote(`{"authenticationMethodConfigurations":[{"id":"Sms","state":"enabled"}]}`,
			`{"authenticationMethodConfigurations":[{"id":"Sms","state":"disabled"}]}`)}, "Maria Weber"},
		{"another part of the policy", methods, []string{wrote(`{"policyMigrationState":"a"}`,
			`{"policyMigrationState":"b"}`)}, "none"},
		{"a text in a text", methods, []string{wrote(`"{\"authenticationMethodConfigurations\":[1]}"`,
			`"{\"authenticationMethodConfigurations\":[2]}"`)}, "Maria Weber"},
		{"a domain", added(tenant.SectionDomains, "example.org", `{}`), []string{
			strings.Replace(logged("Add unverified domain", noon, byMaria(), about("Other", "")), "Lynda", "Example.org", 1)},
			"Maria Weber"},
		{"one MFA setting", changed(tenant.SectionPerUserMFA, target, "perUserMfaState", `"disabled"`, `"enforced"`),
			[]string{logged("Update user", noon, byMaria(), about("User", target, "StrongAuthenticationRequirement", "[]",
				`[{"State":2}]`))}, "Maria Weber"},
	})
}

func TestRegisteredMethods(t *testing.T) {
	grew := changed(tenant.SectionRegistration, target, "methodsRegistered", `["mobilePhone"]`, `["a","mobilePhone"]`)
	shrank := changed(tenant.SectionRegistration, target, "methodsRegistered", `["mobilePhone"]`, `[]`)
	able := changed(tenant.SectionRegistration, target, "isMfaCapable", `false`, `true`)
	self := logged("User registered security info", noon, by(target, "l@x"), about("User", target))
	bare := logged("User registered security info", noon, by(target, "l@x"), "")
	took := logged("Admin deleted security info", noon, byMaria(), about("User", target))
	check(t, []match{
		{"by the person", grew, []string{self}, "l@x"},
		{"without a target", grew, []string{bare}, "l@x"},
		{"by an administrator", grew, []string{logged("Admin registered security info", noon, byMaria(),
			about("User", target))}, "Maria Weber"},
		{"by both", grew, []string{self, logged("Admin registered security info", noon, byMaria(),
			about("User", target))}, "several l@x, Maria Weber"},
		{"by somebody for himself", grew, []string{logged("User registered security info", noon, byOmar(),
			about("User", omar))}, "none"},
		{"deleted is not registered", grew, []string{took}, "none"},
		{"deleted", shrank, []string{took}, "Maria Weber"},
		{"what follows from it", able, []string{self}, "l@x"},
	})
}

// TestHostileTexts: a name steers nothing, and has an end.
func TestHostileTexts(t *testing.T) {
	off := changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")
	name := "Eve\\u001b[31m\\u202e\\n" + strings.Repeat("x", 500)
	entry := logged("Disable account", noon, `{"user":{"id":"7","displayName":"`+name+`"}}`, about("User", target),
		`{"key":"User-Agent","value":"evil\u0007tool/1.0"}`)
	by := New(logOf(t, entry)).Match(off)[0].By()
	if by == nil || strings.ContainsAny(by.Name, "\x1b\u202e\n") || len([]rune(by.Name)) > 130 ||
		strings.ContainsAny(by.Program, "\a") || !strings.HasPrefix(by.Program, "evil") {
		t.Errorf("%+v", by)
	}
}

func TestPrograms(t *testing.T) {
	off := changed(tenant.SectionUsers, target, "accountEnabled", "true", "false")
	agent := func(text string) string { return `{"key":"User-Agent","value":"` + text + `"}` }
	for details, want := range map[string]string{
		"":                  "",
		agent(""):           "",
		agent("Handrail"):   "Handrail",
		agent("Handrail/2"): "Handrail",
		agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/142.0"):                           "a web browser",
		agent("Mozilla/5.0 (Windows NT; Windows NT 10.0; en-GB) PowerShell/2026.11 Invoke-Mg"): "PowerShell",
		`{"key":"ipaddr","value":"192.0.2.1"}`:                                                 "",
	} {
		more := []string{}
		if details != "" {
			more = append(more, details)
		}
		by := New(logOf(t, logged("Disable account", noon, byMaria(), about("User", target), more...))).Match(off)[0].By()
		if by == nil || by.Program != want || !by.At.Equal(time.Date(2026, 11, 20, 12, 0, 0, 123456700, time.UTC)) {
			t.Errorf("%s: %+v", details, by)
		}
	}
	both := `{"user":{"id":"` + maria + `"},"app":{"displayName":"Lifecycle tool"}}`
	if by := New(logOf(t, logged("Disable account", noon, both, about("User", target)))).Match(off)[0].By(); by == nil ||
		by.Program != "Lifecycle tool" || by.Name != "Maria Weber" {
		t.Errorf("%+v", by)
	}
}

// TestWhatIsSavedOfAnEntry: no address and no telephone number.
func TestWhatIsSavedOfAnEntry(t *testing.T) {
	text := logged("Update user", noon, byMaria(), about("User", target, "StrongAuthenticationUserDetails", "[]",
		`[{"PhoneNumber":"+44 7700900123"}]`), `{"key":"ipaddr","value":"192.0.2.1"}`)
	saved, err := json.Marshal(logOf(t, text).Entries[0])
	if err != nil || strings.Contains(string(saved), "7700900123") || strings.Contains(string(saved), "192.0.2.1") ||
		strings.Contains(string(saved), "198.51.100.23") || !strings.Contains(string(saved), "StrongAuthenticationUserDetails") {
		t.Errorf("%s %v", saved, err)
	}
}

// TestTheRulesAreWhole: every word in the data files is one that the code knows, and every section exists.
func TestTheRulesAreWhole(t *testing.T) {
	known := map[string]bool{}
	for _, s := range tenant.Sections() {
		known[s.ID] = true
	}
	for kind := range tenant.Demands() {
		known[string(kind)] = true
	}
	seen := map[rule]bool{}
	for section, all := range rules() {
		for _, r := range all {
			if !known[section] || seen[r] || r.activity == "" || (r.field == "") != (r.kind != string(history.Changed)) {
				t.Errorf("%+v", r)
			}
			seen[r] = true
			switch r.about {
			case "target", "name", "owner", "person", "all", "member", "group", "role", "holder", "principal":
			default:
				t.Errorf("about: %+v", r)
			}
			if name, ok := strings.CutPrefix(r.property, "json:"); ok && !tenant.AuditValue(name) {
				t.Errorf("the values of %s are not saved", name)
			}
		}
	}
	if limit("skew") != 5*time.Minute || limit("late") < time.Hour || limit("registration") < limit("late") ||
		services()[pimApp] == "" {
		t.Error("times.csv or microsoft.csv lacks a row")
	}
}
