package tlsreport

import (
	"strings"
	"testing"
)

// tested returns rows of two organisations for each of the last 15 days, about a
// policy with two mail servers.
func tested(change func(*PolicyRow)) []PolicyRow {
	var all []PolicyRow
	for back := 15; back >= 1; back-- {
		for _, from := range []string{"Beacon Post", "Larkspur"} {
			r := PolicyRow{Day: Day(now).AddDate(0, 0, -back), Organisation: from, Type: STS, Reports: 1, Succeeded: 7,
				Text: []string{"version: STSv1", "mode: testing", "mx: *.in.example", "mx: Backup.example",
					"max_age: 9"}}
			change(&r)
			all = append(all, r)
		}
	}
	return all
}

func TestOnlyTheServedPolicyIsProven(t *testing.T) {
	line := func(at int, text string) func(*PolicyRow) { return func(r *PolicyRow) { r.Text[at] = text } }
	odd := func(code string) func(*PolicyRow) {
		return func(r *PolicyRow) { r.Anomalies = []string{NoContact, code} }
	}
	for name, c := range map[string]struct {
		change func(*PolicyRow)
		aside  Aside
	}{
		"sound":              {func(*PolicyRow) {}, ""},
		"enforced":           {line(1, "mode: enforce"), ""},
		"other order":        {func(r *PolicyRow) { r.Text[2], r.Text[3] = r.Text[3], r.Text[2] }, ""},
		"its hosts as well":  {func(r *PolicyRow) { r.MX = []string{"backup.example", "*.in.example"} }, ""},
		"no policy":          {func(r *PolicyRow) { r.Type = NoPolicy }, AsideNone},
		"dane":               {func(r *PolicyRow) { r.Type = TLSA }, AsideDANE},
		"no type":            {func(r *PolicyRow) { r.Type = "" }, AsideType},
		"another type":       {func(r *PolicyRow) { r.Type = "mta-sts" }, AsideType},
		"no text":            {func(r *PolicyRow) { r.Text = nil }, AsideText},
		"no mode":            {line(1, "modus: testing"), AsideText},
		"mode none":          {line(1, "mode: none"), AsideMode},
		"another host":       {line(2, "mx: old.example"), AsideOther},
		"one host of two":    {line(3, "version: STSv1"), AsideOther},
		"host of two tested": {func(r *PolicyRow) { r.MX = []string{"backup.example"} }, AsideOther},
		"the domain itself":  {func(r *PolicyRow) { r.MX = []string{"in.example"} }, AsideOther},
		"no session":         {func(r *PolicyRow) { r.Succeeded = 0 }, AsideEmpty},
		"none succeeded":     {func(r *PolicyRow) { r.Succeeded, r.Failed = 0, 7 }, AsideFailed},
		"an odd number":      {odd(OddCount), AsideNumbers},
		"no number":          {odd(NoCount), AsideNumbers},
		"a number twice":     {odd(DuplicateName), AsideNumbers},
	} {
		e := sound()
		e.Days, e.Organisations, e.Live.MX = nil, nil, []string{"backup.example", "*.in.example"}
		e.Weigh(tested(c.change))
		v := Decide(e, DefaultThresholds())
		if safe := v.Stand == Met; safe != (c.aside == "") || c.aside != "" && e.Aside[c.aside] != 30 {
			t.Errorf("%s: %s, %v", name, v.Line, e.Aside)
		}
		if told := strings.Contains(v.Conditions[0].Text, "Not counted: 30 reports"); told != (c.aside != "") {
			t.Errorf("%s: %s", name, v.Conditions[0].Text)
		}
	}
}

func TestOneOrganisationInTwoSpellings(t *testing.T) {
	e := sound()
	e.Days, e.Organisations, e.Live.MX = nil, nil, []string{"backup.example", "*.in.example"}
	e.Weigh(tested(func(r *PolicyRow) {
		if r.Organisation == "Larkspur" {
			r.Organisation = "BEACON  post"
		}
	}))
	if v := Decide(e, DefaultThresholds()); len(e.Organisations) != 1 || v.Stand != Waiting {
		t.Errorf("%+v, %s", e.Organisations, v.Line)
	}
}

