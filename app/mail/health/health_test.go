package health_test

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/health"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/report"
	"handrail/app/task"
)

func look(t testing.TB, w *made) *health.State {
	t.Helper()
	all, err := health.Check(t.Context(), w.checker(), []dns.Domain{org}, w.selectors, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestGood(t *testing.T) {
	s := look(t, good(t))
	var parts []string
	for _, l := range health.Lines(s) {
		parts = append(parts, l.Part)
		if l.Severity != report.OK {
			t.Errorf("%s: %s %s: %s", l.Part, l.Severity, l.Title, l.Text)
		}
	}
	if !slices.Equal(parts, health.Parts) {
		t.Errorf("the parts are %q", parts)
	}
	if a := health.AnswerOf(s); a.Line != "Email works, and your name is protected" || a.Severity != report.OK {
		t.Errorf("%+v", a)
	}
}

// TestLines: each change adds its line, and no other question loses its line.
func TestLines(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := good(t)
			c.change(w)
			lines := health.Lines(look(t, w))
			i := slices.IndexFunc(lines, func(l health.Line) bool { return l.Code == c.code })
			if i < 0 {
				t.Fatalf("%s: no line %s in %+v", c.source, c.code, lines)
			}
			l := lines[i]
			fix := ""
			if l.Fix != nil {
				fix = l.Fix.Value
			}
			if l.Severity != c.severity || fix != c.fix {
				t.Errorf("%s: %s with %q, want %s with %q", c.source, l.Severity, fix, c.severity, c.fix)
			}
			if head := health.Head(lines); len(head) != len(health.Parts) {
				t.Errorf("%d parts have a line", len(head))
			}
			for _, l := range lines {
				if l.Title == "" || l.Text == "" || l.Severity != report.OK && l.Severity != report.Note && l.Do == "" {
					t.Errorf("%s lacks words: %+v", l.Code, l)
				}
			}
		})
	}
}

