// Package screens is the window: a rail at the left and one screen beside it.
// A screen fetches through the Runner, assigns, and refreshes; it never waits.
// The wizard draws any guide and knows none by name.
package screens

import (
	"context"
	"image/color"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/affected"
	"handrail/app/drift"
	"handrail/app/event/runsheet"
	"handrail/app/filepicker"
	"handrail/app/guide"
	"handrail/app/guide/diary"
	"handrail/app/problem"
	"handrail/app/recommend"
	"handrail/app/region"
	"handrail/app/release"
	"handrail/app/reminder"
	"handrail/app/report"
	"handrail/app/schedule"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// The smallest size at which every screen is usable, in Fyne's pixels.
const (
	minWidth  = 1024
	minHeight = 640
	// Of a screen that stands alone, for instance beside Teams.
	aloneWidth  = 480
	aloneHeight = 560
)

// Ports are what the window needs from outside. Every call of a port runs in a
// job of Runner, never on the goroutine that draws.
type Ports struct {
	Guides     []guide.Guide
	Visits     guide.Visits
	Journal    guide.Journal
	Settings   guide.Settings
	Library    report.Library
	Runner     task.Runner
	Clock      app.Clock
	NameServer func(text string) (string,
		error) // host:port of what was typed as a name server
	// AskNames asks the name server for a name that exists; nil: it is not asked before a guide.
	AskNames func(context.Context) error
	Open     func(url string) error // opens a checked link in the browser
	Practise func(context.Context, guide.Visit,
		*guide.Handover) error // lets the sample do a handover; nil outside it
	CanPractise  func(guide.Visit) bool // whether the sample can do what this visit hands over; nil with Practise
	TrySample    func() error           // opens the sample organisation; nil inside it
	Organisation string                 // its name; empty where none is connected
	Notices      []Notice               // notices of the start, shown above every screen
	NextNotice   func(context.Context) (Notice,
		error) // waits for one that comes later, an error ends it; nil in a build that has none
	About      About
	SaveFolder string     // where exports and files go by default
	Saved      SavedFiles // opens them; nil in a build that cannot
	// Pick shows the system's dialog for files; nil: the window shows its own.
	Pick func(context.Context, filepicker.Request) (string, error)

	Deliveries *Deliveries       // reports about mail; nil in a build that has none
	Runs       runsheet.Runs     // how the days of events go; nil in a build that keeps none
	Tenant     tenant.Connection // the connected organisation; nil in a build without
	Affected   affected.Marks    // what is marked about people who are affected; nil in a build without
	// Reminders returns everything that waits or ends; nil in a build that has none.
	Reminders func(context.Context) (reminder.List, error)
	// Weekly is the check that a scheduler of the system can run; without a Program nothing is offered.
	Weekly schedule.Job
	System string // as runtime.GOOS names it
	// Changes returns what differences of the organisation are found in; nil where Tenant is.
	Changes func(context.Context) (drift.Sources, error)
	// DomainChanges is the same of domains, while no organisation is connected; nil where nothing is remembered of them.
	DomainChanges func(context.Context) (drift.Sources, error)

	Diary  func(context.Context) (diary.Source, error) // what changes are found in; nil in a build that keeps none
	Places diary.Places                                // the row of all saved reports; nil in a build that keeps none
	// FirstCheck checks a domain or the one of an email address; nil in a build that cannot. An answer that is not a
	// domain is an error of code app.Invalid.
	FirstCheck func(ctx context.Context, typed string, rep task.Report) (recommend.Seen, error)

	Pause func(context.Context, time.Duration) error // waits inside a job; nil waits for real
	// Between waits between two automatic checks of what waits; nil: nothing is checked automatically.
	Between func(context.Context, time.Duration) error

	Problem func(ctx context.Context, window string) ([]problem.File,
		error) // makes the files of a problem report; nil hides it
	Kept     map[string]string // the settings as they were at the start; nil reads them after the window is made
	Position Places            // where the window is; nil where the system does not say
	Forms    region.Forms      // how the system writes days; zero is the form of this program

	Retention Retention // how long reports stay; nil in a build that removes none

	Rechecks guide.Rechecks                  // what later looks at completed guides found; nil in a build that has none
	Recheck  func(ctx context.Context) error // looks again at completed guides; nil with Rechecks
}

// About is the program's information about itself.
type About struct {
	Version   release.Version
	Data, Log string   // paths
	Versions  []string // of what it is built from, one a line
	Newest    string   // the address that is asked for the newest version; "" hides the button
	// Ask asks it; it may be nil where Newest is "".
	Ask func(ctx context.Context, address string) (release.Newest, error)
}

// screen is one place in the window. It is made again each time it is shown.
type screen interface {
	Object() fyne.CanvasObject // what is drawn; the same object each time
	Enter()                    // loads, through the Runner
	Leave()                    // stops its jobs
}

// The abilities a screen may have besides.
type (
	router      interface{ Open(id string) }        // opens one thing by id; called before Enter
	backHandler interface{ Escape() }               // what Esc does
	mainAction  interface{ Main() }                 // what Enter does where no widget takes it
	keyHandler  interface{ Key(fyne.KeyName) bool } // other keys; false: not one of its own
	fullWindow  interface{ Alone() }                // stands alone in the window, also a narrow one
	// busy reports whether a change is being written that must not be cut off;
	// then is called when it ended.
	busy interface{ Busy(then func()) bool }
)

// Window is the one window of Handrail.
type Window struct {
	applying sync.Map // IDs of visits whose change is being made in this window
	Win      fyne.Window
	app      fyne.App
	p        Ports
	rail     *parts.Rail
	body     *fyne.Container
	top      *fyne.Container   // notices, above the screen
	least    *canvas.Rectangle // keeps the window large enough
	current  screen
	saver    *saver
	people   peopleView // where the person was in the list of people
	affected affectedView
	watched  *watched   // the folder that is read automatically
	back     *returning // where to go once the organisation is connected; nil: nowhere

	reminding bool            // dates are watched for a notification
	dialog    *dialog         // nil where none is open
	strip     strip           // the line above the screen; nil where there is none
	stripBox  *fyne.Container // holds it
	// stripFrom had the focus before the line was opened.
	stripFrom fyne.Focusable
	chosen    map[string]string // theme and text size
	keeper    *keeper

	printed    fyne.CanvasObject // what became of the last page that was printed, above every screen
	paper      string            // that pages are made for; "" is that of this computer
	lastFolder string            // in which something was chosen last; "" before
	picking    bool              // a dialog for files is open
	// shutOwn closes the window’s own dialog for files and returns what opens it again; nil: it is not open.
	shutOwn func() (reopen func())

	starting bool // a guide is about to begin

	stopRecheck func() // nil before completed guides were looked at again
}

// The places of the rail, in the order of Ctrl+1 to Ctrl+5.
var places = []parts.RailItem{
	{ID: "home", Icon: "home", Title: "Home"},
	{ID: "guides", Icon: "guides", Title: "Guides"},
	{ID: "reports", Icon: "reports", Title: "Reports"},
	{ID: "organisation", Icon: "organisation", Title: "Organisation"},
	{ID: "settings", Icon: "settings", Title: "Settings"},
}

// sampleWords stand above every page of the sample organisation.
const sampleWords = "Sample organisation: nothing here is real"

// New builds the window. No screen is loaded before Show.
func New(a fyne.App, p Ports) *Window {
	w := &Window{Win: a.NewWindow("Handrail"), app: a, p: p, watched: &watched{}, chosen: map[string]string{}}
	// What is drawn before a theme is put on would keep the colours of the system, so the person's comes first.
	a.Settings().SetTheme(parts.NewTheme(LookOf(p.Kept)))
	w.saver = &saver{runner: p.Runner, visits: p.Visits}
	w.keeper = &keeper{runner: p.Runner, settings: p.Settings}
	w.rail = parts.NewRail(append(slices.Clone(places), parts.RailItem{ID: "help", Icon: "note", Title: "Help"}), w.Show)
	w.setFoot()
	w.body = container.NewStack()
	w.top = parts.Column(0)
	w.top.Hide()
	w.showNotices()
	w.stripBox = container.NewStack()
	w.stripBox.Hide()
	w.least = canvas.NewRectangle(color.Transparent)
	w.least.SetMinSize(fyne.NewSize(minWidth, minHeight))
	w.Win.SetPadded(false)
	above := parts.Column(0, w.top, w.stripBox)
	if p.Practise != nil {
		w.Win.SetTitle("Handrail: sample organisation")
		// Beside the rail, which with large text needs the whole height of the smallest window.
		above = parts.Column(0, parts.NewNotice("note", sampleWords), w.top, w.stripBox)
	}
	frame := container.NewBorder(nil, nil, w.rail, nil, container.NewBorder(above, nil, nil, nil, w.body))
	w.Win.SetContent(container.NewStack(w.least, frame))
	w.Win.Resize(sizeOf(p.Kept))
	w.Win.SetCloseIntercept(w.onClose)
	w.setKeys()
	w.setMenu()
	w.loadLook()
	w.loadFoot()
	w.startWatching()
	w.startReminding()
	w.startChecking()
	w.startTidying()
	w.awaitNotice()
	w.Win.SetOnDropped(func(_ fyne.Position, items []fyne.URI) { w.dropped(items) })
	return w
}

// Show opens a place: "home", "dates", "guides", "guide/<id>", "reports", "changes", "changes/policy/<id>",
// "changes/group/<id>", "diary", "organisation", "was", "was/<section>", "people", "people/<filter>",
// "person/<id>", "affected/<guide>/<step>/<visit>", "mail", "mail/<domain>", "settings", "notices", "help",
// "problem", "visit/<id>" or "report/<id>".
// "organisation/refresh" reads everything again. The screens of steps are opened
// by their names, "event-day/<id of the visit>", and so are those that edit an answer,
// "run-sheet/<id of the visit>". An unknown one opens Home.
func (w *Window) Show(route string) {
	place, id, _ := strings.Cut(route, "/")
	if s, ok := stepScreens()[place]; ok {
		w.open("guides", s.make(w), id)
		return
	}
	switch place {
	case runsheet.Editor:
		w.open("guides", newSheet(w), id)
	case "guides":
		w.open("guides", newGuides(w), id)
	case "guide":
		w.open("guides", newFront(w), id)
	case "reports", "report":
		w.open("reports", newReports(w), id)
	case "organisation":
		w.open("organisation", newOrganisation(w), id)
	case "diary":
		w.open("reports", newDiary(w), id)
	case "changes":
		if id != "" {
			w.open("reports", newRowHistory(w), id)
			return
		}
		w.open("reports", newChanges(w), id)
	case "was":
		w.open("organisation", newWas(w), id)
	case "people":
		w.open("organisation", newPeople(w), id)
	case "affected":
		w.open("organisation", newAffected(w), id)
	case "person":
		w.open("organisation", newPerson(w), id)
	case "dates":
		w.open("home", newDates(w), id)
	case "mail":
		if w.p.Deliveries == nil {
			w.open("reports", newReports(w), "")
			return
		}
		w.open("reports", newDelivery(w), id)
	case "settings":
		w.open("settings", newSettings(w), id)
	case "notices":
		w.open("settings", newNotices(w), id)
	case "help":
		w.open("help", newHelpPage(w), id)
	case "problem":
		w.open("help", newProblem(w), id)
	case "visit":
		w.open("guides", newWizard(w), id)
	default:
		w.open("home", newHome(w), id)
	}
}

// open leaves the screen that is shown and enters s; a change that is being
// written is waited for.
func (w *Window) open(place string, s screen, id string) {
	if b, ok := w.current.(busy); ok && b.Busy(func() { w.open(place, s, id) }) {
		return
	}
	w.closeDialog()
	w.dropStrip()
	if w.current != nil {
		w.current.Leave()
	}
	w.current = s
	w.rail.Select(place)
	w.standAlone(s)
	if o, ok := s.(router); ok && id != "" {
		o.Open(id)
	}
	w.Win.Canvas().Unfocus()
	w.body.Objects = []fyne.CanvasObject{s.Object()}
	w.body.Refresh()
	s.Enter()
}

// standAlone takes the rail away for a screen that wants the window to itself,
// and puts it back for all others.
func (w *Window) standAlone(s screen) {
	if _, alone := s.(fullWindow); alone {
		w.rail.Hide()
		w.least.SetMinSize(fyne.NewSize(aloneWidth, aloneHeight))
		return
	}
	w.rail.Show()
	w.least.SetMinSize(fyne.NewSize(minWidth, minHeight))
}

// visits returns what was begun, with a problem where a change did not come to its end.
func (w *Window) visits(ctx context.Context) ([]guide.Visit, error) {
	visits, err := w.p.Visits.Visits(ctx)
	if err != nil || w.p.Journal == nil {
		return visits, err
	}
	entries, err := w.p.Journal.Entries(ctx, "")
	var ended []guide.JournalEntry
	for _, e := range entries {
		if _, now := w.applying.Load(e.Visit); !now {
			ended = append(ended, e)
		}
	}
	return guide.MarkStopped(w.p.Guides, visits, ended), err
}

// now returns the time of the clock.
func (w *Window) now() time.Time { return w.p.Clock() }

// copy copies text to the clipboard, exactly.
func (w *Window) copy(text string) { w.app.Clipboard().SetContent(text) }

// focus moves the focus to o where it is drawn. While a dialog covers the screen, o gets it when that is closed.
func (w *Window) focus(o fyne.Focusable) {
	switch {
	case o == nil:
	case w.dialog != nil:
		w.dialog.opener = o
	default:
		w.Win.Canvas().Focus(o)
	}
}

// setFoot shows at the foot of the rail which organisation this is.
func (w *Window) setFoot() {
	show := func() { w.Show("organisation") }
	switch {
	case w.p.Organisation == "":
		w.rail.SetFoot("No organisation yet", "", "Connect organisation", show)
	case w.p.Practise != nil:
		w.rail.SetFoot(w.p.Organisation, "Sample, on this computer", "", nil)
	default:
		w.rail.SetFoot(w.p.Organisation, "", "", nil)
	}
}

// onClose saves what was typed, lets a write that is under way end, and closes.
func (w *Window) onClose() {
	end := func() {
		w.rememberSize()
		if w.current != nil {
			w.current.Leave()
			w.current = nil
		}
		w.saver.whenIdle(func() { w.keeper.whenIdle(w.Win.Close) })
	}
	if b, ok := w.current.(busy); ok && b.Busy(end) {
		return
	}
	end()
}
