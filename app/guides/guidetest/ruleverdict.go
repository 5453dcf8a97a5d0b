package guidetest

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

// simpleRule is the only kind of rule that an Office judges: a property of a device and one text.
var simpleRule = regexp.MustCompile(`^\(?device\.(\w+) -(eq|startsWith|contains) "([^"]*)"\)?$`)

// EvaluateRule judges a simple rule for a device, by a rule of its own.
func (o *Office) EvaluateRule(ctx context.Context, member, rule string) (verdict tenant.Flag, err error) {
	part := simpleRule.FindStringSubmatch(rule)
	switch {
	case o.Out:
		return verdict, signedOut()
	case part == nil:
		return verdict, app.Errorf(app.Invalid, "Use a simple rule.", "The rule is not supported.")
	}
	rows := o.Rows[tenant.SectionDevices]
	i := slices.IndexFunc(rows, func(r tenant.Row) bool { return r.ID == member })
	if i < 0 {
		return verdict, app.Errorf(app.Invalid, "Ask for another device.", "There is no such device.")
	}
	var row map[string]any
	if err := json.Unmarshal(rows[i].Body, &row); err != nil {
		return verdict, err
	}
	have, _ := row[part[1]].(string)
	holds := map[string]func(string, string) bool{"eq": strings.EqualFold,
		"startsWith": strings.HasPrefix, "contains": strings.Contains}[part[2]]
	return tenant.Flag{Known: true, Yes: holds(strings.ToLower(have), strings.ToLower(part[3]))}, ctx.Err()
}
