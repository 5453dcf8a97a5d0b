// Package schedule makes the files with which a system runs Handrail’s check once a week: for the Task Scheduler of
// Windows, launchd of macOS and systemd of Linux. Handrail installs nothing itself: each plan has the commands that
// install the files and those that remove them again.
package schedule

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"handrail/app"
	"handrail/app/ownerfile"
)

// Job is what is run: a program by its whole path, and its arguments.
type Job struct {
	Program string
	Args    []string
}

// Weekly returns the check that runs once a week: of the data in a folder, "" for the usual one, with a name server, ""
// for the system’s. It prints only what needs someone.
func Weekly(program, data, resolver string) Job {
	j := Job{Program: program, Args: []string{"check", "-quiet"}}
	if data != "" {
		j.Args = append(j.Args, "-data", data)
	}
	if resolver != "" {
		j.Args = append(j.Args, "-resolver", resolver)
	}
	return j
}

// File is one file of a plan.
type File struct {
	Name string
	Data []byte
}

// Plan is how one system runs a job every Monday at 9:00, or later on the first day on which the computer is on.
type Plan struct {
	Service string // what runs it, such as “Task Scheduler”
	Files   []File
	Install []string // commands, one after the other, for the person who is signed in
	Remove  []string
}

// For returns the plan of a system, as runtime.GOOS names it, whose files go into folder. It returns app.Invalid for
// another system, and where a path has characters that its files cannot have.
func For(system, folder string, j Job) (Plan, error) {
	for _, text := range append([]string{folder, j.Program}, j.Args...) {
		if err := plain(system, text); err != nil {
			return Plan{}, err
		}
	}
	if system == "windows" && strings.ContainsAny(folder, "$`“”„") { // PowerShell reads these in the command
		return Plan{}, app.Errorf(app.Invalid, "Choose a folder without $, ` and quotation marks in its path.",
			"The command that installs the task cannot use the path “%s”.", folder)
	}
	switch system {
	case "windows":
		return windows(folder, j)
	case "darwin":
		return mac(folder, j)
	case "linux":
		return linux(folder, j), nil
	}
	return Plan{}, app.Errorf(app.Invalid, "Run “handrail check -quiet” with the scheduler of this system.",
		"Handrail has no files for the scheduler of this system.")
}

// plain refuses what no file can have: control characters, and on Windows what the Task Scheduler would replace.
func plain(system, text string) error {
	bad := strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\ufffd' })
	if system == "windows" {
		bad = bad || strings.ContainsAny(text, `"%`) || strings.Contains(text, "$(")
	}
	if bad {
		return app.Errorf(app.Invalid, "Move Handrail and its files to a folder with a simpler name.",
			"A scheduler cannot use the path “%s”.", text)
	}
	return nil
}

// howTo is the name of the file that explains the others.
const howTo = "how-to.txt"

// Text returns how to install and remove the files, for a person.
func (p Plan) Text() string {
	lines := []string{"Handrail checks your organisation and your domains every Monday at 9:00.",
		"If the computer is off then, " + p.Service + " runs the check later. The check only reads.", "", "Install:", ""}
	for _, c := range p.Install {
		lines = append(lines, "    "+c)
	}
	lines = append(lines, "", "Remove:", "")
	for _, c := range p.Remove {
		lines = append(lines, "    "+c)
	}
	return strings.Join(append(lines, ""), "\n")
}

// Save writes the files of a plan and how-to.txt into folder, which it creates, and returns their paths. It replaces
// the files of an earlier plan, and no others: then it writes nothing and returns app.Invalid.
func (p Plan) Save(folder string) (paths []string, err error) {
	if err := ownerfile.MkdirAll(folder); err != nil {
		return nil, cannotSave(folder, err)
	}
	text := p.Text()
	if len(p.Files) > 0 && strings.HasSuffix(p.Files[0].Name, ".xml") { // of Windows
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	files := append(p.Files[:len(p.Files):len(p.Files)], File{howTo, []byte(text)})
	for _, f := range files {
		if path := filepath.Join(folder, f.Name); !ours(path, f) {
			return nil, app.Errorf(app.Invalid, "Choose an empty folder.", "Handrail does not replace %s.", path)
		}
	}
	for _, f := range files {
		path := filepath.Join(folder, f.Name)
		if err := app.WriteFileAtomic(path, func(w io.Writer) error {
			_, err := w.Write(f.Data)
			return err
		}); err != nil {
			return paths, cannotSave(folder, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// ours reports whether nothing is at path, or a file of the same name of an earlier plan.
func ours(path string, f File) bool {
	st, err := os.Lstat(path)
	if err != nil {
		return true // nothing is there, or writing says why it cannot be read
	}
	if !st.Mode().IsRegular() || st.Size() > 1<<20 {
		return false
	}
	body, err := os.ReadFile(path)
	return err == nil && bytes.HasPrefix(body, f.Data[:min(len(f.Data), begins)])
}

// begins is how many bytes at the beginning of each file are the same in every plan.
const begins = 40

func cannotSave(folder string, err error) error {
	return &app.Error{Code: app.Denied, Message: "Handrail could not write to " + folder + ".",
		Hint: "Choose a folder that you may write to.", Err: err}
}
