package graph

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/sample/graphsim"
	"handrail/app/tenant"
)

// TestATraceThatIsRefused: who must do what is in the words, and nothing counts as read.
func TestATraceThatIsRefused(t *testing.T) {
	const noApp = "Service principal-less Authentication failed: the service principal for App ID " +
		"8bd644d1-64a1-4d4b-ae52-2e0cbf64e373 was not found."
	for name, k := range map[string]struct {
		fault graphsim.Fault
		state tenant.State
		says  string
	}{
		"no permission": {graphsim.Fault{Effect: graphsim.Refuse, Status: 403}, tenant.NeedsConsent,
			"ExchangeMessageTrace.Read.All"},
		"without Microsoft's app": {graphsim.Fault{Effect: graphsim.Refuse, Status: 401, Code: "Unauthorized",
			Message: noApp}, tenant.NeedsConsent, "8bd644d1-64a1-4d4b-ae52-2e0cbf64e373"},
		"signed out":     {graphsim.Fault{Effect: graphsim.Refuse, Status: 401}, tenant.Failed, "sign in again"},
		"not offered":    {graphsim.Fault{Effect: graphsim.Refuse, Status: 404}, tenant.Failed, "no data for"},
		"too many":       {graphsim.Fault{Effect: graphsim.Refuse, Status: 429}, tenant.Failed, "asked Handrail to wait"},
		"another server": {graphsim.Fault{Effect: graphsim.Portal}, tenant.Failed, "instead of Microsoft"},
	} {
		t.Run(name, func(t *testing.T) {
			c, base := sample(t, 0)
			o := office(t, t.TempDir(), base)
			z := &slept{}
			o.ports.Options.Sleep = z.sleep
			k.fault.Path = "/admin/exchange/"
			c.Play(k.fault)
			if err := o.MessageTrace(context.Background(), ownDomains, nil); err != nil {
				t.Fatal(err)
			}
			rows, st := traceOf(t, o)
			if rows != nil || st.State != k.state || !strings.Contains(st.Message+" "+st.Hint, k.says) {
				t.Errorf("%+v", st)
			}
		})
	}
	c, base := sample(t, 0)
	o := office(t, t.TempDir(), base)
	z := &slept{}
	o.ports.Options.Sleep = z.sleep
	c.Play(graphsim.Fault{Path: "/admin/exchange/", Count: 2, Effect: graphsim.Refuse, Status: 429, RetryAfter: "30"})
	if err := o.MessageTrace(context.Background(), ownDomains, nil); err != nil || len(z.all) != 2 {
		t.Errorf("waited %v, %v", z.all, err)
	}
	if _, st := traceOf(t, o); st.State != tenant.Updated {
		t.Errorf("%+v", st)
	}
}

// TestNoTraceInNationalClouds: Microsoft offers it in the worldwide cloud only, so no one is asked for a permission.
func TestNoTraceInNationalClouds(t *testing.T) {
	for _, id := range []string{"gcc-high", "dod", "china"} {
		o := NewConnections(ConnectionPorts{Kept: shownOrganisation{one: tenant.Organisation{ID: "t", Cloud: id}}})
		if err := o.MessageTrace(context.Background(), ownDomains, nil); app.CodeOf(err) != app.NotFound ||
			!strings.Contains(err.Error(), "cloud") {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// shownOrganisation is the one organisation that is connected.
type shownOrganisation struct {
	keptOrganisations
	one tenant.Organisation
}

func (s shownOrganisation) Organisations(context.Context) ([]tenant.Organisation, string, error) {
	return []tenant.Organisation{s.one}, s.one.ID, nil
}

// TestTheTraceStaysBelowMicrosoftsLimit: 100 requests in five minutes.
func TestTheTraceStaysBelowMicrosoftsLimit(t *testing.T) {
	for _, l := range limits() {
		if l.holds(tracePath) && (l.count > 95 || l.within < 5*time.Minute) {
			t.Errorf("%+v", l)
		} else if l.holds(tracePath) {
			return
		}
	}
	t.Error("no limit")
}
