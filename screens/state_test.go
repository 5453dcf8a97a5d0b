package screens

import (
	"context"
	"errors"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

var (
	renew    = flag.Bool("renew", false, "write what the screens say now as what they should say")
	pictures = flag.String("pictures", "", "folder to draw every state into, in both themes, at the smallest and a large size")
	sizes    = flag.Int("sizes", 2, "how many sizes to draw")
)

// states are the main states of the screens, each made from an empty stage.
var states = []struct {
	name string
	make func(*stage)
}{
	{"home-first", func(s *stage) { s.ports.TrySample = func() error { return nil }; s.open("home") }},
	{"home-full", func(s *stage) { s.full(); s.open("home") }},
	{"home-unreadable", func(s *stage) { s.ports.Visits = broken{s.memory}; s.open("home") }},
	{"guides", func(s *stage) { s.full(); s.open("guides") }},
	{"guides-delete", func(s *stage) { s.full(); s.open("guides").tab("Delete").enter() }},
	{"organisation", func(s *stage) { s.open("organisation") }},
	{"notice", func(s *stage) {
		s.ports.Notices = []Notice{{Title: "Your data was put aside.", Message: "The file was damaged.", Hint: "It is kept beside the new one."}}
		s.open("guides")
	}},
	{"ask", func(s *stage) { s.begin().upTo("plan") }},
	{"ask-wrong", func(s *stage) { s.open("guides").tab("Start").enter(); s.write("northgate").enter() }},
	{"look", func(s *stage) { s.begin() }},
	{"look-error", func(s *stage) {
		s.world.lookErr = app.Errorf(app.Unreachable, "Check your connection, then try again.", "The harbour does not answer.")
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
		s.ports.Organisation = "Northgate Community Trust"
		s.begin().upTo("hand").tab("Let the sample do it").enter()
	}},
	{"wait", func(s *stage) { s.begin().upTo("watch") }},
	{"ended", func(s *stage) { s.world.until = sunday; s.begin().upTo("keep").wizard().Main() }},
}

// full fills the memory with a day as Home shows it.
func (s *stage) full() {
	done := guide.Outcome{State: guide.Completed, At: sunday.AddDate(0, 0, -9)}
	begun := map[string]guide.Outcome{"where": done, "today": done}
	add := func(id, subject, step string, more map[string]guide.Outcome) {
		v := guide.Visit{ID: id, Guide: "demo", Subject: subject, Step: step, Page: guide.ShowPage, Started: sunday.AddDate(0, 0, -10),
			Changed: sunday.Add(-3 * time.Hour), Answers: map[string]string{"domain": subject}, Outcomes: map[string]guide.Outcome{}}
		for _, m := range []map[string]guide.Outcome{begun, more} {
			for step, o := range m {
				v.Outcomes[step] = o
			}
		}
		_ = s.memory.SaveVisit(context.Background(), v)
	}
	add("a", "hall.northgate.example", "check", map[string]guide.Outcome{"check": {State: guide.HasProblem, Note: "The wood is not there. Carry it, then look again."}})
	add("b", "youth.northgate.example", "watch", map[string]guide.Outcome{"watch": {State: guide.Waiting, Until: sunday.AddDate(0, 0, 14), Note: "14 days without a failure are needed."}})
	add("c", "northgate.example", "plan", nil)
	add("d", "old.northgate.example", "watch", map[string]guide.Outcome{"watch": {State: guide.Waiting, Until: sunday.AddDate(0, 0, -1)}})
}

// broken is a store whose visits cannot be read.
type broken struct{ *memory }

func (broken) Visits(context.Context) ([]guide.Visit, error) {
	return nil, app.Errorf(app.Damaged, "Close Handrail and open it again.", "The file with your visits cannot be read.")
}

// TestStates holds what a person reads in each main state, word for word.
func TestStates(t *testing.T) {
	time.Local = time.UTC
	for _, st := range states {
		t.Run(st.name, func(t *testing.T) {
			s := newStage(t, task.Inline{})
			st.make(s)
			if *pictures != "" {
				s.draw(filepath.Join(*pictures, st.name))
			}
			golden := filepath.Join("testdata", st.name+".txt")
			got := s.text()
			if *renew {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the screen says now:\n%s\nand should say:\n%s", got, want)
			}
		})
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
	s := newStage(t, task.Inline{}).open("guides")
	s.tab("Start").enter()
	keys := map[fyne.KeyName]string{fyne.Key1: "home", fyne.Key2: "guides", fyne.Key3: "reports", fyne.Key4: "organisation", fyne.Key5: "settings"}
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
	s.shows("Start another") // Esc at the first page goes to the catalogue
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
	cancel := Background{}.Start(func(ctx context.Context, _ task.Report) error { <-ctx.Done(); return ctx.Err() }, nil, func(err error) { done <- err })
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
		{now.Add(-2 * time.Hour), "2 hours ago"}, {now.Add(-24 * time.Hour), "1 day ago"}, {now.AddDate(0, 0, -10), "10 days ago"},
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
		{"192.0.2.1", "It is asked from the next look on.", "192.0.2.1:53"},
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
