package screens

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/drift"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// remembering is an organisation with a past.
type remembering struct {
	*fakeLink
	past *fakePast
}

func (r remembering) View(ctx context.Context) (tenant.View, error) {
	_, err := r.fakeLink.View(ctx)
	return r, err
}

// remembers gives the organisation of the stage a past.
func (s *stage) remembers(link *fakeLink, past *fakePast) {
	r := remembering{link, past}
	s.ports.Tenant = r
	s.ports.Changes = func(ctx context.Context) (f drift.Sources, err error) {
		f.View, err = r.View(ctx)
		return f, err
	}
}

func (r remembering) Past() history.Past { return r.past }

// fakePast is a past as data, the latest moment first.
type fakePast struct {
	moments  []history.Moment
	changes  map[int64][]history.Change
	accepted []history.Acceptance
	was      map[string]string // rows of every section, on every day
}

func (p *fakePast) Moments(_ context.Context, from, to time.Time) (all []history.Moment, err error) {
	for _, m := range p.moments {
		if m.At.After(from) && !m.At.After(to) {
			all = append(all, m)
		}
	}
	return all, nil
}

func (p *fakePast) Changes(_ context.Context, n int64) ([]history.Change, error) {
	return p.changes[n], nil
}

func (p *fakePast) Row(_ context.Context, section, id string) (all []history.Change, err error) {
	for _, m := range p.moments {
		for _, c := range p.changes[m.Number] {
			if c.Section == section && c.ID == id {
				all = append(all, c)
			}
		}
	}
	return all, nil
}

func (p *fakePast) AsOf(_ context.Context, section string, at time.Time,
	f func(string, []byte) error) (m history.Moment, err error) {
	for _, one := range p.moments {
		if one.Section == section && !one.At.After(at) {
			m = one
			break
		}
	}
	for id, body := range p.was {
		if m.Number != 0 && err == nil {
			err = f(id, []byte(body))
		}
	}
	return m, err
}

func (p *fakePast) Acceptances(context.Context) (all []history.Acceptance, err error) {
	for _, a := range p.accepted {
		if a.Withdrawn.IsZero() {
			all = append(all, a)
		}
	}
	return all, nil
}

var _ history.Accepter = (*fakePast)(nil)

func (p *fakePast) Accept(ctx context.Context, all []history.Acceptance, instead []int64) error {
	for _, a := range all {
		a.Number = int64(len(p.accepted) + 1)
		p.accepted = append(p.accepted, a)
	}
	return p.Withdraw(ctx, all[0].At, instead)
}

func (p *fakePast) Withdraw(_ context.Context, at time.Time, numbers []int64) error {
	for i := range p.accepted {
		if slices.Contains(numbers, p.accepted[i].Number) {
			p.accepted[i].Withdrawn = at
		}
	}
	return nil
}

// changed is a past that begins 50 days ago, with an edit of a policy and a passkey 2 days ago, and security defaults
// turned off 40 days ago.
func changed(s *stage) *fakePast {
	at := s.world.now
	edit := func(section, id, before, after string, at time.Time) history.Change {
		c := history.Change{Section: section, ID: id, Kind: history.Changed, At: at, Since: at.Add(-24 * time.Hour),
			Before: history.Canon([]byte(before)), After: history.Canon([]byte(after))}
		c.Fields = history.Compare(c.Before, c.After, nil)
		return c
	}
	recent, old := at.AddDate(0, 0, -2), at.AddDate(0, 0, -40)
	p := &fakePast{changes: map[int64][]history.Change{
		3: {edit(tenant.SectionAccess, "1", `{"id":"1","displayName":"Admins: require MFA","state":"enabled"}`,
			`{"id":"1","displayName":"Admins: require MFA","state":"enabledForReportingButNotEnforced"}`, recent)},
		2: {edit(tenant.SectionRegistration, "ada", `{"methodsRegistered":["mobilePhone"]}`,
			`{"methodsRegistered":["mobilePhone","passKeyDeviceBound"],"isAdmin":true}`, recent)},
		1: {edit(tenant.SectionDefaults, "d", `{"id":"d","isEnabled":true}`, `{"id":"d","isEnabled":false}`, old)}},
		was: map[string]string{"ada": `{"displayName":"Ada Boateng","jobTitle":"Clerk"}`, "bob": `{"displayName":"Bob"}`}}
	for _, n := range []int64{3, 2, 1} {
		c := p.changes[n][0]
		p.moments = append(p.moments, history.Moment{Number: n, Section: c.Section, Kind: history.MomentChange, At: c.At})
	}
	for i, sec := range tenant.Sections() {
		p.moments = append(p.moments, history.Moment{Number: int64(100 + i), Section: sec.ID, Kind: history.MomentBegin,
			At: at.AddDate(0, 0, -50)})
	}
	return p
}

