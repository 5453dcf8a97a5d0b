package spf

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"blitiri.com.ar/go/spf"

	"handrail/app/mail/dns"
)

// records are single records, whether they are right, and the section that says so.
var records = []struct {
	text, section string
	wrong         string // the term at which it breaks; "" for none
}{
	{"v=spf1 -all", "3", ""},
	{"v=spf1", "4.5", ""},
	{"V=SPF1 ~ALL", "12", ""},
	{"v=spf1  a   mx  -all ", "12", ""},
	{"v=spf10 -all", "4.5", "v=spf10"},
	{"v=spf1; include:a.example -all", "4.5", "v=spf1;"},
	{"v=spf1 a:mail.example.org/24//64 -all", "5.3", ""},
	{"v=spf1 a/24 mx/24 mx//64 -all", "5.6", ""},
	{"v=spf1 a/33 -all", "5.6", "a/33"},
	{"v=spf1 mx/24/64 -all", "5.6", "mx/24/64"},
	{"v=spf1 ip4:192.0.2.1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", "5.6", ""},
	{"v=spf1 ip4:192.0.2.256 -all", "5.6", "ip4:192.0.2.256"},
	{"v=spf1 ip4:192.0.2.0/33 -all", "5.6", "ip4:192.0.2.0/33"},
	{"v=spf1 ip4:2001:db8::1 -all", "5.6", "ip4:2001:db8::1"},
	{"v=spf1 ip6:192.0.2.1 -all", "5.6", "ip6:192.0.2.1"},
	{"v=spf1 ipv4:192.0.2.1 -all", "4.6.1", "ipv4:192.0.2.1"},
	{"v=spf1 192.0.2.1 -all", "4.6.1", "192.0.2.1"},
	{"v=spf1 include -all", "5.2", "include"},
	{"v=spf1 include: a.example -all", "5.2", "include:"},
	{"v=spf1 include=a.example -all", "6", ""}, // an unknown modifier, which is passed over
	{"v=spf1 exists:%{i}._spf.%{d} -all", "7", ""},
	{"v=spf1 exists:%{x}.example.org -all", "7.1", "exists:%{x}.example.org"},
	{"v=spf1 exists:%i.example.org -all", "7.1", "exists:%i.example.org"},
	{"v=spf1 redirect=_spf.example.org", "6.1", ""},
	{"v=spf1 redirect=a.example redirect=b.example", "6", "redirect=b.example"},
	{"v=spf1 redirect= -all", "6.1", "redirect="},
	{"v=spf1 -all:none", "5.1", "-all:none"},
	{"v=spf1 moo=cow -all", "6", ""},
	{"v=spf1 ptr ptr:example.org -all", "5.5", ""},
	{"v=spf1 a:192.0.2.1 -all", "7.1", "a:192.0.2.1"},
	{"v=spf1 all.", "4.6.1", "all."},
}

func TestParse(t *testing.T) {
	for _, c := range records {
		_, err := Parse(c.text)
		got := ""
		if err != nil {
			got = err.(*SyntaxError).Term
		}
		if got != c.wrong {
			t.Errorf("%q (RFC 7208 section %s): breaks at %q, want %q", c.text, c.section, got, c.wrong)
		}
	}
}

func TestSelect(t *testing.T) {
	for _, c := range []struct {
		texts []string
		state string
		meant int
	}{
		{nil, Absent, 0},
		{[]string{"google-site-verification=x", "v=spf1 -all"}, Valid, 0},
		{[]string{"v=spf1 -all", "v=spf1 ~all"}, Several, 0}, // RFC 7208 section 4.5
		{[]string{"v=spf10 -all"}, Absent, 1},
		{[]string{" v=spf1 -all", "\"v=spf1 -all\"", "spf1 -all", "v= spf1 -all", "v:spf1 -all"}, Absent, 5},
		{[]string{"v=DMARC1; p=none", "version 5", "spfhost=1"}, Absent, 0},
		{[]string{"v=spf1 foo"}, Invalid, 0},
	} {
		if got := Select(c.texts); got.State != c.state || len(got.Meant) != c.meant {
			t.Errorf("%q: %s with %q, want %s with %d", c.texts, got.State, got.Meant, c.state, c.meant)
		}
	}
}

func txt(text string) []dns.Record { return []dns.Record{{Type: dns.TXT, Text: []string{text}}} }

