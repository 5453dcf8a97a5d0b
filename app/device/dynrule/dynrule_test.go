package dynrule

import (
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/identity/access"
)

// TestRefused are texts that are no rules.
func TestRefused(t *testing.T) {
	for _, text := range []string{
		"", "   ", "(", ")", "not a rule", `user.city`, `user.city -eq`, `user.city "X"`, `user.city -is "X"`,
		`user.city -eq X`, `user.city -eq "X`, `user.city -eq "X" user.city -eq "Y"`, `user.city -eq "X" -and`,
		`(user.city -eq "X"`, `user.city -eq "X")`, `user.city -in "X"`, `user.city -in []`, `user.city -in ["X"`,
		`user.city -eq ["X"]`, `user.city -startsWith null`, `user.mail -not null`, `user.mail -not $null`,
		`user.city -ge "X"`, `user.city -in [null]`, `app.city -eq "X"`, `_ -eq "X"`, `user.city -any (_ -eq "X")`,
		`user.otherMails -any (user.city -eq "X")`, `user.otherMails -any (_ -any (_ -eq "X"))`,
		`Direct Reports for "a" -and user.city -eq "X"`, `Direct Reports for`, `user.city -eq ; "X"`,
		`user.employeeHireDate -ge system.now -plus 1d`, `user.city -eq nan`, `user.city -startsWith system.now`,
		strings.Repeat("(", deepest+1) + `user.city -eq "X"` + strings.Repeat(")", deepest+1),
	} {
		if rule, err := Parse(text); app.CodeOf(err) != app.Invalid {
			t.Errorf("%.60q was read: %v, %v", text, rule, err)
		}
	}
}

// TestWarnings are what a person must know of a rule.
func TestWarnings(t *testing.T) {
	for text, want := range map[string]string{
		`user.city -eq “X”`:                                WarnQuote,
		`user.city -eq 'X'`:                                WarnQuote,
		`user.city –eq "X"`:                                WarnDash,
		`user.City -eq "X"`:                                WarnCapitals,
		`User.city -eq "X"`:                                WarnCapitals,
		`user.town -eq "X"`:                                WarnProperty,
		`user.city -eq $null`:                              WarnNull,
		`user.city -match "(?=X)"`:                         WarnPattern,
		`device.organizationalUnit -eq "X"`:                WarnRetired,
		`device.systemLabels -startsWith "M" SystemLabels`: WarnTrailing,
	} {
		rule := must(t, text)
		if len(rule.Warnings) != 1 || rule.Warnings[0].Code != want {
			t.Errorf("%s: %+v, want %s", text, rule.Warnings, want)
		}
	}
	for _, text := range []string{`user.city -eq "X"`, `(user.city -eq "A – “B”") -or (user.city -eq null)`,
		`user.city -eq "A" -and user.country -eq "B" -or (user.city -eq "C")`} {
		if rule := must(t, text); len(rule.Warnings) != 0 && !rule.Has(WarnMixed) {
			t.Errorf("%s: %+v", text, rule.Warnings)
		}
	}
	plain := must(t, `(user.city -eq "A" -and user.country -eq "B") -or (user.city -eq "C")`)
	if plain.Has(WarnMixed) || plain.Other != nil {
		t.Error("parentheses leave one reading")
	}
}

