package store

import (
	"context"
	"fmt"
	"testing"

	"handrail/app/addin/assignment"
	"handrail/app/tenant"
)

// BenchmarkLeftOut100000 tells who of 100,000 people an add-in would not reach
// that is given to 5,000 groups inside each other, from the cache.
func BenchmarkLeftOut100000(b *testing.B) {
	const groups = 5000
	ctx, c := context.Background(), crowd(b)
	bring := func(section string, rows []tenant.Row) {
		b.Helper()
		if _, err := c.Begin(ctx, section); err != nil {
			b.Fatal(err)
		}
		if _, err := c.Keep(ctx, section, tenant.Page{Rows: rows}); err != nil {
			b.Fatal(err)
		}
		if _, err := c.Complete(ctx, section, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
	id := func(g int) string { return fmt.Sprintf("a%07d-0000-4000-8000-000000000000", g) }
	bring(tenant.SectionLicences, []tenant.Row{jsonRow("l",
		`{"id":"l","skuId":"cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46","capabilityStatus":"Enabled",`+
			`"servicePlans":[{"servicePlanId":"9aaf7827-d63c-4b61-89c3-182f06f82e5c",`+
			`"servicePlanName":"EXCHANGE_S_STANDARD"}]}`)})
	var all []tenant.Row
	for g := range groups {
		all = append(all, jsonRow(id(g),
			fmt.Sprintf(`{"id":%q,"displayName":"Group %d","mail":"group.%d@parish.example","mailEnabled":true,`+
				`"securityEnabled":true,"groupTypes":[]}`, id(g), g, g)))
	}
	bring(tenant.SectionGroups, all)
	for g := range groups {
		var in []tenant.Row
		for p := g * many / groups; p < (g+1)*many/groups; p++ {
			in = append(in, jsonRow(aPersonID(p),
				fmt.Sprintf(`{"@odata.type":"#microsoft.graph.user","id":%q,"displayName":"Person %d"}`, aPersonID(p),
					p)))
		}
		for _, inside := range []int{2*g + 1, 2*g + 2} {
			if inside < groups {
				in = append(in, jsonRow(id(inside),
					fmt.Sprintf(`{"@odata.type":"#microsoft.graph.group","id":%q}`, id(inside))))
			}
		}
		bring(tenant.DirectMembersSection(id(g)), in)
	}
	bring(tenant.ParentsSection(id(0)), nil)
	bring(tenant.ParentsSection(id(1)), nil)
	for b.Loop() {
		o, err := assignment.Load(ctx, c)
		if err != nil {
			b.Fatal(err)
		}
		chosen := append(o.FindGroup(id(0)), o.FindGroup(id(1))...)
		unread, err := o.LoadMembers(ctx, c, chosen)
		if err != nil || len(unread) > 0 {
			b.Fatal(unread, err)
		}
		left := 0
		for _, r := range assignment.Evaluate(assignment.Question{People: o.People, Groups: o.Groups,
			Who: assignment.Groups, Chosen: chosen}) {
			if r.State == assignment.LeftOut {
				left++
			}
		}
		if left < many/2 {
			b.Fatal(left)
		}
	}
	peak(b)
}
