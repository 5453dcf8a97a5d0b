package screens

import (
	"context"
	"errors"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/reminder"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

var (
	renew    = flag.Bool("renew", false, "write what the screens say now as what they should say")
	pictures = flag.String("pictures", "",
		"folder to draw every state into, in both themes, at the smallest and a large size")
	sizes = flag.Int("sizes", 2, "how many sizes to draw")
)

// states are the main states of the screens, each made from an empty stage.
var states = []struct {
	name string
	make func(*stage)
}{
	{"home-first", func(s *stage) { s.canCheck(); s.open("home") }},
	{"home-recommended", func(s *stage) { s.canCheck(); s.open("home").write("northgate.example").enter() }},
	{"home-full", func(s *stage) { s.full(); s.open("home") }},
	{"home-dates", func(s *stage) { s.full(); s.dated(someDates()).open("home") }},
	{"dates", func(s *stage) { s.dated(someDates()).open("dates") }},
	{"dates-filtered", func(s *stage) { s.dated(someDates()).open("dates").w.current.(*dates).Find(); s.write("zzz") }},
	{"dates-none", func(s *stage) { s.dated(reminder.List{At: sunday}).open("dates") }},
	{"home-unreadable", func(s *stage) { s.ports.Visits = broken{s.memory}; s.open("home") }},
	{"guides", func(s *stage) { s.full(); s.open("guides") }},
	{"guides-found", func(s *stage) { s.full(); s.open("guides"); s.write("ships see") }},
	{"guides-not-found", func(s *stage) { s.full(); s.open("guides"); s.write("zebra") }},
	{"guide-new", func(s *stage) { s.open("guide/demo") }},
	{"guide-begun", func(s *stage) { s.full(); s.open("guide/demo") }},
	{"guides-delete", func(s *stage) { s.full(); s.open("guide/demo").tab("Delete").enter() }},
	{"organisation", func(s *stage) { s.open("organisation") }},
	{"notice", func(s *stage) {
		s.ports.Notices = []Notice{{Title: "Your data was put aside.", Message: "The file was damaged.",
			Hint: "It is kept beside the new one."}}
		s.open("guides")
	}},
	{"ask", func(s *stage) { s.begin().upTo("plan") }},
	{"ask-wrong", func(s *stage) { s.open("guide/demo").enter(); s.write("northgate").enter() }},
	{"look", func(s *stage) { s.begin() }},
	{"look-error", func(s *stage) {
		s.world.lookErr = app.Errorf(app.Unreachable, "Check your connection, then try again.",
			"The harbour does not answer.")
		s.begin()
	}},
	{"look-offline", func(s *stage) {
		s.begin().world.now = sunday.AddDate(0, 0, 10)
		s.world.lookErr = errors.New("no network")
		s.w.openVisit(s.only().ID, "today", true)
	}},
	{"gate", func(s *stage) { s.begin().upTo("hand").world.dead = true; s.upTo("check").wizard().Main() }},
	{"plan", func(s *stage) { s.begin().upTo("light") }},
	{"plan-done", func(s *stage) { s.begin().upTo("watch").key(fyne.KeyEscape) }},
	{"hand", func(s *stage) { s.begin().upTo("hand") }},
	{"hand-sample", func(s *stage) {
		s.ports.Practise = func(context.Context, guide.Visit, *guide.Handover) error { return nil }
		s.ports.CanPractise = func(guide.Visit) bool { return true }
		s.ports.Organisation = "Northgate Community Trust"
		s.begin().upTo("hand").tab("Apply in the sample organisation").enter()
	}},
	{"wait", func(s *stage) { s.begin().upTo("watch") }},
	{"ended", func(s *stage) { s.world.until = sunday; s.begin().upTo("keep").wizard().Main() }},
}

// tenantStates are the states of what shows an organisation.
var tenantStates = []struct {
	name string
	make func(*stage, *fakeLink)
}{
	{"organisation-none", func(s *stage, f *fakeLink) { f.orgs, f.current = nil, ""; s.open("organisation") }},
	{"organisation-full", func(s *stage, f *fakeLink) { f.mixed(); s.open("organisation") }},
	{"organisation-two", func(s *stage, f *fakeLink) {
		f.orgs = append(f.orgs, tenant.Organisation{ID: "y", Name: "Northgate Youth", Domain: "youth.onmicrosoft.com",
			Account: "ada@youth.example", Cloud: "china"})
		s.open("organisation")
	}},
	{"organisation-offline", func(s *stage, f *fakeLink) {
		f.signedIn, s.world.now = false, sunday.AddDate(0, 0, 10)
		s.open("organisation")
	}},
	{"organisation-clock", func(s *stage,
		f *fakeLink) {
		s.world.now = sunday.AddDate(0, -1, 0)
		s.open("organisation")
	}},
	{"organisation-error", func(s *stage, f *fakeLink) {
		f.viewErr = app.Errorf(app.Damaged, "Close Handrail and open it again.",
			"The file with what was read is damaged.")
		s.open("organisation")
	}},
	{"organisation-refreshed", func(s *stage,
		f *fakeLink) {
		f.mixed()
		s.open("organisation").tab("Refresh everything").enter()
	}},
	{"organisation-forget", func(s *stage,
		f *fakeLink) {
		s.open("organisation").tab("Remove this organisation…").enter()
	}},
	{"organisation-forgotten", func(s *stage, f *fakeLink) {
		s.open("organisation").tab("Remove this organisation…").enter().tab("Remove organisation").enter()
	}},
	{"people-full", func(s *stage, f *fakeLink) { s.open("people") }},
	{"people-admins", func(s *stage, f *fakeLink) { s.open("people/admins") }},
	{"people-unread", func(s *stage, f *fakeLink) {
		f.people = nil
		delete(f.status, tenant.SectionUsers)
		s.open("people")
	}},
	{"people-nobody", func(s *stage, f *fakeLink) { f.people = nil; s.open("people") }},
	{"people-filtered", func(s *stage, f *fakeLink) { s.open("people").write("zzz") }},
	{"people-forbidden", func(s *stage, f *fakeLink) {
		f.people = nil
		f.status[tenant.SectionUsers] = tenant.Status{Section: tenant.SectionUsers, State: tenant.NeedsConsent,
			Message: "Handrail may not read the people.", Hint: "Ask an administrator to grant it."}
		s.open("people")
	}},
	{"people-cannot-say", func(s *stage, f *fakeLink) {
		delete(f.status, tenant.SectionRegistration)
		s.open("people/no-mfa").write("zzz")
	}},
	{"people-offline", func(s *stage, f *fakeLink) {
		f.signedIn, s.world.now = false, sunday.AddDate(0, 0, 10)
		f.status[tenant.SectionUsers] = tenant.Status{Section: tenant.SectionUsers, State: tenant.Failed, Rows: 6,
			Completed: read, Message: "Microsoft could not be reached."}
		s.open("people")
	}},
	{"people-error", func(s *stage, f *fakeLink) {
		f.findErr = app.Errorf(app.Damaged, "Refresh the people.", "The list is damaged.")
		s.open("people")
	}},
	{"people-save", func(s *stage, f *fakeLink) { s.open("people").tab("Save the list…").enter() }},
	{"person", func(s *stage, f *fakeLink) { s.open("person/ada") }},
	{"person-groups", func(s *stage, f *fakeLink) {
		f.refresh = f.withGroups
		s.open("person/ada").tab("Read the groups now").enter()
	}},
	{"person-guest", func(s *stage, f *fakeLink) {
		f.signedIn, s.world.now = false, sunday.AddDate(0, 0, 10)
		f.put(tenant.SectionUsers, "ewan",
			`{"id":"ewan","userPrincipalName":"ewan_example.org#EXT#@northgate.onmicrosoft.com","userType":"Guest",`+
				`"accountEnabled":"maybe"}`)
		for _, id := range []string{tenant.SectionAccess, tenant.SectionSignIns, tenant.SectionRoles} {
			f.status[id] = tenant.Status{Section: id, State: tenant.NeedsLicence,
				Message: "Your licences do not have this.", Hint: "Microsoft Entra ID P1 has it."}
			f.rows[id] = nil
		}
		s.open("person/ewan")
	}},
	{"person-gone", func(s *stage, f *fakeLink) { s.open("person/nobody") }},
}

// mixed gives the sections every state there is.
func (f *fakeLink) mixed() {
	set := func(id string, st tenant.State, message, hint string) {
		s := f.status[id]
		s.State, s.Message, s.Hint = st, message, hint
		f.status[id] = s
	}
	set(tenant.SectionRegistration, tenant.NeedsRole, "The account has no role that may read who registered what.",
		"Ask for the role Reports Reader.")
	set(tenant.SectionAccess, tenant.NeedsLicence, "Your licences have no Conditional Access.",
		"Microsoft Entra ID P1 has it.")
	set(tenant.SectionGroups, tenant.NeedsConsent, "Handrail may not read groups.",
		"Ask an administrator to grant GroupMember.Read.All.")
	set(tenant.SectionSignIns, tenant.Stopped, "You stopped the refresh. The saved data stays.",
		"Refresh again to continue.")
	set(tenant.SectionDevices, tenant.Failed, "Microsoft did not answer.", "Try again later.")
	set(tenant.SectionDomains, tenant.Incomplete, "6 pages came, then no more.", "Refresh again.")
	set(tenant.SectionSync, tenant.NeedsConsent, "The permission was not granted.", "It is optional.")
	set(tenant.SectionMethods, "resting", "", "")
	delete(f.status, tenant.SectionLocations)
	s := f.status[tenant.SectionSignIns]
	s.Next, s.Pages = "next", 57
	f.status[tenant.SectionSignIns] = s
	s = f.status[tenant.SectionUsers]
	s.Rows, s.Completed, s.Notes = 98765, sunday.AddDate(0, 0, -10),
		[]string{"Microsoft sent 2 of them twice; each counts once."}
	f.status[tenant.SectionUsers] = s
}

// withGroups reads the groups of a person.
func (f *fakeLink) withGroups(_ context.Context, ids []string, _ task.Report) ([]tenant.Status, error) {
	st := tenant.Status{Section: ids[0], State: tenant.Updated, Rows: 1, Completed: sunday}
	f.status[ids[0]] = st
	f.put(ids[0], "g-desk", `{"id":"g-desk","@odata.type":"#microsoft.graph.group","displayName":"Help desk"}`)
	return []tenant.Status{st}, nil
}

// full fills the memory with a day as Home shows it.
func (s *stage) full() {
	done := guide.Outcome{State: guide.Completed, At: sunday.AddDate(0, 0, -9), Headline: "Ships see the mast"}
	begun := map[string]guide.Outcome{"where": done, "today": done}
	add := func(id, subject, step string, more map[string]guide.Outcome) {
		v := guide.Visit{ID: id, Guide: "demo", Subject: subject, Step: step, Page: guide.ShowPage,
			Started: sunday.AddDate(0, 0, -10),
			Changed: sunday.Add(-3 * time.Hour), Answers: map[string]string{"domain": subject},
			Outcomes: map[string]guide.Outcome{}}
		for _, m := range []map[string]guide.Outcome{begun, more} {
			for step, o := range m {
				v.Outcomes[step] = o
			}
		}
		_ = s.memory.SaveVisit(context.Background(), v)
	}
	add("a", "hall.northgate.example", "check",
		map[string]guide.Outcome{"check": {State: guide.HasProblem, Note: "The wood is not there",
			Headline: "No ship can see the beacon"}})
	add("b", "youth.northgate.example", "watch",
		map[string]guide.Outcome{"watch": {State: guide.Waiting, Until: sunday.AddDate(0, 0, 14),
			Note: "14 days without a failure are needed."}})
	add("c", "northgate.example", "plan", nil)
	add("e", "new.northgate.example", "keep", nil)
	ended := s.memory.visits["e"]
	ended.Ended = sunday.AddDate(0, 0, -2)
	_ = s.memory.SaveVisit(context.Background(), ended)
	add("d", "old.northgate.example", "watch",
		map[string]guide.Outcome{"watch": {State: guide.Waiting, Until: sunday.AddDate(0, 0, -1)}})
}

// broken is a store whose visits cannot be read.
type broken struct{ *memory }

func (broken) Visits(context.Context) ([]guide.Visit, error) {
	return nil, app.Errorf(app.Damaged, "Close Handrail and open it again.",
		"The file with your visits cannot be read.")
}

// TestStates holds what a person reads in each main state, word for word.
func TestStates(t *testing.T) {
	time.Local = time.UTC
	for _, st := range states {
		t.Run(st.name, func(t *testing.T) {
			s := newStage(t, task.Inline{})
			st.make(s)
			s.holds(st.name)
		})
	}
	for _, st := range tenantStates {
		t.Run(st.name, func(t *testing.T) {
			s, f := tenantStage(t, task.Inline{})
			st.make(s, f)
			s.holds(st.name)
		})
	}
}

// holds compares what the window says with what it should say.
func (s *stage) holds(name string) {
	s.t.Helper()
	if *pictures != "" {
		s.draw(filepath.Join(*pictures, name))
	}
	golden := filepath.Join("testdata", name+".txt")
	got := strings.ReplaceAll(s.text(), s.ports.SaveFolder, "/home/ada/Documents")
	if *renew {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			s.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		s.t.Fatal(err)
	}
	if got != string(want) {
		s.t.Errorf("the screen says now:\n%s\nand should say:\n%s", got, want)
	}
}

// draw writes pictures of the window in both themes and two sizes.
func (s *stage) draw(path string) {
	s.t.Helper()
	for _, variant := range []string{"light", "dark"} {
		s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: variant}))
		for _, size := range []fyne.Size{{Width: 1024, Height: 640}, {Width: 1600, Height: 1000}}[:*sizes] {
			s.w.Win.Resize(size)
			s.w.body.Refresh()
			f, err := os.Create(path + "-" + variant + "-" + itoa(int(size.Width)) + ".png")
			if err != nil {
				s.t.Fatal(err)
			}
			if err := png.Encode(f, s.w.Win.Canvas().Capture()); err != nil {
				s.t.Fatal(err)
			}
			f.Close()
		}
	}
}

