package graph

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"handrail/app/tenant"
)

var update = flag.Bool("update", false, "write the table of permissions into README.md")

// permissions returns the table of README.md.
func permissions() string {
	var b strings.Builder
	b.WriteString("| section | permission | what for |\n|---|---|---|\n")
	row := func(title string, s tenant.Section) {
		needs := "`" + strings.Join(s.Scopes, "` and `") + "`"
		if len(s.Roles) > 0 {
			needs += "; one of the roles " + strings.Join(s.Roles, ", ")
		}
		if s.Plan == tenant.PlanP1 {
			needs += "; Entra ID P1"
		}
		if s.Optional {
			title += " (optional)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", title, needs, s.Why)
	}
	for _, s := range tenant.Sections() {
		row(s.Title, s)
	}
	for _, kind := range whenNeeded() {
		s := tenant.Demands()[kind]
		row(s.Title+" (when needed)", s)
	}
	return b.String()
}

// whenNeeded returns the kinds of the first table. The message trace is in the second.
func whenNeeded() []tenant.Demand {
	return append([]tenant.Demand{tenant.Members, tenant.DirectMembers, tenant.MemberOf, tenant.Parents, tenant.Manager,
		tenant.Background, tenant.Discovered, tenant.GroupLicences, tenant.EnrolmentAndroid, tenant.EnrolmentApple},
		tenant.IntuneKinds()...)
}

// TestREADMEHasThePermissions compares README.md with the sections.
func TestREADMEHasThePermissions(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const end = "<!-- End -->"
	before, rest, begun := strings.Cut(string(text), "-update -->\n")
	table, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		t.Fatal("README.md has lost the marks around its table")
	}
	if *update {
		err = os.WriteFile("README.md", []byte(before+"-update -->\n"+permissions()+end+after), 0o644)
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	if table != permissions() {
		t.Errorf("README.md differs from the sections: run go test ./app/graph -run README -update\n%s", permissions())
	}
	if all := len(tenant.Demands()); len(whenNeeded()) != all-1 {
		t.Errorf("README.md has %d of %d kinds that are read when needed", len(whenNeeded())+1, all)
	}
	for _, scope := range []string{MailScope, meetingScope, attendanceScope, tenant.TraceScope} {
		if !strings.Contains(after, "`"+scope+"`") {
			t.Errorf("README.md does not name %s", scope)
		}
	}
}
