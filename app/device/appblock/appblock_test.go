package appblock

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/conformance/shared"
	"handrail/app/device/indicator"
	"handrail/app/tenant"
)

var now = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func values(t *testing.T, name string) []json.RawMessage {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "cloud-discovery"), name))
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Value []json.RawMessage }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	return all.Value
}

// captured are 100 apps of a report that knows no people.
func captured(t *testing.T) (apps []App) {
	t.Helper()
	for _, body := range values(t, "aggregatedAppsDetails.live-2026-07.json") {
		a, err := Decode(body, false)
		if err != nil {
			t.Fatal(err)
		}
		apps = append(apps, a)
	}
	return apps
}

func names(apps []App) (all []string) {
	for _, a := range apps {
		all = append(all, a.Name)
	}
	return all
}

// TestCurveOfACapture: 2 apps up to 4, 9 up to 5; no one is counted where no one is named.
func TestCurveOfACapture(t *testing.T) {
	apps := captured(t)
	levels := Curve(apps, nil)
	if l := levels[4]; l.Apps != 2 || l.Transactions != 636 || l.PeopleUnknown != 2 || l.PeopleLeast != 0 ||
		!slices.Equal(names(Blocked(apps, 4, nil)), []string{"Python Software Foundation", "Pushover"}) {
		t.Errorf("4: %+v, %v", l, names(Blocked(apps, 4, nil)))
	}
	if l := levels[5]; l.Apps != 9 || l.Transactions != 15842 || l.Domains != 13 || l.PeopleUnknown != 9 {
		t.Errorf("5: %+v", l)
	}
	if l := levels[10]; l.Apps != 96 {
		t.Errorf("10: %+v", l)
	}
	if levels[3].Apps != 0 || levels[3].PeopleUnknown != 0 {
		t.Errorf("3: %+v", levels[3])
	}
}

// TestCollateralOfACapture: python.org also stops PyPI, of which two addresses stay.
func TestCollateralOfACapture(t *testing.T) {
	all := FindCollateral(captured(t), 4, nil)
	if len(all) != 1 || all[0].App.Name != "PyPI" || all[0].App.Score != 5 || all[0].Domain != "python.org" ||
		all[0].By.Name != "Python Software Foundation" || all[0].All() || all[0].Shared ||
		!slices.Equal(all[0].Stopped, []string{"pypi.python.org"}) {
		t.Fatalf("%+v", all)
	}
}

// TestProtectedAppsOfACapture: they are set apart at any score.
func TestProtectedAppsOfACapture(t *testing.T) {
	apps := captured(t)
	want := []string{"Microsoft Defender for Cloud Apps", "Microsoft Teams", "Microsoft Exchange Online",
		"Microsoft Azure"}
	if got := names(Of(apps, Protected, nil)); !slices.Equal(got, want) {
		t.Error(got)
	}
	for _, a := range Blocked(apps, 10, nil) {
		if slices.Contains(want, a.Name) {
			t.Error(a.Name)
		}
	}
}

// TestReportsOfACapture: the report of the computers is taken; three know no people, one has nothing.
func TestReportsOfACapture(t *testing.T) {
	var streams []Stream
	for _, body := range values(t, "uploadedStreams.live-2026-07.json") {
		var s Stream
		if err := json.Unmarshal(body, &s); err != nil {
			t.Fatal(err)
		}
		streams = append(streams, s)
	}
	var named, empty []string
	for _, s := range streams {
		if s.Named() {
			named = append(named, string(s.Name))
		}
		if len(s.Entities) == 0 {
			empty = append(empty, string(s.Name))
		}
	}
	got, ok := Choose(streams, "")
	if !ok || got.Name != "Defender-managed endpoints" || fmt.Sprint(named, empty) !=
		"[main Defender-managed endpoints] [continous report]" {
		t.Error(got, named, empty)
	}
	if got, ok = Choose(streams, "ZENUPLOAD"); !ok || got.ID != "6a5960087f54c9655cc99e40" || got.Named() {
		t.Error(got)
	}
	if _, ok = Choose(streams, "other"); ok {
		t.Error("a report that is not there")
	}
	if _, ok = Choose(append(streams, streams...), "main"); ok {
		t.Error("two reports of one name")
	}
	body := []byte(`{"id":"1","userCount":0,"transactionCount":5}`)
	for _, known := range []bool{true, false} {
		if a, _ := Decode(body, known); a.PeopleKnown {
			t.Errorf("no people made traffic: %+v", a)
		}
	}
	if a, _ := Decode([]byte(`{"id":"1","userCount":0,"transactionCount":0}`), true); !a.PeopleKnown {
		t.Error("no traffic, no people")
	}
}

