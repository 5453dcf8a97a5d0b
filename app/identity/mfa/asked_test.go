package mfa

import (
	"fmt"
	"testing"

	"handrail/app/identity/access"
)

// TestAskedOfEach: the answer of each person, by hand, and together those that Prompted counts.
func TestAskedOfEach(t *testing.T) {
	const role, other = "role-a", "role-b"
	at := access.For(access.Scope{Users: []string{"abroad"}}, access.Scope{})
	o := &Organisation{
		Belongs: func(_, group string) access.Answer { return map[string]access.Answer{"g": access.No}[group] },
		Enforcement: Enforcement{Complete: access.Yes, Defaults: access.No, Policies: []Access{
			{ID: "1", Asks: true, Policy: access.For(access.Scope{Roles: []string{role}}, access.Scope{})},
			{ID: "2", Asks: true, Only: "only abroad", Policy: at},
			{ID: "3", Asks: true, Policy: access.For(access.Scope{Groups: []string{"unread"}},
				access.Scope{Users: []string{"admin", "eligible", "elsewhere", "abroad", "none"}})},
		}},
	}
	want := map[string]string{"admin": "yes", "eligible": "unknown, at some", "elsewhere": "no",
		"abroad": "unknown, at some",
		"none":   "no", "unread": "unknown", "blocked": "no", "per-user": "yes"}
	for id := range want {
		p := Person{ID: id, Enabled: access.Yes, RolesRead: true, EligibleRead: true, PerUser: access.No, Guest: access.No}
		switch id {
		case "admin":
			p.Roles = []string{role}
		case "eligible":
			p.Eligible = []string{role}
		case "elsewhere":
			p.Eligible = []string{other}
		case "blocked":
			p.Enabled, p.PerUser = access.No, access.Yes
		case "per-user":
			p.PerUser = access.Yes
		}
		o.People = append(o.People, p)
	}
	count := map[access.Answer]int{}
	for i, a := range o.Asked(&o.Enforcement) {
		p := o.People[i]
		got := fmt.Sprint(a.Always)
		if a.Sometimes {
			got += ", at some"
		}
		if got != want[p.ID] {
			t.Errorf("%s: %s, should be %s", p.ID, got, want[p.ID])
		}
		if p.Enabled != access.No {
			count[a.Always]++
		}
	}
	for a, n := range o.Prompted(&o.Enforcement) {
		if count[a] != n {
			t.Errorf("%s: %d people, and %d are counted", a, count[a], n)
		}
	}
	reached := o.Reached(&o.Enforcement.Policies[0].Policy)
	for i, p := range o.People {
		is := map[string]access.Answer{"admin": access.Yes, "eligible": access.Unknown}[p.ID]
		if is == access.Unknown && p.ID != "eligible" {
			is = access.No
		}
		if reached[i] != is {
			t.Errorf("%s: %s", p.ID, reached[i])
		}
	}
}
