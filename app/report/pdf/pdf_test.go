package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app/report"
)

// pdfOf returns d as a PDF.
func pdfOf(t *testing.T, d *report.Document, paper Paper) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d, paper); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read lets poppler, a program by others, read a PDF: what it is, and its text with a form feed after each page.
func read(t *testing.T, data []byte) (info, text string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(program string, args ...string) string {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not on this computer: install poppler-utils", program)
		}
		var errs bytes.Buffer
		cmd := exec.Command(program, args...)
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil || errs.Len() > 0 {
			t.Fatalf("%s: %v\n%s", program, err, errs.String())
		}
		return string(out)
	}
	return ask("pdfinfo", name), ask("pdftotext", "-layout", "-enc", "UTF-8", name, "-")
}

// words are in several scripts. No font in the room has the last one.
const words = "Zoë Müller, Łódź, Ωμέγα, Жанна, “quotes”, Off → On ✓, e\u0301, 王"

// sample has a block of each kind.
func sample() *report.Document {
	var rows [][]string
	for i := range 90 {
		rows = append(rows, []string{fmt.Sprintf("Person %d of the parish with a long name", i),
			"Registered a phone for text messages, which end on 1 February 2027", fmt.Sprint(i * 1000)})
	}
	picture := image.NewGray(image.Rect(0, 0, 60, 40))
	picture.Set(3, 3, color.White)
	var raw bytes.Buffer
	_ = png.Encode(&raw, picture)
	when := time.Date(2026, 11, 18, 9, 36, 0, 0, time.UTC)
	return &report.Document{Title: "Microsoft now asks 15 people to register a passkey", At: when,
		Subject: "Northgate Community Trust", Account: "daniel.osei@northgate.example",
		Sources: []string{"Microsoft Graph", "https://dns.example/query?name=northgate.example"},
		Blocks: []report.Block{
			report.Banner{Tone: report.Warning, Lead: "Two people are locked out.",
				Text: strings.Repeat("Help them first. ", 9)},
			report.Heading{Text: "What was changed"}, report.Text{Text: words},
			report.Findings{Items: []report.Finding{
				{Severity: report.OK, Title: "15 people are asked", Text: "They register a passkey when they next sign in."},
				{Severity: report.Problem, Title: "2 people are not asked", Text: "Passkeys are not allowed for them.",
					Do: "Allow passkeys for Ama Boateng and Colin Marsh."},
				{Severity: report.Unknown, Title: "The legacy MFA settings", Text: "Handrail cannot read them."}}},
			report.Path{Caption: "Does it work?", Verdict: "It works", Why: "Every stop answers.",
				Stops: []report.Stop{{Title: "DNS", Severity: report.OK, Text: "Found"}}},
			report.Chart{Title: "Deliveries", Labels: []string{"Mon", "Tue"}, Series: []report.Series{
				{Name: "Delivered", Values: []float64{40, 38}}, {Name: "Failed", Values: []float64{0, 2}}}},
			report.Levels{Title: "Blocked", Axis: "Score", Labels: []string{"1", "2"}, Chosen: 1, Rows: []report.LevelRow{
				{Label: "Apps", Texts: []string{"7", "9"}, Values: []float64{7, 9}}}},
			report.Code{Label: "Policy", Text: "version: STSv1\r\nmode: testing\n\tmx: *.example\n"},
			report.Image{Alt: "A code to scan", PNG: raw.Bytes()}, report.Image{Alt: "Not a picture", PNG: []byte("x")},
			report.Facts{Title: "In short", Rows: []report.Fact{{Label: "People", Value: "86"}}},
			report.Timeline{Title: "Then", Items: []report.Event{{At: when, Text: "Letters sent", Done: true}}},
			report.Entries{Title: "People", Items: []report.Entry{
				{Title: "Ama", Severity: report.Problem, State: "Locked out"}}},
			report.Table{Title: "Everyone", Columns: []string{"Name of the person", "State", "Count"},
				Right: []bool{false, false, true}, Rows: rows},
			report.Text{Text: "The end."},
		}}
}

