package tlsview

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/policyhistory"
	"handrail/app/mail/tlsreport"
	"handrail/app/task"
)

// Assessor checks a domain and decides whether its policy can be enforced.
type Assessor struct {
	Check  func(context.Context, dns.Domain, task.Report) (*mailcheck.State, error)
	Memory guide.ObservationStore // policies seen published; nil saves nothing
	Shelf  tlsreport.Store        // saved reports
	// Thresholds returns when there are enough reports; nil means the default.
	Thresholds func(context.Context) (tlsreport.Thresholds, error)
	Now        app.Clock
}

// Look checks the name servers, policy host and mail servers of a domain, and saves the
// policy that was seen.
func (j Assessor) Look(ctx context.Context, domain dns.Domain, rep task.Report) (*mailcheck.State, error) {
	if j.Check == nil {
		return nil, app.Errorf(app.Internal, "Restart Handrail.", "Handrail cannot check domains at the moment.")
	}
	if rep == nil {
		rep = func(task.Progress) {}
	}
	s, err := j.Check(ctx, domain, rep)
	if err != nil {
		return nil, err
	}
	return s, policyhistory.Remember(ctx, j.Memory, j.Now(), s)
}

// Assess decides from the result of Look and from the saved reports.
func (j Assessor) Assess(ctx context.Context, s *mailcheck.State) (Assessment, error) {
	var since time.Time // when the policy began to name the hosts it names
	if p := s.Policy.Policy; p != nil {
		since = policyhistory.HostsSince(policyhistory.History(ctx, j.Memory, s.Domain.ASCII), p.MX)
	}
	t := tlsreport.DefaultThresholds()
	if j.Thresholds != nil {
		var err error
		if t, err = j.Thresholds(ctx); err != nil {
			return Assessment{}, err
		}
	}
	return weigh(ctx, j.Shelf, s, since, j.Now(), t)
}
