package drift

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/tenant/tenanttest"
)

// accepting is a past that keeps what was accepted.
type accepting struct {
	*past
	all []history.Acceptance
}

func (p *accepting) Accept(_ context.Context, all []history.Acceptance) error {
	for _, a := range all {
		a.Number = int64(len(p.all) + 1)
		p.all = append(p.all, a)
	}
	return nil
}

func (p *accepting) Withdraw(_ context.Context, at time.Time, numbers []int64) error {
	for _, n := range numbers {
		p.all[n-1].Withdrawn = at
	}
	return nil
}

func (p *accepting) Acceptances(context.Context) (all []history.Acceptance, err error) {
	last := map[history.Place]int{}
	for i, a := range p.all {
		last[a.Key()] = i
	}
	for i, a := range p.all {
		if last[a.Key()] == i && a.Withdrawn.IsZero() {
			all = append(all, a)
		}
	}
	return all, nil
}

// story is an organisation that is edited day by day.
type story struct {
	t    *testing.T
	org  *tenanttest.Organisation
	past *accepting
	day  time.Time
}

type told struct {
	tenant.View
	past *accepting
}

func (v told) Past() history.Past { return v.past }

// first is the first day of every story, at noon.
var first = time.Date(2026, 11, 1, 12, 0, 0, 0, time.Local)

func newStory(t *testing.T) *story {
	s := &story{t: t, org: &tenanttest.Organisation{At: first}, day: first,
		past: &accepting{past: &past{changes: map[int64][]history.Change{}}}}
	s.org.Add(tenant.SectionDefaults, `{"id":"d","isEnabled":true}`)
	s.org.Add(tenant.SectionUsers, `{"id":"`+ada+`","displayName":"Ada","accountEnabled":true}`)
	s.org.Add(tenant.SectionRegistration)
	s.org.Add(tenant.MembersSection(vip))
	return s
}

// set makes rows of a section others on the next day: the one that begins with an ID; "" is no row.
func (s *story) set(section string, rows ...string) *story {
	s.day = s.day.AddDate(0, 0, 1)
	n := int64(len(s.past.moments) + 1)
	s.past.moments = slices.Insert(s.past.moments, 0, history.Moment{Number: n, Section: section,
		Kind: history.MomentChange, At: s.day, Since: s.day.AddDate(0, 0, -1)})
	for _, after := range rows {
		id, after, _ := strings.Cut(after, " ")
		before := ""
		s.org.Rows[section] = slices.DeleteFunc(s.org.Rows[section], func(r tenant.Row) bool {
			if r.ID == id {
				before = string(r.Body)
			}
			return r.ID == id
		})
		if after != "" {
			s.org.Add(section, after)
		}
		c := change(section, id, before, after)
		c.At, c.Since = s.day, s.day.AddDate(0, 0, -1)
		s.past.changes[n] = append(s.past.changes[n], c)
	}
	return s
}

func (s *story) defaults(on bool) *story {
	return s.set(tenant.SectionDefaults, fmt.Sprintf(`d {"id":"d","isEnabled":%v}`, on))
}

