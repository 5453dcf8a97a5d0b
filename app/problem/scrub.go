package problem

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/pattern"
)

// mostLines is how many of the last lines of the log are in a report.
const mostLines = 2000

// messages are all that Handrail writes to its log. A test compares them with the code.
var messages = []string{
	"A guide of the sample could not be started",
	"Ended", "No crash file", "No name for the taskbar", "Notice",
	"Old reports could not be removed", "Started",
	"Handrail could not close its files",
	"The audit log could not be compared with the changes",
	"The sample organisation cannot keep what is done in it",
	"The sample organisation cannot read what was done in it",
	"The sample organisation cannot save its changes",
	"The sample organisation could not be read",
	"The sample organisation has no month before today",
	"The sample's answers of Exchange could not be written",
	"The sample's reports could not be made", "The sample's reports could not be read",
	"The sample's reports could not be written",
	"The settings could not be read", "The window did not respond",
	"What was found of a domain could not be noted",
	"shown to the person",
}

// values are the forms of what may follow the name of an attribute. Attributes that are not here are left out, such
// as the names of domains.
var values = map[string]func() *regexp.Regexp{
	"level":   pattern.Lazy(`^(DEBUG|INFO|WARN|ERROR)$`),
	"version": pattern.Lazy(`^\d{1,4}\.\d{1,4}\.\d{1,4}$`),
	"commit":  pattern.Lazy(`^[0-9a-f]{7,40}$`),
	"go":      pattern.Lazy(`^go\d{1,3}(\.\d{1,3}){1,2}$`),
	"os":      pattern.Lazy(`^(linux|windows|darwin)$`),
	"arch":    pattern.Lazy(`^(amd64|arm64|386)$`),
	"took":    pattern.Lazy(`^\d{1,6}(\.\d{1,6})?(ms|s|µs)$`),
	"count":   pattern.Lazy(`^\d{1,9}$`),
}

// ids are the attributes whose value has to be a known ID.
var ids = []string{"code", "guide", "step", "screen", "state"}

var attribute = pattern.Lazy(`(\w+)=("(?:[^"\\]|\\.)*"|\S*)`)

// logText returns the last lines of the log, made of known words.
func logText(r io.Reader, known map[string]bool) string {
	if r == nil {
		return "There is no log.\n"
	}
	var lines []string
	all, scan := 0, bufio.NewScanner(r)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		all++
		if lines = append(lines, logLine(scan.Text(), known)); len(lines) > 2*mostLines {
			lines = slices.Clone(lines[len(lines)-mostLines:])
		}
	}
	if err := scan.Err(); err != nil {
		lines = append(lines, "Handrail could not read the rest of the log.")
	}
	lines = lines[max(0, len(lines)-mostLines):]
	head := ""
	if all > len(lines) {
		head = fmt.Sprintf("These are the last %d of %d lines.\n", len(lines), all)
	}
	return head + strings.Join(lines, "\n") + "\n"
}

// logLine returns what is known of one line.
func logLine(line string, known map[string]bool) string {
	var out []string
	left := 0
	for _, m := range attribute().FindAllStringSubmatch(line, -1) {
		name, value := m[1], m[2]
		if text, err := strconv.Unquote(value); err == nil {
			value = text
		}
		form := values[name]
		switch {
		case name == "time":
			if at, err := time.Parse(time.RFC3339Nano, value); err == nil {
				out = append(out, at.UTC().Format("2006-01-02 15:04:05"))
				continue
			}
		case name == "msg" && slices.Contains(messages, value):
			out = append(out, value)
			continue
		case name == "msg":
			out = append(out, "another message")
			continue
		case slices.Contains(ids, name):
			out = append(out, name+"="+orOther(value, known))
			continue
		case form != nil && form().MatchString(value):
			out = append(out, name+"="+value)
			continue
		}
		left++
	}
	if len(out) == 0 {
		return "a line that is not from Handrail"
	}
	if left > 0 {
		out = append(out, fmt.Sprintf("(%d more)", left))
	}
	return strings.Join(out, " ")
}

// The lines of a trace by Go: the head of a goroutine, a function, and a place in a file.
var (
	goroutine = pattern.Lazy(`^goroutine \d{1,9} \[[a-z ()]{1,40}(, \d{1,6} minutes)?(, locked to thread)?\]:$`)
	function  = pattern.Lazy(`^(created by )?((?:handrail|fyne\.io|runtime|modernc\.org|golang\.org|github\.com)` +
		`[\w./*()-]{0,160}?)(?:\((?:0x[0-9a-f]+|\.\.\.|[{}, ?])*\))?( in goroutine \d{1,9})?$`)
	ofGo = pattern.Lazy(`^(main|sync|os|io|net|context|fmt|slices|strings|time|sort|bytes|errors|reflect)\.[\w.*()]{1,80}?` +
		`(?:\((?:0x[0-9a-f]+|\.\.\.|[{}, ?])*\))?$`)
	place = pattern.Lazy(`^\t(?:.*[/\\])?([a-z0-9_]{1,60}\.(?:go|s)):(\d{1,6})(?: \+0x[0-9a-f]+)?$`)
	fault = pattern.Lazy(`^(?:panic|fatal error): (?:runtime error: )?` +
		`(invalid memory address or nil pointer dereference|index out of range|slice bounds out of range|` +
		`integer divide by zero|concurrent map [a-z ]{1,30}|all goroutines are asleep|stack overflow|out of memory)`)
)

// crashText returns the functions and places of a trace. The message of the fault is left out, unless it is one of
// Go's own: it may have what someone typed.
func crashText(trace string) string {
	var out []string
	left := 0
	for line := range strings.Lines(trace) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "":
			continue
		case goroutine().MatchString(line):
			out = append(out, "", line)
		case fault().MatchString(line):
			out = append(out, "Fault: "+fault().FindStringSubmatch(line)[1])
		case place().MatchString(line):
			m := place().FindStringSubmatch(line)
			out = append(out, "    "+m[1]+":"+m[2])
		case function().MatchString(line):
			out = append(out, "  "+function().FindStringSubmatch(line)[2])
		case ofGo().MatchString(line):
			name, _, _ := strings.Cut(line, "(0x")
			out = append(out, "  "+name)
		default:
			left++
		}
	}
	out = append(out, "", fmt.Sprintf("%d lines are left out.", left))
	return strings.TrimLeft(strings.Join(out, "\n"), "\n") + "\n"
}
