package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"handrail/app"
)

// TestOneByteIsSeen: whichever byte of a written report is changed, verification says so,
// and names the report where its title can still be read.
func TestOneByteIsSeen(t *testing.T) {
	d := everyBlock("Northgate “é” <b>\u2028 \\")
	var b bytes.Buffer
	if err := WriteJSON(&b, d); err != nil {
		t.Fatal(err)
	}
	file := b.Bytes()
	if v, err := Verify(file); err != nil || v.Title != d.Title || v.Subject != d.Subject || !v.At.Equal(d.At) {
		t.Fatalf("%+v, %v", v, err)
	}
	named := 0
	for i := range file[:len(file)-1] { // the line end is no part of the report
		for _, flip := range []byte{0x01, 0x20} {
			file[i] ^= flip
			v, err := Verify(file)
			if app.CodeOf(err) != app.Damaged {
				t.Fatalf("byte %d as %q: %v", i, file[i], err)
			}
			if v.Title == d.Title {
				named++
			}
			file[i] ^= flip
		}
	}
	if named < len(file) {
		t.Errorf("only %d of %d damaged files are named", named, 2*len(file))
	}
	again := strings.NewReplacer("\n", "\r\n", "  ", "\t").Replace(string(file)) // laid out anew, all the same
	if _, err := Verify([]byte(again)); err != nil {
		t.Errorf("laid out anew: %v", err)
	}
	for _, text := range []string{"", "{}", "null", "[]", `{"title":"x"}`, `{"a":1,"sha256":"12"}`, "PK\x03\x04",
		`,"sha256":"` + strings.Repeat("0", 64) + `"}`} {
		if _, err := Verify([]byte(text)); app.CodeOf(err) != app.Damaged && app.CodeOf(err) != app.NotFound {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// FuzzVerify: whatever a file holds, it is verified or refused with words, and a verified
// one says again what it said.
func FuzzVerify(f *testing.F) {
	for _, word := range hostile {
		var b bytes.Buffer
		if err := WriteJSON(&b, everyBlock(word)); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte(`{"title":"x","sha256":"` + strings.Repeat("0", 64) + `"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := Verify(data)
		if message, hint := app.UserMessage(err); err != nil && (message == "" || hint == "") {
			t.Errorf("refused without words: %v", err)
		}
		var b bytes.Buffer
		if err == nil && json.Compact(&b, data) != nil {
			t.Error("what is no JSON is verified")
		}
	})
}

// TestATableIsNotCalledDamaged: a table that was exported beside the other forms has nothing to be verified by.
func TestATableIsNotCalledDamaged(t *testing.T) {
	for text, want := range map[string]string{
		"\ufeffName,Value\r\nDomain,a.example\r\n": "cannot verify tables",
		"":                           "cannot verify tables",
		"\ufeff {\"title\":\"One\",": "is damaged",
	} {
		_, err := Verify([]byte(text))
		if message, _ := app.UserMessage(err); app.CodeOf(err) != app.Damaged || !strings.Contains(message, want) {
			t.Errorf("%q: %v, %q, want %q", text, err, message, want)
		}
	}
}
