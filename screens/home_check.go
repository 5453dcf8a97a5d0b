package screens

import (
	"context"
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/recommend"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// check looks up the domain that was typed and shows what to do first.
func (h *home) check() {
	f := h.start
	typed := strings.TrimSpace(f.field.Text())
	if f.cancel != nil || h.w.p.FirstCheck == nil {
		return // one check at a time
	}
	f.field.SetError("")
	progress := parts.NewProgress("")
	f.told.Objects = []fyne.CanvasObject{progress}
	h.refit()
	progress.Set(task.Progress{Note: "Checking " + typed})
	var seen recommend.Seen
	stopped, ended := false, false
	progress.OnStop = func() {
		stopped = true
		if f.cancel != nil {
			f.cancel()
		}
		f.told.Objects, f.cancel = []fyne.CanvasObject{parts.NewBanner(report.Note, "Stopped.", "Nothing was changed.")}, nil
		h.refit()
		h.w.focus(f.field.Entry())
	}
	f.cancel = func() {}
	cancel := h.jobs.start(func(ctx context.Context, rep task.Report) (err error) {
		if seen, err = h.w.p.FirstCheck(ctx, typed, rep); err != nil {
			return err
		}
		return h.w.keepFirst(ctx, seen)
	}, func(p task.Progress) {
		if !stopped {
			progress.Set(p)
		}
	}, func(err error) {
		ended = true
		if stopped {
			return
		}
		f.cancel = nil
		h.checked(seen, err)
	})
	if !ended {
		f.cancel = cancel
	}
}

// checked shows what a check found, or why it could not.
func (h *home) checked(seen recommend.Seen, err error) {
	f := h.start
	f.told.Objects = nil
	switch {
	case err != nil && app.CodeOf(err) == app.Invalid:
		f.field.SetError(wrong(err))
		h.refit()
		h.w.focus(f.field.Entry())
		return
	case err != nil:
		again := parts.NewButton("Try again", parts.Plain, "", h.check)
		f.told.Objects = []fyne.CanvasObject{h.w.showError(err, again)}
		h.refit()
		h.w.focus(again)
		return
	}
	f.domain = seen
	f.field.SetText(seen.Domain)
	h.drawFirst()
	h.w.loadFoot()
	for _, b := range h.buttons {
		if strings.HasPrefix(b.key, "start-") {
			h.w.focus(b.button)
			return
		}
	}
	h.w.focus(f.field.Entry())
}

// keepFirst runs in a job and saves the domain and what was found. A domain that does not exist is no answer.
func (w *Window) keepFirst(ctx context.Context, seen recommend.Seen) error {
	if seen.Gone {
		return nil
	}
	text, err := json.Marshal(seen)
	if err != nil {
		return err
	}
	if err := w.p.Settings.SetSetting(ctx, guide.DomainSetting, seen.Domain); err != nil {
		return err
	}
	return w.p.Settings.SetSetting(ctx, firstCheckSetting, string(text))
}

// refit makes room for what the check shows.
func (h *home) refit() {
	boxes(h.start.told)
	h.object.Refresh()
}
