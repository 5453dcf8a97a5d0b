package screens

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/affected"
	"handrail/app/guide"
	"handrail/app/letter"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// marks is affected.Marks as data.
type marks struct {
	known affected.Known
	fail  error
}

func (m *marks) AffectedMarks(context.Context, string, string) (all []affected.Mark, err error) {
	for _, one := range m.known {
		all = append(all, one)
	}
	return all, nil
}

func (m *marks) NoteAffected(_ context.Context, _, _ string, at time.Time, act, done []string) error {
	if m.fail != nil {
		return m.fail
	}
	m.known = m.known.With(at, act, done)
	return nil
}

func (m *marks) MarkWritten(_ context.Context, _, _ string, at time.Time, people []string) error {
	for _, id := range people {
		one := m.known[id]
		one.Person, one.Written = id, at
		m.known[id] = one
	}
	return m.fail
}

// lastWeek is when the first people were found.
var lastWeek = sunday.AddDate(0, 0, -7)

// affectedPeople is a list of people: two are locked out, ten must register, seven are done, five are
// not in the report; eight were written to.
func affectedPeople() (*affected.List, *marks) {
	l := &affected.List{Key: "mfa-end", Title: "Who is affected when text messages end", At: sunday,
		Summary:  "Phone calls end too. 69 people have another method; 5 are not in Microsoft’s report.",
		Caption:  "Only text messages or calls today",
		DaysNote: "The later date is for Global Administrators and external users.",
		Fates: []affected.Fate{
			{Code: "locked-out", Title: "Locked out until an administrator helps", Severity: report.Problem, Do: "Help them."},
			{Code: "only-method", Title: "Must register a new sign-in method", Severity: report.Warning, Do: "Ask them."},
			{Code: "not-in-report", Title: "Not in Microsoft’s registration report", Severity: report.Unknown},
			{Code: "nothing-changes", Title: "Nothing changes", Severity: report.OK}}}
	m := &marks{known: affected.Known{}}
	names := []string{"Ama Boateng", "Colin Marsh", "Dora Lindqvist", "Ewan Pryce", "Farida Haddad", "Gus Okoro"}
	add := func(fate int, must affected.Answer, why string) *affected.Person {
		n := len(l.People)
		name := append(names, fmt.Sprintf("Person %02d", n))[min(n, len(names))]
		l.People = append(l.People, affected.Person{ID: fmt.Sprint("p", n), Name: name,
			UPN:  fmt.Sprintf("p%d@northgate.example", n),
			Mail: fmt.Sprintf("p%d@northgate.example", n), Fate: fate, Must: must, Why: why,
			Department: affected.Share{Name: []string{"Office", "Hall", ""}[n%3], Known: true}})
		p := &l.People[n]
		if must == affected.Yes || fate == 3 && n%2 == 0 {
			m.known[p.ID] = affected.Mark{Person: p.ID, First: lastWeek}
		}
		return p
	}
	for n := range 12 {
		fate, why := 1, "Has only a mobile number"
		if n < 2 {
			fate, why = 0, "No other method is allowed"
		}
		p := add(fate, affected.Yes, why)
		p.Until = time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
		if n >= 9 {
			p.Until = time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC)
		}
		if n < 8 {
			m.known[p.ID] = affected.Mark{Person: p.ID, First: lastWeek, Written: sunday.AddDate(0, 0, -3)}
		}
	}
	for n := range 19 {
		if n < 5 {
			add(2, affected.Unknown, "No row for this account")
			continue
		}
		add(3, affected.No, "Another method works")
	}
	l.Open = func(i int) *report.Document {
		return &report.Document{Title: l.People[i].Name,
			Blocks: []report.Block{report.Timeline{Title: "What they will see, in order",
				Items: []report.Event{{Text: "Name and password, as always."}}}}}
	}
	l.Letter = func(i int) (letter.Letter, bool) {
		p := &l.People[i]
		return letter.Letter{Name: p.Name, Mail: p.Mail, Language: "en", Kind: l.Fate(i).Code,
			Subject: "Your sign-in changes",
			Text:    "Hello " + p.Name + ",\n\nSet up a passkey.\n"}, p.Must == affected.Yes
	}
	return l, m
}

