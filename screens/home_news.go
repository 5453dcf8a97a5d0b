package screens

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/task"
	"handrail/screens/parts"
)

// newsShown is how many changes Home names; the page has all.
const newsShown = 3

// news is what changed in the organisation since the person last looked.
type news struct {
	looked bool // they looked before; else since is a month ago
	since  time.Time
	found  drift.Result
}

// loadNews compares the saved data in a job of its own, so that Home never waits for it. While no organisation is
// connected, it shows only changes of domains. Where Handrail cannot remember it, it shows nothing. Drawing Home is no
// look: only the page is.
func (h *home) loadNews() {
	if h.w.p.Tenant == nil || h.w.p.Changes == nil {
		return
	}
	var n news
	var conn connection
	now := h.w.now()
	h.jobs.start(func(ctx context.Context, _ task.Report) (err error) {
		if conn, err = fetchConnection(ctx, h.w.p.Tenant); err != nil {
			return err
		}
		l, err := h.w.fetchLooks(ctx, conn.one.ID)
		if err != nil {
			return err
		}
		if n.looked = !l.last.IsZero() && !l.last.After(now); n.looked {
			n.since = l.last
		} else {
			n.since = l.since(now)
		}
		n.found, err = h.w.fetchChanges(ctx, conn, n.since, now)
		return err
	}, nil, func(err error) {
		switch {
		case err != nil && app.CodeOf(err) != app.NotFound:
			logError(err) // the page shows it in words
		case err == nil && (conn.connected() && !n.found.None || len(n.found.Told) > 0):
			h.news.Objects = []fyne.CanvasObject{h.w.newsOf(n)}
			boxes(h.news)
			h.object.Refresh()
		}
	})
}

// newsOf is the part of Home with the worst changes. Where data was not compared, it says so.
func (w *Window) newsOf(n news) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	open := func() { w.Show("changes") }
	for _, t := range n.found.Told[:min(len(n.found.Told), newsShown)] {
		by := "Seen on " + longDay(t.At, w.now()) + "."
		if t.By != nil || t.Made != nil {
			_, lead, who := w.whoDid(t)
			by = strings.TrimSpace(lead + " " + who)
		}
		rows = append(rows, line(false, parts.SeverityChip(t.Severity), parts.Column(0, parts.Text(t.Text),
			parts.Caption(by)), nil))
	}
	heading, body := w.newsHeading(n), []fyne.CanvasObject{}
	if len(n.found.Told) == 0 {
		body = append(body, parts.Text(n.found.Heading()))
	}
	for _, b := range n.found.Gaps() {
		body = append(body, parts.Muted(b.Lead+" "+b.Text))
	}
	if len(rows) > 0 {
		body = append(body, parts.NewRows(rows...))
	}
	label := "See what changed"
	if more := len(n.found.Told) - newsShown; more > 0 {
		label = "See all " + guide.Figures(len(n.found.Told)) + " changes"
	}
	return parts.Section(heading, append(body, parts.Across(0, parts.NewButton(label, parts.Plain, "", open)))...)
}

// newsHeading counts what changed since the last look.
func (w *Window) newsHeading(n news) string {
	if len(n.found.Told) == 0 {
		return "What changed"
	}
	words := guide.Count(len(n.found.Told), "thing", "things") + " changed"
	at, now := n.since.Local(), w.now().Local()
	switch {
	case !n.looked:
		return "In the last 31 days: " + words
	case midnight(at).Equal(midnight(now)):
		return "Since your last look today at " + at.Format("15:04") + ": " + words
	case now.Sub(at) < 6*24*time.Hour:
		return "Since your last look on " + at.Format("Monday") + ": " + words
	}
	return "Since your last look on " + longDay(at, now) + ": " + words
}
