package schedule

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"strings"
	"unicode/utf16"
)

// The names under which Windows has the task.
const (
	taskName = "Handrail weekly check"
	taskFile = "handrail-check.xml"
)

// task is a definition for the Task Scheduler (Microsoft Learn, Task Scheduler Schema, version 1.2).
type task struct {
	XMLName      xml.Name `xml:"http://schemas.microsoft.com/windows/2004/02/mit/task Task"`
	Version      string   `xml:"version,attr"`
	Registration struct {
		Description string
		URI         string
	} `xml:"RegistrationInfo"`
	Triggers struct {
		Calendar struct {
			StartBoundary string
			Enabled       bool
			Weekly        struct {
				DaysOfWeek    struct{ Monday struct{} }
				WeeksInterval int
			} `xml:"ScheduleByWeek"`
		} `xml:"CalendarTrigger"`
	}
	Principals struct {
		Principal struct {
			ID        string `xml:"id,attr"`
			LogonType string
			RunLevel  string
		}
	}
	Settings struct {
		MultipleInstancesPolicy    string
		DisallowStartIfOnBatteries bool
		StopIfGoingOnBatteries     bool
		StartWhenAvailable         bool
		RunOnlyIfNetworkAvailable  bool
		Enabled                    bool
		ExecutionTimeLimit         string
	}
	Actions struct {
		Context string `xml:"Context,attr"`
		Exec    struct {
			Command   string
			Arguments string
		}
	}
}

// windows is the plan for the Task Scheduler.
func windows(folder string, j Job) (Plan, error) {
	var t task
	t.Version = "1.2"
	t.Registration.Description = "Handrail checks your organisation and your domains. It only reads."
	t.Registration.URI = `\` + taskName
	c := &t.Triggers.Calendar
	c.StartBoundary, c.Enabled, c.Weekly.WeeksInterval = "2026-01-05T09:00:00", true, 1 // a Monday, without a zone
	t.Principals.Principal.ID, t.Actions.Context = "Author", "Author"
	t.Principals.Principal.LogonType, t.Principals.Principal.RunLevel = "InteractiveToken", "LeastPrivilege"
	s := &t.Settings
	s.MultipleInstancesPolicy, s.StartWhenAvailable, s.RunOnlyIfNetworkAvailable = "IgnoreNew", true, true
	s.Enabled, s.ExecutionTimeLimit = true, "PT2H"
	t.Actions.Exec.Command = j.Program
	var args []string
	for _, a := range j.Args {
		args = append(args, windowsArg(a))
	}
	t.Actions.Exec.Arguments = strings.Join(args, " ")
	body, err := xml.MarshalIndent(t, "", "  ")
	if err != nil {
		return Plan{}, err
	}
	text := "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n" + string(body) + "\n"
	path := strings.TrimRight(folder, `\/`) + `\` + taskFile
	return Plan{Service: "the Task Scheduler",
		Files:   []File{{taskFile, inUTF16(strings.ReplaceAll(text, "\n", "\r\n"))}},
		Install: []string{`schtasks /Create /TN "` + taskName + `" /XML "` + path + `"`},
		Remove:  []string{`schtasks /Delete /TN "` + taskName + `" /F`}}, nil
}

// windowsArg quotes an argument as programs for Windows read it (Microsoft Learn, Parsing C command-line arguments).
// It has no quotation mark.
func windowsArg(a string) string {
	if a != "" && !strings.ContainsAny(a, " \t") {
		return a
	}
	back := len(a) - len(strings.TrimRight(a, `\`))
	return `"` + a + strings.Repeat(`\`, back) + `"`
}

// inUTF16 is the encoding in which the Task Scheduler itself writes, with its mark.
func inUTF16(text string) []byte {
	var b bytes.Buffer
	b.Write([]byte{0xff, 0xfe})
	_ = binary.Write(&b, binary.LittleEndian, utf16.Encode([]rune(text))) // a buffer takes everything
	return b.Bytes()
}
