package mailcheck_test

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck/mailchecktest"
)

// slow answers like the fake behind it, each answer after a while.
type slow struct {
	dns.Fake
	wait time.Duration
}

func (s slow) Lookup(ctx context.Context, name string, t dns.Type) (dns.Answer, error) {
	select {
	case <-ctx.Done():
		return dns.Answer{}, ctx.Err()
	case <-time.After(s.wait):
	}
	return s.Fake.Lookup(ctx, name, t)
}

// BenchmarkCheckDelayed checks a domain whose every server waits 200 ms before
// each answer, and compares with its slowest chain of questions asked alone.
func BenchmarkCheckDelayed(b *testing.B) {
	const wait = 200 * time.Millisecond
	w := goodWorld(b)
	w.Delay = wait
	c := w.Checker()
	c.Fetcher.Timeout, c.Prober.Timeout = 30*time.Second, 30*time.Second
	c.Resolver = slow{w.DNS, wait}
	ctx := context.Background()
	chain := func(steps ...func()) time.Duration {
		began := time.Now()
		for _, step := range steps {
			step()
		}
		return time.Since(began)
	}
	ask := func(name string, t dns.Type) func() { return func() { c.Resolver.Lookup(ctx, name, t) } }
	mail := func(name, at string) time.Duration {
		return chain(ask("example.org", dns.MX), ask(name, dns.A),
			func() { c.Prober.Probe(ctx, name, []netip.Addr{netip.MustParseAddr(at)}) })
	}
	var took, slowest time.Duration
	for b.Loop() {
		slowest += max(mail("mx1.example.org", "192.0.2.1"), mail("a.backup.example", "192.0.2.2"),
			chain(ask("mta-sts.example.org", dns.A),
				func() { c.Fetcher.Fetch(ctx, "example.org", []netip.Addr{netip.MustParseAddr("192.0.2.80")}) }))
		began := time.Now()
		if s := check(b, c, org); s.Effective != "enforce" || s.Hosts[1].Probe.State != "valid" {
			b.Fatalf("effective %s, probe %+v", s.Effective, s.Hosts[1].Probe)
		}
		took += time.Since(began)
	}
	b.ReportMetric(float64(took.Milliseconds())/float64(b.N), "ms/check")
	b.ReportMetric(float64(slowest.Milliseconds())/float64(b.N), "ms/slowest-chain")
	b.ReportMetric(float64(took)/float64(slowest), "ratio")
}

// BenchmarkCheck200Domains checks 200 domains against local web and mail
// servers, 16 at a time.
func BenchmarkCheck200Domains(b *testing.B) {
	const domains, atOnce = 200, 16
	w := mailchecktest.New(b)
	var names []string
	for i := range domains {
		name := fmt.Sprintf("d%03d.example.org", i)
		names = append(names, "mta-sts."+name)
		w.DNS.Zone[name] = []dns.Record{mailchecktest.MX(10, "mx1.example.org")}
		w.DNS.Zone["_mta-sts."+name] = []dns.Record{mailchecktest.TXT("v=STSv1; id=20261101;")}
		w.DNS.Zone["_smtp._tls."+name] = []dns.Record{mailchecktest.TXT("v=TLSRPTv1; rua=mailto:reports@example.net")}
		w.DNS.Zone["mta-sts."+name] = []dns.Record{mailchecktest.At("192.0.2.80")}
	}
	w.DNS.Zone["mx1.example.org"] = []dns.Record{mailchecktest.At("192.0.2.1")}
	w.Web("192.0.2.80", w.Cert(60, names...), mailchecktest.Text(policyText))
	mx := w.Cert(60, "mx1.example.org")
	w.Mail("192.0.2.1", &mx)
	c := w.Checker()
	c.Fetcher.Timeout, c.Prober.Timeout = 30*time.Second, 30*time.Second
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for b.Loop() {
		var all sync.WaitGroup
		room := make(chan struct{}, atOnce)
		for _, host := range names {
			room <- struct{}{}
			all.Go(func() {
				defer func() { <-room }()
				name := host[len("mta-sts."):]
				if s, err := c.Check(context.Background(), dns.Domain{ASCII: name, Unicode: name}, nil); err != nil ||
					s.Effective != "enforce" {
					b.Errorf("%s: %v", name, err)
				}
			})
		}
		all.Wait()
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(domains*b.N)/time.Since(began).Seconds(), "domains/s")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(domains*b.N)/1024, "KiB/domain")
	b.ReportMetric(float64(after.HeapSys)/(1<<20), "MiB-heap")
}
