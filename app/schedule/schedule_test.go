package schedule

import (
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"handrail/app"
)

// hard are paths and arguments that each file format and shell could misread.
var hard = map[string]Job{
	"windows": {`C:\Program Files\Ölçer & Söhne's <1>\handrail.exe`,
		[]string{"check", "-quiet", "-html", `D:\My files\wöchentlich; ^a.html`, "-data", `C:\Daten und mehr\`}},
	"darwin": {"/Applications/Hand rail's \"ö\" & <b>.app/handrail", []string{"check", "-html", "/Users/a/$HOME `x` 100%.html"}},
	"linux":  {"/opt/Hand rail's \"ö\" 50%/$x/handrail", []string{"check", "-html", "/home/a/$HOME 100% \\ 'q' \"d\".html"}},
}

// plan returns the plan for the hard paths.
func plan(t *testing.T, system string) Plan {
	t.Helper()
	folder := "/a folder/it's “ö”"
	if system == "windows" {
		folder = `C:\a folder\it's & ö`
	}
	p, err := For(system, folder, hard[system])
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheTaskOfWindows(t *testing.T) {
	p := plan(t, "windows")
	raw := p.Files[0].Data
	if len(raw)%2 != 0 || raw[0] != 0xff || raw[1] != 0xfe {
		t.Fatal("it is not UTF-16 with its mark")
	}
	units := make([]uint16, len(raw)/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2+2*i:])
	}
	text := string(utf16.Decode(units))
	if !strings.HasPrefix(text, `<?xml version="1.0" encoding="UTF-16"?>`) {
		t.Errorf("it begins %.60q", text)
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var got task
	if err := d.Decode(&got); err != nil {
		t.Fatal(err)
	}
	j := hard["windows"]
	if got.Actions.Exec.Command != j.Program {
		t.Errorf("the command is %q", got.Actions.Exec.Command)
	}
	want := `check -quiet -html "D:\My files\wöchentlich; ^a.html" -data "C:\Daten und mehr\\"`
	if got.Actions.Exec.Arguments != want {
		t.Errorf("the arguments are\n%s, want\n%s", got.Actions.Exec.Arguments, want)
	}
	if got.Triggers.Calendar.Weekly.WeeksInterval != 1 || !strings.Contains(text, "<Monday></Monday>") ||
		got.Principals.Principal.RunLevel != "LeastPrivilege" || !got.Settings.StartWhenAvailable {
		t.Errorf("%+v", got)
	}
	d = xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && !slices.Contains(documented, e.Name.Local) {
			t.Errorf("the schema has no element %s", e.Name.Local)
		}
	}
}

// documented are the elements of the schema that Handrail uses (Microsoft Learn, Task Scheduler Schema Elements).
var documented = strings.Fields("Task RegistrationInfo Description URI Triggers CalendarTrigger StartBoundary Enabled " +
	"ScheduleByWeek DaysOfWeek Monday WeeksInterval Principals Principal LogonType RunLevel Settings " +
	"MultipleInstancesPolicy DisallowStartIfOnBatteries StopIfGoingOnBatteries StartWhenAvailable " +
	"RunOnlyIfNetworkAvailable ExecutionTimeLimit Actions Exec Command Arguments")

func TestTheAgentOfMacOS(t *testing.T) {
	var got struct {
		Keys  []string `xml:"dict>key"`
		Words []string `xml:"dict>array>string"`
		Days  []string `xml:"dict>dict>key"`
		Times []int    `xml:"dict>dict>integer"`
	}
	if err := xml.Unmarshal(plan(t, "darwin").Files[0].Data, &got); err != nil {
		t.Fatal(err)
	}
	j := hard["darwin"]
	if want := append([]string{j.Program}, j.Args...); !slices.Equal(got.Words, want) {
		t.Errorf("the words are %q, want %q", got.Words, want)
	}
	if !slices.Equal(got.Keys, []string{"Label", "ProgramArguments", "StartCalendarInterval", "ProcessType"}) ||
		!slices.Equal(got.Days, []string{"Weekday", "Hour", "Minute"}) || !slices.Equal(got.Times, []int{1, 9, 0}) {
		t.Errorf("%+v", got)
	}
}

