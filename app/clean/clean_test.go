package clean

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// steering are characters that no terminal may get, each of another kind.
const steering = "\x00\a\b\v\f\x1b\x7f\u0085\u009b\u202a\u202e\u2066\u2069"

func TestNothingSteers(t *testing.T) {
	bad := func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) && r > 0x2000 &&
			r != 0x200e && r != 0x200f
	}
	in := "Zoë " + steering + "\u05d0 e\u0301\r\nnext\rline\u2028end\xff\x9b"
	for name, got := range map[string]string{"Line": Line(in), "Name": Name(in), "Writer": written(in)} {
		if strings.ContainsFunc(got, bad) {
			t.Errorf("%s: %q steers", name, got)
		}
		for _, kept := range []string{"Zoë ", "\u05d0 e\u0301", "end"} {
			if !strings.Contains(got, kept) {
				t.Errorf("%s: %q lost %q", name, got, kept)
			}
		}
	}
	for in, want := range map[string]string{"a\nb": "a b", "a\u2029b": "a b", "a\tb": "a b", "a\r\nb": "a b"} {
		if got := Line(in); got != want {
			t.Errorf("Line(%q) = %q", in, got)
		}
	}
	if got := Name("a\nb\tc"); got != "a\ufffdb\ufffdc" {
		t.Errorf("Name: %q", got)
	}
}

// written sends text through the writer byte by byte, as a rune may come in two writes.
func written(text string) string {
	var b bytes.Buffer
	w := NewWriter(&b)
	for i := range len(text) {
		_, _ = w.Write([]byte{text[i]})
	}
	return b.String()
}

func TestFprintfWritesTextsAsLines(t *testing.T) {
	var b strings.Builder
	_, _ = Fprintf(&b, "%s|%v|%d|%-4s|\n", "a\x1b\nb", errors.New("c\nd"), 7, "e")
	if got := b.String(); got != "a\ufffd b|c d|7|e   |\n" {
		t.Errorf("%q", got)
	}
}

// TestJSONReadsTheSame: a program gets every character, a terminal none that steers.
func TestJSONReadsTheSame(t *testing.T) {
	in := map[string]string{"name": "Zoë " + steering + "\u2028\n"}
	var b bytes.Buffer
	if err := json.NewEncoder(NewJSONWriter(&b)).Encode(in); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsFunc(b.String(), func(r rune) bool { return r != '\n' && steers(r) }) {
		t.Errorf("%q steers", b.String())
	}
	back := map[string]string{}
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || back["name"] != in["name"] {
		t.Errorf("%q, %v", back, err)
	}
}

// TestPiecesAreChangedAsOne: text that comes in pieces of any size is changed as it is byte by byte.
func TestPiecesAreChangedAsOne(t *testing.T) {
	text := strings.Repeat("plain, \"quoted\"\n\tZoë €😀 \ufffd "+steering+"\u2028\r\n\xff\xe2\x82x\x9b\xf0\x9f", 7)
	for name, writer := range map[string]func(io.Writer) io.Writer{"Writer": NewWriter, "JSONWriter": NewJSONWriter} {
		var want bytes.Buffer
		w := writer(&want)
		for i := range len(text) {
			_, _ = w.Write([]byte{text[i]})
		}
		if strings.Contains(want.String(), `\ufffd`) || !strings.Contains(want.String(), "\ufffdx\ufffd") {
			t.Errorf("%s: what is not text is written %q", name, want.String())
		}
		for _, size := range []int{2, 3, 5, 7, 31, 64, len(text)} {
			var got bytes.Buffer
			w := writer(&got)
			for piece := range slices.Chunk([]byte(text), size) {
				if n, err := w.Write(piece); n != len(piece) || err != nil {
					t.Fatal(n, err)
				}
			}
			if got.String() != want.String() {
				t.Errorf("%s, pieces of %d:\n%q\nwant\n%q", name, size, got.String(), want.String())
			}
		}
	}
}
