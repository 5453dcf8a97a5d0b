package mfaview

import (
	"strings"

	"handrail/app"
	"handrail/app/guide/frame"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/tenant"
)

// SyncFindings returns a finding for each account of directory synchronisation that e
// stops, or may stop. later says that e is not on yet.
func SyncFindings(o *mfa.Organisation, e *mfa.Enforcement, later bool) (found []report.Finding) {
	for _, stop := range o.SyncStops(e) {
		p := &o.People[stop.Person]
		found = append(found, SyncFinding(p.Label(), p.UPN, stop, later))
	}
	return found
}

// SyncFinding returns the finding for an account of directory synchronisation, by its
// name and sign-in name.
func SyncFinding(label, upn string, stop mfa.SyncStop, later bool) report.Finding {
	verb := map[bool]map[bool]string{
		true:  {true: "would stop", false: "stops"},
		false: {true: "may stop", false: "may stop"},
	}[stop.Sure][later]
	by := "MFA is required by: "
	if !stop.Sure {
		by = "MFA may be required by: "
	}
	return report.Finding{Code: "sync-account", Severity: report.Problem, Subject: upn,
		Title: "MFA " + verb + " directory synchronisation",
		Text: "The account " + label + " (" + upn + ") cannot verify a sign-in. " + by +
			strings.Join(stop.By, ", ") + ".",
		Do: "Exclude this account from MFA."}
}

// GoneFindings returns a finding for each group that a policy names and that no longer
// exists, and for each account that it names and that the organisation does not have.
// Such a group has no members.
func GoneFindings(o *mfa.Organisation) (found []report.Finding) {
	for _, g := range o.Gone {
		found = append(found, GoneGroup(g, o.PoliciesNaming(g)))
	}
	for _, u := range o.GoneUsers {
		text := "A setting names the account " + app.ShortID(u) + "."
		if names := o.PoliciesNaming(u); len(names) > 0 {
			text = "The account " + app.ShortID(u) + " is named in: " + strings.Join(names, ", ") + "."
		}
		found = append(found, report.Finding{Code: "user-gone", Severity: report.Warning, Subject: u,
			Title: "A policy names an account that your organisation does not have",
			Text:  text + " The list of people does not contain it. It may be deleted.",
			Do:    "Remove the account from the setting, or choose another account."})
	}
	return found
}

// GoneGroup returns the finding for a group that no longer exists, with the names of
// the policies that name it.
func GoneGroup(id string, policies []string) report.Finding {
	title, text := "A policy names a group that no longer exists", "The group "+app.ShortID(id)+" is named in: "+
		strings.Join(policies, ", ")+"."
	if len(policies) == 0 {
		title, text = "A setting or the change names a group that no longer exists",
			"A setting or the planned change names the group "+app.ShortID(id)+"."
	}
	return report.Finding{Code: "group-gone", Severity: report.Warning, Subject: id, Title: title,
		Text: text + " It includes no one and excludes no one.",
		Do:   "Remove the group from the setting, or choose another group."}
}

// PolicyFindings returns what is not known of the Conditional Access policies that were read.
func PolicyFindings(o *mfa.Organisation) []report.Finding {
	if o.Read[tenant.SectionAccess].IsZero() {
		return nil // said where the sections that were not read are
	}
	return frame.BetaPolicies(o.Enforcement.BetaOnly, o.Enforcement.Compared)
}
