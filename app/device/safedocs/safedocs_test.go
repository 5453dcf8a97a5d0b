package safedocs

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/powershell"
	"handrail/app/tenant"
)

// products returns the licences of Microsoft’s own list, by their names.
func products(t *testing.T, names ...string) (all []tenant.Licence) {
	t.Helper()
	f, err := os.Open(filepath.Join(shared.Folder(t, "samples", "admin", "licences"), "service-plans.subset.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		sku, plans := "", []string{}
		for _, r := range rows {
			if r[1] == name {
				sku = r[2]
				plans = append(plans, `{"servicePlanId":"`+r[4]+`","provisioningStatus":"Success"}`)
			}
		}
		var l tenant.Licence
		if err := json.Unmarshal([]byte(`{"skuId":"`+sku+`","skuPartNumber":"`+name+
			`","capabilityStatus":"Enabled","servicePlans":[`+strings.Join(plans, ",")+`]}`), &l); err != nil || sku == "" {
			t.Fatal(name, sku, err)
		}
		all = append(all, l)
	}
	return all
}

// user has some licences; of the first, some plans are turned off.
func user(id string, licences []tenant.Licence, off ...string) tenant.User {
	u := tenant.User{ID: id, Name: tenant.Text(strings.ToUpper(id)), Enabled: tenant.On(),
		Licences: []tenant.UserLicence{}}
	for i, l := range licences {
		mine := tenant.UserLicence{SKU: l.SKU}
		if i == 0 {
			mine.Disabled = off
		}
		u.Licences = append(u.Licences, mine)
	}
	return u
}

func policy(t *testing.T, text string) Policy {
	t.Helper()
	rows, err := powershell.Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return ReadPolicy(rows)
}

const (
	on       = `[{"Identity":"Default","EnableSafeDocs":true,"AllowSafeDocsOpen":false}]`
	off      = `[{"Identity":"Default","EnableSafeDocs":false,"AllowSafeDocsOpen":false}]`
	safeDocs = "bf6f5520-59e3-4f82-974b-7dbbc4fd27c7"
)

// Case 11-01: the switch is on, and no one has a licence.
func TestOnAndNobodyLicensed(t *testing.T) {
	l := products(t, "SPB")
	var people []Person
	for i := range 12 {
		people = append(people, Check(user(strconv.Itoa(i), l), tenant.NewLicensing(l), policy(t, on)))
	}
	if c := Count(people); c.Licensed != 0 || c.Protected != 0 || c.NoLicence != 12 || c.People != 12 || c.Ready != 0 {
		t.Errorf("%+v", c)
	}
}

// Case 11-02: 25 people, and the plan is turned off for three.
func TestTurnedOffForThree(t *testing.T) {
	l := products(t, "SPE_E5")
	var people []Person
	for i := range 25 {
		u := user(strconv.Itoa(i), l)
		if i%10 == 3 {
			u = user("off-"+strconv.Itoa(i), l, strings.ToUpper(safeDocs))
		}
		people = append(people, Check(u, tenant.NewLicensing(l), policy(t, on)))
	}
	c := Count(people)
	if c.Licensed != 25 || c.Protected != 22 || c.NotProtected != 3 || c.ByReason[PlanOff] != 3 || c.Unknown != 0 {
		t.Errorf("%+v", c)
	}
	var names []string
	for _, p := range With(people, PlanOff) {
		names = append(names, p.ID)
	}
	if !slices.Equal(names, []string{"off-3", "off-13", "off-23"}) {
		t.Errorf("%v", names)
	}
}

// Cases 11-03 and 11-04: licensed, and the switch is off; then the click-through alone is on.
func TestSwitchOff(t *testing.T) {
	l := products(t, "SPE_E5")
	p := Check(user("a", l), tenant.NewLicensing(l), policy(t, off))
	if p.Verdict != NotProtected || !p.Ready || !slices.Equal(p.Reasons, []Reason{SwitchOff}) || !p.Licensed() {
		t.Errorf("%+v", p)
	}
	s, needed := Change(policy(t, off), false)
	if !needed || s.Change.Text != "Set-AtpPolicyForO365 -EnableSafeDocs $true -AllowSafeDocsOpen $false" ||
		s.Undo.Text != "Set-AtpPolicyForO365 -EnableSafeDocs $false -AllowSafeDocsOpen $false" ||
		!strings.HasSuffix(s.Look.Text, s.Change.Text+" -WhatIf") {
		t.Errorf("%+v", s)
	}
	open := policy(t, `{"EnableSafeDocs":false,"AllowSafeDocsOpen":true}`)
	if !open.On.No() || !open.Open.Yes {
		t.Errorf("%+v", open)
	}
	if s, _ := Change(open, false); s.Undo.Text != "Set-AtpPolicyForO365 -EnableSafeDocs $false -AllowSafeDocsOpen $true" {
		t.Errorf("%+v", s)
	}
	if _, needed := Change(policy(t, on), false); needed {
		t.Error("there is nothing to change")
	}
	if s, needed := Change(Policy{}, false); !needed || s.Undo.Text != "" {
		t.Errorf("no one knows what it was before: %+v", s)
	}
}

// Case 11-05: by service plan, and never by the name of the product.
func TestByServicePlan(t *testing.T) {
	for name, want := range map[string]tenant.Standing{"SPE_F5_SEC": tenant.PlanNone, "SPE_F5_SECCOMP": tenant.PlanOn,
		"ENTERPRISEPREMIUM": tenant.PlanNone, "IDENTITY_THREAT_PROTECTION": tenant.PlanOn} {
		l := products(t, name)
		if p := Check(user("a", l), tenant.NewLicensing(l), Policy{}); p.Plan.Standing != want {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// Case 11-06: the plan is there, and the apps are of the wrong edition.
func TestAppsForBusiness(t *testing.T) {
	l := products(t, "SPB", "IDENTITY_THREAT_PROTECTION")
	p := Check(user("a", l), tenant.NewLicensing(l), policy(t, on))
	if p.Plan.Standing != tenant.PlanOn || p.Apps != Business || p.Verdict != NotProtected ||
		!slices.Equal(p.Reasons, []Reason{WrongEdition}) {
		t.Errorf("%+v", p)
	}
}

// Case 11-07: what the admin API answers reads like an export.
func TestAnAnswerOfTheInterface(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "safe-documents"),
		"atpPolicyForO365.admin-api.live-2026-07.json"))
	if err != nil {
		t.Fatal(err)
	}
	if p := policy(t, string(data)); p.Rows != 1 || p.On != tenant.On() || p.Open != tenant.Off() {
		t.Errorf("%+v", p)
	}
}

// A value that is absent, null, cut off or contradicted is not known.
func TestThreeValues(t *testing.T) {
	for text, want := range map[string]Policy{
		`[]`:                        {},
		`[{"Identity":"Default"}]`:  {},
		`[{"EnableSafeDocs":null}]`: {Rows: 1},
		`[{"EnableSafeDocs":"…","AllowSafeDocsOpen":"False"}]`: {Open: tenant.Off(), Rows: 1},
		`[{"AllowSafeDocsOpen":true}]`:                         {Open: tenant.On(), Rows: 1},
		`[{"EnableSafeDocs":true},{"EnableSafeDocs":false}]`:   {Rows: 2},
		`[{"EnableSafeDocs":true},{"EnableSafeDocs":true}]`:    {On: tenant.On(), Rows: 2},
		"EnableSafeDocs    : True\nAllowSafeDocsOpen : False":  {On: tenant.On(), Open: tenant.Off(), Rows: 1},
	} {
		if got := policy(t, text); got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}

// What is missing for certain decides; what is not known never makes anyone protected.
func TestVerdicts(t *testing.T) {
	bought := map[string]tenant.Licence{}
	for name, plans := range map[string][]string{"full": {safeDocs, "43de0ff5-c92c-492b-9116-175376d08c38"},
		"apps": {"094e7854-93fc-4d55-b2c0-3ab5369ebdc1"}, "only": {safeDocs},
		"devices": {"3c994f28-87d5-4273-b07a-eb6190852599"}} {
		var l tenant.Licence
		if err := json.Unmarshal([]byte(`{"skuId":"`+name+`","capabilityStatus":"Enabled","servicePlans":[`+
			`{"provisioningStatus":"Success","servicePlanId":"`+strings.Join(plans,
			`"},{"provisioningStatus":"Success","servicePlanId":"`)+`"}]}`), &l); err != nil {
			t.Fatal(err)
		}
		bought[name] = l
	}
	newer := bought["full"]
	newer.SKU, newer.Plans = "newer", slices.Clone(newer.Plans)
	newer.Plans[1].ID, newer.Plans[1].Name = "11111111-2222-4333-8444-000000000001", "OFFICESUBSCRIPTION_2027"
	bought["newer"] = newer
	some := func(names string) (all []tenant.Licence) {
		for _, name := range strings.Fields(names) {
			all = append(all, bought[name])
		}
		return all
	}
	blocked, open := tenant.Off(), tenant.Flag{}
	for name, c := range map[string]struct {
		owned, mine, policy string
		enabled             *tenant.Flag
		verdict             Verdict
		reasons             string
	}{
		"protected":          {"full", "full", on, nil, Protected, ""},
		"switch unknown":     {"full", "full", "[]", nil, Unknown, "switch-unknown"},
		"both editions":      {"full apps", "full apps", on, nil, Unknown, "both-editions"},
		"both, and off":      {"full apps", "full apps", off, nil, NotProtected, "switch-off both-editions"},
		"no desktop apps":    {"only", "only", on, nil, NotProtected, "no-apps"},
		"apps of devices":    {"only devices", "only", on, nil, Unknown, "apps-on-device"},
		"not on the list":    {"apps", "full", on, nil, Unknown, "plan-unknown edition-unknown"},
		"apps of a new plan": {"newer", "newer", on, nil, Unknown, "edition-unknown"},
		"no sign-in":         {"full", "full", on, &blocked, NoSignIn, ""},
		"sign-in not known":  {"full", "full", on, &open, Protected, ""},
		"no licence":         {"full", "", on, nil, NoLicence, ""},
		"licences absent":    {"full", "absent", on, nil, Unknown, "plan-unknown edition-unknown"},
	} {
		u := user("a", some(strings.TrimPrefix(c.mine, "absent")))
		if c.enabled != nil {
			u.Enabled = *c.enabled
		}
		if c.mine == "absent" {
			u.Licences = nil
		}
		p := Check(u, tenant.NewLicensing(some(c.owned)), policy(t, c.policy))
		var reasons []string
		for _, r := range p.Reasons {
			reasons = append(reasons, string(r))
		}
		if p.Verdict != c.verdict || strings.Join(reasons, " ") != c.reasons {
			t.Errorf("%s: %+v", name, p)
		}
		if p := Check(u, nil, policy(t, on)); p.Verdict == Protected || p.Verdict == NoLicence {
			t.Errorf("%s, licences never read: %+v", name, p)
		}
	}
}
