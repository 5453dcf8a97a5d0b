package deviceprofiles

import (
	"strings"
	"testing"

	"handrail/app/report"
)

// oddRules are rules as people paste them: how many devices they take for certain, of how many it is not certain, and
// whether Microsoft follows them. Of a rule that cannot be read nothing is known.
var oddRules = map[string]string{
	`device.enrollmentProfileName –eq “Hall Kiosk”`:                                             "1 1 yes",
	`device.enrollmentProfileName —eq ‘Hall Kiosk’`:                                             "1 1 yes",
	`((((device.enrollmentProfileName -eq "Hall Kiosk"))))`:                                     "1 1 yes",
	`Device.enrollmentprofilename -EQ "HALL KIOSK"`:                                             "1 1 yes",
	`device.enrollmentProfileName eq "Hall Kiosk"`:                                              "1 1 yes",
	`device.enrollmentProfileName-eq"Hall Kiosk"`:                                               "1 1 yes",
	"device.enrollmentProfileName\u00a0-eq\n\t\"Hall Kiosk\"":                                   "1 1 yes",
	`device.enrollmentProfileName -ne null`:                                                     "3 1 yes",
	`device.enrollmentProfileName -ne $null`:                                                    "3 1 yes",
	`device.enrollmentProfileName -eq "null"`:                                                   "0 1 yes",
	`device.enrollmentProfileName -ne "Hall Kiosk"`:                                             "2 2 yes",
	`device.enrollmentProfileName -match "(?<=Hall )Kiosk"`:                                     "0 5 yes",
	`device.enrollmentProfileName -match "["`:                                                   "0 5 yes",
	`device.extensionAttribute1 -eq "x"`:                                                        "0 5 yes",
	`device.floor -eq "x"`:                                                                      "0 5 yes",
	`device.organizationalUnit -eq "x"`:                                                         "0 0 no",
	`device.memberOf -any (group.objectId -in ['a'])`:                                           "0 5 no",
	`device.systemLabels -any (_ -eq "x") SystemLabels`:                                         "0 5 no",
	`device.systemLabels -any _ -eq "x"`:                                                        "0 5 no",
	"device.enrollmentProfileName -eq \"Hall `\"Kiosk`\"\"":                                     "0 1 yes",
	strings.Repeat("(", 150) + `device.displayName -eq "A"` + strings.Repeat(")", 150):          "1 0 yes",
	`device.displayName -eq "A" -or device.displayName -eq "B" -and device.displayName -eq "Z"`: "0 1 yes",
	`device.enrollmentProfileName -in [` + strings.Repeat(`"x",`, 300) + `"Hall Kiosk"]`:        "1 1 yes",
	`device.enrollmentProfileName -in [` + strings.Repeat(`"x",`, 900) + `"Hall Kiosk"]`:        "",
	strings.Repeat("(", 250) + `device.displayName -eq "A"` + strings.Repeat(")", 250):          "",
	`(device.displayName -eq "A"`:                                                               "",
	`device.displayName -eq "A`:                                                                 "",
	`device.displayName -eq “A`:                                                                 "",
	`device.displayName -eq A`:                                                                  "",
	`device.displayName -eq "A "B"`:                                                             "",
	`device.displayName -not null`:                                                              "",
	`device.displayName -contains null`:                                                         "",
	`device.displayName -like "A*"`:                                                             "",
	`device.displayName -eq ["A"]`:                                                              "",
	`device.displayName -in "A"`:                                                                "",
	`device.displayName -in []`:                                                                 "",
	`device.displayName -eq "A" device.displayName -eq "B"`:                                     "",
	`device.displayName -eq "A"; Remove-MgGroup`:                                                "",
	`device.deviceOSVersion -ge "10.0"`:                                                         "",
	`device.displayName -any (_ -eq "A")`:                                                       "",
	`user.department -eq "x" -and device.displayName -eq "A"`:                                   "",
	`user.department -eq "x"`:                                                                   "",
	`Direct Reports for "x"`:                                                                    "",
	"\ufeffdevice.displayName -eq \"A\"":                                                        "",
	"device.displayName\u200b -eq \"A\"":                                                        "",
	"device.displayName -eq \"A\"\x00":                                                          "",
	`device.`:                                                                                   "",
	`.`:                                                                                         "",
	`-eq "x"`:                                                                                   "",
	`device.displayName`:                                                                        "",
	`;`:                                                                                         "",
	``:                                                                                          "",
	`()`:                                                                                        "",
	`-not`:                                                                                      "",
}

// TestOddRules: what is pasted is read as Microsoft documents it, or refused with what is wrong and what to do.
func TestOddRules(t *testing.T) {
	_, d := office("A=Hall Kiosk", "B=Hall Kiosk - Youth", "C", "D?", "E=OfflineAutopilotprofile-x")
	for rule, want := range oddRules {
		found, facts, doc := look(t, d, visit(askFrom, fromPaste, askRule, rule), stepRule)
		if want == "" {
			f := found["no-rule"]
			about := strings.HasPrefix(rule, "user.department -eq \"x\"") && !strings.Contains(rule, "device.") ||
				strings.HasPrefix(rule, "Direct")
			if f.Severity != report.Problem || f.Text == "" || f.Do == "" || facts["taken"] != "unknown" ||
				doc.Headline != f.Title || strings.HasPrefix(f.Title, "Microsoft") == about {
				t.Errorf("%.60q: %v, %v", rule, facts, f)
			}
			continue
		}
		if got := facts["taken"] + " " + facts["uncertain"] + " " + facts["usable"]; got != want {
			t.Errorf("%.60q: %s, want %s", rule, got, want)
		}
		if certain := strings.Contains(want, " 0 "); certain != strings.HasPrefix(doc.Headline, "This rule takes ") &&
			!strings.Contains(doc.Headline, "at least") || certain && strings.Contains(doc.Headline, "at least") {
			t.Errorf("%.60q: %q of %s", rule, doc.Headline, want)
		}
	}
}

// TestTheCorrectedFormIsUsed: a pasted dash or quote never reaches Microsoft, and is named.
func TestTheCorrectedFormIsUsed(t *testing.T) {
	const good = `(device.enrollmentProfileName -eq "Hall Kiosk")`
	_, d := office("A=Hall Kiosk")
	for rule, code := range map[string]string{`device.enrollmentProfileName –eq "Hall Kiosk"`: "dash",
		`device.enrollmentProfileName -eq “Hall Kiosk”`: "quote",
		`device.EnrollmentProfileName -eq "Hall Kiosk"`: "capitals"} {
		v := visit(askFrom, fromPaste, askRule, rule, askNewName, "New")
		found, facts, _ := look(t, d, v, stepRule)
		plan, err := d.planChange(t.Context(), v)
		if err != nil || facts["rule"] != good || found[code].Code != code || plan.Changes[1].After != good {
			t.Errorf("%s: %v, %v, %+v, %v", rule, facts, found, plan, err)
		}
	}
}
