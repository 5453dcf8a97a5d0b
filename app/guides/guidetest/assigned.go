package guidetest

import (
	"strings"

	"handrail/app/tenant"
)

// assignedRows adds what Intune assigns to groups, and the licences of groups.
func assignedRows(rows map[string][]string) {
	to := func(id, name, group string) string {
		return `{"id":"` + id + `","displayName":"` + name + `","assignments":[{"id":"` + id + `-1","intent":"required",
			"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"` + group + `"}}]}`
	}
	for kind, all := range map[tenant.Demand][]string{
		tenant.IntuneProfiles:     {to("ip1", "One app", "kiosks"), to("ip2", "No camera", "youth")},
		tenant.IntuneSettings:     {strings.Replace(to("is1", "Browser", "kiosks"), "displayName", "name", 1)},
		tenant.IntuneTemplates:    {to("it1", "Office", "trustees")},
		tenant.IntuneCompliance:   {to("ic1", "Up to date", "kiosks")},
		tenant.IntuneApps:         {to("ia1", "Hall booking", "kiosks"), to("ia2", "Slides", "copies")},
		tenant.IntuneScripts:      {to("iw1", "Add a printer", "kiosks")},
		tenant.IntuneRemediations: {to("ir1", "Clear disks", "trustees")},
		tenant.IntuneMacScripts:   {to("im1", "Rename Macs", "trustees")},
		tenant.IntuneAutopilot:    {to("iu1", "Hall Kiosk", "kiosks")},
	} {
		rows[tenant.IntuneSection(kind)] = all
	}
	for kind, all := range map[tenant.Demand][]string{
		tenant.EnrolmentApple:   {`{"id":"ea1","displayName":"Trustee iPads"}`},
		tenant.EnrolmentAndroid: {`{"id":"er1","displayName":"Scanners"}`},
	} {
		rows[tenant.IntuneSection(kind)] = all
	}
	for _, id := range []string{"trustees", "helpers", "youth", "kiosks", "copies"} {
		licences := "[]"
		if id == "kiosks" {
			licences = `[{"skuId":"s2","disabledPlans":[]}]`
		}
		rows[tenant.GroupLicencesSection] = append(rows[tenant.GroupLicencesSection],
			`{"id":"`+id+`","assignedLicenses":`+licences+`}`)
	}
}
