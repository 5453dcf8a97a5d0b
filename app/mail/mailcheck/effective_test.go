package mailcheck

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"handrail/app/mail/dns"
	"handrail/app/mail/mtasts"
	"handrail/app/mail/smtpprobe"
)

func TestEffective(t *testing.T) {
	policy := func(m mtasts.Mode) *mtasts.Policy { return &mtasts.Policy{Mode: m} }
	for _, c := range []struct {
		record, state string
		policy        *mtasts.Policy
		want          string
	}{
		{"valid", "valid", policy(mtasts.Enforce), "enforce"},
		{"valid", "valid", policy(mtasts.Testing), "testing"},
		{"valid", "valid", policy(mtasts.None), "none"},
		{"absent", "valid", policy(mtasts.Enforce), "absent"},
		{"several", "valid", policy(mtasts.Enforce), "absent"},
		{"invalid", "valid", policy(mtasts.Enforce), "absent"},
		{"valid", "absent", nil, "absent"},
		{"valid", "invalid", nil, "absent"},
		{"valid", "unreachable", nil, "absent"},
		{"unknown", "valid", policy(mtasts.Enforce), "unknown"},
		{"valid", "unknown", nil, "unknown"},
		{"unknown", "absent", nil, "absent"}, // whatever the record says, there is nothing to fetch
		{"absent", "unknown", nil, "absent"},
		{"unknown", "unknown", nil, "unknown"},
	} {
		if got := Effective(c.record, c.state, c.policy); got != c.want {
			t.Errorf("record %s, policy %s: %s, want %s", c.record, c.state, got, c.want)
		}
	}
}

