package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/screens/parts"
)

// gapKind is why a page lacks data of the organisation.
type gapKind int

const (
	noGap      gapKind = iota
	notAsked           // Handrail did not ask Microsoft yet
	notRead            // it asked, and got no whole answer
	notAllowed         // Microsoft refused: a role, a permission or a licence is missing
)

// dataGap is which of the organisation’s data a page does not have, and why.
type dataGap struct {
	kind   gapKind
	titles []string // of the sections
	none   int      // how many sections are not saved, for any reason
	st     tenant.Status
	conn   connection
}

// gapOf returns which of sections were never read, and why: those that were refused if there are any, else those that
// failed, else those that were not asked for.
func gapOf(c connection, status map[string]tenant.Status, sections ...string) (g dataGap) {
	g.conn = c
	for _, id := range sections {
		st := status[id]
		if !st.Completed.IsZero() {
			continue
		}
		g.none++
		kind := notAsked
		switch {
		case missing(st.State):
			kind = notAllowed
		case st.Message != "":
			kind = notRead
		}
		if kind > g.kind {
			g.kind, g.st, g.titles = kind, st, nil
		}
		if kind == g.kind {
			g.titles = append(g.titles, tenant.TitleOf(id))
		}
	}
	return g
}

// lacking reports whether Handrail has read no section yet.
func (g dataGap) lacking(sections []string) bool { return g.kind != noGap && g.none == len(sections) }

// what names the sections: “People”, or “People” and 3 other parts of the data.
func (g dataGap) what() string {
	words := "“" + g.titles[0] + "”"
	if more := len(g.titles) - 1; more > 0 {
		words += " and " + guide.Count(more, "other part", "other parts") + " of your data"
	}
	return words
}

// fact returns one sentence: what was not read.
func (g dataGap) fact() string {
	switch g.kind {
	case notAllowed:
		return "Your account cannot read " + g.what() + "."
	case notRead:
		return "Handrail could not read " + g.what() + "."
	}
	return "Handrail has not read " + g.what() + " yet."
}

// why returns what this means for the page, and the reason.
func (g dataGap) why() string {
	if g.kind == notAsked {
		return "What depends on it is not known."
	}
	return strings.TrimSpace("What depends on it is not known. " + g.st.Message + " " + g.st.Hint)
}

// action returns the words of the one button, and what it does.
func (g dataGap) action(w *Window) (label string, on func()) {
	switch {
	case g.kind == notAllowed:
		return "Show what is missing", func() { w.Show("organisation") }
	case !g.conn.signedIn:
		return "Connect to read it", w.connect
	case g.kind == notRead:
		return "Read it again", func() { w.Show("organisation/refresh") }
	}
	return "Read it now", func() { w.Show("organisation/refresh") }
}

// draw returns the gap as a banner with its button; nil for noGap.
func (g dataGap) draw(w *Window) (all []fyne.CanvasObject, first *parts.Button) {
	if g.kind == noGap {
		return nil, nil
	}
	tone := report.Unknown
	if g.kind != notAsked {
		tone = report.Warning
	}
	label, on := g.action(w)
	first = parts.NewButton(label, parts.Plain, "", on)
	return []fyne.CanvasObject{parts.NewBanner(tone, g.fact(), g.why()), parts.Across(0, first)}, first
}

// allSections returns the ids of all sections.
func allSections() (ids []string) {
	for _, sec := range tenant.Sections() {
		ids = append(ids, sec.ID)
	}
	return ids
}

// fetchAges runs in a job. It returns why Handrail has read no section yet; otherwise how old the oldest outdated one
// is, or "" if all are current.
func (w *Window) fetchAges(ctx context.Context, c connection, sections []string) (g dataGap, age string, err error) {
	if !c.connected() {
		return g, "", nil
	}
	view, err := w.p.Tenant.View(ctx)
	if app.CodeOf(err) == app.NotFound {
		return g, "", nil
	}
	if err != nil {
		return g, "", err
	}
	status, err := fetchStatuses(ctx, view)
	if err != nil {
		return g, "", err
	}
	if g = gapOf(c, status, sections...); g.lacking(sections) {
		return g, "", nil
	}
	return dataGap{}, oldest(status, sections, w.now()), nil
}

// oldest returns how old the oldest outdated section is; "" if all are current.
func oldest(status map[string]tenant.Status, sections []string, now time.Time) string {
	var first tenant.Status
	for _, id := range sections {
		st := status[id]
		if st.Completed.IsZero() || !first.Completed.IsZero() && !st.Completed.Before(first.Completed) {
			continue
		}
		if _, old := dataFrom(st, sectionOf(id), now); old {
			first = st
		}
	}
	if first.Completed.IsZero() {
		return ""
	}
	words, _ := dataFrom(first, sectionOf(first.Section), now)
	return "“" + tenant.TitleOf(first.Section) + "”: " + lowerFirst(words) + "."
}

// readAgain returns the button that reads the organisation’s data again, for a page on which there is nothing.
func (c connection) readAgain(w *Window) *parts.Button {
	if !c.signedIn {
		return parts.NewButton("Connect to read it again", parts.Plain, "", w.connect)
	}
	return parts.NewButton("Read the data again", parts.Plain, "", func() { w.Show("organisation/refresh") })
}
