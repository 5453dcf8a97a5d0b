package csvtable

import (
	"strings"

	"handrail/app"
)

// Limits for reading, far above any table that a person keeps. They hold the memory and
// the time for a file that is no table.
const (
	mostCells = 3 << 20  // a line counts as two
	mostTries = 64 << 20 // bytes that are searched for quotes that nobody closes
)

// Read returns the rows of a text without empty lines. Rows may differ in length. A
// misplaced quote is an ordinary character, also one at the start of a cell that nobody
// closes. app.Invalid if the text has too many cells.
func Read(text string) ([][]string, error) { return ReadWith(text, Comma(text)) }

// ReadWith is Read with a given separator.
func ReadWith(text string, comma rune) ([][]string, error) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	lines := strings.Count(text, "\n") + 1
	if strings.Count(text, string(comma))+2*lines > mostCells {
		return nil, app.Errorf(app.Invalid, "Choose another file.", "The file has too many cells.")
	}
	tries := mostTries
	rows := make([][]string, 0, lines)
	var all []string // the cells of all rows, so that many rows share one piece of memory
	for len(text) > 0 {
		if text[0] == '\n' {
			text = text[1:]
			continue
		}
		if cap(all)-len(all) < 64 {
			all = make([]string, 0, min(4096, 64+8*lines))
		}
		first := len(all)
		for more := true; more; {
			var cell string
			cell, text, more = next(text, comma, &tries)
			all = append(all, cell)
		}
		rows = append(rows, all[first:len(all):len(all)])
	}
	return rows, nil
}

// next returns the first cell of text and what follows it; more is false at the end of a
// row.
func next(text string, comma rune, tries *int) (cell, rest string, more bool) {
	if text != "" && text[0] == '"' && *tries > 0 {
		if cell, rest, ok := quoted(text, comma, tries); ok {
			return cell, rest[min(len(rest), 1):], rest != "" && rest[0] != '\n'
		}
	}
	end := strings.IndexAny(text, string(comma)+"\n")
	if end < 0 {
		return text, "", false
	}
	return text[:end], text[end+1:], text[end] != '\n'
}

// quoted returns the cell in quotes at the start of text, and rest from the separator or
// the line end after it. ok is false if the quote is not closed: then it is a letter. A
// cell of several lines is closed only if no other cell appears to begin in it.
func quoted(text string, comma rune, tries *int) (cell, rest string, ok bool) {
	lines, doubled := false, false
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\n':
			lines = true
		case '"':
			after := text[i+1:]
			switch {
			case strings.HasPrefix(after, `"`):
				doubled = true
				i++
			case after == "" || ends(after, comma):
				cell = text[1:i]
				if doubled {
					cell = strings.ReplaceAll(cell, `""`, `"`)
				}
				return cell, after, true
			case lines && begins(text[:i], comma):
				*tries -= i
				return "", "", false
			}
		}
	}
	*tries -= len(text)
	return "", "", false
}

// ends reports whether text begins with a separator or a line end.
func ends(text string, comma rune) bool {
	return text[0] == '\n' || strings.HasPrefix(text, string(comma))
}

// begins reports whether a cell begins after text.
func begins(text string, comma rune) bool {
	return strings.HasSuffix(text, "\n") || strings.HasSuffix(text, string(comma))
}
