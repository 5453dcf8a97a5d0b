package appblock

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/device/indicator"
	"handrail/app/guide"
	"handrail/app/guides/guidetest"
	"handrail/app/report"
	"handrail/app/tenant"
)

func TestGuide(t *testing.T) { guidetest.Run(t, Guide) }

// captured is a world with the discovery of another organisation: reports and apps.
func captured(t *testing.T) *guidetest.World {
	t.Helper()
	read := func(name string) (rows []string) {
		data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "cloud-discovery"), name))
		var all struct{ Value []json.RawMessage }
		if err == nil {
			err = json.Unmarshal(data, &all)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all.Value {
			rows = append(rows, string(one))
		}
		return rows
	}
	w := guidetest.New()
	delete(w.Office.Rows, tenant.SectionStreams)
	w.Office.Add(tenant.SectionStreams, read("uploadedStreams.live-2026-07.json")...)
	apps := read("aggregatedAppsDetails.live-2026-07.json")
	w.Office.Add(tenant.DiscoveredSection("6a5960087f54c9655cc99e40"), apps...) // zenupload, without names
	w.Office.Add(tenant.DiscoveredSection("68c3fe754607bb32e87d44cc"), apps...)
	return w
}

// look runs the Look of a step with answers.
func look(t *testing.T, w *guidetest.World, step string, answers map[string]string) *report.Document {
	t.Helper()
	v := visit(answers)
	g := Guide(w.Services())
	i := slices.IndexFunc(g.Steps, func(s guide.Step) bool { return s.ID == step })
	doc, err := g.Steps[i].Look(context.Background(), v, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func visit(answers map[string]string) *guide.Visit {
	v := &guide.Visit{ID: "v", Guide: ID, Answers: map[string]string{askFrom: fromMicrosoft, askScore: "4",
		askAction: "block"}}
	for name, value := range answers {
		v.Answers[name] = value
	}
	return v
}

func text(t *testing.T, doc *report.Document) string {
	t.Helper()
	var b strings.Builder
	if err := report.WriteText(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// has checks facts and words of a document.
func has(t *testing.T, doc *report.Document, facts map[string]string, words ...string) {
	t.Helper()
	got := doc.Facts()
	for name, want := range facts {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	all := text(t, doc)
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("no %q in\n%s", w, all)
		}
	}
}

// TestScoreOfACapture: 2 apps up to 4, 9 up to 5, and no number of people where no one is named.
func TestScoreOfACapture(t *testing.T) {
	w := captured(t)
	report := map[string]string{askReport: "zenupload"}
	has(t, look(t, w, stepScore, report), map[string]string{"blocked": "2", "transactions": "636",
		"people-least": "unknown", "people-unknown": "2", "people-least-4": "unknown", "blocked-5": "9"},
		"Score 4 or lower would block 2 of 100 apps", "How many people use them is not known")
	report[askScore] = "5"
	has(t, look(t, w, stepScore, report), map[string]string{"blocked": "9", "transactions": "15842", "domains": "13"})
}

// TestCollateralOfACapture: PyPI is named before anything is exported, also beside the files.
func TestCollateralOfACapture(t *testing.T) {
	w := captured(t)
	answers := map[string]string{askReport: "zenupload"}
	for _, step := range []string{stepScore, stepApps, stepCheck} {
		has(t, look(t, w, step, answers), nil, "PyPI", "python.org", "Python Software Foundation, score 4",
			"1 of its 3 addresses: pypi.python.org")
	}
	g := Guide(w.Services())
	h, err := g.Steps[5].Hand(context.Background(), visit(answers))
	if err != nil || len(h.Bundles) != 1 || len(h.Blocks) != 3 {
		t.Fatalf("%+v, %v", h, err)
	}
	l, err := indicator.Read(h.Bundles[0].Files[0].Data)
	if err != nil || len(l.Rows) != 2 || !l.Importable() {
		t.Fatal(l, err)
	}
	answers[askNeeded] = "python software foundation\nNothing Like It"
	has(t, look(t, w, stepApps, answers), map[string]string{"blocked": "1", "collateral": "0"},
		"1 name is not among the discovered apps")
	answers[askNeeded] = "PyPI"
	has(t, look(t, w, stepApps, answers), map[string]string{"blocked": "2", "collateral": "0", "spared": "1"},
		"python.org for PyPI")
	has(t, look(t, w, stepCheck, answers), map[string]string{"rows": "1"})
}

// TestProtectedAppsOfACapture: four apps are set apart.
func TestProtectedAppsOfACapture(t *testing.T) {
	w := captured(t)
	has(t, look(t, w, stepDiscovered, map[string]string{askReport: "zenupload"}), map[string]string{"protected": "4",
		"sanctioned": "0", "unscored": "0", "blocked-10": "96"}, "Microsoft lets no one block them")
}

// TestReportsOfACapture: the report of the computers is chosen; others know no people.
func TestReportsOfACapture(t *testing.T) {
	w := captured(t)
	has(t, look(t, w, stepDiscovered, nil), map[string]string{"report": "68c3fe754607bb32e87d44cc", "reports": "6",
		"people-known": "yes"}, "Defender-managed endpoints (read)", "Has no data")
	has(t, look(t, w, stepDiscovered, map[string]string{askReport: "zenupload"}), map[string]string{"people-known": "no"},
		"Handrail does not know who uses the apps")
	has(t, look(t, w, stepDiscovered, map[string]string{askReport: "no such"}), map[string]string{"apps": "unknown"},
		"There is no such report")
}

// TestLevelsOfTheSlider: the curve of the first step comes back from its facts.
func TestLevelsOfTheSlider(t *testing.T) {
	w := guidetest.New()
	v := visit(nil)
	if got := levelsOf(v); len(got.Rows) != 0 {
		t.Errorf("nothing was read: %+v", got)
	}
	doc := look(t, w, stepDiscovered, nil)
	v.Outcomes = map[string]guide.Outcome{stepDiscovered: {Facts: doc.Facts(), At: guidetest.Noon}}
	got := levelsOf(v)
	has(t, doc, map[string]string{"apps": "7", "blocked-3": "2", "people-unknown-4": "1", "people-least-4": "9"})
	if got.Words[4].Title != "Score 4 or lower would block 3 of 7 apps" ||
		got.Words[4].Text != "At least 9 people use them. For 1 of the 3 apps, people are not known." {
		t.Errorf("%+v", got.Words[4])
	}
	for n, row := range got.Rows {
		for i := range got.Labels {
			if want := levelRow(doc, n); row.Text(i) != want.Text(i) {
				t.Errorf("%s %d: %s, want %s", row.Name, i, row.Text(i), want.Text(i))
			}
		}
	}
}

func levelRow(doc *report.Document, n int) report.LevelRow {
	for _, b := range doc.Blocks {
		if l, ok := b.(report.Levels); ok {
			return l.Rows[n]
		}
	}
	return report.LevelRow{}
}

// TestRefusedRowsOfAList: an existing list with values that Microsoft refuses, and its template.
func TestRefusedRowsOfAList(t *testing.T) {
	w := guidetest.New()
	list := "IndicatorType,IndicatorValue,Action,Title,Description,Category\n" +
		"DomainName,a.example,AlertAndBlock,T,D,None\nDomainName,b.example,Block,T,D,none\n"
	has(t, look(t, w, stepCheck, map[string]string{askExisting: list}), map[string]string{"refused": "0", "rows": "4",
		"files": "1", "conflicts": "0", "indicators-after": "6"}, "An action that Microsoft refuses",
		"A category that Microsoft refuses", "1 address is not in the list")
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "defender"),
		"indicators.microsoft-template-example.csv"))
	if err != nil {
		t.Fatal(err)
	}
	has(t, look(t, w, stepCheck, map[string]string{askExisting: string(data)}), nil, "An address inside a network",
		"A row that has expired")
}

