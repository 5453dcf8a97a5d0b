package adminaccess

import (
	"strings"

	"handrail/app/identity/access"
	"handrail/app/report"
)

// adminFinding is the answer: who can sign in without MFA, and for whom it is not known.
func (w *world) adminFinding(admins int, strange, open []string, unsure int) report.Finding {
	f := report.Finding{Code: "administrators", Severity: report.OK}
	switch {
	case admins == 0 && !w.rolesKnown:
		f.Severity, f.Title = report.Unknown, "It is not known who your administrators are"
		f.Text, f.Do = "Handrail could not read all roles.", "Refresh “Administrators” on the page Organisation."
	case admins+len(strange) == 0:
		f.Severity, f.Title, f.Text = report.Warning, "No person holds an administrator role",
			"Only applications may hold one."
	case len(open) > 0:
		f.Severity = report.Problem
		f.Title = counted(len(open), "administrator", "administrators") + " can sign in without MFA"
		f.Text, f.Do = strings.Join(open, ", ")+".", "Continue, and protect them with two policies."
		if w.p1 == access.No {
			f.Do = "Continue, and turn on MFA for them."
		}
	case unsure > 0:
		f.Severity = report.Unknown
		f.Title = "MFA is not known for " + counted(unsure, "administrator", "administrators")
		f.Text = "Whether they must use MFA depends on a condition, or Handrail could not read something."
	case !w.rolesKnown:
		f.Severity, f.Title = report.Unknown, "Every administrator that Handrail knows must use MFA"
		f.Text = "Handrail could not read all roles. There may be more administrators."
	default:
		f.Title = "Every administrator must use MFA"
		f.Text = "At every sign-in, by a setting of your organisation."
		if !w.eligibleKnown {
			f.Text += " Who may activate a role is not known."
		}
	}
	return f
}
