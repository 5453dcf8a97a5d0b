package mailcheck_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"handrail/app/mail/dns"
	"handrail/app/mail/mailcheck"
	"handrail/app/mail/mailcheck/mailchecktest"
	"handrail/app/task"
)

// crowd is name servers that note how many domains are asked about at once.
type crowd struct {
	next dns.Resolver
	mu   sync.Mutex
	now  map[string]int
	most int
}

func (c *crowd) Lookup(ctx context.Context, name string, t dns.Type) (dns.Answer, error) {
	c.mu.Lock()
	c.now[name]++
	c.most = max(c.most, len(c.now))
	c.mu.Unlock()
	time.Sleep(5 * time.Millisecond)
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.now[name]--; c.now[name] == 0 {
			delete(c.now, name)
		}
	}()
	return c.next.Lookup(ctx, name, t)
}

// TestCheckAll: domains are checked side by side, with the result that each has alone, in their order; progress counts
// them, and a stop ends all.
func TestCheckAll(t *testing.T) {
	w := goodWorld(t)
	all := []dns.Domain{{ASCII: "none.example", Unicode: "none.example"}, org}
	for i := range 40 {
		name := fmt.Sprintf("d%d.example", i)
		w.DNS.Zone[name] = []dns.Record{mailchecktest.MX(1, "mx1.example.org")}
		all = append(all, dns.Domain{ASCII: name, Unicode: name})
	}
	c := w.Checker()
	c.Resolver = &crowd{next: w.DNS, now: map[string]int{}}
	var told []task.Progress
	states, err := c.CheckAll(t.Context(), all, func(p task.Progress) { told = append(told, p) })
	if err != nil || len(states) != len(all) {
		t.Fatalf("%d states, %v", len(states), err)
	}
	for i, s := range states {
		if s == nil || s.Domain != all[i] {
			t.Fatalf("state %d is %+v", i, s)
		}
	}
	if s := states[1]; s.Effective != "enforce" || len(s.Hosts) != 2 || states[0].Effective != "absent" ||
		len(states[5].Hosts) != 1 || states[5].Hosts[0].Probe.State == "" {
		t.Errorf("effective %s and %s", s.Effective, states[0].Effective)
	}
	if len(told) != len(all) || told[len(told)-1].Done != len(all) || told[0].Total != len(all) {
		t.Errorf("progress %+v", told)
	}
	if most := c.Resolver.(*crowd).most; most < 8 {
		t.Errorf("only %d names were asked for at once", most)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.CheckAll(ctx, all, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// TestOnce: a domain is checked once, whichever function is asked first; one that failed is checked again.
func TestOnce(t *testing.T) {
	var asked []string
	fail := errors.New("no network")
	check := func(_ context.Context, d dns.Domain, _ task.Report) (*mailcheck.State, error) {
		asked = append(asked, d.ASCII)
		if d.ASCII == "bad" {
			return nil, fail
		}
		return &mailcheck.State{Domain: d}, nil
	}
	one, several := mailcheck.Once(check, mailcheck.EachOf(check))
	named := func(names ...string) (all []dns.Domain) {
		for _, name := range names {
			all = append(all, dns.Domain{ASCII: name})
		}
		return all
	}
	a, err := one(t.Context(), named("a")[0], nil)
	if err != nil {
		t.Fatal(err)
	}
	states, err := several(t.Context(), named("b", "a", "c"), nil)
	if err != nil || len(states) != 3 || states[1] != a || states[0].Domain.ASCII != "b" || states[2].Domain.ASCII != "c" {
		t.Fatalf("%+v, %v", states, err)
	}
	if c, err := one(t.Context(), named("c")[0], nil); err != nil || c != states[2] {
		t.Errorf("%+v, %v", c, err)
	}
	for range 2 {
		if _, err := several(t.Context(), named("a", "bad"), nil); !errors.Is(err, fail) {
			t.Errorf("%v", err)
		}
	}
	if want := []string{"a", "b", "c", "bad", "bad"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}