// TestManyAddresses: 501 addresses are two files.
func TestManyAddresses(t *testing.T) {
	w := guidetest.New()
	var domains []string
	for i := range 501 {
		domains = append(domains, fmt.Sprintf("d%d.example", i))
	}
	csv := "App,Score,Domains\nBig,2,\"" + strings.Join(domains, ";") + "\"\n"
	answers := map[string]string{askFrom: fromFile, askExport: csv}
	has(t, look(t, w, stepCheck, answers), map[string]string{"rows": "501", "files": "2", "refused": "0"})
	h, err := Guide(w.Services()).Steps[5].Hand(context.Background(), visit(answers))
	if err != nil || len(h.Bundles[0].Files) != 2 {
		t.Fatalf("%+v, %v", h, err)
	}
}

// TestAddressesAreTried: the longer path wins in Edge, Allow over Warn over Block.
func TestAddressesAreTried(t *testing.T) {
	w := guidetest.New()
	list := "IndicatorType,IndicatorValue,Action,Title,Description\nUrl,https://filehop.example/a,Allowed,T,D\n" +
		"DomainName,draw.example,Warn,T,D\n"
	has(t, look(t, w, stepCheck, map[string]string{askExisting: list,
		askAddresses: "https://filehop.example/a\nhttps://filehop.example/b\nhttps://draw.example\nother.example"}),
		map[string]string{"conflicts": "1"}, "Does not stop it", "Opens after a warning", "draw.example", "Warn, Block",
		"Blocked")
}

// TestLicences: Business Premium only shows apps.
func TestLicences(t *testing.T) {
	w := guidetest.New()
	has(t, look(t, w, stepLicence, nil), map[string]string{"sees": "yes", "blocks-by-tag": "no", "takes-list": "yes",
		"sees-only": "1"}, "Your licences cannot block by score")
	delete(w.Office.Rows, tenant.SectionLicences)
	w.Office.Add(tenant.SectionLicences, `{"id":"l","skuId":"s1","skuPartNumber":"SPE_E5","capabilityStatus":"Enabled",
		"servicePlans":[{"servicePlanId":"932ad362-64a8-4783-9106-97849a1a30b9","provisioningStatus":"Success"},
		{"servicePlanId":"2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2","provisioningStatus":"PendingInput"}]}`)
	doc := look(t, w, stepLicence, nil)
	has(t, doc, map[string]string{"sees": "yes", "blocks-by-tag": "unknown", "sees-only": "unknown"})
	for _, b := range doc.Blocks {
		if table, ok := b.(report.Table); ok && !slices.Equal(table.Rows[0][2:], []string{"Yes", "Not known", "Not known"}) {
			t.Errorf("%v", table.Rows)
		}
	}
	w.Office.Unread(tenant.SectionLicences)
	has(t, look(t, w, stepLicence, nil), map[string]string{"sees": "unknown", "blocks-by-tag": "unknown",
		"takes-list": "unknown", "sees-only": "unknown"})
}
