package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/reminder"
)

// dated runs a command on a program with reminders.
func dated(t *testing.T, l reminder.List, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	s := &stage{}
	status = Run(t.Context(), args, Environment{Out: &o, Err: &e,
		Self: func() (string, error) { return "/opt/hand rail/handrail", nil },
		Open: func(context.Context, Flags) (*Program, error) {
			s.opened++
			return &Program{Visits: &s.shelf, Library: &s.shelf, Clock: func() time.Time { return noon },
				Reminders: func(context.Context) (reminder.List, error) { return l, nil }}, nil
		}})
	return status, o.String(), e.String()
}

// dates are a day, a moment and a date that is not known.
func dates() reminder.List {
	return reminder.List{At: noon, Organisation: "o", All: []reminder.Reminder{
		{ID: "aaaa1111", Kind: reminder.Waiting, Title: "Wait for DNS", About: "a.example", Why: "The old record is cached.",
			At: noon.Add(30 * time.Hour), Guide: "g", Visit: "v", Step: "s"},
		{ID: "bbbb2222", Kind: reminder.Exceptions, Title: "An exclusion ends", About: "Ben Adeyemi", Names: true,
			Why: "It ends.", At: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), AllDay: true},
		{ID: "cccc3333", Kind: reminder.Licences, Title: "When licences end", Why: "There are no dates."}}}
}

func TestRemindersAreListed(t *testing.T) {
	status, out, errs := dated(t, dates(), "reminders")
	if status != Fine || errs != "" {
		t.Fatalf("%d, %q", status, errs)
	}
	for _, want := range []string{"aaaa1111", "Wait for DNS: a.example", "2027-01-31", "An exclusion ends: Ben Adeyemi",
		"not known", "There are no dates."} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s", want, out)
		}
	}
	l := dates()
	l.All[0].At = noon
	if status, out, _ = dated(t, l, "reminders"); status != Act || !strings.Contains(out, "Due. Wait for DNS") {
		t.Errorf("what is due gives %d:\n%s", status, out)
	}
	if status, out, _ = dated(t, reminder.List{At: noon}, "reminders"); status != Fine || !strings.Contains(out, "Nothing waits") {
		t.Errorf("%d, %s", status, out)
	}
}

func TestRemindersForPrograms(t *testing.T) {
	_, out, _ := dated(t, dates(), "reminders", "-json")
	var got struct {
		At        time.Time
		Unknown   int
		Reminders []struct {
			ID, Kind, Day, UID, Visit string
			Known                     bool
			At                        *time.Time
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	all := got.Reminders
	if len(all) != 3 || got.Unknown != 1 || all[0].At == nil || all[0].Day != "" || all[1].Day != "2027-01-31" ||
		all[1].At != nil || all[2].Known || all[2].Day != "" || all[2].At != nil || all[0].UID == "" || all[0].Visit != "v" {
		t.Errorf("%s", out)
	}
}

func TestRemindersAsACalendar(t *testing.T) {
	file := filepath.Join(t.TempDir(), "my dates.ics")
	status, out, errs := dated(t, dates(), "reminders", "-ics", file)
	if status != Fine || errs != "" || !strings.Contains(out, "Saved 2 dates") || !strings.Contains(out, "1 reminder is not in it") {
		t.Fatalf("%d, %q, %q", status, out, errs)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(text), "BEGIN:VEVENT"); n != 2 || strings.Contains(string(text), "Ben") {
		t.Errorf("%d events:\n%s", n, text)
	}
	if _, _, errs = dated(t, dates(), "reminders", "bbbb", "-ics", file); errs != "" {
		t.Fatal(errs)
	}
	if text, _ = os.ReadFile(file); strings.Count(string(text), "BEGIN:VEVENT") != 1 ||
		!strings.Contains(string(text), "20270131") {
		t.Errorf("one reminder became\n%s", text)
	}
	for _, args := range [][]string{{"reminders", "zzzz"}, {"reminders", "cccc", "-ics", file}, {"reminders", "-ics", t.TempDir()}} {
		if status, _, errs := dated(t, dates(), args...); status != NotDone || errs == "" {
			t.Errorf("%q gives %d, %q", args, status, errs)
		}
	}
	if again, _ := os.ReadFile(file); !bytes.Equal(again, text) {
		t.Error("a refused command wrote the file")
	}
}

func TestAScheduleForTheCheck(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "weekly check")
	status, out, errs := dated(t, dates(), "-data", filepath.Join(folder, "d"), "check", "-schedule", folder)
	if status != Fine || errs != "" {
		t.Fatalf("%d, %q", status, errs)
	}
	for _, want := range []string{"how-to.txt\n\nHandrail checks", "\nInstall:\n\n    ", "\nRemove:\n\n    "} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s", want, out)
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) < 2 {
		t.Errorf("%v, %v", files, err)
	}
	for _, args := range [][]string{{"check", "-schedule", folder, "-quiet"}, {"-sample", "check", "-schedule", folder}} {
		if status, _, errs := dated(t, dates(), args...); status != NotDone || errs == "" {
			t.Errorf("%q gives %d, %q", args, status, errs)
		}
	}
}
