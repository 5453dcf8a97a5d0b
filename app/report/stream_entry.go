package report

import (
	"bufio"
	"bytes"
	"encoding/json"
)

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
