package graph

import (
	"context"
	"errors"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

const whatIfAt = "/v1.0/identity/conditionalAccess/evaluate"

var question = tenant.WhatIfQuestion{User: "u-1", Application: "a-1", Client: "other"}

// TestWhatIfIsAskedAsMicrosoftDescribesIt: one POST with the body of the documentation, which is repeated as a read is.
func TestWhatIfIsAskedAsMicrosoftDescribesIt(t *testing.T) {
	s := serve(t, map[string][]reply{whatIfAt: {{status: 503, header: map[string]string{"Retry-After": "0"}},
		ok(`{"value":[{"id":"p","displayName":"P","state":"enabled","policyApplies":false,
			"analysisReasons":"users,clientApps"},{"id":"q","policyApplies":true,"analysisReasons":"notSet"},
			{"id":"r","policyApplies":null}]}`)}})
	got, err := office(t, t.TempDir(), s.URL).Evaluate(context.Background(), question)
	if err != nil || len(got) != 3 || s.calls("POST "+whatIfAt) != 2 {
		t.Fatalf("%+v, %v, %q", got, err, s.seen)
	}
	if why := got[0].Why(); !got[0].Applies.Known || got[0].Applies.Yes || !why.Has("users") || !why.Has("clientApps") ||
		len(got[1].Why()) != 0 || !got[1].Applies.Yes || got[2].Applies.Known {
		t.Errorf("%+v", got)
	}
	body := s.bodies[len(s.bodies)-1]
	for _, part := range []string{`"@odata.type":"#microsoft.graph.userSignIn"`, `"userId":"u-1"`,
		`"@odata.type":"#microsoft.graph.applicationContext"`, `"includeApplications":["a-1"]`, `"clientAppType":"other"`,
		`"appliedPoliciesOnly":false`} {
		if !strings.Contains(body, part) {
			t.Errorf("%s lacks %s", body, part)
		}
	}
}

// TestWhatIfThatIsNotAnswered: a refusal is an error with Microsoft's words, never an empty answer.
func TestWhatIfThatIsNotAnswered(t *testing.T) {
	refuse := func(status int) reply { return reply{status: status, body: `{"error":{"code":"c","message":"m"}}`} }
	for name, k := range map[string]struct {
		reply reply
		code  app.Code
	}{
		"the permission is missing": {refuse(403), app.Denied},
		"a question it cannot read": {refuse(400), app.Invalid},
		"nobody":                    {refuse(404), app.Invalid},
		"Microsoft is ill":          {refuse(500), app.Unreachable},
		"no list":                   {ok(`{"id":"p"}`), app.Unreachable},
		"a list of words":           {ok(`{"value":["p"]}`), app.Unreachable},
		"a result of tomorrow":      {ok(`{"value":[{"id":7}]}`), app.Unreachable},
	} {
		o := office(t, t.TempDir(), serve(t, map[string][]reply{whatIfAt: {k.reply}}).URL)
		got, err := o.Evaluate(context.Background(), question)
		if app.CodeOf(err) != k.code || got != nil {
			t.Errorf("%s: %+v, %v (%s)", name, got, err, app.CodeOf(err))
		}
		var a *answer
		if k.reply.status >= 400 && !errors.As(err, &a) {
			t.Errorf("%s: Microsoft's words are lost: %v", name, err)
		}
	}
}

// TestTheSampleAnswersWhatIf asks the sample's Graph.
func TestTheSampleAnswersWhatIf(t *testing.T) {
	_, base := sample(t, 60)
	o := office(t, t.TempDir(), base)
	g, err := o.Client(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var first string
	people, q, err := g.byID(context.Background(), tenant.SectionUsers)
	if err != nil {
		t.Fatal(err)
	}
	err = each(context.Background(), people, q, func(u tenant.User) error {
		if first == "" {
			first = u.ID
		}
		return nil
	})
	if err != nil || first == "" {
		t.Fatal(first, err)
	}
	got, err := o.Evaluate(context.Background(), tenant.WhatIfQuestion{User: first,
		Application: "00000002-0000-0ff1-ce00-000000000000", Client: "browser"})
	if err != nil || len(got) < 5 {
		t.Errorf("%+v, %v", got, err)
	}
}
