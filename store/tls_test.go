package store

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/mail/tlsreport"
	"handrail/app/mail/tlsview"
)

func deflated(raw string) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed)
	_, _ = w.Write([]byte(raw))
	_ = w.Close()
	return b.Bytes()
}

// aTLSReport is about one day of November and the domains named.
func aTLSReport(who, id string, day int, domains ...string) tlsreport.Imported {
	start := time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
	r := &tlsreport.Report{Organisation: who, ID: id, Start: start, End: start.Add(24*time.Hour - time.Second),
		Signed:    tlsreport.Signed{State: tlsreport.Genuine, Domain: "x.example"},
		Anomalies: []string{tlsreport.NoContact, tlsreport.SumsDiffer}}
	for _, d := range domains {
		r.Policies = append(r.Policies,
			tlsreport.Policy{Type: tlsreport.STS, Domain: d, Text: []string{"version: STSv1"}, MX: []string{"mx." + d},
				Succeeded: 10})
	}
	return tlsreport.Imported{Path: "in/" + id + ".json.gz", Report: r, Packed: deflated("raw " + id)}
}

func failing(t tlsreport.Imported, result, host string, n int64) tlsreport.Imported {
	p := &t.Report.Policies[0]
	p.Failed += n
	p.Failures = append(p.Failures,
		tlsreport.Failure{Result: result, Host: host, SendingIP: "192.0.2.9", Count: n, Reason: "why"})
	return t
}

func keepTLS(t *testing.T, s *Store, all ...tlsreport.Imported) string {
	t.Helper()
	states, err := s.KeepTLS(context.Background(), tlsreport.Batch{At: noon, Reports: all})
	must(t, err)
	return strings.Trim(fmt.Sprint(states), "[]")
}

