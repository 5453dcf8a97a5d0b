package background

import (
	"testing"

	"handrail/app/powershell"
)

// Case 8-07: people cannot use a file of their own; and what is not known is not a yes.
func TestPolicies(t *testing.T) {
	for text, want := range map[string]Answer{
		`[{"Identity":"Global","VideoFiltersMode":"BlurAndDefaultBackgrounds"}]`: No,
		`[{"Identity":"Global","VideoFiltersMode":"BlurandDefaultBackgrounds"}]`: No,
		`[{"Identity":"Global","VideoFiltersMode":"BlurOnly"}]`:                  No,
		`[{"Identity":"Global","VideoFiltersMode":"NoFilters"}]`:                 No,
		`[{"Identity":"Global","VideoFiltersMode":"AllFilters"}]`:                Yes,
		`[{"Identity":"Global","VideoFiltersMode":"SomethingNew"}]`:              Unknown,
		`[{"Identity":"Global","VideoFiltersMode":null}]`:                        Unknown,
		`[{"Identity":"Tag:Staff","VideoFiltersMode":"AllFilters"}]`:             Unknown,
		`[{"Identity":"Global"}]`:                                                Unknown,
		`[]`:                                                                     Unknown,
		"Identity : Global\nVideoFiltersMode : AllFilters":                       Yes,
		`[{"Identity":"Global","VideoFiltersMode":"AllFilters"},{"Identity":"Tag:Staff","VideoFiltersMode":"BlurOnly"}]`: "",
	} {
		rows, err := powershell.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := Everyone(ReadPolicies(rows).Meeting, func(p Policy) Answer { return p.Own }); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	rows, _ := powershell.Read([]byte(`[{"Identity":"Global","EnableMeetingBackgroundImages":false},
		{"Identity":"Tag:Staff","EnableMeetingBackgroundImages":"True"},{"Identity":"Global","VideoFiltersMode":"x"}]`))
	all := ReadPolicies(rows)
	if len(all.Branding) != 2 || all.Branding[0].Pictures != No || all.Branding[1].Pictures != Yes ||
		all.Branding[1].Name != "Staff" || len(all.Meeting) != 1 {
		t.Errorf("%+v", all)
	}
}
