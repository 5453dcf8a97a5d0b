package hunting

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"handrail/app"
)

// Layout is where a file comes from.
type Layout string

// The layouts.
const (
	Portal   Layout = "portal"   // CSV of advanced hunting
	API      Layout = "api"      // JSON of the hunting API, or of events that are streamed
	Timeline Layout = "timeline" // CSV of the timeline of one device
)

// mostRow is the largest row in bytes. A quotation mark that is never closed ends here, not at the end
// of the file.
const mostRow = 4 << 20

// Read reads a file in one pass and returns what it found, also where the file is damaged or cut
// off. each, if not nil, is called with the number of rows read from time to time. The error is
// app.Invalid where the file is not one of the layouts, or the context's.
func Read(ctx context.Context, from io.Reader, each func(rows int)) (*Result, error) {
	text, err := decoded(from)
	if err != nil {
		return nil, err
	}
	begin, err := text.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, unreadable(err)
	}
	start := bytes.TrimLeft(begin, " \r\n\t")
	t := newTally(ctx, each)
	switch {
	case len(start) == 0:
		return nil, app.Errorf(app.Invalid, "Export the result of the query again.", "The file is empty.")
	case start[0] == '{' || start[0] == '[':
		err = readJSON(text, t)
	default:
		err = readCSV(text, t)
	}
	if err != nil {
		return nil, err
	}
	return t.result(), nil
}

// decoded returns the text of a file in UTF-8: UTF-16 in both byte orders, UTF-8, or Windows-1252.
func decoded(from io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(from, 256<<10)
	head, err := in.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, unreadable(err)
	}
	var as encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		as = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case len(head) > 3 && head[1] == 0 && head[3] == 0 && head[0] != 0:
		as = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case len(head) > 3 && head[0] == 0 && head[2] == 0 && head[1] != 0:
		as = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case bytes.IndexByte(head, 0) >= 0:
		return nil, app.Errorf(app.Invalid, "Choose the CSV that Defender exported.", "The file is not a text file.")
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := in.Discard(3)
		return in, err
	case wholeUTF8(head):
		return in, nil
	default:
		as = charmap.Windows1252
	}
	return bufio.NewReaderSize(transform.NewReader(in, as.NewDecoder()), 256<<10), nil
}

// wholeUTF8 reports whether a text is UTF-8, apart from a letter that is cut at its end.
func wholeUTF8(text []byte) bool {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		if r == utf8.RuneError && n == 1 {
			return !utf8.FullRune(text)
		}
		text = text[n:]
	}
	return true
}

func unreadable(err error) error {
	return &app.Error{Code: app.Unreachable, Message: "Handrail could not read the whole file.",
		Hint: "Check that its drive is connected, then try again.", Err: err}
}

// guarded ends a row that is too large, so that a quotation mark that is never closed cannot fill the
// memory.
type guarded struct {
	from  io.Reader
	since int // bytes since the last row
	over  bool
}

func (g *guarded) Read(p []byte) (int, error) {
	if g.since > mostRow {
		g.over = true
		return 0, io.EOF
	}
	n, err := g.from.Read(p)
	g.since += n
	return n, err
}

// readCSV reads rows under a header. Some programs put "sep=;" in front.
func readCSV(text *bufio.Reader, t *tally) error {
	separator, err := separate(text)
	if err != nil {
		return err
	}
	guard := &guarded{from: text}
	rows := csv.NewReader(guard)
	rows.Comma, rows.LazyQuotes, rows.ReuseRecord, rows.FieldsPerRecord = separator, true, true, -1
	header, err := rows.Read()
	if err != nil {
		return notThis()
	}
	if t.columns = findColumns(header); t.columns.action < 0 {
		return notThis()
	}
	t.r.Layout, t.r.Missing = t.columns.layout(), t.columns.missing()
	for {
		guard.since = 0
		cells, err := rows.Read()
		var damaged *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return t.ctx.Err()
		case guard.over:
			t.r.Damaged, t.r.Cut.Broken = t.r.Damaged+1, true
			return t.ctx.Err()
		case errors.As(err, &damaged):
			t.r.Damaged++
			continue
		case err != nil:
			return unreadable(err)
		}
		if err := t.cells(cells); err != nil {
			return err
		}
	}
}

func notThis() error {
	return app.Errorf(app.Invalid, "Run the query that this guide gives you, and export its result.",
		"The file has no column ActionType.")
}

// separate returns the separator of the header, and skips a line that only names it.
func separate(text *bufio.Reader) (rune, error) {
	line, err := text.Peek(64 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, unreadable(err)
	}
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	if mark, ok := strings.CutPrefix(strings.TrimSpace(string(line)), "sep="); ok && len(mark) == 1 {
		if _, err := text.Discard(len(line) + 1); err != nil {
			return 0, unreadable(err)
		}
		return rune(mark[0]), nil
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if bytes.Count(line, []byte(string(r))) > bytes.Count(line, []byte(string(best))) {
			best = r
		}
	}
	return best, nil
}
