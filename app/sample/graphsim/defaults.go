package graphsim

import (
	"slices"
	"strings"
)

// changeDefaults switches security defaults on or off. They cannot be turned on while a
// Conditional Access policy exists, in whatever state (Microsoft Learn, "Multifactor
// authentication in Microsoft 365 for business").
func changeDefaults(x *call) *answer {
	body, refused := x.readWrite("isEnabled displayName description id", "identitySecurityDefaultsEnforcementPolicy")
	if refused != nil {
		return refused
	}
	on, ok := body.get("isEnabled")
	if _, is := on.(bool); ok && !is {
		return refuse(400, "BadRequest", "Invalid value specified for property 'isEnabled'.")
	}
	if was, _ := x.cloud.defaults.get("isEnabled"); on == true && was != true && len(x.cloud.access) > 0 {
		return refuse(400, "BadRequest", "Security defaults cannot be enabled while Conditional Access policies exist.")
	}
	if was, _ := x.cloud.defaults.get("isEnabled"); was == true && on == false {
		x.cloud.addManaged(x)
	}
	x.cloud.defaults = merged(x.cloud.defaults, body)
	return done()
}

// managedNames are the policies that Microsoft adds when security defaults go off
// (Microsoft Learn, "Microsoft-managed Conditional Access policies").
var managedNames = []string{"Block legacy authentication", "Multifactor authentication for all users",
	"Multifactor authentication for admins accessing Microsoft Admin Portals",
	"Multifactor authentication for per-user multifactor authentication users"}

// addManaged adds Microsoft's policies, report-only.
func (c *Cloud) addManaged(x *call) {
	for _, name := range managedNames {
		id := c.guid("ca-managed/" + name)
		if slices.ContainsFunc(c.access, func(o object) bool { return o.str("id") == id }) {
			continue
		}
		clients, control := []any{"all"}, "mfa"
		if strings.HasPrefix(name, "Block") {
			clients, control = []any{"exchangeActiveSync", "other"}, "block"
		}
		apps := "All"
		if strings.Contains(name, "Admin Portals") {
			apps = "MicrosoftAdminPortals"
		}
		c.access = append(slices.Clone(c.access), c.filledIn(object{{"id", id}, {"templateId", c.guid("template/" + name)},
			{"displayName", "Microsoft-managed: " + name}, {"state", "enabledForReportingButNotEnforced"},
			{"createdDateTime", x.stamp()},
			{"conditions", object{{"clientAppTypes", clients},
				{"applications", object{{"includeApplications", []any{apps}}}},
				{"users", object{{"includeUsers", []any{"All"}}}}}},
			{"grantControls", object{{"operator", "OR"}, {"builtInControls", []any{control}}}}}))
	}
}

// managed reports whether Microsoft made a policy: state and exclusions may be changed, the
// name not, and it cannot be deleted (managed-policies.md).
func (c *Cloud) managed(o object) bool {
	return strings.HasPrefix(o.str("displayName"), "Microsoft-managed: ")
}
