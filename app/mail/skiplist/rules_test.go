package skiplist

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"handrail/app/mail/header"
)

// way is a chain of servers with random addresses, the newest first.
func way(r *rand.Rand) (text string, public []string) {
	for i := range 2 + r.IntN(7) {
		a := []string{fmt.Sprintf("203.0.113.%d", r.IntN(8)), fmt.Sprintf("198.51.100.%d", r.IntN(8)),
			fmt.Sprintf("10.0.0.%d", r.IntN(8)), fmt.Sprintf("192.0.2.%d", r.IntN(8)), ""}[r.IntN(5)]
		by := fmt.Sprintf("s%d.example.org", i)
		if i == 0 {
			by = "DB1.mail.protection.outlook.com"
			if a == "" {
				a = "203.0.113.1"
			}
		}
		if a != "" && !strings.HasPrefix(a, "10.") {
			public = append(public, a)
		}
		text += fmt.Sprintf("Received: from s%d.example.org (%s) by %s with ESMTP; Tue, 24 Nov 2026 09:02:%02d +0000\n",
			i+1, a, by, 59-i)
	}
	return text, public
}

// Rules that hold for every list and every way: a longer list never makes the source nearer,
// the order and the form of a list change nothing, and neither do needless entries.
func TestWhatHoldsForEveryList(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	moved := 0
	for range 3000 {
		text, public := way(r)
		m, err := header.Read([]byte(text))
		if err != nil || len(m.Passes) != 1 {
			t.Fatal(text, err)
		}
		p, list, before := &m.Passes[0], []string{}, -1
		for _, i := range r.Perm(len(public)) {
			list = append(list, public[i])
			w := Walk(m, p, Setting{List: Parse(strings.Join(list, ","))})
			at := w.At()
			if at < before {
				t.Fatalf("the longer list %v makes the source nearer: %d, then %d\n%s", list, before, at, text)
			}
			if at > before {
				moved++
			}
			before = at
			same := func(name, other string) {
				if got := Walk(m, p, Setting{List: Parse(other)}); got.Source != w.Source ||
					got.Fallback != w.Fallback {
					t.Fatalf("%s: %s, not %s, for %v\n%s", name, got.Source, w.Source, list, text)
				}
			}
			back := slices.Clone(list)
			slices.Reverse(back)
			same("another order", strings.Join(back, "\n"))
			same("as prefixes", strings.Join(list, "/32;")+"/32")
			same("twice", strings.Join(append(back, list...), " "))
			same("with private ones", strings.Join(list, " ")+" 10.0.0.0/8")
			same("with one that is too wide", strings.Join(list, " ")+" 0.0.0.0/0")
			same("with strangers", strings.Join(list, " ")+" 100.0.0.1 hello 2001:db8::1")
			same("what is handed over", strings.Join(Parse(strings.Join(append(list, list...), " ")).Values(), " "))
		}
		// Everything on the way is skipped: so the source is the last on the internet.
		all := Walk(m, p, Setting{List: Parse("203.0.113.0/24 198.51.100.0/24 192.0.2.0/24")})
		if want := len(public); want > 0 && all.Source.String() != public[want-1] {
			t.Fatalf("%s, want %s\n%s", all.Source, public[want-1], text)
		}
	}
	if moved < 3000 {
		t.Errorf("the source moved %d times only: the ways are too easy", moved)
	}
}

// halves is another way to write a prefix.
func halves(p netip.Prefix) string {
	r := prefixed(p)
	low, _ := p.Masked().Addr().Prefix(p.Bits() + 1)
	high, _ := r.Last.Prefix(p.Bits() + 1)
	return low.String() + " " + high.String()
}

// FuzzParse reads lists of ranges. Nothing that is handed over is private, Microsoft’s, too
// wide, inside another entry, or read differently a second time.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"203.0.113.0/24, 203.0.113.9, 198.51.0.0/8", "10.20.0.0/16;192.168.1.5",
		"2001:db8::/48",
		"203.0.113.1 - 203.0.113.9", "{203.0.113.9, 198.51.100.0/25}", "'::1'", "0.0.0.0/0 ::/0",
		"203.0.113.9–203.0.113.1",
		"40.92.0.0-40.92.0.1", "1.2.3.4/33", "[2001:db8::1]", "\uFEFF203.0.113.7\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return
		}
		l := Parse(text)
		values := l.Values()
		again := Parse(strings.Join(values, "\n"))
		if got := again.Values(); !slices.Equal(got, values) {
			t.Fatalf("%q, then %q", values, got)
		}
		for i := range again.Entries {
			e := &again.Entries[i]
			if e.Refused() || e.Range.Last.Less(e.Range.First) || e.Has(HostBits) {
				t.Fatalf("%q is handed over: %v", e.Raw, e.Problems)
			}
			for _, a := range []netip.Addr{e.Range.First, e.Range.Last} {
				if !header.Public(a) || OfMicrosoft(a) {
					t.Fatalf("%s is handed over", a)
				}
				if l.Find(a) == nil {
					t.Fatalf("%s is handed over and not found", a)
				}
			}
			if p, err := netip.ParsePrefix(e.Text); err == nil && p.Bits() < p.Addr().BitLen() {
				if two := Parse(halves(p)).Values(); len(two) != 2 ||
					Parse(halves(p)).Entries[0].Range.Count()*2 != e.Range.Count() &&
						e.Range.First.Is4() {
					t.Fatalf("%s is not its halves: %v", e.Text, two)
				}
			}
		}
	})
}
