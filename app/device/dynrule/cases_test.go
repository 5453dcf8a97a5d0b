package dynrule

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/conformance/shared"
	"handrail/app/identity/access"
)

// rows returns the lines of an example by others, without its heading where it has one.
func rows(t testing.TB, heading bool, name ...string) []string {
	t.Helper()
	dir := shared.Folder(t, append([]string{"samples"}, name[:len(name)-1]...)...)
	data, err := os.ReadFile(filepath.Join(dir, name[len(name)-1]))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if heading {
		lines = lines[1:]
	}
	if len(lines) < 5 {
		t.Fatalf("%s has %d rows", name, len(lines))
	}
	return lines
}

func must(t testing.TB, text string) *Rule {
	t.Helper()
	r, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

// TestEveryPrintedRuleParses reads every rule that Microsoft's pages print.
func TestEveryPrintedRuleParses(t *testing.T) {
	all := rows(t, false, "exo", "dynamic-rules", "entra-docs-valid-rules.txt")
	all = append(all, rows(t, false, "admin", "dynamic-rules", "intune-docs-rules.txt")...)
	for _, text := range all {
		if strings.HasPrefix(text, "#") {
			continue
		}
		rule := must(t, text)
		if dashed := strings.ContainsAny(text, dashes); dashed != rule.Has(WarnDash) {
			t.Errorf("%s: a typographic dash: %v", text, dashed)
		}
		again := must(t, rule.Print())
		if again.Print() != rule.Print() {
			t.Errorf("%s: printed as %s, then as %s", text, rule.Print(), again.Print())
		}
		for _, code := range []string{WarnDash, WarnQuote, WarnCapitals, WarnBare, WarnNull, WarnTrailing, WarnMixed} {
			if again.Has(code) {
				t.Errorf("%s: printed as %s, which still has %q", text, rule.Print(), code)
			}
		}
	}
}

// TestMicrosoftsExamples are the examples with a stated result.
func TestMicrosoftsExamples(t *testing.T) {
	for _, line := range rows(t, true, "exo", "dynamic-rules", "entra-docs-with-expected.tsv") {
		c := strings.Split(line, "\t")
		got := must(t, c[0]).Evaluate(Person{"displayName": Text(c[1])})
		if got.Answer != access.Is(c[2] == "true") {
			t.Errorf("%s of %q: %v, want %s", c[0], c[1], got, c[2])
		}
	}
	pages := []struct {
		rule string
		who  Person
		want bool
	}{
		{`user.city -match "ago"`, Person{"city": Text("Lagos")}, true},
		{`user.city -match ".*?ago.*"`, Person{"city": Text("Lagos")}, true},
		{`user.assignedPlans -all (assignedPlan.servicePlanId -eq null)`, Person{"assignedPlans": List()}, true},
		{`user.assignedPlans -any (assignedPlan.service -eq "SCO" -and assignedPlan.capabilityStatus -eq "Enabled")`,
			Person{"assignedPlans": List(plan("SCO", "Deleted"), plan("exchange", "Enabled"))}, false},
		{`user.assignedPlans -any (assignedPlan.service -eq "SCO" -and assignedPlan.capabilityStatus -eq "Enabled")`,
			Person{"assignedPlans": List(plan("SCO", "Enabled"))}, true},
		{`user.objectId -ne null`, Person{"objectId": Text("1")}, true},
		{"user.department -eq `\"Sales`\"", Person{"department": Text(`"Sales"`)}, true},
		{"user.department -eq \"the `\"Sales`\" team\"", Person{"department": Text(`the "Sales" team`)}, true},
		{`user.surname -eq "O''Neill"`, Person{"surname": Text("O'Neill")}, true},
		{`user.department eq "sales" AND user.country EQ "us"`, Person{"department": Text("Sales"),
			"country": Text("US")}, true},
		{`user.department -eq "null"`, Person{}, false},
		{`user.department -eq null`, Person{}, true},
		{`user.otherMails -endsWith"@contoso.com"`, Person{"otherMails": Texts([]string{"a@b.c", "x@Contoso.com"})}, true},
	}
	for _, c := range pages {
		if got := must(t, c.rule).Evaluate(c.who); got.Answer != access.Is(c.want) {
			t.Errorf("%s: %v, want %v", c.rule, got, c.want)
		}
	}
}

func plan(service, status string) Value {
	return Record(map[string]Value{"service": Text(service), "capabilityStatus": Text(status)})
}

// TestCase8 is case 5-08: the cases of a public engine.
func TestCase8(t *testing.T) {
	for _, line := range rows(t, true, "admin", "dynamic-rules", "entra-group-insights-cases.tsv") {
		c := strings.Split(line, "\t")
		rule, err := Parse(c[0])
		if c[2] == "error" {
			if app.CodeOf(err) != app.Invalid {
				t.Errorf("%s: %v, want an error", c[0], err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c[0], err)
			continue
		}
		who := Person{}
		if strings.Contains(c[1], "=") {
			for pair := range strings.SplitSeq(c[1], ";") {
				name, value, _ := strings.Cut(pair, "=")
				who[name] = Text(value)
				if name == "otherMails" {
					who[name] = Texts(strings.Split(value, "|"))
				}
			}
		}
		got := rule.Evaluate(who)
		switch c[2] {
		case "true", "false":
			if got.Answer != access.Is(c[2] == "true") {
				t.Errorf("%s of %s: %v, want %s", c[0], c[1], got, c[2])
			}
		case "cannot-evaluate":
			who["employeeHireDate"] = Text("2026-01-01T00:00:00Z")
			if got := rule.Evaluate(who); got.Answer != access.Unknown || got.Why != ReasonDate {
				t.Errorf("%s: %v", c[0], got)
			}
		case "parses":
		case "warn":
			first, other := rule.Readings(who)
			if !rule.Has(WarnMixed) || first.Answer != access.Yes || other.Answer != access.No ||
				got.Why != ReasonReadings {
				t.Errorf("%s: %v, %v, together %v", c[0], first, other, got)
			}
		default:
			t.Errorf("unknown result %q", c[2])
		}
	}
}

// TestCase7 is case 5-07: rules with memberOf.
func TestCase7(t *testing.T) {
	for _, line := range rows(t, true, "admin", "dynamic-rules", "maester-rule-cases.tsv") {
		text, want, _ := strings.Cut(line, "\t")
		rule, err := Parse(text)
		if want == "error" {
			if err == nil {
				t.Errorf("%s was read", text)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := rule.MemberOf(); got != strings.HasPrefix(want, "memberOf") || got != rule.Has(WarnMemberOf) {
			t.Errorf("%s: %v", text, got)
		}
		if rule.MemberOf() && rule.Evaluate(map[Kind]Object{User: Person{}, Device: Machine{}}[rule.About]).Why !=
			ReasonMemberOf {
			t.Errorf("%s was answered", text)
		}
	}
	if got := MemberOfEnds().Format("2 January 2006"); got != "3 November 2026" {
		t.Error(got)
	}
}
