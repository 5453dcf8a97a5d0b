package manifest

import (
	"slices"
	"strings"
	"testing"
)

// soundUnified is a manifest that Microsoft's schema accepts.
const soundUnified = `{
 "manifestVersion": "1.21",
 "id": "0d9f2d9e-95a4-4a0c-8a42-6b7f0c1d2e3f",
 "version": "2.0.1",
 "name": {"short": "Choir list"},
 "description": {"short": "Who sings when.", "full": "Shows who sings when, beside an email."},
 "developer": {"name": "Choir", "websiteUrl": "https://choir.example", "privacyUrl": "https://choir.example/p",
  "termsOfUseUrl": "https://choir.example/t"},
 "icons": {"outline": "o.png", "color": "c.png"},
 "accentColor": "#aa0011",
 "extensions": [{
  "requirements": {"scopes": ["mail"]},
  "runtimes": [{"id": "r", "type": "general", "lifetime": "long", "code": {"page": "https://choir.example/r.html"},
   "actions": [{"id": "a", "type": "openPage"}]}]
 }]
}`

// TestUnifiedFollowsTheSchema: each fault has its code, its line and a remedy.
func TestUnifiedFollowsTheSchema(t *testing.T) {
	for name, want := range map[string]struct {
		old, new, code string
		line           int
	}{
		"a long name":      {"Choir list", strings.Repeat("x", 31), "too-long", 5},
		"no long text":     {`, "full": "Shows who sings when, beside an email."`, "", "missing-description-full", 6},
		"no icons":         {` "icons": {"outline": "o.png", "color": "c.png"},`, "", "missing-icons", 1},
		"a colour by name": {"#aa0011", "red", "bad-form", 10},
		"no terms": {",\n  \"termsOfUseUrl\": \"https://choir.example/t\"", "",
			"missing-developer-termsofuseurl", 7},
		"an unknown scope":  {`["mail"]`, `["email"]`, "bad-value", 12},
		"an unknown member": {`"runtimes"`, `"runtime"`, "unknown-member", 13},
		"a wrong lifetime":  {`"long"`, `"ever"`, "bad-value", 13},
		"no code": {`"code": {"page": "https://choir.example/r.html"},`, "",
			"missing-extensions-runtimes-code", 13},
		"no address": {`"https://choir.example/p"`, `"choir.example/p"`, "bad-form", 7},
	} {
		text := strings.Replace(soundUnified, want.old, want.new, 1)
		m := Read([]byte(text))
		if m.Readable() || text == soundUnified {
			t.Errorf("%s: nothing found", name)
		}
		if !slices.ContainsFunc(m.Faults, func(f Fault) bool {
			return f.Code == want.code && f.Line == want.line && f.Do != "" && f.Blocking
		}) {
			t.Errorf("%s: %+v, want %s in line %d", name, m.Faults, want.code, want.line)
		}
	}
	if m := Read([]byte(soundUnified)); len(m.Faults) != 0 {
		t.Errorf("a sound manifest: %+v", m.Faults)
	}
}

// TestEverySchemaCompiles: each version of the manifest can be tested, and one without a
// schema is told of, not refused.
func TestEverySchemaCompiles(t *testing.T) {
	files, err := schemas.ReadDir("schema")
	if err != nil || len(files) < 17 {
		t.Fatal(len(files), err)
	}
	for _, f := range files {
		version := strings.TrimSuffix(f.Name(), ".json.gz")
		if s, err := schemaOf(version); s == nil || err != nil {
			t.Errorf("%s: %v", version, err)
		}
	}
	m := Read([]byte(strings.Replace(soundUnified, `"1.21"`, `"devPreview"`, 1)))
	if !m.Readable() || len(m.Faults) != 1 || m.Faults[0].Code != "schema-unknown" {
		t.Errorf("%+v", m.Faults)
	}
}
