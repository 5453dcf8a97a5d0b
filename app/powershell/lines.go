package powershell

import (
	"slices"
	"strings"
	"unicode/utf8"

	"handrail/app"
)

// lines reads "Name : value" lines, as Format-List prints them.
type lines struct {
	width int // of the longest line
	rows  []Row
	row   Row
	last  string   // the name whose value is being read
	value []string // its pieces, a line each
	at    int      // where values begin in their lines
	full  bool     // the last line is as wide as the window
}

// readLines reads the lines of Format-List: a long value continues in lines that begin
// with spaces, an empty line ends an object.
func readLines(text string) ([]Row, error) {
	l := lines{row: Row{}}
	for line := range strings.Lines(text) {
		l.width = max(l.width, utf8.RuneCountInString(strings.TrimRight(line, "\r\n")))
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if !l.read(line) {
			return nil, app.Errorf(app.Damaged, again, "The export is not JSON, a table or a list of names and values.")
		}
		if len(l.rows) > maxRows {
			return nil, app.Errorf(app.Invalid, again, "The export has more than %d rows.", maxRows)
		}
		l.full = utf8.RuneCountInString(line) == l.width
	}
	l.end()
	return l.rows, nil
}

// read reads one line; false if it is none of Format-List.
func (l *lines) read(line string) bool {
	name, rest, isPair := strings.Cut(line, ":")
	name = strings.TrimRight(name, " ")
	isPair = isPair && name != "" && !strings.ContainsAny(name, " \t\"'{}[]<>")
	switch {
	case strings.TrimSpace(line) == "":
		l.end()
	case line[0] == ' ' && l.last != "":
		from := len(line) - len(strings.TrimLeft(line, " "))
		l.value = append(l.value, line[min(from, max(l.at, 1)):])
	case l.last != "" && l.broken() && !(isPair && strings.HasPrefix(line[len(name):], l.colon(name))):
		l.value[len(l.value)-1] += line // the window broke the line, not PowerShell
	case isPair:
		l.keep()
		if l.row.Has(name) { // pasted without the empty lines
			l.end()
		}
		l.last, l.at = name, len(line)-len(strings.TrimLeft(rest, " "))
		l.value = []string{strings.TrimLeft(rest, " ")}
	default:
		return false
	}
	return true
}

// usual are the widths of a window, and what PowerShell uses of them.
var usual = []int{79, 80, 119, 120}

// broken reports whether the last line fills a window, so that its value may go on at the
// start of the next line.
func (l *lines) broken() bool { return l.full && slices.Contains(usual, l.width) }

// colon returns what is between a name and its value in the export: values begin in one
// column.
func (l *lines) colon(name string) string {
	return strings.Repeat(" ", max(l.at-2-len(name), 0)) + ": "
}

func (l *lines) keep() {
	if l.last != "" {
		l.row.set(l.last, strings.TrimSpace(l.joined()))
	}
	l.last, l.value = "", nil
}

func (l *lines) end() {
	l.keep()
	if len(l.row.names) > 0 {
		l.rows = append(l.rows, l.row)
	}
	l.row = Row{}
}

// joined returns the pieces of a value as one text. In most languages Format-List breaks a
// line between words, and the space at its end is often lost when it is copied. A line as
// wide as the window was broken within a word.
func (l *lines) joined() string {
	var b strings.Builder
	for i, piece := range l.value {
		if i > 0 {
			before := l.value[i-1]
			if !strings.HasSuffix(before, " ") && !strings.HasPrefix(piece, " ") && !l.within(before, piece) {
				b.WriteByte(' ')
			}
		}
		b.WriteString(piece)
	}
	return b.String()
}

// within reports whether the break between two pieces is within a word.
func (l *lines) within(before, after string) bool {
	room := l.width - l.at
	if utf8.RuneCountInString(before) < room {
		return false
	}
	head, _, _ := strings.Cut(after, " ")
	tail := before[strings.LastIndexByte(before, ' ')+1:]
	return slices.Contains(usual, l.width) || utf8.RuneCountInString(tail+head) > room
}
