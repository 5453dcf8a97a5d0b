package drift

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// model is what is accepted, in the simplest form.
type model struct {
	on, accepted, value bool
	until               time.Time // zero: no end
}

// back reports whether the acceptance does not hold on a day.
func (m model) back(day time.Time) bool {
	return m.accepted && (m.value != m.on || !m.until.IsZero() && day.After(m.until))
}

// TestWhatIsAcceptedAgreesWithAModel lets days pass on which security defaults are switched, accepted, accepted until a
// day and withdrawn in any order, and looks on each of them.
func TestWhatIsAcceptedAgreesWithAModel(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 26))
	seen := map[string]int{}
	for range 200 {
		s, m := newStory(t), model{on: true}
		for range 12 {
			did := step(s, &m, r)
			seen[did]++
			m.check(t, s, seen)
		}
	}
	for what, least := range map[string]int{"switch": 500, "accept": 100, "withdraw": 50, "wait": 100, "back": 100,
		"holds": 100} {
		if seen[what] < least {
			t.Errorf("%s: only %d times", what, seen[what])
		}
	}
}

// step does one thing on a day, and says what.
func step(s *story, m *model, r *rand.Rand) string {
	all := s.since(1)
	told := append(all.Told, all.Accepted...)
	switch n := r.IntN(6); {
	case n < 3:
		m.on = !m.on
		s.defaults(m.on)
		return "switch"
	case n == 3 && len(told) > 0:
		terms := Terms{By: "Anna", Why: "We test it.", At: s.day}
		m.accepted, m.value, m.until = true, m.on, time.Time{}
		if days := r.IntN(4); days > 0 {
			m.until = s.day.AddDate(0, 0, days)
			terms.Until = m.until.Format(time.DateOnly)
		}
		if err := Accept(context.Background(), s.sources(), told[0], terms); err != nil {
			s.t.Fatal(err)
		}
		return "accept"
	case n == 4 && len(told) > 0 && m.accepted && strings.Contains(all.is(), "We test it"):
		m.accepted = false
		if err := Withdraw(context.Background(), s.sources(), told[0], s.day); err != nil {
			s.t.Fatal(err)
		}
		return "withdraw"
	}
	s.later(1 + r.IntN(2))
	return "wait"
}

func (m model) check(t *testing.T, s *story, seen map[string]int) {
	t.Helper()
	is := s.since(1).is()
	if strings.Contains(is, "BACK") != m.back(s.day) {
		t.Fatalf("on %s, on %v, accepted %v as %v until %s: %q", s.day.Format(day), m.on, m.accepted, m.value,
			m.until.Format(day), is)
	}
	holds := m.accepted && !m.back(s.day)
	if m.back(s.day) {
		seen["back"]++
	}
	if holds && is != "" {
		seen["holds"]++
	}
	if strings.Contains(is, "ACCEPTED") != (holds && is != "") || strings.Count(is, "\n") > 0 {
		t.Fatalf("on %s: %q", s.day.Format(day), is)
	}
}