// affectedStage is a window with the demo guide, whose step "today" is about these people.
func affectedStage(t *testing.T) (*stage, *affected.List, *marks) {
	t.Helper()
	s, _ := tenantStage(t, task.Inline{})
	l, m := affectedPeople()
	g := s.world.demo()
	i := slices.IndexFunc(g.Steps, func(st guide.Step) bool { return st.ID == "today" })
	g.Steps[i].People = func(context.Context, *guide.Visit) (*affected.List, error) { return l, nil }
	s.ports.Guides, s.ports.Affected = []guide.Guide{g}, m
	return s, l, m
}

const affectedRoute = "affected/demo/today"

// TestWhoIsAffected: the number, both dates and how far it is come first, then the names, worst first.
func TestWhoIsAffected(t *testing.T) {
	s, _, m := affectedStage(t)
	s.open(affectedRoute).shows("12 of 31 people must act", "1 February 2027", "in 71 days", "9 people", "1 July 2027",
		"3 people",
		"Since last week, 15 November", "7 of 19 done, 12 left", "not yet emailed", "Ama Boateng",
		"No other method is allowed",
		"Write to the other 4 people")
	if len(m.known) != 19 {
		t.Errorf("%d people are marked", len(m.known))
	}
	if p := s.w.current.(*affectedPage); s.w.Win.Canvas().Focused() != p.table.Focus() {
		t.Error("the list has not the focus")
	}
}

// TestAffectedByKeyboard: chips filter, the search finds, a person opens and Back leads to the same place.
func TestAffectedByKeyboard(t *testing.T) {
	s, _, _ := affectedStage(t)
	s.open(affectedRoute)
	s.key(fyne.KeyDown, fyne.KeyDown).enter()
	s.shows("Dora Lindqvist", "What they will see, in order", "The letter to this person", "Marked on 19 November 2026",
		"Department")
	s.key(fyne.KeyEscape)
	p := s.w.current.(*affectedPage)
	if p.table.Current() != 2 || s.w.Win.Canvas().Focused() != p.table.Focus() {
		t.Errorf("Back leads to row %d", p.table.Current())
	}
	for word, n := range map[string]int{"Locked out": 2, "Not yet emailed": 4, "Emailed": 8, "Done": 7, "Not known": 5,
		"Everyone": 31} {
		at := slices.IndexFunc(p.chips, func(c *parts.FilterChip) bool { return c.Label() == word })
		if at < 0 {
			t.Fatalf("no chip %q", word)
		}
		s.w.Win.Canvas().Focus(p.chips[at])
		s.enter()
		if len(p.shown) != n || !p.chips[at].Chosen() || p.chips[at].Number() != fmt.Sprint(n) {
			t.Errorf("%s shows %d, chosen %v", word, len(p.shown), p.chips[at].Chosen())
		}
	}
	s.w.Win.Canvas().Focus(p.chips[0])
	s.enter()
	p.Find()
	s.write("person 30").shows("No one matches.").tab("Search everyone").enter()
	if len(p.shown) != 1 {
		t.Errorf("%d found", len(p.shown))
	}
	s.write("no such person").shows("No one matches.", "Show everyone")
	s.key(fyne.KeyEscape).key(fyne.KeyEscape)
	if _, here := s.w.current.(*affectedPage); here {
		t.Error("Esc does not leave the list")
	}
}

// TestWriteToTheOthers: the main button writes only to those who were not written to; letters are
// saved, people are marked, and Undo gives each the mark that they had.
func TestWriteToTheOthers(t *testing.T) {
	s, _, m := affectedStage(t)
	s.open(affectedRoute).tab("Write to the other 4 people").enter()
	s.shows("Not yet emailed (4)", "4 people get a letter.", "Hello Person 08", "Save 4 letters", "Handrail sends nothing")
	s.tab("Save 4 letters").enter()
	drafts, _ := filepath.Glob(filepath.Join(s.ports.SaveFolder, "handrail-letters-*", "*.eml"))
	if len(drafts) != 4 {
		t.Fatalf("%d drafts", len(drafts))
	}
	s.shows("Saved.").tab("Mark 4 people as emailed").enter()
	s.shows("4 people marked as emailed.", "7 of 19 done, 12 left", "Write to people")
	if m.known["p9"].Written.IsZero() {
		t.Error("no mark is saved")
	}
	s.tab("Undo").enter().shows("Undone.", "Write to the other 4 people")
	if !m.known["p9"].Written.IsZero() || m.known["p0"].Written.IsZero() {
		t.Errorf("after the undo: %v, %v", m.known["p9"], m.known["p0"])
	}
}

