package screens

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/release"
	"handrail/app/task"
)

// aboutStage is a window on version 0.1.0 of 24 days ago. asked counts the questions for the newest version.
func aboutStage(t *testing.T, newest string, answer release.Newest, err error) (s *stage, asked *int) {
	s, asked = newStage(t, task.Inline{}), new(int)
	s.ports.About = About{
		Version: release.Version{Number: "0.1.0", Commit: "abc1234", Made: s.world.now.AddDate(0, 0, -24),
			Origin: "windows-installer", Go: "go1.26", System: "windows", Arch: "amd64"},
		Newest: newest,
		Ask: func(_ context.Context, address string) (release.Newest, error) {
			*asked++
			if address != newest {
				t.Errorf("asked %s", address)
			}
			return answer, err
		},
	}
	return s.open("settings"), asked
}

func TestAboutSaysVersionAgeAndOrigin(t *testing.T) {
	s, asked := aboutStage(t, "", release.Newest{}, nil)
	s.shows("Handrail 0.1.0. Its date is", "24 days ago.", "Installed with the Windows installer.", "abc1234",
		"go1.26 windows amd64")
	if strings.Contains(textOf(s.w.body), "newer version") || *asked > 0 {
		t.Error("there is a button with no address to ask")
	}
	s = newStage(t, task.Inline{}).open("settings")
	s.shows("Its date is not known", "No package says where this program came from.")
}

func TestTheNewestVersionIsAskedForOnlyWhenSelected(t *testing.T) {
	newer := release.Newest{Version: "0.2.0", Date: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
		Page: "https://updates.example.org/handrail"}
	for name, c := range map[string]struct {
		answer release.Newest
		err    error
		says   []string
	}{
		"newer": {newer, nil, []string{"Version 0.2.0 of 1 December 2026 is newer than this one.",
			"Handrail does not install it.", "https://updates.example.org/handrail"}},
		"the same": {release.Newest{Version: "0.1.0"}, nil, []string{"This is the newest version, 0.1.0."}},
		"no answer": {release.Newest{}, app.Errorf(app.Unreachable, "Check your connection, then try again.",
			"Handrail could not ask updates.example.org for the newest version."),
			[]string{"could not ask updates.example.org", "Check your connection"}},
	} {
		t.Run(name, func(t *testing.T) {
			s, asked := aboutStage(t, "https://updates.example.org/newest.json", c.answer, c.err)
			s.shows("Look for a newer version", "Handrail asks updates.example.org only when you select this.")
			if *asked != 0 {
				t.Fatal("asked before it was selected")
			}
			s.tab("Look for a newer version").enter()
			s.shows(c.says...)
			if *asked != 1 {
				t.Errorf("asked %d times", *asked)
			}
		})
	}
}