func TestOddRows(t *testing.T) {
	for text, want := range map[string]string{
		`{"id":"1","riskScore":null}`:                     "0 false",
		`{"id":"1"}`:                                      "0 false",
		`{"id":"1","riskScore":0}`:                        "0 true",
		`{"id":"1","riskScore":"4"}`:                      "4 true",
		`{"id":"1","riskScore":4.2}`:                      "5 true",
		`{"id":"1","riskScore":11}`:                       "0 false",
		`{"id":"1","riskScore":-1}`:                       "0 false",
		`{"id":"1","riskScore":{},"userCount":"x"}`:       "0 false",
		`{"id":"1","riskScore":1e400,"tags":null}`:        "0 false",
		`{"id":"1","riskScore":10,"transactionCount":-5}`: "10 true",
	} {
		a, err := Decode([]byte(text), true)
		if got := fmt.Sprint(a.Score, a.Scored); err != nil || got != want || a.PeopleKnown || a.TransactionsKnown {
			t.Errorf("%s: %s, %+v, %v", text, got, a, err)
		}
	}
}

func TestExports(t *testing.T) {
	text := "App,Risk score,Users,Transactions,Traffic,Tags,Domains,Last seen,Comment\n" +
		"Hop,3,12,\"1,200\",1.5 GB,Unsanctioned;New,\"hop.example; www.hop.example\",2026-11-20,x\n" +
		"'=Cmd,4/10,0,7,,Sanctioned,,,\nPlain,,,,,,plain.example/path,,\n,5,,,,,,,\n"
	e, err := ReadExport([]byte(text), nil)
	if err != nil || len(e.Apps) != 3 || e.Nameless != 1 || !slices.Equal(e.Unused, []string{"Comment"}) {
		t.Fatalf("%+v, %v", e, err)
	}
	a := e.Apps[0]
	if a.Score != 3 || a.People != 12 || a.Transactions != 1200 || a.Traffic != 3<<29 || !a.Tagged("new") ||
		len(a.Domains) != 2 || a.LastSeen.Day() != 20 {
		t.Errorf("%+v", a)
	}
	if b := e.Apps[1]; b.Name != "=Cmd" || b.Score != 4 || b.PeopleKnown || b.TrafficKnown || ClassOf(b, nil) != Sanctioned {
		t.Errorf("%+v", b)
	}
	if c := e.Apps[2]; ClassOf(c, nil) != Unscored || c.TransactionsKnown {
		t.Errorf("%+v", c)
	}
	german := []byte("Anwendung;Bewertung;Benutzer\nHop;3;2\n")
	if _, err := ReadExport(german, nil); err == nil {
		t.Error("columns that no one knows are guessed")
	}
	by, err := ParseColumns("name = Anwendung\n\nScore=Bewertung\npeople = Benutzer\n")
	if err != nil {
		t.Fatal(err)
	}
	if e, err = ReadExport(german, by); err != nil || len(e.Apps) != 1 || e.Apps[0].People != 2 || e.Apps[0].TagsKnown {
		t.Errorf("%+v, %v", e, err)
	}
	for _, bad := range []string{"x = y", "score", "score ="} {
		if _, err := ParseColumns(bad); err == nil {
			t.Errorf("%q names a column", bad)
		}
	}
	if _, err := ReadExport(german, map[Field]string{FieldScore: "Score"}); err == nil {
		t.Error("a column that is not there")
	}
}

