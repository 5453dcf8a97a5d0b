package screens

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"handrail/app"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// eachState calls do with a window in each main state, at the smallest size.
func eachState(t *testing.T, do func(t *testing.T, s *stage)) {
	eachStateIn(t, 100, do)
}

// eachStateIn is eachState with text of a size in per cent, from the start.
func eachStateIn(t *testing.T, percent int, do func(t *testing.T, s *stage)) {
	sized := func(s *stage) {
		s.memory.setting[settingTextSize], s.memory.setting[settingTheme] = itoa(percent), "light"
	}
	for _, st := range states {
		t.Run(st.name, func(t *testing.T) {
			s := newStage(t, task.Inline{})
			sized(s)
			st.make(s)
			do(t, s)
		})
	}
	for _, st := range tenantStates {
		t.Run(st.name, func(t *testing.T) {
			s, f := tenantStage(t, task.Inline{})
			sized(s)
			st.make(s, f)
			do(t, s)
		})
	}
	for _, route := range []string{"settings", "notices", "help", "changes", "was", "mail"} {
		t.Run(route, func(t *testing.T) {
			s, _ := tenantStage(t, task.Inline{})
			sized(s)
			do(t, s.open(route))
		})
	}
}

// controls are all that can have the focus, in the window.
func (s *stage) controls() (all []fyne.Focusable) {
	walk(s.w.Win.Content(), func(o fyne.CanvasObject) {
		if f, ok := o.(fyne.Focusable); ok {
			all = append(all, f)
		}
	})
	return all
}

// TestTabReachesEveryControl: in each main state Tab goes to every control once and back to the first
// one. Each has words, is in view while it has the focus, also with text of twice the size, and none is disabled.
func TestTabReachesEveryControl(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		t.Run(fmt.Sprint(scale), func(t *testing.T) {
			eachState(t, func(t *testing.T, s *stage) {
				if len(s.controls()) > 60 {
					return // a list of licences
				}
				s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: "light", Scale: scale}))
				s.w.Win.Content().Refresh()
				s.tabThrough()
			})
		})
	}
}

func (s *stage) tabThrough() {
	c, all := s.w.Win.Canvas(), s.controls()
	c.Unfocus()
	seen := map[fyne.Focusable]int{}
	for range all {
		c.FocusNext()
		f := c.Focused()
		if f == nil {
			s.t.Fatal("Tab reaches nothing")
		}
		seen[f]++
		if d, ok := f.(fyne.Disableable); ok && d.Disabled() {
			s.t.Errorf("%q is disabled", nameOf(f))
		}
		if _, text := f.(interface{ SelectedText() string }); !text {
			s.inView(f)
		}
	}
	for _, f := range all {
		if seen[f] != 1 {
			s.t.Errorf("Tab reaches %q %d times", nameOf(f), seen[f])
		}
	}
}

// inView fails where what has the focus is outside of the window.
func (s *stage) inView(f fyne.Focusable) {
	o, window := f.(fyne.CanvasObject), s.w.Win.Canvas().Size()
	at := s.w.app.Driver().AbsolutePositionForObject(o)
	if at.X < -1 || at.Y < -1 || at.X+o.Size().Width > window.Width+1 ||
		at.Y+min(o.Size().Height, window.Height/4) > window.Height+1 {
		s.t.Errorf("%.30q is at %v, %v large, in a window of %v", nameOf(f), at, o.Size(), window)
	}
}

// TestEveryIconHasItsWord: beside each icon, in the same part, are words.
func TestEveryIconHasItsWord(t *testing.T) {
	eachState(t, func(t *testing.T, s *stage) {
		var icons func(o fyne.CanvasObject, around []fyne.CanvasObject)
		icons = func(o fyne.CanvasObject, around []fyne.CanvasObject) {
			if o == nil || !o.Visible() {
				return
			}
			if image, ok := o.(*canvas.Image); ok && image.Size().Width > 0 && image.Size().Width <= 48 {
				near := around[max(0, len(around)-8):]
				if !slices.ContainsFunc(near, func(o fyne.CanvasObject) bool { return strings.TrimSpace(textOf(o)) != "" }) {
					t.Errorf("the icon %s has no word", image.Resource.Name())
				}
			}
			for _, child := range drawnIn(o) {
				icons(child, append(around, o))
			}
		}
		icons(s.w.Win.Content(), nil)
		for _, f := range s.controls() {
			if _, typed := f.(interface{ SelectedText() string }); !typed && nameOf(f) == "" {
				t.Errorf("a %T has no words", f)
			}
		}
	})
}

// TestProgressIsSeenAtOnce: the page that waits is there before the work begins, with words and a way to
// stop. Its bar never goes back, whatever is reported, is never full before the end, and has counts.
func TestProgressIsSeenAtOnce(t *testing.T) {
	m := &task.Manual{}
	s := newStage(t, m).open("guides")
	s.w.startVisit(s.ports.Guides[0])
	for m.Run() {
	}
	s.write("northgate.example").enter()
	for m.Waiting() > 1 { // the visit is saved; the check waits
		m.Run()
	}
	s.shows("Starting…", "Cancel")
	var bar *parts.Progress
	walk(s.w.body, func(o fyne.CanvasObject) {
		if p, ok := o.(*parts.Progress); ok {
			bar = p
		}
	})
	last := float32(0)
	for _, p := range []task.Progress{{Done: 5, Total: 100}, {Done: 3200, Total: 9870, Note: "Reading people"},
		{Done: 1, Total: 9870}, {}, {Done: 40, Total: 50}, {Done: 50, Total: 50}, {Done: 0, Total: 10}} {
		m.Show(p)
		now := bar.Part()
		if now < last || now >= 1 {
			t.Errorf("after %+v the bar is at %v, and was at %v", p, now, last)
		}
		if last = now; p.Note != "" {
			s.shows("Reading people (3,200 of 9,870)")
		}
	}
	pressed := time.Now()
	s.tab("Cancel").enter().shows("Stopped.", "Nothing was changed.")
	if took := time.Since(pressed); took > 250*time.Millisecond {
		t.Errorf("the answer to Cancel took %v", took)
	}
}

