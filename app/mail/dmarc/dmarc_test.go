package dmarc

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	old "github.com/emersion/go-msgauth/dmarc"

	"handrail/app/mail/dns"
)

// records are single records: what receivers by RFC 9989 and by RFC 7489 apply to the
// domain, and what is listed as a fault.
var records = []struct {
	text, section string
	now, before   string
	faults        string
}{
	{"v=DMARC1; p=reject", "9989 section 4.7", "reject", "reject", ""},
	{"v=DMARC1;p=quarantine;", "9989 section 4.8", "quarantine", "quarantine", ""},
	{"V = DMARC1 ; p = none", "9989 section 4.8: the name of v has no case", "none", "none", ""},
	{"v=dmarc1; p=reject", "9989 section 4.8: its value has", "-", "-", ""},
	{" v=DMARC1; p=reject", "9989 section 4.8: nothing stands before v", "-", "-", ""},
	{"p=reject; v=DMARC1", "9989 section 4.7: v comes first", "-", "-", ""},
	{"v=DMARC1; p=REJECT", "9989 section 4.7: a keyword", "reject", "reject", ""},
	{"v=DMARC1; rua=mailto:a@a.example", "9989 section 4.7: without p", "none", "none", ""},
	{"v=DMARC1", "9989 section 4.7: without p, 7489 section 6.3: p is required", "none", "no policy", ""},
	{"v=DMARC1; p=foo", "9989 section 4.10.1: not valid, no rua", "no policy", "no policy", "bad-value p"},
	{"v=DMARC1; p=foo; rua=mailto:a@a.example", "9989 section 4.10.1: not valid, rua", "none", "none", "bad-value p"},
	{"v=DMARC1; p=reject; sp=foo; rua=mailto:a@a.example", "9989 section 4.10.1", "none", "none", "bad-value sp"},
	{"v=DMARC1; p=reject; pct=50", "9989 appendix A.6: pct is gone", "reject", "reject for 50 %", "removed pct"},
	{"v=DMARC1; p=reject; pct=0", "9989 appendix A.6", "reject", "reject for 0 %", "removed pct"},
	{"v=DMARC1; p=reject; pct=150", "7489 section 6.3: 0 to 100", "reject", "reject", "bad-value pct"},
	{"v=DMARC1; p=reject; t=y", "9989 section 4.7: t", "reject, testing", "reject", ""},
	{"v=DMARC1; p=reject; t=x", "9989 section 4.7: wrong values are passed over", "reject", "reject", "bad-value t"},
	{"v=DMARC1; p=reject; ri=86400; rf=afrf", "9989 appendix C", "reject", "reject", "removed ri, removed rf"},
	{"v=DMARC1; p=reject; foo=bar", "9989 section 4.7: unknown tags", "reject", "reject", "unknown foo"},
	{"v=DMARC1; p=reject; p=none", "9989 section 4.8", "reject", "reject", "twice p"},
	{"v=DMARC1; p=reject, rua=mailto:a@a.example", "a comma for a semicolon", "no policy", "no policy", "bad-value p"},
	{"v=DMARC1; p=reject; adkim=x; aspf=s", "9989 section 4.7", "reject", "reject", "bad-value adkim"},
	{"v=DMARC1; p=reject; fo=1:d; ruf=mailto:a@a.example", "9989 section 4.8", "reject", "reject", "bad-value fo"},
	{"v=DMARC1; p=reject; rua=mailto:a@a.example!10m", "9989 section 4.8: no size", "reject", "reject", "size rua"},
	{"v=DMARC1; p=reject; rua=a@a.example", "9989 section 4.8: a URI", "reject", "reject", "bad-uri rua"},
	{"v=DMARC1; p=reject; rua=mailto:a", "6068 section 2", "reject", "reject", "bad-uri rua"},
	{"v=DMARC1; p=reject; rua=https://a.example/r", "9989 section 4.7: only mailto is required", "reject", "reject",
		"scheme rua"},
	{"v=DMARC1; p=reject; hello", "9989 section 4.8", "reject", "reject", "not-a-tag hello"},
}

func TestParse(t *testing.T) {
	for _, c := range records {
		r := Parse(c.text)
		now, before, faults := "-", "-", []string{}
		if r != nil {
			a, b := r.For(Own)
			now, before = a.String(), b.String()
			for _, f := range r.Faults {
				faults = append(faults, f.Kind+" "+f.Tag)
			}
		}
		if now != c.now || before != c.before || strings.Join(faults, ", ") != c.faults {
			t.Errorf("%q (RFC %s): %s and %s, %q; want %s and %s, %s", c.text, c.section, now, before, faults, c.now,
				c.before, c.faults)
		}
	}
}

