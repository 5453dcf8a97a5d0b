package graphsim

import (
	"slices"
	"strconv"
	"strings"
)

var (
	accessKind = &kind{name: "conditionalAccessPolicy", context: "identity/conditionalAccess/policies",
		filter: map[string]string{"displayName": "eq startswith", "state": "eq ne", "id": "eq in"}}
	locationKind = &kind{name: "namedLocation", context: "identity/conditionalAccess/namedLocations",
		filter: map[string]string{"displayName": "eq startswith", "id": "eq"}}
)

// accessShape is what a Conditional Access policy may be sent.
const accessShape = `id displayName description state templateId createdDateTime modifiedDateTime deletedDateTime
	conditions{clientAppTypes signInRiskLevels userRiskLevels servicePrincipalRiskLevels insiderRiskLevels
		applications{includeApplications excludeApplications includeUserActions
			includeAuthenticationContextClassReferences applicationFilter{mode rule}}
		users{includeUsers excludeUsers includeGroups excludeGroups includeRoles excludeRoles ` +
	`includeGuestsOrExternalUsers{guestOrExternalUserTypes externalTenants}
			excludeGuestsOrExternalUsers{guestOrExternalUserTypes externalTenants}}
		platforms{includePlatforms excludePlatforms} locations{includeLocations excludeLocations} ` +
	`devices{deviceFilter{mode rule}} authenticationFlows{transferMethods}
		clientApplications{includeServicePrincipals excludeServicePrincipals servicePrincipalFilter}}
	grantControls{operator builtInControls customAuthenticationFactors termsOfUse authenticationStrength}
	sessionControls{applicationEnforcedRestrictions cloudAppSecurity disableResilienceDefaults
		persistentBrowser secureSignInSession signInFrequency}`

// states are what a policy may be.
var states = []string{"enabled", "disabled", "enabledForReportingButNotEnforced"}

func accessRoutes() []route {
	policies, deleted := "/identity/conditionalAccess/policies", "/identity/conditionalAccess/deletedItems/policies"
	return []route{
		{of: "[]conditionalAccessPolicy", pattern: policies,
			do: func(x *call) *answer { return x.list(accessKind, these(x.policies())) }},
		{of: "conditionalAccessPolicy", pattern: policies + "/{}",
			do: func(x *call) *answer { return x.oneOf(accessKind, x.policies()) }},
		{of: "conditionalAccessPolicy", method: "POST", pattern: policies, write: true, do: createAccess},
		{method: "PATCH", pattern: policies + "/{}", write: true, do: changeAccess},
		{method: "DELETE", pattern: policies + "/{}", write: true, do: deleteAccess},
		{of: "[]conditionalAccessPolicy", pattern: deleted,
			do: func(x *call) *answer { return x.list(accessKind, these(x.cloud.deleted)) }},
		{of: "conditionalAccessPolicy", method: "POST", pattern: deleted + "/{}/restore", write: true,
			do: restoreAccess},
		{of: "[]namedLocation", pattern: "/identity/conditionalAccess/namedLocations",
			do: fixed(locationKind, "locations")},
		{of: "namedLocation", pattern: "/identity/conditionalAccess/namedLocations/{}",
			do: fixedOne(locationKind, "locations")},
		{of: "[]authenticationStrengthPolicy", pattern: "/identity/conditionalAccess/authenticationStrength/policies",
			do: fixed(strengthKind, "strengths")},
	}
}

// betaConditions are conditions that v1.0 lacks (npm @microsoft/microsoft-graph-types-beta
// 0.44.0-preview, April 2026).
const betaConditions = "agentIdRiskLevels deviceStates{includeStates excludeStates}"

// policies returns the policies that a version shows: v1.0 leaves out those that use what
// only the beta has.
func (x *call) policies() []object {
	if x.beta {
		return x.cloud.access
	}
	return slices.DeleteFunc(slices.Clone(x.cloud.access), func(o object) bool {
		conditions := o.obj("conditions")
		for name := range parseShape(betaConditions) {
			if v, _ := conditions.get(name); v != nil {
				return true
			}
		}
		return false
	})
}

