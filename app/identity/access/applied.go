package access

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/tenant"
)

// Applied returns why a policy did at a sign-in what it did, in words that continue the name
// of the policy. known is false where Microsoft gave no reason: only the beta of Graph does
// (Microsoft Learn, appliedConditionalAccessPolicy resource type).
func Applied(p tenant.AppliedPolicy) (why string, known bool) {
	not, rules := conditionNames(p.NotSatisfied), excluding(p.Excluding)
	if len(not)+len(rules) == 0 && len(conditionNames(p.Satisfied)) == 0 && !p.NotSatisfied.Is("none") {
		return "", false
	}
	did := strings.ToLower(string(p.Result))
	switch {
	case strings.HasSuffix(did, "notapplied"):
		if len(rules) > 0 {
			return "excludes this sign-in " + strings.Join(rules, " and "), true
		}
		if len(not) == 0 {
			return "", false
		}
		return "did not match: " + strings.Join(not, ", "), true
	case len(p.Controls) == 0:
		return "", false
	case p.Controls.Has("Block"):
		return "blocks this sign-in", true
	case strings.HasSuffix(did, "success"):
		return "requires " + controlNames(p.Controls) + ", which was met", true
	}
	return "requires " + controlNames(p.Controls), true
}

// conditionWords are the conditions of the sign-in log in plain words.
var conditionWords = map[string]string{"application": "the app", "users": "the person",
	"deviceplatform": "the device platform", "location": "the location", "clienttype": "the client app",
	"signinrisk": "the sign-in risk", "userrisk": "the user risk", "time": "the time", "devicestate": "the device state",
	"client": "the client", "ipaddressseenbyazuread": "the IP address",
	"ipaddressseenbyresourceprovider": "the IP address", "serviceprincipals": "the service principal",
	"serviceprincipalrisk": "the service principal risk"}

// conditionNames returns the conditions in a list of Microsoft's; none is empty. The log of
// Azure Monitor writes numbers: of those, only application (1) and users (2) are known.
func conditionNames(list tenant.Text) (all []string) {
	if n, err := strconv.Atoi(string(list)); err == nil {
		list = tenant.Text(map[int]string{0: "none", 1: "application", 2: "users", 3: "application,users"}[n])
		if list == "" {
			return []string{"condition " + strconv.Itoa(n)}
		}
	}
	for word := range strings.SplitSeq(string(list), ",") {
		word = strings.TrimSpace(word)
		if word == "" || strings.EqualFold(word, "none") {
			continue
		}
		name, known := conditionWords[strings.ToLower(word)]
		if !known {
			name = "“" + word + "”"
		}
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// excluding returns by what a policy excludes a sign-in. Each rule is an object, or in the
// log of Azure Monitor a text that holds one.
func excluding(raw tenant.Raw) (all []string) {
	var rows []json.RawMessage
	if len(raw) == 0 || json.Unmarshal(raw, &rows) != nil {
		return nil
	}
	for _, row := range rows {
		var text string
		if json.Unmarshal(row, &text) == nil {
			row = json.RawMessage(text)
		}
		var one struct {
			Condition tenant.Text `json:"conditionalAccessCondition"`
			Rule      tenant.Text `json:"ruleSatisfied"`
		}
		if json.Unmarshal(row, &one) != nil || one.Condition == "" && one.Rule == "" {
			continue
		}
		name, known := map[string]string{"userid": "by name", "groupid": "by group",
			"roleid": "by role", "guest": "as a guest"}[strings.ToLower(string(one.Rule))]
		if !known {
			name = "by " + strings.Join(conditionNames(one.Condition), ", ")
		}
		if name != "by " && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// controlNames returns the controls of the sign-in log in plain words.
func controlNames(list tenant.Texts) string {
	words := map[string]string{"mfa": "MFA", "requirecompliantdevice": "a compliant device",
		"requiredomainjoineddevice": "a hybrid joined device", "requireapprovedapp": "an approved app",
		"requireauthenticationstrength": "an authentication strength", "passwordchange": "a new password"}
	var all []string
	for _, c := range list {
		name, known := words[strings.ToLower(c)]
		if !known {
			name = "“" + c + "”"
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}
