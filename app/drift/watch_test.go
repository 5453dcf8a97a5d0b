package drift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"handrail/app/history"
	"handrail/app/tenant"
)

const (
	offText  = "Security defaults are now off. " + replaces
	replaces = "Where no policy and no per-user setting replaces them, a password is enough."
	onText   = "Security defaults are now on."
	accepted = "Anna accepted this on 2 November 2026: “We test it”."
	holds    = " Accepted by Anna on 2 November 2026: “We test it”."
	until    = " Accepted by Anna on 2 November 2026 until 5 November 2026: “We test it”."
	ended    = " BACK " + accepted + " The acceptance ended on 5 November 2026."
	changed  = " BACK Anna accepted how it was on 2 November 2026: “We test it”. It is no longer so."
)

func TestWhatIsAcceptedIsWatched(t *testing.T) {
	off := func() *story { return newStory(t).defaults(false) }
	for name, c := range map[string]struct {
		story *story
		days  int
		want  string
	}{
		"nothing is accepted":        {off(), 1, "problem " + offText},
		"it is accepted":             {off().accept(0), 1, "ACCEPTED " + offText + holds},
		"until a day":                {off().accept(3), 1, "ACCEPTED " + offText + until},
		"its last day":               {off().accept(3).later(3), 5, "ACCEPTED " + offText + until},
		"the day has passed":         {off().accept(3).later(4), 5, "problem " + offText + ended},
		"and nothing happened since": {off().accept(3).later(40), 1, "problem " + offText + ended},
		"long ago, and it holds":     {off().accept(0).later(400), 1, ""},
		"it changes back":            {off().accept(0).defaults(true), 1, "ok " + onText + changed},
		"and nothing since":          {off().accept(0).defaults(true).later(9), 1, "ok " + onText + changed},
		"changed and ended":          {off().accept(1).defaults(true).later(9), 1, "ok " + onText + changed},
		"back and forth": {off().accept(0).defaults(true).defaults(false), 2,
			"ok " + onText + " This was undone on 4 November 2026.\nACCEPTED " +
				strings.Replace(offText, ".", ". It was on from 3 to 4 November 2026.", 1) + holds},
		"back and forth, ended": {off().accept(3).defaults(true).defaults(false).later(4), 1, "problem " + offText + ended},
		"the other way, accepted": {off().accept(0).defaults(true).accept(0), 1,
			"ACCEPTED " + onText + " Accepted by Anna on 3 November 2026: “We test it”."},
		"twice: the latest wins": {off().accept(30).accept(3).later(4), 5, "problem " + offText + ended},
	} {
		if got := c.story.since(c.days).is(); got != c.want {
			t.Errorf("%s:\n%s\nnot\n%s", name, got, c.want)
		}
	}
}

// TestATimeInThePast: what is asked of an earlier day is as it was then.
func TestATimeInThePast(t *testing.T) {
	s := newStory(t).defaults(false).accept(0).defaults(true).later(5)
	r, err := Since(context.Background(), s.sources(), first, first.AddDate(0, 0, 1))
	if err != nil || r.is() != "ACCEPTED "+offText+holds {
		t.Error(r.is(), err)
	}
}

