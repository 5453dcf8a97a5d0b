package screens

import (
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// readFindings fills what is wrong with the policies, for this person and in
// themselves: MFA that stops directory synchronisation, and groups that are gone.
func (f *personFacts) readFindings(mine []tenant.RoleAssignment, status map[string]tenant.Status) {
	stop, may, named := mfa.SyncStop{}, []string(nil), map[string][]string{}
	if perUserOn(f.perUser) {
		stop.By, stop.Sure = []string{"per-user MFA"}, true
	}
	var gone []string
	for _, r := range f.reached {
		a := mfa.AccessOf(r.policy)
		if !a.Asks && !a.Guards {
			continue
		}
		if acts := r.reach.Acts(); a.Asks && acts != access.No {
			name := "the policy “" + a.Name + "”"
			if acts == access.Yes && a.Only == "" && !a.Unclear {
				stop.By, stop.Sure = append(stop.By, name), true
			} else {
				may = append(may, name)
			}
		}
		for _, g := range a.Policy.Groups() {
			if !status[tenant.MembersSection(g)].Gone() {
				continue
			}
			if id := strings.ToLower(g); len(named[id]) == 0 {
				gone = append(gone, id)
			}
			named[strings.ToLower(g)] = append(named[strings.ToLower(g)], a.Name)
		}
	}
	if !stop.Sure {
		stop.By = may
	}
	for _, a := range mine {
		if template, counts := access.Role(a); counts && !a.Eligible.Yes && mfa.SyncRole(template) && len(stop.By) > 0 &&
			!f.one.Enabled.No() {
			f.found = append(f.found, mfaview.SyncFinding(or(f.one.Name, f.one.UPN), f.one.UPN, stop, false))
			break
		}
	}
	for _, id := range gone {
		f.found = append(f.found, mfaview.GoneGroup(id, named[id]))
	}
}

// perUserOn reports whether per-user MFA requires MFA, by Microsoft's word.
func perUserOn(state string) bool {
	return strings.EqualFold(state, "enabled") || strings.EqualFold(state, "enforced")
}

// banners are the findings as they are shown above the policies.
func banners(found []report.Finding) (all []fyne.CanvasObject) {
	for _, f := range found {
		all = append(all, parts.NewBanner(f.Severity, f.Title+".", f.Text+" "+f.Do))
	}
	return all
}
