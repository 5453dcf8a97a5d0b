package screens

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// sunday is the time of every test.
var sunday = time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC)

// memory is every port as data.
type memory struct {
	visits  map[string]guide.Visit
	order   []string
	saves   int
	fail    error // of SaveVisit
	entries []guide.JournalEntry
	kept    map[string]report.SavedReport
	opened  []string
	setting map[string]string
}

func newMemory() *memory {
	return &memory{visits: map[string]guide.Visit{}, kept: map[string]report.SavedReport{},
		setting: map[string]string{}}
}

func (m *memory) SaveVisit(_ context.Context, v guide.Visit) error {
	if m.fail != nil {
		return m.fail
	}
	m.saves++
	if _, ok := m.visits[v.ID]; !ok {
		m.order = append(m.order, v.ID)
	}
	m.visits[v.ID] = v.Clone()
	return nil
}

func (m *memory) Visits(context.Context) ([]guide.Visit, error) {
	var all []guide.Visit
	for _, id := range m.order {
		if v, ok := m.visits[id]; ok {
			all = append(all, v.Clone())
		}
	}
	return all, nil
}

func (m *memory) Visit(_ context.Context, id string) (guide.Visit, error) {
	v, ok := m.visits[id]
	if !ok {
		return v, app.Errorf(app.NotFound, "Choose one from the list.", "This visit is not there any more.")
	}
	return v.Clone(), nil
}

func (m *memory) DeleteVisit(_ context.Context, id string) error {
	delete(m.visits, id)
	return nil
}

func (m *memory) Record(_ context.Context, e guide.JournalEntry) error {
	m.entries = append(m.entries, e)
	return nil
}

func (m *memory) Entries(_ context.Context, visit string) ([]guide.JournalEntry, error) {
	return m.entries, nil
}

func (m *memory) SaveReport(_ context.Context, k report.SavedReport) (string, error) {
	if k.ID == "" {
		k.ID = fmt.Sprintf("report-%d", len(m.kept)+1)
	}
	m.kept[k.ID] = k
	return k.ID, nil
}

func (m *memory) Reports(context.Context) ([]report.SavedReport, error) { return nil, nil }

func (m *memory) Report(_ context.Context, id string) (report.SavedReport, error) {
	k, ok := m.kept[id]
	if !ok {
		return k, app.Errorf(app.NotFound, "Check again.", "This record was deleted.")
	}
	return k, nil
}

func (m *memory) DeleteReport(_ context.Context, id string) error {
	delete(m.kept, id)
	return nil
}

func (m *memory) Settings(context.Context) (map[string]string, error) { return m.setting, nil }

func (m *memory) SetSetting(_ context.Context, name, value string) error {
	m.setting[name] = value
	return nil
}

// world is what the demo guide looks at and changes.
type world struct {
	setting string // "off", until Apply turns it on
	lookErr error
	applied int
	lost    bool // Apply works, but its answer is lost
	refused bool // Apply does nothing and its answer is lost
	dead    bool // the look finds a problem and the gate holds
	now     time.Time
	until   time.Time
	looks   int
}

func (w *world) doc(title string) *report.Document {
	w.looks++
	sev, fact := report.OK, "good"
	if w.dead {
		sev, fact = report.Problem, "bad"
	}
	return &report.Document{Title: title, Subject: "northgate.example", At: w.now, Blocks: []report.Block{
		report.Findings{Items: []report.Finding{{Code: "demo", Severity: sev, Title: "The mast stands",
			Text: "It stands upright.", Do: "Keep it so."}}},
		report.Facts{Rows: []report.Fact{{Name: "mast", Label: "Mast", Value: fact}}},
	}}
}

func (w *world) look(title string) func(context.Context, *guide.Visit, task.Report) (*report.Document, error) {
	return func(ctx context.Context, _ *guide.Visit, rep task.Report) (*report.Document, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		rep(task.Progress{Done: 1, Total: 2, Note: "Asking the harbour",
			Lines: []task.Line{{State: "ok", Title: "Harbour answers"}}})
		if w.lookErr != nil {
			return nil, w.lookErr
		}
		return w.doc(title), nil
	}
}

func valid(_ *guide.Visit, text string) error {
	if !strings.Contains(text, ".") {
		return app.Errorf(app.Invalid, "Write it with its dots.", "This is not a domain: %q.", text)
	}
	return nil
}

