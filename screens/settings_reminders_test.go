package screens

import (
	"os"
	"path/filepath"
	"testing"

	"handrail/app/schedule"
	"handrail/app/task"
)

func TestSettingsSaveAWeeklyCheck(t *testing.T) {
	s := newStage(t, task.Inline{})
	s.open("settings").hides("Weekly check")
	s.ports.Weekly, s.ports.System = schedule.Weekly("/opt/hand rail/handrail", "", ""), "linux"
	s.open("settings").tab("Save files for a weekly check").enter().shows("Saved.", "Install it with these commands",
		"systemctl --user enable --now handrail-check.timer", "Remove it with these commands",
		"systemctl --user disable --now handrail-check.timer")
	folder := filepath.Join(s.ports.SaveFolder, weeklyFolder)
	if files, err := os.ReadDir(folder); err != nil || len(files) != 3 {
		t.Errorf("%v, %v", files, err)
	}
	s.ports.System = "plan9"
	s.open("settings").tab("Save files for a weekly check").enter().shows("no files for the scheduler of this system")
}

func TestSettingsSwitchNotifications(t *testing.T) {
	s := newStage(t, task.Inline{}).dated(someDates())
	once(s, nil)
	s.open("settings").shows("Notifications", "and never what")
	if _, ok := s.memory.setting[settingNotify]; ok {
		t.Error("it is set before anyone chose")
	}
	s.w.current.(*settings).keepNotify("on")
	if s.memory.setting[settingNotify] != "on" || s.memory.setting[settingNotified] == "" {
		t.Errorf("the settings are %q", s.memory.setting)
	}
	s.w.current.(*settings).keepNotify("off")
	if s.memory.setting[settingNotify] != "off" {
		t.Errorf("the settings are %q", s.memory.setting)
	}
	s.tab("See all dates").enter().shows("Due now")
}