func TestRowsAreAccepted(t *testing.T) {
	ben := ben + ` {"id":"` + ben + `","displayName":"Ben"}`
	gone, cleo := ada, "abcdef01-1111-1111-1111-111111111111"
	isNew := "note Ben has a new account."
	const noBen = "note Ben no longer has an account." + changed
	for name, c := range map[string]struct {
		story *story
		want  string
	}{
		"a new row": {newStory(t).set(tenant.SectionUsers, ben).accept(0),
			"ACCEPTED Ben has a new account." + holds},
		"it is removed again": {newStory(t).set(tenant.SectionUsers, ben).accept(0).
			set(tenant.SectionUsers, ben[:36]), noBen},
		"a removed row": {newStory(t).set(tenant.SectionUsers, gone).accept(0),
			"ACCEPTED Ada no longer has an account." + holds},
		"it comes back": {newStory(t).set(tenant.SectionUsers, gone).accept(0).
			set(tenant.SectionUsers, ada+` {"id":"`+ada+`","displayName":"Ada"}`),
			"note Ada has a new account." + changed},
		"another row": {newStory(t).set(tenant.SectionUsers, gone).accept(0).set(tenant.SectionUsers, ben), isNew},
		"another property of it": {newStory(t).set(tenant.SectionUsers, ben).accept(0).
			set(tenant.SectionUsers, ben[:len(ben)-1]+`,"accountEnabled":false}`), "note Ben cannot sign in."},
		"its row is removed": {newStory(t).set(tenant.SectionUsers, ada+` {"id":"`+ada+`","displayName":"Ada",
			"accountEnabled":false}`).accept(0).set(tenant.SectionUsers, ada), "note Ada no longer has an account." + changed},
		"its row is removed, which is accepted": {newStory(t).set(tenant.SectionUsers, ada+` {"id":"`+ada+`",
			"displayName":"Ada","accountEnabled":false}`).accept(0).set(tenant.SectionUsers, ada).accept(0),
			"ACCEPTED Ada no longer has an account. Accepted by Anna on 3 November 2026: “We test it”."},
		"in another case": {newStory(t).set(tenant.SectionUsers, cleo+` {"id":"`+cleo+`","displayName":"Cleo"}`).accept(0).
			inUpperCase().later(1), ""},
	} {
		if got := c.story.since(1).is(); got != c.want {
			t.Errorf("%s:\n%s\nnot\n%s", name, got, c.want)
		}
	}
}

// inUpperCase makes Microsoft write every ID in capitals, and the acceptances in small letters.
func (s *story) inUpperCase() *story {
	for i, r := range s.org.Rows[tenant.SectionUsers] {
		s.org.Rows[tenant.SectionUsers][i].ID = strings.ToUpper(r.ID)
	}
	return s
}

// TestWhatIsNotReadIsNotKnown: an acceptance of what cannot be read does not hold, and is no change either.
func TestWhatIsNotReadIsNotKnown(t *testing.T) {
	const unknown = "unknown " + offText + " BACK " + accepted + " Whether it is still so is not known. "
	refused := func(s *story) {
		s.org.States[tenant.SectionDefaults] = tenant.Status{State: tenant.NeedsRole, Message: "No role.",
			Hint: "Ask for it."}
	}
	for name, c := range map[string]struct {
		then func(s *story)
		want string
	}{
		"refused": {refused, unknown + "No role. Ask for it."},
		"never read since": {func(s *story) { delete(s.org.States, tenant.SectionDefaults) },
			unknown + "Handrail has not read “Security defaults” since then."},
		"no longer returned": {func(s *story) { s.org.Rows[tenant.SectionDefaults][0].Body = []byte(`{"id":"d"}`) },
			unknown + "Microsoft no longer returns it."},
		"read in another way": {func(s *story) {
			s.org.Rows[tenant.SectionDefaults][0].Body = []byte(`{"id":"d","isEnabled":"off"}`)
			s.past.all[0].Shape = "of an older Handrail"
		}, unknown + "Handrail reads this in another way since then."},
		"read with another permission": {func(s *story) {
			s.org.Rows[tenant.SectionDefaults] = nil
			s.past.moments = slices.Insert(s.past.moments, 0, history.Moment{Section: tenant.SectionDefaults,
				Kind: history.MomentBegin, At: s.day})
		}, unknown + "Handrail reads this in another way since then."},
		"in another way, but the same": {func(s *story) { s.past.all[0].Shape = "of an older Handrail" }, ""},
		"refused, and ended": {func(s *story) {
			refused(s)
			s.past.all[0].Until = "2026-11-03"
		}, unknown + "No role. Ask for it."},
	} {
		s := newStory(t).defaults(false).accept(0).later(3)
		c.then(s)
		v, _ := s.org.View(context.Background())
		r, err := Since(context.Background(), Sources{View: told{v, s.past}}, s.day.AddDate(0, 0, -1), s.day)
		if err != nil || r.is() != c.want || len(r.Accepted) > 0 {
			t.Errorf("%s: %v\n%s\nnot\n%s", name, err, r.is(), c.want)
		}
	}
}

