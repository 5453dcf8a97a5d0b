package store

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"strings"
	"sync"
	"time"
)

// shortDocument is the size in bytes up to which a document is stored as text.
const shortDocument = 1 << 10

// In a form a mark is replaced by markHole; marks are joined by markEnd. A document in JSON has neither.
const (
	markHole = "\x00"
	markEnd  = "\n"
)

// calendar are the names of months and days, which differ between two checks as numbers do.
var calendar = calendarNames()

func calendarNames() map[string]bool {
	all := map[string]bool{}
	for m := time.January; m <= time.December; m++ {
		all[m.String()], all[m.String()[:3]] = true, true
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		all[d.String()], all[d.String()[:3]] = true, true
	}
	return all
}

// splitMarks returns the form of a text, and its marks in their order: each number, and each name of a month or a day.
// ok is false where the text cannot be put together again.
func splitMarks(text string) (form, marks string, ok bool) {
	if strings.ContainsAny(text, markHole+markEnd) {
		return "", "", false
	}
	var f, m strings.Builder
	f.Grow(len(text))
	first := true
	for i := 0; i < len(text); {
		kind, end := charOf(text[i]), i+1
		for end < len(text) && charOf(text[end]) == kind {
			end++
		}
		part := text[i:end]
		if i = end; kind == otherChar || kind == letterChar && !calendar[part] {
			f.WriteString(part)
			continue
		}
		f.WriteString(markHole)
		if !first {
			m.WriteString(markEnd)
		}
		first = false
		m.WriteString(part)
	}
	if first {
		return "", "", false
	}
	return f.String(), m.String(), true
}

// The kinds of characters that splitMarks tells apart.
const (
	otherChar = iota
	digitChar
	letterChar
)

func charOf(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return digitChar
	case c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80:
		return letterChar
	}
	return otherChar
}

// joinMarks is the opposite of splitMarks. It returns "" where the marks are not those of the form.
func joinMarks(form, marks string) string {
	all := strings.Split(marks, markEnd)
	if strings.Count(form, markHole) != len(all) {
		return ""
	}
	var b strings.Builder
	b.Grow(len(form) + len(marks))
	for _, mark := range all {
		before, after, _ := strings.Cut(form, markHole)
		b.WriteString(before)
		b.WriteString(mark)
		form = after
	}
	b.WriteString(form)
	return b.String()
}

// saveForm returns the ID of a form, which it stores where no report had it before; nil for "". A stored one that was
// damaged is stored again, so that no new report is lost with it, and the old ones can be read again.
func saveForm(ctx context.Context, tx *sql.Tx, form string) (any, error) {
	if form == "" {
		return nil, nil
	}
	hash := sha256.Sum256([]byte(form))
	var id int64
	var was []byte
	err := tx.QueryRowContext(ctx, "SELECT id, body FROM form WHERE hash = ?", hash[:]).Scan(&id, &was)
	if err != nil && !errors.Is(err, sql.ErrNoRows) || err == nil && unpack(was) == form {
		return id, err
	}
	body, err := pack(form)
	if err != nil {
		return nil, err
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO form (hash, body) VALUES (?, ?)
		ON CONFLICT (hash) DO UPDATE SET body = excluded.body RETURNING id`, hash[:], body).Scan(&id)
	return id, err
}

// packers are writers that wait to be used again: each has 0.8 MB.
var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.DefaultCompression) // the level is one that exists
	return w
}}

// pack returns a text packed with deflate.
func pack(text string) ([]byte, error) {
	var b bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	if _, err := io.WriteString(w, text); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}

// unpack is the opposite of pack. It returns "" for what was not packed whole, or has more behind it.
func unpack(packed []byte) string {
	from := bytes.NewReader(packed)
	raw, err := io.ReadAll(flate.NewReader(from))
	if err != nil || from.Len() > 0 {
		return ""
	}
	return string(raw)
}