// TestPatterns are patterns that mean something else at Microsoft, or nothing here.
func TestPatterns(t *testing.T) {
	for pattern, want := range map[string]access.Answer{
		`(?<=a)b`: access.Unknown, `(a)\1`: access.Unknown, `[a-z-[aeiou]]`: access.Unknown, `[[:alpha:]]`: access.Unknown,
		`\Qa.b\E`: access.Unknown, `(?P<n>a)`: access.Unknown, `\pL`: access.Unknown, `a)|(b`: access.Unknown,
		`^ka\w`: access.Yes, `KASSE-[0-9]+$`: access.Yes, `^asse`: access.No, `[]k]asse`: access.Yes, `\p{L}+`: access.Yes,
		`\p{Lu}asse`: access.Unknown, `\p{Greek}`: access.Unknown, `\p{IsGreek}`: access.Unknown, `\p`: access.Unknown,
	} {
		rule := must(t, `device.displayName -match `+Quote(pattern))
		if got := rule.Evaluate(Machine{"displayName": Text("Kasse-12")}); got.Answer != want {
			t.Errorf("%s: %v, want %v", pattern, got, want)
		}
	}
	for _, name := range []string{"Kaſſe", "Kasse", "Kasse 💻", "Kasse\r\n2"} {
		if got := must(t, `device.displayName -match "asse"`).Evaluate(Machine{"displayName": Text(name)}); got.Why !=
			ReasonPattern {
			t.Errorf("%q: %v", name, got)
		}
	}
	if got := must(t, `device.displayName -match "^\w+$"`).Evaluate(Machine{"displayName": Text("Zoë")}); got.Why !=
		ReasonPattern {
		t.Errorf("a letter that is none in RE2: %v", got)
	}
}

// TestCollections are operators on collections, directly and by item.
func TestCollections(t *testing.T) {
	ids := func(all ...string) Machine { return Machine{"devicePhysicalIds": Texts(all)} }
	for _, c := range []struct {
		rule string
		of   Machine
		want Verdict
	}{
		{`device.devicePhysicalIds -any (_ -eq "A")`, ids("b", "a"), yes},
		{`device.devicePhysicalIds -any (_ -eq "A")`, ids(), no},
		{`device.devicePhysicalIds -all (_ -startsWith "A")`, ids("a1", "a2"), yes},
		{`device.devicePhysicalIds -all (_ -startsWith "A")`, ids("a1", "b"), no},
		{`device.devicePhysicalIds -all (_ -startsWith "A")`, ids(), yes},
		{`device.devicePhysicalIds -any (_ -ne "A")`, ids("a", ""), open(ReasonEmpty, "devicePhysicalIds")},
		{`device.devicePhysicalIds -startsWith "A"`, ids("b", "a1"), yes},
		{`device.devicePhysicalIds -notStartsWith "A"`, ids("b", "c"), yes},
		{`device.devicePhysicalIds -notStartsWith "A"`, ids("b", "a1"), open(ReasonMany, "devicePhysicalIds")},
		{`device.devicePhysicalIds -any (_ -eq "A")`, Machine{"devicePhysicalIds": Unread()},
			open(ReasonUnread, "devicePhysicalIds")},
		{`device.isRooted -eq true`, Machine{"isRooted": Bool(true)}, yes},
		{`device.isRooted -ne true`, Machine{"isRooted": Bool(true)}, no},
		{`device.isRooted -startsWith "t"`, Machine{"isRooted": Bool(true)}, open(ReasonKind, "isRooted")},
		{`device.town -eq "A"`, Machine{}, open(ReasonProperty, "town")},
		{`device.town -eq "A" -or device.displayName -eq "B"`, Machine{"displayName": Text("b")}, yes},
		{`user.city -eq "A"`, Machine{}, open(ReasonOtherKind, "")},
	} {
		if got := must(t, c.rule).Evaluate(c.of); got != c.want {
			t.Errorf("%s: %v, want %v", c.rule, got, c.want)
		}
	}
	hired := must(t, `user.employeehiredate -le 2020-06-10T18:13:20Z`)
	for text, want := range map[string]Verdict{
		"2020-06-09T00:00:00Z": yes, "2020-06-11T00:00:00Z": no,
		"2020-06-10T18:13:20Z": open(ReasonDate, "employeeHireDate"), "soon": open(ReasonKind, "employeeHireDate"),
	} {
		if got := hired.Evaluate(Person{"employeeHireDate": Text(text)}); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`(device.enrollmentProfileName -eq "DEP iPhones")`, `user.city -in ["A, B", 'c'] -or -not(user.mail –ne null)`,
		`user.assignedPlans -any (assignedPlan.service -eq “SCO” -and assignedPlan.capabilityStatus -ne null)`,
		`device.displayName -match "^(?i)a|b" -and device.isRooted -eq true -or device.deviceOSVersion -eq 9.1`,
		`Direct Reports for "a"`, `user.employeehiredate -ge system.now -plus p1d`,
	} {
		f.Add(text, "DEP iPhones")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		rule, err := Parse(text)
		if err != nil {
			if app.CodeOf(err) != app.Invalid {
				t.Fatal(err)
			}
			return
		}
		who := Machine{"enrollmentProfileName": Text(value), "displayName": Text(value),
			"devicePhysicalIds": Texts([]string{value, ""})}
		got := rule.Evaluate(who)
		if (got.Answer == access.Unknown) != (got.Why != NoReason) {
			t.Fatalf("%v", got)
		}
		if strings.Contains(text, "`") || rule.Other != nil {
			return // a backtick before a quote cannot be written; two readings are printed as one
		}
		again, err := Parse(rule.Print())
		if err != nil {
			if len(rule.Print()) > len(text) { // longer than a rule may be, or deeper
				return
			}
			t.Fatalf("%q printed as %q: %v", text, rule.Print(), err)
		}
		if second := again.Evaluate(who); second != got {
			t.Fatalf("%q: %v; printed as %q: %v", text, got, rule.Print(), second)
		}
	})
}

