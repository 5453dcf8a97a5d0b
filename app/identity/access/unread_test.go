package access

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"handrail/app/tenant"
)

// TestARowWithoutPeopleIsNotRead: Microsoft always returns whom a policy includes, so a row
// without it names no one only for Handrail.
func TestARowWithoutPeopleIsNotRead(t *testing.T) {
	for text, want := range map[string]Answer{
		`{"includeUsers":["None"],"includeTomorrow":["x"]}`: Unknown, `{"includeUsers":["bob"],"includeTomorrow":[]}`: No,
		`{"includeGroups":["g-none"],"includeTomorrow":{"kind":"x"},"includeUsers":[]}`: Unknown,
		`{"includeUsers":["bob"],"includeTomorrow@odata.context":"x"}`:                  No,
		`null`: Unknown, `{}`: Unknown, `{"excludeUsers":["x"]}`: Unknown, `{"includeUsers":null}`: Unknown,
		`{"excludeUsers":["ada"]}`: No, `{"includeUsers":[]}`: No, `{"includeUsers":["None"]}`: No,
		`{"includeRoles":[],"includeUsers":null}`: Unknown, `{"includeGuestsOrExternalUsers":null}`: Unknown,
		`{"conditions":null}`: Unknown, `{"conditions":{}}`: Unknown,
		`{"conditions":{"clientApplications":{"includeServicePrincipals":["a1"]}}}`: No,
	} {
		if !strings.HasPrefix(text, `{"conditions"`) {
			text = `{"conditions":{"users":` + text + `}}`
		}
		p := Of(row(t, "enabled", text))
		r := p.Reach(&ada)
		if r.Answer != want || want == Unknown && !strings.HasPrefix(r.Text(nil), "Microsoft’s answer") {
			t.Errorf("%s: %s, %q; want %s", text, r.Answer, r.Text(nil), want)
		}
		crowd := NewCrowd([]Subject{ada, gus}, func(string) ([]string, []string, bool) { return nil, nil, true })
		if yes, unknown := crowd.Reach(&p); unknown.Has(0) != (want == Unknown) || yes.Has(0) {
			t.Errorf("%s: the crowd says otherwise", text)
		}
	}
}

// TestAnAccountWithoutIDMayBeAnyOne: what names single accounts may name it.
func TestAnAccountWithoutIDMayBeAnyOne(t *testing.T) {
	person, app := Subject{In: in(), Active: roles(), Eligible: roles()}, Subject{Workload: true}
	for text, want := range map[string][2]Answer{
		`{"users":{"includeUsers":["bob"]}}`:                                                             {Unknown, No},
		`{"users":{"includeUsers":["All"],"excludeUsers":["bob"]}}`:                                      {Unknown, No},
		`{"users":{"includeUsers":["None"]}}`:                                                            {No, No},
		`{"users":{"includeUsers":["All"]}}`:                                                             {Yes, No},
		`{"users":{"includeUsers":["None"]},"clientApplications":{"includeServicePrincipals":["a1"]}}`:   {No, Unknown},
		`{"users":{"includeUsers":["None"]},"clientApplications":{"includeServicePrincipals":["None"]}}`: {No, No},
	} {
		p := Of(row(t, "enabled", `{"conditions":`+text+`}`))
		for n, s := range []*Subject{&person, &app} {
			if r := p.Reach(s); r.Answer != want[n] || !strings.HasSuffix(r.Text(nil), ".") {
				t.Errorf("%s, %d: %s, %s", text, n, r.Answer, r.Text(nil))
			}
		}
		if yes, unknown := Ask([]Subject{person, ada}).Reach(&p); fmt.Sprint(yes.Has(0), unknown.Has(0)) !=
			fmt.Sprint(want[0] == Yes, want[0] == Unknown) {
			t.Errorf("%s: the crowd says otherwise", text)
		}
	}
}

// TestARowOfAnotherShapeIsUnknown: one odd policy neither hides the others nor asks for nothing.
func TestARowOfAnotherShapeIsUnknown(t *testing.T) {
	never := func(c Control) Answer { return map[bool]Answer{true: Unknown, false: No}[c == UnknownControl] }
	for _, text := range []string{`"grantControls":[]`,
		`"grantControls":"x","conditions":{"users":{"includeUsers":["All"]}}`,
		`"conditions":[]`, `"conditions":{"users":"All"}`, `"conditions":{"users":{"includeUsers":["All"]}}`} {
		var p tenant.AccessPolicy
		if err := json.Unmarshal([]byte(`{"displayName":" ","state":"enabled","id":"p1",`+text+`}`), &p); err != nil {
			t.Fatal(text, err)
		}
		policy := Of(p)
		stops, by := GrantOf(p).Stops(never)
		if policy.Reach(&ada).Answer == No || policy.State != On || stops != Unknown || by[0] != UnknownControl ||
			p.Name != "p1" {
			t.Errorf("%s: %s, %s %v, %+v", text, policy.Reach(&ada).Answer, stops, by, p)
		}
	}
	var p tenant.AccessPolicy
	text := `{"id":"p","grantControls":null,"sessionControls":{"persistentBrowser":{"isEnabled":true}}}`
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	if stops, _ := GrantOf(p).Stops(never); stops != No {
		t.Errorf("a policy for the session: %s", stops)
	}
}

// TestAControlOfTomorrowMayAskForMore: Microsoft adds controls as fields of their own, too.
func TestAControlOfTomorrowMayAskForMore(t *testing.T) {
	can := func(c Control) Answer { return map[bool]Answer{true: Unknown, false: Yes}[c == UnknownControl] }
	for text, want := range map[string]Answer{
		`{"operator":"OR","builtInControls":[],"tomorrow":{"id":"x"}}`:       Unknown,
		`{"operator":"AND","builtInControls":["mfa"],"tomorrow":["x"]}`:      Unknown,
		`{"operator":"OR","builtInControls":["mfa"],"tomorrow":["x"]}`:       No,
		`{"operator":"AND","builtInControls":["mfa"],"tomorrow":null}`:       No,
		`{"operator":"AND","builtInControls":["mfa"],"tomorrow":[]}`:         No,
		`{"operator":"AND","builtInControls":["mfa"],"x@odata.context":"x"}`: No,
	} {
		if stops, _ := GrantOf(row(t, "enabled", `{"conditions":{},"grantControls":`+text+`}`)).Stops(can); stops != want {
			t.Errorf("%s: %s, want %s", text, stops, want)
		}
	}
	p := Of(row(t, "enabled", `{"includeUsers":["All"],"excludeTomorrow":["x"]}`))
	if r := p.Reach(&ada); len(r.Conditions) == 0 || r.Conditions[len(r.Conditions)-1].Kind != Unread {
		t.Errorf("an exclusion of tomorrow: %+v", r)
	}
}
