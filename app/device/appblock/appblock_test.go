package appblock

import (
	"encoding/json"
	"fmt"
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
		all[0].By.Name != "Python Software Foundation" || all[0].All() ||
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

// TestRowsAreImportable: each address once, paths as URLs, none that many organisations share.
func TestRowsAreImportable(t *testing.T) {
	apps := []App{{ID: "1", Name: "=Hop\nper", Score: 3, Scored: true,
		Domains: []string{"hop.example", "HOP.example.", "hop.example/Files", "github.io"}},
		{Name: "Two", Score: 4, Scored: true, Domains: []string{"hop.example"}}}
	rows, left := Rows(apps, nil, indicator.Block, now.AddDate(1, 0, 0))
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
	rows, _ = Rows(captured(t), nil, indicator.Warn, time.Time{})
	bad := slices.DeleteFunc(indicator.Check(rows, now), func(f indicator.Fault) bool { return !f.Refused })
	if len(bad) > 0 || len(indicator.Files(rows)) < 2 {
		t.Errorf("%d rows, %+v", len(rows), bad)
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
