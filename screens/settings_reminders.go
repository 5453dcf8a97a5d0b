package screens

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app/report"
	"handrail/app/schedule"
	"handrail/app/task"
	"handrail/screens/parts"
)

// weeklyFolder is the folder for the files of the weekly check, in the one for saved files.
const weeklyFolder = "handrail-weekly-check"

// reminding is the part of the settings about notifications and the weekly check.
func (s *settings) reminding() fyne.CanvasObject {
	var body []fyne.CanvasObject
	if s.w.p.Reminders != nil {
		choice := parts.NewChoice("Notifications", "At most one a day, while Handrail is open. It says that something "+
			"is due, and never what.", []parts.Option{{Value: "off", Label: "Off"}, {Value: "on", Label: "On"}})
		choice.SetValue("off")
		if s.kept[settingNotify] == "on" {
			choice.SetValue("on")
		}
		choice.OnChange = s.keepNotify
		dates := parts.NewButton("See all dates", parts.Plain, "calendar", func() { s.w.Show("dates") })
		body = append(body, parts.NewPanel(choice, parts.Across(0, dates)))
	}
	if s.w.p.Weekly.Program != "" {
		s.weekly = parts.Column(8)
		boxes(s.weekly)
		save := parts.NewButton("Save files for a weekly check", parts.Plain, "save", s.saveWeekly)
		body = append(body, parts.NewPanel(parts.Bold("Weekly check"), parts.Muted("Your computer can check your "+
			"organisation and your domains every Monday, also while Handrail is closed. Handrail saves the files "+
			"for that; you install them."), parts.Across(0, save), s.weekly))
	}
	if len(body) == 0 {
		return nil
	}
	return parts.Section("Reminders", body...)
}

// keepNotify saves whether notifications are on, and begins with them.
func (s *settings) keepNotify(value string) {
	s.kept[settingNotify] = value
	s.jobs.start(func(ctx context.Context, _ task.Report) error {
		return s.w.p.Settings.SetSetting(ctx, settingNotify, value)
	}, nil, func(err error) {
		if err != nil {
			s.tell(s.w.showError(err))
			return
		}
		if value == "on" {
			s.w.startReminding()
		}
	})
}

// saveWeekly saves the files and shows how to install and remove them.
func (s *settings) saveWeekly() {
	var plan schedule.Plan
	folder, job, system := filepath.Join(s.w.p.SaveFolder, weeklyFolder), s.w.p.Weekly, s.w.p.System
	s.jobs.start(func(context.Context, task.Report) (err error) {
		if plan, err = schedule.For(system, folder, job); err != nil {
			return err
		}
		_, err = plan.Save(folder)
		return err
	}, nil, func(err error) {
		s.weekly.Objects = nil
		focus := func() {}
		if err != nil {
			s.weekly.Add(s.w.showError(err))
		} else {
			note := s.w.savedNote(folder)
			s.weekly.Add(note)
			focus = func() { s.w.focusSaved(note) }
			s.weekly.Add(parts.NewCode(report.Code{Label: "Install it with these commands",
				Text: strings.Join(plan.Install, "\n")}, s.w.copy))
			s.weekly.Add(parts.NewCode(report.Code{Label: "Remove it with these commands",
				Text: strings.Join(plan.Remove, "\n")}, s.w.copy))
		}
		boxes(s.weekly)
		parts.Grow(s.body)
		s.body.Refresh()
		focus()
	})
}
