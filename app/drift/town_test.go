package drift

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

const (
	exceptions = "44444444-4444-4444-4444-444444444444"
	staff      = "55555555-5555-5555-5555-555555555555"
	everyone   = `{"id":"p","displayName":"Require MFA for all","state":"%s","conditions":{"clientAppTypes":["all"],` +
		`"applications":{"includeApplications":["All"]},"users":{"includeUsers":["All"],"excludeGroups":["` + exceptions +
		`"]}},"grantControls":{"operator":"OR","builtInControls":["mfa"]},"sessionControls":null}`
	onStaff = `{"id":"q","displayName":"MFA for staff","state":"enabled","conditions":{"clientAppTypes":["all"],` +
		`"applications":{"includeApplications":["All"]},"users":{"includeGroups":["` + staff +
		`"]}},"grantControls":{"operator":"OR","builtInControls":["%s"]},"sessionControls":null}`
)

// town is an organisation of 86 people after its changes, with some people in two groups and some policies.
type town struct {
	excluded, staff int // how many people are in the group, from the first on
	policies        []string
	defaults        bool
	perUser         string // "" is not read
	roles           []string
	without         []string // sections that were not read
}

func personID(n int) string { return fmt.Sprintf("00000000-0000-0000-0000-%012d", n) }

func (o town) view(t *testing.T) tenant.View {
	t.Helper()
	all := &tenanttest.Organisation{At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	for n := range 86 {
		all.Add(tenant.SectionUsers, fmt.Sprintf(`{"id":%q,"displayName":"Person %d","userPrincipalName":"p%d@x.org",`+
			`"userType":"Member","accountEnabled":true}`, personID(n), n, n))
		if o.perUser != "" {
			all.Add(tenant.SectionPerUserMFA, fmt.Sprintf(`{"id":%q,"perUserMfaState":%q}`, personID(n), o.perUser))
		}
	}
	all.Add(tenant.SectionRoles, o.roles...)
	all.Add(tenant.SectionAccess, o.policies...)
	all.Add(tenant.SectionDefaults, fmt.Sprintf(`{"id":"d","isEnabled":%v}`, o.defaults))
	all.Add(tenant.SectionGroups, `{"id":"`+exceptions+`","displayName":"Exceptions"}`,
		`{"id":"`+staff+`","displayName":"Staff"}`)
	for group, most := range map[string]int{exceptions: o.excluded, staff: o.staff} {
		all.Add(tenant.MembersSection(group))
		for n := range most {
			all.Add(tenant.MembersSection(group), fmt.Sprintf(`{"id":%q,"displayName":"Person %d"}`, personID(n), n))
		}
	}
	for _, section := range o.without {
		delete(all.Rows, section)
		delete(all.States, section)
	}
	v, err := all.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// members are changes of a group: people from and not including to were added, or removed.
func memberChanges(group string, from, to int, added bool) (all []history.Change) {
	for n := from; n < to; n++ {
		row := fmt.Sprintf(`{"id":%q,"displayName":"Person %d"}`, personID(n), n)
		if added {
			all = append(all, change(tenant.MembersSection(group), personID(n), "", row))
		} else {
			all = append(all, change(tenant.MembersSection(group), personID(n), row, ""))
		}
	}
	return all
}

func perUserChanges(n int, from, to string) (all []history.Change) {
	for i := range n {
		all = append(all, change(tenant.SectionPerUserMFA, personID(i), fmt.Sprintf(`{"perUserMfaState":%q}`, from),
			fmt.Sprintf(`{"perUserMfaState":%q}`, to)))
	}
	return all
}

// lines are a sentence, its facts, and what to do.
func lines(t Told) (all []string) {
	all = append(all, fmt.Sprint(t.Severity, " ", t.Text))
	for _, f := range t.Facts {
		all = append(all, f.What+": "+f.Before+" → "+f.After)
	}
	if t.Do != "" {
		all = append(all, "Do: "+t.Do)
	}
	return all
}
