package policydiff

import (
	"slices"
	"strconv"
	"strings"
)

// labels are the fields that a person knows, in the order in which they are read (Graph
// resources conditionalAccessPolicy, conditionalAccessConditionSet and
// conditionalAccessGrantControls).
var labels = []struct{ field, label string }{
	{"displayName", "Name"},
	{"state", "State"},
	{"conditions.users.includeUsers", "Included people"},
	{"conditions.users.includeGroups", "Included groups"},
	{"conditions.users.includeRoles", "Included roles"},
	{"conditions.users.includeGuestsOrExternalUsers", "Included guests"},
	{"conditions.users.excludeUsers", "Excluded people"},
	{"conditions.users.excludeGroups", "Excluded groups"},
	{"conditions.users.excludeRoles", "Excluded roles"},
	{"conditions.users.excludeGuestsOrExternalUsers", "Excluded guests"},
	{"conditions.applications.includeApplications", "Included resources"},
	{"conditions.applications.excludeApplications", "Excluded resources"},
	{"conditions.applications.includeUserActions", "User actions"},
	{"conditions.applications", "Resources"},
	{"conditions.clientAppTypes", "Client apps"},
	{"conditions.locations.includeLocations", "Included locations"},
	{"conditions.locations.excludeLocations", "Excluded locations"},
	{"conditions.platforms.includePlatforms", "Included device platforms"},
	{"conditions.platforms.excludePlatforms", "Excluded device platforms"},
	{"conditions.devices", "Device filter"},
	{"conditions.signInRiskLevels", "Sign-in risk"},
	{"conditions.userRiskLevels", "User risk"},
	{"conditions.authenticationFlows", "Authentication flows"},
	{"conditions.clientApplications", "Workload identities"},
	{"grantControls.operator", "How the controls go together"},
	{"grantControls.builtInControls", "What it requires"},
	{"grantControls.authenticationStrength", "Authentication strength"},
	{"grantControls.termsOfUse", "Terms of use"},
	{"grantControls", "What it requires"},
	{"sessionControls", "Session"},
}

// values are the values that a person knows by another word.
var values = map[string]string{
	"enabled": "on", "disabled": "off", "enabledForReportingButNotEnforced": "report-only",
	"All": "all", "None": "none", "GuestsOrExternalUsers": "guests", "AllTrusted": "trusted locations",
	"mfa": "MFA", "block": "block access", "compliantDevice": "a compliant device",
	"domainJoinedDevice": "a hybrid joined device", "passwordChange": "a new password", "true": "on", "false": "off",
	"exchangeActiveSync": "Exchange ActiveSync", "other": "other legacy apps", "browser": "browsers",
	"mobileAppsAndDesktopClients": "mobile and desktop apps", "AND": "all of them", "OR": "one of them",
	"Office365": "Office 365",
}

func rank(field string) int {
	for i, l := range labels {
		if field == l.field || strings.HasPrefix(field, l.field+".") {
			return i
		}
	}
	return len(labels)
}

// Label returns what a field is called.
func (c Change) Label() string {
	if i := rank(c.Field); i < len(labels) {
		return labels[i].label
	}
	return "“" + c.Field + "”"
}

// most is how many values a sentence names.
const most = 4

// Text returns the change as one sentence. name returns what an ID is called, and the ID
// itself where that is not known.
func (c Change) Text(name func(id string) string) string {
	added, removed := Words(c.Added, name), Words(c.Removed, name)
	switch {
	case len(c.Added) > 0 && len(c.Removed) > 0 && c.one():
		return c.Label() + ": " + added + " instead of " + removed + "."
	case len(c.Added) > 0 && len(c.Removed) > 0:
		return c.Label() + ": now also " + added + "; no longer " + removed + "."
	case len(c.Added) > 0:
		return c.Label() + ": now also " + added + "."
	}
	return c.Label() + ": no longer " + removed + "."
}

// one reports whether a field has one value only.
func (c Change) one() bool { return len(c.Added) == 1 && len(c.Removed) == 1 }

// Words names values, the first few of many.
func Words(all []string, name func(id string) string) string {
	var words []string
	for _, v := range all {
		word, known := values[v]
		if !known {
			word = name(v)
		}
		if runes := []rune(word); len(runes) > 60 {
			word = string(runes[:59]) + "…"
		}
		words = append(words, word)
	}
	slices.Sort(words)
	if more := len(words) - most; more > 1 {
		return strings.Join(words[:most], ", ") + " and " + strconv.Itoa(more) + " others"
	}
	return strings.Join(words, ", ")
}
