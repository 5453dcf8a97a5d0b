package screens

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/guide"
	"handrail/app/reminder"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// home answers three questions: what needs the person now, what waits and until when, what is well and since when. On
// the first start it asks for one thing and shows what to do first.
type home struct {
	w      *Window
	jobs   jobs
	object *fyne.Container

	visits   []guide.Visit
	today    guide.Overview
	upcoming []guide.Upcoming
	worst    map[string]report.Severity // of saved reports, by id
	again    map[string]guide.Recheck   // the last look again at completed visits
	people   *homeFigures               // nil until read
	news     *news                      // nil until compared
	waits    []homeLine                 // what waits besides visits and events, from addWaits
	dates    *reminder.List             // nil until read

	loading int  // jobs that have not ended
	failed  bool // one of them could not read everything
	drawn   bool
	more    map[string]int // how many lines more each section shows
	buttons []homeButton   // those on the page, in their order
	clocks  []*countdown
	start   *firstStart // what the first start shows; nil later
}

// homeButton is a button of the page by its key, so that the focus stays where it is.
type homeButton struct {
	key    string
	button *parts.Button
}

func newHome(w *Window) screen {
	return &home{w: w, jobs: jobs{runner: w.p.Runner}, object: container.NewStack(), more: map[string]int{}}
}

// Object returns what is drawn.
func (h *home) Object() fyne.CanvasObject { return h.object }

// Enter loads the visits once nothing is left to save.
func (h *home) Enter() { h.w.saver.whenIdle(h.load) }

// Leave stops loading.
func (h *home) Leave() { h.jobs.leave() }

// load reads the visits and sorts them.
func (h *home) load() {
	var visits []guide.Visit
	worst := map[string]report.Severity{}
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if visits, err = h.w.visits(ctx); err != nil {
			return err
		}
		saved, _, err := report.ListPage(ctx, h.w.p.Library, report.Page{IDs: reportsOf(visits)})
		for _, r := range saved {
			worst[r.ID] = r.Worst
		}
		return err
	}, nil, func(err error) {
		if err != nil {
			again := parts.NewButton("Try again", parts.Main, "", h.load)
			h.show(parts.NewPage("Today", "Handrail could not read the guides that you started.",
				h.w.showError(err, again)), again)
			return
		}
		h.visits, h.worst = visits, worst
		h.today = guide.NewOverview(h.w.p.Guides, visits, h.w.now())
		h.upcoming = guide.NewUpcoming(h.w.p.Guides, visits, h.w.now())
		h.failed = false
		h.loading = 2
		if !slices.ContainsFunc(visits, func(v guide.Visit) bool { return v.Guide != connectGuide }) {
			h.firstTime()
			return
		}
		h.start = nil
		h.draw()
		h.loadNotices()
		h.loadPeople()
		h.loadNews()
		h.loadDates()
		h.tick()
	})
}

// reportsOf returns the ids of the reports that the steps of visits were saved in.
func reportsOf(visits []guide.Visit) []string {
	ids := []string{}
	for _, v := range visits {
		for _, o := range v.Outcomes {
			if o.Report != "" {
				ids = append(ids, o.Report)
			}
		}
	}
	return ids
}

// loadNotices adds what guides report of earlier visits: they compare saved data, which can take a moment.
func (h *home) loadNotices() {
	var all []guide.Notice
	again, visits := map[string]guide.Recheck{}, h.visits
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if all, err = guide.NoticesWith(ctx, h.w.p.Guides, visits, h.w.p.Rechecks); err != nil {
			return err
		}
		if h.w.p.Rechecks == nil {
			return nil
		}
		kept, err := h.w.p.Rechecks.Rechecks(ctx)
		for _, r := range kept {
			again[r.Visit] = r
		}
		return err
	}, nil, func(err error) {
		h.today.Add(h.w.p.Guides, visits, all, h.w.now())
		h.again = again
		h.ended(err)
	})
}

// ended counts a job that ended, and shows what it brought.
func (h *home) ended(err error) {
	h.loading--
	if err != nil {
		logError(err)
		h.failed = true
	}
	h.draw()
}

// show replaces the page; first gets the focus where the page is new.
func (h *home) show(page fyne.CanvasObject, first fyne.Focusable) {
	h.object.Objects = []fyne.CanvasObject{page}
	h.object.Refresh()
	h.w.focus(first)
}

// draw shows all that is known by now. The focus stays on the line where it is.
func (h *home) draw() {
	if h.start != nil {
		h.drawFirst()
		return
	}
	key, own := h.focused()
	h.buttons, h.clocks = nil, nil
	page := h.page()
	var first fyne.Focusable
	for _, b := range h.buttons {
		if own && b.key == key || !h.drawn && first == nil {
			first = b.button
		}
	}
	h.drawn = true
	h.show(page, first)
}

// focused returns the key of the button that has the focus; false where another button has it.
func (h *home) focused() (string, bool) {
	on := h.w.Win.Canvas().Focused()
	for _, b := range h.buttons {
		if on == fyne.Focusable(b.button) {
			return b.key, true
		}
	}
	return "", false
}

// page is Home when something was begun.
func (h *home) page() fyne.CanvasObject {
	needs, waits := h.needs(), h.waiting()
	well, others := h.today.Well(h.worst)
	body := []fyne.CanvasObject{
		h.section("What needs you now", "Nothing needs you now.", "needs", needs, h.answer),
		h.section("What waits", "Nothing waits.", "waits", waits, h.wait),
		h.allDates(),
		h.halves(well),
	}
	if rows := h.completed(others); len(rows) > 0 {
		body = append(body, parts.Section("Other completed guides", parts.NewRows(rows...)))
	}
	if h.people != nil && !h.people.empty() {
		body = append(body, h.people.section(h))
	}
	choose := h.button("choose", "Choose a guide", parts.Plain, "", func() { h.w.Show("guides") })
	body = append(body, parts.Across(0, choose))
	return parts.NewPage("Today", h.lead(len(needs), len(waits)), body...)
}

// lead counts the lines once all of them are read.
func (h *home) lead(needs, waits int) string {
	date := h.w.now().Local().Format("Monday 2 January, 15:04") + "."
	if h.loading > 0 {
		return date
	}
	words := " " + guide.Count(needs, "thing needs", "things need") + " you now"
	if needs == 0 {
		words = " Nothing needs you now"
	}
	switch waits {
	case 0:
		words += "."
	case 1:
		words += "; 1 waits."
	default:
		words += "; " + guide.Figures(waits) + " wait."
	}
	if h.failed {
		words += " Handrail could not read everything."
	}
	return date + words
}

// addWaits adds lines that wait besides visits and events, each with its key and date; those of before are replaced.
func (h *home) addWaits(lines ...homeLine) {
	h.waits = lines
	h.draw()
}
