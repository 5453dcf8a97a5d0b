package screens

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"handrail/app/mail/tlsview"
	"handrail/app/problem"
	"handrail/app/release"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// view is a size of the window with a size of the text.
type view struct {
	size  fyne.Size
	scale float32
}

// views are those at which every page is whole: the smallest window, the same with text of twice the size, and a large
// one.
var views = []view{{fyne.NewSize(minWidth, minHeight), 2}, {fyne.NewSize(1920, 1080), 1},
	{fyne.NewSize(minWidth, minHeight), 1}}

// fits fails where the page that is shown is not whole in one of the views. open opens it; nil: it is drawn already,
// and only the size of the text that it was drawn with counts.
func (s *stage) fits(name string, open func()) {
	s.t.Helper()
	for _, v := range views {
		if open == nil && v.scale != parts.Scale() {
			continue
		}
		s.show(v, "light")
		if open != nil {
			open()
		}
		for _, fault := range s.faults(v.size) {
			s.t.Errorf("%s, %v × %v at %v: %s", name, v.size.Width, v.size.Height, v.scale, fault)
		}
	}
}

// TestNoPageIsClipped: each page of the sample organisation, in the smallest window with text of its usual and of
// twice the size, and in a large one, has all its buttons and words within the window, and scrolls only up and down.
func TestNoPageIsClipped(t *testing.T) {
	if testing.Short() {
		t.Skip("it draws every page")
	}
	s := wholeStage(t)
	routes := []string{"home", "guides", "reports", "organisation", "dates", "diary", "changes", "people", "people/admins",
		"mail", "settings", "help", "problem", "was", "was/" + tenant.SectionUsers, "report/verify",
		"guide/" + s.ports.Guides[0].ID}
	for _, g := range s.ports.Guides {
		for _, step := range g.Steps {
			if step.People != nil {
				routes = append(routes, "affected/"+g.ID+"/"+step.ID)
			}
		}
	}
	all, err := s.ports.Library.Reports(t.Context())
	if err != nil || len(all) == 0 {
		t.Fatalf("%d reports, %v", len(all), err)
	}
	for _, one := range all[:min(2, len(all))] {
		routes = append(routes, "report/"+one.ID)
	}
	visits, err := s.ports.Visits.Visits(t.Context())
	if err != nil || len(visits) == 0 {
		t.Fatalf("%d visits, %v", len(visits), err)
	}
	for _, v := range visits {
		routes = append(routes, "visit/"+v.ID)
	}
	s.open("home")
	for _, route := range routes {
		s.fits(route, func() { s.w.Show(route) })
	}
	s.w.Show("affected/mfa-methods/who")
	if p, ok := s.w.current.(*affectedPage); ok && p.list != nil && len(p.shown) > 0 {
		s.fits("a person who is affected", func() { p.open(0) })
		s.fits("saving the list", p.SaveAs)
		s.fits("writing to people", func() { p.write(p.unwritten()) })
	} else {
		t.Error("no one is affected in the sample")
	}
}

// TestNoStateIsClipped: the same of each main state.
func TestNoStateIsClipped(t *testing.T) {
	if testing.Short() {
		t.Skip("it draws every state")
	}
	for _, percent := range []int{100, 200} {
		eachStateIn(t, percent, func(t *testing.T, s *stage) { s.fits(t.Name(), nil) })
	}
}

// TestTheDayIsNotClipped: the same of the screens that stand alone, early and in the middle of the event, and of
// the run sheet as a table.
func TestTheDayIsNotClipped(t *testing.T) {
	s, _ := dayStage(t)
	s.world.now = time.Date(2026, 11, 29, 9, 20, 0, 0, time.UTC)
	s.open("event-day/v1")
	tick := func() { s.w.current.(*dayScreen).tick() }
	s.fits("before the event", tick)
	s.at1043()
	s.fits("in the event", tick)
	s = sheetStage(t, served).open("run-sheet/v1")
	s.fits("the run sheet", func() { s.w.Show("run-sheet/v1") })
	s.show(view{fyne.NewSize(minWidth, minHeight), 2}, "light")
	s.open("event-day/none")
	s.fits("no event", func() { s.w.Show("event-day/none") })
}

// TestPickersAreNotClipped: what opens over a page is within the window too: the calendar, the clock and the list
// of the keys.
func TestPickersAreNotClipped(t *testing.T) {
	s, f := tenantStage(t, task.Inline{})
	s.remembers(f, &fakePast{})
	for name, open := range map[string]func(){
		"calendar": func() { s.w.Show("changes"); s.w.focus(s.changes().filter.from.Entry()); s.key(fyne.KeyDown) },
		"keys":     func() { s.w.Show("help"); s.w.showKeys() },
	} {
		s.open("home")
		for _, v := range views {
			s.show(v, "light")
			open()
			if len(s.w.Win.Canvas().Overlays().List()) == 0 && s.w.dialog == nil {
				t.Errorf("%s is not open", name)
			}
			for _, fault := range s.faults(v.size) {
				t.Errorf("%s at %v × %v: %s", name, v.size, v.scale, fault)
			}
			for _, o := range s.w.Win.Canvas().Overlays().List() {
				s.w.Win.Canvas().Overlays().Remove(o)
			}
		}
	}
}

