package dynrule

import (
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/identity/access"
)

// TestCase1 is case 5-01: one name is the beginning of another.
func TestCase1(t *testing.T) {
	const name = "Android Enterprise Kiosk Devices"
	for word, want := range map[string]int{"-startsWith": 15, "-contains": 15, "-match": 15, "-eq": 12} {
		rule, taken := must(t, "device.enrollmentProfileName "+word+" "+Quote(name)), 0
		for i := range 15 {
			profile := name
			if i >= 12 {
				profile += " - Dallas"
			}
			if rule.Evaluate(Machine{"enrollmentProfileName": Text(profile)}).Answer == access.Yes {
				taken++
			}
		}
		if taken != want {
			t.Errorf("%s takes %d, want %d", word, taken, want)
		}
	}
}

// TestCase2 is case 5-02: a name that a device reports itself.
func TestCase2(t *testing.T) {
	for text, want := range map[string]bool{
		`(device.enrollmentProfileName -startsWith "OfflineAutopilotprofile-")`:                             true,
		`device.enrollmentProfileName -startsWith "offline"`:                                                true,
		`device.enrollmentProfileName -startsWith "OfflineAutopilotprofile-7"`:                              true,
		`device.enrollmentProfileName -contains "Kiosk"`:                                                    true,
		`device.enrollmentProfileName -match "^Offline"`:                                                    true,
		`device.enrollmentProfileName -match "Kiosk$"`:                                                      true,
		`device.enrollmentProfileName -match "Kiosk( Test)?"`:                                               true,
		`device.enrollmentProfileName -match "^Kiosk"`:                                                      false,
		`-not (device.enrollmentProfileName -contains "Kiosk")`:                                             false,
		`-not (-not (device.enrollmentProfileName -contains "Kiosk"))`:                                      true,
		`device.enrollmentProfileName -notContains "Kiosk"`:                                                 false,
		`device.enrollmentProfileName -startsWith "Kiosk"`:                                                  false,
		`device.enrollmentProfileName -eq "OfflineAutopilotprofile-7f1c0b1e-0000-0000-0000-000000000000"`:   false,
		`device.enrollmentProfileName -in ["OfflineAutopilotprofile-7f1c0b1e-0000-0000-0000-000000000000"]`: false,
	} {
		if got := must(t, text).Has(WarnSelfNamed); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// TestCase3 is case 5-03: devices keep the name that a profile had.
func TestCase3(t *testing.T) {
	rule := must(t, `device.enrollmentProfileName -eq "iPhones 2026"`)
	for name, want := range map[string]access.Answer{"DEP iPhones": access.No, "iPhones 2026": access.Yes} {
		if got := rule.Evaluate(Machine{"enrollmentProfileName": Text(name)}); got.Answer != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestCase4 is case 5-04: an empty name, and operators with and without “not”.
func TestCase4(t *testing.T) {
	for what, device := range map[string]Machine{
		"empty": {"enrollmentProfileName": Text("")}, "null": {"enrollmentProfileName": Null()}, "absent": {},
	} {
		for text, want := range map[string]Verdict{
			`device.enrollmentProfileName -eq "X"`:                no,
			`device.enrollmentProfileName -ne "X"`:                open(ReasonEmpty, "enrollmentProfileName"),
			`device.enrollmentProfileName -notContains "X"`:       open(ReasonEmpty, "enrollmentProfileName"),
			`device.enrollmentProfileName -match ".*"`:            open(ReasonEmpty, "enrollmentProfileName"),
			`device.enrollmentProfileName -in ["X", "Y"]`:         no,
			`device.enrollmentProfileName -notIn ["X", "Y"]`:      open(ReasonEmpty, "enrollmentProfileName"),
			`-not (device.enrollmentProfileName -startsWith "X")`: yes,
		} {
			if got := must(t, text).Evaluate(device); got != want {
				t.Errorf("%s, %s: %v, want %v", what, text, got, want)
			}
		}
	}
	got := must(t, `device.enrollmentProfileName -eq "X"`).Evaluate(Machine{"enrollmentProfileName": Unread()})
	if got.Why != ReasonUnread {
		t.Errorf("a name that was never read: %v", got)
	}
}

// TestCases5And6 are cases 5-05 and 5-06: forms that Microsoft's pages print and that fail.
func TestCases5And6(t *testing.T) {
	rule := must(t, `(device.devicePhysicalIds -all _ -notContains "[ZTDID]")`)
	if !rule.Has(WarnAll) || rule.Evaluate(Machine{"devicePhysicalIds": Texts([]string{"[HWID]:h:1"})}).Why != ReasonAll {
		t.Errorf("%+v", rule.Warnings)
	}
	better := must(t, `-not(device.devicePhysicalIds -any (_ -startsWith "[ZTDId]"))`)
	for id, want := range map[string]access.Answer{"[ZTDID]:1": access.No, "[HWID]:h:1": access.Yes} {
		if got := better.Evaluate(Machine{"devicePhysicalIds": Texts([]string{id})}); got.Answer != want {
			t.Errorf("%s: %v", id, got)
		}
	}
	rule = must(t, `(device.devicePhysicalIDs -any _ -contains "[ZTDId]")`)
	if !rule.Has(WarnBare) || !rule.Has(WarnCapitals) {
		t.Errorf("%+v", rule.Warnings)
	}
	if got := rule.Print(); got != `(device.devicePhysicalIds -any (_ -contains "[ZTDId]"))` {
		t.Error(got)
	}
}

// TestCase10 is case 5-10: what is refused before anything is sent.
func TestCase10(t *testing.T) {
	long := `device.displayName -eq "` + strings.Repeat("x", LongestRule()-len(`device.displayName -eq ""`)) + `"`
	must(t, long)
	for _, text := range []string{
		strings.Replace(long, "xx", "xxx", 1),
		`user.city -eq "X" -and device.displayName -eq "Y"`,
	} {
		if _, err := Parse(text); app.CodeOf(err) != app.Invalid {
			t.Errorf("%.60s: %v", text, err)
		}
	}
	if MostGroups() != 15000 {
		t.Error(MostGroups())
	}
}
