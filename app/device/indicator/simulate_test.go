package indicator

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func row(kind Type, value string, a Action) Indicator {
	return Indicator{Type: kind, Value: value, Action: a}
}

// TestLongestPathThenAllowWarnBlock has the examples of Microsoft's page and of its readers.
func TestLongestPathThenAllowWarnBlock(t *testing.T) {
	ab := []Indicator{row(URL, "https://www.example.com/a", Allow), row(DomainName, "www.example.com", Block)}
	same := []Indicator{row(DomainName, "example.com", Warn), row(DomainName, "example.com", Block)}
	three := append(slices.Clone(same), row(DomainName, "example.com", Allow))
	below := []Indicator{row(DomainName, "example.com", Allow), row(DomainName, "www.example.com", Block)}
	office := []Indicator{row(URL, "https://support.microsoft.com/office", Block),
		row(URL, "https://support.microsoft.com", Allow)}
	only := []Indicator{row(DomainName, "example.com", Block)}
	audit := []Indicator{row(DomainName, "example.com", Audit)}
	address := []Indicator{row(IPAddress, "8.8.8.8", Block)}
	group := []Indicator{{Type: DomainName, Value: "example.com", Action: Block, Groups: "Staff, Board"}}
	for _, c := range []struct {
		list []Indicator
		v    Visit
		want string
	}{
		{ab, Visit{URL: "https://www.example.com/a", Browser: Edge}, "allowed []"},
		{ab, Visit{URL: "https://www.example.com/a/b?c=d", Browser: Edge}, "allowed []"},
		{ab, Visit{URL: "https://www.example.com/b", Browser: Edge}, "blocked []"},
		{ab, Visit{URL: "https://www.example.com/a", Browser: Other}, "blocked []"},
		{ab, Visit{URL: "https://www.example.com/a"}, "unknown [browser]"},
		{ab, Visit{URL: "https://www.example.com/ab", Browser: Edge}, "unknown [path]"},
		{ab, Visit{URL: "https://www.example.com/A", Browser: Edge}, "unknown [path]"},
		{ab, Visit{URL: "http://www.example.com/a", Browser: Other}, "unknown [scheme]"},
		{same, Visit{URL: "example.com"}, "warned []"},
		{three, Visit{URL: "https://www.EXAMPLE.com:443/x"}, "allowed []"},
		{below, Visit{URL: "https://www.example.com"}, "unknown [host-order]"},
		{below, Visit{URL: "https://example.com"}, "allowed []"},
		{office, Visit{URL: "https://support.microsoft.com/office", Browser: Edge}, "blocked []"},
		{office, Visit{URL: "https://support.microsoft.com/windows", Browser: Edge}, "allowed []"},
		{only, Visit{URL: "https://notexample.com", Filter: FilterAllows}, "allowed []"},
		{only, Visit{URL: "https://notexample.com", Filter: FilterBlocks}, "blocked []"},
		{only, Visit{URL: "https://notexample.com"}, "unknown [web-filter]"},
		{three, Visit{URL: "https://example.com", Filter: FilterBlocks}, "allowed []"},
		{audit, Visit{URL: "https://example.com", Filter: FilterAllows}, "allowed []"},
		{audit, Visit{URL: "https://example.com", Filter: FilterBlocks}, "unknown [audit-order]"},
		{append(audit, only...), Visit{URL: "https://example.com", Filter: FilterAllows}, "unknown [audit-order]"},
		{address, Visit{URL: "https://8.8.8.8/x"}, "blocked []"},
		{address, Visit{URL: "https://dns.google", Filter: FilterAllows}, "allowed [addresses]"},
		{address, Visit{URL: "https://dns.google", Addresses: []string{"8.8.8.8"}}, "blocked []"},
		{group, Visit{URL: "https://example.com", Filter: FilterAllows}, "unknown [device-group]"},
		{group, Visit{URL: "https://example.com", Filter: FilterAllows, Group: "board", GroupKnown: true}, "blocked []"},
		{group, Visit{URL: "https://example.com", Filter: FilterAllows, GroupKnown: true}, "allowed []"},
	} {
		c.v.Now = now
		got, err := Simulate(c.list, c.v)
		if have := fmt.Sprint(got.Outcome, " ", got.Reasons); err != nil || have != c.want {
			t.Errorf("%+v: %s (%+v, %v), want %s", c.v, have, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "ftp://a.example", "https://", "a b.example", "https://user@a.example"} {
		if _, err := Simulate(only, Visit{URL: bad}); err == nil {
			t.Errorf("%q is an address", bad)
		}
	}
}

// TestAgainstASlowSecond: both find the same outcomes possible, in 20,000 lists.
func TestAgainstASlowSecond(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	known := 0
	for range 20000 {
		s := randomScene(r)
		list, v := s.text()
		got, err := Simulate(list, v)
		if err != nil {
			t.Fatal(err)
		}
		var want []Outcome
		could := s.slow()
		for _, o := range []Outcome{Allowed, Warned, Blocked} {
			if could[o] {
				want = append(want, o)
			}
		}
		if !slices.Equal(got.Could, want) {
			t.Fatalf("%+v\n%+v: %v, want %v", list, v, got, want)
		}
		if (got.Outcome == NotKnown) != (len(want) > 1) || got.Outcome == NotKnown && len(got.Reasons) == 0 {
			t.Fatalf("%+v\n%+v: %+v", list, v, got)
		}
		if got.Outcome != NotKnown {
			known++
		}
	}
	if known < 5000 {
		t.Errorf("only %d are known", known)
	}
}

// TestWhatDoesNotMatter: order, copies, expired rows, other names and capitals change nothing, and
// an Allow for the whole address always wins in Edge.
func TestWhatDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		list, v := randomScene(r).text()
		first, _ := Simulate(list, v)
		same := func(what string, list []Indicator, v Visit) {
			if got, err := Simulate(list, v); err != nil || !slices.Equal(got.Could, first.Could) ||
				!slices.Equal(got.Reasons, first.Reasons) {
				t.Fatalf("%s: %+v\n%+v: %+v, %v, before %+v", what, list, v, got, err, first)
			}
		}
		mixed := slices.Clone(list)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		same("order", mixed, v)
		same("copies", append(slices.Clone(list), list...), v)
		expired := row(DomainName, "example", Block)
		expired.Expires = "2026-11-26T11:59:59.0Z"
		same("expired", append(slices.Clone(list), expired), v)
		same("another name", append(slices.Clone(list), row(DomainName, "hop.example", Block)), v)
		upper := v
		scheme, rest, _ := strings.Cut(v.URL, "://")
		name, path, has := strings.Cut(rest, "/")
		upper.URL = strings.ToUpper(scheme) + "://" + strings.ToUpper(name)
		if has {
			upper.URL += "/" + path
		}
		same("capitals", list, upper)
		if v.Browser = Edge; has {
			got, _ := Simulate(append(slices.Clone(list), row(URL, v.URL, Allow)), v)
			if !slices.Contains(got.Could, Allowed) || len(got.Could) > 1 && !slices.Contains(got.Reasons, HostOrder) &&
				!slices.Contains(got.Reasons, AuditOrder) {
				t.Fatalf("the whole address: %+v", got)
			}
		}
	}
}

