package screens

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

var dayPictures = flag.String("day-pictures", "", "folder to draw the day's screen into")

// shelfOfRuns keeps runs as data.
type shelfOfRuns struct {
	runs  map[string]runsheet.Run
	saves int
	fail  error
}

func (s *shelfOfRuns) SaveRun(_ context.Context, r runsheet.Run) error {
	if s.fail != nil {
		return s.fail
	}
	s.saves++
	s.runs[r.ID] = r
	return nil
}
func (s *shelfOfRuns) Runs(context.Context, string) ([]runsheet.Run, error) { return nil, nil }
func (s *shelfOfRuns) Run(_ context.Context, id string) (runsheet.Run, error) {
	r, ok := s.runs[id]
	if !ok {
		return r, app.Errorf(app.NotFound, "Begin it.", "There is no such run.")
	}
	return r, nil
}

const daySheet = `-60 | | Team arrives, cameras on | Kofi
-30 | | Presenters join and test | Everyone
-15 | | Holding slide on the screen | Kofi
-10 | | Start the meeting, all muted | Kofi
-1 | | Unmute the leader | Kofi
0 | 4 | Welcome | Farida
 | 4 | First hymn | Band
 | 4 | Prayers | Ewan
 | 5 | Reading | Dora Lindqvist, from home
 | 23 | Talk | Farida Haddad
 | 5 | Second hymn | Band
 | 7 | Notices | Ewan
 | 8 | Blessing | Farida
 | 1 | Closing slide, stay muted | Kofi
 | | End the meeting for everyone | Kofi`

// dayStage is a window on the day of a Sunday service in London.
func dayStage(t testing.TB) (*stage, *shelfOfRuns) {
	s := newStage(t, task.Inline{})
	shelf := &shelfOfRuns{runs: map[string]runsheet.Run{}}
	s.ports.Runs = shelf
	s.ports.Pause = func(context.Context, time.Duration) error { return errors.New("no second passes here") }
	g := guide.Guide{ID: "event", Title: "Hold an event", Topic: "Events", Subject: "title", Steps: []guide.Step{
		{ID: "day", Title: "On the day", Summary: "The screen.", MainLabel: "Open the screen for the day",
			Screen: runsheet.Screen}}}
	s.ports.Guides = append(s.ports.Guides, g)
	v := guide.Visit{ID: "v1", Guide: "event", Subject: "Sunday service", Step: "day", Page: guide.ShowPage,
		Drafts: map[string]string{}, Outcomes: map[string]guide.Outcome{},
		Answers: map[string]string{"title": "Sunday service", "date": "2026-11-29", "time": "10:30",
			"zone": "Europe/London", "sheet": daySheet}}
	_ = s.memory.SaveVisit(context.Background(), v)
	return s, shelf
}

// clock sets the time of that Sunday and lets the screen notice it.
func (s *stage) clock(text string) *stage {
	s.t.Helper()
	at, err := time.Parse("2006-01-02 15:04:05", "2026-11-29 "+text)
	if err != nil {
		s.t.Fatal(err)
	}
	s.world.now = at
	if d, ok := s.w.current.(*dayScreen); ok {
		d.tick()
	}
	return s
}

// rows fails unless the rows of the run sheet say so.
func (s *stage) rows(want ...string) {
	s.t.Helper()
	d := s.w.current.(*dayScreen)
	for _, w := range want {
		var i int
		number, text, _ := strings.Cut(w, " ")
		_, _ = fmt.Sscan(number, &i)
		if got := d.line(i).Real; got != text {
			s.t.Errorf("row %d says %q, want %q", i, got, text)
		}
	}
}

// at1043 plays the service up to the reading, a minute late.
func (s *stage) at1043() *stage {
	for _, at := range []string{"09:28:00", "10:02:00", "10:15:00", "10:21:00", "10:29:00", "10:34:30", "10:38:40",
		"10:43:02"} {
		s.clock(at).key(fyne.KeySpace)
	}
	return s.clock("10:43:20")
}