func (s *story) sources() Sources {
	v, err := s.org.View(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	return Sources{View: told{read{v}, s.past}}
}

// since returns what changed in the last days.
func (s *story) since(days int) Result {
	s.t.Helper()
	r, err := Since(context.Background(), s.sources(), s.day.AddDate(0, 0, -days), s.day)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

// accept accepts the latest change until a day that is so many days away; 0: without end.
func (s *story) accept(days int) *story {
	s.t.Helper()
	terms := Terms{By: " Anna ", Why: "We test it.", At: s.day.Add(time.Hour)}
	if days > 0 {
		terms.Until = s.day.AddDate(0, 0, days).Format(time.DateOnly)
	}
	r := s.since(1)
	if err := Accept(context.Background(), s.sources(), append(r.Told, r.Accepted...)[0], terms); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// later lets days pass.
func (s *story) later(days int) *story {
	s.day = s.day.AddDate(0, 0, days)
	return s
}

// is writes a result: what counts, with “back” and why, and then what is accepted.
func (r Result) is() string {
	var all []string
	for _, t := range r.Told {
		line := string(t.Severity) + " " + t.Text
		if t.Back != "" {
			line += " BACK " + t.Back
		}
		all = append(all, line)
	}
	for _, t := range r.Accepted {
		all = append(all, "ACCEPTED "+t.Text+" "+t.AcceptedBy())
	}
	return strings.Join(all, "\n")
}

const (
	offText  = "Security defaults are now off. Where no policy and no per-user setting replaces them, a password is enough."
	onText   = "Security defaults are now on."
	accepted = "Anna accepted this on 2 November 2026: “We test it.”."
	holds    = " Accepted by Anna on 2 November 2026: “We test it.”."
	until    = " Accepted by Anna on 2 November 2026 until 5 November 2026: “We test it.”."
	ended    = " BACK " + accepted + " The acceptance ended on 5 November 2026."
	changed  = " BACK " + accepted + " It is no longer so."
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
		"it changes back":            {off().accept(0).defaults(true), 1, "note " + onText + changed},
		"and nothing since":          {off().accept(0).defaults(true).later(9), 1, "note " + onText + changed},
		"changed and ended":          {off().accept(1).defaults(true).later(9), 1, "note " + onText + changed},
		"back and forth": {off().accept(0).defaults(true).defaults(false), 2,
			"note " + onText + "\nACCEPTED " + offText + holds},
		"back and forth, ended": {off().accept(3).defaults(true).defaults(false).later(4), 1, "problem " + offText + ended},
		"the other way, accepted": {off().accept(0).defaults(true).accept(0), 1,
			"ACCEPTED " + onText + " Accepted by Anna on 3 November 2026: “We test it.”."},
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
	gone := ada
	isNew := "note Ben has a new account."
	const noBen = "note Ben no longer has an account." + changed
	for name, c := range map[string]struct {
		story *story
		want  string
	}{
		"a new row":           {newStory(t).set(tenant.SectionUsers, ben).accept(0), "ACCEPTED Ben has a new account." + holds},
		"it is removed again": {newStory(t).set(tenant.SectionUsers, ben).accept(0).set(tenant.SectionUsers, ben[:36]), noBen},
		"a removed row": {newStory(t).set(tenant.SectionUsers, gone).accept(0),
			"ACCEPTED Ada no longer has an account." + holds},
		"it comes back": {newStory(t).set(tenant.SectionUsers, gone).accept(0).
			set(tenant.SectionUsers, ada+` {"id":"`+ada+`","displayName":"Ada"}`),
			"note Ada has a new account." + changed},
		"another row": {newStory(t).set(tenant.SectionUsers, gone).accept(0).set(tenant.SectionUsers, ben), isNew},
		"another property of it": {newStory(t).set(tenant.SectionUsers, ben).accept(0).
			set(tenant.SectionUsers, ben[:len(ben)-1]+`,"accountEnabled":false}`), "note Ben cannot sign in any more."},
		"its row is removed": {newStory(t).set(tenant.SectionUsers, ada+` {"id":"`+ada+`","displayName":"Ada",
			"accountEnabled":false}`).accept(0).set(tenant.SectionUsers, ada), "note Ada no longer has an account." + changed},
		"in another case": {newStory(t).set(tenant.SectionUsers, ada+` {"id":"`+ada+`","displayName":"Ada",
			"accountEnabled":false}`).accept(0).inUpperCase().later(1), ""},
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
		s.org.States[tenant.SectionDefaults] = tenant.Status{State: tenant.NeedsRole, Message: "No role.", Hint: "Ask for it."}
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
		"in another way, but the same": {func(s *story) { s.past.all[0].Shape = "of an older Handrail" }, ""},
		"refused, and ended":           {func(s *story) { refused(s); s.past.all[0].Until = "2026-11-03" }, unknown + "No role. Ask for it."},
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
	if got := s.since(1).is(); !strings.HasPrefix(got, "ACCEPTED 6 people registered a passkey: id-0, ") ||
		strings.Contains(got, "\n") || len(s.past.all) != 6 {
		t.Fatalf("%d: %s", len(s.past.all), got)
	}
	s.register(6, 11)
	got := s.since(2).is()
	if !strings.HasPrefix(got, "note 5 people registered a passkey: id-10, ") || strings.Count(got, "\n") != 1 {
		t.Errorf("after five more:\n%s", got)
	}
	// What folding makes one moment: the accepted six and the five others.
	s.past.changes[2] = append(s.past.changes[1], s.past.changes[2]...)
	delete(s.past.changes, 1)
	got = s.since(2).is()
	if !strings.HasPrefix(got, "note 5 people registered a passkey: id-10, ") ||
		!strings.Contains(got, "\nACCEPTED 6 people registered a passkey: id-0, ") {
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
	if !strings.HasPrefix(got, "note 6 people registered a passkey: id-0, ") || strings.Contains(got, "\n") ||
		!strings.HasSuffix(got, "The acceptance ended on 4 November 2026.") {
		t.Errorf("%s", got)
	}
	if err := Accept(context.Background(), s.sources(), s.since(1).Told[0], Terms{By: "Ben", Why: "Still.", At: s.day}); err != nil {
		t.Fatal(err)
	}
	if r := s.since(1); r.is() != "" || len(s.past.all) != 12 {
		t.Errorf("accepted again: %s", r.is())
	}
}

// TestAChangeThatIsNotRemembered: the value is another one, and its moment was removed.
func TestAChangeThatIsNotRemembered(t *testing.T) {
	s := newStory(t).defaults(false).accept(0).defaults(true).later(30)
	s.past.moments = nil
	if got := s.since(1).is(); got != "problem "+offText+changed {
		t.Error(got)
	}
	if err := Accept(context.Background(), s.sources(), s.since(1).Told[0], Terms{By: "Ben", Why: "Fine.", At: s.day}); err != nil {
		t.Fatal(err)
	}
	if got := s.since(1).is(); got != "" {
		t.Error(got)
	}
}

// TestTwoSentencesOfOneChange: one is accepted, the other counts.
func TestTwoSentencesOfOneChange(t *testing.T) {
	s := newStory(t).set(tenant.SectionUsers, ada+` {"id":"`+ada+`","displayName":"Ada","accountEnabled":false,"userType":"Guest"}`)
	s.accept(0)
	if got := s.since(1).is(); strings.Count(got, "ACCEPTED") != 1 || strings.Count(got, "\n") != 1 {
		t.Error(got)
	}
}

func TestWithdrawing(t *testing.T) {
	s := newStory(t).register(0, 6).accept(0)
	if err := Withdraw(context.Background(), s.sources(), s.since(1).Accepted[0], s.day); err != nil {
		t.Fatal(err)
	}
	if got := s.since(1).is(); !strings.HasPrefix(got, "note 6 people registered") || strings.Contains(got, "BACK") {
		t.Error(got)
	}
	s = newStory(t).defaults(false).accept(1).later(9)
	if err := Withdraw(context.Background(), s.sources(), s.since(1).Told[0], s.day); err != nil {
		t.Fatal(err)
	}
	if got := s.since(1).is(); got != "" {
		t.Errorf("one that came back was withdrawn: %s", got)
	}
}

func TestWhatCannotBeAccepted(t *testing.T) {
	ctx, s := context.Background(), newStory(t).defaults(false)
	old := s.since(1).Told[0]
	terms := Terms{By: "Anna", Why: "We test it.", Until: "2026-11-02", At: s.day}
	for name, change := range map[string]func(*Terms){
		"nobody": func(t *Terms) { t.By = " " }, "no reason": func(t *Terms) { t.Why = "\n" },
		"no day": func(t *Terms) { t.Until = "soon" }, "half a day": func(t *Terms) { t.Until = "2026-11" },
		"a day that is none": func(t *Terms) { t.Until = "2026-11-31" }, "a past day": func(t *Terms) { t.Until = "2026-11-01" },
	} {
		wrong := terms
		if change(&wrong); app.CodeOf(Accept(ctx, s.sources(), old, wrong)) != app.Invalid || len(s.past.all) > 0 {
			t.Errorf("%s is accepted", name)
		}
	}
	s.defaults(true)
	if err := Accept(ctx, s.sources(), old, terms); app.CodeOf(err) != app.Invalid ||
		!strings.Contains(err.Error(), "changed again") {
		t.Errorf("it is on again: %v", err)
	}
	s.org.States[tenant.SectionDefaults] = tenant.Status{State: tenant.Failed}
	v, _ := s.org.View(ctx)
	if err := Accept(ctx, Sources{View: told{v, s.past}}, old, terms); app.CodeOf(err) != app.Invalid {
		t.Errorf("nobody knows how it is: %v", err)
	}
	if err := Accept(ctx, Sources{View: now(t)}, old, terms); app.CodeOf(err) != app.Invalid {
		t.Errorf("nothing can be kept: %v", err)
	}
	noise := old
	if noise.Noise = true; noise.CanAccept() || (Told{}).CanAccept() || !old.CanAccept() {
		t.Error("what can be accepted")
	}
}

func TestTheHeadingCountsWhatIsBack(t *testing.T) {
	off := newStory(t).defaults(false)
	for name, c := range map[string]struct{ got, want string }{
		"one is back": {off.accept(3).later(9).since(1).Heading(), "1 accepted change is back."},
		"one, and a new one": {off.set(tenant.SectionUsers, ada).since(1).Heading(),
			"1 change since 11 November 2026, and 1 accepted change is back."},
		"all are accepted": {newStory(t).defaults(false).accept(0).since(1).Heading(),
			"Every change since 1 November 2026 is accepted."},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, not %q", name, c.got, c.want)
		}
	}
	r := newStory(t).defaults(false).accept(0).since(1)
	text := fmt.Sprint(r.Blocks(0))
	if !strings.Contains(text, "Accepted by Anna") || strings.Contains(text, string(report.Problem)) {
		t.Error(text)
	}
}
