package adminaccess

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// effectsTold returns the list of verdicts of the first step: by person and policy.
func effectsTold(t *testing.T, d deps) map[string]policyEffect {
	t.Helper()
	doc, err := d.today(t.Context(), visit(), none)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]policyEffect{}
	for _, b := range doc.Blocks {
		e, ok := b.(report.Entries)
		if !ok || e.Name != "verdicts" {
			continue
		}
		for _, item := range e.Items {
			var person struct {
				ID       string
				Policies []policyEffect
			}
			if err := json.Unmarshal(item.Data, &person); err != nil || person.ID == "" {
				t.Fatalf("%s: %v", item.Data, err)
			}
			for _, v := range person.Policies {
				all[person.ID+" "+v.Policy] = v
			}
			if item.Open == nil || item.State == "" {
				t.Errorf("%s opens nothing", item.Title)
			}
		}
	}
	return all
}

func TestVerdictOfEachPolicyForEachAdministrator(t *testing.T) {
	w, d := made(t, false)
	ga := `"includeRoles":["` + roles.GlobalAdministrator + `"]`
	add := func(id, state, users, more, grant string) {
		w.Office.Add(tenant.SectionAccess, fmt.Sprintf(`{"id":%q,"displayName":"Policy %s","state":%q,"conditions":{
			"applications":{"includeApplications":["All"]},"users":{%s}%s},"grantControls":%s}`, id, id, state, users, more,
			grant))
	}
	const (
		block  = `{"operator":"OR","builtInControls":["block"]}`
		mfa    = `{"operator":"OR","builtInControls":["mfa"]}`
		phish  = `{"operator":"OR","authenticationStrength":{"id":"00000000-0000-0000-0000-000000000004"}}`
		device = `{"operator":"OR","builtInControls":["compliantDevice"]}`
	)
	add("block", stateOn, ga, "", block)
	add("may", stateReport, ga, "", block)
	add("off", stateOff, ga, "", block)
	add("mfa", stateOn, ga, "", mfa)
	add("phish", stateOn, ga, "", phish)
	add("device", stateOn, ga, "", device)
	add("spared", stateOn, ga+`,"excludeUsers":["em1"]`, "", block)
	add("legacy", stateOn, ga, `,"clientAppTypes":["other"]`, block)
	add("teams", stateOn, `"includeRoles":["`+teams+`"]`, "", block)
	add("group", stateOn, ga+`,"excludeGroups":["nowhere"]`, "", block)
	w.Office.Add(tenant.SectionAccess, `{"id":"but","displayName":"Policy but","state":"enabled","conditions":{
		"applications":{"includeApplications":["All"],"excludeApplications":["x"]},"users":{`+ga+`}},"grantControls":`+
		device+`}`)
	w.Office.Unread(tenant.MembersSection("nowhere"))
	all := effectsTold(t, d)
	for policy, want := range map[string]string{"block": "stops", "may": "will-stop", "off": "spares", "mfa": "passes",
		"phish": "passes", "device": "unknown", "spared": "spares", "legacy": "depends", "teams": "spares",
		"group": "unknown", "but": "depends"} {
		v := all["em1 "+policy]
		if v.Verdict != want || !strings.HasSuffix(v.Reason, ".") || v.Code == "" || v.Name != "Policy "+policy {
			t.Errorf("%s: %+v, want %s", policy, v, want)
		}
	}
	if all["em2 spared"].Verdict != "stops" || len(all)%11 != 0 || len(all) < 30 {
		t.Errorf("%d verdicts, %+v", len(all), all["em2 spared"])
	}
	if why := all["em1 but"].Reason; !strings.Contains(why, "From 15 June 2026") {
		t.Error(why)
	}
	w.Office.Unread(tenant.SectionAccess)
	if all := effectsTold(t, d); len(all) != 0 {
		t.Errorf("without policies: %v", all)
	}
}
