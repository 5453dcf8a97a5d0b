package passon

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"handrail/app"
)

// The results of an answer. They stand in files that people send: never renamed.
const (
	ResultDone    = "done"
	ResultPartly  = "partly"
	ResultNotDone = "not done"
)

// Answer is what the other person says.
type Answer struct {
	Code   string `json:"code"`
	Result string `json:"result"`
	Open   []int  `json:"open,omitempty"` // the numbers of the steps that are not done, from 1
	By     string `json:"by,omitempty"`
	On     string `json:"on,omitempty"` // the day, as they wrote it
	Note   string `json:"note,omitempty"`
}

// The first and the last line of an answer, and the names of the others.
const (
	firstLine = "HANDRAIL ANSWER"
	lastLine  = "END OF ANSWER"
	keyCode   = "Request"
	keyStep   = "Step"
	keyResult = "Result"
	keyOpen   = "Steps not done"
	keyBy     = "Name"
	keyOn     = "Date"
	keyNote   = "Note"
)

var keys = []string{keyCode, keyStep, keyResult, keyOpen, keyBy, keyOn, keyNote}

// How long the parts of an answer may be, in characters.
const (
	longestLine = 200
	longestNote = 2000
	// LongestAnswer is how large a file with an answer may be, in bytes.
	LongestAnswer = 1 << 20
)

// Template returns the answer to fill in.
func (r Request) Template() string {
	return strings.Join([]string{firstLine, keyCode + ": " + r.Code, keyStep + ": " + r.Title,
		keyResult + ": (write: done, partly, or not done)", keyOpen + ": ", keyBy + ": ", keyOn + ": ", keyNote + ": ",
		lastLine}, "\n") + "\n"
}

// The line with the steps that are not done: numbers and ranges with little words between them, or a word for none.
var (
	openLine  = regexp.MustCompile(`^(?:\d{1,4}|steps?\b|nos?\b|numbers?\b|and\b|to\b|[\s,;.&#+–—-])*$`)
	openRange = regexp.MustCompile(`(\d{1,4})(?:\s*(?:-|–|—|\bto\b)\s*(\d{1,4}))?`)
	openNone  = regexp.MustCompile(`^(?:none|no|nothing|n/a|0|[\s.-]*)\.?$`)
)

// mostOpen is how many steps an answer may name.
const mostOpen = 100

// openSteps returns the numbers of the steps that a line names. clear is false where the line says something else: then
// which steps are not done is not known.
func openSteps(line string) (open []int, clear bool) {
	line = strings.ToLower(strings.TrimSpace(line))
	switch {
	case openNone.MatchString(line):
		return nil, true
	case !openLine.MatchString(line):
		return nil, false
	}
	for _, m := range openRange.FindAllStringSubmatch(line, mostOpen+1) {
		first, _ := strconv.Atoi(m[1]) // digits
		last := first
		if m[2] != "" {
			last, _ = strconv.Atoi(m[2])
		}
		if first < 1 || last < first || len(open)+last-first >= mostOpen {
			return nil, false
		}
		for n := first; n <= last; n++ {
			if !slices.Contains(open, n) {
				open = append(open, n)
			}
		}
	}
	return open, len(open) > 0
}

// Parse reads an answer from text as it comes back: pasted from an email, quoted, with other words around it, or as
// a file. The error is an app.Error: app.Invalid where there is no whole answer in it.
func Parse(data []byte) (Answer, error) {
	var a Answer
	if len(data) > LongestAnswer {
		return a, app.Errorf(app.Invalid, "Choose the file with the answer.", "The file is too large to be an answer.")
	}
	found := fields(decode(data))
	a.Code = strings.ToUpper(regexp.MustCompile(`[A-Za-z2-7]{5}-[A-Za-z2-7]{5}`).FindString(found[keyCode]))
	if a.Code == "" {
		return a, app.Errorf(app.Invalid, "Paste all of it, with the line “Request”.", "There is no answer in this text.")
	}
	a.Result = strings.Trim(strings.ToLower(found[keyResult]), " .\"“”'")
	if !slices.Contains([]string{ResultDone, ResultPartly, ResultNotDone}, a.Result) {
		return a, app.Errorf(app.Invalid, "Ask for the line “Result” with: done, partly, or not done.",
			"The answer does not say whether it is done.")
	}
	open, clear := openSteps(found[keyOpen])
	if a.Result == ResultDone && (len(open) > 0 || !clear) {
		a.Result = ResultPartly
	}
	a.Open = open
	note := found[keyNote]
	if !clear { // in words: a person reads it
		note = strings.TrimSpace(keyOpen + ": " + cut(found[keyOpen], longestLine) + ". " + note)
	}
	a.By, a.On, a.Note = cut(found[keyBy], longestLine), cut(found[keyOn], longestLine), cut(note, longestNote)
	return a, nil
}

// fields returns the lines of the first answer in text by their names. A note may have several lines where the last
// line of the answer is there.
func fields(text string) map[string]string {
	found, last, open := map[string]string{}, "", strings.Contains(text, lastLine)
	note := 0 // bytes of it, so that a large file takes no longer than it must
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.TrimLeft(strings.ReplaceAll(line, "\u00a0", " "), "> \t*|"))
		switch {
		case line == lastLine, line == firstLine && len(found) > 0:
			return found
		case line == firstLine:
			continue
		}
		if key, value, ok := field(line); ok {
			if _, twice := found[key]; !twice {
				found[key] = value
			}
			last = key
			continue
		}
		if last == keyNote && open && line != "" && note <= 4*longestNote {
			found[keyNote] = strings.TrimSpace(found[keyNote] + " " + line)
			note = len(found[keyNote])
		}
	}
	return found
}

func field(line string) (key, value string, ok bool) {
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		return "", "", false
	}
	name = strings.Trim(name, " *_")
	for _, k := range keys {
		if strings.EqualFold(name, k) {
			return k, strings.Trim(value, " *_"), true
		}
	}
	return "", "", false
}

// decode returns text in UTF-8, also of a file in UTF-16, as some programs save it.
func decode(data []byte) string {
	if len(data) >= 2 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff) {
		low, high := 0, 1
		if data[0] == 0xfe {
			low, high = 1, 0
		}
		var units []uint16
		for i := 2; i+1 < len(data); i += 2 {
			units = append(units, uint16(data[i+low])|uint16(data[i+high])<<8)
		}
		return string(utf16.Decode(units))
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(data), "\uFFFD"), "\uFEFF")
}

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
