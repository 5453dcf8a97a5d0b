package access

import (
	"strings"
	"testing"

	"handrail/app/tenant"
)

// TestCases holds Reach to cases written by hand, each with its source.
func TestCases(t *testing.T) {
	n := 0
	for _, group := range [][]caseRow{peopleCases, guestCases, excludeCases, otherCases} {
		for _, c := range group {
			n++
			p := Of(row(t, c.state, c.policy))
			r := p.Reach(&c.who)
			text := r.Text(nil)
			if r.Answer != c.want || r.Why() != c.why || !strings.Contains(text, c.text) ||
				!strings.HasSuffix(text, ".") {
				t.Errorf("%s: %s, %s, %q; want %s, %s, %q (%s)", c.name, r.Answer, r.Why(), text, c.want, c.why, c.text,
					c.source)
			}
			if slow := worlds(row(t, c.state, c.policy), c.who); !c.who.Workload && slow != c.want {
				t.Errorf("%s: the second implementation says %s, want %s", c.name, slow, c.want)
			}
			if acts := p.Acts(&c.who); acts != r.Acts() || c.state == report && acts != No {
				t.Errorf("%s: acts %s, by its result %s", c.name, acts, r.Acts())
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d cases", n)
	}
}

func TestTextNamesGroups(t *testing.T) {
	p := Of(row(t, "enabled", `{"includeGroups":["g-staff"],"excludeRoles":["r-global"]}`))
	r := p.Reach(&ada)
	want := "It includes the group Staff. It may exclude this person, because it excludes the role r-global, " +
		"which counts only while this person has it activated."
	if text := r.Text(func(id string) string { return map[string]string{"g-staff": "Staff"}[id] }); text != want {
		t.Errorf("%q", text)
	}
}

func TestAnswer(t *testing.T) {
	for _, a := range []Answer{Yes, No, Unknown} {
		for _, b := range []Answer{Yes, No, Unknown} {
			if a.And(b) != b.And(a) || a.Or(b) != a.Not().And(b.Not()).Not() || a.Not().Not() != a {
				t.Errorf("%s, %s", a, b)
			}
		}
	}
	if Yes.String() != "yes" || No.String() != "no" || Unknown.String() != "unknown" ||
		Answer(0) != Unknown || Is(true) != Yes || Is(false) != No {
		t.Error("the stable words changed")
	}
	if Flag(tenant.On()) != Yes || Flag(tenant.Off()) != No || Flag(tenant.Flag{Raw: "x"}) != Unknown {
		t.Error("flags")
	}
}
