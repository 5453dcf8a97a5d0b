package tenant

import "context"

// RuleEvaluator asks Microsoft whether a rule takes a person or a device (Microsoft Learn, group:
// evaluateDynamicMembership, beta). Nothing is changed. The answer is not known where Microsoft
// gave none. app.Denied where the account may not ask, app.Invalid where Microsoft does not take
// the rule.
type RuleEvaluator interface {
	EvaluateRule(ctx context.Context, member, rule string) (Flag, error)
}
