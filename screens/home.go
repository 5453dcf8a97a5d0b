package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// endedShown is how many completed visits Home lists; Guides has them all.
const endedShown = 3

// home shows what needs the person today; on the first start, one small step.
type home struct {
	w      *Window
	jobs   jobs
	object *fyne.Container
	today  guide.Overview
	field  *parts.Field    // the first start's question
	people *fyne.Container // how people sign in
	news   *fyne.Container // what changed in the organisation
	dates  *fyne.Container // the next dates
	first  fyne.Focusable
}

func newHome(w *Window) screen {
	return &home{w: w, jobs: jobs{runner: w.p.Runner}, object: container.NewStack()}
}

// Object returns what is drawn.
func (h *home) Object() fyne.CanvasObject { return h.object }

// Enter loads the visits once nothing is left to save.
func (h *home) Enter() { h.w.saver.whenIdle(h.load) }

// Leave stops loading.
func (h *home) Leave() { h.jobs.leave() }

// load reads the visits and sorts them.
func (h *home) load() {
	var today guide.Overview
	var visits []guide.Visit
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		visits, err = h.w.visits(ctx)
		today = guide.NewOverview(h.w.p.Guides, visits, h.w.now())
		return err
	}, nil, func(err error) {
		h.first = nil
		switch {
		case err != nil:
			again := parts.NewButton("Try again", parts.Main, "", h.load)
			h.first = again
			h.draw(parts.NewPage("Today", "Handrail could not read the guides that you started.",
				h.w.showError(err, again)))
		case len(visits) == 0:
			h.draw(h.welcome())
		default:
			h.today, h.dates = today, nil
			h.draw(h.full())
			h.loadNews()
			h.loadNotices(visits)
		}
	})
}

// loadNotices adds what guides report of earlier visits: they compare saved data, which can
// take a moment.
func (h *home) loadNotices(visits []guide.Visit) {
	var all []guide.Notice
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		all, err = guide.NoticesWith(ctx, h.w.p.Guides, visits, h.w.p.Rechecks)
		return err
	}, nil, func(err error) {
		if err != nil {
			logError(err) // it was stopped
		} else if len(all) > 0 {
			h.today.Add(h.w.p.Guides, visits, all, h.w.now())
			h.first = nil
			h.draw(h.full())
		}
		h.loadPeople()
	})
}

func (h *home) draw(o fyne.CanvasObject) {
	h.object.Objects = []fyne.CanvasObject{o}
	h.object.Refresh()
	h.w.focus(h.first)
}

// full is Home when something was begun.
func (h *home) full() fyne.CanvasObject {
	now := h.w.now().Local()
	var body []fyne.CanvasObject
	add := func(heading string, rows []fyne.CanvasObject) {
		if len(rows) > 0 {
			body = append(body, parts.Section(heading, parts.NewRows(rows...)))
		}
	}
	add("Needs your attention", each(h.today.Attention, h.attention))
	if h.news == nil {
		h.news = parts.Column(8)
	}
	boxes(h.news)
	body = append(body, h.news)
	add("Waiting", each(h.today.Waiting, h.waiting))
	body = append(body, h.reminders())
	add("Guides under way", each(h.today.UnderWay, h.underWay))
	add("Completed", each(h.today.Ended[:min(len(h.today.Ended), endedShown)], h.ended))
	choose := parts.NewButton("Choose a guide", parts.Plain, "", func() { h.w.Show("guides") })
	if h.first == nil {
		h.first = choose
	}
	h.people = parts.Column(8)
	boxes(h.people)
	body = append(body, h.people, parts.Across(0, choose))
	return parts.NewPage("Today", h.today.Sentence(now), body...)
}

// each makes a row of each item.
func each(items []guide.Item, row func(guide.Item) fyne.CanvasObject) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, it := range items {
		rows = append(rows, row(it))
	}
	return rows
}

// withHeadline adds the last result below a row, good news too, unless
// the row already says it.
func withHeadline(it guide.Item, rows ...fyne.CanvasObject) fyne.CanvasObject {
	line := strings.TrimSuffix(it.Headline, ".")
	if line != "" && !strings.HasPrefix(it.Why, line) {
		rows = append(rows, parts.Muted("Last result: "+sentence(line)))
	}
	if len(rows) == 1 {
		return rows[0]
	}
	return parts.Column(0, rows...)
}

// act returns the one button of a row; the first on the page takes the focus.
func (h *home) act(label string, kind parts.ButtonKind, icon string, on func()) fyne.CanvasObject {
	b := parts.NewButton(label, kind, icon, on)
	if h.first == nil {
		h.first = b
	}
	return b
}

