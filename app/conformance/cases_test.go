package conformance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
)

// casesOfGuides are the tests of the cases that others wrote for guides, by the number of the
// case: the file and the function, or the name of a row in it.
var casesOfGuides = map[string][2]string{
	"3-01":  {"guides/enhancedfiltering/guide_test.go", `{"3-01", `},
	"3-02":  {"guides/enhancedfiltering/guide_test.go", `{"3-02", `},
	"3-03":  {"guides/enhancedfiltering/guide_test.go", `{"3-03", `},
	"3-04":  {"guides/enhancedfiltering/guide_test.go", `{"3-04", `},
	"3-05":  {"guides/enhancedfiltering/guide_test.go", `{"3-05", `},
	"3-06":  {"guides/enhancedfiltering/guide_test.go", `{"3-06", `},
	"3-07":  {"guides/enhancedfiltering/guide_test.go", `{"3-07", `},
	"3-08":  {"guides/enhancedfiltering/guide_test.go", `{"3-08", `},
	"3-09":  {"guides/enhancedfiltering/guide_test.go", `{"3-09", `},
	"4-01":  {"guides/connectors/cases_test.go", `"4-01": {`},
	"4-02":  {"guides/connectors/cases_test.go", `"4-02": {`},
	"4-03":  {"guides/connectors/cases_test.go", `"4-03": {`},
	"4-04":  {"guides/connectors/cases_test.go", "4-04, first"},
	"4-05":  {"guides/connectors/cases_test.go", `"4-05": {`},
	"4-06":  {"guides/connectors/cases_test.go", `"4-06": {`},
	"4-07":  {"guides/connectors/front_test.go", "4-07, by DNS"},
	"4-08":  {"mail/connector/read_test.go", "func TestForms("},
	"4-09":  {"guides/connectors/cases_test.go", `"4-09": {`},
	"7-01":  {"guides/migration/cases_test.go", `"anna": {"grade"`},
	"7-02":  {"guides/migration/cases_test.go", `"ben": {"grade"`},
	"7-03":  {"guides/migration/cases_test.go", `"cara": {"grade"`},
	"7-04":  {"guides/migration/cases_test.go", `"dan": {"grade"`},
	"7-05":  {"guides/migration/cases_test.go", `"eve": {"grade"`},
	"7-06":  {"guides/migration/cases_test.go", `"fay": {"grade"`},
	"7-07":  {"guides/migration/cases_test.go", "func TestApproveABatch("},
	"7-08":  {"guides/migration/cases_test.go", "func TestCompleteABatch("},
	"8-01":  {"guides/backgrounds/backgrounds_test.go", `"8-01"`},
	"8-02":  {"guides/backgrounds/backgrounds_test.go", "func TestNeverAMirroredCopy("},
	"8-03":  {"guides/backgrounds/backgrounds_test.go", `"8-03"`},
	"8-04":  {"guides/backgrounds/backgrounds_test.go", `"8-04"`},
	"8-05":  {"guides/backgrounds/backgrounds_test.go", `"8-05"`},
	"8-06":  {"guides/backgrounds/backgrounds_test.go", `"8-06"`},
	"8-07":  {"guides/backgrounds/backgrounds_test.go", `"8-07"`},
	"11-01": {"guides/safedocuments/safedocuments_test.go", "func TestTheSwitchIsOn("},
	"11-02": {"guides/safedocuments/safedocuments_test.go", "func TestTheSwitchIsOn("},
	"11-03": {"guides/safedocuments/safedocuments_test.go", "func TestTheSwitchIsOff("},
	"11-04": {"guides/safedocuments/safedocuments_test.go", "func TestTheSwitchIsOff("},
	"11-05": {"device/safedocs/safedocs_test.go", "func TestByServicePlan("},
	"11-06": {"guides/safedocuments/safedocuments_test.go", "func TestTheWrongEdition("},
	"11-07": {"guides/safedocuments/safedocuments_test.go", "func TestTheAdminInterface("},
	"5-01":  {"guides/deviceprofiles/deviceprofiles_test.go", "func TestCollision("},
	"5-02":  {"guides/deviceprofiles/deviceprofiles_test.go", "func TestSelfNamed("},
	"5-03":  {"guides/deviceprofiles/deviceprofiles_test.go", "func TestRenamedProfile("},
	"5-04":  {"guides/deviceprofiles/deviceprofiles_test.go", "func TestWithoutName("},
	"5-05":  {"device/dynrule/devices_test.go", "func TestCases5And6("},
	"5-06":  {"device/dynrule/devices_test.go", "func TestCases5And6("},
	"5-07":  {"device/dynrule/cases_test.go", "func TestCase7("},
	"5-08":  {"device/dynrule/cases_test.go", "func TestCase8("},
	"5-09":  {"guides/deviceprofiles/deviceprofiles_test.go", "func TestAnswersFromTheData("},
	"5-10":  {"guides/deviceprofiles/deviceprofiles_test.go", "func TestTooManyGroups("},
	"6-01":  {"device/hunting/hunting_test.go", `"6-01": `},
	"6-02":  {"device/hunting/hunting_test.go", `"6-02": `},
	"6-03":  {"device/hunting/hunting_test.go", `"6-03": `},
	"6-04":  {"device/hunting/hunting_test.go", `"6-04": `},
	"6-05":  {"device/hunting/hunting_test.go", `"6-05": `},
	"6-06":  {"guides/webfilter/cases_test.go", "func TestAuditOnADevice("},
	"6-07":  {"guides/webfilter/cases_test.go", "func TestOnePolicyForEveryone("},
	"6-08":  {"guides/webfilter/cases_test.go", "func TestStricterPolicyAndAllow("},
	"12-01": {"guides/syncidentity/worlds_test.go", "12-01, spared by role"},
	"12-02": {"guides/syncidentity/worlds_test.go", "12-02, the second role only"},
	"12-03": {"guides/syncidentity/worlds_test.go", "12-03, a group in a group"},
	"12-04": {"guides/syncidentity/worlds_test.go", "12-04, report-only"},
	"12-05": {"guides/syncidentity/worlds_test.go", "12-05, terms of use"},
	"12-06": {"guides/syncidentity/worlds_test.go", "12-06, legacy clients"},
	"12-07": {"guides/syncidentity/worlds_test.go", "12-07, an application"},
	"12-08": {"guides/syncidentity/worlds_test.go", "12-08, both"},
	"12-09": {"guides/syncidentity/worlds_test.go", "12-09, Cloud Sync"},
	"13-01": {"guides/appblock/appblock_test.go", "func TestScoreOfACapture("},
	"13-02": {"guides/appblock/appblock_test.go", "func TestScoreOfACapture("},
	"13-03": {"guides/appblock/appblock_test.go", "func TestCollateralOfACapture("},
	"13-04": {"guides/appblock/appblock_test.go", "func TestProtectedAppsOfACapture("},
	"13-05": {"guides/appblock/appblock_test.go", "func TestReportsOfACapture("},
	"13-06": {"device/indicator/indicator_test.go", "func TestRefusedValues("},
	"13-07": {"device/indicator/simulate_test.go", "func TestLongestPathThenAllowWarnBlock("},
	"13-08": {"device/indicator/indicator_test.go", "func TestMicrosoftsTemplate("},
	"14-01": {"guides/adminaccess/adminaccess_test.go", "func TestFromReportOnlyToOn("},
	"14-02": {"sample/graphsim/access_test.go", "func TestSecurityDefaultsAndPolicies("},
	"14-03": {"guides/adminaccess/acts_test.go", "func TestRolesThatMicrosoftRefusesAreNamed("},
	"14-04": {"identity/roles/roles_test.go", "func TestExportsByOthers("},
	"14-05": {"guides/adminaccess/cases_test.go", "func TestPeopleInNoPolicy("},
	"14-06": {"guides/adminaccess/cases_test.go", "func TestSignInsOfALab("},
	"14-07": {"guides/adminaccess/cases_test.go", "func TestActiveSyncIsStillOpen("},
	"14-08": {"identity/roles/roles_test.go", "func TestExportsByOthers("},
	"14-09": {"identity/roles/roles_test.go", "func TestAnOlderListLacksRolesThatAreNoAdministrators("},
	"14-10": {"guides/adminaccess/worlds_test.go", "14-10, one of two is excluded by name"},
}

// guidesWithCases are the guides whose cases must all have a test, by the number in the case.
var guidesWithCases = []string{"3", "4", "5", "6", "7", "8", "11", "12", "13", "14"}

// TestEveryCaseOfAGuideHasATest: none of the cases on this computer is left out, and each
// test is there.
func TestEveryCaseOfAGuideHasATest(t *testing.T) {
	for number, where := range casesOfGuides {
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(where[0])))
		if err != nil || !strings.Contains(string(text), where[1]) {
			t.Errorf("%s: no %q in %s", number, where[1], where[0])
		}
	}
	text, err := os.ReadFile(shared.Folder(t, "cases", "ten-guides.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		number, _, _ := strings.Cut(line, "\t")
		if guide, _, _ := strings.Cut(number, "-"); slices.Contains(guidesWithCases, guide) {
			if n++; casesOfGuides[number][0] == "" {
				t.Errorf("%s has no test", number)
			}
		}
	}
	if n != len(casesOfGuides) {
		t.Errorf("%d cases, %d tests", n, len(casesOfGuides))
	}
}