// TestPlacesByKey opens each place with Ctrl and its figure, also while a field
// has the focus.
func TestPlacesByKey(t *testing.T) {
	s := newStage(t, task.Inline{}).open("guide/demo").enter()
	keys := map[fyne.KeyName]string{fyne.Key1: "home", fyne.Key2: "guides", fyne.Key3: "reports",
		fyne.Key4: "organisation", fyne.Key5: "settings"}
	for key, want := range keys {
		s.w.startVisit(s.ports.Guides[0]) // its first field has the focus
		f, ok := s.w.Win.Canvas().Focused().(fyne.Shortcutable)
		if !ok {
			t.Fatal("no field has the focus")
		}
		f.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
		if got := s.w.rail.Selected(); got != want {
			t.Errorf("key %s opens %q, want %q", key, got, want)
		}
	}
	s.w.startVisit(s.ports.Guides[0])
	s.write("northgate").key(fyne.KeyEscape)
	s.shows("Under way") // Esc at the first page goes to the catalogue
}

// TestCtrlEnterGoesOn does what the main button does, also while a field has the
// focus that keeps Enter for itself.
func TestCtrlEnterGoesOn(t *testing.T) {
	s := newStage(t, task.Inline{}).open("guides")
	s.w.startVisit(s.ports.Guides[0])
	s.write("northgate.example")
	before := s.w.current.(*wizard).s.Visit().Page
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		f, ok := s.w.Win.Canvas().Focused().(fyne.Shortcutable)
		if !ok {
			break // the field is behind us
		}
		f.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
	}
	if v := s.w.current.(*wizard).s.Visit(); v.Step == s.ports.Guides[0].Steps[0].ID && v.Page == before {
		t.Error("the page stays")
	}
}

