package hunting

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// readJSON reads the answer of the hunting API, {"schema": […], "results": [{…}]} in any capitals, a
// list of rows, or one row after the other as they are streamed, each in "properties".
func readJSON(text *bufio.Reader, t *tally) error {
	t.r.Layout = API
	guard := &guarded{from: text}
	in := json.NewDecoder(guard)
	seen := map[string]bool{}
	err := values(in, guard, t, seen, 0)
	if errors.Is(err, errCut) {
		t.r.Cut.Broken, err = true, nil
	}
	if err != nil {
		return err
	}
	if len(seen) == 0 && (t.r.Cut.Broken || !t.list) {
		return notThis()
	}
	if len(seen) > 0 {
		t.r.Missing = t.columns.missing()
	}
	return t.ctx.Err()
}

// errCut is the end of a file in the middle of a value.
var errCut = errors.New("hunting: the file ends early")

// deepest is how deep rows may be in a file.
const deepest = 4

// values reads values one after the other: at depth 0 to the end of the file, else to the end of a list.
func values(in *json.Decoder, guard *guarded, t *tally, seen map[string]bool, depth int) error {
	for depth == 0 || in.More() {
		guard.since = 0
		token, err := in.Token()
		switch {
		case depth == 0 && errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return errCut
		}
		switch token {
		case json.Delim('['):
			t.list = true
			if depth >= deepest {
				return errCut
			}
			if err := values(in, guard, t, seen, depth+1); err != nil {
				return err
			}
		case json.Delim('{'):
			if err := object(in, guard, t, seen, depth+1); err != nil {
				return err
			}
		}
	}
	if depth > 0 {
		if _, err := in.Token(); err != nil {
			return errCut
		}
	}
	return nil
}

// object reads an object whose brace was read: a row, or what rows are in.
func object(in *json.Decoder, guard *guarded, t *tally, seen map[string]bool, depth int) error {
	row := map[string]string{}
	for in.More() {
		key, err := in.Token()
		name, text := key.(string)
		if err != nil || !text {
			return errCut
		}
		switch name = plainName(name); name {
		case "results", "value", "records":
			if open, err := in.Token(); err != nil || open != json.Delim('[') || depth >= deepest {
				return errCut
			}
			t.list = true
			if err := values(in, guard, t, seen, depth+1); err != nil {
				return err
			}
			continue
		case "properties":
			if open, err := in.Token(); err != nil || open != json.Delim('{') || depth >= deepest {
				return errCut
			}
			if err := object(in, guard, t, seen, depth+1); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := in.Decode(&raw); err != nil {
			return errCut
		}
		row[name] = plain(raw)
	}
	if _, err := in.Token(); err != nil {
		return errCut
	}
	guard.since = 0
	if row["actiontype"] == "" {
		return t.ctx.Err() // what is around the rows
	}
	return t.named(row, seen)
}

// named counts a row that has names.
func (t *tally) named(row map[string]string, seen map[string]bool) error {
	fresh := false
	for name := range row {
		fresh = fresh || !seen[name]
		seen[name] = true
	}
	if fresh || t.names == nil {
		t.names = slices.Sorted(maps.Keys(seen))
		t.columns = findColumns(t.names)
	}
	cells := make([]string, len(t.names))
	for i, name := range t.names {
		cells[i] = strings.TrimSpace(row[name])
	}
	return t.cells(cells)
}
