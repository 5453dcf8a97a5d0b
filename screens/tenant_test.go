package screens

import (
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// TestTenantKeyboardWalk goes through the three screens with keys alone.
func TestTenantKeyboardWalk(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	s.open("organisation").shows("Northgate Community Trust",
		"Signed in as ada@northgate.example. Microsoft cloud: Microsoft 365, worldwide", "Up to date")
	s.enter() // the main button has the focus
	n := len(tenant.Sections())
	s.shows("Refreshed.", fmt.Sprintf("%d parts of the data: %d with changes.", n, n))
	s.tab("People").enter()
	s.shows("6 people.", "Ada Boateng", "Only phone methods")
	s.write("marsh") // the search has the focus
	s.shows("1 of 6 people.", "Colin Marsh").hides("Dora Lindqvist")
	s.enter().enter() // from the field to the list, and into the first row
	s.shows("colin@northgate.example", "Sign-in methods")
	s.key(fyne.KeyEscape)
	s.shows("1 of 6 people.") // the place is kept
	s.key(fyne.KeyEscape)     // clears the search
	s.shows("6 people.")
	s.tab("Everyone (6)").enter() // the menu of lists
	s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	s.shows("Roles", "Global Administrator", "1 of 6 people.").hides("Colin Marsh")
	s.key(fyne.KeyEscape)
	s.tab("Sign out").enter()
	s.shows("You are signed out.", "Connect to refresh").hides("Refresh everything")
	s.tab("Remove this organisation…").enter()
	if name := nameOf(s.w.Win.Canvas().Focused()); name != "Cancel" {
		t.Errorf("the focus is on %q, not on the safe button", name)
	}
	s.enter()
	s.shows("Connection")
	if got := strings.Join(f.did, ", "); got != "refresh , sign out" {
		t.Errorf("asked for: %s", got)
	}
}

func TestEveryControlIsReached(t *testing.T) {
	for _, route := range []string{"organisation", "people", "person/ada"} {
		s, f := tenantStage(t, task.Inline{})
		f.mixed()
		s.open(route)
		seen := map[fyne.Focusable]int{}
		c := s.w.Win.Canvas()
		c.Unfocus()
		for range 150 {
			c.FocusNext()
			seen[c.Focused()]++
		}
		var all []fyne.Focusable
		walk(s.w.Win.Content(), func(o fyne.CanvasObject) {
			if f, ok := o.(fyne.Focusable); ok {
				all = append(all, f)
			}
		})
		for _, f := range all {
			if seen[f] == 0 {
				t.Errorf("%s: Tab never reaches %q", route, nameOf(f))
			}
		}
		if len(all) < 8 {
			t.Errorf("%s: only %d controls", route, len(all))
		}
	}
}

// TestNothingIsClipped: the smallest window holds every state also with text of
// twice the size; what does not fit scrolls.
func TestNothingIsClipped(t *testing.T) {
	for _, route := range []string{"organisation", "people", "person/ada"} {
		s, f := tenantStage(t, task.Inline{})
		f.mixed()
		s.memory.setting = map[string]string{settingTheme: "light", settingTextSize: "200"}
		s.open(route)
		if m := s.w.Win.Content().MinSize(); m.Width > minWidth || m.Height > minHeight {
			t.Errorf("%s needs %v", route, m)
		}
		if *pictures != "" {
			img, err := os.Create(filepath.Join(*pictures, strings.ReplaceAll(route, "/", "-")+"-large.png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(png.Encode(img, s.w.Win.Canvas().Capture()), img.Close()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestPeopleShortcut(t *testing.T) {
	s, _ := tenantStage(t, task.Inline{})
	s.open("people") // the search has the focus and passes the figure on
	s.w.Show("settings")
	s.w.Win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: "CustomDesktop:Control+6"})
	s.shows("6 people.")
}

// TestSearchWaitsAndDropsOlder: a search begins 150 ms after the last key, and
// what an older one finds is not shown.
func TestSearchWaitsAndDropsOlder(t *testing.T) {
	m := &task.Manual{}
	s, f := tenantStage(t, m)
	var waits []time.Duration
	s.ports.Pause = func(ctx context.Context, d time.Duration) error { waits = append(waits, d); return ctx.Err() }
	s.open("people")
	for m.Run() {
	}
	f.finds = nil
	s.write("do")
	s.shows("Searching…")
	if m.Waiting() != 2 || len(f.finds) != 0 {
		t.Fatalf("%d jobs, %d searches while typing", m.Waiting(), len(f.finds))
	}
	m.Run() // the first is cancelled
	s.shows("Searching…")
	for m.Run() {
	}
	s.shows("1 of 6 people.", "Dora Lindqvist")
	if len(f.finds) != 1 || f.finds[0].Words != "do" || len(waits) != 1 || waits[0] != 150*time.Millisecond {
		t.Errorf("searched %v after %v", f.finds, waits)
	}
}

func TestPauseEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := pause(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := pause(context.Background(), time.Microsecond); err != nil {
		t.Error(err)
	}
}

// TestRowsArePaged: rows are read in pages of 200, kept up to 1,000, and never on
// the goroutine that draws.
func TestRowsArePaged(t *testing.T) {
	m := &task.Manual{}
	s, f := tenantStage(t, m)
	f.crowd(10_000)
	s.open("people")
	for m.Run() {
	}
	p := s.w.current.(*people)
	s.shows("10,000 people.", "Person 00000")
	read := f.at
	p.list.Focus().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	if f.at != read {
		t.Fatal("rows were read while drawing")
	}
	s.hides("Person 09999")
	for m.Run() {
	}
	s.shows("Person 09999")
	for i := 0; i < 10_000; i += 150 { // flown over
		p.list.ScrollTo(i)
	}
	if m.Waiting() > 1 {
		t.Errorf("%d reads at once", m.Waiting())
	}
	for m.Run() {
	}
	s.shows("Person 09899")
	if n := len(p.found.pages); n > 5 {
		t.Errorf("%d pages are kept", n)
	}
	if f.at > read+10 {
		t.Errorf("%d pages were read", f.at-read)
	}
}

// crowd makes n people.
func (f *fakeLink) crowd(n int) {
	f.people = make([]tenant.Person, n)
	for i := range f.people {
		id := itoa(i)
		id = strings.Repeat("0", 5-min(5, len(id))) + id
		f.people[i] = tenant.Person{ID: "p" + id, Name: "Person " + id, UPN: id + "@northgate.example",
			Enabled: tenant.On(), InReport: true,
			Methods: []string{"microsoftAuthenticatorPush", "mobilePhone"}, MFA: tenant.MFACapable,
			SignIn: tenant.SignInAt, LastSignIn: sunday.AddDate(0, 0, -3)}
	}
}

// TestRefreshStops: Stop answers at once, the older rows stay, a late answer
// changes nothing, and a new refresh waits for the end of the stopped one.
func TestRefreshStops(t *testing.T) {
	m := &task.Manual{}
	s, f := tenantStage(t, m)
	s.open("organisation")
	for m.Run() {
	}
	s.tab("Refresh everything").enter()
	m.Show(task.Progress{Note: "People: 3200 of 9870", Done: 3, Total: 16})
	s.shows("People: 3200 of 9870 (3 of 16)", "Stop")
	s.tab("Stop").enter()
	s.shows("Stopped.", "The saved data stays.").hides("3200 of 9870")
	m.Show(task.Progress{Note: "People: 3300 of 9870", Done: 3, Total: 16})
	s.hides("3300")
	s.tab("Refresh everything").enter()
	if m.Waiting() != 2 { // the stopped one, and the screen loading
		t.Errorf("%d jobs wait", m.Waiting())
	}
	for m.Run() {
	}
	s.shows("Refreshed.")
	if got := strings.Join(f.did, ", "); got != "refresh " {
		t.Errorf("asked for: %q", got)
	}
}

func TestRefreshDenied(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.refresh = func(context.Context, []string, task.Report) ([]tenant.Status, error) {
		return nil, app.Errorf(app.Denied, "Connect again.", "The sign-in has ended.")
	}
	s.open("organisation/refresh").shows("The sign-in has ended.", "Connect again.", "Technical details", "Up to date")
}

func TestOneSectionIsRefreshed(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.mixed()
	f.refresh = func(_ context.Context, ids []string, _ task.Report) ([]tenant.Status, error) {
		return []tenant.Status{f.status[ids[0]]}, nil
	}
	s.open("organisation").tab("Refresh").enter()
	s.shows("6 pages came, then no more.")
	if f.did[0] != "refresh domains" { // the first in the list needs someone
		t.Errorf("asked for %q", f.did)
	}
}

func TestWordsToSendAreShownAsCopied(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.mixed()
	s.open("organisation").tab("Copy message to send").enter()
	got := s.w.app.Clipboard().Content()
	for _, want := range []string{"Northgate Community Trust", "Registered sign-in methods",
		"Reports Reader, Security Reader, Global Reader", "This permission is read-only."} {
		if !strings.Contains(got, want) {
			t.Errorf("the words do not hold %q:\n%s", want, got)
		}
	}
	s.shows(got)
}

func TestForget(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.orgs = append(f.orgs, tenant.Organisation{ID: "y", Name: "Northgate Youth"})
	f.signErr = app.Errorf(app.Denied, "Close other windows of Handrail.", "The sign-in could not be removed.")
	s.open("organisation").tab("Remove this organisation…").enter().
		tab("Delete the reports as well\nHandrail deletes every report about this organisation. You cannot restore " +
			"them.").enter()
	s.tab("Remove organisation").enter()
	s.shows("The sign-in could not be removed.", "Remove Northgate Community Trust?")
	if len(f.did) > 0 {
		t.Fatalf("did %v although the sign-in stayed", f.did)
	}
	s.key(fyne.KeyEscape)
	s.shows("Connection")
	f.signErr = nil
	s.tab("Remove this organisation…").enter().
		tab("Delete the reports as well\nHandrail deletes every report about this organisation. You cannot restore " +
			"them.").enter()
	s.tab("Remove organisation").enter()
	s.shows("Northgate Community Trust is removed.", "No data about it is left on this computer.", "Northgate Youth")
	if got := strings.Join(f.did, ", "); got != "sign out, forget n true" {
		t.Errorf("did %s", got)
	}
}

func TestSecondOrganisationIsShown(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.orgs = append(f.orgs, tenant.Organisation{ID: "y", Name: "Northgate Youth", Domain: "youth.onmicrosoft.com"})
	s.open("organisation").tab("Northgate Youth\nyouth.onmicrosoft.com").enter()
	if f.current != "y" {
		t.Fatalf("shown is %q", f.current)
	}
	s.shows("Northgate Youth")
}

func TestConnectGoesOnWithTheVisit(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.orgs, f.current = nil, ""
	s.open("organisation").shows("No organisation is connected")
	s.enter()
	s.at("where", s.wizard().s.Page())
	if got := s.only().Guide; got != connectGuide {
		t.Fatalf("began %q", got)
	}
	s.w.Show("organisation")
	s.tab("Connect your organisation").enter()
	if len(s.memory.visits) != 1 {
		t.Errorf("%d visits; the open one was to go on", len(s.memory.visits))
	}
}

func TestSaveTheList(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	f.people[0].Name = "=cmd()"
	s.open("people/phone-only").tab("Save the list…").enter()
	s.tab("Save list").enter()
	s.shows("People: Only phone methods", "About this list", "1 of 6 people", "Colin Marsh")
	for _, k := range s.memory.kept {
		if k.Document == nil || len(k.Document.Blocks) != 2 || len(k.Document.Blocks[1].(report.Table).Rows) != 1 {
			t.Errorf("kept %+v", k)
		}
	}
	s.w.people = peopleView{} // the list as it is first opened
	s.w.Show("people")
	s.tab("Save the list…").enter()
	s.tab("A table for a spreadsheet (CSV)\n" +
		"The file contains names of people. Make sure that only you can read it.").enter()
	s.tab("Save list").enter()
	s.shows("Saved.")
	files, _ := filepath.Glob(filepath.Join(s.ports.SaveFolder, "*", "*people.csv"))
	if len(files) != 1 {
		t.Fatalf("files %v", files)
	}
	data, err := os.ReadFile(files[0])
	if err != nil || strings.Count(string(data), "\r\n") != 7 || !strings.Contains(string(data), "'=cmd()") ||
		!strings.Contains(string(data), "unknown method (passKeyOfTomorrow)") {
		t.Errorf("%v\n%s", err, data)
	}
}

func TestSaveIsCancelled(t *testing.T) {
	m := &task.Manual{}
	s, _ := tenantStage(t, m)
	s.open("people")
	for m.Run() {
	}
	s.tab("Save the list…").enter().tab("Save list").enter()
	m.Show(task.Progress{Note: "Reading the list", Done: 1000, Total: 6000})
	s.shows("Reading the list (1,000 of 6,000)").tab("Cancel").enter()
	for m.Run() {
	}
	s.shows("Stopped.", "Nothing was saved.")
	if len(s.memory.kept) != 0 {
		t.Error("something was kept")
	}
}

func TestFoot(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	s.open("home").shows("Northgate Community Trust", "Data from 22 Nov 2026 07:14")
	f.signedIn = false
	s.w.loadFoot()
	s.shows("Connect to refresh")
}

// TestEmptiesDiffer: the four kinds of empty are four texts.
func TestEmptiesDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"people-unread", "people-nobody", "people-filtered", "people-forbidden"} {
		data, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, lead := range []string{"No people yet", "Microsoft returned no people", "No one matches.",
			"No permission to read people"} {
			if strings.Contains(string(data), lead) {
				seen[name] += lead
			}
		}
	}
	got := map[string]bool{}
	for _, lead := range seen {
		got[lead] = true
	}
	if len(got) != 4 {
		t.Errorf("the four say %v", seen)
	}
}

func TestDataFrom(t *testing.T) {
	sec := tenant.Section{MaxAge: 24 * time.Hour}
	for _, c := range []struct {
		done, now time.Time
		want      string
		old       bool
	}{
		{sunday.AddDate(0, 0, -10), sunday, "Data from 12 Nov 2026 09:14 (10 days ago), older than 1 day", true},
		{sunday.Add(-time.Hour), sunday, "Data from 22 Nov 2026 08:14 (1 hour ago)", false},
		{sunday, sunday.Add(-time.Hour),
			"Data from 22 Nov 2026 09:14 (time unknown). This computer’s clock is behind that time", true},
		{time.Time{}, sunday, "Not read yet", true},
	} {
		if got, old := dataFrom(tenant.Status{Completed: c.done}, sec, c.now); got != c.want || old != c.old {
			t.Errorf("%q, %v; want %q", got, old, c.want)
		}
	}
}

func TestMethodWords(t *testing.T) {
	for m, want := range map[string]string{"microsoftAuthenticatorPush": "Microsoft Authenticator",
		"MOBILEPHONE": "mobile phone", "brainWave": "unknown method (brainWave)", "": "unknown method ()"} {
		if got := methodWord(m); got != want {
			t.Errorf("%q: %q, want %q", m, got, want)
		}
	}
	for k := range methodWords {
		if k != strings.ToLower(k) {
			t.Errorf("%q is never found", k)
		}
	}
}