// TestSubdomains: sp, np and t for the names below (RFC 9989 section 4.7, RFC 9091).
func TestSubdomains(t *testing.T) {
	for _, c := range []struct{ text, sub, gone, subBefore, goneBefore string }{
		{"v=DMARC1; p=reject", "reject", "reject", "reject", "reject"},
		{"v=DMARC1; p=none; sp=reject", "reject", "reject", "reject", "reject"},
		{"v=DMARC1; p=reject; sp=none", "none", "none", "none", "none"},
		{"v=DMARC1; p=none; np=reject", "none", "reject", "none", "none"},
		{"v=DMARC1; p=none; sp=quarantine; np=reject", "quarantine", "reject", "quarantine", "quarantine"},
		{"v=DMARC1; p=none; np=reject; t=y", "none, testing", "reject, testing", "none", "none"},
	} {
		r := Parse(c.text)
		sub, subBefore := r.For(Subdomain)
		gone, goneBefore := r.For(Nonexistent)
		if got := []string{sub.String(), gone.String(), subBefore.String(), goneBefore.String()}; !slices.Equal(got,
			[]string{c.sub, c.gone, c.subBefore, c.goneBefore}) {
			t.Errorf("%q: %q", c.text, got)
		}
	}
}

// TestWalkNames: at most eight questions, from seven labels on (RFC 9989 section 4.10).
func TestWalkNames(t *testing.T) {
	for domain, want := range map[string]string{
		"example.org":       "example.org org",
		"a.b.example.org":   "a.b.example.org b.example.org example.org org",
		"a.b.c.d.e.f.g.h":   "a.b.c.d.e.f.g.h b.c.d.e.f.g.h c.d.e.f.g.h d.e.f.g.h e.f.g.h f.g.h g.h h",
		"z.a.b.c.d.e.f.g.h": "z.a.b.c.d.e.f.g.h b.c.d.e.f.g.h c.d.e.f.g.h d.e.f.g.h e.f.g.h f.g.h g.h h",
		"y.z.a.b.c.d.e.f.g.h.example": "y.z.a.b.c.d.e.f.g.h.example c.d.e.f.g.h.example d.e.f.g.h.example " +
			"e.f.g.h.example f.g.h.example g.h.example h.example example",
	} {
		got := walkNames(domain)
		if strings.Join(got, " ") != want || len(got) > maxQuestions {
			t.Errorf("%s: %q, want %q", domain, got, want)
		}
	}
}

func zone(lines map[string]string) dns.Fake {
	f := dns.Fake{Zone: dns.Zone{}, Fail: map[string]dns.Kind{}}
	for name, text := range lines {
		if text == "fails" {
			f.Fail[name] = dns.ServFail
			continue
		}
		for one := range strings.SplitSeq(text, " | ") {
			f.Zone[name] = append(f.Zone[name], dns.Record{Type: dns.TXT, Text: []string{one}})
		}
	}
	return f
}

// discoveries are domains with the records above them.
var discoveries = []struct {
	name, domain string
	zone         map[string]string
	at, org      string
	now, before  string
	err          bool
}{
	{"its own record", "a.example.org", map[string]string{"_dmarc.a.example.org": "v=DMARC1; p=reject",
		"_dmarc.example.org": "v=DMARC1; p=none; sp=none"}, "a.example.org", "example.org", "reject", "reject", false},
	{"that of the organisation", "a.example.org",
		map[string]string{"_dmarc.example.org": "v=DMARC1; p=none; sp=reject"},
		"example.org", "example.org", "reject", "reject", false},
	{"none", "a.example.org", nil, "", "a.example.org", "no policy", "no policy", false},
	{"one in between, and RFC 7489 asks only the organisation", "a.b.example.org",
		map[string]string{"_dmarc.b.example.org": "v=DMARC1; p=reject"}, "b.example.org", "b.example.org", "reject",
		"no policy", false},
	{"the one with the fewest labels", "a.b.example.org",
		map[string]string{"_dmarc.b.example.org": "v=DMARC1; p=reject",
			"_dmarc.example.org": "v=DMARC1; p=quarantine"}, "example.org", "example.org", "quarantine", "quarantine",
		false},
	{"psd=n ends the walk", "a.b.example.org", map[string]string{"_dmarc.b.example.org": "v=DMARC1; p=reject; psd=n",
		"_dmarc.example.org": "v=DMARC1; p=none"}, "b.example.org", "b.example.org", "reject", "none", false},
	{"psd=y: one label below", "a.b.example.org", map[string]string{"_dmarc.org": "v=DMARC1; p=none; psd=y",
		"_dmarc.example.org": "v=DMARC1; p=reject"}, "example.org", "example.org", "reject", "reject", false},
	{"psd=y alone: the suffix decides", "a.example.org", map[string]string{"_dmarc.org": "v=DMARC1; p=reject; psd=y"},
		"org", "example.org", "reject", "no policy", false},
	{"psd=y of the domain itself", "org", map[string]string{"_dmarc.org": "v=DMARC1; p=reject; psd=y"}, "org", "org",
		"reject", "reject", false},
	{"two records are none", "example.org",
		map[string]string{"_dmarc.example.org": "v=DMARC1; p=none | v=DMARC1; p=reject"}, "",
		"example.org", "no policy", "no policy", false},
	{"others beside it", "example.org", map[string]string{"_dmarc.example.org": "hello | v=DMARC1; p=reject"},
		"example.org", "example.org", "reject", "reject", false},
	{"silence above its own", "a.example.org", map[string]string{"_dmarc.a.example.org": "v=DMARC1; p=reject",
		"_dmarc.example.org": "fails"}, "a.example.org", "", "reject", "reject", false},
	{"silence at its own", "a.example.org", map[string]string{"_dmarc.a.example.org": "fails",
		"_dmarc.example.org": "v=DMARC1; p=reject"}, "example.org", "", "reject", "no policy", true},
	{"silence above", "a.example.org", map[string]string{"_dmarc.example.org": "fails"}, "", "", "no policy",
		"no policy", true},
}