// register makes people register a passkey on one day.
func (s *story) register(from, to int) *story {
	var rows []string
	for i := from; i < to; i++ {
		rows = append(rows, fmt.Sprintf(`id-%d {"id":"id-%d","methodsRegistered":["passKeyDeviceBound"]}`, i, i))
		s.org.Add(tenant.SectionRegistration, fmt.Sprintf(`{"id":"id-%d","methodsRegistered":[]}`, i))
	}
	return s.set(tenant.SectionRegistration, rows...)
}

// TestAGroupedSentenceIsAcceptedRowByRow: it is whole or not at all, and one that grows comes back with the new ones.
func TestAGroupedSentenceIsAcceptedRowByRow(t *testing.T) {
	s := newStory(t).register(0, 6).accept(0)
	if got := s.since(1).is(); !strings.HasPrefix(got, "ACCEPTED 6 people registered a passkey. They are id-0, ") ||
		strings.Contains(got, "\n") || len(s.past.all) != 6 {
		t.Fatalf("%d: %s", len(s.past.all), got)
	}
	s.register(6, 11)
	got := s.since(2).is()
	if !strings.HasPrefix(got, "ok 5 people registered a passkey. They are id-10, ") || strings.Count(got, "\n") != 1 {
		t.Errorf("after five more:\n%s", got)
	}
	// What folding makes one moment: the accepted six and the five others.
	s.past.changes[2] = append(s.past.changes[1], s.past.changes[2]...)
	delete(s.past.changes, 1)
	got = s.since(2).is()
	if !strings.HasPrefix(got, "ok 5 people registered a passkey. They are id-10, ") ||
		!strings.Contains(got, "\nACCEPTED 6 people registered a passkey. They are id-0, ") {
		t.Errorf("in one moment:\n%s", got)
	}
	s.set(tenant.SectionRegistration, `id-3 {"id":"id-3","methodsRegistered":[]}`)
	got = s.since(1).is()
	if got != "note id-3 no longer has a passkey."+changed {
		t.Errorf("one of them lost it:\n%s", got)
	}
	if got = s.later(9).since(1).is(); got != "note id-3 no longer has a passkey."+changed {
		t.Errorf("nine days later:\n%s", got)
	}
}

// TestAGroupedSentenceComesBackAsOne, also when no moment of it is remembered any more.
func TestAGroupedSentenceComesBackAsOne(t *testing.T) {
	s := newStory(t).register(0, 6).accept(2).later(30)
	s.past.moments = nil
	got := s.since(1).is()
	if !strings.HasPrefix(got, "ok 6 people registered a passkey. They are id-0, ") || strings.Contains(got, "\n") ||
		!strings.HasSuffix(got, "The acceptance ended on 4 November 2026.") {
		t.Errorf("%s", got)
	}
	s.again()
	if r := s.since(1); r.is() != "" || len(s.past.all) != 12 {
		t.Errorf("accepted again: %s", r.is())
	}
}

// TestAChangeThatIsNotRemembered: the value is another one, and its moment was removed.
func TestAChangeThatIsNotRemembered(t *testing.T) {
	s := newStory(t).defaults(false).accept(0).defaults(true).later(30)
	s.past.moments = nil
	if got := s.since(1).is(); got != "problem "+offText+" BACK "+accepted+" It is no longer so." {
		t.Error(got)
	}
	s.again()
	if got := s.since(1).is(); got != "" {
		t.Error(got)
	}
}