// TestOneMark: a person is marked on their page, and the mark can be removed there.
func TestOneMark(t *testing.T) {
	s, _, m := affectedStage(t)
	s.open(affectedRoute).key(fyne.KeyEnd).enter()
	s.tab("Mark as emailed").enter().shows("1 person marked as emailed.", "Write to the other 3 people")
	if p := s.w.current.(*affectedPage); p.table.Current() != 11 {
		t.Errorf("the place is lost: row %d", p.table.Current())
	}
	p := s.w.current.(*affectedPage)
	s.w.focus(p.table.Focus())
	s.enter().tab("Remove the mark").enter()
	if !m.known["p11"].Written.IsZero() {
		t.Error("the mark stays")
	}
}

// TestSaveAndPrintTheList: each form has those who are listed, and nothing else.
func TestSaveAndPrintTheList(t *testing.T) {
	s, _, _ := affectedStage(t)
	d := &door{}
	s.ports.Saved = d
	s.open(affectedRoute)
	p := s.w.current.(*affectedPage)
	p.SaveAs()
	s.shows("Save these 12 people as", "A table for each department (CSV)")
	for form, pattern := range map[string]string{"csv": "handrail-people-*/everyone.csv",
		"department": "handrail-people-*/01-hall.csv",
		"effect":     "handrail-people-*/02-only-method.csv", "manager": "handrail-people-*/01-not-read.csv"} {
		p.saveList(form)
		s.shows("Saved.")
		if found, _ := filepath.Glob(filepath.Join(s.ports.SaveFolder, pattern)); len(found) != 1 {
			t.Errorf("%s: %v", form, found)
		}
	}
	p.Print()
	found, _ := filepath.Glob(filepath.Join(s.ports.SaveFolder, "*.pdf"))
	if len(found) != 1 || !slices.Contains(d.wrote, found[0]) || !slices.Equal(d.opened, found) {
		t.Fatalf("%v, the door knows %v and opened %v", found, d.wrote, d.opened)
	}
	if got := nameOf(s.w.Win.Canvas().Focused()); got != "Open" {
		t.Errorf("the focus is on %q", got)
	}
	if data, err := os.ReadFile(found[0]); err != nil || !strings.HasPrefix(string(data), "%PDF") {
		t.Errorf("no PDF: %v", err)
	}
	p.saveList("report")
	if len(s.memory.kept) != 1 {
		t.Errorf("%d reports", len(s.memory.kept))
	}
}

// TestAffectedThatCannotBeSaved: the list is shown, and says that the progress is not saved.
func TestAffectedThatCannotBeSaved(t *testing.T) {
	s, l, m := affectedStage(t)
	m.fail = errors.New("disk")
	s.open(affectedRoute).shows("12 of 31 people must act", "The progress was not saved.")
	l.People, l.Notes = nil, []string{"Not read: Users."}
	s.w.Show(affectedRoute)
	s.shows("It is not known who is affected", "Not read: Users.")
	s.w.Show("affected/demo/nowhere")
	s.shows("This list is not there.")
}

// TestAffectedFromItsStep: the step leads to the list, and Back leads to the step.
func TestAffectedFromItsStep(t *testing.T) {
	s, _, _ := affectedStage(t)
	s.open("guides").begin().upTo("today")
	s.tab("Show the people").enter().shows("12 of 31 people must act")
	s.tab("Back").enter()
	s.at("today", guide.ShowPage)
}

// TestAffectedStates holds the words of each page of the list.
func TestAffectedStates(t *testing.T) {
	for name, make := range map[string]func(*stage, *affectedPage){
		"affected":        func(*stage, *affectedPage) {},
		"affected-person": func(s *stage, _ *affectedPage) { s.enter() },
		"affected-write":  func(s *stage, p *affectedPage) { p.write(affected.NotWritten) },
		"affected-save":   func(_ *stage, p *affectedPage) { p.SaveAs() },
		"affected-marked": func(_ *stage, p *affectedPage) { p.mark([]string{"p9", "p10"}, sunday) },
		"affected-none":   func(s *stage, p *affectedPage) { p.Find(); s.write("zzz") },
	} {
		t.Run(name, func(t *testing.T) {
			s, _, _ := affectedStage(t)
			s.open(affectedRoute)
			make(s, s.w.current.(*affectedPage))
			s.holds(name)
		})
	}
}

