package deviceprofiles

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/tenant"
)

// showAutopilot names the profiles of Autopilot that no device has, and counts the computers that are
// registered and have no profile name yet.
func (w *world) showAutopilot(ctx context.Context, doc *frame.Draft) error {
	unknown := func(name, label string) { doc.Fact(name, label, string(report.Unknown), "Not known") }
	if _, known := w.have.Gap(tenant.SectionProfiles); known && w.devicesKnown {
		profiles, err := tenant.All[tenant.AutopilotProfile](ctx, w.have, tenant.SectionProfiles)
		if err != nil {
			return err
		}
		table := report.Table{Title: "Autopilot profiles that no device has", Columns: []string{"Profile name"}}
		for _, p := range profiles {
			if len(w.named([]string{string(p.Name)})) == 0 {
				table.Rows = append(table.Rows, []string{string(p.Name)})
			}
		}
		doc.Add(table)
		doc.Fact("unused", "Autopilot profiles that no device has", strconv.Itoa(len(table.Rows)), "")
	} else {
		unknown("unused", "Autopilot profiles that no device has")
	}
	if _, known := w.have.Gap(tenant.SectionAutopilot); !known || !w.devicesKnown {
		unknown("autopilot", "Computers in Autopilot")
		unknown("autopilot-unnamed", "Of these without a profile name")
		return nil
	}
	computers, err := tenant.All[tenant.AutopilotDevice](ctx, w.have, tenant.SectionAutopilot)
	if err != nil {
		return err
	}
	named := map[string]bool{} // by device ID, which is not the ID of the row
	for _, one := range w.devices {
		named[strings.ToLower(one.DeviceID)] = one.Profile != ""
	}
	unnamed := 0
	for _, one := range computers {
		if one.Device == "" || !named[strings.ToLower(string(one.Device))] {
			unnamed++
		}
	}
	if unnamed > 0 {
		doc.Find(report.Finding{Code: "autopilot-unnamed", Severity: report.Note,
			Title: counted(unnamed, "Autopilot computer has", "Autopilot computers have") + " no profile name yet",
			Text:  "They get one when they are set up. Until then, no rule that compares the name takes them."})
	}
	doc.Fact("autopilot", "Computers in Autopilot", strconv.Itoa(len(computers)), "")
	doc.Fact("autopilot-unnamed", "Of these without a profile name", strconv.Itoa(unnamed), "")
	return nil
}