// TestEachCode: every code in the rules has a case.
func TestEachCode(t *testing.T) {
	files, err := filepath.Glob("line_*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	said := map[string]bool{"mx-ok": true, "dmarc-ok": true, "mta-sts-ok": true, "tls-rpt-ok": true, "dnssec-ok": true,
		"dane-ok": true, "certificate-ok": true} // these are the good domain’s
	for _, c := range cases {
		said[c.code] = true
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:add|unknown)\("([a-z0-9-]+)"`).FindAllStringSubmatch(string(text),
			-1) {
			if !said[m[1]] {
				t.Errorf("%s: no case for %s", file, m[1])
			}
		}
	}
}

// TestOver: the part that is one too many is named.
func TestOver(t *testing.T) {
	w := good(t)
	many(w, 10)
	for _, l := range health.Lines(look(t, w)) {
		if l.Code == "spf-lookups" && (l.Title != "SPF needs 11 lookups, and the limit is 10" ||
			!strings.Contains(l.Text, "s9.example is one too many")) {
			t.Errorf("%s %s", l.Title, l.Text)
		}
	}
}

// TestSideBySide: many domains share questions, keep their order and stop at once.
func TestSideBySide(t *testing.T) {
	w := good(t)
	domains := []dns.Domain{org}
	for i := range 40 {
		name := fmt.Sprintf("d%02d.example", i)
		w.set(name, mailchecktest.MX(0, host), mailchecktest.TXT("v=spf1 include:spf.protection.outlook.com -all"))
		domains = append(domains, dns.Domain{ASCII: name, Unicode: name})
	}
	var last task.Progress
	all, err := health.Check(t.Context(), w.checker(), domains, nil, func(p task.Progress) { last = p })
	if err != nil || len(all) != len(domains) || last.Done != len(domains) || last.Total != len(domains) {
		t.Fatalf("%d states, %+v, %v", len(all), last, err)
	}
	for i, s := range all {
		if s.Domain != domains[i] || s.SPF.State != "valid" {
			t.Errorf("%d: %s, %s", i, s.Domain.ASCII, s.SPF.State)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	began := time.Now()
	if _, err := health.Check(ctx, w.checker(), domains, nil, nil); !errors.Is(err, context.Canceled) ||
		time.Since(began) > time.Second {
		t.Errorf("after the end: %v in %v", err, time.Since(began))
	}
}

// TestBlocked: in a network that blocks port 25, a long list does not wait for each server,
// and none of them is called good or bad.
func TestBlocked(t *testing.T) {
	w := good(t)
	var domains []dns.Domain
	for i := range 60 {
		name := fmt.Sprintf("d%02d.example", i)
		w.set("mx."+name, mailchecktest.At("192.0.2.7"))
		w.set(name, mailchecktest.MX(0, "mx."+name))
		domains = append(domains, dns.Domain{ASCII: name, Unicode: name})
	}
	c := w.checker()
	var tried atomic.Int32
	c.Prober.Timeout = 400 * time.Millisecond
	c.Prober.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
		tried.Add(1)
		<-ctx.Done()
		return nil, ctx.Err()
	}
	all, err := health.Check(t.Context(), c, domains, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		for _, l := range health.Lines(s) {
			if l.Part == health.PartCertificates && l.Code != "certificate-untested" {
				t.Errorf("%s: %s", s.Domain.ASCII, l.Code)
			}
		}
	}
	if n := tried.Load(); n < 24 || n > 50 {
		t.Errorf("%d servers were tried", n)
	}
}

// TestProviders: each row is dated and has a source, and no suffix is there twice.
func TestProviders(t *testing.T) {
	f, err := os.Open("providers.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatal(err, len(rows))
	}
	seen := map[string]bool{}
	for _, row := range rows[1:] {
		if _, err := time.Parse(time.DateOnly, row[2]); err != nil || row[1] == "" || row[3] == "" || seen[row[0]] {
			t.Errorf("%q: %v", row, err)
		}
		seen[row[0]] = true
	}
}

// TestAnswers: the first line of the page, at most 45 characters.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *made)
		want   string
	}{
		{"good", func(*made) {}, "Email works, and your name is protected"},
		{"none", func(w *made) { w.dmarc("v=DMARC1; p=none") }, "Email works, but others can send in your name"},
		{"testing",
			func(w *made) { w.dmarc("v=DMARC1; p=reject; t=y") }, "Email works, but others can send in your name"},
		{"pct",
			func(w *made) { w.dmarc("v=DMARC1; p=reject; pct=10") }, "Email works, but others can send in your name"},
		{"anyone", func(w *made) { w.spf("v=spf1 +all") }, "Email works, but others can send in your name"},
		{"blocked", func(w *made) { w.set(host, mailchecktest.At("192.0.2.99")) },
			"Mail servers exist; your name is protected"},
		{"twice", func(w *made) { w.dmarc("v=DMARC1; p=reject; p=none") }, "Email works; protection is not tested"},
		{"silent", func(w *made) { w.fail("_dmarc.example.org") }, "Email works; protection is not tested"},
		{"no server", func(w *made) { w.remove(host) }, "No email arrives; your name is protected"},
		{"null", func(w *made) { w.set("example.org", dns.Record{Type: dns.MX}) },
			"Receives no email; your name is protected"},
		{"no server, none", func(w *made) { w.remove(host); w.dmarc("v=DMARC1; p=none") },
			"No email arrives; others can use your name"},
		{"null, none", func(w *made) { w.set("example.org", dns.Record{Type: dns.MX}); w.dmarc("v=DMARC1; p=none") },
			"Receives no email; others can use your name"},
		{"all silent", func(w *made) { w.fail("_dmarc.example.org"); w.fail("example.org") },
			"Email is not tested; protection is not tested"},
	} {
		w := good(t)
		c.change(w)
		if a := health.AnswerOf(look(t, w)); a.Line != c.want || len(a.Line) > 45 {
			t.Errorf("%s: %q with %d letters, want %q", c.name, a.Line, len(a.Line), c.want)
		}
	}
}