func TestPolicyState(t *testing.T) {
	found := PolicyHost{Status: dns.Found}
	good := mtasts.Fetched{Policy: &mtasts.Policy{}}
	fault := func(f mtasts.Fault, status int) mtasts.Fetched { return mtasts.Fetched{Fault: f, Status: status} }
	for _, c := range []struct {
		name string
		host PolicyHost
		got  mtasts.Fetched
		want string
	}{
		{"good", found, good, "valid"},
		{"no such host", PolicyHost{Status: dns.NXDomain}, mtasts.Fetched{}, "absent"},
		{"no address", PolicyHost{Status: dns.NoData}, mtasts.Fetched{}, "absent"},
		{"DNS failed", PolicyHost{Err: errors.New("x")}, mtasts.Fetched{}, "unknown"},
		{"404", found, fault(mtasts.Status, 404), "absent"},
		{"410", found, fault(mtasts.Status, 410), "absent"},
		{"500", found, fault(mtasts.Status, 500), "unreachable"},
		{"403", found, fault(mtasts.Status, 403), "unreachable"},
		{"redirect", found, fault(mtasts.Redirect, 301), "unreachable"},
		{"connect", found, fault(mtasts.Connect, 0), "unreachable"},
		{"no IPv6 here", found, fault(mtasts.NoRoute, 0), "unknown"},
		{"timeout", found, fault(mtasts.Timeout, 0), "unreachable"},
		{"endless", found, fault(mtasts.Endless, 200), "unreachable"},
		{"expired", found, fault(mtasts.CertificateExpired, 0), "unreachable"},
		{"private", found, fault(mtasts.PrivateAddress, 0), "unreachable"},
		{"media type", found, fault(mtasts.MediaType, 200), "invalid"},
		{"too large", found, fault(mtasts.TooLarge, 200), "invalid"},
		{"gzip", found, fault(mtasts.Encoded, 200), "invalid"},
		{"charset", found, fault(mtasts.Charset, 200), "invalid"},
		{"html", found, fault(mtasts.HTML, 200), "invalid"},
		{"syntax", found, fault(mtasts.Syntax, 200), "invalid"},
	} {
		if got := policyState(c.host, c.got); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestJudge(t *testing.T) {
	host := func(covered, probe string) Host { return Host{Covered: covered, Probe: smtpprobe.Result{State: probe}} }
	mx := Question{Answer: dns.Answer{Status: dns.Found}}
	fine, bare, naked, silent := host("yes", "valid"), host("no", "valid"), host("yes", "invalid"),
		host("yes", "untested")
	for _, c := range []struct {
		name string
		s    State
		want Verdict
	}{
		{"no domain", State{MX: Question{Answer: dns.Answer{Status: dns.NXDomain}}}, NoDomain},
		{"null MX", State{MX: mx, Null: true, Effective: "enforce"}, NullMX},
		{"no host", State{MX: mx}, NoHost},
		{"MX not answered", State{MX: Question{Err: errors.New("x")}, Effective: "absent"}, NotKnown},
		{"own address not answered", State{MX: mx, Own: Question{Err: errors.New("x")}}, NotKnown},
		{"enforce, fine", State{MX: mx, Hosts: []Host{fine}, Effective: "enforce"}, Enforced},
		{"enforce, port 25 closed here", State{MX: mx, Hosts: []Host{silent}, Effective: "enforce"}, Enforced},
		{"enforce, one not named", State{MX: mx, Hosts: []Host{fine, bare}, Effective: "enforce"}, PartRefused},
		{"enforce, none named", State{MX: mx, Hosts: []Host{bare, naked}, Effective: "enforce"}, Refused},
		{"enforce, one beyond those checked not named", State{MX: mx, Hosts: []Host{fine}, Effective: "enforce",
			Policy:  mtasts.Fetched{Policy: &mtasts.Policy{MX: []string{"*.a.example"}}},
			Further: []string{"mx.a.example", "mx.b.example"}}, PartRefused},
		{"enforce, all beyond those checked named", State{MX: mx, Hosts: []Host{fine}, Effective: "enforce",
			Policy:  mtasts.Fetched{Policy: &mtasts.Policy{MX: []string{"*.a.example"}}},
			Further: []string{"mx.a.example"}}, Enforced},
		{"testing, fine", State{MX: mx, Hosts: []Host{fine}, Effective: "testing"}, Tested},
		{"testing, no encryption", State{MX: mx, Hosts: []Host{naked}, Effective: "testing"}, TestingFails},
		{"none", State{MX: mx, Hosts: []Host{bare}, Effective: "none"}, SaysNone},
		{"absent", State{MX: mx, Hosts: []Host{bare}, Effective: "absent"}, NoPolicy},
		{"unknown", State{MX: mx, Hosts: []Host{fine}, Effective: "unknown"}, NotKnown},
	} {
		if got := Evaluate(&c.s); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestCollectHosts(t *testing.T) {
	rec := func(pref uint16, host string) dns.Record { return dns.Record{Type: dns.MX, Pref: pref, Host: host} }
	var many []dns.Record
	for i := range 60 {
		many = append(many, rec(uint16(i), fmt.Sprintf("mx%02d.example", i)))
	}
	for _, c := range []struct {
		name    string
		records []dns.Record
		hosts   []string
		check   func(s *State) bool
	}{
		{"ordered by preference, then name",
			[]dns.Record{rec(20, "b.example"), rec(10, "c.example"), rec(10, "a.example")},
			[]string{"a.example", "c.example", "b.example"},
			func(s *State) bool { return !s.Null && s.Duplicates == nil }},
		{"twice: the lower preference counts",
			[]dns.Record{rec(30, "a.example"), rec(20, "b.example"), rec(10, "A.example.")},
			[]string{"a.example", "b.example"},
			func(s *State) bool { return slices.Equal(s.Duplicates, []string{"a.example"}) && s.Hosts[0].Pref == 10 }},
		{"null MX", []dns.Record{rec(0, "")}, nil, func(s *State) bool { return s.Null && !s.MixedNul }},
		{"null MX beside a host", []dns.Record{rec(0, "."), rec(10, "a.example")}, []string{"a.example"},
			func(s *State) bool { return !s.Null && s.MixedNul }},
		{"address in place of a name", []dns.Record{rec(0, "192.0.2.1")}, []string{"192.0.2.1"},
			func(s *State) bool { return s.Hosts[0].Literal }},
		{"bracketed address", []dns.Record{rec(0, "[192.0.2.1]")}, []string{"[192.0.2.1]"},
			func(s *State) bool { return s.Hosts[0].Literal }},
		{"none", nil, nil, func(s *State) bool { return !s.Null }},
		{"too many", many, nil, func(s *State) bool {
			return len(s.Hosts) == MaxHosts && s.More == 40 && s.Hosts[0].Name == "mx00.example" &&
				len(s.Further) == 40 && s.Further[39] == "mx59.example"
		}},
	} {
		s := &State{}
		collectHosts(s, c.records)
		var got []string
		for _, h := range s.Hosts {
			got = append(got, h.Name)
		}
		if c.hosts != nil && !slices.Equal(got, c.hosts) || !c.check(s) {
			t.Errorf("%s: hosts %v, state %+v", c.name, got, s)
		}
	}
}
