package guidetest

import (
	"context"
	"maps"
	"slices"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
	"handrail/app/task"
)

// Noon is the time in a World: noon on a Sunday.
var Noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// conditions are the domains of a World, one in each condition.
var conditions = map[string]func(*mailcheck.State){
	"bare.northgate.example": func(*mailcheck.State) {},
	"ready.northgate.example": func(s *mailcheck.State) {
		announced(s, "20261101T080000Z")
		served(s, mtasts.Policy{Mode: mtasts.Testing, MX: []string{"*.mail.protection.outlook.com"}, MaxAge: 86400})
	},
	"strict.northgate.example": func(s *mailcheck.State) {
		announced(s, "1")
		served(s, mtasts.Policy{Mode: mtasts.Enforce, MX: []string{"*.mx.microsoft"}, MaxAge: 604800})
	},
	"leaving.northgate.example": func(s *mailcheck.State) {
		announced(s, "2")
		served(s, mtasts.Policy{Mode: mtasts.None, MX: []string{"*.mail.protection.outlook.com"}, MaxAge: 86400})
	},
	// A filter takes the email of this one first.
	"filtered.northgate.example": func(s *mailcheck.State) {
		s.Hosts = []mailcheck.Host{{Name: "mx1.mailfilter.example"}}
	},
	"quiet.northgate.example": func(s *mailcheck.State) { s.Hosts, s.Null = nil, true },
	"void.northgate.example":  func(s *mailcheck.State) { s.Hosts = nil },
}

// Domains returns the email domains of a World.
func Domains() []string { return slices.Sorted(maps.Keys(conditions)) }

func announced(s *mailcheck.State, id string) {
	s.RecordState, s.Record = "valid", mtasts.Selected{State: "valid", Record: &mtasts.Record{ID: id}}
}

func served(s *mailcheck.State, p mtasts.Policy) {
	body := []byte(p.String())
	s.PolicyState, s.Effective = "valid", string(p.Mode)
	s.Policy = mtasts.Fetched{Status: 200, MediaType: "text/plain", Body: body, Policy: &p, Trusted: true, DaysLeft: 60}
	for i, h := range s.Hosts {
		s.Hosts[i].Covered = map[bool]string{true: "yes", false: "no"}[p.Covers(h.Name)]
	}
}

// check is the mailcheck.Func of a World.
func check(ctx context.Context, d dns.Domain, _ task.Report) (*mailcheck.State, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := &mailcheck.State{
		Domain: d, At: Noon, Server: "192.0.2.53", RecordState: "absent", PolicyState: "absent",
		ReportingState: "absent", Effective: "absent",
		Hosts: []mailcheck.Host{{Name: "northgate-example.mail.protection.outlook.com", Covered: "no",
			Probe: smtpprobe.Result{State: "untested", Reason: "blocked"}}},
	}
	if change, ok := conditions[d.ASCII]; ok {
		change(s)
	}
	return s, nil
}

// receivers is the mailcheck.Receivers of a World.
func receivers(ctx context.Context, domain string) (names []string, err error) {
	s, err := check(ctx, dns.Domain{ASCII: domain}, nil)
	if err != nil {
		return nil, err
	}
	for _, h := range s.Hosts {
		names = append(names, h.Name)
	}
	return names, nil
}
