package csvtable

import (
	"encoding/binary"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"
)

// utf16le writes text as Teams does.
func utf16le(text string, mark bool, order binary.AppendByteOrder) []byte {
	var out []byte
	if mark {
		text = "\ufeff" + text
	}
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

func TestDecodeTellsEncodingsApart(t *testing.T) {
	const want = "Nome\tÚltima saída\n€ 5\n"
	crlf := strings.ReplaceAll(want, "\n", "\r\n")
	for name, data := range map[string][]byte{
		"UTF-8":                   []byte(crlf),
		"UTF-8 with its mark":     []byte("\ufeff" + want),
		"UTF-16LE with its mark":  utf16le(crlf, true, binary.LittleEndian),
		"UTF-16BE with its mark":  utf16le(crlf, true, binary.BigEndian),
		"UTF-16LE without a mark": utf16le(crlf, false, binary.LittleEndian),
		"UTF-16BE without a mark": utf16le(crlf, false, binary.BigEndian),
		"Windows-1252":            []byte("Nome\t\xdaltima sa\xedda\n\x80 5\n"),
		"old Mac line ends":       []byte(strings.ReplaceAll(want, "\n", "\r")),
	} {
		if got, err := Decode(data); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := Decode([]byte("PK\x03\x04\x00\x00\x00\x01ab")); err == nil {
		t.Error("a file with zero bytes passes for text")
	}
}

func TestReadTellsCommasApart(t *testing.T) {
	for text, want := range map[string][][]string{
		"a,b\nc,d\n":                 {{"a", "b"}, {"c", "d"}},
		"a;b,1\nc;d,2\n":             {{"a", "b,1"}, {"c", "d,2"}},
		"Start\t2/7/26, 10:00\nA\tB": {{"Start", "2/7/26, 10:00"}, {"A", "B"}},
		"a,\"two\nlines\"\nc,d":      {{"a", "two\nlines"}, {"c", "d"}},
		"\"a,b\";c\n":                {{"a,b", "c"}},
		"a,b \"quoted\" c\n":         {{"a", "b \"quoted\" c"}},
	} {
		if got, err := Read(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestNoCellRunsAndAllComeBack(t *testing.T) {
	rows := [][]string{{"=cmd|' /C calc'!A0", "+1+2", "-30", "-5:30", "@x", "＝1", "'quoted", "plain", "−60 min", "",
		"\tx", "Vestry;=1", "one\n=1"}}
	text, err := Decode(Write(rows))
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadWith(text, ',')
	if err != nil || len(back) != 1 {
		t.Fatal(back, err)
	}
	for i, c := range back[0] {
		if strings.ContainsRune("=+@＝\t", []rune(c + " ")[0]) {
			t.Errorf("%q would be run", c)
		}
		if got := Unsafe(c); got != rows[0][i] {
			t.Errorf("%q came back as %q", rows[0][i], got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\r\nc;d\n"))
	f.Add(utf16le("a\tb\r\n", true, binary.LittleEndian))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Decode(data)
		if err != nil {
			return
		}
		rows, err := Read(text)
		if err != nil {
			return
		}
		for _, row := range rows {
			for _, c := range row {
				if Unsafe(Safe(c)) != c {
					t.Fatalf("%q does not come back", c)
				}
			}
		}
	})
}
