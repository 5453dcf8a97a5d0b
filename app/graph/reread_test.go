package graph

import (
	"context"
	"net/http"
	"testing"

	"handrail/app"
	"handrail/app/sample/graphsim"
)

// TestWhatOnlyTheRightToChangeShows reads with the usual rights first, and with the right to change only where that
// was asked for.
func TestWhatOnlyTheRightToChangeShows(t *testing.T) {
	const object = "/policies/authenticationMethodsPolicy"
	c, base := sample(t, 0)
	o, ctx := office(t, t.TempDir(), base), context.Background()
	refuse := func(status, count int) {
		c.Calm()
		c.Play(graphsim.Fault{Path: object, Effect: graphsim.Refuse, Status: status, Count: count})
	}
	refuse(http.StatusForbidden, 1)
	if _, err := o.Read(ctx, object); app.CodeOf(err) != app.Denied {
		t.Errorf("without the right to change: %v", err)
	}
	if err := o.Ask(ctx, "Policy.ReadWrite.AuthenticationMethod"); err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		status, count int
		want          app.Code
	}{
		{http.StatusForbidden, 1, ""},
		{http.StatusForbidden, 2, app.Denied},
		{http.StatusBadRequest, 1, app.Unreachable}, // nothing that a right would change
	} {
		refuse(k.status, k.count)
		if body, err := o.Read(ctx, object); app.CodeOf(err) != k.want || (err == nil) != (len(body) > 0) {
			t.Errorf("%+v: %v, %d bytes", k, err, len(body))
		}
	}
}
