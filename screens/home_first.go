package screens

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/recommend"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// firstCheckSetting keeps what the check of the first start found, as JSON of recommend.Seen.
const firstCheckSetting = "first-check"

// firstStart is Home while no guide was begun: one field, and which guides to do first.
type firstStart struct {
	field  *parts.Field
	told   *fyne.Container // progress and errors of the check
	domain recommend.Seen  // what was found of the domain; zero before
	people recommend.Seen  // what was read of the organisation; zero where none is connected
	conn   connection
	read   *homeFigures // nil where no organisation is connected
	cancel func()
}

// firstTime shows the first start, and what earlier checks found.
func (h *home) firstTime() {
	h.start = &firstStart{told: parts.Column(8), field: parts.NewField("Your domain or work email address",
		"For example northgate.example", false)}
	h.start.field.OnSubmit = h.check
	f, start, visits := recommend.Seen{}, h.start, h.visits
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		kept, err := h.w.p.Settings.Settings(ctx)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(kept[firstCheckSetting]), &f); err != nil {
			f = recommend.Seen{} // there was none
		}
		if h.w.p.Tenant != nil {
			start.people, start.conn, start.read, err = h.w.fetchSigns(ctx, visits)
		}
		return err
	}, nil, func(err error) {
		if err != nil {
			start.told.Add(h.w.showError(err))
		}
		start.domain = f
		if f.Domain != "" {
			start.field.SetText(f.Domain)
		}
		h.drawFirst()
		h.w.focus(start.field.Entry())
	})
}

// fetchSigns runs in a job and returns what speaks for guides in the connected organisation, and what that is made of.
func (w *Window) fetchSigns(ctx context.Context, visits []guide.Visit) (s recommend.Seen, c connection, f *homeFigures,
	err error) {
	if c, err = fetchConnection(ctx, w.p.Tenant); err != nil || !c.connected() {
		return s, c, nil, err
	}
	f, err = w.fetchFigures(ctx, visits)
	if err != nil || f == nil {
		if app.CodeOf(err) == app.NotFound {
			err = nil // it was never read
		}
		return s, c, f, err
	}
	read := f.status[tenant.SectionRegistration].Completed
	if f.empty() || read.IsZero() {
		return s, c, f, nil // its lists are not known
	}
	return recommend.OfPeople(recommend.People{At: read, Lists: f.counts, Counts: f.guides}), c, f, nil
}

// lacking is what is not known of the connected organisation; nil where all that the first start needs is.
func (f *firstStart) lacking(h *home) fyne.CanvasObject {
	if f.read == nil {
		return nil
	}
	var l homeLine
	g := gapOf(f.conn, f.read.status, tenant.SectionUsers, tenant.SectionRegistration)
	switch {
	case g.kind != noGap:
		l = homeLine{key: "people", state: parts.SeverityChip(report.Unknown), fact: g.fact(), why: g.why()}
		l.label, l.on = g.action(h.w)
	case f.read.empty():
		l = f.read.none(h)
	default:
		return nil
	}
	return parts.NewRows(h.answer(l))
}

// drawFirst draws the first start.
func (h *home) drawFirst() {
	f := h.start
	h.buttons = nil
	label, kind := "Check this domain", parts.Main
	found := recommend.Guides(h.w.now(), f.people, f.domain)
	if !f.domain.At.IsZero() || len(found) > 0 {
		label, kind = "Check again", parts.Plain
	}
	if f.domain.At.IsZero() {
		label = "Check this domain"
	}
	var body []fyne.CanvasObject
	if h.w.p.FirstCheck != nil {
		body = append(body, container.New(&beside{}, f.field, h.button("check", label, kind, "", h.check)))
	}
	if !f.conn.connected() && h.w.p.Tenant != nil {
		body = append(body, parts.Across(8, parts.NewWord("Or read more at once:"),
			h.button("connect", "Sign in to your organisation", parts.Quiet, "right", h.w.connect)))
	}
	body = append(body, f.told)
	if line := f.lacking(h); line != nil {
		body = append(body, line)
	}
	body = append(body, h.recommended(found)...)
	body = append(body, parts.Across(0, h.button("choose", "See all guides", parts.Quiet, "right",
		func() { h.w.Show("guides") })))
	if h.w.p.TrySample != nil {
		body = append(body, trySample(h.w)...)
	}
	text := "Handrail looks up what anyone can see about your domain, then says what to do first. No sign-in, no change."
	if h.w.p.FirstCheck == nil {
		text = "Choose a guide. Handrail checks first and shows what it finds."
	}
	h.object.Objects = []fyne.CanvasObject{parts.NewStart("Start with one check", text, body...)}
	h.object.Refresh()
}

// recommended are the guides to do first, or why there are none.
func (h *home) recommended(found []recommend.Recommendation) (body []fyne.CanvasObject) {
	f := h.start
	switch d := f.domain; {
	case d.Gone:
		body = append(body, parts.NewBanner(report.Problem, "This domain does not exist: "+d.Domain+".",
			"Check its spelling, then check again."))
	case d.Silent:
		body = append(body, parts.NewBanner(report.Unknown, "Handrail could not check "+d.Domain+".",
			"No name server answered. Check your connection, then check again."))
	}
	if len(found) == 0 {
		return body
	}
	var rows []fyne.CanvasObject
	for _, r := range found {
		n := slices.IndexFunc(h.w.p.Guides, func(g guide.Guide) bool { return g.ID == r.Guide })
		if n < 0 {
			continue
		}
		g, kind := h.w.p.Guides[n], parts.Plain
		if len(rows) == 0 {
			kind = parts.Main
		}
		first, on := r.Connect && !f.conn.connected(), func() { h.w.startAt(g, r.Step, true) }
		label := "Start guide"
		if first {
			label, on = "Connect to start", h.w.connect
		}
		rows = append(rows, parts.NewRecommendation(parts.RecommendationRow{Number: len(rows) + 1, Title: g.Title,
			Reason: r.Reason, Connect: first, Time: plural(g.Minutes, "minute"),
			Button: h.button("start-"+g.ID, label, kind, "", on)}))
	}
	return append(body, parts.Section(h.foundHeading(len(rows)), parts.Muted(h.foundLead(len(rows))),
		parts.NewRows(rows...)))
}

// foundHeading returns what was checked and how many guides to start with.
func (h *home) foundHeading(n int) string {
	var checked []string
	if !h.start.people.At.IsZero() {
		checked = append(checked, h.start.conn.one.Name)
	}
	if d := h.start.domain; d.Domain != "" && !d.Gone && !d.Silent {
		checked = append(checked, d.Domain)
	}
	these := "these " + guide.Figures(n) + " guides"
	if n == 1 {
		these = "this guide"
	}
	return "Checked " + strings.Join(checked, " and ") + ": start with " + these
}

// foundLead returns in which order they are, and from when what was found is.
func (h *home) foundLead(n int) string {
	at := h.start.domain.At
	if p := h.start.people.At; at.IsZero() || !p.IsZero() && p.Before(at) {
		at = p
	}
	lead := "The most urgent is first. "
	if n == 1 {
		lead = ""
	}
	return lead + "You can leave a guide at any time and continue later. Data from " + when(at, h.w.now()) + "."
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
	return []fyne.CanvasObject{rule(), parts.NewLine(false, nil, parts.Column(0, parts.Bold("Want to try it first?"),
		parts.Muted("The sample organisation is a fictional charity. Nothing leaves this computer.")), try), told}
}
