package policyhistory

import (
	"context"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/app/guides/guidetest"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestWhenAPolicyMayGo(t *testing.T) {
	at := func(days int) time.Time { return noon.AddDate(0, 0, days) }
	p := func(mode string, days, first, last int) Policy {
		return Policy{Mode: mode, MaxAge: int64(days) * 86400, First: at(first), Last: at(last)}
	}
	cases := []struct {
		name string
		all  []Policy
		now  time.Time
		want time.Time
		open bool
	}{
		{"nothing seen", nil, at(10), time.Time{}, false},
		{"still served", []Policy{p("enforce", 30, 0, 5)}, at(10), at(40), true},
		{"none since today", []Policy{p("enforce", 30, 0, 5), p("none", 1, 10, 10)}, at(10), at(40), false},
		{"none for a while", []Policy{p("enforce", 30, 0, 5), p("none", 1, 10, 30)}, at(30), at(40), false},
		{"the longest counts, not the latest",
			[]Policy{p("enforce", 365, 0, 5), p("testing", 1, 6, 20), p("none", 1, 21, 22)}, at(22), at(371), false},
		{"none itself counts a day", []Policy{p("none", 1, 10, 12)}, at(12), at(11), false},
		{"a text that came back", []Policy{p("enforce", 30, 0, 20), p("testing", 1, 5, 10), p("none", 1, 21, 21)},
			at(21), at(51), false},
		{"enforce after a first end", []Policy{p("none", 1, 0, 30), p("enforce", 7, 10, 20)}, at(30), at(37), false},
	}
	for _, c := range cases {
		e := SafeRemoval(c.all, c.now)
		if !e.Safe.Equal(c.want) || e.Open != c.open {
			t.Errorf("%s: safe from %s (open %v), want %s (open %v)", c.name, e.Safe, e.Open, c.want, c.open)
		}
		for _, s := range c.all {
			if s.Mode != "none" && e.Safe.Before(s.Last.Add(time.Duration(s.MaxAge)*time.Second)) {
				t.Errorf("%s: safe from %s, while senders may keep a policy seen on %s", c.name, e.Safe, s.Last)
			}
		}
	}
}

func TestWhoIsLeftOut(t *testing.T) {
	old := Policy{MX: []string{"*.mail.example.org", "mx.example.org"}, MaxAge: 86400, Last: noon}
	long := Policy{MX: []string{"mx.example.org"}, MaxAge: 7 * 86400, Last: noon}
	for _, c := range []struct {
		hosts []string
		want  time.Time
	}{
		{nil, time.Time{}},
		{[]string{"mx.example.org"}, time.Time{}},
		{[]string{"a.mail.example.org"}, noon.AddDate(0, 0, 7)},
		{[]string{"*.mail.example.org", "mx.example.org"}, noon.AddDate(0, 0, 7)},
		{[]string{"new.example.org", "mx.example.org"}, noon.AddDate(0, 0, 7)},
	} {
		if got := LeftOutUntil([]Policy{old, long}, c.hosts...); !got.Equal(c.want) {
			t.Errorf("%v: until %s, want %s", c.hosts, got, c.want)
		}
	}
	if !old.Names("a.mail.example.org", "*.mail.example.org") || old.Names("a.b.mail.example.org") {
		t.Error("a line matches exactly one part of a name")
	}
}

// An id stands for the text that it was first seen with.
func TestWhatAnIDStandsFor(t *testing.T) {
	ctx, notes := context.Background(), &guidetest.Notes{}
	for i, key := range []string{"one aaa", "two aaa", "one bbb"} {
		at := noon.Add(time.Duration(i) * time.Hour)
		m := guide.Observation{Kind: MemoPair, Subject: "example.org", Key: key, First: at, Last: at}
		if err := notes.Remember(ctx, m); err != nil {
			t.Fatal(err)
		}
	}
	for id, want := range map[string]string{"one": "aaa", "two": "aaa", "three": ""} {
		if got := StandsFor(ctx, notes, "example.org", id); got != want {
			t.Errorf("%s stands for %q, want %q", id, got, want)
		}
	}
	if others := OtherIDs(ctx, notes, "example.org", "bbb"); len(others) != 2 || !others["one"] {
		t.Errorf("ids of other texts: %v", others)
	}
	if got := StandsFor(ctx, nil, "example.org", "one"); got != "" {
		t.Errorf("without memory, an id stands for %q", got)
	}
}
