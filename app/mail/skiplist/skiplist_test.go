package skiplist

import (
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"handrail/app/conformance/shared"
	"handrail/app/mail/header"
)

func problems(t *testing.T, text string) map[string][]Problem {
	t.Helper()
	all := map[string][]Problem{}
	for _, e := range Parse(text).Entries {
		all[e.Raw] = e.Problems
	}
	return all
}

// Each entry is judged for itself and against the others, by hand.
func TestParse(t *testing.T) {
	for text, want := range map[string]map[string][]Problem{
		// 3-03
		"10.20.0.0/16, 192.168.1.5, 203.0.113.7": {"10.20.0.0/16": {Private}, "192.168.1.5": {Private},
			"203.0.113.7": nil},
		// 3-09
		"203.0.113.0/24, 203.0.113.9, 198.51.0.0/8": {"203.0.113.0/24": nil, "203.0.113.9": {Redundant},
			"198.51.0.0/8": {HostBits, TooWide}},
		"192.0.2.0/24\n198.51.100.0/24\n203.0.113.0/24": {"192.0.2.0/24": nil, "198.51.100.0/24": nil,
			"203.0.113.0/24": nil},
		"2001:db8::/32 2001:db8::/31": {"2001:db8::/32": {IPv6}, "2001:db8::/31": {TooWide, IPv6}},
		"fd00::1;fe80::1":             {"fd00::1": {Private, IPv6}, "fe80::1": {Private, IPv6}},
		"40.93.85.5 2a01:111:f400::5": {"40.93.85.5": {Microsoft}, "2a01:111:f400::5": {Microsoft,
			IPv6}},
		"0.0.0.0/0":                  {"0.0.0.0/0": {Private, Microsoft, TooWide}},
		"203.0.0.0/16 198.50.0.0/15": {"203.0.0.0/16": nil, "198.50.0.0/15": {TooWide}},
		"203.0.113.1 - 203.0.113.9, 203.0.113.5–203.0.113.20": {"203.0.113.1-203.0.113.9": {Overlap},
			"203.0.113.5-203.0.113.20": {Overlap}},
		"{203.0.113.9, '203.0.113.9'}": {"203.0.113.9": {Duplicate}},
		"203.0.113.9-203.0.113.1":      {"203.0.113.9-203.0.113.1": {Backwards}},
		"EU 203.0.113.256 1.2.3 x-y": {"EU": {Unread}, "203.0.113.256": {Unread}, "1.2.3": {Unread},
			"x-y": {Unread}},
		"203.0.113.5/24":                  {"203.0.113.5/24": {HostBits}},
		"::ffff:203.0.113.9 fe80::1%eth0": {"::ffff:203.0.113.9": nil, "fe80::1%eth0": {Unread}},
		"9.0.0.0-11.0.0.0":                {"9.0.0.0-11.0.0.0": {Private, TooWide}},
		"203.0.113.7 203.0.0.0/8":         {"203.0.113.7": nil, "203.0.0.0/8": {TooWide}},
	} {
		got := problems(t, text)
		for _, all := range []map[string][]Problem{got, want} {
			for _, p := range all {
				slices.Sort(p)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%q: %v", text, got)
		}
		for raw, p := range want {
			if !slices.Equal(got[raw], p) {
				t.Errorf("%q: %s has %v, want %v", text, raw, got[raw], p)
			}
		}
	}
	l := Parse("203.0.113.0/24, 203.0.113.9, 198.51.0.0/8, 10.0.0.1, 198.51.100.9/24, 192.0.2.1-192.0.2.1")
	if got := l.Values(); !slices.Equal(got, []string{"203.0.113.0/24", "198.51.100.0/24", "192.0.2.1"}) {
		t.Errorf("handed over: %v", got)
	}
	if e := l.Entries[2]; e.Range.Count() != 16777216 || e.Text != "198.0.0.0/8" {
		t.Errorf("%+v: %d", e, e.Range.Count())
	}
	if l.Find(netip.MustParseAddr("198.1.2.3")) != nil || l.Find(netip.MustParseAddr("203.0.113.250")) == nil {
		t.Error("a range that is too wide skips, or another does not")
	}
	many := Parse(strings.Repeat("203.0.113.7\n", MaxEntries+3))
	if len(many.Entries) != MaxEntries || many.More != 3 || len(many.Values()) != 1 {
		t.Errorf("%d entries, %d more", len(many.Entries), many.More)
	}
}

func read(t testing.TB, path ...string) *header.Message {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared.Folder(t, path[0]), filepath.Join(path[1:]...)))
	if err != nil {
		t.Fatal(err)
	}
	m, err := header.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// 3-01: the list has the one server on the internet, so nothing changes, and each private