func TestASundayByKeyboardSurvivesAKill(t *testing.T) {
	s, shelf := dayStage(t)
	s.world.now = time.Date(2026, 11, 29, 9, 20, 0, 0, time.UTC)
	s.open("event-day/v1").shows("09:20:00", "To do", "Team arrives, cameras on", "until 09:30", "10:00",
		"Works without a connection")
	s.at1043().shows("10:43:20", "1 min behind", "Ends about 11:32, planned 11:31", "Now", "Reading",
		"started 10:43, planned 10:42", "4:42", "left of 5 min", "Talk", "10:48", "planned 10:47")
	if got := len(shelf.runs["v1/real"].Events); got != 8 || shelf.saves < 8 {
		t.Errorf("%d presses are kept after %d saves", got, shelf.saves)
	}
	// The program is killed and opened again: the same, a little later.
	s.reopen("event-day/v1").clock("10:46:02").shows("Reading", "2:00")
	s.rows("4 done 10:29", "7 started 10:38", "8 since 10:43", "9 next 10:48", "14 about 11:32")
	s.key(fyne.KeySpace).shows("Talk").key(fyne.KeyBackspace).shows("Reading")
	s.key(fyne.KeyH).clock("10:50:02").shows("Paused", "paused 4:00", "Resume", "2:00")
	s.key(fyne.KeyH).shows("Now", "Pause").hides("Paused")
	for _, at := range []string{"10:52:00", "11:15:00", "11:20:00", "11:27:00", "11:35:00", "11:36:00", "11:36:10"} {
		s.clock(at).key(fyne.KeySpace)
	}
	s.shows("Every item is done", "5 min behind", "Ended 11:36, planned 11:31", "Back to the guide")
	s.key(fyne.KeySpace).at("day", guide.ShowPage)
	run := shelf.runs["v1/real"]
	out := run.Outcomes()
	if o := out[8]; o.Item.Cue != "Reading" || o.Held != 4*time.Minute || o.Took() != 4*time.Minute+58*time.Second {
		t.Errorf("the reading took %v, held %v", o.Took(), o.Held)
	}
}

func TestTheStepOpensTheDayAndARehearsal(t *testing.T) {
	s, shelf := dayStage(t)
	s.world.now = time.Date(2026, 11, 26, 19, 0, 0, 0, time.UTC)
	s.open("visit/v1").at("day", guide.ShowPage)
	s.tab("Rehearse with this screen").enter().shows("This is a rehearsal: Sunday service", "Team arrives, cameras on")
	s.key(fyne.KeySpace)
	if run := shelf.runs["v1/rehearsal"]; !run.Rehearsal || len(run.Events) != 1 ||
		run.Start.Sub(s.world.now) != time.Hour {
		t.Errorf("the rehearsal: %+v", run)
	}
	if _, ok := shelf.runs["v1/real"]; ok {
		t.Error("the rehearsal touched the real run")
	}
	s.key(fyne.KeyEscape).at("day", guide.ShowPage)
	if !s.w.rail.Visible() {
		t.Error("the rail is gone")
	}
	s.world.now = time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC)
	s.w.openVisit("v1", "day", false)
	s.tab("Open the screen for the day").enter()
	if s.w.rail.Visible() {
		t.Error("the rail stands beside the day")
	}
	s.shows("To do").key(fyne.KeyEscape)
}

func TestAPressThatCannotBeKeptIsTold(t *testing.T) {
	s, shelf := dayStage(t)
	s.world.now = time.Date(2026, 11, 29, 9, 20, 0, 0, time.UTC)
	s.open("event-day/v1")
	shelf.fail = app.Errorf(app.Full, "Make room.", "The disk is full.")
	s.key(fyne.KeySpace).shows("The disk is full.", "You can continue on this screen.", "Presenters join and test")
	shelf.fail = nil
	s.key(fyne.KeySpace).hides("The disk is full.")
	if n := len(shelf.runs["v1/real"].Events); n != 2 {
		t.Errorf("%d presses are kept", n)
	}
	s.w.Show("event-day/nothing")
	s.shows("Handrail cannot show the event-day screen")
}

