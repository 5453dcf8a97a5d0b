package report

import (
	"bufio"
	"bytes"
	"encoding/json"
)

// Block writes b with its kind, a list or a table row by row.
func (j *JSONWriter) Block(b Block) {
	list, ok := b.(Entries)
	if t, table := b.(Table); table && t.Rows != nil {
		j.table(t)
		return
	}
	if !ok {
		raw, err := MarshalBlock(b)
		j.fail(err)
		j.separate()
		j.put(raw)
		return
	}
	same, place := list.same()
	j.Object(func() {
		j.escape("kind", list.kind())
		if list.Name != "" {
			j.escape("name", list.Name)
		}
		j.escape("title", list.Title)
		if len(same) > 0 {
			j.escape("same", same)
		}
		j.Key("items")
		j.List(func() {
			for _, item := range list.Items {
				j.escapedValue(entryJSON{item, place[item.Same]})
			}
		})
	})
}

// table writes t row by row.
func (j *JSONWriter) table(t Table) {
	j.Object(func() {
		j.escape("kind", t.kind())
		if t.Title != "" {
			j.escape("title", t.Title)
		}
		j.escape("columns", t.Columns)
		if len(t.Right) > 0 {
			j.escape("right", t.Right)
		}
		j.Key("rows")
		j.List(func() {
			for _, row := range t.Rows {
				j.escapedValue(row)
			}
		})
		if len(t.Detail) > 0 {
			j.escape("detail", t.Detail)
		}
	})
}

// escape writes a key and a value with the characters of HTML escaped, as stored
// documents have them.
func (j *JSONWriter) escape(key string, v any) {
	j.Key(key)
	j.escapedValue(v)
}

func (j *JSONWriter) escapedValue(v any) {
	raw, err := json.Marshal(v)
	j.fail(err)
	j.separate()
	j.put(raw)
}

// Program writes an entry for programs, as Entry.Program returns it, and reports whether there was one. What many
// entries have alike is indented once.
func (j *JSONWriter) Program(e *Entry) bool {
	own := bytes.TrimSpace(e.Data)
	if !j.indent || e.Same == nil || !holdsFields(own) || !json.Valid(own) {
		all := e.Program()
		if len(all) > 0 {
			j.Raw(all)
		}
		return len(all) > 0
	}
	rest, ok := j.sharedFields(e.Same)
	if !ok {
		j.Raw(e.Program())
		return true
	}
	j.separate()
	j.put(own[:len(own)-1])
	if j.err == nil {
		_, _ = j.out.Write(rest) // an error stays in the buffer until Flush
		j.depth--
	}
	return true
}

// holdsFields reports whether raw may be an object with a field.
func holdsFields(raw []byte) bool {
	return len(raw) > 2 && raw[0] == '{' && len(bytes.TrimSpace(raw[1:len(raw)-1])) > 0
}

// shared are the fields of what entries have alike as they end an object, and how deep that is indented.
type shared struct {
	depth int
	end   []byte
}

// sharedFields returns what follows the fields of an entry's own, with the comma before it and the end of the object;
// false where it is no object with fields.
func (j *JSONWriter) sharedFields(s *Shared) ([]byte, bool) {
	known, ok := j.alike[s]
	if ok && known.depth == j.depth {
		return known.end, true
	}
	raw := bytes.TrimSpace(s.Data)
	if !holdsFields(raw) || !json.Valid(raw) {
		return nil, false
	}
	var b bytes.Buffer
	sub := &JSONWriter{out: bufio.NewWriter(&b), indent: true, depth: j.depth}
	sub.put(raw)
	if sub.fail(sub.out.Flush()); sub.err != nil {
		return nil, false
	}
	if j.alike == nil || len(j.alike) >= mostAlike {
		j.alike = map[*Shared]shared{}
	}
	b.Bytes()[0] = ',' // in place of what begins the object
	known = shared{j.depth, b.Bytes()}
	j.alike[s] = known
	return known.end, true
}

// mostAlike is how many shared fields a writer holds as text.
const mostAlike = 512
