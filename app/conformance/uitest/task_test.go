//go:build window

package uitest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"handrail/app/guide"
	"handrail/store"
)

// look is how the window looks while a task is done in it.
type look struct {
	theme                  string
	width, height, percent int
}

func (l look) String() string {
	return fmt.Sprintf("%s-%dx%d-%d", l.theme, l.width, l.height, l.percent)
}

// theLooks returns the looks in which each task is done: light and in the smallest window. With HANDRAIL_LOOKS=all it
// returns both themes, two sizes of the window and two of the text.
func theLooks() []look {
	if os.Getenv("HANDRAIL_LOOKS") != "all" {
		return []look{{"light", 1024, 640, 100}}
	}
	var all []look
	for _, theme := range []string{"light", "dark"} {
		for _, size := range [][2]int{{1024, 640}, {1920, 1080}} {
			for _, percent := range []int{100, 200} {
				all = append(all, look{theme, size[0], size[1], percent})
			}
		}
	}
	return all
}

// walkOf returns a walk with a look. Its pictures are in a folder of the task and the look.
func walkOf(t *testing.T, l look, name string) *Walk {
	t.Helper()
	w := &Walk{Program: program(t), Folder: t.TempDir(), Theme: l.theme, Percent: l.percent, Say: t.Logf}
	if folder := os.Getenv("HANDRAIL_PICTURES"); folder != "" {
		w.Pictures = filepath.Join(folder, name, l.String())
	}
	return w
}

// longest is how much of a person's time a task may take.
const longest = 10 * time.Minute

// took fails where a person needs longer: 15 seconds to read a page, and a third of a second for each key.
func took(t *testing.T, w *Walk, pages int) {
	t.Helper()
	keys := w.keys + w.p.Keys
	person := time.Duration(pages)*15*time.Second + time.Duration(keys)*time.Second/3
	t.Logf("%d pages and %d keys: %v of a person’s time", pages, keys, person.Round(time.Second))
	if person > longest {
		t.Errorf("the task takes a person %v", person.Round(time.Second))
	}
}

// task is a task that a person does in the real window, by keyboard alone.
type task struct {
	*testing.T
	w     *Walk
	guide string
	old   map[string]bool // the visits that there were before
	pages int             // that were read
}

// doing does a task in each look. args go to the program.
func doing(t *testing.T, name, id string, do func(x *task), args ...string) {
	for _, l := range theLooks() {
		t.Run(l.String(), func(t *testing.T) {
			x := &task{T: t, w: walkOf(t, l, name), guide: id}
			var err error
			x.w.d, err = NewDisplay(l.width, l.height)
			x.must(err)
			defer x.w.d.Close()
			x.w.kept, _, err = store.Open(x.w.data(), time.Now)
			x.must(err)
			defer x.w.kept.Close()
			x.must(x.w.kept.SetSetting(context.Background(), "theme", l.theme))
			x.w.p, err = x.w.Start(args...)
			x.must(err)
			defer func() { x.w.p.Kill() }()
			x.old = map[string]bool{}
			all, err := x.w.kept.Visits(context.Background())
			x.must(err)
			for _, v := range all {
				x.old[v.ID] = true
			}
			x.must(x.w.enlarge())
			x.page("home")
			do(x)
			took(t, x.w, x.pages)
		})
	}
}

func (x *task) must(err error) {
	x.Helper()
	if err != nil {
		if x.w.p != nil {
			x.w.picture("stuck")
		}
		x.Fatal(err)
	}
}

// find opens the page before the guide, from the catalogue, by the words of a person.
func (x *task) find(words string) {
	x.must(x.w.press("ctrl+2"))
	x.must(x.w.p.Type(words))
	x.page("found")
	x.page("front", "Return")
}

// page presses keys, waits until the picture rests, and keeps it.
func (x *task) page(name string, keys ...string) {
	x.Helper()
	x.must(x.w.press(keys...))
	_, _, err := x.w.d.Quiet(1500*time.Millisecond, patience)
	x.must(err)
	x.w.picture(name)
	x.pages++
	x.fits(name)
	x.Logf("%s: %d keys until here", name, x.w.p.Keys)
}

// fits fails where a page makes the window larger than the screen, so that its right edge is cut off.
func (x *task) fits(page string) {
	x.Helper()
	out, err := x.w.p.xdotool("getwindowgeometry", "--shell", x.w.p.window)
	x.must(err)
	var window, left, top, width, height int
	_, err = fmt.Sscanf(out, "WINDOW=%d\nX=%d\nY=%d\nWIDTH=%d\nHEIGHT=%d", &window, &left, &top, &width, &height)
	x.must(err)
	if width > x.w.d.Size.X || height > x.w.d.Size.Y {
		x.Errorf("%s: the window is %d × %d on a screen of %v", page, width, height, x.w.d.Size)
	}
}

// visit returns the visit of this task; the zero one before there is one.
func (x *task) visit() guide.Visit {
	all, err := x.w.kept.Visits(context.Background())
	x.must(err)
	for _, v := range all {
		if v.Guide == x.guide && !x.old[v.ID] {
			return v
		}
	}
	return guide.Visit{}
}

// eventually waits for something that is kept on disk.
func (x *task) eventually(what string, holds func() bool) {
	x.Helper()
	for begin := time.Now(); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > patience {
			v := x.visit()
			x.must(fmt.Errorf("%s: not within %v, at %s, %s", what, patience, v.Step, v.Page))
		}
	}
}

// on presses keys and waits until the visit stands at a page.
func (x *task) on(step string, kind guide.Page, keys ...string) {
	x.Helper()
	x.must(x.w.press(keys...))
	x.eventually(fmt.Sprintf("%v leads to %s, %s", keys, step, kind), func() bool {
		v := x.visit()
		return v.Step == step && v.Page == kind && (kind == guide.AskPage || step == "confirm" || step == "keep" ||
			step == "prepare" || v.Outcomes[step].Report != "")
	})
	x.page(fmt.Sprintf("%s-%s", step, kind))
}

// through goes from page to page with the main button until a step is open. On the pages of own, named by step and
// kind, it does something else.
func (x *task) through(step string, own map[string]func()) {
	x.Helper()
	for range 40 {
		v := x.visit()
		if v.Step == step {
			return
		}
		name := fmt.Sprintf("%s-%s", v.Step, v.Page)
		x.page(name)
		for try := 0; ; try++ {
			if do := own[name]; do != nil {
				do()
			} else {
				x.must(x.w.press("ctrl+Return"))
			}
			if x.moves(v) {
				break
			}
			if try == 2 {
				x.must(fmt.Errorf("%s does not go on", name))
			}
		}
	}
	x.must(fmt.Errorf("step %s is never reached", step))
}

// moves waits until the visit is on another page than in v or has ended, and reports whether it is.
func (x *task) moves(v guide.Visit) bool {
	for begin := time.Now(); time.Since(begin) < patience/4; time.Sleep(50 * time.Millisecond) {
		if now := x.visit(); now.Step != v.Step || now.Page != v.Page || now.Ended != v.Ended {
			return true
		}
	}
	return false
}

// end presses the main button of the last page and waits until the guide is kept as ended.
func (x *task) end() {
	x.Helper()
	x.page("end", "Return")
	x.eventually("the guide ends", func() bool { return !x.visit().Ended.IsZero() })
}