func TestUntoldFailuresBlock(t *testing.T) {
	for back, want := range map[int]Status{2: Open, 15: Met} {
		e := sound()
		at := Day(now).AddDate(0, 0, -back)
		e.Failures = []FailureRow{failed("dane-required", STS, back)}
		e.Weigh([]PolicyRow{{Day: at, Type: STS, Failed: 9, Succeeded: 3, Untold: 6}})
		if v := Decide(e, DefaultThresholds()); v.Stand != want {
			t.Errorf("%d days ago: %s", back, v.Line)
		}
	}
}

// One report among many is enough: what it leaves open may be a failure of ours.
func TestOneReportLeavesItOpen(t *testing.T) {
	at := Day(now)
	for name, c := range map[string]struct {
		row  PolicyRow
		want Status
	}{
		"an odd number":          {PolicyRow{Day: at.AddDate(0, 0, -2), Anomalies: []string{OddCount}}, Open},
		"no number":              {PolicyRow{Day: at.AddDate(0, 0, -2), Anomalies: []string{NoCount}}, Open},
		"the larger of two":      {PolicyRow{Day: at.AddDate(0, 0, -2), Anomalies: []string{DuplicateName}}, Met},
		"a failure to come":      {PolicyRow{Day: at.AddDate(0, 1, 0), Failed: 3}, Open},
		"an odd number to come":  {PolicyRow{Day: at.AddDate(0, 1, 0), Anomalies: []string{OddCount}}, Open},
		"nothing failed to come": {PolicyRow{Day: at.AddDate(0, 1, 0), Succeeded: 3}, Met},
	} {
		e := sound()
		e.Days, e.Organisations, e.Live.MX = nil, nil, []string{"backup.example", "*.in.example"}
		c.row.Type, c.row.Reports = STS, 1
		e.Weigh(append(tested(func(*PolicyRow) {}), c.row))
		v := Decide(e, DefaultThresholds())
		if v.Stand != c.want || len(e.Days) != 15 {
			t.Errorf("%s: %s, %d days", name, v.Line, len(e.Days))
		}
	}
}

func TestReportsStandInWherePort25IsClosed(t *testing.T) {
	e := sound()
	for _, name := range []string{"a.example", "b.example"} {
		e.Live.Hosts = append(e.Live.Hosts, LiveHost{Name: name, Covered: "yes", Certificate: "unknown"})
	}
	e.Live.Hosts = e.Live.Hosts[1:]
	v := Decide(e, DefaultThresholds())
	if v.Stand != Met || !strings.HasSuffix(v.Line, "Not tested from here: a.example, b.example") {
		t.Errorf("%s, %q", v.Stand, v.Line)
	}
	e.Live.Mode = "enforce"
	if v := Decide(e, DefaultThresholds()); !strings.HasPrefix(v.Line, "Enforced") ||
		!strings.Contains(v.Line, "Not tested from here") {
		t.Errorf("%q", v.Line)
	}
	e.Days = daysBack(3)
	if v := Decide(e, DefaultThresholds()); v.Stand == Met || len(v.Untested) > 0 {
		t.Errorf("three days stand in: %q", v.Line)
	}
}

func TestASessionCountsOnce(t *testing.T) {
	one := func(kind string, ok, failed int64) Policy {
		return Policy{Domain: "a.example", Type: kind, Succeeded: ok, Failed: failed}
	}
	other := one(STS, 5, 1)
	other.Domain = "b.example"
	for name, c := range map[string]struct {
		all        []Policy
		ok, failed int64
	}{
		"none":              {nil, 0, 0},
		"both":              {[]Policy{one(STS, 30, 0), one(TLSA, 30, 0)}, 30, 0},
		"both, failures":    {[]Policy{one(STS, 26, 4), one(TLSA, 31, 0)}, 27, 4},
		"two texts":         {[]Policy{one(STS, 20, 1), one(STS, 9, 0)}, 29, 1},
		"a host each":       {[]Policy{one(STS, 30, 0), one(TLSA, 10, 0), one(TLSA, 15, 5)}, 25, 5},
		"taken down at ten": {[]Policy{one(STS, 30, 0), one(NoPolicy, 8, 0)}, 38, 0},
		"two domains":       {[]Policy{one(STS, 30, 0), other}, 35, 1},
	} {
		if ok, failed := Sessions(c.all); ok != c.ok || failed != c.failed {
			t.Errorf("%s: %d and %d", name, ok, failed)
		}
	}
}
