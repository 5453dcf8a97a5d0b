package breakglass

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/tenant"
)

// blind is the account a of which only the ID is known.
func blind() Account {
	a := sound("a")
	a.Can, a.Subject = nil, access.Subject{ID: "a"}
	return a
}

// written is the policy of a row of the table as Microsoft writes it.
func written(t *testing.T, c []string) tenant.AccessPolicy {
	t.Helper()
	users := strings.NewReplacer(`"include"`, `"includeUsers"`, `"exclude"`, `"excludeUsers"`, "GA",
		roles.GlobalAdministrator).Replace(c[4])
	asks, session := strings.Replace(c[5], "{", `{"operator":"OR",`, 1), "null"
	switch {
	case strings.Contains(c[5], "operator"):
		asks = c[5]
	case c[5] == `"bound"`:
		asks, session = "null", `{"secureSignInSession":{"isEnabled":true}}`
	}
	var row tenant.AccessPolicy
	text := `{"id":"p","displayName":"Policy","state":"` + c[3] + `","conditions":{"users":` + users +
		`},"grantControls":` + asks + `,"sessionControls":` + session + `}`
	if err := json.Unmarshal([]byte(text), &row); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return row
}

func TestCasesByHand(t *testing.T) {
	raw, err := os.ReadFile("testdata/stops.tsv")
	if err != nil {
		t.Fatal(err)
	}
	count := -1 // the first row names the columns
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if count++; count == 0 {
			continue
		}
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != 7 || !strings.Contains(string(raw), " "+c[1]+":") {
			t.Fatalf("columns or page of %q", line)
		}
		a := sound("a")
		a.Subject.Eligible.Complete = true
		if c[2] == "blind" {
			a = blind()
		}
		got := access.No
		if all := InTheWay(&a, of([]tenant.AccessPolicy{written(t, c)})); len(all) > 0 {
			if got = access.Unknown; all[0].Sure {
				got = access.Yes
			}
		}
		if got.String() != c[6] {
			t.Errorf("%s (%s): %s, want %s", c[0], c[1], got, c[6])
		}
	}
	if count < 36 {
		t.Errorf("%d cases", count)
	}
}

// TestHowManyThereAre: an account that was named twice is one, and one that was not read
// may be one.
func TestHowManyThereAre(t *testing.T) {
	gone, open := sound("c"), sound("d")
	gone.Found, open.Found = access.No, access.Unknown
	for name, c := range map[string]struct {
		all  []Account
		want access.Answer
	}{
		"none":                 {nil, access.No},
		"one":                  {[]Account{sound("a")}, access.No},
		"two":                  {[]Account{sound("a"), sound("b")}, access.Yes},
		"one, named twice":     {[]Account{sound("a"), sound("A")}, access.No},
		"one, and one gone":    {[]Account{sound("a"), gone}, access.No},
		"one, and one unread":  {[]Account{sound("a"), open}, access.Unknown},
		"one unread":           {[]Account{open}, access.No},
		"one unread, twice":    {[]Account{open, open}, access.No},
		"two, and one unread":  {[]Account{sound("a"), sound("b"), open}, access.Yes},
		"one gone, one unread": {[]Account{gone, open}, access.No},
	} {
		l := line(t, Check(c.all, nil, true, now), Count, "")
		if l.Met != c.want || (l.Do == "") != (c.want == access.Yes) {
			t.Errorf("%s: %+v", name, l)
		}
	}
}
