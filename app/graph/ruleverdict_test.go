package graph

import (
	"context"
	"testing"

	"handrail/app"
)

const verdictAt = "/beta/groups/evaluateDynamicMembership"

// TestARuleIsJudgedAsMicrosoftDescribesIt: one POST with both IDs, which is repeated as a read is.
func TestARuleIsJudgedAsMicrosoftDescribesIt(t *testing.T) {
	s := serve(t, map[string][]reply{verdictAt: {{status: 503, header: map[string]string{"Retry-After": "0"}},
		ok(`{"membershipRule":"r","membershipRuleEvaluationResult":true}`)}})
	o := office(t, t.TempDir(), s.URL)
	got, err := o.EvaluateRule(context.Background(), "d-1", `device.displayName -eq "A"`)
	if err != nil || !got.Known || !got.Yes || s.calls("POST "+verdictAt) != 2 {
		t.Fatalf("%+v, %v, %q", got, err, s.seen)
	}
	if body := s.bodies[len(s.bodies)-1]; body != `{"memberId":"d-1","membershipRule":"device.displayName -eq \"A\""}` {
		t.Error(body)
	}
}

// TestARuleThatIsNotJudged: a refusal or an answer without a verdict is never a no.
func TestARuleThatIsNotJudged(t *testing.T) {
	for name, k := range map[string]struct {
		reply reply
		code  app.Code
	}{
		"the permission is missing": {reply{status: 403, body: `{"error":{"code":"c","message":"m"}}`}, app.Denied},
		"a rule that it refuses":    {reply{status: 400, body: `{"error":{"code":"c","message":"m"}}`}, app.Invalid},
		"not here":                  {reply{status: 404, body: `{"error":{"code":"c","message":"m"}}`}, app.Invalid},
		"no verdict":                {ok(`{"membershipRuleEvaluationResult":null}`), ""},
	} {
		s := serve(t, map[string][]reply{verdictAt: {k.reply}})
		got, err := office(t, t.TempDir(), s.URL).EvaluateRule(context.Background(), "d-1", "r")
		if app.CodeOf(err) != k.code || got.Known {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