func addr(text string) []dns.Record {
	return []dns.Record{{Type: dns.A, Addr: netip.MustParseAddr(text)}}
}

// world is domains that include each other.
func world() dns.Fake {
	return dns.Fake{
		Fail: map[string]dns.Kind{"silent.example": dns.Timeout},
		Zone: dns.Zone{
			"one.example":    txt("v=spf1 ip4:192.0.2.0/24 -all"),
			"two.example":    txt("v=spf1 include:one.example ?all"),
			"four.example":   txt("v=spf1 include:two.example include:one.example a:host.example ~all"),
			"loop.example":   txt("v=spf1 include:back.example -all"),
			"back.example":   txt("v=spf1 include:loop.example -all"),
			"anyone.example": txt("v=spf1 +all"),
			"broken.example": txt("v=spf1 foo -all"),
			"host.example":   addr("192.0.2.1"),
			"empty.example":  {{Type: dns.MX, Host: "host.example"}},
			"many.example":   manyServers(),
			"twice.example":  append(txt("v=spf1 -all"), txt("v=spf1 ~all")...),
		},
	}
}

func manyServers() (all []dns.Record) {
	for i := range 11 {
		all = append(all, dns.Record{Type: dns.MX, Host: fmt.Sprintf("m%d.many.example", i)})
	}
	return all
}

// walks are records with what a receiver counts (RFC 7208 section 4.6.4) and makes of a
// stranger’s email.
var walks = []struct {
	name, record  string
	lookups       int
	over          string // the term that is one too many
	voids, open   int
	faults        string
	result        string
	tooMany, void bool
}{
	{name: "none", record: "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", result: Fail},
	{name: "each kind", record: "v=spf1 a:host.example mx:empty.example exists:host.example include:one.example ~all",
		lookups: 4, result: Pass}, // exists matches everyone where the name exists (section 5.7)
	{name: "nested", record: "v=spf1 include:four.example -all", lookups: 5, result: Fail},
	{name: "exactly ten", record: "v=spf1 include:four.example include:four.example -all", lookups: 10, result: Fail},
	{name: "eleven", record: "v=spf1 include:four.example include:four.example include:one.example -all", lookups: 11,
		over: "include:one.example", result: PermError, tooMany: true},
	{name: "too many inside", record: "v=spf1 a:host.example include:four.example include:four.example -all",
		lookups: 11, over: "a:host.example", result: PermError, tooMany: true},
	{name: "redirect", record: "v=spf1 redirect=two.example", lookups: 2, result: Neutral},
	{name: "redirect beside all", record: "v=spf1 redirect=two.example -all", faults: "redirect", result: Fail},
	{name: "behind all", record: "v=spf1 -all include:four.example", faults: "after-all", result: Fail},
	{name: "one void", record: "v=spf1 a:gone.example mx:gone.example -all", lookups: 2, voids: 2, result: Fail},
	{name: "three voids", record: "v=spf1 a:g.example mx:gone.example exists:g.example -all", lookups: 3, voids: 3,
		result: PermError, void: true},
	{name: "included without a record", record: "v=spf1 include:empty.example -all", lookups: 1, voids: 1,
		faults: "no-record", result: PermError},
	{name: "included and gone", record: "v=spf1 include:gone.example -all", lookups: 1, voids: 1, faults: "no-record",
		result: PermError},
	{name: "included with an error", record: "v=spf1 include:broken.example -all", lookups: 1, faults: "broken",
		result: PermError},
	{name: "included twice there", record: "v=spf1 include:twice.example -all", lookups: 1, faults: "broken",
		result: PermError},
	{name: "included and silent", record: "v=spf1 include:silent.example include:one.example -all", lookups: 2, open: 1,
		result: TempError},
	{name: "loop", record: "v=spf1 include:loop.example -all", lookups: 3, faults: "loop", result: PermError,
		tooMany: true},
	{name: "anyone", record: "v=spf1 include:anyone.example -all", lookups: 1, result: Pass},
	{name: "ptr", record: "v=spf1 ptr -all", lookups: 1, faults: "ptr", result: Fail},
	{name: "eleven servers", record: "v=spf1 mx:many.example -all", lookups: 1, faults: "too-many", result: PermError},
	{name: "depends on the email", record: "v=spf1 exists:%{l}.one.example -all", lookups: 1, faults: "depends-on",
		result: Fail},
	{name: "macro for the domain", record: "v=spf1 include:%{d2}.one.example include:one.example a:%{d} -all",
		lookups: 3, voids: 1, faults: "depends-on", result: PermError},
	{name: "own address", record: "v=spf1 a -all", lookups: 1, voids: 1, result: Fail},
	{name: "a name that cannot be", record: "v=spf1 a:a..b.example include:a..b.example -all", lookups: 2, voids: 2,
		faults: "no-record", result: PermError},
	{name: "no end", record: "v=spf1 include:one.example", lookups: 1, result: Neutral},
}

