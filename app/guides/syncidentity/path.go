package syncidentity

import (
	"handrail/app/identity/access"
	"handrail/app/report"
)

// path returns the way of a sync, from the server to Microsoft, with the answer above it.
func (w *world) path(found report.Finding) report.Path {
	server := report.Stop{Icon: "server", Title: "Your server", Severity: report.Unknown, Text: "Last sync not known"}
	switch s := w.standing; {
	case s.InUse == access.No:
		server.Severity, server.Text = report.OK, "No sync in use"
	case !s.Last.IsZero():
		server.Severity, server.Text = report.OK, "Last sync "+s.Last.Local().Format("2 January, 15:04")
		if s.Stopped != access.No {
			server.Severity = map[bool]report.Severity{true: report.Problem, false: report.Unknown}[s.Stopped == access.Yes]
		}
	}
	account := report.Stop{Icon: "person", Title: "Sync account", Severity: report.Unknown, Text: "Not known"}
	switch labels := w.labels(); {
	case len(labels) == 1:
		account.Severity, account.Text = report.OK, labels[0]
	case len(labels) > 1:
		account.Severity, account.Text = report.Warning, counted(len(labels), "account", "accounts")+" have a sync role"
	case w.standing.InUse == access.No && w.rolesKnown:
		account.Severity, account.Text = report.OK, "None"
	}
	policies := report.Stop{Icon: "lock", Title: "Policies", Severity: found.Severity, Text: "Not known"}
	if !w.policyGap {
		policies.Text = counted(len(w.policies), "policy", "policies") + " checked"
	}
	return report.Path{Caption: "Does any policy stop the directory sync?", Verdict: found.Title, Why: found.Text,
		Stops: []report.Stop{server, account, policies}}
}
