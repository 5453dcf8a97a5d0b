package graph

import (
	"context"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

// TestNoOneIsAskedWhereNoPersonWatches: a permission that a person must give is refused in words, and no one is sent to
// sign in for it; with a person it is asked for.
func TestNoOneIsAskedWhereNoPersonWatches(t *testing.T) {
	m := newMicrosoft(t)
	o := signedOffice(t, t.TempDir(), m)
	ctx := context.Background()
	if _, err := o.SignIn(ctx, tenant.Way{Cloud: "global", Device: true}, func(string) {}); err != nil {
		t.Fatal(err)
	}
	for _, ask := range []func(context.Context) error{
		func(ctx context.Context) error { return o.Ask(ctx, "Policy.ReadWrite.AuthenticationMethod") },
		func(ctx context.Context) error { return o.MessageTrace(ctx, []string{"northgate.example"}, nil) },
	} {
		err := ask(tenant.Unattended(ctx))
		if message, _ := app.UserMessage(err); app.CodeOf(err) != app.Denied ||
			!strings.Contains(message, "a person has to sign in for it") {
			t.Errorf("%q (%v)", message, err)
		}
		if message, _ := app.UserMessage(ask(ctx)); strings.Contains(message, "a person has to sign in") {
			t.Errorf("with a person it says %q", message)
		}
	}
}