func FuzzSimulate(f *testing.F) {
	f.Add("https://www.example.com/a", "https://www.example.com/a", "www.example.com", "8.8.8.8")
	f.Add("http://[::1]:80/%2f?q#f", "a.example:8080/b?c", "xn--bcher-kva.example", "::ffff:8.8.8.8")
	f.Fuzz(func(t *testing.T, visit, url, domain, address string) {
		list := []Indicator{row(URL, url, Allow), row(DomainName, domain, Block), row(IPAddress, address, Warn)}
		got, err := Simulate(list, Visit{URL: visit, Filter: FilterAllows, Now: now})
		if err == nil && (len(got.Could) == 0 || (got.Outcome == NotKnown) != (len(got.Could) > 1)) {
			t.Fatalf("%+v", got)
		}
	})
}

func BenchmarkSimulate(b *testing.B) {
	var list []Indicator
	for i := range Quota() {
		list = append(list, row(DomainName, fmt.Sprintf("d%d.example", i), Block))
	}
	for b.Loop() {
		if _, err := Simulate(list, Visit{URL: "https://d7.example/x", Now: now}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestActionsOfNoOne: an action that Microsoft does not have, or has in other letters, is not a record of a visit.
func TestActionsOfNoOne(t *testing.T) {
	for _, action := range []Action{"block", "AlertAndBlock", "Allow", ""} {
		v, err := Simulate([]Indicator{{Type: DomainName, Value: "x.example", Action: action}},
			Visit{URL: "x.example", Filter: FilterAllows})
		if err != nil || v.Outcome != NotKnown || !slices.Contains(v.Reasons, ActionNotKnown) {
			t.Errorf("%q: %+v, %v", action, v, err)
		}
	}
}
