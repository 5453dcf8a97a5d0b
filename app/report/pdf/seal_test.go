package pdf

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/report"
)

// aRecord is a page about a change, with names in scripts of which some have no font here.
func aRecord() *report.Document {
	at := time.Date(2026, 11, 18, 9, 36, 0, 0, time.UTC)
	return &report.Document{Title: "Registration campaign: now “On”", Subject: "northgate.example", At: at,
		Kind: report.KindRecord, Zone: "Europe/London", Blocks: []report.Block{
			report.Facts{Rows: []report.Fact{{Label: "Changed by", Value: "daniel.osei@northgate.example, with Handrail"}}},
			report.Heading{Text: "Who was affected"}, report.Text{Text: "Problem: 王小明, שרה, Zoë and 😀."}},
		Seal: &report.Seal{Number: 14, Saved: at, Hash: strings.Repeat("7f43da86", 8), Before: 13,
			BeforeSaved: at.AddDate(0, 0, -7), Organisation: "Northgate Community Trust"}}
}

// TestASealedPage: another program reads the organisation, the number, the hash and the page number on the page, and
// which characters it lacks; one byte that is changed is seen.
func TestASealedPage(t *testing.T) {
	d := aRecord()
	file := pdfOf(t, d, A4)
	v, err := report.Verify(file)
	if err != nil || v.Title != d.Title || v.Subject != d.Subject || !v.At.Equal(d.At) || v.Seal == nil ||
		v.Seal.Number != 14 || v.Seal.Hash != d.Seal.Hash || !v.Seal.Saved.Equal(d.Seal.Saved) {
		t.Fatalf("%+v, %v", v, err)
	}
	for i := 0; i < len(file)-1; i += max(1, len(file)/3000) {
		changed := bytes.Clone(file)
		changed[i] ^= 0x10
		if _, err := report.Verify(changed); app.CodeOf(err) != app.Damaged && app.CodeOf(err) != app.NotFound {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	if bare := *d; true {
		bare.Seal = nil
		if _, err := report.Verify(pdfOf(t, &bare, A4)); app.CodeOf(err) != app.NotFound {
			t.Errorf("without a seal: %v", err)
		}
	}
	info, text := read(t, file) // skips where poppler is not there
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{"Northgate Community Trust", "Report 14, saved 18 November 2026 at 09:36 UTC", d.Title,
		"daniel.osei@northgate.example, with Handrail", "Problem:", "Zoë", "Page 1 of 1",
		"Check hash (SHA-256) of this report and of report 13, saved on 11 November 2026", "7f43 da86 7f43 da86",
		"select “Verify a file”. All times are those of Europe/London.", "The characters are: Hebrew U+05D4 U+05E8 U+05E9; Chinese U+5C0F U+660E U+738B; " +
			"symbol or emoji U+1F600."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if !strings.Contains(info, "Pages:           1\n") {
		t.Errorf("info is\n%s", info)
	}
}