// TestRowsAreImportable: each address once, paths as URLs, none that many organisations share.
func TestRowsAreImportable(t *testing.T) {
	apps := []App{{ID: "1", Name: "=Hop\nper", Score: 3, Scored: true,
		Domains: []string{"hop.example", "HOP.example.", "hop.example/Files", "github.io"}},
		{Name: "Two", Score: 4, Scored: true, Domains: []string{"hop.example"}}}
	rows, left := Rows(apps, indicator.Block, now.AddDate(1, 0, 0))
	if len(rows) != 2 || rows[0].Value != "hop.example" || rows[1].Value != "https://hop.example/Files" ||
		rows[1].Type != indicator.URL || !slices.Equal(left, []string{"github.io"}) {
		t.Fatalf("%+v, %v", rows, left)
	}
	for _, f := range indicator.Check(rows, now) {
		if f.Refused {
			t.Errorf("%+v", f)
		}
	}
	if got := SharedDomains(apps); !slices.Equal(got, left) {
		t.Error(got)
	}
	if rows, _ := Rows(captured(t), indicator.Warn, time.Time{}); len(indicator.Files(rows)) < 2 {
		t.Error(len(rows))
	} else if bad := slices.DeleteFunc(indicator.Check(rows, now), func(f indicator.Fault) bool { return !f.Refused }); len(bad) > 0 {
		t.Errorf("%+v", bad)
	}
}

func licence(part, status string, plans ...string) (l tenant.Licence) {
	text, _ := json.Marshal(map[string]any{"skuPartNumber": part, "capabilityStatus": status, "consumedUnits": 7,
		"servicePlans": func() (all []map[string]string) {
			for _, p := range plans {
				id, state, _ := strings.Cut(p, " ")
				all = append(all, map[string]string{"servicePlanId": id, "provisioningStatus": state})
			}
			return all
		}()})
	_ = json.Unmarshal(text, &l)
	return l
}

// TestLicences: Business Premium only sees; by the plans, never by the name of the product.
func TestLicences(t *testing.T) {
	const sees, full, p2, business = "932ad362-64a8-4783-9106-97849a1a30b9 Success",
		"2E2DDB96-6af9-4b1d-a3f0-d6ecfd22edb2 Success", "871d91ec-ec1a-452b-a83f-bd76c7d770ef Success",
		"bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4 Success"
	for _, c := range []struct {
		licences []tenant.Licence
		known    bool
		want     string // sees, tags, list
	}{
		{[]tenant.Licence{licence("SPB", "Enabled", sees, business)}, true, "yes no yes"},
		{[]tenant.Licence{licence("SPE_E5", "Enabled", full, p2)}, true, "yes yes yes"},
		{[]tenant.Licence{licence("SPB", "Enabled", full)}, true, "yes no no"},
		{[]tenant.Licence{licence("SPB", "Warning", sees, business), licence("X", "Enabled", full, p2)}, true, "yes yes yes"},
		{[]tenant.Licence{licence("SPE_E5", "Suspended", full, p2)}, true, "no no no"},
		{[]tenant.Licence{licence("SPE_E5", "Enabled", strings.Replace(full, "Success", "PendingInput", 1), p2)}, true,
			"unknown unknown yes"},
		{[]tenant.Licence{licence("SPE_E5", "Enabled", strings.Replace(full, "Success", "Disabled", 1), p2)}, true,
			"no no yes"},
		{nil, true, "no no no"}, {nil, false, "unknown unknown unknown"},
	} {
		a := AbilityOf(c.licences, c.known)
		word := func(f tenant.Flag) string {
			return map[tenant.Flag]string{{}: "unknown", {Known: true}: "no", {Known: true, Yes: true}: "yes"}[f]
		}
		if got := word(a.Sees) + " " + word(a.Tags) + " " + word(a.List); got != c.want {
			t.Errorf("%+v: %s, want %s", c.licences, got, c.want)
		}
	}
}

// slowCurve counts each score by itself, from all apps.
func slowCurve(apps []App, needs Needs, score int) (l Level) {
	l.Score = score
	domains := map[string]bool{}
	for _, a := range apps {
		if a.Tagged("protected") || needs[strings.ToLower(a.Name)] || a.Tagged("sanctioned") || !a.Scored || a.Score > score {
			continue
		}
		l.Apps++
		if !a.PeopleKnown {
			l.PeopleUnknown++
		} else if l.PeopleMost += a.People; a.People > l.PeopleLeast {
			l.PeopleLeast = a.People
		}
		l.Transactions, l.Traffic = l.Transactions+a.Transactions, l.Traffic+a.Traffic
		if !a.TrafficKnown {
			l.TrafficUnknown++
		}
		if !a.TransactionsKnown {
			l.TransactionsUnknown++
		}
		for _, d := range a.Domains {
			domains[d] = true
		}
	}
	l.Domains = len(domains)
	return l
}