// demo is a small guide with every kind of step.
func (w *world) demo() guide.Guide {
	anything := func(*guide.Visit, string) error { return nil }
	plan := func(context.Context, *guide.Visit) (*guide.Plan, error) {
		return &guide.Plan{
			Changes: []guide.Change{{Setting: "Beacon", Now: w.setting, After: "on"},
				{Setting: "Horn", Now: "off", After: "off"}},
			Affected: []guide.Affected{{Severity: report.Warning, Text: "Two ships see it:",
				Names: []string{"Ama", "Colin"}}},
			NoUndo: "A lit beacon was seen.",
		}, nil
	}
	return guide.Guide{
		ID: "demo", Title: "Light the beacon", Outcome: "Ships see your beacon.", Topic: "Harbour", Minutes: 20,
		Subject:  "domain",
		Needs:    []guide.Need{{Title: "Matches", Text: "Dry ones."}},
		Problems: []string{"Ships do not find us", "It is dark"},
		Steps: []guide.Step{
			{ID: "where", Title: "Which harbour", Summary: "Each harbour has its own.", NextLabel: "Check this harbour",
				Asks: []guide.Ask{
					{Name: "domain", Label: "Harbour", Hint: "For example northgate.example", Kind: guide.Line,
						Validate: valid, Normalize: strings.TrimSpace, Help: "The place where ships land."}}},
			{ID: "today", Title: "Current state", Summary: "What a ship sees.", MainLabel: "Continue to the plan",
				Needs: "where", DependsOn: []string{"domain"}, Look: w.look("Seen today")},
			{ID: "plan", Title: "Your plan", Summary: "What you want.", Asks: []guide.Ask{
				{Name: "colour", Label: "Colour", Kind: guide.Choice, Hint: "Red is usual.", Validate: anything,
					Options: func(*guide.Visit) []guide.Option {
						return []guide.Option{{Value: "red", Label: "Red"}, {Value: "other", Label: "Another"}}
					},
					Default: func(*guide.Visit) string { return "red" }},
				{Name: "which", Label: "Which colour", Kind: guide.Line, Hint: "In one word.", Validate: anything,
					When: func(v *guide.Visit) bool { return v.Answer("colour") == "other" }},
				{Name: "crew", Label: "Crew", Kind: guide.Lines, Hint: "One name a line.", Validate: anything,
					Default: func(*guide.Visit) string { return "Ama\nColin" }},
			}},
			{ID: "hand", Title: "Carry the wood", Summary: "By hand.", Needs: "today", DependsOn: []string{"colour"},
				Hand: func(context.Context, *guide.Visit) (*guide.Handover, error) {
					return &guide.Handover{Done: "I have carried it",
						Todo: []string{"Ask Ama for the key.", "Carry it up in two loads."},
						Records: []guide.Record{{Name: "_b.northgate.example", Type: "TXT", Value: "v=b1; id=1;",
							TTL: time.Hour, Zone: `_b.northgate.example. 3600 IN TXT "v=b1; id=1;"`, Host: "_b"}},
						Bundles: []guide.Bundle{{ID: "nginx", Title: "nginx", Steps: []string{"Copy it."},
							Files: []guide.File{{Path: "a/b.txt", Data: []byte("b")}}},
							{ID: "iis", Title: "IIS", Files: []guide.File{{Path: "web.config", Data: []byte("c")}}}},
						Links:    []guide.Link{{Title: "The office", URL: "https://admin.microsoft.com/"}},
						Messages: []guide.Message{{To: "The crew", Subject: "Wood", Text: "Carry it."}}}, nil
				}},
			{ID: "check", Title: "Is it there?", Summary: "Handrail looks.", MainLabel: "It is there", Needs: "hand",
				Look: w.look("Looked for wood"),
				Ready: func(_ *guide.Visit, d *report.Document) error {
					if d.Facts()["mast"] == "bad" {
						return app.Errorf(app.NotFound, "Carry it, then check again.", "The wood is not there.")
					}
					return nil
				}},
			{ID: "light", Title: "Light it", Summary: "One change.", MainLabel: "Light the beacon", Needs: "check",
				DependsOn: []string{"colour"}, Plan: plan,
				Apply: func(context.Context, *guide.Visit, *guide.Plan, task.Report) error {
					w.applied++
					if !w.refused {
						w.setting = "on"
					}
					if w.lost || w.refused {
						return &app.Error{Code: app.Unreachable, Message: "The answer was lost.",
							Hint: "Look how it is.", Err: errors.New("reset")}
					}
					return nil
				}},
			{ID: "watch", Title: "Watch it burn", Summary: "For a while.", MainLabel: "It burns", Needs: "light",
				Look: w.look("Watched"),
				Wait: func(context.Context, *guide.Visit) (guide.Until, error) {
					return guide.Until{At: w.until, Reason: "A fire needs a fortnight to prove itself."}, nil
				}},
			{ID: "keep", Title: "Keep the record", Summary: "For later.", MainLabel: "Keep the record", Needs: "light",
				Look: w.look("Record")},
		},
		Resume: &guide.Resume{Step: "today", Due: func(*guide.Visit, *report.Document) string { return "hand" }},
	}
}

// stage is a window on the demo guide with everything behind it as data.
type stage struct {
	t      testing.TB
	world  *world
	memory *memory
	w      *Window
	ports  Ports
	// answers are what a person answers in answer; nil: as in guidetest.
	answers map[string]string
}

// shortPause ends at once. No minute passes in a test, so that a clock that counts them ends.
func shortPause(ctx context.Context, d time.Duration) error {
	if d > 5*time.Second {
		return errors.New("no minute passes here")
	}
	return ctx.Err()
}