// TestBackground: progress comes at a bearable pace, the last one always, and
// the end exactly once, also when the job panics.
func TestBackground(t *testing.T) {
	newStage(t, task.Inline{}).open("home") // a driver for fyne.Do
	var mu sync.Mutex
	var seen []int
	done := make(chan error, 2)
	Background{}.Start(func(_ context.Context, rep task.Report) error {
		for i := range 5000 {
			rep(task.Progress{Done: i + 1, Total: 5000})
		}
		return nil
	}, func(p task.Progress) { mu.Lock(); seen = append(seen, p.Done); mu.Unlock() }, func(err error) { done <- err })
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	if n := len(seen); n == 0 || n > 100 || seen[n-1] != 5000 {
		t.Errorf("%d deliveries, the last %v", n, seen)
	}
	mu.Unlock()
	Background{}.Start(func(context.Context, task.Report) error { panic("boom") }, nil, func(err error) { done <- err })
	if err := <-done; app.CodeOf(err) != app.Internal {
		t.Errorf("a panic became %v", err)
	}
	cancel := Background{}.Start(func(ctx context.Context, _ task.Report) error { <-ctx.Done(); return ctx.Err() }, nil,
		func(err error) { done <- err })
	cancel()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled job ended with %v", err)
	}
	select {
	case err := <-done:
		t.Errorf("an end was told twice: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
}

// TestSaverKeepsTheNewest: saves never overtake each other.
func TestSaverKeepsTheNewest(t *testing.T) {
	m, mem := &task.Manual{}, newMemory()
	s := &saver{runner: m, visits: mem}
	idle := false
	for i := range 5 {
		s.save(guide.Visit{ID: "v", Step: itoa(i)}, nil)
	}
	s.whenIdle(func() { idle = true })
	if m.Waiting() != 1 || idle {
		t.Fatalf("%d saves at once, idle %v", m.Waiting(), idle)
	}
	for m.Run() {
	}
	if mem.visits["v"].Step != "4" || mem.saves != 2 || !idle {
		t.Errorf("kept step %s after %d saves, idle %v", mem.visits["v"].Step, mem.saves, idle)
	}
}

func TestAges(t *testing.T) {
	now := sunday
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{now, "just now"}, {now.Add(-59 * time.Second), "just now"}, {now.Add(-time.Minute), "1 minute ago"},
		{now.Add(-2 * time.Hour), "2 hours ago"}, {now.Add(-24 * time.Hour), "1 day ago"},
		{now.AddDate(0, 0, -10), "10 days ago"},
		{now.Add(time.Second), "time unknown"}, {time.Time{}, "time unknown"},
	} {
		if got := age(c.at, now); got != c.want {
			t.Errorf("age of %v: %q, want %q", c.at, got, c.want)
		}
	}
}

