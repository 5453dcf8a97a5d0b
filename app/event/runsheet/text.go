package runsheet

import (
	"strings"
	"time"
	"unicode"

	"handrail/app"
)

// mostItems is the maximum number of items in a sheet.
const mostItems = 2000

// Parse reads a sheet as people type it: one item on each line, with | between its parts:
//
//	-30 | | Presenters join and test | Everyone
//	0   | 4 | Welcome | Farida | Leader’s camera | Leader
//	    | 5 | Reading | Dora
//
// The parts are: minutes from the start (empty: follows the line above), length in minutes
// (empty: a moment), cue, who, screen, sound, note. Parse skips empty lines and lines that
// begin with #. The error is app.Invalid and names the line.
func Parse(text string) ([]Item, error) {
	var items []Item
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		item, err := parseLine(line)
		if err != nil {
			message, hint := app.UserMessage(err)
			return nil, app.Errorf(app.Invalid, hint, "Line %d: %s", n+1, message)
		}
		if items = append(items, item); len(items) > mostItems {
			return nil, app.Errorf(app.Invalid, "Split it into two events.", "A run sheet can have up to 2,000 items.")
		}
	}
	if len(items) == 0 {
		return nil, app.Errorf(app.Invalid, "Enter one item on each line. For example: 0 | 5 | Welcome | Farida",
			"The run sheet is empty.")
	}
	return items, nil
}

func parseLine(line string) (Item, error) {
	parts := strings.Split(line, "|")
	for i := range parts {
		parts[i] = clean(parts[i])
	}
	if len(parts) < 3 || len(parts) > 7 {
		return Item{}, app.Errorf(app.Invalid, "Enter it like this: 0 | 5 | Welcome | Farida",
			"“%s” does not have the parts of an item.", line)
	}
	item, _, err := itemOf(Line(append(parts, "", "", "", "")[:columns]))
	return item, err
}

// itemOf returns the item of a line, and which part of it cannot be read where one cannot.
func itemOf(l Line) (Item, Column, error) {
	item := Item{Cue: l[ColumnCue], Who: l[ColumnWho], Screen: l[ColumnScreen], Sound: l[ColumnSound],
		Note: l[ColumnNote]}
	var first error
	where := ColumnStart
	fail := func(c Column, err error) {
		if first == nil && err != nil {
			first, where = err, c
		}
	}
	var err error
	if l[ColumnStart] != "" {
		item.At, err = ParseOffset(l[ColumnStart])
		item.Fixed = err == nil
		fail(ColumnStart, err)
	}
	item.Length, err = ParseSpan(l[ColumnLength])
	fail(ColumnLength, err)
	if item.Cue == "" {
		fail(ColumnCue, app.Errorf(app.Invalid, "Enter what happens in the third part.", "This item has no text."))
	}
	return item, where, first
}

// clean removes what would break an item into several lines or parts.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r):
			return -1
		case r == '|':
			return '/'
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// offsetText returns an offset from the start as ParseOffset reads it: "-30", "0", "+12:30".
func offsetText(at time.Duration) string {
	if at == 0 {
		return "0"
	}
	return strings.TrimSuffix(strings.ReplaceAll(FormatOffset(at), "−", "-"), " min")
}

// String returns items as Parse reads them.
func String(items []Item) string {
	var b strings.Builder
	for _, i := range items {
		at := ""
		if i.Fixed {
			at = offsetText(i.At)
		}
		length := ""
		if i.Length > 0 {
			length = FormatDuration(i.Length)
		}
		parts := []string{at, length, clean(i.Cue), clean(i.Who), clean(i.Screen), clean(i.Sound), clean(i.Note)}
		last := 3
		for k := 3; k < len(parts); k++ {
			if parts[k] != "" {
				last = k + 1
			}
		}
		b.WriteString(strings.TrimRight(strings.Join(parts[:last], " | "), " ") + "\n")
	}
	return b.String()
}
