package report

import (
	"bytes"
	"encoding/json"
)

// Entry is one row of Entries. Data is the same for programs, a JSON object.
type Entry struct {
	Title    string          `json:"title"`
	About    string          `json:"about,omitempty"` // distinguishes it from others of that title: an address
	Severity Severity        `json:"severity"`
	State    string          `json:"state"`           // the outcome in words
	Kinds    []string        `json:"kinds,omitempty"` // what the list can be narrowed to, in words
	Open     *Document       `json:"open,omitempty"`
	Data     json.RawMessage `json:"data,omitempty"`
	Same     *Shared         `json:"-"`
}

// Shared is what many entries have alike, so that it is held and written once: the
// document that they open, which then bears the entry's own title, and fields for
// programs beside those of Data.
type Shared struct {
	Open *Document       `json:"open,omitempty"`
	Data json.RawMessage `json:"data,omitempty"`
}

// Document returns what the entry opens; nil where it opens nothing.
func (e *Entry) Document() *Document {
	if e.Open != nil || e.Same == nil || e.Same.Open == nil {
		return e.Open
	}
	d := *e.Same.Open
	d.Title, d.Subject = e.Title, e.About
	return &d
}

// Program returns the entry for programs, a JSON object; nil where it has nothing.
func (e *Entry) Program() json.RawMessage {
	if e.Same == nil || len(e.Same.Data) == 0 {
		return e.Data
	}
	own, same := bytes.TrimSpace(e.Data), bytes.TrimSpace(e.Same.Data)
	if len(own) <= len("{}") {
		return same
	}
	if len(same) <= len("{}") {
		return own
	}
	all := append([]byte{}, own[:len(own)-1]...)
	return append(append(all, ','), same[1:]...)
}

// entriesJSON is the stable form of Entries. What several entries have alike is
// in Same, and they name it by its place from 1 on.
type entriesJSON struct {
	Name  string      `json:"name,omitempty"`
	Title string      `json:"title"`
	Same  []*Shared   `json:"same,omitempty"`
	Items []entryJSON `json:"items"`
}

type entryJSON struct {
	Entry
	Same int `json:"same,omitempty"`
}

// same returns what several entries have alike, each once, and the place of each
// from 1 on. nil has place 0.
func (e Entries) same() (all []*Shared, place map[*Shared]int) {
	place = map[*Shared]int{}
	for _, item := range e.Items {
		if _, ok := place[item.Same]; !ok && item.Same != nil {
			all = append(all, item.Same)
			place[item.Same] = len(all)
		}
	}
	return all, place
}

// MarshalJSON writes the stable form.
func (e Entries) MarshalJSON() ([]byte, error) {
	out := entriesJSON{Name: e.Name, Title: e.Title, Items: make([]entryJSON, len(e.Items))}
	same, place := e.same()
	out.Same = same
	for i, item := range e.Items {
		out.Items[i] = entryJSON{item, place[item.Same]}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the stable form. A place that does not exist is left out.
func (e *Entries) UnmarshalJSON(data []byte) error {
	var in entriesJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*e = Entries{Name: in.Name, Title: in.Title, Items: make([]Entry, len(in.Items))}
	for i, item := range in.Items {
		e.Items[i] = item.Entry
		if at := item.Same; at >= 1 && at <= len(in.Same) {
			e.Items[i].Same = in.Same[at-1]
		}
	}
	return nil
}
