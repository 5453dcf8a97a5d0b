package dmarc

import (
	"context"
	"strings"

	"golang.org/x/net/publicsuffix"

	"handrail/app/mail/dns"
	"handrail/app/mail/tagvalue"
)

// maxQuestions is the limit of a tree walk (RFC 9989 section 4.10).
const maxQuestions = 8

// Name returns where the record of a domain is published.
func Name(domain string) string { return "_dmarc." + domain }

// The states of a Step.
const (
	Valid   = "valid"   // exactly one record
	Absent  = "absent"  // no record that receivers take for DMARC
	Several = "several" // more than one: receivers pass over all (RFC 9989 section 4.10)
	Unasked = "unknown" // DNS gave no usable answer
)

// Step is one question of a tree walk.
type Step struct {
	Domain string
	State  string
	Record *Record  // only when State is Valid
	Raw    []string // the records that begin like DMARC
	Meant  []string // others that were clearly meant to be DMARC
	Err    error    // why State is unknown
}

// walkNames returns the domains that a tree walk asks for: the domain itself, then each
// name above it, from seven labels on (RFC 9989 section 4.10).
func walkNames(domain string) []string {
	labels := strings.Split(domain, ".")
	names := []string{domain}
	for i := max(1, len(labels)-(maxQuestions-1)); i < len(labels); i++ {
		names = append(names, strings.Join(labels[i:], "."))
	}
	return names
}

// walk asks until a record says that it ends there (psd=n, psd=y), or there is no name left.
func walk(ctx context.Context, r dns.Resolver, domain string) (steps []Step, err error) {
	for _, name := range walkNames(domain) {
		s := look(ctx, r, name)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		steps = append(steps, s)
		if s.Record != nil && s.Record.PSD != "" {
			break
		}
	}
	return steps, nil
}

// look reads the records at one name.
func look(ctx context.Context, r dns.Resolver, domain string) Step {
	s := Step{Domain: domain, State: Absent}
	a, err := r.Lookup(ctx, Name(domain), dns.TXT)
	if err != nil {
		s.State, s.Err = Unasked, err
		return s
	}
	for _, rec := range a.Records {
		switch text := rec.TXT(); {
		case IsRecord(text):
			s.Raw = append(s.Raw, text)
		case isMeant(text):
			s.Meant = append(s.Meant, text)
		}
	}
	switch len(s.Raw) {
	case 0:
	case 1:
		s.State, s.Record = Valid, Parse(s.Raw[0])
	default:
		s.State = Several
	}
	return s
}

// isMeant reports whether a text that no receiver reads was meant to be a DMARC record.
func isMeant(text string) bool {
	plain := strings.ToLower(tagvalue.Plain(text))
	head := strings.NewReplacer(" ", "", "=", "", ":", "", ";", "", "-", "").Replace(plain[:min(len(plain), 14)])
	return strings.HasPrefix(head, "vdmarc") || strings.HasPrefix(head, "dmarc")
}

// organisation returns the organisational domain (RFC 9989 section 4.10.2). known is false
// where a question that decides has no answer.
func organisation(steps []Step) (domain string, known bool) {
	if len(steps) == 0 {
		return "", false
	}
	known = true
	for i, s := range steps {
		known = known && s.Err == nil
		switch {
		case s.Record == nil:
		case s.Record.PSD == "n":
			return s.Domain, known
		case s.Record.PSD == "y" && i > 0:
			return below(steps[0].Domain, s.Domain), known
		}
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i].Record != nil {
			return steps[i].Domain, known
		}
	}
	return steps[0].Domain, known
}

// below returns the name one label below parent on the way to domain.
func below(domain, parent string) string {
	rest := strings.TrimSuffix(domain, "."+parent)
	return rest[strings.LastIndexByte(rest, '.')+1:] + "." + parent
}

// Organisation returns the organisational domain of a domain by its own tree walk. An
// error means that it is not known.
func Organisation(ctx context.Context, r dns.Resolver, domain string) (string, error) {
	steps, err := walk(ctx, r, domain)
	if err != nil {
		return "", err
	}
	org, known := organisation(steps)
	for _, s := range steps {
		if !known && s.Err != nil {
			return "", s.Err
		}
	}
	return org, nil
}

// Found is the policy of a domain.
type Found struct {
	Domain       string
	Steps        []Step  // the questions, in order
	Organisation string  // its organisational domain; "" where not known
	Record       *Record // the record that receivers by RFC 9989 apply; nil for none
	At           string  // the domain that has Record
	Whose        string  // what the domain is to that record: Own or Subdomain
	Err          error   // why it is not known; then Record may be that of a name further up
	Now, Before  Policy  // what receivers by RFC 9989 and by RFC 7489 apply
	BeforeAt     string  // the domain whose record receivers by RFC 7489 apply; "" for none
	BeforeErr    error   // why the latter is not known
}

// Discover finds the policy of a domain that exists. The error is that of ctx.
func Discover(ctx context.Context, r dns.Resolver, domain string) (*Found, error) {
	steps, err := walk(ctx, r, domain)
	if err != nil {
		return nil, err
	}
	f := &Found{Domain: domain, Steps: steps, Now: Policy{Percent: 100}, Before: Policy{Percent: 100}}
	org, known := organisation(steps)
	if known {
		f.Organisation = org
	}
	f.choose(org)
	if f.Record != nil {
		f.Now, _ = f.Record.For(f.Whose)
	}
	f.before(ctx, r)
	return f, ctx.Err()
}

// choose picks the record: that of the domain, of its organisation, or of the public
// suffix above (RFC 9989 section 4.10.1). A question without an answer before the one
// that decides leaves it open.
func (f *Found) choose(org string) {
	pick := func(s *Step) { f.Record, f.At = s.Record, s.Domain }
	if s := &f.Steps[0]; s.Record != nil {
		pick(s)
		f.Whose = Own
		return
	}
	var orgStep, suffix *Step
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Err != nil && f.Err == nil {
			f.Err = s.Err
		}
		if s.Record != nil && s.Domain == org {
			orgStep = s
		}
		if s.Record != nil && s.Record.PSD == "y" {
			suffix = s
		}
	}
	f.Whose = Subdomain
	switch {
	case orgStep != nil:
		pick(orgStep)
	case suffix != nil:
		pick(suffix)
	}
}

// before finds what receivers by RFC 7489 apply: the record of the domain, else that of
// the organisational domain by the list of public suffixes (sections 3.2 and 6.6.3).
func (f *Found) before(ctx context.Context, r dns.Resolver) {
	first := f.Steps[0]
	if first.Record != nil {
		_, f.Before = first.Record.For(Own)
		f.BeforeAt = first.Domain
		return
	}
	if first.Err != nil {
		f.BeforeErr = first.Err
		return
	}
	org, err := publicsuffix.EffectiveTLDPlusOne(f.Domain)
	if err != nil || org == f.Domain {
		return
	}
	s := look(ctx, r, org)
	f.BeforeErr = s.Err
	if s.Record != nil {
		_, f.Before = s.Record.For(Subdomain)
		f.BeforeAt = org
	}
}
