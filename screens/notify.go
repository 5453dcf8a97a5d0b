package screens

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"handrail/app/reminder"
	"handrail/app/task"
)

// This is the only file that sends a notification of the system: others read it on the lock screen. So it says one of
// these sentences, and nothing else.
const (
	notifyTitle    = "Handrail"
	notifyToday    = "Something in Handrail is due today. Open Handrail to see what."
	notifyTomorrow = "Something in Handrail is due tomorrow. Open Handrail to see what."
)

// The names of the settings that are kept.
const (
	settingNotify   = "notify"   // on, or nothing
	settingNotified = "notified" // the day of the last notification, such as 2026-11-25
)

// notifyEvery is how often Handrail looks whether a date has come, while its window is open.
const notifyEvery = time.Hour

// startReminding begins to look for dates that have come, where the person switched that on. It is at most one
// notification a day.
func (w *Window) startReminding() {
	if w.p.Reminders == nil || w.reminding {
		return
	}
	w.reminding = true
	w.remind(false)
}

// remind looks once, later with wait, and goes on until the setting is off.
func (w *Window) remind(wait bool) {
	on, days, now := false, -1, time.Time{}
	w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		if wait {
			hold := w.p.Pause
			if hold == nil {
				hold = pause
			}
			if err := hold(ctx, notifyEvery); err != nil {
				return err
			}
		}
		kept, err := w.p.Settings.Settings(ctx)
		if err != nil {
			return err
		}
		now = w.now().Local()
		if on = kept[settingNotify] == "on"; !on || kept[settingNotified] == now.Format(time.DateOnly) {
			return nil
		}
		l, err := w.p.Reminders(ctx)
		if err != nil {
			return err
		}
		if days = nearest(l, now); days < 0 {
			return nil
		}
		return w.p.Settings.SetSetting(ctx, settingNotified, now.Format(time.DateOnly))
	}, nil, func(err error) {
		switch {
		case err != nil:
			logError(err)
			w.reminding = false
			return
		case days == 0:
			w.app.SendNotification(fyne.NewNotification(notifyTitle, notifyToday))
		case days == 1:
			w.app.SendNotification(fyne.NewNotification(notifyTitle, notifyTomorrow))
		}
		if !on {
			w.reminding = false
			return
		}
		w.remind(true)
	})
}

// nearest returns 0 if something is due today, 1 if something is due tomorrow, and -1 otherwise. What someone else
// takes care of does not count.
func nearest(l reminder.List, now time.Time) int {
	found := -1
	for _, r := range l.All {
		if !r.Known() || r.Quiet {
			continue
		}
		switch r.Days(now) {
		case 0:
			return 0
		case 1:
			found = 1
		}
	}
	return found
}