// accessShape returns what a policy may be sent in a version.
func (x *call) accessShape() string {
	if x.beta {
		return strings.Replace(accessShape, "clientAppTypes", "clientAppTypes "+betaConditions, 1)
	}
	return accessShape
}

// filledIn returns a policy every property that Graph answers, in its order.
func (c *Cloud) filledIn(o object) object {
	empty := func(from object, lists, nulls string) object {
		out := object{}
		for name := range strings.FieldsSeq(lists) {
			out = append(out, field{name, []any{}})
		}
		for name := range strings.FieldsSeq(nulls) {
			out = append(out, field{name, nil})
		}
		return merged(out, from)
	}
	had := o.obj("conditions")
	conditions := empty(nil, "userRiskLevels signInRiskLevels clientAppTypes servicePrincipalRiskLevels",
		"insiderRiskLevels platforms locations devices clientApplications authenticationFlows")
	conditions = merged(conditions, had)
	if len(conditions.texts("clientAppTypes")) == 0 {
		conditions = conditions.with("clientAppTypes", []any{"all"})
	}
	conditions = conditions.with("applications",
		empty(had.obj("applications"),
			"includeApplications excludeApplications includeUserActions includeAuthenticationContextClassReferences",
			"applicationFilter"))
	conditions = conditions.with("users",
		empty(had.obj("users"), "includeUsers excludeUsers includeGroups excludeGroups includeRoles excludeRoles",
			"includeGuestsOrExternalUsers excludeGuestsOrExternalUsers"))
	for name, lists := range map[string]string{"platforms": "includePlatforms excludePlatforms",
		"locations": "includeLocations excludeLocations"} {
		if had.obj(name) != nil {
			conditions = conditions.with(name, empty(had.obj(name), lists, ""))
		}
	}
	out := empty(nil, "", "id templateId displayName createdDateTime modifiedDateTime deletedDateTime state "+
		"sessionControls conditions grantControls")
	out = merged(out, o).with("conditions", conditions)
	if grant := o.obj("grantControls"); grant != nil {
		grant = merged(object{{"operator", "OR"}},
			empty(grant, "builtInControls customAuthenticationFactors termsOfUse", "authenticationStrength"))
		if s, ok := byID(c.tenant.list("strengths"), grant.obj("authenticationStrength").str("id")); ok {
			grant = grant.with("authenticationStrength", s)
		}
		out = out.with("grantControls", grant)
	}
	return out
}

// wrong refuses a policy that Graph would not keep.
func (x *call) wrong(o object) *answer {
	conditions := o.obj("conditions")
	users, apps := conditions.obj("users"), conditions.obj("applications")
	someone := len(users.texts("includeUsers"))+len(users.texts("includeGroups"))+
		len(users.texts("includeRoles")) > 0 || users.obj("includeGuestsOrExternalUsers") != nil
	something := len(apps.texts("includeApplications"))+len(apps.texts("includeUserActions"))+
		len(apps.texts("includeAuthenticationContextClassReferences")) > 0
	on, _ := x.cloud.defaults.get("isEnabled")
	grant := o.obj("grantControls")
	controls := len(grant.texts("builtInControls"))+len(grant.texts("customAuthenticationFactors"))+
		len(grant.texts("termsOfUse")) > 0 || grant.obj("authenticationStrength") != nil
	switch {
	case o.str("displayName") == "":
		return refuse(400, "BadRequest", "Policy name cannot be empty.")
	case !slices.Contains(states, o.str("state")):
		return refuse(400, "BadRequest", "Invalid value specified for property 'state'.")
	case !someone:
		return refuse(400, "BadRequest", "Policy must include users, groups, roles or guests.")
	case !something:
		return refuse(400, "BadRequest", "Policy must include applications, user actions or authentication contexts.")
	case !controls && o.obj("sessionControls") == nil:
		return refuse(400, "BadRequest", "Policy must have grant controls or session controls.")
	case slices.Contains(grant.texts("builtInControls"), "block") && len(grant.texts("builtInControls")) > 1:
		return refuse(400, "BadRequest", "Block cannot be combined with other controls.")
	case on == true && o.str("state") == "enabled":
		return refuse(400, "BadRequest",
			"Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a "+
				"Conditional Access policy.")
	}
	if own := x.cloud.notBuiltIn(append(users.texts("includeRoles"), users.texts("excludeRoles")...)); len(own) > 0 {
		return refuse(400, "BadRequest", "1103: 'users' condition contains non-built in role ids: "+
			strings.Join(own, ", "))
	}
	return nil
}

