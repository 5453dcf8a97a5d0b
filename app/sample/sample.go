// Package sample is a small organisation made up for trying Handrail out: a
// charity with three mail domains whose name server, policy web server and mail
// servers all run inside this process, on loopback and under a private root.
package sample

import (
	"context"
	"crypto/x509"

	"handrail/app"
	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/report"
)

// Sample is the running organisation.
type Sample struct {
	Resolver string         // host:port of the name server
	Dial     app.Dial       // leads documentation addresses to the servers here, refuses all others
	Roots    *x509.CertPool // the private root, and nothing else
}

// Start starts the servers.
func Start(now app.Clock) (*Sample, error) { return &Sample{}, nil }

// Client gives a name server client that asks this sample.
func (s *Sample) Client() (*dns.Client, error) { return nil, nil }

// Organisation gives the name of the charity.
func (s *Sample) Organisation() string { return "Northgate Community Trust" }

// Publish does in the sample what the person would do by hand.
func (s *Sample) Publish(ctx context.Context, v guide.Visit, h *guide.Handover) error { return nil }

// Seed puts visits into a fresh data folder, so that Home is worth looking at.
func (s *Sample) Seed(ctx context.Context, guides []guide.Guide, visits guide.Visits, library report.Library) error {
	return nil
}

// Close stops every server.
func (s *Sample) Close() error { return nil }
