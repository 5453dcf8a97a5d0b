package tenant

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
)

func licence(sku, part, status string, plans ...string) (l Licence) {
	l.SKU, l.Part, l.Status = Text(sku), Text(part), Text(status)
	for i := 0; i < len(plans); i += 2 {
		l.Plans = append(l.Plans, struct {
			ID     Text `json:"servicePlanId"`
			Name   Text `json:"servicePlanName"`
			Status Text `json:"provisioningStatus"`
		}{ID: Text(plans[i]), Status: Text(plans[i+1])})
	}
	return l
}

func TestPlansOfAPerson(t *testing.T) {
	l := NewLicensing([]Licence{
		licence("S1", "FULL", "Enabled", "P1", "Success", "P2", "PendingProvisioning", "P3", "Disabled"),
		licence("S2", "OLD", "Suspended", "P1", "Success"), licence("S3", "LATE", "Warning", "P1", "Success"),
		licence("S4", "NEW", "Unheard", "P1", "Success"), licence("S5", "OTHER", "Enabled", "P9", "Success"),
	})
	for name, c := range map[string]struct {
		licences, plans string // of the person; asked for
		want            Standing
		why             PlanCause
		by              string
	}{
		"on":                 {`[{"skuId":"s1"}]`, "p1", PlanOn, "", "FULL"},
		"turned off":         {`[{"skuId":"s1","disabledPlans":["P1"]}]`, "p1", PlanOff, PlanTurnedOff, "FULL"},
		"off for everyone":   {`[{"skuId":"s1"}]`, "p3", PlanOff, PlanTurnedOff, "FULL"},
		"not ready":          {`[{"skuId":"s1"}]`, "p2", PlanUnknown, PlanNotReady, "FULL"},
		"ended":              {`[{"skuId":"s2"}]`, "p1", PlanOff, PlanLicenceEnded, "OLD"},
		"a warning works":    {`[{"skuId":"s3"}]`, "p1", PlanOn, "", "LATE"},
		"a new state":        {`[{"skuId":"s4"}]`, "p1", PlanUnknown, PlanNotReady, "NEW"},
		"none":               {`[{"skuId":"s5"}]`, "p1", PlanNone, "", ""},
		"no licence":         {`[]`, "p1", PlanNone, "", ""},
		"absent":             {``, "p1", PlanUnknown, PlanNotRead, ""},
		"null":               {`null`, "p1", PlanUnknown, PlanNotRead, ""},
		"not on the list":    {`[{"skuId":"s8"}]`, "p1", PlanUnknown, PlanLicenceAbsent, ""},
		"one that works":     {`[{"skuId":"s8"},{"skuId":"s2"},{"skuId":"s3"}]`, "p1", PlanOn, "", "LATE"},
		"off, or not known":  {`[{"skuId":"s2"},{"skuId":"s4"}]`, "p1", PlanUnknown, PlanNotReady, "NEW"},
		"one of several":     {`[{"skuId":"s1"}]`, "p8 p1", PlanOn, "", "FULL"},
		"one of two is off":  {`[{"skuId":"s1"}]`, "p3 p1", PlanOn, "", "FULL"},
		"turned off, spared": {`[{"skuId":"s1","disabledPlans":["P1"]},{"skuId":"s3"}]`, "p1", PlanOn, "", "LATE"},
	} {
		body := "{}"
		if c.licences != "" {
			body = `{"assignedLicenses":` + c.licences + `}`
		}
		var u User
		if err := json.Unmarshal([]byte(body), &u); err != nil {
			t.Fatal(err)
		}
		got := l.Of(u, strings.Fields(c.plans)...)
		if got.Standing != c.want || got.Cause != c.why || strings.Join(got.Licences, " ") != c.by {
			t.Errorf("%s: %+v", name, got)
		}
		var none *Licensing
		if got := none.Of(u, strings.Fields(c.plans)...); got.Standing != PlanUnknown || got.Cause != PlanNotRead {
			t.Errorf("%s, licences not read: %+v", name, got)
		}
	}
	l.bySKU["s5"].Plans[0].Name = "OFFICE_NEW"
	var u User
	if err := json.Unmarshal([]byte(`{"assignedLicenses":[{"skuId":"s5"},{"skuId":"s8"}]}`), &u); err != nil {
		t.Fatal(err)
	}
	if !l.Named(u, "X", "OFFICE_") || l.Named(u, "NEW") || (*Licensing)(nil).Named(u, "OFFICE_") {
		t.Error("the plan is known by how its name begins")
	}
	if u.Licences[0].Disabled = (Texts{"p9"}); l.Named(u, "OFFICE_") {
		t.Error("a plan that is turned off counts")
	}
	if f := l.Has("p9"); !f.Yes || !l.Has("p7").No() || (*Licensing)(nil).Has("p9").Known {
		t.Errorf("%+v", f)
	}
}

// The licences of a real organisation, as Microsoft Graph answers.
func TestLiveLicences(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(shared.Folder(t, "samples", "admin", "licences"),
		"subscribedSkus.live.json"))
	if err != nil {
		t.Fatal(err)
	}
	var live struct {
		Value []Licence `json:"value"`
	}
	if err := json.Unmarshal(text, &live); err != nil || len(live.Value) == 0 {
		t.Fatal(len(live.Value), err)
	}
	u := User{Licences: []UserLicence{}}
	for _, l := range live.Value {
		u.Licences = append(u.Licences, UserLicence{SKU: Text(strings.ToUpper(string(l.SKU)))})
	}
	l := NewLicensing(live.Value)
	if p := l.Of(u, PlanP2); p.Standing != PlanOn || strings.Join(p.Licences, " ") != "EMSPREMIUM" {
		t.Errorf("%+v", p)
	}
	if p := l.Of(u, "bf6f5520-59e3-4f82-974b-7dbbc4fd27c7"); p.Standing != PlanNone {
		t.Errorf("%+v", p)
	}
}
