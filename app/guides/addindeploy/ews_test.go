package addindeploy

import (
	"strings"
	"testing"
	"time"

	"handrail/app/guide/export"
)

// TestEWSEndsInStages: the same value means something else on another day, and after the
// first stage it is never enough.
func TestEWSEndsInStages(t *testing.T) {
	dates := ewsDates()
	before, between, after := dates["stages"].at.AddDate(0, 0, -1), dates["stages"].at, dates["end"].at
	if before.Year() < 2026 || !between.Before(after) || !strings.Contains(ewsFile, "# As of 20") {
		t.Fatal(dates)
	}
	for _, c := range []struct {
		given string
		now   time.Time
		state string
	}{
		{"EwsEnabled : True", before, pass}, {"EwsEnabled :", before, pass}, {"EwsEnabled : False", before, needs},
		{"EwsEnabled : True", between, notTested}, {"EwsEnabled :", between, notTested},
		{"EwsEnabled : False", between, needs},
		{"EwsEnabled : True", after, notTested}, {"EwsEnabled : False", after, notTested},
		{"Other : 1", between, notTested},
	} {
		got, err := export.Read("Name : x\n"+c.given, nil)
		if err != nil {
			t.Fatal(err)
		}
		one := check{state: notTested, text: "none"}.ews(got, c.now)
		if one.state != c.state || one.text == "none" != strings.HasPrefix(c.given, "Other") {
			t.Errorf("%s at %v: %+v", c.given, c.now, one)
		}
		if c.now == after && strings.Contains(one.do, "Set-OrganizationConfig") {
			t.Errorf("after the end: %s", one.do)
		}
	}
}

// TestKnownIssuesHaveADateAndASource: what is said about the methods is of the day of the list.
func TestKnownIssuesHaveADateAndASource(t *testing.T) {
	if issuesAsOf() == "" || !strings.Contains(issuesFile, "Source: ") {
		t.Error("issues.csv has no date or no source")
	}
	for method, want := range map[string]bool{"fixed": false, "available": true, "optional": true} {
		since, known := issue(method, "disappears")
		if known != want || known && longDate(since) == since {
			t.Errorf("%s: %q, %v", method, since, known)
		}
	}
}

// TestAStrangeValueIsNotMissing: a value that is neither yes nor no is said to be that.
func TestAStrangeValueIsNotMissing(t *testing.T) {
	for _, text := range []string{`[{"AppsForOfficeEnabled":"maybe","EwsEnabled":"maybe"}]`} {
		got, err := export.Read(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range fromExchange(got, true, time.Now())[:2] {
			if c.state != notTested || !strings.Contains(c.text, "neither") {
				t.Errorf("%+v", c)
			}
		}
	}
}
