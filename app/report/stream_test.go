package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
)

// TestWrittenPieceByPieceIsTheSame: the bytes are those of encoding/json, for every
// block, odd texts, empty lists, and lists that have documents alike.
func TestWrittenPieceByPieceIsTheSame(t *testing.T) {
	shared := &Shared{Open: &Document{Title: "Same <b>", Blocks: []Block{Text{"a"}}}, Data: json.RawMessage(`{"x":[]}`)}
	many := Entries{Name: "people", Title: "P", Items: []Entry{
		{Title: "Ada", Same: shared, Data: json.RawMessage("{ \"a\" : [1,\n 2], \"b\":{}, \"c\":\"<&>\" }")},
		{Title: "Bo \\ \" \u2028", Open: &Document{Title: "Own"}}, {Title: "Ci", Same: shared}}}
	all := []*Document{{}, {Title: "T", At: time.Unix(0, 0).UTC(), Account: "a", Sources: []string{"s", "<"},
		Headline: "H & H", Zone: "Europe/London", Blocks: []Block{many, Entries{}, Table{}, many}}}
	whole := Table{"T", []string{"A", "B"}, []bool{true, false}, [][]string{{"1", "x"}}, []bool{false, true}}
	for _, b := range []Block{whole, many} {
		for i, v := 0, reflect.ValueOf(b); i < v.NumField(); i++ {
			if v.Field(i).IsZero() {
				t.Errorf("%T.%s is not set, so this does not test whether it is written", b, v.Type().Field(i).Name)
			}
		}
	}
	all = append(all, &Document{Title: "T", Blocks: []Block{whole}})
	for _, word := range []string{"", "plain", "<script>&\"\\\u2029\x00\xff\n", "ключ {[,:]}"} {
		all = append(all, everyBlock(word))
	}
	for i, d := range all {
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var compact, indented, want bytes.Buffer
		if err := json.Indent(&want, raw, "", "  "); err != nil {
			t.Fatal(err)
		}
		want.WriteByte('\n')
		j := NewJSONWriter(&indented)
		j.Document(d)
		if err := errors.Join(WriteCompactJSON(&compact, d), j.Flush()); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(compact.Bytes(), raw) {
			t.Errorf("document %d: compact\n%s\nwant\n%s", i, compact.Bytes(), raw)
		}
		if !bytes.Equal(indented.Bytes(), want.Bytes()) {
			t.Errorf("document %d: indented\n%s\nwant\n%s", i, indented.Bytes(), want.Bytes())
		}
	}
}

// broken takes some bytes and no more.
type broken struct{ left int }

func (b *broken) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

func TestAFullDiskIsAnError(t *testing.T) {
	d := &Document{Blocks: []Block{Text{strings.Repeat("x", 1<<20)}}}
	if WriteJSON(&broken{1 << 10}, d) == nil || WriteCompactJSON(&broken{1 << 10}, d) == nil {
		t.Error("a document that was cut passes for written")
	}
	j := NewJSONWriter(&bytes.Buffer{})
	if j.Raw([]byte("{")); j.Flush() == nil {
		t.Error("what is no JSON passes for written")
	}
}

// TestAListIsNotHeldAsText: memory does not grow with the rows that are written.
func TestAListIsNotHeldAsText(t *testing.T) {
	one := Entry{Title: "Ada", Data: json.RawMessage(`{"upn":"` + strings.Repeat("a", 2000) + `"}`)}
	list := Entries{Name: "people", Items: make([]Entry, 20000)}
	for i := range list.Items {
		list.Items[i] = one
	}
	var most int
	w := writerFunc(func(p []byte) (int, error) { most = max(most, len(p)); return len(p), nil })
	if err := WriteJSON(w, &Document{Blocks: []Block{list}}); err != nil || most > 128<<10 {
		t.Errorf("%v, pieces of up to %d bytes", err, most)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// TestALongTextIsWrittenInPieces: the pieces together are what encoding/json writes of the whole text.
func TestALongTextIsWrittenInPieces(t *testing.T) {
	long := strings.Repeat("ab<é\u2028\"\\\n€😀", 9000)
	for _, text := range []string{"", "a", long, "x" + long, "xy" + long, "xyz" + long, "a\xff" + long} {
		for _, indent := range []bool{true, false} {
			var got, want bytes.Buffer
			j, e := NewCompactJSONWriter(&got), json.NewEncoder(&want)
			e.SetEscapeHTML(false)
			if indent {
				j = NewJSONWriter(&got)
				e.SetIndent("", "  ")
			}
			j.Object(func() { j.Key("t"); j.Text([]byte(text)); j.Key("u"); j.Value(1) })
			err := errors.Join(j.Flush(), e.Encode(struct {
				T string `json:"t"`
				U int    `json:"u"`
			}{text, 1}))
			if err != nil || strings.TrimSpace(got.String()) != strings.TrimSpace(want.String()) {
				t.Errorf("%d bytes, indented %v: not as encoding/json writes it, %v", len(text), indent, err)
			}
		}
	}
}

// TestAnEntryForProgramsIsIndentedOnce: the bytes are those of the whole entry, at each depth, whatever is alike.
func TestAnEntryForProgramsIsIndentedOnce(t *testing.T) {
	alike := &Shared{Data: json.RawMessage(` {"x":[1,{}], "y":{"z":"}\\\"{"}} `)}
	entries := []Entry{{Data: json.RawMessage(`{"id":"a","of":[]}`), Same: alike}, {Data: json.RawMessage(`{}`), Same: alike},
		{Same: alike}, {}, {Data: json.RawMessage(` { "id" : "b" } `), Same: alike},
		{Data: json.RawMessage(`{"id":"c"}`), Same: &Shared{Data: json.RawMessage(`{}`)}}, {Data: json.RawMessage(`{"id":"d"}`)},
		{Data: json.RawMessage(`{"id":"e"}`), Same: &Shared{}}, {Data: json.RawMessage(`{"id":"f"}`), Same: alike}}
	for _, kind := range []func(io.Writer) *JSONWriter{NewJSONWriter, NewCompactJSONWriter} {
		var got, want bytes.Buffer
		write := func(j *JSONWriter, one func(e *Entry)) {
			all := func() {
				for i := range entries {
					one(&entries[i])
				}
			}
			j.Object(func() { j.Key("a"); j.List(all); j.Key("b"); j.Object(func() { j.Key("c"); j.List(all) }) })
			if err := j.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		j := kind(&got)
		write(j, func(e *Entry) {
			if has := len(e.Program()) > 0; j.Program(e) != has {
				t.Errorf("an entry with %s: written is not %v", e.Data, has)
			}
		})
		j = kind(&want)
		write(j, func(e *Entry) {
			if raw := e.Program(); len(raw) > 0 {
				j.Raw(raw)
			}
		})
		if got.String() != want.String() || !strings.Contains(got.String(), `"f"`) {
			t.Errorf("\n%s\nwant\n%s", got.String(), want.String())
		}
	}
	for _, bad := range []Entry{{Data: json.RawMessage(`{"a":1}`), Same: &Shared{Data: json.RawMessage(`{"b":}`)}},
		{Data: json.RawMessage(`{"a":}`), Same: alike}, {Data: json.RawMessage(`{ }`), Same: alike},
		{Data: json.RawMessage(`{"a":1}`), Same: &Shared{Data: json.RawMessage(`[1,2]`)}}} {
		j := NewJSONWriter(io.Discard)
		if j.Program(&bad); j.Flush() == nil {
			t.Errorf("%s with %s passes for written", bad.Data, bad.Same.Data)
		}
	}
}