func TestTheUnitsOfSystemd(t *testing.T) {
	p := plan(t, "linux")
	service, timer := string(p.Files[0].Data), string(p.Files[1].Data)
	want := `ExecStart=/bin/sh "-c" "exec \"$$0\" \"$$@\"" "/opt/Hand rail's \"ö\" 50%%/$$x/handrail" "check" "-html" ` +
		`"/home/a/$$HOME 100%% \\ 'q' \"d\".html"` + "\n"
	if !strings.Contains(service, want) || !strings.Contains(service, "SuccessExitStatus=1\n") {
		t.Errorf("the service is\n%s", service)
	}
	if !strings.Contains(timer, "OnCalendar=Mon *-*-* 09:00:00\nPersistent=true\n") {
		t.Errorf("the timer is\n%s", timer)
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd is not on this computer")
	}
	self, err := os.Executable() // systemd wants a program that is there
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"hand rail's \"ö\" 50%", "hand rail ö 50% $x"} {
		folder := t.TempDir()
		odd := filepath.Join(folder, name)
		if err := os.Symlink(self, odd); err != nil {
			t.Fatal(err)
		}
		if p, err = For("linux", folder, Job{odd, hard["linux"].Args}); err != nil {
			t.Fatal(err)
		}
		paths, err := p.Save(folder)
		if err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command(analyze, append([]string{"verify", "--man=no"}, paths[:2]...)...).CombinedOutput()
		if err != nil || strings.Contains(string(said), folder) {
			t.Errorf("systemd says %v of %s:\n%s", err, name, said)
		}
	}
}

// TestCommandsAreSafe: a shell reads the path in a command as one word.
func TestCommandsAreSafe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no such shell")
	}
	for _, system := range []string{"linux", "darwin"} {
		p := plan(t, system)
		cp := p.Install[1]
		said, err := exec.Command("sh", "-c", "printf '%s\\n' "+strings.TrimPrefix(cp, "cp ")).Output()
		if err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(string(said), "\n"); first != "/a folder/it's “ö”/"+p.Files[0].Name {
			t.Errorf("%s: the shell reads %q", system, first)
		}
	}
	if got := plan(t, "windows").Install[0]; got != `schtasks /Create /TN "Handrail weekly check" /XML "C:\a folder\it's & ö\handrail-check.xml"` {
		t.Errorf("%s", got)
	}
}

func TestWhatNoSchedulerCanUseIsRefused(t *testing.T) {
	for system, program := range map[string]string{"windows": `C:\100%\handrail.exe`, "linux": "/a\nb", "darwin": "/a\x00",
		"plan9": "/a"} {
		if _, err := For(system, "/f", Job{Program: program}); app.CodeOf(err) != app.Invalid {
			t.Errorf("%s takes %q: %v", system, program, err)
		}
	}
	if _, err := For("windows", "/f", Job{`C:\a`, []string{"$(Arg0)"}}); app.CodeOf(err) != app.Invalid {
		t.Errorf("a macro of the Task Scheduler is taken: %v", err)
	}
}

// TestPowerShellReadsTheCommandAsItIs: in a folder of such a name it would run another one.
func TestPowerShellReadsTheCommandAsItIs(t *testing.T) {
	for _, folder := range []string{`C:\a$b`, "C:\\a`b", `C:\a “b”`} {
		if _, err := For("windows", folder, hard["windows"]); app.CodeOf(err) != app.Invalid {
			t.Errorf("%s is taken: %v", folder, err)
		}
	}
}

// TestSaveReplacesNothingOfOthers: a file of the same name that is not of a plan stays, and nothing is written.
func TestSaveReplacesNothingOfOthers(t *testing.T) {
	for _, system := range []string{"windows", "darwin", "linux"} {
		folder, p := t.TempDir(), plan(t, system)
		kept := filepath.Join(folder, howTo)
		if err := os.WriteFile(kept, []byte("How to bake bread"), 0o600); err != nil {
			t.Fatal(err)
		}
		if paths, err := p.Save(folder); app.CodeOf(err) != app.Invalid || len(paths) > 0 {
			t.Errorf("%s: %v, %v", system, paths, err)
		}
		all, err := os.ReadDir(folder)
		text, readErr := os.ReadFile(kept)
		if err != nil || readErr != nil || len(all) != 1 || string(text) != "How to bake bread" {
			t.Errorf("%s: %v, %q", system, all, text)
		}
		if err := os.Remove(kept); err != nil {
			t.Fatal(err)
		}
		if _, err := p.Save(folder); err != nil {
			t.Fatal(err)
		}
		moved, err := For(system, `/b`, Job{Program: "/moved/handrail", Args: []string{"check"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := moved.Save(folder); err != nil {
			t.Errorf("%s: an earlier plan is not replaced: %v", system, err)
		}
	}
}

func TestSaveWritesHowToRemoveIt(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new folder")
	p := plan(t, "linux")
	for range 2 { // a second time replaces them
		paths, err := p.Save(folder)
		if err != nil || len(paths) != 3 {
			t.Fatal(paths, err)
		}
	}
	text, err := os.ReadFile(filepath.Join(folder, howTo))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range append(append([]string{"Install:", "Remove:", "only reads"}, p.Install...), p.Remove...) {
		if !strings.Contains(string(text), want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
}