// show draws the window in a view.
func (s *stage) show(v view, variant string) {
	s.w.app.Settings().SetTheme(parts.NewTheme(parts.Look{Variant: variant, Scale: v.scale}))
	s.w.Win.Resize(v.size)
	s.w.Win.Content().Refresh()
	switch page := s.w.current.(type) { // they are laid out by the text size
	case *wizard:
		if page.main != nil {
			page.redraw()
		}
	case *dayScreen:
		page.tick()
	}
	s.w.body.Refresh()
}

// faults returns what is cut off or too wide in a window of this size.
func (s *stage) faults(size fyne.Size) (all []string) {
	if m := s.w.Win.Content().MinSize(); m.Width > size.Width || m.Height > size.Height {
		all = append(all, fmt.Sprintf("the page needs %v", m))
	}
	c := &clipping{driver: s.w.app.Driver(), add: func(f string, a ...any) { all = append(all, fmt.Sprintf(f, a...)) }}
	c.in(s.w.Win.Content(), box{0, 0, size.Width, size.Height}, false)
	for _, o := range s.w.Win.Canvas().Overlays().List() {
		c.in(o, box{0, 0, size.Width, size.Height}, false)
	}
	return all
}

// box is a part of the window: its edges.
type box struct{ left, top, right, bottom float32 }

// clipping looks for what is drawn outside of the part of the window that is left to it.
type clipping struct {
	driver fyne.Driver
	add    func(format string, a ...any)
	whole  bool // what stands in a field is seen whole
}

// in looks at o and at all that it is drawn with. at is the part of the window in which it can be seen; scrolls says
// that what is below or above it can be scrolled to.
func (c *clipping) in(o fyne.CanvasObject, at box, scrolls bool) {
	if o == nil || !o.Visible() {
		return
	}
	const slack = 1.5
	p, size := c.driver.AbsolutePositionForObject(o), o.Size()
	name := func() string { return fmt.Sprintf("%T %.40q", o, strings.TrimSpace(textOf(o))) }
	switch o := o.(type) {
	case *parts.Button:
		m := o.MinSize()
		if p.X < at.left-slack || p.X+size.Width > at.right+slack ||
			!scrolls && (p.Y < at.top-slack || p.Y+size.Height > at.bottom+slack) {
			c.add("the button %q is at %v, %v large, in %v", o.Label(), p, size, at)
		}
		if size.Width < m.Width-slack || size.Height < m.Height-slack {
			c.add("the button %q is %v, and needs %v", o.Label(), size, m)
		}
		return
	case interface{ SelectedText() string }:
		if !c.whole {
			return // what is typed scrolls
		}
	case *parts.NamedField:
		defer func(before bool) { c.whole = before }(c.whole)
		c.whole = true // a day or a word, which is read at a glance
	case *canvas.Text:
		if strings.TrimSpace(o.Text) == "" {
			return
		}
		if m := o.MinSize(); p.X < at.left-slack || p.X+m.Width > at.right+slack {
			c.add("the words %q end at %v of %v", o.Text, p.X+m.Width, at.right)
		}
		return
	case *container.Scroll:
		at = box{max(at.left, p.X), max(at.top, p.Y), min(at.right, p.X+size.Width), min(at.bottom, p.Y+size.Height)}
		if m := o.Content.MinSize(); m.Width > size.Width+slack &&
			(o.Direction == container.ScrollVerticalOnly || o.Direction == container.ScrollBoth) {
			c.add("%s is %v wide, and what it holds %v", name(), size.Width, m.Width)
		}
		c.in(o.Content, at, true)
		return
	}
	for _, child := range drawnIn(o) {
		c.in(child, at, scrolls)
	}
}

// wholeStage is the sample organisation with everything that the window has.
func wholeStage(t *testing.T) *stage {
	t.Helper()
	s, p := sampleStageOf(t)
	s.ports.Affected, s.ports.Runs, s.ports.Rechecks = p.Store, p.Store, p.Store
	s.ports.Changes, s.ports.DomainChanges, s.ports.Weekly, s.ports.System = p.Changes, p.DomainChanges, p.Weekly(),
		"linux"
	s.ports.FirstCheck, s.ports.Saved = p.FirstCheck, nil
	s.ports.Deliveries = &Deliveries{Judge: tlsview.Assessor{Check: p.Check, Memory: p.Store, Shelf: p.Store,
		Thresholds: p.Thresholds, Now: s.ports.Clock}, Mails: p.Mailbox(), MailFolder: p.MailFolder()}
	s.ports.About = About{Version: release.Version{Number: "1.0.0"}, Data: p.Folder,
		Versions: []string{"fyne.io/fyne/v2 v2.7.0"}}
	s.ports.Problem = func(ctx context.Context, window string) ([]problem.File, error) {
		return p.Problem(ctx, s.ports.About.Version, s.ports.About.Versions, window)
	}
	return s
}
