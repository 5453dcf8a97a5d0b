package program

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/mail/dns"
	"handrail/app/mail/dns/dnstest"
	"handrail/app/mail/domainlook"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/store"
)

// outside is example.org with real servers for names, policies and email on loopback, and what is remembered of it.
type outside struct {
	*mailchecktest.World
	t    *testing.T
	mu   sync.Mutex // of the names
	at   string     // the name server
	kept *store.Domains
	last time.Time
}

const (
	enforcedText = "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.org\r\nmax_age: 604800\r\n"
	dkimKey      = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
)

// Lookup answers for the name server.
func (o *outside) Lookup(ctx context.Context, name string, t dns.Type) (dns.Answer, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.DNS.Lookup(ctx, name, t)
}

func newOutside(t *testing.T) *outside {
	o := &outside{World: mailchecktest.New(t), t: t}
	o.DNS.Zone = dns.Zone{
		"example.org": {mailchecktest.MX(10, "mx1.example.org"), mailchecktest.TXT("v=spf1 mx -all"),
			{Type: dns.NS, Host: "ns1.host.example"}, {Type: dns.NS, Host: "ns2.host.example"}},
		"mx1.example.org": {mailchecktest.At("192.0.2.1")}, "mx2.example.org": {mailchecktest.At("192.0.2.2")},
		"_mta-sts.example.org":             {mailchecktest.TXT("v=STSv1; id=20261101;")},
		"_smtp._tls.example.org":           {mailchecktest.TXT("v=TLSRPTv1; rua=mailto:tls@example.org")},
		"_dmarc.example.org":               {mailchecktest.TXT("v=DMARC1; p=reject; rua=mailto:d@example.org")},
		"selector1._domainkey.example.org": {mailchecktest.TXT(dkimKey)},
		"mta-sts.example.org":              {mailchecktest.At("192.0.2.80")},
	}
	o.policy(enforcedText)
	o.mail("192.0.2.1", 60, "mx1.example.org")
	o.mail("192.0.2.2", 60, "mx2.example.org")
	address, stop, err := dnstest.Serve(o, 0)
	if err != nil {
		t.Fatal(err)
	}
	o.at = address
	o.kept = store.NewDomains(t.TempDir(), o.clock, nil, func(n store.Notice) { t.Error(n) })
	t.Cleanup(func() {
		stop()
		if err := o.kept.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func (o *outside) clock() time.Time { return o.Now }

func (o *outside) policy(text string) {
	o.Web("192.0.2.80", o.Cert(60, "mta-sts.example.org"), mailchecktest.Text(text))
}

func (o *outside) mail(address string, days int, names ...string) {
	cert := o.Cert(days, names...)
	o.Mail(address, &cert)
}

// names changes what the name server answers.
func (o *outside) names(change func(zone dns.Zone, fail map[string]dns.Kind)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change(o.DNS.Zone, o.DNS.Fail)
}

// look looks at the domain a day later and returns what is said about the time since the look before.
func (o *outside) look() (told []string, r drift.Result) {
	o.t.Helper()
	ctx := context.Background()
	o.last, o.Now = o.Now, o.Now.AddDate(0, 0, 1)
	client, err := dns.NewClient(dns.Config{Servers: []string{o.at}})
	if err != nil {
		o.t.Fatal(err)
	}
	c := o.Checker()
	c.Resolver, c.Now = client, o.clock
	check := domainlook.Notes{To: o.kept, Now: o.clock}.Health(func(ctx context.Context, all []dns.Domain,
		selectors []string, rep task.Report) ([]*health.State, error) {
		return health.Check(ctx, c, all, selectors, rep)
	})
	if _, err := check(ctx, []dns.Domain{{ASCII: "example.org", Unicode: "example.org"}}, nil, nil); err != nil {
		o.t.Fatal(err)
	}
	past, err := o.kept.Past()
	if err != nil {
		o.t.Fatal(err)
	}
	if r, err = drift.Since(ctx, drift.Sources{Domains: past}, o.last, o.Now); err != nil || r.None {
		o.t.Fatal(r.None, err)
	}
	for _, one := range r.Told {
		told = append(told, string(one.Severity)+" "+one.Text)
		if one.ByWhy == "" || len(one.About) != 1 || one.About[0].Name != "example.org" || one.Since.After(o.last) {
			o.t.Errorf("%+v", one)
		}
	}
	return told, r
}

// TestWhatChangedOfADomainIsTold goes from look to look, with one change between each two.
func TestWhatChangedOfADomainIsTold(t *testing.T) {
	o := newOutside(t)
	if told, r := o.look(); len(told)+r.Noise != 0 || len(r.DomainsBegun) < 10 {
		t.Fatalf("the first look: %q, %d quiet, %d parts", told, r.Noise, len(r.DomainsBegun))
	}
	records := func(name string, all ...dns.Record) func() {
		return func() { o.names(func(z dns.Zone, _ map[string]dns.Kind) { z[name] = all }) }
	}
	for _, k := range []struct {
		name   string
		change func()
		want   []string
	}{
		{"order, case and TTL", records("example.org", dns.Record{Type: dns.NS, Host: "NS2.host.example", TTL: time.Minute},
			dns.Record{Type: dns.NS, Host: "ns1.host.example"}, mailchecktest.TXT("V=SPF1  mx  -ALL"),
			mailchecktest.MX(10, "MX1.example.org")), nil},
		{"a renewed certificate", func() { o.mail("192.0.2.1", 90, "mx1.example.org") }, nil},
		{"a server that the policy does not name", records("example.org", mailchecktest.MX(10, "mx2.example.org"),
			mailchecktest.TXT("v=spf1 mx -all"), dns.Record{Type: dns.NS, Host: "ns1.host.example"},
			dns.Record{Type: dns.NS, Host: "ns2.host.example"}),
			[]string{"problem The mail server of example.org changed; the policy you publish does not name mx2.example.org: " +
				"email from senders that follow it will be refused."}},
		{"the policy names it, under the same ID", func() { o.policy(strings.Replace(enforcedText, "mx1", "mx2", 1)) },
			[]string{"warning The MTA-STS policy of example.org changed, but not the ID in its record: senders keep the " +
				"policy before it for up to 7 days.", "note The MTA-STS policy of example.org names other mail servers."}},
		{"SPF twice", records("example.org", mailchecktest.MX(10, "mx2.example.org"), mailchecktest.TXT("v=spf1 mx -all"),
			mailchecktest.TXT("v=spf1 a -all"), dns.Record{Type: dns.NS, Host: "ns1.host.example"},
			dns.Record{Type: dns.NS, Host: "ns2.host.example"}),
			[]string{"problem example.org has more than one SPF record, so receivers apply none of them."}},
		{"DMARC without a policy", records("_dmarc.example.org",
			mailchecktest.TXT("v=DMARC1; p=none; rua=mailto:d@example.org")),
			[]string{"problem DMARC of example.org is weaker: receivers do less against forged email."}},
		{"a certificate for another name", func() { o.mail("192.0.2.2", 60, "other.example") },
			[]string{"problem mx2.example.org no longer encrypts as senders require: its certificate is for other names. " +
				"Senders that follow the MTA-STS policy do not deliver there."}},
		{"the domain is gone", func() {
			o.names(func(z dns.Zone, _ map[string]dns.Kind) { clear(z); z["other.example"] = nil })
		}, []string{"problem DNS no longer has the domain example.org: no email arrives."}},
	} {
		k.change()
		if told, r := o.look(); !slices.Equal(told, k.want) {
			t.Errorf("%s:\n%q\n%q", k.name, told, k.want)
		} else if again, _ := o.look(); len(again) > 0 {
			t.Errorf("%s: the same again: %q, %v", k.name, again, r.Noise)
		}
	}
}

// TestNoAnswerIsNoChange: a name server that fails, a policy host that is silent and a mail server that cannot be
// reached leave everything as it was, and the result says so. A change meanwhile is told when there is an answer.
func TestNoAnswerIsNoChange(t *testing.T) {
	o := newOutside(t)
	o.look()
	before := o.Now
	every := []string{"example.org", "_mta-sts.example.org", "_smtp._tls.example.org", "_dmarc.example.org",
		"selector1._domainkey.example.org", "mta-sts.example.org"}
	for _, kind := range []dns.Kind{dns.ServFail, dns.Refused} {
		o.names(func(_ dns.Zone, fail map[string]dns.Kind) {
			for _, name := range every {
				fail[name] = kind
			}
		})
		told, r := o.look()
		rest := strings.Join(r.Rest(), "\n")
		if len(told)+r.Noise != 0 || !strings.Contains(rest, "mail servers. The name server") ||
			!strings.Contains(rest, "MTA-STS policy. The name server") || !strings.Contains(rest, "SPF. The name server") {
			t.Errorf("%s: %q, %d quiet, %s", kind, told, r.Noise, rest)
		}
	}
	o.names(func(z dns.Zone, fail map[string]dns.Kind) {
		clear(fail)
		z["_dmarc.example.org"] = []dns.Record{mailchecktest.TXT("v=DMARC1; p=none; rua=mailto:d@example.org")}
		z["mta-sts.example.org"] = []dns.Record{mailchecktest.At("192.0.2.81")} // nothing listens there
		z["mx1.example.org"] = []dns.Record{mailchecktest.At("192.0.2.9")}
	})
	_, r := o.look()
	rest := strings.Join(r.Rest(), "\n")
	if len(r.Told) != 1 || r.Told[0].Severity != report.Problem || r.Told[0].Since != before {
		t.Errorf("it happened since the last answer, %s: %+v", before, r.Told)
	}
	if !strings.Contains(rest, "MTA-STS policy. ") || !strings.Contains(rest, "certificate of mx1.example.org. ") ||
		strings.Contains(rest, "SPF") {
		t.Error(rest)
	}
}

// TestALookAtPartsBeginsOnlyThose: looks at mail servers alone, at what a sending server sees and at everything are
// compared with each other where they saw the same.
func TestALookAtPartsBeginsOnlyThose(t *testing.T) {
	o := newOutside(t)
	notes, ctx := domainlook.Notes{To: o.kept, Now: o.clock}, context.Background()
	ask := mailcheck.ReceiversBy(func(context.Context) (*dns.Client, error) {
		return dns.NewClient(dns.Config{Servers: []string{o.at}})
	}, notes.Receivers)
	if _, err := ask(ctx, "example.org"); err != nil {
		t.Fatal(err)
	}
	told, r := o.look()
	if len(told)+r.Noise != 0 || strings.Contains(strings.Join(r.Rest(), ""), "mail servers since") {
		t.Errorf("%q, %d quiet, %q", told, r.Noise, r.Rest())
	}
	o.names(func(z dns.Zone, _ map[string]dns.Kind) { z["example.org"][0].Host = "mx2.example.org" })
	if _, err := ask(ctx, "example.org"); err != nil {
		t.Fatal(err)
	}
	past, _ := o.kept.Past()
	r, err := drift.Since(ctx, drift.Sources{Domains: past}, o.Now.Add(-time.Hour), o.Now)
	if err != nil || len(r.Told) != 1 || !strings.Contains(r.Told[0].Text, "does not name mx2.example.org") {
		t.Errorf("%+v, %v", r.Told, err)
	}
	if err := o.kept.Forget(ctx, "example.org"); err != nil {
		t.Fatal(err)
	}
	if r, err = drift.Since(ctx, drift.Sources{Domains: past}, time.Time{}, o.Now); err != nil ||
		len(r.Told)+len(r.DomainsBegun)+len(r.Missed) != 0 {
		t.Errorf("after it was forgotten: %+v, %v", r, err)
	}
}
