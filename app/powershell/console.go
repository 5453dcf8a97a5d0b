package powershell

import (
	"strings"

	"handrail/app/pattern"
)

// prompt is the line of a console in which a command was typed, or stands ready
// for the next one.
var prompt = pattern.Lazy(`^(\[[^\]\n]*\]: )?PS [^>\n]*>+|^>> ?`)

// longestPrompt is how many bytes of a line can be a prompt.
const longestPrompt = 1024

// withoutPrompts returns text without the prompts before and after an answer
// that was copied from a console together with them.
func withoutPrompts(text string) string {
	lines := strings.Split(text, "\n")
	idle := func(line string) bool {
		line = strings.TrimSpace(line)
		return line == "" || prompt().MatchString(line[:min(len(line), longestPrompt)])
	}
	first, last := 0, len(lines)
	for first < last && idle(lines[first]) {
		first++
	}
	for last > first && idle(lines[last-1]) {
		last--
	}
	return strings.Join(lines[first:last], "\n")
}

// unwrapped returns JSON without the line breaks that a console puts into a long
// text when it is copied. A text in JSON holds no line break of its own
// (RFC 8259 section 7), so each one there is the console's. A space that stood
// exactly at the edge of the window is lost.
func unwrapped(text string) string {
	var b strings.Builder
	inside, escaped := false, false
	for _, r := range text {
		if inside && (r == '\n' || r == '\r') {
			continue
		}
		switch {
		case escaped:
			escaped = false
		case inside && r == '\\':
			escaped = true
		case r == '"':
			inside = !inside
		}
		b.WriteRune(r)
	}
	return b.String()
}

// IsText reports whether an answer is what PowerShell wrote, and not the path of
// a file with it. Paths are one line; so is JSON without spaces, which begins as
// JSON must, and a single line of Format-List, with blanks around its colon.
func IsText(answer string) bool {
	answer = strings.TrimSpace(answer)
	switch {
	case answer == "", answer == "null":
		return true
	case strings.ContainsAny(answer, "\n\r"), strings.Contains(answer, " : "), strings.HasSuffix(answer, " :"):
		return true
	case strings.HasPrefix(answer, "#TYPE "), strings.HasPrefix(answer, "<Objs "), strings.HasPrefix(answer, "<?xml "):
		return true
	case answer[0] == '{' || answer[0] == '[':
		return beginsJSON(answer)
	}
	return looksLikeCSV(answer) && strings.Contains(answer, `","`)
}

// beginsJSON reports whether what follows the first brace or bracket may follow it
// in JSON.
func beginsJSON(text string) bool {
	rest := strings.TrimSpace(text[1:])
	if text[0] == '{' {
		return rest == "" || rest[0] == '"' || rest[0] == '}'
	}
	return rest == "" || strings.ContainsRune(`{["]-0123456789`, rune(rest[0])) ||
		strings.HasPrefix(rest, "null") || strings.HasPrefix(rest, "true") || strings.HasPrefix(rest, "false")
}

// State is what a row has under a name.
type State string

// The states of a value. Only Given is a value that can be relied on: a name that
// is absent says nothing, and neither does one that was cut off.
const (
	Absent State = "absent" // the export has no such name
	Null   State = "null"   // there is the name, and PowerShell had nothing for it
	Empty  State = "empty"  // an empty text or an empty list
	Part   State = "part"   // lost: cut off, or not asked for
	Given  State = "given"
)

// State returns what the row has under a name.
func (r Row) State(name string) State {
	state, _ := r.look(name)
	return state
}

// look returns what the row has under a name, and how it was lost.
func (r Row) look(name string) (State, Cut) {
	i := r.at(name)
	if i < 0 {
		return Absent, ""
	}
	v := r.values[i]
	if v == nil {
		return Null, ""
	}
	if text, ok := v.(string); ok && r.table && dotted(text) {
		return Part, CutShort
	}
	if how := cutWithin(v); how != "" {
		return Part, how
	}
	if isEmpty(v) {
		return Empty, ""
	}
	return Given, ""
}

func isEmpty(v any) bool {
	switch v := v.(type) {
	case string:
		text := strings.TrimSpace(v)
		return text == "" || text == "{}"
	case []any:
		return len(v) == 0
	case Row:
		inner, wrapped := v.get("value").([]any)
		return len(v.names) == 0 && textOf(v) == "" || wrapped && len(inner) == 0
	}
	return false
}
