package roles

import (
	"os"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// flags are the answers of the table.
var flags = map[string]tenant.Flag{"yes": {Known: true, Yes: true}, "no": {Known: true}, "-": {}}

// TestCasesByHand reads who a role condition reaches from each row of the table, and holds
// that access counts the same roles.
func TestCasesByHand(t *testing.T) {
	raw, err := os.ReadFile("testdata/holdings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	ids := strings.NewReplacer("GA^", strings.ToUpper(GlobalAdministrator), "GA", GlobalAdministrator, "GR",
		"f2ef992c-3afb-46b9-b7cf-a126ee74c451", "S1", SyncAccounts, "S2", SyncAccount)
	count := -1 // the first row names the columns
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if count++; count == 0 {
			continue
		}
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != 10 || !strings.Contains(string(raw), " "+c[1]+":") {
			t.Fatalf("columns or page of %q", line)
		}
		text := func(n int) tenant.Text { return tenant.Text(strings.TrimPrefix(c[n], "-")) }
		row := tenant.RoleAssignment{Template: tenant.Text(ids.Replace(c[2])), Principal: "p", Name: "Ada", Scope: text(3),
			BuiltIn: flags[c[4]], Eligible: flags[c[5]], Kind: text(6), Through: text(7)}
		all := Holdings([]tenant.RoleAssignment{row})
		if len(all) != 1 || all[0].Reached.String() != c[8] || all[0].Why != Why(text(9)) {
			t.Errorf("%s (%s): %+v, want %s %s", c[0], c[1], all, c[8], c[9])
			continue
		}
		if _, counts := access.Role(row); counts == (all[0].Reached == access.No) {
			t.Errorf("%s: counts for access is %v", c[0], counts)
		}
	}
	if count < 23 {
		t.Errorf("%d cases", count)
	}
}
