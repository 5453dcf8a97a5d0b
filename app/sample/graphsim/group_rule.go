package graphsim

import (
	"regexp"
	"time"

	"handrail/app/device/dynrule"
	verdict "handrail/app/identity/access"
)

// keyInRule is the key of a group in a rule of data/groups.txt.
var keyInRule = regexp.MustCompile(`\{\w+\}`)

// withIDs returns a rule with the IDs of groups in place of their keys.
func (c *Cloud) withIDs(rule string) string {
	return keyInRule.ReplaceAllStringFunc(rule, func(key string) string { return c.guid("group/" + key[1:len(key)-1]) })
}

// followed returns a rule of devices that Microsoft follows; nil for all others. Groups by memberOf
// keep the devices that they had.
func followed(text string) *dynrule.Rule {
	rule, err := dynrule.Parse(text)
	if err != nil || rule.About != dynrule.Device || rule.MemberOf() {
		return nil
	}
	return rule
}

// has reports whether a device is a direct member.
func (g *group) has(d device) bool {
	if g.rule != nil {
		return g.rule.Evaluate(d).Answer == verdict.Yes
	}
	return g.devices && d.group == g.key
}

// ruleNames are the properties of a device by the names that rules have for them.
var ruleNames = map[string]string{
	"objectId": "id", "deviceManagementAppId": "mdmAppId", "deviceManufacturer": "manufacturer", "deviceModel": "model",
	"deviceOSType": "operatingSystem", "deviceOSVersion": "operatingSystemVersion", "devicePhysicalIds": "physicalIds",
	"deviceTrustType": "trustType",
}

// Kind implements dynrule.Object.
func (device) Kind() dynrule.Kind { return dynrule.Device }

// Value implements dynrule.Object.
func (d device) Value(property string) (dynrule.Value, bool) {
	name := property
	if graph, other := ruleNames[property]; other {
		name = graph
	}
	v, known := d.body.get(name)
	if !known {
		return dynrule.Value{}, false
	}
	switch x := v.(type) {
	case string:
		return dynrule.Text(x), true
	case bool:
		return dynrule.Bool(x), true
	case []string:
		return dynrule.Texts(x), true
	case time.Time:
		return dynrule.Date(x), true
	}
	return dynrule.Null(), true
}

// verdictKind is Microsoft's answer about a rule (Graph evaluateDynamicMembershipResult).
var verdictKind = &kind{name: "evaluateDynamicMembershipResult",
	context: "evaluateDynamicMembershipResult"}

// judgeRule answers whether a rule takes a device.
func judgeRule(x *call) *answer {
	body, refused := x.readWrite("memberId membershipRule", "group")
	if refused != nil {
		return refused
	}
	rule := followed(body.str("membershipRule"))
	if rule == nil {
		return refuse(400, "DynamicGroupQueryParseError", "Invalid membership rule. The sample takes rules of devices only.")
	}
	for _, d := range x.cloud.devices {
		if d.body.str("id") == body.str("memberId") {
			return x.entity(verdictKind, object{{"membershipRule", rule.Text},
				{"membershipRuleEvaluationResult", rule.Evaluate(d).Answer == verdict.Yes},
				{"membershipRuleEvaluationDetails", nil}})
		}
	}
	return notFound(body.str("memberId"))
}
