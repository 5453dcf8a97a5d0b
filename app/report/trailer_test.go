package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"handrail/app"
)

// TestASealedPageIsVerified: a web page with a seal shows it, and each byte of it that is changed is seen. One without
// a seal is as it was before.
func TestASealedPageIsVerified(t *testing.T) {
	d := everyBlock("Northgate --> “é” <b>")
	var plain bytes.Buffer
	if err := WriteHTML(&plain, d); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(plain.Bytes()); app.CodeOf(err) != app.NotFound || strings.Contains(plain.String(), "Report 14") {
		t.Errorf("without a seal: %v", err)
	}
	d.Seal = &Seal{Number: 14, Saved: time.Date(2026, 11, 18, 9, 36, 0, 0, time.UTC), Hash: strings.Repeat("7f43da86", 8),
		Before: 13, BeforeSaved: time.Date(2026, 11, 11, 0, 0, 0, 0, time.UTC), Organisation: "Northgate <Trust>"}
	for form, write := range map[string]func(*bytes.Buffer) error{
		"HTML": func(b *bytes.Buffer) error { return WriteHTML(b, d) },
		"JSON": func(b *bytes.Buffer) error { return WriteJSON(b, d) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		file := b.Bytes()
		v, err := Verify(file)
		if err != nil || v.Title != d.Title || v.Seal == nil || v.Seal.Number != 14 || v.Seal.Hash != d.Seal.Hash {
			t.Errorf("%s: %+v, %v", form, v, err)
		}
		if _, err := Verify(append(bytes.TrimRight(bytes.Clone(file), "\n"), "\r\n"...)); err != nil {
			t.Errorf("%s with another line end: %v", form, err)
		}
		for i := range file[:len(file)-1] {
			file[i] ^= 0x04
			if _, err := Verify(file); app.CodeOf(err) != app.Damaged {
				t.Fatalf("%s, byte %d as %q: %v", form, i, file[i], err)
			}
			file[i] ^= 0x04
		}
		if form == "HTML" {
			for _, want := range []string{"<strong>Northgate &lt;Trust&gt;</strong><span>Report 14, saved 18 November 2026 " +
				"at 09:36 UTC",
				"of this report and of report 13, saved on 11 November 2026", "7f43 da86", "Verify a file"} {
				if !strings.Contains(string(file), want) {
					t.Errorf("%q is not on the page", want)
				}
			}
		}
	}
}

// TestASealedPageHasItsClock: under a page with a seal stands which clock its times are of; where each time has its clock
// beside it, nothing is said twice.
func TestASealedPageHasItsClock(t *testing.T) {
	const london, utc = "All times are those of Europe/London.", "All times are in UTC."
	for _, c := range []struct{ zone, kind, want string }{
		{"", "", utc}, {"Europe/London", "", london}, {"Europe/London", KindRecord, london}, {"", KindRecord, ""},
	} {
		d := &Document{Title: "Run sheet", Zone: c.zone, Kind: c.kind, Seal: &Seal{Number: 14}}
		var b bytes.Buffer
		if err := WriteHTML(&b, d); err != nil {
			t.Fatal(err)
		}
		for _, words := range []string{london, utc} {
			if strings.Contains(b.String(), words) != (words == c.want) {
				t.Errorf("zone %q, kind %q: %q is wrong in\n%s", c.zone, c.kind, words, d.SealedFoot())
			}
		}
		if !strings.Contains(d.SealedFoot(), HowToCheck) {
			t.Errorf("%q does not say how to check", d.SealedFoot())
		}
	}
}