func randomApps(r *rand.Rand, n int) (apps []App) {
	for i := range n {
		a := App{ID: fmt.Sprint(i), Name: fmt.Sprintf("App %d", i), Score: r.IntN(11), Scored: r.IntN(9) > 0,
			PeopleKnown: r.IntN(3) > 0, Transactions: int64(r.IntN(900)), TransactionsKnown: true,
			Traffic: int64(r.IntN(1 << 30)), TrafficKnown: r.IntN(8) > 0}
		if a.PeopleKnown {
			a.People = r.IntN(60)
		}
		if !a.TrafficKnown {
			a.Traffic = 0
		}
		switch r.IntN(10) {
		case 0:
			a.Tags = []string{TagProtected}
		case 1:
			a.Tags = []string{TagSanctioned, "Custom"}
		}
		for range r.IntN(4) {
			d := fmt.Sprintf("d%d.example", r.IntN(n))
			if r.IntN(3) == 0 {
				d = "www." + d
			}
			a.Domains = append(a.Domains, d)
		}
		apps = append(apps, a)
	}
	return apps
}

// TestAgainstASlowSecond: the curve, and who is stopped by whose domain.
func TestAgainstASlowSecond(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 400 {
		apps := randomApps(r, 1+r.IntN(40))
		needs := NewNeeds([]string{"app 1", " APP 2 "})
		levels := Curve(apps, needs)
		for score := range MaxScore + 1 {
			if want := slowCurve(apps, needs, score); levels[score] != want {
				t.Fatalf("%d: %+v, want %+v", score, levels[score], want)
			}
			blocked := Blocked(apps, score, needs)
			if len(blocked) != levels[score].Apps {
				t.Fatal(score, len(blocked))
			}
			stopped := map[string]bool{}
			for _, a := range apps {
				if slices.ContainsFunc(blocked, func(b App) bool { return b.ID == a.ID }) {
					continue
				}
				for _, d := range a.Domains {
					for _, b := range blocked {
						if slices.ContainsFunc(b.Domains, func(x string) bool { return d == x || strings.HasSuffix(d, "."+x) }) {
							stopped[a.ID+" "+d] = true
						}
					}
				}
			}
			got := map[string]bool{}
			for _, c := range FindCollateral(apps, score, needs) {
				for _, d := range c.Stopped {
					got[c.App.ID+" "+d] = true
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(stopped) {
				t.Fatalf("%d: %v, want %v", score, got, stopped)
			}
		}
	}
}

func FuzzReadExport(f *testing.F) {
	f.Add([]byte("App,Score,Users\nHop,3,2\n"), "")
	f.Add([]byte("A\tB\nHop\t3.5\n"), "name=A\nscore=B")
	f.Fuzz(func(t *testing.T, data []byte, columns string) {
		by, err := ParseColumns(columns)
		if err != nil {
			return
		}
		e, err := ReadExport(data, by)
		if err != nil {
			return
		}
		for _, l := range Curve(e.Apps, nil) {
			if l.Apps > len(e.Apps) || l.PeopleLeast > l.PeopleMost || l.Traffic < 0 {
				t.Fatalf("%+v", l)
			}
		}
		rows, _ := Rows(e.Apps, indicator.Block, time.Time{})
		indicator.Files(rows)
		FindCollateral(e.Apps, 5, nil)
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"1","riskScore":4,"userCount":3,"domains":["a.example"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Decode(data, true)
		if err == nil && (a.Score < 0 || a.Score > MaxScore || a.People < 0 || a.Traffic < 0 || !a.Scored && a.Score != 0) {
			t.Fatalf("%+v", a)
		}
	})
}

func BenchmarkCurve2000(b *testing.B) {
	apps := randomApps(rand.New(rand.NewPCG(7, 8)), 2000)
	for b.Loop() {
		Curve(apps, nil)
	}
}
