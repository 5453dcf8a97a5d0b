package screens

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/drift"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

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
			h.news = &n
			h.draw()
		}
	})
}

// newsPanel is the part of Home with the worst changes, one of them good news where there is any. Where data was not
// compared, it says so.
func (h *home) newsPanel() fyne.CanvasObject {
	n, open := h.news, func() { h.w.Show("changes") }
	shown := worthTelling(n.found.Told)
	var rows []fyne.CanvasObject
	for i, t := range shown {
		by := "Seen on " + longDay(t.At, h.w.now()) + "."
		if t.By != nil || t.Made != nil {
			_, lead, who := h.w.whoDid(t)
			by = strings.TrimSpace(lead + " " + who)
		}
		icon, c := parts.SeverityIcon(t.Severity)
		rows = append(rows, parts.NewHalf(parts.NewHalfIcon(icon, c), parts.Text(t.Text),
			parts.Caption(t.Severity.Label()+". "+by), h.button("news-"+itoa(i), "Open", parts.Quiet, "right", open)))
	}
	if more := len(n.found.Told) - len(shown); more > 0 || len(shown) == 0 {
		label := "See what changed"
		if more > 0 {
			label = "See all " + guide.Figures(len(n.found.Told)) + " changes"
		}
		rows = append(rows, parts.NewRow(nil, parts.Flush(h.button("news", label, parts.Quiet, "right", open))))
	}
	body := []fyne.CanvasObject{}
	if len(n.found.Told) == 0 {
		body = append(body, parts.Text(n.found.Heading()))
	}
	for _, b := range n.found.Gaps() {
		body = append(body, parts.Caption(b.Lead+" "+b.Text))
	}
	return parts.Section(h.w.newsHeading(*n), append(body, parts.NewRows(rows...))...)
}

// worthTelling returns the changes that Home names: the worst, and if these are all bad, the newest good one in the
// last place.
func worthTelling(all []drift.Told) []drift.Told {
	shown := slices.Clone(all[:min(len(all), halfShown)])
	good := func(t drift.Told) bool { return t.Severity == report.OK }
	if i := slices.IndexFunc(all, good); i >= halfShown {
		shown[halfShown-1] = all[i]
	}
	return shown
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
