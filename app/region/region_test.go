package region

import (
	"context"
	"slices"
	"testing"
	"time"
)

func TestFormatsBecomeLayouts(t *testing.T) {
	for format, want := range map[string]string{"%d/%m/%y": "02/01/2006", "%d.%m.%Y": "02.01.2006", "%D": "01/02/2006",
		"%F": "2006-01-02", "%-d.%-m.%Y": "2.1.2006", "%e. %m. %Y": "2. 01. 2006", "%d %b %Y": "", "": ""} {
		if got := fromPosix(format); got != want {
			t.Errorf("%q is %q, want %q", format, got, want)
		}
	}
	for format, want := range map[string]string{"dd/MM/yyyy": "02/01/2006", "M/d/yyyy": "1/2/2006",
		"d. M. yyyy": "2. 1. 2006", "yyyy. MM. dd.": "2006. 01. 02", "dd/MM/y": "02/01/2006", "yy-MM-dd": "2006-01-02",
		"d MMM yyyy": "", "dddd d": "", "dd.MM.yyyy 'г.'": ""} {
		if got := fromPattern(format); got != want {
			t.Errorf("%q is %q, want %q", format, got, want)
		}
	}
}

func TestSystems(t *testing.T) {
	gb := fromDefaults("en_GB", "", "")
	us := fromDefaults("en_US@rg=gbzzzz", "", "{\n    gregorian = 1;\n}")
	own := fromDefaults("de_DE", "{\n    1 = \"y-MM-dd\";\n    2 = \"d MMM y\";\n}", "{\n    gregorian = 7;\n}")
	for _, c := range []struct{ got, want Forms }{
		{gb, Forms{"02/01/2006", time.Monday, false}},
		{us, Forms{"02/01/2006", time.Sunday, false}},
		{own, Forms{"2006-01-02", time.Saturday, false}},
		{ofRegion("US"), Forms{"1/2/2006", time.Sunday, true}},
		{ofRegion("CA"), Forms{"", time.Sunday, true}},
		{ofRegion(regionOf("de_AT.UTF-8@euro")), Forms{"02.01.2006", time.Monday, false}},
		{ofRegion(regionOf("C.UTF-8")), Forms{"", time.Monday, false}},
		{ofRegion(regionOf("")), Forms{"", time.Monday, false}},
		{ofRegion(regionOf("_")), Forms{"", time.Monday, false}},
	} {
		if c.got != c.want {
			t.Errorf("%+v, want %+v", c.got, c.want)
		}
	}
	if f := Read(context.Background()); !usable(f.Day) {
		t.Errorf("this computer writes days as %q", f.Day)
	}
}

// TestADayInFiguresIsThatOfTheSystem: 12/6 is in June or in December, as the system has it, and never the other one.
func TestADayInFiguresIsThatOfTheSystem(t *testing.T) {
	for day, want := range map[string]time.Month{"1/2/2006": time.December, "01/02/2006": time.December,
		"02/01/2006": time.June, "02.01.2006": time.June, "": time.June} {
		var got time.Month
		for _, layout := range (Forms{Day: day}).Layouts() {
			if at, err := time.Parse(layout, "12/6/2026"); err == nil {
				got = at.Month()
				break
			}
		}
		if got != want {
			t.Errorf("with %q, 12/6/2026 is in %s, want %s", day, got, want)
		}
		if !slices.Contains((Forms{Day: day}).Layouts(), "2006-1-2") {
			t.Errorf("with %q, 2026-12-06 is no day", day)
		}
	}
}