// address is skipped as one.
func TestTheListHasEveryServer(t *testing.T) {
	m := read(t, "samples", "admin/exchange/headers/07-hybrid-skiplisted-falls-back-2023-10-03.txt")
	r := Preview(m, &m.Passes[0], Setting{List: Parse("175.98.123.7")})
	var got []string
	for _, s := range r.After.Steps {
		got = append(got, strings.TrimPrefix(s.Addr.String(), "invalid IP")+" "+string(s.Why))
	}
	want := []string{"175.98.123.7 in-list", "10.1.8.177 private", "10.1.8.28 private", "10.191.1.180 private",
		" no-address"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if !r.After.Steps[0].Connecting || !r.After.Fallback || !r.After.Sure || r.Changes ||
		r.Before.String() != "175.98.123.7" || r.Later != r.Before || !slices.Equal(r.Wrong, []Wrong{FallsBack}) {
		t.Errorf("%+v", r)
	}
	if r.Now.Evidence != ByStamp || r.Now.Applied || !r.Now.Found {
		t.Errorf("%+v", r.Now)
	}
}

// The walk finds the server of each stamp in emails that Exchange Online took. The list has
// what that organisation’s connector must have had, since its stamp says that it was skipped.
func TestTheWalkFindsTheStamps(t *testing.T) {
	checked := 0
	for _, c := range []struct {
		file, list, source string
		pass               int
	}{
		{"exo/headers/01-prasarana-2022-08-04.txt", "58.26.8.159", "20.222.87.207", 0},
		{"exo/headers/02-prasarana-2022-07-29.txt", "58.26.8.159", "91.206.168.51", 0},
		{"exo/headers/03-seppmail-2026-03-05.txt", "2a01:4f8:272:5fe6::218", "40.93.85.5", 0},
		{"exo/headers/04-codetwo-then-seppmail-2026-01-08.txt", "2a01:4f8:a0:900b::/64", "40.93.85.31", 0},
		{"exo/headers/05-tessian-skiplisted-only-2024-11-25.txt", "63.35.35.123", "2603:10a6:150:163::20", 0},
		{"exo/headers/06-two-passes-elektrobit-2026-04-20.txt", "4.79.107.243", "40.93.1.75", 0},
		{"exo/headers/06-two-passes-elektrobit-2026-04-20.txt", "213.95.148.172", "213.95.148.172", 1},
		{"admin/exchange/headers/07-hybrid-skiplisted-falls-back-2023-10-03.txt", "175.98.123.7", "175.98.123.7", 0},
	} {
		m := read(t, "samples", c.file)
		p := &m.Passes[c.pass]
		for _, set := range []Setting{{List: Parse(c.list)}, {Last: true}} {
			w := Walk(m, p, set)
			if w.Source.String() != c.source || p.Source() != w.Source {
				t.Errorf("%s, pass %d: %s, the stamp has %s", c.file, c.pass, w.Source, p.Source())
			}
			checked++
		}
		if seen := Read(m, p, Setting{}); seen.Source.String() != c.source || seen.Evidence != ByStamp {
			t.Errorf("%s: %+v", c.file, seen)
		}
		// Off: SPF is checked for the server that connects.
		if w := Walk(m, p, Setting{}); w.Source != p.Connecting || w.At() != 0 {
			t.Errorf("%s, off: %s", c.file, w.Source)
		}
	}
	t.Logf("%d walks end at the server of the stamp", checked)
}

// What stays wrong is named: a server of Microsoft, the same filter again, two servers of the
// list, and a list without the server that connects.
func TestWhatStaysWrong(t *testing.T) {
	m := read(t, "samples", "exo/headers/03-seppmail-2026-03-05.txt")
	if r := Preview(m, &m.Passes[0], Setting{List: Parse("2a01:4f8:272:5fe6::218")}); !slices.Equal(r.Wrong,
		[]Wrong{IsMicrosoft}) {
		t.Errorf("%v", r.Wrong)
	}
	double, err := header.Read([]byte(chain("198.51.100.20", "scan9.mailfilter.example")))
	if err != nil {
		t.Fatal(err)
	}
	for list, want := range map[string]struct {
		later string
		wrong []Wrong
	}{
		"203.0.113.0/24":                           {"198.51.100.20", []Wrong{StillFilter}},
		"203.0.113.0/24 198.51.100.0/28":           {"198.51.100.20", []Wrong{StillFilter}},
		"203.0.113.0/24 198.51.100.0/24":           {"192.0.2.9", []Wrong{DoubleHop}},
		"203.0.113.0/24 198.51.100.0/24 192.0.2.9": {"192.0.2.9", []Wrong{ManyPublic, DoubleHop}},
		"198.51.100.0/24":                          {"203.0.113.24", []Wrong{NotReached}},
		"":                                         {"203.0.113.24", nil},
	} {
		r := Preview(double, &double.Passes[0], Setting{List: Parse(list)})
		if r.Later.String() != want.later || !slices.Equal(r.Wrong, want.wrong) {
			t.Errorf("%q: %s %v", list, r.Later, r.Wrong)
		}
	}
}

// chain is an email through a filter: a second server in front of the filter, then the sender.
func chain(second, name string) string {
	return "Authentication-Results: spf=fail (sender IP is 203.0.113.24) smtp.mailfrom=sender.example\n" +
		"Received: from out1.mailfilter.example (203.0.113.24) by DB1.mail.protection.outlook.com (10.1.1.1) with X;" +
		" Tue, 24 Nov 2026 09:02:55 +0000\n" +
		"Received: from scan3.mailfilter.example (unknown [10.20.0.7]) by out1.mailfilter.example with ESMTPS;" +
		" Tue, 24 Nov 2026 09:02:31 +0000\n" +
		"Received: from " + name + " (" + name + " [" + second + "]) by scan3.mailfilter.example with ESMTPS;" +
		" Tue, 24 Nov 2026 09:02:14 +0000\n" +
		"Received: from smtp.sender.example (smtp.sender.example [192.0.2.9]) by " + name + " with ESMTPS;" +
		" Tue, 24 Nov 2026 09:02:10 +0000\n" +
		"Received: from desk.sender.example (192.168.4.20) by smtp.sender.example with ESMTPSA;" +
		" Tue, 24 Nov 2026 09:02:09 +0000\nFrom: a@sender.example\n" +
		"To: Anna <anna@contoso.example>, ben@contoso.example\n"
}

// The data has a source and a date for each value, and is not empty.
func TestData(t *testing.T) {
	for line := range strings.Lines(addresses) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != 3 || c[0][0] != '@' && Sources()[c[2]] == (Source{}) {
			t.Errorf("%q", line)
		}
	}
	if k := known(); len(k.microsoft) < 20 || len(k.private) < 10 || len(k.mx) < 3 || len(k.names) < 3 {
		t.Errorf("%+v", k)
	}
	for _, r := range known().private {
		if header.Public(r.First) && !r.First.IsUnspecified() && r.First != netip.MustParseAddr("0.0.0.0") {
			t.Errorf("%v is private here and public in a header", r)
		}
	}
	if !reflect.DeepEqual(prefixed(netip.MustParsePrefix("203.0.113.77/25")),
		Range{netip.MustParseAddr("203.0.113.0"), netip.MustParseAddr("203.0.113.127")}) {
		t.Error(prefixed(netip.MustParsePrefix("203.0.113.77/25")))
	}
}
