package drift

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"handrail/app/clean"
	"handrail/app/history"
	"handrail/app/tenant"
)

// fuzzed are the sections of the fuzz test, also such as are read on demand and that no one knows.
func fuzzed() (all []string) {
	for _, s := range tenant.Sections() {
		all = append(all, s.ID)
	}
	for kind := range tenant.Demands() {
		all = append(all, string(kind)+"/"+vip)
	}
	return append(all, "unknown", "unknown/x", "/", "members/")
}

// rawJSON is what no sentence may have: the inside of an object or of a list of texts.
var rawJSON = regexp.MustCompile(`\{"|":|\["|"\]|":\{`)

// FuzzTell: no row crashes a rule, no sentence is empty, steers a terminal or has JSON in it.
func FuzzTell(f *testing.F) {
	seeds := []string{`{}`, `null`, `[]`, `{"id":"x","displayName":null,"state":7}`,
		`{"displayName":"“\u202e\n","x":[[1],{"a":2}]}`,
		`{"methodsRegistered":["a",1,null]}`, `{"authenticationMethodConfigurations":[{"id":null},7,{"id":"Sms"}]}`,
		`{"assignedLicenses":[{"skuId":1}],"accountEnabled":null}`,
		`{"conditions":{"users":{"includeUsers":"All"}},"state":"enabled"}`,
		`{"prepaidUnits":{"enabled":-1},"consumedUnits":9223372036854775807}`, `{"principalId":7,"handrailTemplate":[]}`,
		`{"assignments":[{"target":null}],"name":"` + strings.Repeat("x", 300) + `"}`,
		`{"isVerified":"yes","a":{"b":{"c":[]}}}`}
	for i, a := range seeds {
		f.Add(uint8(i), a, seeds[(i+1)%len(seeds)])
		f.Add(uint8(i*7), a, "")
	}
	f.Fuzz(func(t *testing.T, n uint8, before, after string) {
		all := fuzzed()
		section := all[int(n)%len(all)]
		for _, text := range []string{before, after} {
			if text != "" && !json.Valid([]byte(text)) {
				t.Skip()
			}
		}
		if before == "" && after == "" {
			t.Skip()
		}
		c := change(section, ada, before, after)
		if c.Kind == history.Changed && len(c.Fields) == 0 {
			t.Skip()
		}
		told, err := Tell(context.Background(), now(t), []history.Change{c})
		if err != nil || len(told) == 0 {
			t.Fatalf("%s: %v, %v", section, told, err)
		}
		for _, one := range told {
			plain(t, section, one, before+after)
		}
	})
}

// plain holds a sentence against what every sentence must be; rows is what it is about.
func plain(t *testing.T, section string, one Told, rows string) {
	t.Helper()
	for _, text := range []string{one.Text, one.Before, one.After, one.Subject, one.Do} {
		if clean.Line(text) != text || !utf8.ValidString(text) || len(text) > 2000 {
			t.Errorf("%s: %q", section, text)
		}
	}
	if one.Text == "" || one.Noise != (one.Kind != "") || one.Noise && singular[one.Kind] == "" {
		t.Errorf("%s: %+v", section, one)
	}
	if headline, rest := one.Parts(); strings.TrimSpace(headline+" "+rest) != one.Text {
		t.Errorf("%s: %q and %q", section, headline, rest)
	}
	if !strings.Contains(rows, `\"`) && rawJSON.MatchString(one.Text+one.Before+one.After) {
		t.Errorf("%s: %+v", section, one)
	}
}

// TestEveryFieldWithOddValues gives every property that a rule knows values of every kind: none crashes it, and no
// sentence about it has JSON in it.
func TestEveryFieldWithOddValues(t *testing.T) {
	odd := []string{"", "null", "true", `"x"`, `"2026-11-06T10:30:00Z"`, "7", "-1.5", "[]", `["a","b"]`,
		`[{"id":"Sms","a":1}]`,
		"{}", `{"a":{"b":[true,null]},"skuId":"abc"}`, `"enabled"`, `[[]]`, `"\u202e“"`}
	names := []string{"displayName", "accountEnabled", "userPrincipalName", "userType", "externalUserState", "state",
		"assignedLicenses", "methodsRegistered", "isMfaCapable", "perUserMfaState", "isEnabled", "conditions",
		"grantControls",
		"prepaidUnits", "consumedUnits", "capabilityStatus", "assignments", "handrailTemplate", "principalId",
		"authenticationMethodConfigurations", "registrationEnforcement", "tomorrow"}
	all := []map[string]field{userFields, groupFields, methodFields, locationFields, strengthFields, licenceFields,
		organisationFields, everywhere}
	for _, means := range titles {
		all = append(all, means)
	}
	for _, means := range all {
		for name := range means {
			names = append(names, name)
		}
	}
	v, count := now(t), 0
	for _, section := range fuzzed() {
		for _, name := range names {
			for i, before := range odd {
				if (i+len(name)+len(section))%6 > 0 {
					continue
				}
				row := func(value string) string {
					if value == "" {
						return `{"id":"x"}`
					}
					return `{"id":"x","` + name + `":` + value + `}`
				}
				after := odd[(i+1+len(name))%len(odd)]
				c := change(section, "x", row(before), row(after))
				if len(c.Fields) == 0 {
					continue
				}
				told, err := Tell(context.Background(), v, []history.Change{c})
				if err != nil || len(told) == 0 {
					t.Fatalf("%s %s: %v, %v", section, name, told, err)
				}
				for _, one := range told {
					plain(t, section, one, before+after)
				}
				count++
			}
		}
	}
	if count < 10_000 {
		t.Errorf("only %d", count)
	}
}
