package mfa

import (
	"handrail/app/identity/access"
	"handrail/app/tenant"
)

// Take makes rows the policies of e. Where they were not compared with the beta of Graph, or
// the beta has one more that acts, it is not known whether they are all.
func (e *Enforcement) Take(rows []tenant.AccessPolicy, compared bool) {
	e.Policies, e.Complete, e.Compared, e.BetaOnly = nil, access.Yes, compared, tenant.BetaOnly(rows)
	if !compared {
		e.Complete = access.Unknown
	}
	for _, row := range rows {
		a := AccessOf(row)
		if a.Asks || a.Guards {
			e.Policies = append(e.Policies, a)
		}
		if s := a.Policy.State; row.BetaOnly && s != access.Off && s != access.ReportOnly {
			e.Complete = access.Unknown
		}
	}
}
