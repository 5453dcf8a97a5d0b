package sample

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path"
	"strings"

	mdns "github.com/miekg/dns"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/mail/dns"
	"handrail/app/report"
	"handrail/app/sample/actionlog"
)

// Publish makes in the sample the changes that the person makes by hand: it adds the
// records of a handover and its policy file. If a record has a placeholder for the name
// of a service, that name gets the address of the sample's web server. The error is an
// *app.Error if the domain is not the sample's.
func (s *Sample) Publish(ctx context.Context, v guide.Visit, h *guide.Handover) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if h == nil || h.Nothing != "" {
		return nil
	}
	if v.Guide == syncIdentity {
		return s.practiseSync(h)
	}
	if v.Guide == mfaEnforce {
		return s.practiseMFA(v)
	}
	d, err := dns.CleanDomain(v.Subject)
	if err != nil {
		return err
	}
	if !ours(d.ASCII) {
		return app.Errorf(app.Denied, "Use northgate.example.", "%s is not part of the sample organisation.", v.Subject)
	}
	var rrs []mdns.RR
	for _, r := range h.Records {
		rr, err := mdns.NewRR(r.Zone)
		if err != nil || rr == nil || !ours(strings.TrimSuffix(rr.Header().Name, ".")) {
			return app.Errorf(app.Invalid, "Copy the technical details, and report them to the developers of Handrail.",
				"The sample organisation cannot use the record %s.", r.Name)
		}
		rrs = append(rrs, rr)
	}
	done := action{Domain: d.ASCII, Policy: policyIn(h)}
	for _, rr := range rrs {
		done.Records = append(done.Records, rr.String())
	}
	s.world.do(done)
	if s.diary == "" {
		return nil
	}
	if err := actionlog.Add(s.diary, done); err != nil { // the change itself is made
		slog.Warn("The sample organisation cannot save its changes", "err", err)
	}
	return nil
}

// syncIdentity is the guide whose handover is about accounts and policies.
const syncIdentity = "sync-identity"

// practiseSync excludes accounts from policies, and takes roles from them.
func (s *Sample) practiseSync(h *guide.Handover) error {
	if s.Cloud == nil {
		return app.Errorf(app.NotFound, "Start Handrail again.", "The sample organisation is not there.")
	}
	var all []error
	for _, x := range h.Exclusions {
		all = append(all, s.Cloud.Exclude(x.Policy, x.Account.ID))
	}
	for _, a := range h.Retired {
		all = append(all, s.Cloud.Retire(a.ID))
	}
	if err := errors.Join(all...); err != nil {
		e := app.Errorf(app.Invalid, "Check the policies again.",
			"The sample organisation does not have every policy and account.")
		e.Err = err
		return e
	}
	return nil
}

// Can reports whether Publish works for a visit: its subject is a domain of the sample, or its guide is about the sync
// or a policy that requires MFA.
func (s *Sample) Can(v guide.Visit) bool {
	if v.Guide == mfaEnforce {
		way := v.Answer("way")
		return s.Cloud != nil && (way == wayEveryone || way == wayAdmins)
	}
	if v.Guide == syncIdentity {
		return s.Cloud != nil
	}
	d, err := dns.CleanDomain(v.Subject)
	return err == nil && ours(d.ASCII)
}

// action is what Publish changed at one time. Stored as JSON.
type action struct {
	Domain  string
	Records []string `json:",omitempty"` // lines of a zone file
	Policy  []byte   `json:",omitempty"`
}

// Keep repeats the changes that earlier runs stored at path, and stores new ones there.
// Errors are those of the system.
func (s *Sample) Keep(path string) error {
	all, err := actionlog.Read[action](path)
	if err != nil {
		return err
	}
	for _, d := range all {
		s.world.do(d)
	}
	s.diary = path
	return nil
}

// do applies d. It skips records that it cannot read.
func (w *world) do(d action) {
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

// publish adds one record. Web addresses become those of the sample's web server.
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

// ours reports whether a name is in the domain of the sample.
func ours(name string) bool {
	return name == "northgate.example" || strings.HasSuffix(name, ".northgate.example")
}

// policyIn returns the policy in the files or the blocks of a handover; nil if it has none.
func policyIn(h *guide.Handover) []byte {
	for _, b := range h.Bundles {
		for _, f := range b.Files {
			if path.Base(f.Path) == "mta-sts.txt" {
				data, _ := f.Content() // without it, none is published
				return bytes.Clone(data)
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
