package screens

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// historyKinds are what has a page of its own history, by the word in its route. A person has a page of their own.
var historyKinds = map[string]string{"policy": tenant.SectionAccess, "group": tenant.SectionGroups}

// rowHistory is the page with what changed in one policy or group.
type rowHistory struct {
	w      *Window
	jobs   *jobs
	object *fyne.Container

	section, id string
	name        string
	found       drift.Result
}

func newRowHistory(w *Window) screen {
	if w.p.Tenant == nil || w.p.Changes == nil {
		return newNoOrganisation(w)
	}
	return &rowHistory{w: w, jobs: &jobs{runner: w.p.Runner}, object: container.NewStack()}
}

// Object returns what is drawn.
func (h *rowHistory) Object() fyne.CanvasObject { return h.object }

// Open sets of what: "policy/<id>" or "group/<id>".
func (h *rowHistory) Open(route string) {
	kind, id, _ := strings.Cut(route, "/")
	h.section, h.id = historyKinds[kind], id
}

// Enter reads what is remembered.
func (h *rowHistory) Enter() {
	h.show(parts.NewEmpty(false, "History", "Comparing the data on this computer…"))
	h.load()
}

// Leave stops the jobs.
func (h *rowHistory) Leave() { h.jobs.leave() }

// Escape goes back to all changes.
func (h *rowHistory) Escape() { h.w.Show("changes") }

func (h *rowHistory) show(page fyne.CanvasObject) {
	h.object.Objects = []fyne.CanvasObject{page}
	h.object.Refresh()
}

func (h *rowHistory) load() {
	var found drift.Result
	var name string
	h.jobs.start(func(ctx context.Context, _ task.Report) error {
		sources, err := h.w.p.Changes(ctx)
		if err != nil {
			return err
		}
		var row struct {
			Name string `json:"displayName"`
		}
		if _, err := rowOf(ctx, sources.View, h.section, h.id, &row); err != nil {
			return err
		}
		name = row.Name
		found, err = drift.Of(ctx, sources, h.section, h.id, h.w.now())
		return err
	}, nil, func(err error) {
		h.found, h.name = found, name
		h.draw(err)
	})
}

func (h *rowHistory) draw(err error) {
	back := parts.NewButton("What changed", parts.Quiet, "left", h.Escape)
	frame := func(page fyne.CanvasObject) {
		h.show(container.NewBorder(nil, parts.NewWideBar(back), nil, nil, page))
		h.w.focus(back)
	}
	if err != nil {
		frame(parts.NewPage("History", "Handrail could not compare the data.", h.w.showError(err)))
		return
	}
	title := h.name
	if title == "" && len(h.found.Told) > 0 {
		title = h.found.Told[0].Subject // it is gone
	}
	frame(parts.NewActionPage("“"+or(title, h.id)+"”", parts.Muted("Its history, latest first."),
		[]fyne.CanvasObject{parts.NewButton("Print", parts.Plain, "", h.Print)}, h.w.historyOf(h.found, h.section)...))
}

// historyOf shows what changed in one row, the latest first, and since when it is remembered.
func (w *Window) historyOf(r drift.Result, section string) []fyne.CanvasObject {
	if r.None {
		return []fyne.CanvasObject{parts.Text(r.Heading())}
	}
	var all []fyne.CanvasObject
	for _, st := range r.Unread {
		all = append(all, parts.NewBanner(report.Warning, "Handrail could not read “"+tenant.TitleOf(st.Section)+
			"”, so the latest changes are not known.", strings.TrimSpace(st.Message+" "+st.Hint)))
	}
	told := append(slices.Clone(r.Told), r.Accepted...)
	slices.SortStableFunc(told, func(a, b drift.Told) int { return b.At.Compare(a.At) })
	if len(told) > 0 {
		all = append(all, w.changeList(told, false, nil)...)
	}
	return append(all, parts.Muted(comparedSince(r, section, len(told) > 0)))
}

// comparedSince describes since when changes are known, and what is left out.
func comparedSince(r drift.Result, section string, some bool) string {
	words := "Handrail has not compared “" + tenant.TitleOf(section) + "” yet, so it does not know what changed."
	switch {
	case r.From.IsZero() && some:
		words = ""
	case !r.From.IsZero() && some:
		words = "Handrail has compared this since " + r.From.Local().Format("2 January 2006") + "."
	case !r.From.IsZero():
		words = "Handrail saw no change that matters since " + r.From.Local().Format("2 January 2006") +
			", when it began to compare."
	}
	if r.Noise > 0 {
		words += " " + guide.Count(r.Noise, "change without consequences is", "changes without consequences are") +
			" not shown."
	}
	return strings.TrimSpace(words)
}
