package domainlist

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"handrail/app"
)

func words(l List, err error) string {
	if err != nil {
		message, hint := app.UserMessage(err)
		return message + " | " + hint
	}
	var all []string
	for _, d := range l.Domains {
		all = append(all, d.ASCII)
	}
	for _, w := range l.Wrong {
		all = append(all, w.Sentence())
	}
	return strings.Join(all, "; ")
}

// TestFiles: comments, columns, headings, other scripts, doubles, encodings; a bad line is named and the rest is read.
func TestFiles(t *testing.T) {
	utf16File := []byte{0xff, 0xfe}
	for _, r := range utf16.Encode([]rune("\"Name\",\"Default\"\r\n\"a.example\",\"True\"\r\n")) {
		utf16File = binary.LittleEndian.AppendUint16(utf16File, r)
	}
	for text, want := range map[string]string{
		"\ufeff# ours\na.example,main\r\n\"B.example.\"\n\na.example\n": "a.example; b.example",
		"bücher.example # books\nxn--bcher-kva.example\n":               "xn--bcher-kva.example",
		"domain\na.example\ndomain\n":                                   "a.example; Line 3: “domain”: ",
		"a.example\nnorthgate\nhttp://b.example/\nc.example":            "a.example; c.example; Line 2: “northgate”: ",
		"a.example\r\nb@c.example\r\n":                                  "a.example; ",
		"Domain;Ort\r\n\"a.example\";Bonn\r\nb.example\tx\n":            "a.example; b.example",
		"# nothing\n\n":                      "The file has no domain. | Write one domain",
		"northgate\n":                        "The file has no domain. Line 1: “northgate”: ",
		string(utf16File):                    "a.example",
		strings.Repeat("a.example\n", Max+1): "a.example",
	} {
		if got := words(Read([]byte(text))); !strings.HasPrefix(got, want) || want == "a.example" && got != want {
			t.Errorf("%.60q: %s", text, got)
		}
	}
	var many strings.Builder
	for i := range Max + 1 {
		fmt.Fprintf(&many, "d%d.example\n", i)
	}
	if got := words(Read([]byte(many.String()))); got != "These are 501 domains. | Enter at most 500 domains." {
		t.Error(got)
	}
	other := "a.example\n" + strings.Repeat("northgate\n", Max+1)
	if got := words(Read([]byte(other))); !strings.HasPrefix(got, "The file has 501 lines that are no domain. Line 2: ") {
		t.Error(got)
	}
}

// TestTyped: typed domains are refused as a whole, so that the person can change them at once; a path is no domain.
func TestTyped(t *testing.T) {
	if got := words(Of("a.example, A.example;\n \nb.example", nil)); got != "a.example; b.example" {
		t.Error(got)
	}
	if got := words(Of("a.example\nnorthgate", nil)); !strings.HasPrefix(got, "“northgate”: ") {
		t.Error(got)
	}
	for text, want := range map[string]bool{"a.example": false, "domains.txt": true, ` "C:\a b\x.csv" `: true, "/a": true,
		"a.example\nb.example/": false} {
		if _, is := pathIn(text); is != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	read := func(path string) ([]byte, error) {
		if path != "/a b.txt" {
			return nil, app.Errorf(app.NotFound, "Check the name.", "There is no such file.")
		}
		return []byte("c.example"), nil
	}
	for text, want := range map[string]string{"a.example": "a.example", ` "/a b.txt" `: "c.example",
		"/gone.txt": "There is no such file. | Check the name."} {
		if got := words(Of(text, read)); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
	if got := words(Of("/a", nil)); got != "Handrail cannot read files here. | Enter the domains instead." {
		t.Error(got)
	}
}
