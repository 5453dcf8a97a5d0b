package access

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"handrail/app/tenant"
)

// table returns the rows of a file of cases. The second column is the page that a case
// rests on, which the head of the file names in full.
func table(t *testing.T, file string, columns int) (rows [][]string) {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != columns {
			t.Fatalf("%d columns in %q", len(c), line)
		}
		if len(rows) > 0 && !strings.Contains(string(raw), " "+c[1]+":") {
			t.Errorf("%s: no page %q", c[0], c[1])
		}
		rows = append(rows, c)
	}
	return rows[1:]
}

// letters are the controls of the table.
var letters = map[string]Control{"M": MFA, "S": Strength, "C": CompliantDevice, "J": JoinedDevice,
	"A": ApprovedClient, "P": ProtectedClient, "W": PasswordChange, "R": RiskRemediation, "T": TermsOfUse,
	"X": CustomControl, "B": TokenProtection, "tomorrow": UnknownControl}

// controls is what Microsoft's row holds for the letters.
func controls(operator, requires string) string {
	if requires == "-" {
		return "null"
	}
	all := map[string]any{"builtInControls": []string{}}
	if operator != "-" {
		all["operator"] = operator
	}
	if requires == "[]" {
		requires = ""
	}
	for _, letter := range strings.Fields(requires) {
		switch c := letters[letter]; c {
		case Strength:
			all["authenticationStrength"] = map[string]string{"id": "4"}
		case TermsOfUse:
			all["termsOfUse"] = []string{"7"}
		case CustomControl:
			all["customAuthenticationFactors"] = []string{"x"}
		case "", UnknownControl: // block, and the word itself
			all["builtInControls"] = append(all["builtInControls"].([]string), letter)
		default:
			all["builtInControls"] = append(all["builtInControls"].([]string), string(c))
		}
	}
	text, _ := json.Marshal(all)
	return string(text)
}

func TestGrantsByHand(t *testing.T) {
	rows := table(t, "grants.tsv", 8)
	for _, c := range rows {
		session := c[5]
		if session == "-" {
			session = "null"
		}
		text := `{"id":"p","sessionControls":` + session + `,"grantControls":` + controls(c[3], c[4]) + `}`
		var policy tenant.AccessPolicy
		if err := json.Unmarshal([]byte(text), &policy); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		can, by := map[Control]Answer{}, []Control(nil)
		for _, word := range strings.Fields(c[2]) {
			if word != "-" {
				can[letters[word[:1]]] = Is(word[1] == '+')
			}
		}
		for _, letter := range strings.Fields(c[7]) {
			if letter != "-" {
				by = append(by, letters[letter])
			}
		}
		got, which := GrantOf(policy).Stops(func(c Control) Answer { return can[c] })
		if got.String() != c[6] || !slices.Equal(which, by) {
			t.Errorf("%s (%s): %s by %v, want %s by %v", c[0], c[1], got, which, c[6], by)
		}
	}
	if len(rows) < 40 {
		t.Errorf("%d cases", len(rows))
	}
}

// full are the names of Microsoft's that the table of conditions writes shorter.
var full = map[string]map[string]string{
	"apps": {"include": "includeApplications", "exclude": "excludeApplications", "actions": "includeUserActions",
		"contexts": "includeAuthenticationContextClassReferences"},
	"locations": {"include": "includeLocations", "exclude": "excludeLocations"},
	"platforms": {"include": "includePlatforms", "exclude": "excludePlatforms"},
	"devices":   {"include": "includeDevices", "exclude": "excludeDevices"},
	"flows":     {"methods": "transferMethods"},
	"":          {"apps": "applications", "clients": "clientAppTypes", "flows": "authenticationFlows"},
}

func inFull(all map[string]any, where string) map[string]any {
	out := map[string]any{}
	for name, v := range all {
		if inner, ok := v.(map[string]any); ok {
			v = inFull(inner, name)
		}
		if long := full[where][name]; long != "" {
			name = long
		}
		out[name] = v
	}
	return out
}

func TestConditionsByHand(t *testing.T) {
	rows := table(t, "conditions.tsv", 4)
	for _, c := range rows {
		text := strings.NewReplacer("OLD", "00000000-0000-0000-0000-000000000000", `"urn:`, `"urn:user:`).Replace(c[2])
		var short map[string]any
		if err := json.Unmarshal([]byte(text), &short); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		long, _ := json.Marshal(inFull(short, ""))
		policy := Of(row(t, "enabled", `{"conditions":`+string(long)+`}`))
		words := strings.TrimPrefix(Words(policy.Conditions), "only ")
		if words == "" {
			words = "-"
		}
		if words != c[3] {
			t.Errorf("%s (%s): %q, want %q", c[0], c[1], words, c[3])
		}
	}
	if len(rows) < 40 {
		t.Errorf("%d cases", len(rows))
	}
}