func (h *home) attention(it guide.Item) fyne.CanvasObject {
	label, look := "Show the problem", false
	if !it.At.IsZero() || it.Notice != "" {
		label, look = "Check again", true
	}
	title := it.StepTitle
	if it.Own && (it.Severity == report.Problem || it.Notice != "") { // what is wrong says more than where
		title, it.Headline = strings.TrimSuffix(it.Headline, "."), ""
	}
	return line(false, parts.SeverityChip(it.Severity),
		withHeadline(it, parts.Bold(it.About()+": "+title), parts.Muted(sentence(it.Why))),
		h.act(label, parts.Plain, "", func() { h.w.openVisit(it.Visit, it.Step, look) }))
}

func (h *home) waiting(it guide.Item) fyne.CanvasObject {
	return line(false, parts.StateChip(guide.Waiting, "Waiting until "+day(it.At, h.w.now())),
		withHeadline(it, parts.Text(it.About()+": "+sentence(it.Why))),
		h.act("Check now", parts.Quiet, "refresh", func() { h.w.openVisit(it.Visit, it.Step, true) }))
}

func (h *home) underWay(it guide.Item) fyne.CanvasObject {
	end := parts.Across(24, parts.NewStepsBar(it.Done, it.Number-1, it.Of),
		h.act("Continue", parts.Quiet, "right", func() { h.w.openVisit(it.Visit, "", false) }))
	return line(false, parts.StateChip(guide.InProgress, guide.InProgress.Label()),
		withHeadline(it, parts.Text(it.Name()), parts.Muted(stepOf(it))), end)
}

func (h *home) ended(it guide.Item) fyne.CanvasObject {
	return line(false, parts.StateChip(guide.Completed, guide.Completed.Label()),
		withHeadline(it, parts.Text(it.Name()), parts.Muted("Completed on "+moment(it.At))),
		h.act("Open", parts.Quiet, "right", func() { h.w.openVisit(it.Visit, "", false) }))
}

// welcome is Home on the first start: one question of the first guide that has
// a subject, and a way to try without risk.
func (h *home) welcome() fyne.CanvasObject {
	var body []fyne.CanvasObject
	text := "Choose a guide. Handrail checks first and shows what it finds. It needs no sign-in and changes nothing."
	if g, ask, ok := starter(h.w.p.Guides); ok {
		text = "Answer one question. Handrail checks what anyone on the internet can see, and shows what it finds. " +
			"It needs no sign-in and changes nothing."
		h.field = parts.NewField(ask.Label, ask.Hint, false)
		h.first = h.field.Entry()
		check := func() { h.check(g, ask) }
		h.field.OnSubmit = check
		body = append(body, container.New(beside{}, h.field,
			parts.NewButton(startLabel(g, ask), parts.Main, "", check)))
	} else {
		choose := parts.NewButton("See the guides", parts.Main, "", func() { h.w.Show("guides") })
		h.first = choose
		body = append(body, parts.Across(0, choose))
	}
	if h.w.p.TrySample != nil {
		body = append(body, trySample(h.w)...)
	}
	return parts.NewEmpty(true, "Start with one check", text, body...)
}

// starter returns the first guide whose visits have a subject that is typed in one
// line, and the question that asks for it.
func starter(guides []guide.Guide) (guide.Guide, guide.Ask, bool) {
	for _, g := range guides {
		for _, step := range g.Steps {
			for _, a := range step.Asks {
				if a.Name == g.Subject && a.Kind == guide.Line {
					return g, a, true
				}
			}
		}
	}
	return guide.Guide{}, guide.Ask{}, false
}

// startLabel is what the guide itself writes on the button under its question.
func startLabel(g guide.Guide, ask guide.Ask) string {
	for _, step := range g.Steps {
		for _, a := range step.Asks {
			if a.Name == ask.Name && step.NextLabel != "" {
				return step.NextLabel
			}
		}
	}
	return "Look it up"
}

// check begins a visit with the answer that was typed and goes to its first
// check; an answer that is not valid is explained beside the field.
func (h *home) check(g guide.Guide, ask guide.Ask) {
	s := guide.New(g, app.NewID(), h.w.now())
	s.ChangeAnswer(ask.Name)
	_, bad := s.Submit(map[string]string{ask.Name: h.field.Text()}, h.w.now())
	for _, f := range bad {
		if f.Name == ask.Name {
			h.field.SetError(wrong(f.Err))
			h.object.Refresh()
			h.w.focus(h.field.Entry())
			return
		}
	}
	z := newWizard(h.w)
	z.s = s
	h.w.open("guides", z, "")
}

// trySample is the second way in: the sample organisation.
func trySample(w *Window) []fyne.CanvasObject {
	told := parts.Column(8)
	try := parts.NewButton("Try the sample organisation", parts.Plain, "", func() {
		w.p.Runner.Start(func(context.Context, task.Report) error { return w.p.TrySample() }, nil, func(err error) {
			told.RemoveAll()
			if err != nil {
				told.Add(w.showError(err))
			}
			told.Refresh()
		})
	})
	return []fyne.CanvasObject{rule(), parts.Column(0, parts.Bold("Want to try it first?"),
		parts.Muted("The sample organisation is a fictional charity. Nothing leaves this computer.")),
		parts.Across(0, try), told}
}
