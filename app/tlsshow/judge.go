package tlsshow

import (
	"context"
	"time"

	"handrail/app"
	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/inbound"
	"handrail/app/served"
	"handrail/app/task"
	"handrail/app/tlsreport"
)

// Judge looks at a domain and says whether it is time to enforce its policy.
type Judge struct {
	Check  func(context.Context, dns.Domain, task.Report) (*inbound.State, error)
	Memory guide.Memory    // policies seen served; nil forgets
	Shelf  tlsreport.Shelf // reports kept
	// Thresholds gives when reports are enough; nil is the usual.
	Thresholds func(context.Context) (tlsreport.Thresholds, error)
	Now        app.Clock
}

// Look asks name servers, web host and mail hosts of a domain, and remembers the
// policy that was seen.
func (j Judge) Look(ctx context.Context, domain dns.Domain, rep task.Report) (*inbound.State, error) {
	if j.Check == nil {
		return nil, app.Errorf(app.Internal, "Start Handrail again.", "Handrail cannot look at domains here.")
	}
	if rep == nil {
		rep = func(task.Progress) {}
	}
	s, err := j.Check(ctx, domain, rep)
	if err != nil {
		return nil, err
	}
	return s, served.Remember(ctx, j.Memory, s, j.Now())
}

// Weigh decides from what Look saw and from the reports kept.
func (j Judge) Weigh(ctx context.Context, s *inbound.State) (Weighed, error) {
	var since time.Time // when the policy began to name the hosts it names
	if p := s.Policy.Policy; p != nil {
		since = served.HostsSince(served.Before(ctx, j.Memory, s.Domain.ASCII), p.MX)
	}
	t := tlsreport.Usual()
	if j.Thresholds != nil {
		var err error
		if t, err = j.Thresholds(ctx); err != nil {
			return Weighed{}, err
		}
	}
	return weigh(ctx, j.Shelf, s, since, j.Now(), t)
}