// TestEveryOperator has each operator of Microsoft’s page with a value that it takes and one that it does
// not take. The dates of -le and -ge are Microsoft’s to compare.
func TestEveryOperator(t *testing.T) {
	const in = `["50001","50002","50003"]`
	for rule, c := range map[string][2]string{
		`user.department -eq "Marketing"`:                                  {"marketing", "Sales"},
		`user.department -ne "Marketing"`:                                  {"Sales", "MARKETING"},
		`user.department -startsWith "Ma"`:                                 {"Marketing", "Smart"},
		`user.department -notStartsWith "Ma"`:                              {"Smart", "Marketing"},
		`user.department -endsWith "ing"`:                                  {"Marketing", "ingot"},
		`user.department -notEndsWith "ing"`:                               {"ingot", "Marketing"},
		`user.department -contains "ket"`:                                  {"Marketing", "Sales"},
		`user.department -notContains "ket"`:                               {"Sales", "Marketing"},
		`user.department -match "^Mar"`:                                    {"Marketing", "Smart"},
		`user.department -notMatch "^Mar"`:                                 {"Smart", "Marketing"},
		`user.department -in ` + in:                                        {"50002", "5000"},
		`user.department -notIn ` + in:                                     {"5000", "50002"},
		`-not (user.department -eq "Sales")`:                               {"Marketing", "Sales"},
		`user.department -startsWith "M" -and user.department -ne "Mines"`: {"Marketing", "Mines"},
		`user.department -eq "Sales" -or user.department -eq "Marketing"`:  {"Sales", "Mines"},
	} {
		r := must(t, rule)
		for i, want := range []access.Answer{access.Yes, access.No} {
			if got := r.Evaluate(Person{"department": Text(c[i])}); got.Answer != want {
				t.Errorf("%s of %s: %v", rule, c[i], got)
			}
		}
	}
	for _, op := range []string{"-le", "-ge"} {
		r := must(t, "user.employeeHireDate "+op+" system.now -plus p1d")
		if got := r.Evaluate(Person{"employeeHireDate": Text("2026-01-01T00:00:00Z")}); got.Why != ReasonDate {
			t.Errorf("%s: %v", op, got)
		}
	}
	for rule, want := range map[string][2]access.Answer{
		`user.otherMails -any (_ -contains "contoso")`:    {access.Yes, access.Yes},
		`user.otherMails -all (_ -startsWith "contoso")`:  {access.Yes, access.No},
		`user.proxyAddresses -any (_ -startsWith "smtp")`: {access.No, access.No},
	} {
		for i, values := range [][]string{{"contoso-a"}, {"contoso-a", "b"}} {
			who := Person{"otherMails": Texts(values), "proxyAddresses": Texts(values)}
			if got := must(t, rule).Evaluate(who); got.Answer != want[i] {
				t.Errorf("%s of %v: %v", rule, values, got)
			}
		}
	}
}