// notBuiltIn returns those of some role ids that are no built-in role.
func (c *Cloud) notBuiltIn(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		role, _ := byID(c.roles, id)
		builtIn, _ := role.get("isBuiltIn")
		return builtIn == true || id == "All"
	})
}

// createAccess answers a POST: 201 with the policy.
func createAccess(x *call) *answer {
	body, refused := x.readWrite(x.accessShape(), "conditionalAccessPolicy")
	if refused != nil {
		return refused
	}
	if x.cloud.options.NoPremium {
		return refuse(403, "AccessDenied", "Your tenant is not licensed for this feature.")
	}
	body = slices.DeleteFunc(body, func(f field) bool { return strings.HasPrefix(f.name, "@odata.") })
	id := x.cloud.guid("access/" + strconv.Itoa(len(x.cloud.writes)) + body.str("displayName"))
	o := x.cloud.filledIn(body.with("id", id).with("createdDateTime", x.stamp()).with("modifiedDateTime", nil))
	if refused := x.wrong(o); refused != nil {
		return refused
	}
	x.cloud.access = append(slices.Clone(x.cloud.access), o)
	a := x.entity(accessKind, o)
	a.status = 201
	return a
}

// changeAccess answers a PATCH: 204. What is left out keeps its value; lists are
// replaced whole.
func changeAccess(x *call) *answer {
	i := slices.IndexFunc(x.cloud.access, func(o object) bool { return strings.EqualFold(o.str("id"), x.arg(0)) })
	if i < 0 {
		return notFound(x.arg(0))
	}
	body, refused := x.readWrite(x.accessShape(), "conditionalAccessPolicy")
	if refused != nil {
		return refused
	}
	old := x.cloud.access[i]
	if name := body.str("displayName"); x.cloud.managed(old) && name != "" && name != old.str("displayName") {
		return refuse(400, "BadRequest", "A policy that Microsoft manages cannot be renamed.")
	}
	body = slices.DeleteFunc(body, func(f field) bool { return strings.HasPrefix(f.name, "@odata.") || f.name == "id" })
	o := x.cloud.filledIn(merged(old, body)).with("modifiedDateTime", x.stamp())
	if refused := x.wrong(o); refused != nil {
		return refused
	}
	x.cloud.access = slices.Clone(x.cloud.access)
	x.cloud.access[i] = o
	return done()
}

// deleteAccess moves a policy to the deleted items.
func deleteAccess(x *call) *answer {
	i := slices.IndexFunc(x.cloud.access, func(o object) bool { return strings.EqualFold(o.str("id"), x.arg(0)) })
	switch {
	case i < 0:
		return notFound(x.arg(0))
	case x.cloud.managed(x.cloud.access[i]):
		return refuse(400, "BadRequest", "A policy that Microsoft manages cannot be deleted.")
	}
	x.cloud.deleted = append(slices.Clone(x.cloud.deleted), x.cloud.access[i].with("deletedDateTime", x.stamp()))
	x.cloud.access = slices.Delete(slices.Clone(x.cloud.access), i, i+1)
	return done()
}

// restoreAccess brings a policy back from the deleted items, in the state that it had
// (Microsoft Learn, "Recover from deletions in Microsoft Entra ID").
func restoreAccess(x *call) *answer {
	i := slices.IndexFunc(x.cloud.deleted, func(o object) bool { return strings.EqualFold(o.str("id"), x.arg(0)) })
	if i < 0 {
		return notFound(x.arg(0))
	}
	o := x.cloud.deleted[i].with("deletedDateTime", nil)
	if refused := x.wrong(o); refused != nil {
		return refused
	}
	x.cloud.deleted = slices.Delete(slices.Clone(x.cloud.deleted), i, i+1)
	x.cloud.access = append(slices.Clone(x.cloud.access), o)
	return x.entity(accessKind, o)
}