// TestAnotherProgramReadsIt: poppler finds the paper, the title, the language and every word in its order; each page
// has its number and the head of the table that goes over it.
func TestAnotherProgramReadsIt(t *testing.T) {
	for paper, size := range map[Paper]string{A4: "595.28 x 841.89 pts (A4)", Letter: "612 x 792 pts (letter)"} {
		data := pdfOf(t, sample(), paper)
		info, text := read(t, data)
		for _, want := range []string{size, "Title:           Microsoft now asks 15 people", "Encrypted:       no",
			"JavaScript:      no"} {
			if !strings.Contains(info, want) {
				t.Errorf("%s: %q is missing in\n%s", paper, want, info)
			}
		}
		if !bytes.Contains(data, []byte("/Lang (en-GB)")) {
			t.Error("it does not say its language")
		}
		at := 0
		flat := strings.Join(strings.Fields(text), " ")
		for _, want := range []string{"Northgate Community Trust", "18 Nov 2026 09:36 UTC", "register a passkey", "About",
			"Signed in as daniel.osei@northgate.example", "https://dns.example/query?name=northgate.example",
			"Warning. Two people are locked out. Help", "What was changed",
			"Zoë Müller, Łódź, Ωμέγα, Жанна, “quotes”, Off → On ✓, é, �", "Problem. 2 people are not asked",
			"What to do: Allow passkeys", "Not tested. The legacy", "OK. 15 people", "Does it work?", "It works", "DNS OK Found",
			"Delivered Failed", "Mon 40 0", "2 (chosen) 9", "version: STSv1 mode: testing", "mx: *.example", "A code to scan",
			"[Picture: Not a picture]", "People 86", "Letters sent Done", "Ama Problem Locked out", "Person 0 of",
			"Person 89 of", "The end.", "Each � is a character"} {
			i := strings.Index(flat[at:], want)
			if i < 0 {
				t.Fatalf("%s: %q is missing after %q in\n%s", paper, want, flat[max(0, at-40):at], text)
			}
			at += i
		}
		pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
		for i, page := range pages {
			if number := fmt.Sprintf("Page %d of %d", i+1, len(pages)); !strings.Contains(page, number) {
				t.Errorf("%s: page %d lacks %q", paper, i+1, number)
			}
			if person, head := strings.Index(page, "Person "), strings.Index(page, "Name of the person"); person >= 0 &&
				(head < 0 || head > person) {
				t.Errorf("%s: page %d has rows without their head", paper, i+1)
			}
		}
		if len(pages) < 4 {
			t.Errorf("%s: only %d pages", paper, len(pages))
		}
	}
}

// TestTheSameTwice: the same document makes the same file, also without a time.
func TestTheSameTwice(t *testing.T) {
	for _, d := range []*report.Document{sample(), {Title: "T"}, nil} {
		if one, two := pdfOf(t, d, A4), pdfOf(t, d, A4); !bytes.Equal(one, two) {
			t.Errorf("%v: two files differ", d)
		}
	}
}

// TestNothingIsFetched: a file has no link, no script and no file in it.
func TestNothingIsFetched(t *testing.T) {
	bad := regexp.MustCompile(`/(URI|Annots|JavaScript|JS|EmbeddedFile|Launch|OpenAction|AA)\b`)
	if found := bad.FindAll(pdfOf(t, sample(), A4), -1); len(found) > 0 {
		t.Errorf("%s", found)
	}
}

// TestColumnsFillThePage: whatever columns need, together they are as wide as the page and none is too narrow.
func TestColumnsFillThePage(t *testing.T) {
	for _, c := range []struct{ whole, usual, least, want []float64 }{
		{[]float64{10, 30}, []float64{9, 9}, []float64{5, 5}, []float64{25, 75}},
		{[]float64{10, 300}, []float64{10, 200}, []float64{5, 5}, []float64{7, 93}},
		{[]float64{10, 300}, []float64{90, 90}, []float64{5, 5}, []float64{10, 90}},
		{[]float64{200, 300}, []float64{1, 1}, []float64{50, 50}, []float64{50, 50}},
		{[]float64{60, 50, 50}, []float64{60, 50, 50}, []float64{30, 30, 30}, nil},
	} {
		got, sum := share(c.whole, c.usual, c.least, 100), 0.0
		for i, v := range got {
			sum += v
			if v < c.least[i] || c.want != nil && (v < c.want[i]-1 || v > c.want[i]+1) {
				t.Errorf("%v: %v, want %v", c, got, c.want)
			}
		}
		if sum < 99.9 || sum > 100.1 {
			t.Errorf("%v: together %v", got, sum)
		}
	}
}