// TestAffectedIsNotClipped: the smallest window holds each page, also with text of twice the size.
func TestAffectedIsNotClipped(t *testing.T) {
	s, _, _ := affectedStage(t)
	s.memory.setting = map[string]string{settingTheme: "light", settingTextSize: "200"}
	s.open(affectedRoute)
	p := s.w.current.(*affectedPage)
	for name, show := range map[string]func(){"list": p.drawList, "person": func() { p.open(0) },
		"write": func() { p.write(affected.NotWritten) }, "save": p.SaveAs} {
		show()
		if m := s.w.Win.Content().MinSize(); m.Width > minWidth || m.Height > minHeight {
			t.Errorf("%s needs %v", name, m)
		}
	}
}

// TestAffectedFromTheOrganisation: a list that needs no visit is opened there, and Back leads there.
func TestAffectedFromTheOrganisation(t *testing.T) {
	s, _, _ := affectedStage(t)
	i := slices.IndexFunc(s.ports.Guides[0].Steps, func(st guide.Step) bool { return st.People != nil })
	s.ports.Guides[0].Steps[i].PeopleLabel = "Who still uses a number"
	s.open("organisation").tab("Who still uses a number").enter().shows("12 of 31 people must act")
	s.tab("Back").enter()
	if _, ok := s.w.current.(*organisation); !ok {
		t.Errorf("Back leads to %T", s.w.current)
	}
}

// TestEveryControlOfAffectedIsReached at the smallest window, also in large text, and nothing is wider than the page.
func TestEveryControlOfAffectedIsReached(t *testing.T) {
	s, _, _ := affectedStage(t)
	s.open(affectedRoute)
	seen := map[fyne.Focusable]bool{}
	c := s.w.Win.Canvas()
	for range 60 {
		c.FocusNext()
		seen[c.Focused()] = true
	}
	walk(s.w.Win.Content(), func(o fyne.CanvasObject) {
		if f, ok := o.(fyne.Focusable); ok && !seen[f] {
			t.Errorf("Tab never reaches %q", nameOf(f))
		}
	})
}

// TestAffectedWithManyPeople: 100,000 people are drawn, searched and moved through without work on the goroutine that
// draws that grows with them.
func TestAffectedWithManyPeople(t *testing.T) {
	s, l, m := affectedStage(t)
	few := l.People
	l.People = nil
	for i := range 100_000 {
		p := few[i%len(few)]
		p.ID, p.Name = fmt.Sprint("many", i), fmt.Sprintf("Person %06d", i)
		l.People = append(l.People, p)
	}
	m.known = affected.Known{}
	s.open(affectedRoute)
	p := s.w.current.(*affectedPage)
	for name, draw := range map[string]func(){
		"list": p.drawList,
		"end":  func() { s.w.focus(p.table.Focus()); s.key(fyne.KeyEnd) },
		"back": p.back,
	} {
		begun := time.Now()
		draw()
		took := time.Since(begun)
		t.Logf("%s: %v", name, took)
		if took > 2*time.Second { // about 20 milliseconds; a busy computer may take its time
			t.Errorf("%s takes %v", name, took)
		}
	}
	p.Find()
	s.write("099999")
	if len(p.shown) > 1 {
		t.Errorf("%d found", len(p.shown))
	}
}

// TestWhatIsNotKnownStandsOnce: several notes about what was not read stand under one heading.
func TestWhatIsNotKnownStandsOnce(t *testing.T) {
	s, l, _ := affectedStage(t)
	l.Notes = []string{"Not read: managers.", "The sign-in log is older."}
	s.open(affectedRoute).shows("Not read: managers.", "The sign-in log is older.")
	if n := strings.Count(s.text(), "Not everything is known."); n != 1 {
		t.Errorf("it stands %d times", n)
	}
	p := s.w.current.(*affectedPage)
	p.gap = gapOf(p.conn, map[string]tenant.Status{}, tenant.SectionRegistration)
	p.drawList()
	s.shows("Handrail has not read", "Not read: managers.").hides("Not everything is known.")
}