// TestCount: what is counted, what is one too many, and that the library that decides
// agrees: its smallest limit without the error is our count.
func TestCount(t *testing.T) {
	for _, c := range walks {
		w := world()
		w.Zone["checked.example"] = txt(c.record)
		got, err := Count(t.Context(), w, "checked.example")
		if err != nil || got.State != Valid {
			t.Fatalf("%s: %+v, %v", c.name, got, err)
		}
		over := ""
		if l := got.Over(); l != nil {
			over = l.Term
		}
		var kinds []string
		for _, f := range got.Faults {
			kinds = append(kinds, f.Kind)
		}
		if len(got.Lookups) != c.lookups || over != c.over || len(got.Voids()) != c.voids ||
			len(got.Open()) != c.open ||
			strings.Join(kinds, " ") != c.faults {
			t.Errorf("%s: %d lookups, over %q, %d voids, %d open, %v", c.name, len(got.Lookups), over, len(got.Voids()),
				len(got.Open()), got.Faults)
		}
		v, err := Stranger(t.Context(), w, "checked.example")
		if err != nil || v.Result != c.result || v.Lookups != c.tooMany || v.Voids != c.void {
			t.Errorf("%s: a receiver says %+v, %v", c.name, v, err)
		}
		if c.faults == "" && c.open == 0 && c.result != Pass {
			if n := libraryCount(w); n != c.lookups {
				t.Errorf("%s: the library counts %d, we %d", c.name, n, c.lookups)
			}
		}
	}
}

// libraryCount returns the smallest limit with which the library does not complain.
func libraryCount(w dns.Fake) int {
	for limit := range uint(50) {
		_, err := spf.CheckHostWithSender(stranger, "x.invalid", "a@checked.example", spf.WithResolver(adapter{w}),
			spf.OverrideLookupLimit(limit), spf.OverrideVoidLookupLimit(50))
		if err != spf.ErrLookupLimitReached {
			return int(limit)
		}
	}
	return -1
}

// TestUnknown: silence is never “no record”.
func TestUnknown(t *testing.T) {
	got, err := Count(t.Context(), world(), "silent.example")
	if err != nil || got.State != Unknown || got.Err == nil {
		t.Errorf("%+v, %v", got, err)
	}
	v, err := Stranger(t.Context(), world(), "silent.example")
	if err != nil || v.Result != TempError {
		t.Errorf("%+v, %v", v, err)
	}
}

// TestSender: the address of a real server, by the record; a name of an address is not asked
// for, and silence is not a result.
func TestSender(t *testing.T) {
	w := world()
	w.Zone["ptr.example"] = txt("v=spf1 ptr -all")
	for _, c := range []struct{ domain, addr, want string }{
		{"one.example", "192.0.2.77", Pass}, {"one.example", "198.51.100.1", Fail}, {"two.example", "192.0.2.77", Pass},
		{"two.example", "198.51.100.1", Neutral}, {"one.example", "2001:db8::1", Fail},
		{"anyone.example", "2001:db8::1", Pass},
		{"four.example", "192.0.2.1", Pass}, {"four.example", "198.51.100.1", SoftFail},
		{"bare.example", "192.0.2.1", None},
		{"broken.example", "192.0.2.1", PermError}, {"loop.example", "192.0.2.1", PermError},
		{"silent.example", "192.0.2.1", TempError}, {"ptr.example", "192.0.2.1", TempError},
	} {
		v, err := Sender(t.Context(), w, netip.MustParseAddr(c.addr), c.domain)
		if err != nil || v.Result != c.want {
			t.Errorf("%s from %s: %+v, %v", c.domain, c.addr, v, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Sender(ctx, w, netip.MustParseAddr("192.0.2.1"), "one.example"); err == nil {
		t.Error("it answers after the end")
	}
}
