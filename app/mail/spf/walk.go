package spf

import (
	"context"
	"errors"
	"strings"

	"handrail/app/mail/dns"
)

// maxWalk ends a walk through records that never end.
const maxWalk = 60

// Lookup is one term that a receiver counts, in the order in which it comes to it.
type Lookup struct {
	Term   string // as published
	Top    string // the part of the domain’s own record that leads to it
	In     string // the domain whose record has the term
	Domain string // what is asked; "" where it depends on the email
	Void   bool   // nothing is there
	Err    error  // why what is there is not known
}

// Fault is a term that makes receivers give up, or that they pass over.
type Fault struct {
	Kind   string // one of the constants below
	Domain string // the domain whose record has it
	Term   string
	Detail string
}

// The kinds of a Fault.
const (
	NoRecord  = "no-record"  // an included domain has no SPF record (RFC 7208 section 5.2)
	Broken    = "broken"     // an included record breaks the grammar or stands twice
	Loop      = "loop"       // a record leads back to itself
	TooManyMX = "too-many"   // a term mx with more than ten servers (section 4.6.4)
	PTR       = "ptr"        // should not be used (section 5.5)
	AfterAll  = "after-all"  // behind “all”, so never reached (section 5.1)
	Redirect  = "redirect"   // beside “all”, so never used (section 6.1)
	Endless   = "endless"    // the records go on and on; counting was ended
	Depends   = "depends-on" // what is asked depends on the email, so it cannot be followed
)

// Walk is what it costs to check a domain’s record against an address that no term matches.
type Walk struct {
	Selected
	Domain  string
	Lookups []Lookup // those that are counted, in order
	Faults  []Fault
	Err     error // why the record itself is not known
}

// Count walks through the record of a domain and all that it includes. The error is
// that of ctx; what is not known is in the Walk.
func Count(ctx context.Context, r dns.Resolver, domain string) (*Walk, error) {
	w := &Walk{Domain: domain}
	a, err := r.Lookup(ctx, domain, dns.TXT)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		w.State, w.Err = Unknown, err
		return w, nil
	}
	w.Selected = Select(texts(a))
	if w.Record != nil {
		g := walker{w: w, r: r}
		g.record(ctx, w.Record, []string{domain}, "")
	}
	return w, ctx.Err()
}

func texts(a dns.Answer) (all []string) {
	for _, rec := range a.Records {
		all = append(all, rec.TXT())
	}
	return all
}

type walker struct {
	w *Walk
	r dns.Resolver
}

func (g walker) fault(kind, domain, term, detail string) {
	g.w.Faults = append(g.w.Faults, Fault{kind, domain, term, detail})
}

// record goes through the terms; redirect comes last, and only without “all” (RFC 7208
// sections 6.1 and 4.7). path ends with the domain of rec.
func (g walker) record(ctx context.Context, rec *Record, path []string, top string) {
	in, end := path[len(path)-1], false
	var redirect *Term
	for i, t := range rec.Terms {
		switch {
		case t.Modifier:
			if t.Name == "redirect" {
				redirect = &rec.Terms[i]
			}
			continue
		case end:
			g.fault(AfterAll, in, t.Text, "")
			continue
		case t.Name == "all":
			end = true
		case t.Name == "ptr":
			g.fault(PTR, in, t.Text, "")
		}
		if t.Counts() {
			g.count(ctx, t, path, top)
		}
	}
	if redirect == nil {
		return
	}
	if end {
		g.fault(Redirect, in, redirect.Text, "")
		return
	}
	g.count(ctx, *redirect, path, top)
}

// count adds one lookup and follows it.
func (g walker) count(ctx context.Context, t Term, path []string, top string) {
	if len(path) == 1 {
		top = t.Text
	}
	in := path[len(path)-1]
	if len(g.w.Lookups) >= maxWalk {
		if len(g.w.Find(Endless)) == 0 {
			g.fault(Endless, in, t.Text, "")
		}
		return
	}
	l := Lookup{Term: t.Text, Top: top, In: in, Domain: target(t, in)}
	at := len(g.w.Lookups)
	g.w.Lookups = append(g.w.Lookups, l)
	if l.Domain == "" && t.Name != "ptr" {
		g.fault(Depends, in, t.Text, "")
		return
	}
	switch t.Name {
	case "include", "redirect":
		g.follow(ctx, t, at, path)
	case "a", "exists":
		g.w.Lookups[at].Void, g.w.Lookups[at].Err = g.empty(ctx, l.Domain, dns.A, dns.AAAA)
	case "mx":
		a, err := g.r.Lookup(ctx, l.Domain, dns.MX)
		if impossible(err) {
			err = nil
		}
		g.w.Lookups[at].Void, g.w.Lookups[at].Err = err == nil && len(a.Records) == 0, err
		if len(a.Records) > MaxMX {
			g.fault(TooManyMX, in, t.Text, l.Domain)
		}
	}
}

// target returns the domain that a term asks for: its own, or that of the record. A
// macro for the domain is filled in; other macros depend on the email.
func target(t Term, in string) string {
	value, _, _ := strings.Cut(t.Value, "/")
	if value == "" {
		return in
	}
	value = strings.NewReplacer("%{d}", in, "%{D}", in).Replace(value)
	if strings.Contains(value, "%") {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(value, "."))
}

// empty reports whether a name has none of these records.
func (g walker) empty(ctx context.Context, name string, types ...dns.Type) (void bool, err error) {
	for _, t := range types {
		a, failed := g.r.Lookup(ctx, name, t)
		if failed != nil && !impossible(failed) {
			err = failed
		} else if len(a.Records) > 0 {
			return false, nil
		}
	}
	return err == nil, err
}

// follow reads the record of an include or redirect. Without one, receivers give up
// (RFC 7208 sections 5.2 and 6.1).
func (g walker) follow(ctx context.Context, t Term, at int, path []string) {
	l := &g.w.Lookups[at]
	for _, seen := range path {
		if seen == l.Domain {
			g.fault(Loop, l.In, t.Text, l.Domain)
			return
		}
	}
	a, err := g.r.Lookup(ctx, l.Domain, dns.TXT)
	if err != nil && !impossible(err) {
		l.Err = err
		return
	}
	l.Void = len(a.Records) == 0
	got := Select(texts(a))
	switch got.State {
	case Absent:
		g.fault(NoRecord, l.In, t.Text, l.Domain)
	case Several:
		g.fault(Broken, l.In, t.Text, l.Domain+" has more than one SPF record")
	case Invalid:
		g.fault(Broken, l.In, t.Text, l.Domain+" has a record with an error: "+got.Err.Error())
	default:
		g.record(ctx, got.Record, append(path[:len(path):len(path)], l.Domain), l.Top)
	}
}

// impossible reports whether a question was not put because no such name can exist: then
// it finds nothing (RFC 7208 section 4.3).
func impossible(err error) bool {
	var failed *dns.Error
	return errors.As(err, &failed) && failed.Kind == dns.BadName
}