func TestTheSameTLSReportCountsOnce(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	one := aTLSReport("Google", "1", 1, "a.example")
	if got := keepTLS(t, s, one, one); got != "new known" {
		t.Errorf("within a batch: %s", got)
	}
	again := aTLSReport("Google", "1", 1, "a.example")
	again.Path = "elsewhere.eml"
	for _, c := range []struct {
		name, want string
		taken      tlsreport.Imported
	}{
		{"another way", "known", again},
		{"another writer", "new", aTLSReport("Microsoft", "1", 1, "a.example")},
		{"another number", "new", aTLSReport("Google", "2", 1, "a.example")},
		{"another day", "new", aTLSReport("Google", "1", 2, "a.example")},
		{"another domain", "new", aTLSReport("Google", "1", 1, "b.example")},
		{"one of two domains is new", "new", aTLSReport("Google", "1", 1, "a.example", "c.example")},
		{"both are known now", "known", aTLSReport("Google", "1", 1, "a.example", "c.example")},
	} {
		if got := keepTLS(t, s, c.taken); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	sums, err := s.TLSSums(context.Background(), tlsreport.ByDomain, tlsreport.Filter{})
	must(t, err)
	if got := sumWords(sums); got != "a.example 40/0 4; b.example 10/0 1; c.example 10/0 1" {
		t.Errorf("sums: %s", got)
	}
}

// TestAReportWithoutADomainCountsOnce: its email or file name may tell the domain later,
// or have told it before.
func TestAReportWithoutADomainCountsOnce(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	report := func(id, domain string) tlsreport.Imported {
		r := aTLSReport("Larkspur", id, 1, domain)
		r.Report.Anomalies = []string{tlsreport.NoDomain}
		return r
	}
	for i, c := range []struct{ id, domain, want string }{
		{"1", "", "new"}, {"2", "", "new"}, {"1", "", "known"}, {"1", "a.example", "new"}, {"1", "", "known"},
		{"1", "a.example", "known"}, {"1", "b.example", "new"},
	} {
		if got := keepTLS(t, s, report(c.id, c.domain)); got != c.want {
			t.Errorf("%d: %s %q is %s, want %s", i, c.id, c.domain, got, c.want)
		}
	}
	sums, err := s.TLSSums(context.Background(), tlsreport.ByDomain, tlsreport.Filter{})
	must(t, err)
	if got := sumWords(sums); got != " 10/0 1; a.example 10/0 1; b.example 10/0 1" {
		t.Errorf("sums: %q", got)
	}
	if n := numberIn(t, s, "SELECT count(*) FROM tls_raw"); n != 3 {
		t.Errorf("%d texts stay", n)
	}
}

// TestAReportThatNamesSomeOfItsDomains: it is stored with those that it names, whatever their order, and so are the
// others of its batch.
func TestAReportThatNamesSomeOfItsDomains(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	var all []tlsreport.Imported
	for i, domains := range [][]string{{"a.example", "b.example", ""}, {"", "a.example"}, {"a.example", "", "b.example"}} {
		one := aTLSReport("Larkspur", fmt.Sprint(i), 1, domains...)
		one.Report.Anomalies = []string{tlsreport.NoDomain}
		all = append(all, one, aTLSReport("Google", fmt.Sprint(i), 1, "a.example"))
	}
	if got := keepTLS(t, s, all...); got != "new new new new new new" {
		t.Error(got)
	}
	rows, err := s.TLSReports(t.Context(), tlsreport.Filter{}, 0, 100)
	must(t, err)
	for _, r := range rows {
		if raw, err := s.TLSRaw(t.Context(), r.ID); err != nil || string(raw) != "raw "+r.Report || r.Domain == "" {
			t.Errorf("%q of %q, %v", raw, r.Domain, err)
		}
	}
	if len(rows) != 8 {
		t.Errorf("%d rows", len(rows))
	}
}

func TestTLSPoliciesTellWhatIsUnexplained(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	partly := failing(failing(aTLSReport("Larkspur", "1", 1, "a.example"), "dane-required", "mx.a.example", 2),
		"certificate-expired", "mx.a.example", 1)
	partly.Report.Policies[0].Failed = 9
	both := aTLSReport("Beacon", "2", 1, "a.example")
	dane := both.Report.Policies[0]
	dane.Type, dane.Failed, dane.Text = tlsreport.TLSA, 4, nil
	both.Report.Policies = append(both.Report.Policies, dane)
	keepTLS(t, s, partly, both, failing(aTLSReport("Larkspur", "3", 2, "a.example"), "dane-required", "m", 5))
	rows, err := s.TLSPolicies(context.Background(), tlsreport.Filter{Domain: "a.example"})
	must(t, err)
	var words []string
	for _, r := range rows {
		words = append(words, strings.TrimSpace(fmt.Sprintln(r.Day.Day(), r.Organisation, r.Type, len(r.Text), r.MX,
			r.Anomalies, r.Reports, r.Succeeded, r.Failed, r.Untold)))
	}
	want := "1 Beacon sts 1 [mx.a.example] [no-contact sums-differ] 1 10 0 0; " +
		"1 Beacon tlsa 0 [mx.a.example] [no-contact sums-differ] 1 10 4 4; " +
		"1 Larkspur sts 1 [mx.a.example] [no-contact sums-differ] 1 10 9 6; " +
		"2 Larkspur sts 1 [mx.a.example] [no-contact sums-differ] 1 10 5 0"
	if got := strings.Join(words, "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	sums, err := s.TLSSums(context.Background(), tlsreport.ByDomain, tlsreport.Filter{})
	must(t, err)
	if got := sumWords(sums); got != "a.example 30/18 3" {
		t.Errorf("sums: %s", got)
	}
}

func sumWords(all []tlsreport.Sum) string {
	var words []string
	for _, s := range all {
		words = append(words, fmt.Sprintf("%s %d/%d %d", s.Key, s.Succeeded, s.Failed, s.Reports))
	}
	return strings.Join(words, "; ")
}

func TestTLSSumsFollowTheFilter(t *testing.T) {
	s, ctx := mustOpen(t, t.TempDir()), context.Background()
	forged := aTLSReport("Nobody", "9", 3, "a.example")
	forged.Report.Signed = tlsreport.Signed{State: tlsreport.SignatureInvalid, Why: "It was changed."}
	keepTLS(t, s,
		aTLSReport("Google", "1", 1, "a.example"), aTLSReport("Google", "2", 2, "a.example"),
		failing(failing(aTLSReport("Microsoft", "3", 2, "a.example"), "certificate-expired", "mx1.a.example", 4),
			"validation-failure", "mx2.a.example", 1),
		failing(aTLSReport("Mail.ru", "4", 5, "a.example"), "certificate-expired", "mx1.a.example", 2),
		failing(forged, "certificate-expired", "mx1.a.example", 100), aTLSReport("Google", "5", 2, "b.example"))
	on := func(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }
	a := tlsreport.Filter{Domain: "a.example"}
	with := func(change func(*tlsreport.Filter)) tlsreport.Filter { f := a; change(&f); return f }
	for _, c := range []struct {
		by   tlsreport.GroupBy
		f    tlsreport.Filter
		want string
	}{
		{tlsreport.ByDay, a, "2026-11-01 10/0 1; 2026-11-02 20/5 2; 2026-11-05 10/2 1"},
		{tlsreport.ByDay, with(func(f *tlsreport.Filter) { f.Forged = true }),
			"2026-11-01 10/0 1; 2026-11-02 20/5 2; 2026-11-03 10/100 1; 2026-11-05 10/2 1"},
		{tlsreport.ByDay, with(func(f *tlsreport.Filter) { f.From, f.To = on(2), on(3) }), "2026-11-02 20/5 2"},
		{tlsreport.ByDay, with(func(f *tlsreport.Filter) { f.OnlyFailed = true }),
			"2026-11-02 10/5 1; 2026-11-05 10/2 1"},
		{tlsreport.ByDay, tlsreport.Filter{}, "2026-11-01 10/0 1; 2026-11-02 30/5 3; 2026-11-05 10/2 1"},
		{tlsreport.ByOrganisation, a, "Microsoft 10/5 1; Mail.ru 10/2 1; Google 20/0 2"},
		{tlsreport.ByOrganisation, with(func(f *tlsreport.Filter) { f.Organisation = "Google" }), "Google 20/0 2"},
		{tlsreport.ByType, a, "sts 40/7 4"},
		{tlsreport.ByResult, a, "certificate-expired 0/6 2; validation-failure 0/1 1"},
		{tlsreport.ByResult, with(func(f *tlsreport.Filter) { f.Results = []string{"validation-failure", "x"} }),
			"validation-failure 0/1 1"},
		{tlsreport.ByHost, a, "mx1.a.example 0/6 2; mx2.a.example 0/1 1"},
		{tlsreport.ByAddress, with(func(f *tlsreport.Filter) { f.Organisation = "Mail.ru" }), "192.0.2.9 0/2 1"},
		{tlsreport.ByHost, tlsreport.Filter{Domain: "b.example"}, ""},
	} {
		sums, err := s.TLSSums(ctx, c.by, c.f)
		if got := sumWords(sums); err != nil || got != c.want {
			t.Errorf("%s %+v: %s, %v; want %s", c.by, c.f, got, err, c.want)
		}
	}
	failures, err := s.TLSFailures(ctx, a)
	if err != nil || len(failures) != 3 || failures[0].Organisation != "Mail.ru" || !failures[0].Last.Equal(on(5)) ||
		failures[0].Reason != "why" || failures[0].Type != "sts" {
		t.Errorf("failures: %+v, %v", failures, err)
	}
}

func TestTLSReportsAreListedPageByPageWithTheirText(t *testing.T) {
	s, ctx := mustOpen(t, t.TempDir()), context.Background()
	for d := 1; d <= 9; d++ {
		keepTLS(t, s, aTLSReport("Google", fmt.Sprint("n", d), d, "a.example"),
			aTLSReport("Microsoft", fmt.Sprint("m", d), d, "a.example"))
	}
	var seen []string
	after := int64(0)
	for {
		page, err := s.TLSReports(ctx, tlsreport.Filter{Domain: "a.example"}, after, 5)
		must(t, err)
		if len(page) == 0 {
			break
		}
		for _, r := range page {
			raw, err := s.TLSRaw(ctx, r.ID)
			if err != nil || string(raw) != "raw "+r.Report || len(r.Anomalies) != 2 || r.Source != "in/"+r.Report+
				".json.gz" || r.Signed.State != tlsreport.Genuine || !r.Taken.Equal(noon) {
				t.Errorf("%+v has the text %q, %v", r, raw, err)
			}
			seen = append(seen, r.Report)
		}
		after = page[len(page)-1].ID
	}
	if len(seen) != 18 || seen[0] != "m9" || seen[17] != "n1" {
		t.Errorf("seen %q", seen)
	}
	if _, err := s.TLSRaw(ctx, 999); app.CodeOf(err) != app.NotFound {
		t.Errorf("a number that is not there: %v", err)
	}
}

func TestABatchOfTLSReportsIsKeptWholeOrNotAtAll(t *testing.T) {
	s, ctx := mustOpen(t, t.TempDir()), context.Background()
	bad := aTLSReport("Google", "2", 2, "a.example")
	bad.Packed = nil // a body must be there
	batch := tlsreport.Batch{At: noon, Reports: []tlsreport.Imported{aTLSReport("Google", "1", 1, "a.example"), bad},
		Refused: []tlsreport.Rejected{{Path: "x", Code: "broken", Reason: "It is broken."}}, Source: "box",
		Next: "page 2"}
	if _, err := s.KeepTLS(ctx, batch); err == nil {
		t.Fatal("a report without its text was kept")
	}
	sums, _ := s.TLSSums(ctx, tlsreport.ByDay, tlsreport.Filter{})
	refused, _ := s.TLSRefused(ctx, 10)
	next, _ := s.TLSCursor(ctx, "box")
	if len(sums)+len(refused) > 0 || next != "" {
		t.Errorf("half a batch is there: %v %v %q", sums, refused, next)
	}
	batch.Reports = batch.Reports[:1]
	if _, err := s.KeepTLS(ctx, batch); err != nil {
		t.Fatal(err)
	}
	refused, _ = s.TLSRefused(ctx, 10)
	if next, _ = s.TLSCursor(ctx, "box"); next != "page 2" || len(refused) != 1 ||
		refused[0].Reason != "It is broken." || !refused[0].At.Equal(noon) {
		t.Errorf("got %q, %+v", next, refused)
	}
	again := aTLSReport("Google", "7", 7, "a.example")
	again.Path = "x" // the file was fixed
	keepTLS(t, s, again)
	if refused, _ = s.TLSRefused(ctx, 10); len(refused) != 0 {
		t.Errorf("a file that was read stands among the refused: %+v", refused)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := s.KeepTLS(stopped, batch); app.CodeOf(err) != app.Cancelled {
		t.Errorf("a stopped context: %v", err)
	}
}

// BenchmarkTLS100000 is about a domain with 100,000 reports: its days, as the first
// chart needs them, and all that the page about it says.
func BenchmarkTLS100000(b *testing.B) {
	s, _, err := Open(b.TempDir(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	ctx := context.Background()
	body := deflated("{}")
	for n := 0; n < 100_000; n += 500 {
		batch := tlsreport.Batch{At: noon}
		for i := n; i < n+500; i++ {
			r := aTLSReport(fmt.Sprint("Organisation ", i%300), fmt.Sprint(i), 1, "a.example")
			r.Report.Start = r.Report.Start.AddDate(0, 0, i%360)
			r.Report.End = r.Report.Start.Add(24*time.Hour - time.Second)
			r.Packed = body
			if i%7 == 0 {
				r = failing(r, "certificate-expired", fmt.Sprintf("mx%d.a.example", i%4), 2)
			}
			batch.Reports = append(batch.Reports, r)
		}
		if _, err := s.KeepTLS(ctx, batch); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("days", func(b *testing.B) {
		for b.Loop() {
			sums, err := s.TLSSums(ctx, tlsreport.ByDay, tlsreport.Filter{Domain: "a.example"})
			if err != nil || len(sums) != 360 {
				b.Fatal(len(sums), err)
			}
		}
	})
	b.Run("page", func(b *testing.B) {
		for b.Loop() {
			if said, err := tlsview.Summary(ctx, s, tlsview.Question{Domain: "a.example"},
				noon.AddDate(0, 0, 300)); err != nil || len(said) < 8 {
				b.Fatal(len(said), err)
			}
		}
	})
}

// TestManyTLSReportsInOneBatch: rows that are added many at a time belong to their own report, also where a report in
// the same batch drops the one before it, and where a batch does not end with a full statement.
func TestManyTLSReportsInOneBatch(t *testing.T) {
	s, ctx := mustOpen(t, t.TempDir()), context.Background()
	var all []tlsreport.Imported
	for i := range 3*manyAtOnce + 7 {
		one := aTLSReport("Google", fmt.Sprint(i), 1+i%20, "a.example", fmt.Sprint(i, ".example"))
		all = append(all, failing(one, fmt.Sprint("result-", i), "mx.a.example", int64(i+1)))
	}
	unnamed := aTLSReport("Apple", "1", 1, "")
	unnamed.Report.Anomalies = []string{tlsreport.NoDomain}
	named := aTLSReport("Apple", "1", 1, "a.example")
	named.Report.Anomalies = []string{tlsreport.NoDomain}
	all = append(all, unnamed, named, all[3])
	states := strings.Fields(keepTLS(t, s, all...))
	if n := len(states); strings.Join(states[n-3:], " ") != "new new known" || states[0] != "new" {
		t.Errorf("%v", states[n-3:])
	}
	rows, err := s.TLSReports(ctx, tlsreport.Filter{Domain: "a.example"}, 0, 1000)
	must(t, err)
	if len(rows) != 3*manyAtOnce+8 {
		t.Errorf("%d reports about a.example", len(rows))
	}
	for _, r := range rows {
		raw, err := s.TLSRaw(ctx, r.ID)
		must(t, err)
		if string(raw) != "raw "+r.Report {
			t.Errorf("the text of %s is %q", r.Report, raw)
		}
	}
	var wrong, apart, unknown int
	must(t, s.read.QueryRow(`SELECT count(*) FROM tls_failure f JOIN tls_policy p ON p.id = f.policy
		JOIN tls_report r ON r.id = p.report WHERE f.result <> 'result-' || r.report OR f.domain <> r.domain`).Scan(&wrong))
	must(t, s.read.QueryRow(`SELECT count(*) FROM tls_policy
		WHERE report NOT IN (SELECT id FROM tls_report)`).Scan(&apart))
	if wrong+apart > 0 {
		t.Errorf("%d failures and %d policies belong to another report", wrong, apart)
	}
	must(t, s.read.QueryRow("SELECT count(*) FROM tls_report WHERE domain = ''").Scan(&unknown))
	if unknown > 0 {
		t.Errorf("%d reports name no domain", unknown)
	}
}
