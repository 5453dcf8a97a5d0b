package tenant

import (
	"context"
	"strings"
)

// WhatIfQuestion is a sign-in of which Microsoft is asked what the policies would do. What is
// not named here, such as a location or a device, Microsoft does not know.
type WhatIfQuestion struct {
	User        string // the ID of the account
	Application string // the ID of the application
	Client      string // the client app, as policies name it: browser, other
}

// WhatIfResult is what Microsoft says of one policy (Graph whatIfAnalysisResult). It says
// whether the policy applies to the sign-in, not whether the person gets in.
type WhatIfResult struct {
	Policy  string `json:"id"`
	Name    Text   `json:"displayName"`
	State   Text   `json:"state"`
	Applies Flag   `json:"policyApplies"`
	// Reasons are why it does not apply, with commas between them: users, clientApps,
	// notEnoughInformation; notSet where it applies.
	Reasons Text `json:"analysisReasons"`
}

// Why returns the reasons one by one.
func (r WhatIfResult) Why() (all Texts) {
	for word := range strings.SplitSeq(string(r.Reasons), ",") {
		if word = strings.TrimSpace(word); word != "" && word != "notSet" {
			all = append(all, word)
		}
	}
	return all
}

// Evaluator asks Microsoft what the policies would do with a sign-in (Microsoft Learn,
// conditionalAccessRoot: evaluate). Nothing is changed. Policies that are report-only are in
// the answer too; one that is not in it is not known. app.Denied where the account may not
// ask, app.Invalid where Microsoft does not take this question.
type Evaluator interface {
	Evaluate(ctx context.Context, q WhatIfQuestion) ([]WhatIfResult, error)
}
