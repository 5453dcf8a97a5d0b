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
