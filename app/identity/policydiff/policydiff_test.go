package policydiff

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/tenant"
)

const base = `{"id":"p","displayName":"Admins","state":"enabled","modifiedDateTime":"2026-01-01T00:00:00Z",
	"conditions":{"clientAppTypes":["all"],"applications":{"includeApplications":["All"]},"users":{
	"includeRoles":["r1","r2"],"excludeUsers":["em1"],"excludeGuestsOrExternalUsers":null},"locations":null,
	"tomorrow":null},"grantControls":{"operator":"OR","builtInControls":["mfa"],
	"authenticationStrength@odata.context":"x"},"sessionControls":null}`

// edited is base with parts replaced.
func edited(t *testing.T, parts ...string) tenant.Raw {
	t.Helper()
	text := base
	for i := 0; i < len(parts); i += 2 {
		if !strings.Contains(text, parts[i]) {
			t.Fatal(parts[i])
		}
		text = strings.Replace(text, parts[i], parts[i+1], 1)
	}
	return tenant.Raw(text)
}

func call(id string) string {
	names := map[string]string{"em1": "Emergency 1", "ben": "Ben Okafor", "r1": "Teams Administrator"}
	if name := names[id]; name != "" {
		return name
	}
	return id
}

func TestEachFieldInWords(t *testing.T) {
	for name, c := range map[string]struct {
		parts []string
		want  string
	}{
		"nothing":              {nil, ""},
		"an edit of the day":   {[]string{"2026-01-01", "2026-02-02"}, ""},
		"another order":        {[]string{`["r1","r2"]`, `["R2","R1"]`}, ""},
		"empty instead of no":  {[]string{`"locations":null`, `"locations":{"includeLocations":[]}`}, ""},
		"Microsoft's own link": {[]string{`"x"`, `"y"`}, ""},
		"what Handrail notes":  {[]string{`"state"`, `"handrailBetaOnly":true,"state"`}, ""},
		"its name":             {[]string{`"Admins"`, `"CA-01"`}, "Name: CA-01 instead of Admins."},
		"switched off":         {[]string{`"enabled"`, `"disabled"`}, "State: off instead of on."},
		"one more excluded":    {[]string{`["em1"]`, `["em1","ben"]`}, "Excluded people: now also Ben Okafor."},
		"one excluded no more": {[]string{`["em1"]`, `[]`}, "Excluded people: no longer Emergency 1."},
		"guests": {[]string{`"excludeGuestsOrExternalUsers":null`,
			`"excludeGuestsOrExternalUsers":{"guestOrExternalUserTypes":"internalGuest"}`},
			"Excluded guests: now also internalGuest."},
		"a role less": {[]string{`["r1","r2"]`, `["r2"]`}, "Included roles: no longer Teams Administrator."},
		"a block":     {[]string{`["mfa"]`, `["block"]`}, "What it requires: block access instead of MFA."},
		"a place": {[]string{`"locations":null`, `"locations":{"excludeLocations":["AllTrusted"]}`},
			"Excluded locations: now also trusted locations."},
		"a field of 2027": {[]string{`"tomorrow":null`, `"tomorrow":{"deep":["x"]}`},
			"“conditions.tomorrow.deep”: now also x."},
		"a session limit": {[]string{`"sessionControls":null`, `"sessionControls":{"signInFrequency":{"value":4}}`},
			"Session: now also 4."},
		"a list of objects": {[]string{`"tomorrow":null`, `"tomorrow":[{"b":1,"a":2}]`},
			`“conditions.tomorrow”: now also {"a":2,"b":1}.`},
		"several, in order": {[]string{`"enabled"`, `"disabled"`, `"Admins"`, `"X"`},
			"Name: X instead of Admins. State: off instead of on."},
		"many": {[]string{`["em1"]`, `["a","b","c","d","e","f"]`},
			"Excluded people: now also a, b, c, d and 2 others; no longer Emergency 1."},
	} {
		all, known := Compare(tenant.Raw(base), edited(t, c.parts...))
		var said []string
		for _, one := range all {
			said = append(said, one.Text(call))
		}
		if got := strings.Join(said, " "); got != c.want || !known {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatGrewIsExclusion(t *testing.T) {
	all, _ := Compare(tenant.Raw(base), edited(t, `["em1"]`, `["em1","ben"]`))
	if len(all) != 1 || !all[0].Excludes() || len(all[0].Added) != 1 || all[0].Added[0] != "ben" {
		t.Errorf("%+v", all)
	}
	all, _ = Compare(tenant.Raw(base), edited(t, `"All"`, `"Office365"`))
	if len(all) != 1 || all[0].Excludes() {
		t.Errorf("%+v", all)
	}
}

func TestWhatIsNoPolicyIsNotKnown(t *testing.T) {
	for _, text := range []string{"", "null", "[]", "{", `"x"`} {
		if all, known := Compare(tenant.Raw(base), tenant.Raw(text)); known || len(all) > 0 {
			t.Errorf("%q: %+v", text, all)
		}
		if _, known := Compare(tenant.Raw(text), tenant.Raw(base)); known {
			t.Errorf("%q before", text)
		}
	}
}

// TestExportsOfOthers compares each policy of real exports with itself, and with itself after one
// exclusion: nothing, and that.
func TestExportsOfOthers(t *testing.T) {
	dir := shared.Folder(t, "samples", "admin", "conditional-access")
	count := 0
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		body, _ := os.ReadFile(path)
		var list struct{ Value []map[string]any }
		var one map[string]any
		if err != nil || json.Unmarshal(body, &one) != nil || json.Unmarshal(body, &list) != nil {
			return err // of another form
		}
		for _, p := range append(list.Value, one) {
			if conditions, ok := p["conditions"].(map[string]any); ok && conditions["users"] != nil {
				count++
				compared(t, path, p, conditions["users"].(map[string]any))
			}
		}
		return nil
	})
	if err != nil || count < 10 {
		t.Errorf("%d policies, %v", count, err)
	}
}

func compared(t *testing.T, path string, p, users map[string]any) {
	t.Helper()
	before, _ := json.Marshal(p)
	if all, known := Compare(before, before); !known || len(all) > 0 {
		t.Errorf("%s: %+v", path, all)
	}
	old, _ := users["excludeUsers"].([]any)
	users["excludeUsers"] = append([]any{"someone-new"}, old...)
	after, _ := json.Marshal(p)
	if all, _ := Compare(before, after); len(all) != 1 || !all[0].Excludes() || all[0].Added[0] != "someone-new" {
		t.Errorf("%s: %+v", path, all)
	}
}
