package audit

import (
	"strings"
	"testing"

	"handrail/app/tenant"
)

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
