// Package domainlook notes what each look at a domain found, so that the next one can be compared with it.
//
// A look is whatever a guide asks: the servers alone, everything that a sending server sees, or all of a domain's
// email. It brings the parts that it asked about, each with what was found or with why there is no answer.
package domainlook

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/mail/dns"
	"handrail/app/mail/domainpart"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/task"
)

// Shape names how looks are read. Rows of two shapes cannot be compared: it changes when a form means something else.
const Shape = "domain 1"

// Part is one part of a domain as a look found it.
type Part struct {
	Section string
	Row     []byte // in the form of history.Canon; nil where there was no answer
	Why     string // why there was none, in a sentence
}

// Look is what one look found of one domain.
type Look struct {
	Domain string
	At     time.Time
	Parts  []Part
}

// Whole returns what the sections begin with of which this look brings all that there are: those of the mail servers,
// where it found which ones there are.
func (l Look) Whole() (within []string) {
	known := slices.ContainsFunc(l.Parts, func(p Part) bool {
		return p.Section == domainpart.Section(l.Domain, domainpart.MX, "") && p.Row != nil
	})
	if known && len(l.Parts) > 1 {
		for _, part := range []string{domainpart.Certificate, domainpart.DANE} {
			within = append(within, domainpart.Section(l.Domain, part, "")+"/")
		}
	}
	return within
}

// Keeper saves looks.
type Keeper interface {
	KeepLook(ctx context.Context, l Look) error
}

// ManyKeeper is a Keeper that saves several looks at once: all or none.
type ManyKeeper interface {
	KeepLooks(ctx context.Context, all []Look) error
}

// Notes puts what looks find into To. A look that cannot be saved is a look all the same.
type Notes struct {
	To  Keeper
	Now app.Clock
}

// Check returns check, with each of its looks noted.
func (n Notes) Check(check mailcheck.Func) mailcheck.Func {
	return func(ctx context.Context, d dns.Domain, report task.Report) (*mailcheck.State, error) {
		s, err := check(ctx, d, report)
		if err == nil {
			n.keep(ctx, ofMail(s))
		}
		return s, err
	}
}

// CheckAll returns check, with each of its looks noted, also those that were done when it was stopped.
func (n Notes) CheckAll(check mailcheck.AllFunc) mailcheck.AllFunc {
	return func(ctx context.Context, domains []dns.Domain, report task.Report) ([]*mailcheck.State, error) {
		states, err := check(ctx, domains, report)
		n.keep(ctx, looksOf(states, ofMail)...)
		return states, err
	}
}

// Health returns check, with each of its looks noted.
func (n Notes) Health(check health.Func) health.Func {
	return func(ctx context.Context, domains []dns.Domain, selectors []string, report task.Report) ([]*health.State,
		error) {
		states, err := check(ctx, domains, selectors, report)
		if err == nil {
			n.keep(ctx, looksOf(states, ofHealth)...)
		}
		return states, err
	}
}

func looksOf[T any](states []*T, of func(*T) Look) (all []Look) {
	for _, s := range states {
		if s != nil {
			all = append(all, of(s))
		}
	}
	return all
}

// Receivers notes the servers that mailcheck.ReceiversBy found.
func (n Notes) Receivers(ctx context.Context, s *mailcheck.State) {
	l := newLook(s)
	l.mx(s)
	n.keep(ctx, l.Look)
}

func (n Notes) keep(ctx context.Context, all ...Look) {
	ctx = context.WithoutCancel(ctx)
	for i := range all {
		all[i].At = n.Now().UTC()
	}
	if many, ok := n.To.(ManyKeeper); ok && len(all) > 1 && many.KeepLooks(ctx, all) == nil {
		return
	}
	var failed error
	for _, l := range all { // what can be noted is
		failed = cmp.Or(n.To.KeepLook(ctx, l), failed)
	}
	if failed != nil { // told once for all
		slog.Warn("What was found of a domain could not be noted", "code", app.CodeOf(failed))
	}
}

// looking collects the parts of one look.
type looking struct{ Look }

func newLook(s *mailcheck.State) *looking {
	return &looking{Look{Domain: s.Domain.ASCII, At: s.At}}
}

// add adds a part; form is one of those in domainpart.
func (l *looking) add(part, of string, form any) {
	row, err := json.Marshal(form)
	if err != nil {
		return // no form can fail
	}
	l.Parts = append(l.Parts, Part{Section: domainpart.Section(l.Domain, part, of), Row: history.Canon(row)})
}

// miss adds a part without an answer.
func (l *looking) miss(part, of, why string) {
	l.Parts = append(l.Parts, Part{Section: domainpart.Section(l.Domain, part, of), Why: why})
}

// unanswered returns in words why a DNS question has no answer.
func unanswered(err error) string {
	switch mailcheck.KindOf(err) {
	case dns.Timeout:
		return "The name server did not answer in time."
	case dns.ServFail:
		return "The name server could not find the answer."
	case dns.Refused:
		return "The name server refused to answer."
	case dns.Loop:
		return "The aliases of the name form a loop."
	case dns.Unreachable:
		return "Handrail could not reach a name server."
	}
	return "The name server gave no usable answer."
}

// spoken returns the message of an error in words, or other.
func spoken(err error, other string) string {
	var e *app.Error
	if errors.As(err, &e) && e.Message != "" {
		return e.Message
	}
	return other
}
