package adminaccess

import (
	"strings"
	"time"

	"handrail/app/report"
)

// managedPrefix is how the names of Microsoft's own policies begin (Microsoft Learn,
// Microsoft-managed Conditional Access policies).
const managedPrefix = "Microsoft-managed:"

// appeared is about policies that are there since security defaults went off, and that
// Handrail did not make. Microsoft's own are expected then.
func (w *world) appeared() (all []report.Finding) {
	if !w.turnedOff || w.offAt.IsZero() || w.policyGap {
		return nil
	}
	var managed, strange []string
	for _, row := range w.policies {
		if w.proven(row.ID) || row.Created.IsZero() || row.Created.Before(w.offAt.Add(-time.Minute)) {
			continue
		}
		name := "“" + string(row.Name) + "” (" + strings.ToLower(stateWords(row.State)) + ")"
		if strings.HasPrefix(string(row.Name), managedPrefix) {
			managed = append(managed, name)
		} else {
			strange = append(strange, name)
		}
	}
	if len(managed) > 0 {
		all = append(all, report.Finding{Code: "policies-managed", Severity: report.Note,
			Title: "Microsoft added " + counted(len(managed), "policy", "policies") + " of its own",
			Text: "This is expected after security defaults go off. Read them before Microsoft turns them on: " +
				strings.Join(managed, ", ") + "."})
	}
	if len(strange) > 0 {
		all = append(all, report.Finding{Code: "policies-appeared", Severity: report.Note,
			Title: counted(len(strange), "policy was", "policies were") + " made by someone else since the switch",
			Text:  strings.Join(strange, ", ") + "."})
	}
	return all
}