// northgate is a stage with an organisation that has a past.
func northgate(t testing.TB) (*stage, *fakeLink, *fakePast) {
	t.Helper()
	time.Local = time.UTC
	s, link := tenantStage(t, task.Inline{})
	past := changed(s)
	s.remembers(link, past)
	return s, link, past
}

func (s *stage) changes() *changes {
	s.t.Helper()
	c, ok := s.w.current.(*changes)
	if !ok {
		s.t.Fatalf("%T is shown; it says:\n%s", s.w.current, s.text())
	}
	return c
}

// take shows a result as if it had been found.
func (c *changes) take(r drift.Result) {
	c.found = r
	c.whom = namesIn(r.Told)
	c.fill()
}

func TestWhatChangedPage(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("organisation").tab("What changed").enter()
	s.shows("2 changes matter, 1 does not. Worst first.", "From 22 October 2026", "To today, 22 November",
		"The policy “Admins: require MFA” is now report-only.", "Ada Boateng registered a passkey.", "Not known who did it",
		"Before After", "on report-only", "It happened between 19 Nov 2026 09:14 and 20 Nov 2026 09:14.",
		"1 change without consequence")
	s.hides("Security defaults")
	quiet := "Ada Boateng is now an administrator in the report on sign-in methods."
	s.hides(quiet)
	s.tab("Show them").enter().shows(quiet)
	s.tab("Hide them").enter().hides(quiet)
	s.tab("See “Admins: require MFA”").enter().shows("“Admins: require MFA”", "Its history")
	s.enter()
	s.changes()
}

func TestDaysAreTypedAndChecked(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes")
	c := s.changes()
	typed := func(from, to string) *stage {
		c.filter.from.SetText(from)
		c.filter.to.SetText(to)
		s.w.focus(c.filter.from.Entry())
		return s.enter()
	}
	typed("32 November", "today").shows("This is not a date. Write it as in 1 November 2026.", "2 changes matter")
	typed("1 October 2026", "5 December 2026").shows("This day has not come yet.", "2 changes matter")
	typed("today", "yesterday").shows("This day is after the other one.", "2 changes matter")
	typed("1 oct", "Today, 22 November").shows("From 1 October 2026", "3 changes matter",
		"Security defaults are now off.", "Handrail began to compare on 3 October 2026.")
	s.hides("This day")
	typed("2026-10-01", "21.11.2026").shows("To 21 November 2026", "3 changes matter")
	typed("1/10/2026", "31 Oct 2026").shows("1 change matters.").hides("report-only")
	// What was typed counts too where the focus goes elsewhere.
	c.filter.to.SetText("toda")
	s.w.focus(c.filter.to.Entry())
	s.write("y")
	s.w.Win.Canvas().FocusNext()
	s.shows("3 changes matter")
}

func TestChangesAreFiltered(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes")
	c := s.changes()
	c.filter.subject.SetValue(string(drift.SubjectPolicies))
	c.filter.subject.OnChange("")
	s.shows("1 of 2 changes with consequences.", "report-only").hides("registered a passkey")
	s.w.focus(c.filter.person.Entry())
	s.write("boat").shows("No change passes this filter.", "0 of 2 changes", "2 changes matter")
	s.tab("Show all changes").enter().shows("registered a passkey", "report-only")
	s.hides("of 2 changes")
	s.write("ada BOAT").shows("registered a passkey").hides("report-only")
	s.tab("Save…").enter().shows("Handrail also saves what the filter hides.").key("Escape")
	c.take(drift.Result{Told: []drift.Told{{Text: "Made by hand.", By: &history.Actor{Name: "Maria Weber"}},
		{Text: "By another."}}})
	c.filter.person.SetText("maria")
	s.shows("Made by hand.").hides("By another.")
}

func TestEscapeClosesFirst(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes")
	s.tab("Save…").enter().shows("Save what changed as").hides("what the filter hides")
	s.key("Escape").hides("Save what changed as")
	s.key("Escape").shows("Run a check to create one.")
}