// TestStopSaysWhatStays: a button says Stop only where something is left behind, and then a line says what.
func TestStopSaysWhatStays(t *testing.T) {
	test.NewTempApp(t)
	for _, stays := range []string{"", "What was read stays."} {
		p := parts.NewProgress(stays)
		w := test.NewTempWindow(t, p)
		word := nameOf(p.Button())
		if (word == "Stop") != (stays != "") || word != "Stop" && word != "Cancel" {
			t.Errorf("with %q the button says %q", stays, word)
		}
		if all := textOf(w.Content()); !strings.Contains(all, stays) {
			t.Errorf("what stays is not said: %q", all)
		}
	}
}

// TestStopReachesTheWork: work that is asked to stop learns of it at once.
func TestStopReachesTheWork(t *testing.T) {
	began, ended := make(chan struct{}), make(chan error, 1)
	cancel := Background{}.Start(func(ctx context.Context, _ task.Report) error {
		close(began)
		<-ctx.Done()
		ended <- ctx.Err()
		return ctx.Err()
	}, nil, nil)
	<-began
	cancel()
	select {
	case <-ended:
	case <-time.After(2 * time.Second):
		t.Error("the work goes on 2 seconds after it was stopped")
	}
}

// TestClosingWhileAChangeIsWritten: the window stays until the change that is under way has ended and is in the
// change log. Nothing else is begun, and there is no button that would cut it off.
func TestClosingWhileAChangeIsWritten(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.begin().upTo("light")
	m := &task.Manual{}
	s.w.p.Runner, s.w.saver.runner, s.w.keeper.runner = m, m, m
	closed := false
	s.w.Win.SetOnClosed(func() { closed = true })
	s.wizard().Main()
	s.shows("You cannot stop it.").hides("Stop\n").hides("Cancel")
	s.w.onClose()
	if closed || s.world.applied != 0 {
		t.Fatalf("closed: %v, applied %d times", closed, s.world.applied)
	}
	s.shows("Handrail continues as soon as the result is known.")
	for m.Run() {
	}
	last := s.memory.entries[len(s.memory.entries)-1]
	if !closed || s.world.applied != 1 || last.State != "confirmed" {
		t.Errorf("closed: %v, applied %d times, the change log ends with %+v", closed, s.world.applied, last)
	}
}

// TestErrorsSayWhatToDo: above the page and beside the field are the same words, what is wrong before what to do.
// The focus is on the former, Enter goes to the field, and what was typed is still there. The raw cause is only in the
// technical details, which are closed at first.
func TestErrorsSayWhatToDo(t *testing.T) {
	s := newStage(t, task.Inline{}).open("guides")
	s.w.startVisit(s.ports.Guides[0])
	s.write("northgate").enter()
	const told = "This is not a domain: \"northgate\". Write it with its dots."
	all := strings.Join(strings.Fields(s.text()), " ")
	if strings.Count(all, told) != 2 || !strings.Contains(all, "There is a problem. Harbour: "+told) {
		t.Errorf("the page says %.600s", all)
	}
	z := s.wizard()
	if got := nameOf(s.w.Win.Canvas().Focused()); !strings.HasPrefix(got, "There is a problem.") {
		t.Errorf("the focus is on %q", got)
	}
	s.enter()
	if s.w.Win.Canvas().Focused() != z.asks.fields[0].focus() || z.typed()["domain"] != "northgate" {
		t.Errorf("the focus is on %q, typed %q", nameOf(s.w.Win.Canvas().Focused()), z.typed())
	}
	s = newStage(t, task.Inline{})
	s.world.lookErr = &app.Error{Code: app.Unreachable, Message: "The harbour does not answer.",
		Hint: "Check your connection, then try again.", Err: fmt.Errorf("dial tcp: refused: %w",
			&tenant.Refusal{Status: 500, RequestID: "request-id 7"})}
	s.begin().hides("request-id")
	all = s.text()
	if what, do := strings.Index(all, "does not answer"), strings.Index(all, "Check your connection"); what < 0 || do < what {
		t.Errorf("what happened is at %d, what to do at %d", what, do)
	}
	s.tab("Technical details").enter().tab("Copy").enter()
	if got := s.w.app.Clipboard().Content(); !strings.Contains(got, "Request ID: request-id 7\n") {
		t.Errorf("the details are %q", got)
	}
}

// TestTheSafeAnswerHasTheFocus: where a page asks before something that cannot be undone, Enter does nothing of
// the kind, and no page asks whether a person is sure.
func TestTheSafeAnswerHasTheFocus(t *testing.T) {
	asked := 0
	eachState(t, func(t *testing.T, s *stage) {
		text := s.text()
		if strings.Contains(strings.ToLower(text), "are you sure") {
			t.Error("it asks whether one is sure")
		}
		if !strings.Contains(text, "You cannot undo this") {
			return
		}
		asked++
		if name := nameOf(s.w.Win.Canvas().Focused()); name != "Cancel" {
			t.Errorf("the focus is on %q", name)
		}
	})
	if asked == 0 {
		t.Error("no page asks, so nothing was tested")
	}
}
