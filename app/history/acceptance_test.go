package history

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // Windows has no time zone database in this form
)

func TestAnAcceptanceEndsAtMidnightWhereYouAre(t *testing.T) {
	zone := func(name string) *time.Location {
		z, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return z
	}
	berlin, kiritimati, samoa := zone("Europe/Berlin"), zone("Pacific/Kiritimati"), zone("Pacific/Pago_Pago")
	for name, c := range map[string]struct {
		until string
		now   time.Time
		holds bool
	}{
		"without end":                 {"", time.Date(2126, 1, 1, 0, 0, 0, 0, berlin), true},
		"a day before":                {"2026-12-05", time.Date(2026, 12, 4, 23, 0, 0, 0, berlin), true},
		"the last second":             {"2026-12-05", time.Date(2026, 12, 5, 23, 59, 59, 0, berlin), true},
		"midnight":                    {"2026-12-05", time.Date(2026, 12, 6, 0, 0, 0, 0, berlin), false},
		"midnight, seen from Samoa":   {"2026-12-05", time.Date(2026, 12, 6, 0, 0, 0, 0, berlin).In(samoa), true},
		"the evening in Kiritimati":   {"2026-12-05", time.Date(2026, 12, 5, 20, 0, 0, 0, time.UTC).In(kiritimati), false},
		"a leap day":                  {"2028-02-29", time.Date(2028, 2, 29, 12, 0, 0, 0, berlin), true},
		"after it":                    {"2028-02-29", time.Date(2028, 3, 1, 0, 0, 0, 0, berlin), false},
		"years later":                 {"2026-12-05", time.Date(2031, 1, 1, 0, 0, 0, 0, berlin), false},
		"a clock that was set back":   {"2026-12-05", time.Date(1970, 1, 1, 0, 0, 0, 0, berlin), true},
		"the night of summer's start": {"2027-03-28", time.Date(2027, 3, 28, 23, 30, 0, 0, berlin), true},
	} {
		a := Acceptance{Value: "false", Until: c.until}
		if a.Holds(c.now, "false") != c.holds || a.Ended(c.now) == c.holds {
			t.Errorf("%s: holds is not %v", name, c.holds)
		}
		if a.Holds(c.now, "true") || a.Holds(c.now, "") {
			t.Errorf("%s: it holds for another value", name)
		}
		if a.Withdrawn = c.now; a.Holds(c.now, "false") {
			t.Errorf("%s: it holds though it was withdrawn", name)
		}
	}
}

func TestPlaces(t *testing.T) {
	row := Canon([]byte(`{"a":{"b":1,"c.d":2},"e":[{"id":"Sms","state":"off"},{"id":"x.y]","state":"on"}],
		"m":["phone","` + strings.ToUpper(aGUID) + `"],"nothing":null,"none":[],"f.g":{"h":3}}`))
	for path, want := range map[string]string{
		"a.b": "1", "a.c.d": "2", "a": `{"b":1,"c.d":2}`, "e[Sms].state": `"off"`, "e[x.y]].state": `"on"`,
		"m[phone]": `"phone"`, "m[" + aGUID + "]": `"` + aGUID + `"`, "m[fax]": "", "e[Fido2]": "", "e[Fido2].state": "",
		"nothing": "", "none": "", "zzz": "", "a.b.c": "", "f.g.h": "3", "m.phone": "", "": There,
	} {
		if got := (Place{Field: path}).In(row); got != want {
			t.Errorf("%q is %s, not %s", path, got, want)
		}
		if got := (Place{Field: path}).In(nil); got != "" {
			t.Errorf("%q of a row that is not there is %s", path, got)
		}
	}
	long := `"` + strings.Repeat("x", 300) + `"`
	if a, b := Mark([]byte(long)), Mark([]byte(long+" ")); len(a) > 100 || a == b || a != Mark([]byte(long)) {
		t.Error(a, b)
	}
}

const aGUID = "6f1d8a3c-0b52-4c3e-9f57-2a0c6f4e1b77"

func TestOnePlaceInTwoCases(t *testing.T) {
	a := Place{"members/" + strings.ToUpper(aGUID), strings.ToUpper(aGUID), "x"}
	if a.Key() != (Place{"members/" + aGUID, aGUID, "x"}) {
		t.Error(a.Key())
	}
	if a, b := (Place{"roles", "lAPp", ""}), (Place{"roles", "lapp", ""}); a.Key() == b.Key() {
		t.Error("an ID that is no GUID lost its case")
	}
}
