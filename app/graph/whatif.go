package graph

import (
	"context"
	"encoding/json"

	"handrail/app/graph/shape"
	"handrail/app/tenant"

	"github.com/microsoftgraph/msgraph-sdk-go/identity"
)

// Evaluate implements tenant.Evaluator. It is a POST that only reads, so it is repeated as a read is.
func (o *Connections) Evaluate(ctx context.Context, q tenant.WhatIfQuestion) ([]tenant.WhatIfResult, error) {
	g, err := o.Client(ctx)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]any{
		"signInIdentity": map[string]any{"@odata.type": "#microsoft.graph.userSignIn", "userId": q.User},
		"signInContext": map[string]any{"@odata.type": "#microsoft.graph.applicationContext",
			"includeApplications": []string{q.Application}},
		"signInConditions":    map[string]any{"clientAppType": q.Client},
		"appliedPoliciesOnly": false,
	})
	if err != nil {
		return nil, err
	}
	r, err := written(ctx, g.start().conditionalAccess().Evaluate().ToPostRequestInformation,
		identity.CreateConditionalAccessEvaluatePostRequestBodyFromDiscriminatorValue, body)
	if err != nil {
		return nil, err
	}
	text, err := g.send(reading(ctx), r)
	if err != nil {
		return nil, notEvaluated(err)
	}
	page, err := shape.Page(text)
	if err != nil {
		return nil, err
	}
	all := make([]tenant.WhatIfResult, len(page.Value))
	for i, row := range page.Value {
		if err := json.Unmarshal(row, &all[i]); err != nil {
			return nil, shape.Unreadable("a result is no policy")
		}
	}
	return all, nil
}

// notEvaluated returns the error for a question that Microsoft did not answer.
func notEvaluated(err error) error {
	return unanswered(err, unansweredWords{
		account: "Microsoft does not let your account use What If.",
		signIn:  "Sign in with an account that may read Conditional Access policies.",
		refused: "Microsoft’s What If does not take this question",
		byHand:  "Use What If in the Microsoft Entra admin center.",
		silent:  "Microsoft’s What If did not answer",
	})
}
