package graph

import (
	"context"
	"encoding/json"

	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// EvaluateRule implements tenant.RuleEvaluator. It is a POST that only reads, so it is repeated as a read is.
func (o *Connections) EvaluateRule(ctx context.Context, member, rule string) (tenant.Flag, error) {
	var none tenant.Flag
	g, err := o.Client(ctx)
	if err != nil {
		return none, err
	}
	body, err := json.Marshal(map[string]string{"memberId": member, "membershipRule": rule})
	if err != nil {
		return none, err
	}
	r, err := g.judging(body)
	if err != nil {
		return none, err
	}
	text, err := g.send(reading(ctx), r)
	if err != nil {
		return none, notJudged(err)
	}
	var verdict struct {
		Result tenant.Flag `json:"membershipRuleEvaluationResult"`
	}
	if json.Unmarshal(text, &verdict) != nil {
		return none, shape.Unreadable("the answer is no verdict")
	}
	return verdict.Result, nil
}

// notJudged returns the error for a rule that Microsoft did not judge.
func notJudged(err error) error {
	return unanswered(err, unansweredWords{
		account: "Microsoft does not let your account ask about rules.",
		signIn:  "Sign in with an account that may read devices.",
		refused: "Microsoft does not take this rule here",
		byHand:  "Use “Validate rules” of the group in the Microsoft Entra admin center.",
		silent:  "Microsoft did not judge the rule",
	})
}
