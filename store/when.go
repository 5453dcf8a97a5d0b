package store

import (
	"fmt"
	"time"
)

// layout is RFC 3339 with a fixed width, so that times sort as text.
const layout = "2006-01-02T15:04:05.000000000Z"

// when is a time in a column; the zero time is the empty text.
type when struct{ time.Time }

func put(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(layout)
}

// Scan reads a column.
func (w *when) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return fmt.Errorf("store: a time is %T, not text", src)
	}
	if text == "" {
		w.Time = time.Time{}
		return nil
	}
	t, err := time.Parse(layout, text)
	w.Time = t
	return err
}
