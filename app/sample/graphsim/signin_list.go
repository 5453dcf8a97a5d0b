package graphsim

import (
	"fmt"
	"slices"
	"strings"
)

var signInFields = []string{"id", "createdDateTime", "userDisplayName", "userPrincipalName", "userId", "appId",
	"appDisplayName", "ipAddress", "clientAppUsed", "correlationId", "conditionalAccessStatus", "isInteractive",
	"riskDetail", "riskLevelAggregated", "riskLevelDuringSignIn", "riskState", "riskEventTypes", "riskEventTypes_v2",
	"resourceDisplayName", "resourceId", "status", "deviceDetail", "location", "appliedConditionalAccessPolicies"}

// signInKind returns what may be asked for: signInEventTypes in beta only.
func (x *call) signInKind() *kind {
	k := *signInKind
	k.fields = signInFields
	if x.beta {
		k.fields = append(slices.Clone(signInFields), "authenticationDetails", "signInEventTypes")
	}
	return &k
}

// signIns answers the list. In beta the filter signInEventTypes/any(t: t eq
// 'nonInteractiveUser') leads to those of programs: here the sync account's.
func signIns(x *call) *answer {
	c := x.cloud
	if c.options.NoPremium {
		return x.noPremium()
	}
	policies := c.compile()
	quiet := x.beta && strings.Contains(plainQuery(x.rawQuery), "nonInteractiveUser")
	events := c.events
	if quiet {
		events = c.background()
	}
	return x.list(x.signInKind(), source{len(events), func(i int) row {
		if !quiet && int(events[i].person) == c.handKey["sync"] {
			return nil
		}
		if quiet {
			return x.signInRow(events[i], before(policies, events[i].at), quiet)
		}
		return x.signInRow(events[i], policies, quiet)
	}})
}

func oneSignIn(x *call) *answer {
	if x.cloud.options.NoPremium {
		return x.noPremium()
	}
	for _, e := range x.cloud.events {
		if x.cloud.guid(fmt.Sprintf("signin/%d/%d", e.person, e.nth)) == strings.ToLower(x.arg(0)) {
			return x.entity(x.signInKind(), x.signInRow(e, x.cloud.compile(), false))
		}
	}
	return notFound(x.arg(0))
}
