package mfa

import (
	"strings"

	"handrail/app/identity/access"
	"handrail/app/identity/roles"
)

// SyncStop is an account of directory synchronisation that cannot sign in, because
// something requires MFA from it.
type SyncStop struct {
	Person int      // position in the organisation
	By     []string // what requires MFA, or what may, in words
	Sure   bool     // certainly, and not only under a condition
}

// SyncRole reports whether a role is one of those of directory synchronisation.
func SyncRole(template string) bool {
	return strings.EqualFold(template, roles.SyncAccounts) || strings.EqualFold(template, roles.SyncAccount)
}

// SyncStops returns the accounts of directory synchronisation that e stops (Microsoft
// Learn: Require MFA for all users: exclude the Directory Synchronization Accounts).
func (o *Organisation) SyncStops(e *Enforcement) (all []SyncStop) {
	for i := range o.People {
		p := &o.People[i]
		if p.Marks&SyncAccount == 0 || p.Enabled == access.No {
			continue
		}
		stop, may := SyncStop{Person: i}, []string(nil)
		if p.PerUser == access.Yes {
			stop.By, stop.Sure = append(stop.By, "per-user MFA"), true
		}
		s := p.subject(o.belongs)
		for k := range e.Policies {
			if a := &e.Policies[k]; a.Asks && a.Policy.Acts(&s) != access.No {
				name := "the policy “" + a.Name + "”"
				if a.acts(&s) == access.Yes {
					stop.By, stop.Sure = append(stop.By, name), true
				} else {
					may = append(may, name)
				}
			}
		}
		if !stop.Sure {
			stop.By = may
		}
		if len(stop.By) > 0 {
			all = append(all, stop)
		}
	}
	return all
}