// TestTheDayIsReadableInANarrowWindow: nothing that must be read is wider than
// the window, at 480 pixels and at the usual size.
func TestTheDayIsReadableInANarrowWindow(t *testing.T) {
	s, _ := dayStage(t)
	s.world.now = time.Date(2026, 11, 29, 9, 20, 0, 0, time.UTC)
	s.open("event-day/v1").at1043()
	for _, size := range []fyne.Size{{Width: 480, Height: 720}, {Width: 480, Height: 560}, {Width: 1100, Height: 720},
		{Width: 1024, Height: 640}} {
		s.w.Win.Resize(size)
		if got := s.w.Win.Canvas().Size(); got.Width > size.Width+1 {
			t.Errorf("at %v the window wants %v", size, got)
		}
		d := s.w.current.(*dayScreen)
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		for name, o := range map[string]*parts.Words{"clock": d.face.time, "left": d.face.left, "cue": d.face.cue,
			"behind": d.face.behind, "next": d.face.next, "next at": d.face.nextAt} {
			if x := at(o).X; x < 0 || x+o.Size().Width > size.Width || o.Size().Height < 10 ||
				o.Size().Width < min(o.MinSize().Width, 60) {
				t.Errorf("at %v the %s stands at %v, %v", size, name, at(o), o.Size())
			}
		}
		if y := at(d.face.done).Y + d.face.done.Size().Height; y > size.Height {
			t.Errorf("at %v the main button ends at %v", size, y)
		}
		if *dayPictures != "" {
			drawDay(t, s, size)
		}
	}
}