func TestWhatChangedIsSavedAndPrinted(t *testing.T) {
	s, _, _ := northgate(t)
	s.open("changes").tab("Print").enter().shows("Saved.", "Open these pages, and print them from there:", ".pdf")
	s.tab("Copy path").enter()
	printed, err := os.ReadFile(s.w.app.Clipboard().Content())
	if err != nil || !strings.HasPrefix(string(printed), "%PDF-") {
		t.Errorf("printed: %v", err)
	}
	s.tab("Save…").enter().key("Down").tab("Save").enter().shows("Saved.", "It is here:").tab("Copy path").enter()
	page, err := os.ReadFile(s.w.app.Clipboard().Content())
	if err != nil || !strings.Contains(string(page), "is now report-only") {
		t.Errorf("as a page: %v", err)
	}
	s.tab("Save…").enter().key("Down").key("Down").tab("Save").enter().shows("Saved.", ".pdf").tab("Copy path").enter()
	pages, err := os.ReadFile(s.w.app.Clipboard().Content())
	if err != nil || !strings.HasPrefix(string(pages), "%PDF-") {
		t.Errorf("as PDF: %v", err)
	}
	s.tab("Save…").enter().tab("Save").enter().shows("2 changes since 22 October 2026.", "report-only")
	if k := s.memory.kept["report-1"]; k.Worst != report.Problem || k.Subject != "Northgate Community Trust" {
		t.Errorf("saved: %+v", k)
	}
}

// TestALookMovesOnAnotherDay: the page begins with the last look, and who comes back on the same day sees the same.
func TestALookMovesOnAnotherDay(t *testing.T) {
	s, _, _ := northgate(t)
	for _, c := range []struct {
		now  time.Time
		from string
	}{
		{sunday, "From 22 October 2026"}, {sunday.Add(3 * time.Hour), "From 22 October 2026"},
		{sunday.AddDate(0, 0, 2), "From 22 November 2026"}, {sunday.AddDate(0, 0, 2).Add(time.Hour), "From 22 November 2026"},
		{sunday.AddDate(0, 0, 2).Add(2 * time.Hour), "From 22 November 2026"},
		{sunday.AddDate(0, 0, 9), "From 24 November 2026"}, {sunday.AddDate(0, 0, -9), "From 13 October 2026"},
	} {
		s.world.now = c.now
		s.open("home").hides("From")
		s.w.Show("changes")
		s.shows(c.from)
	}
}

func TestAChangeIsAcceptedAndWithdrawn(t *testing.T) {
	s, link, past := northgate(t)
	link.put(tenant.SectionAccess, "1", string(past.changes[3][0].After))
	s.open("changes").tab("Accept this change…").enter().shows("Accept this change", "ada@northgate.example")
	s.enter().shows("Enter why it is fine.")
	s.write("We test it.").tab("ada@northgate.example")
	s.w.Win.Canvas().FocusNext()
	s.w.Win.Canvas().FocusNext()
	s.write("1 December 2025").enter().shows("This day has passed.")
	if len(past.accepted) > 0 {
		t.Fatal("it was accepted without a day")
	}
	for range "1 December 2025" {
		s.key("BackSpace")
	}
	s.write("6 dec").enter().shows("Accepted.", "1 change matters", "1 accepted change.")
	if len(past.accepted) != 1 || past.accepted[0].Until != "2026-12-06" || past.accepted[0].Why != "We test it." {
		t.Fatalf("%+v", past.accepted)
	}
	s.hides("is now report-only")
	s.tab("Show them").enter()
	s.shows("is now report-only", "Accepted by ada@northgate.example on 22 November 2026 until 6 December 2026")
	s.changes().withdraw(s.changes().found.Accepted[0])
	s.shows("Withdrawn.", "2 changes matter").hides("accepted change")
	link.put(tenant.SectionAccess, "1", `{"id":"1","state":"disabled"}`)
	s.open("changes").tab("Accept this change…").enter()
	s.write("Fine.").enter().shows("This has changed again since then.", "2 changes matter")
}

// TestWhatCanBeDoneWithAChange: what is accepted can only be withdrawn, and what is back can be accepted again.
func TestWhatCanBeDoneWithAChange(t *testing.T) {
	const accept, withdraw = "Accept this change…", "Withdraw the acceptance"
	s, _, _ := northgate(t)
	s.open("changes")
	c := s.changes()
	now := c.found.Told[0]
	accepted, back := now, now
	accepted.Accepted, back.Back = &history.Acceptance{By: "Ada"}, "Its last day has passed."
	for name, k := range map[string]struct {
		told drift.Told
		want []string
	}{
		"it counts": {now, []string{accept}}, "it is accepted": {accepted, []string{withdraw}},
		"it is back":                {back, []string{accept, withdraw}},
		"it was undone and is back": {drift.Told{Back: "It may be."}, []string{withdraw}},
		"it was undone":             {drift.Told{}, nil},
	} {
		var got []string
		for _, o := range c.acts(k.told) {
			walk(o, func(o fyne.CanvasObject) {
				if b, ok := o.(*parts.Button); ok {
					got = append(got, b.Label())
				}
			})
		}
		if !slices.Equal(got, k.want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
