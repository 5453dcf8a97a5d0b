package sample

import (
	"bytes"
	"context"
	"log/slog"
	"path"
	"strings"

	mdns "github.com/miekg/dns"

	"handrail/app"
	"handrail/app/dns"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/sample/diary"
)

// Publish does in the sample what the person would do by hand: it adds the
// records of a handover and puts its policy file on the web server. Where a
// record's value is a stand-in for a service's own name, that name leads to the
// sample's web server. The error is an *app.Error for domains that are not the
// sample's.
func (s *Sample) Publish(ctx context.Context, v guide.Visit, h *guide.Handover) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if h == nil || h.Nothing != "" {
		return nil
	}
	d, err := dns.CleanDomain(v.Subject)
	if err != nil {
		return err
	}
	if !ours(d.ASCII) {
		return app.Errorf(app.Denied, "Practise with northgate.example.", "%s is not part of the sample organisation.", v.Subject)
	}
	var rrs []mdns.RR
	for _, r := range h.Records {
		rr, err := mdns.NewRR(r.Zone)
		if err != nil || rr == nil || !ours(strings.TrimSuffix(rr.Header().Name, ".")) {
			return app.Errorf(app.Invalid, "Tell the makers of Handrail.", "The sample cannot take the record %s.", r.Name)
		}
		rrs = append(rrs, rr)
	}
	done := deed{Domain: d.ASCII, Policy: policyIn(h)}
	for _, rr := range rrs {
		done.Records = append(done.Records, rr.String())
	}
	s.world.do(done)
	if s.diary == "" {
		return nil
	}
	if err := diary.Add(s.diary, done); err != nil { // practising goes on without
		slog.Warn("The sample organisation cannot keep what is done in it", "err", err)
	}
	return nil
}

// Can tells whether Publish can do what a visit hands over: it is about a domain
// of the sample.
func (s *Sample) Can(v guide.Visit) bool {
	d, err := dns.CleanDomain(v.Subject)
	return err == nil && ours(d.ASCII)
}

// deed is what was published at one time.
type deed struct {
	Domain  string
	Records []string `json:",omitempty"` // lines of a zone file
	Policy  []byte   `json:",omitempty"`
}

// Keep does again what was published in earlier runs, and writes down at path
// what is published from now on. Errors are those of the system.
func (s *Sample) Keep(path string) error {
	all, err := diary.Read[deed](path)
	if err != nil {
		return err
	}
	for _, d := range all {
		s.world.do(d)
	}
	s.diary = path
	return nil
}

// do publishes. A record that cannot be read is left out.
func (w *world) do(d deed) {
	for _, line := range d.Records {
		if rr, err := mdns.NewRR(line); err == nil && rr != nil {
			w.publish(rr)
		}
	}
	if d.Policy == nil {
		return
	}
	w.setPolicy(d.Domain, d.Policy)
	host := mdns.Fqdn("mta-sts." + d.Domain)
	if rrs, _ := w.find(host); len(rrs) == 0 {
		w.point(host)
	}
}

// publish adds one record. Web addresses lead to the sample's own web server.
func (w *world) publish(rr mdns.RR) {
	switch rr := rr.(type) {
	case *mdns.CNAME:
		w.set(rr)
		w.point(rr.Target)
	case *mdns.A, *mdns.AAAA:
		w.point(rr.Header().Name)
	default:
		w.set(rr)
	}
}

// ours tells whether a name lies in the sample's own domain.
func ours(name string) bool {
	return name == "northgate.example" || strings.HasSuffix(name, ".northgate.example")
}

// policyIn finds the policy among the files of a handover, else in what it shows.
func policyIn(h *guide.Handover) []byte {
	for _, b := range h.Bundles {
		for _, f := range b.Files {
			if path.Base(f.Path) == "mta-sts.txt" {
				return bytes.Clone(f.Data)
			}
		}
	}
	for _, b := range h.Blocks {
		if c, ok := b.(report.Code); ok && strings.HasPrefix(c.Text, "version: STSv1") {
			return []byte(strings.ReplaceAll(strings.ReplaceAll(c.Text, "\r\n", "\n"), "\n", "\r\n"))
		}
	}
	return nil
}
