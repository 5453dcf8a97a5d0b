package adminaccess

import (
	"slices"

	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
)

// legacyGap adds that policies block one kind of legacy clients and not the other (Graph
// resource conditionalAccessConditionSet, clientAppTypes).
func (w *world) legacyGap(doc *frame.Draft) {
	if w.policyGap || w.defaults == access.Yes {
		return
	}
	blocked := map[string]bool{}
	for _, p := range w.policies {
		users, apps := p.Conditions.Users, p.Conditions.ClientApps
		narrow := slices.ContainsFunc(access.Of(p).Conditions, func(c access.Condition) bool {
			return c.Kind != access.Clients
		})
		admins := users.Include.Has("All") || len(users.IncludeRoles) > 0
		if p.State.Is(stateOff) || narrow || !admins || !access.GrantOf(p).Block {
			continue
		}
		for _, kind := range []string{"exchangeActiveSync", "other"} {
			if apps.Has(kind) || apps.Has("all") || len(apps) == 0 {
				blocked[kind] = true
			}
		}
	}
	if len(blocked) != 1 {
		return
	}
	f := report.Finding{Code: "legacy-half-open", Severity: report.Warning,
		Title: "Your policies block only a part of the legacy apps",
		Text:  "Exchange ActiveSync is still open.", Do: "Continue, and block all of them for administrators."}
	if blocked["exchangeActiveSync"] {
		f.Text = "Other legacy apps are still open, such as IMAP."
	}
	doc.Find(f)
}