func newStage(t testing.TB, runner task.Runner) *stage {
	t.Helper()
	s := &stage{t: t, memory: newMemory(), world: &world{setting: "off", now: sunday, until: sunday.AddDate(0, 0, 14)}}
	s.ports = Ports{
		Guides: []guide.Guide{s.world.demo()}, Visits: s.memory, Journal: s.memory, Settings: s.memory,
		Library: s.memory,
		Runner:  runner, Clock: func() time.Time { return s.world.now }, SaveFolder: t.TempDir(),
		NameServer: func(text string) (string, error) {
			if text == "nowhere!" {
				return "", app.Errorf(app.Invalid, "Write an address.", "This is not the address of a name server.")
			}
			return text + ":53", nil
		},
		Pause: shortPause,
		Open:  func(url string) error { s.memory.opened = append(s.memory.opened, url); return nil },
	}
	return s
}

// open builds the window at the smallest size.
func (s *stage) open(route string) *stage {
	s.t.Helper()
	a := test.NewTempApp(s.t)
	s.w = New(a, s.ports)
	s.w.Win.Resize(fyne.NewSize(minWidth, minHeight))
	s.w.Show(route)
	return s
}

// reopen is a kill and a new start on what was saved.
func (s *stage) reopen(route string) *stage {
	s.t.Helper()
	s.w.Win.SetCloseIntercept(nil)
	return s.open(route)
}

// wizard returns the open wizard.
func (s *stage) wizard() *wizard {
	s.t.Helper()
	z, ok := s.w.current.(*wizard)
	if !ok {
		s.t.Fatalf("no visit is open, but %T", s.w.current)
	}
	return z
}

// only returns the one visit that is kept.
func (s *stage) only() guide.Visit {
	s.t.Helper()
	if len(s.memory.visits) != 1 {
		s.t.Fatalf("%d visits are kept, want 1", len(s.memory.visits))
	}
	return s.memory.visits[s.memory.order[0]]
}

// at fails unless the open visit stands on a step.
func (s *stage) at(step string, page guide.Page) {
	s.t.Helper()
	z := s.wizard()
	if z.s.Step().ID != step || z.s.Page() != page {
		s.t.Fatalf("stands on %s/%s, want %s/%s; it says:\n%s", z.s.Step().ID, z.s.Page(), step, page, s.text())
	}
}

// key presses a key as the window gets it.
func (s *stage) key(names ...fyne.KeyName) *stage {
	c := s.w.Win.Canvas()
	for _, name := range names {
		e := &fyne.KeyEvent{Name: name}
		if f := c.Focused(); f != nil {
			f.TypedKey(e)
		} else {
			c.OnTypedKey()(e)
		}
	}
	return s
}

// enter presses Enter.
func (s *stage) enter() *stage { return s.key(fyne.KeyReturn) }

// write types text into what has the focus.
func (s *stage) write(text string) *stage {
	s.t.Helper()
	f := s.w.Win.Canvas().Focused()
	if f == nil {
		s.t.Fatalf("nothing has the focus to write %q into", text)
	}
	for _, r := range text {
		f.TypedRune(r)
	}
	return s
}

// labelled is a widget with words on it.
type labelled interface{ Label() string }

// tab moves the focus until the widget with these words has it.
func (s *stage) tab(label string) *stage {
	s.t.Helper()
	c := s.w.Win.Canvas()
	var seen []string
	for range 200 {
		if name := nameOf(c.Focused()); name == label {
			return s
		} else {
			seen = append(seen, name)
		}
		c.FocusNext()
	}
	s.t.Fatalf("Tab never reaches %q; it reaches %q; the page says:\n%s", label, seen[:min(60, len(seen))], s.text())
	return s
}

// nameOf returns the words on a focused widget.
func nameOf(f fyne.Focusable) string {
	switch o := f.(type) {
	case labelled:
		return o.Label()
	case *widget.Button:
		return o.Text
	case fyne.CanvasObject:
		return strings.TrimSpace(textOf(o))
	}
	return ""
}

// text returns all that the window shows.
func (s *stage) text() string { return textOf(s.w.Win.Content()) }

// textOf returns the visible text below o, one piece a line.
func textOf(o fyne.CanvasObject) string {
	var b strings.Builder
	walk(o, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			b.WriteString(o.Text + "\n")
		case *widget.RichText:
			b.WriteString(o.String() + "\n")
		}
	})
	return b.String()
}

// walk visits every visible object, drawn or not.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	for _, child := range drawnIn(o) {
		walk(child, visit)
	}
}

// drawnIn returns the objects that o is drawn with.
func drawnIn(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *widget.RichText:
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// shows fails unless the window shows each text.
func (s *stage) shows(want ...string) *stage {
	s.t.Helper()
	flat := func(t string) string { return strings.Join(strings.Fields(t), " ") }
	all := flat(s.text())
	for _, text := range want {
		if !strings.Contains(all, flat(text)) {
			s.t.Errorf("the window does not show %q; it shows:\n%s", text, s.text())
		}
	}
	return s
}

// hides fails if the window shows the text.
func (s *stage) hides(text string) *stage {
	s.t.Helper()
	if strings.Contains(s.text(), text) {
		s.t.Errorf("the window still shows %q", text)
	}
	return s
}