func drawDay(t *testing.T, s *stage, size fyne.Size) {
	t.Helper()
	for _, variant := range []string{"light", "dark"} {
		s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: variant}))
		s.w.Win.Content().Refresh()
		name := strings.ReplaceAll(itoa(int(size.Width))+"x"+itoa(int(size.Height)), " ", "")
		f, err := os.Create(filepath.Join(*dayPictures, "day-"+name+"-"+variant+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(png.Encode(f, s.w.Win.Canvas().Capture()), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkTick300 draws a run sheet of 300 items again after a second.
func BenchmarkTick300(b *testing.B) {
	s, _ := dayStage(b)
	v, _ := s.memory.Visit(context.Background(), "v1")
	v.Answers["sheet"] = "0 | 1 | Item\n" + strings.Repeat(" | 1 | Item | Somebody\n", 299)
	_ = s.memory.SaveVisit(context.Background(), v)
	s.world.now = time.Date(2026, 11, 29, 10, 30, 0, 0, time.UTC)
	s.open("event-day/v1")
	d := s.w.current.(*dayScreen)
	for range 150 {
		s.key(fyne.KeySpace)
	}
	for b.Loop() {
		s.world.now = s.world.now.Add(time.Second)
		d.tick()
		s.w.Win.Canvas().Capture()
	}
}

// BenchmarkTickOnly300 is the same without drawing the pixels, which a graphics
// card does.
func BenchmarkTickOnly300(b *testing.B) {
	s, _ := dayStage(b)
	v, _ := s.memory.Visit(context.Background(), "v1")
	v.Answers["sheet"] = "0 | 1 | Item\n" + strings.Repeat(" | 1 | Item | Somebody\n", 299)
	_ = s.memory.SaveVisit(context.Background(), v)
	s.world.now = time.Date(2026, 11, 29, 10, 30, 0, 0, time.UTC)
	s.open("event-day/v1")
	d := s.w.current.(*dayScreen)
	for b.Loop() {
		s.world.now = s.world.now.Add(time.Second)
		d.tick()
	}
}

// TestLeavingTheDayWaitsForAPress: what was pressed is kept before another screen
// is opened.
func TestLeavingTheDayWaitsForAPress(t *testing.T) {
	s, shelf := dayStage(t)
	s.open("event-day/v1")
	m := &task.Manual{}
	s.w.p.Runner = m
	before := shelf.saves
	s.key(fyne.KeySpace)
	s.w.Show("home")
	if _, still := s.w.current.(*dayScreen); !still || shelf.saves != before {
		t.Fatalf("%T is open after %d saves", s.w.current, shelf.saves-before)
	}
	for m.Run() {
	}
	if _, gone := s.w.current.(*home); !gone || shelf.saves != before+1 {
		t.Errorf("%T is open after %d saves", s.w.current, shelf.saves-before)
	}
}

// TestOpenedDaysEarlyItIsARehearsal: the screen says so, saves it apart, and the real event begins untouched.
func TestOpenedDaysEarlyItIsARehearsal(t *testing.T) {
	s, shelf := dayStage(t)
	s.world.now = time.Date(2026, 11, 26, 18, 0, 0, 0, time.UTC)
	s.open("visit/v1").shows("Rehearse with this screen").hides("Open the screen for the day")
	s.w.Show("event-day/v1")
	s.shows("This is a rehearsal: Sunday service", "The event is on Sunday 29 November, 10:30")
	s.key(fyne.KeySpace)
	if len(shelf.runs["v1/real"].Events) > 0 || len(shelf.runs["v1/rehearsal"].Events) != 1 {
		t.Errorf("the rehearsal is not apart: %+v", shelf.runs)
	}
	s.world.now = time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC)
	s.reopen("visit/v1").shows("Open the screen for the day", "Rehearse with this screen")
	s.w.Show("event-day/v1")
	s.shows("Works without a connection", "Team arrives, cameras on").hides("rehearsal")
	s.key(fyne.KeySpace)
	if run := shelf.runs["v1/real"]; run.Rehearsal || len(run.Events) != 1 {
		t.Errorf("the event is %+v", run)
	}
}

// TestWhatComesAfterTheEventIsTheMainButton: once every item is done, the page of the step goes on. A rehearsal that is
// over goes back to where it was opened.
func TestWhatComesAfterTheEventIsTheMainButton(t *testing.T) {
	s, _ := dayStage(t)
	g := &s.ports.Guides[len(s.ports.Guides)-1]
	hand := guide.Step{ID: "try", Title: "Rehearse", Hand: func(context.Context, *guide.Visit) (*guide.Handover, error) {
		return &guide.Handover{Todo: []string{"Sound."}, Done: "We have rehearsed", Trial: runsheet.Screen}, nil
	}}
	g.Steps = []guide.Step{hand, g.Steps[0], {ID: "after", Title: "After", Hand: hand.Hand}}
	s.open("guides").world.now = time.Date(2026, 11, 25, 18, 0, 0, 0, time.UTC)
	s.w.openVisit("v1", "try", false)
	s.tab("Rehearse with this screen").enter().shows("This is a rehearsal")
	over := func() {
		for range 40 {
			d, ok := s.w.current.(*dayScreen)
			if !ok {
				return
			}
			d.next()
		}
		t.Fatal("the event is never over")
	}
	over()
	s.at("try", guide.ShowPage)
	s.shows("We have rehearsed")
	s.clock("10:20:00")
	s.w.openVisit("v1", "day", false)
	s.tab("Open the screen for the day").enter()
	s.key(fyne.KeyEscape)
	if got := nameOf(s.w.Win.Canvas().Focused()); got != "Open the screen for the day" {
		t.Errorf("during the event %q has the focus", got)
	}
	s.enter()
	over()
	s.at("day", guide.ShowPage)
	if got := nameOf(s.w.Win.Canvas().Focused()); got != "Continue after the event" {
		t.Errorf("after the event %q has the focus", got)
	}
	s.enter().at("after", guide.ShowPage)
}