// TestSettingsNameServer: a wrong name server is told at its field and not kept;
// a right one is kept in its full form.
func TestSettingsNameServer(t *testing.T) {
	for _, c := range []struct{ typed, says, kept string }{
		{"nowhere!", "This is not the address of a name server.", ""},
		{"192.0.2.1", "Handrail uses it from the next check.", "192.0.2.1:53"},
	} {
		s := newStage(t, task.Inline{}).open("settings")
		s.w.focus(s.w.current.(*settings).resolver.Entry())
		s.write(c.typed).enter()
		s.shows(c.says)
		kept, err := s.memory.Settings(context.Background())
		if got := kept[guide.ResolverSetting]; got != c.kept || err != nil {
			t.Errorf("%s: kept %q, %v", c.typed, got, err)
		}
	}
}

// TestSettingsSignIns keeps how far back sign-ins are read.
func TestSettingsSignIns(t *testing.T) {
	s := newStage(t, task.Inline{}).open("settings").shows("Sign-ins to read", "The last 30 days")
	days := s.w.current.(*settings).days
	if days.Value() != "7" {
		t.Errorf("at first %s days", days.Value())
	}
	days.OnChange("30")
	s.open("home")
	s.open("settings")
	if got := s.w.current.(*settings).days.Value(); got != "30" || s.memory.setting[tenant.SignInDaysSetting] != "30" {
		t.Errorf("%s days are shown", got)
	}
}