func TestDiscover(t *testing.T) {
	for _, c := range discoveries {
		f, err := Discover(t.Context(), zone(c.zone), c.domain)
		if err != nil {
			t.Fatal(err)
		}
		if f.At != c.at || f.Organisation != c.org || f.Now.String() != c.now || f.Before.String() != c.before ||
			(f.Err != nil) != c.err {
			t.Errorf("%s (RFC 9989 sections 4.10.1 and 4.10.2): at %q of %q, %s and %s, %v", c.name, f.At,
				f.Organisation,
				f.Now, f.Before, f.Err)
		}
	}
}

// TestDestinations: addresses exist, and others allow the reports (RFC 9990 section 4).
func TestDestinations(t *testing.T) {
	w := zone(map[string]string{
		"_dmarc.example.org":                           "v=DMARC1; p=none",
		"example.org._report._dmarc.yes.example":       "v=DMARC1",
		"sub.example.org._report._dmarc.yes.example":   "v=spf1 -all",
		"example.org._report._dmarc.wrong.example":     "v=dmarc1",
		"example.org._report._dmarc.broken.example":    "fails",
		"example.org._report._dmarc.xn--bcher-kva.com": "v=DMARC1; rua=mailto:x@yes.example",
		"silent.example":                               "fails",
	})
	mx := []dns.Record{{Type: dns.MX, Host: "mx.example"}}
	for _, name := range []string{"example.org", "dmarc.example.org", "yes.example", "wrong.example", "broken.example",
		"xn--bcher-kva.com"} {
		w.Zone[name] = append(w.Zone[name], mx...)
	}
	w.Zone["null.example"] = []dns.Record{{Type: dns.MX}}
	w.Zone["text.example"] = []dns.Record{{Type: dns.TXT, Text: []string{"x"}}}
	for address, want := range map[string]string{
		"a@example.org": Arrives, "a@dmarc.example.org": Arrives, "a@yes.example": Arrives,
		"a@wrong.example":  NotAllowed,
		"a@broken.example": Untested, "a@bücher.com": Arrives, "a@gone.example": NoName, "a@null.example": NoServer,
		"a@text.example": NoServer, "a@silent.example": Untested,
	} {
		r := Parse("v=DMARC1; p=none; rua=mailto:" + address)
		all, err := Destinations(t.Context(), w, "example.org", r)
		if err != nil || len(all) != 1 || all[0].State != want {
			t.Errorf("%s: %+v, %v, want %s", address, all, err, want)
		}
	}
	all, _ := Destinations(t.Context(), w, "sub.example.org", Parse("v=DMARC1; p=none; ruf=mailto:a@yes.example"))
	if all[0].State != NotAllowed || all[0].Missing != "sub.example.org._report._dmarc.yes.example" {
		t.Errorf("a record for another domain allows it: %+v", all)
	}
}

// TestMisplace: records where no one looks are named.
func TestMisplace(t *testing.T) {
	all, err := Misplace(t.Context(), zone(map[string]string{"example.org": "v=spf1 -all | v=DMARC1; p=none",
		"_dmarc.example.org.example.org": "v=DMARC1; p=reject", "dmarc.example.org": "fails"}), "example.org")
	want := []Misplaced{{"example.org", "v=DMARC1; p=none"}, {"_dmarc.example.org.example.org", "v=DMARC1; p=reject"}}
	if err != nil || fmt.Sprint(all) != fmt.Sprint(want) {
		t.Errorf("%v, %v", all, err)
	}
}

// FuzzParse: nothing breaks the reader, and where a library of RFC 7489 reads a record, it
// finds the same policy.
func FuzzParse(f *testing.F) {
	for _, c := range records {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		isMeant(text)
		r := Parse(text)
		theirs, err := old.Parse(text)
		if r == nil {
			return
		}
		for _, whose := range []string{Own, Subdomain, Nonexistent} {
			r.For(whose)
		}
		if err == nil && string(theirs.Policy) != r.P && strings.ToLower(text) == text {
			t.Fatalf("%q: we read p=%q, the library %q", text, r.P, theirs.Policy)
		}
	})
}
