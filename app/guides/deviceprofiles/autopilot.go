package deviceprofiles

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/tenant"
)

// showAutopilot counts the computers that are registered and have no profile name yet.
func (w *world) showAutopilot(ctx context.Context, doc *frame.Draft) error {
	unknown := func(name, label string) { doc.Fact(name, label, string(report.Unknown), "Not known") }
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
			Text:  "A computer gets one when it is set up. Until then, no rule that compares the name takes it."})
	}
	doc.Fact("autopilot", "Computers in Autopilot", strconv.Itoa(len(computers)), "")
	doc.Fact("autopilot-unnamed", "Of these without a profile name", strconv.Itoa(unnamed), "")
	return nil
}
