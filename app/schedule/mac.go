package schedule

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// label names the job to launchd.
const label = "app.handrail.check"

// mac is the plan for launchd (Apple, launchd.plist manual page).
func mac(folder string, j Job) (Plan, error) {
	var b bytes.Buffer
	text := func(s string) string {
		var t bytes.Buffer
		_ = xml.EscapeText(&t, []byte(s)) // a buffer takes everything
		return "<string>" + t.String() + "</string>"
	}
	b.WriteString(xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" ` +
		`"http://www.apple.com/DTDs/PropertyList-1.0.dtd">` + "\n<plist version=\"1.0\">\n<dict>\n")
	b.WriteString("\t<key>Label</key>\n\t" + text(label) + "\n\t<key>ProgramArguments</key>\n\t<array>\n")
	for _, a := range append([]string{j.Program}, j.Args...) {
		b.WriteString("\t\t" + text(a) + "\n")
	}
	b.WriteString("\t</array>\n\t<key>StartCalendarInterval</key>\n\t<dict>\n")
	for _, pair := range [][2]string{{"Weekday", "1"}, {"Hour", "9"}, {"Minute", "0"}} {
		b.WriteString("\t\t<key>" + pair[0] + "</key>\n\t\t<integer>" + pair[1] + "</integer>\n")
	}
	b.WriteString("\t</dict>\n\t<key>ProcessType</key>\n\t" + text("Background") + "\n</dict>\n</plist>\n")
	name := label + ".plist"
	const agents = "~/Library/LaunchAgents"
	return Plan{Service: "launchd", Files: []File{{name, b.Bytes()}},
		Install: []string{"mkdir -p " + agents, "cp " + shell(join(folder, name)) + " " + agents + "/",
			"launchctl bootstrap gui/$(id -u) " + agents + "/" + name},
		Remove: []string{"launchctl bootout gui/$(id -u)/" + label, "rm " + agents + "/" + name}}, nil
}

// shell quotes a word for a shell as POSIX describes it.
func shell(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// join adds a name to a folder of a system with slashes.
func join(folder, name string) string { return strings.TrimRight(folder, "/") + "/" + name }
