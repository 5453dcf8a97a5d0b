package screens

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// Notice is something the person must know, whatever screen is shown.
type Notice struct{ Title, Message, Hint string }

// showNotices shows the notices of the start.
func (w *Window) showNotices() {
	for _, n := range w.p.Notices {
		w.showNotice(n)
	}
}

// awaitNotice shows each notice that comes later.
func (w *Window) awaitNotice() {
	if w.p.NextNotice == nil {
		return
	}
	var n Notice
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) (err error) {
		n, err = w.p.NextNotice(ctx)
		return err
	}, nil, func(err error) {
		if err != nil {
			return
		}
		w.showNotice(n)
		w.Win.Content().Refresh()
		w.awaitNotice()
	})
}

// showNotice shows a notice above every screen until the person dismisses it.
func (w *Window) showNotice(n Notice) {
	lead, text := n.Title, n.Message
	if lead == "" {
		lead, text = n.Message, ""
	}
	if n.Hint != "" {
		text = strings.TrimSpace(text + " " + n.Hint)
	}
	var line fyne.CanvasObject
	away := parts.NewButton("Dismiss", parts.Quiet, "tick", func() { w.dismiss(line) })
	line = container.NewPadded(parts.Column(4, parts.NewBanner(report.Warning, lead, text), parts.Across(0, away)))
	w.top.Add(line)
	w.top.Show()
}

// dismiss removes a notice.
func (w *Window) dismiss(line fyne.CanvasObject) {
	w.top.Remove(line)
	if len(w.top.Objects) == 0 {
		w.top.Hide()
	}
	w.Win.Content().Refresh()
	w.Win.Canvas().Unfocus()
}
