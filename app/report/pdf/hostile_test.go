package pdf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"runtime"
	"strings"
	"testing"
	"time"

	"handrail/app/report"
)

// everywhere has word in every place that a stranger could fill.
func everywhere(word string) *report.Document {
	many := make([]string, 40)
	for i := range many {
		many[i] = word[:min(len(word), 200)]
	}
	return &report.Document{Title: word, Subject: word, Account: word, Sources: []string{word}, Blocks: []report.Block{
		report.Heading{Text: word}, report.Text{Text: word}, report.Banner{Tone: "x", Lead: word, Text: word},
		report.Facts{Title: word, Rows: []report.Fact{{Label: word, Value: word}}},
		report.Findings{Title: word, Items: []report.Finding{{Title: word, Text: word, Do: word}}},
		report.Table{Title: word, Columns: []string{word, word}, Rows: [][]string{{word}, {word, word, word}}},
		report.Table{Columns: many, Rows: [][]string{many}}, report.Table{},
		report.Entries{Items: []report.Entry{{Title: word, About: word, State: word}}},
		report.Path{Caption: word, Verdict: word, Why: word, Stops: []report.Stop{{Title: word, Text: word}}},
		report.Chart{Title: word, Labels: []string{word}, Series: []report.Series{{Name: word, Values: []float64{1}}}},
		report.Code{Label: word, Text: word}, report.Image{Alt: word, PNG: []byte(word)},
		report.Timeline{Title: word, Items: []report.Event{{Text: word}}}}}
}

// TestHostileTexts: whatever a name is, poppler reads the file without a complaint, and nothing of it is dropped.
func TestHostileTexts(t *testing.T) {
	for _, word := range []string{"", " ", strings.Repeat(" ", 3000) + "x",
		"a\x00b\x1b[31m\a", "\u202eevil", "\xff\xfe", "{nb}",
		") Tj ET (", `\`, "(((", "<</Type /Catalog>>", "a\r\nb\u2028c", "\u0301", "😀👨‍👩‍👧", "王小明", "שלום", "\ufeff=1",
		strings.Repeat("a", 10_000), strings.Repeat("W-", 5_000), strings.Repeat("é ", 2_000)} {
		data := pdfOf(t, everywhere(word), A4)
		_, text := read(t, data)
		if strings.ContainsAny(text, "\x00\x1b\a\u202e") {
			t.Errorf("%.20q got through", word)
		}
		if word == "{nb}" && strings.Count(text, word) < 20 {
			t.Error("a word became a number")
		}
	}
	word := strings.Repeat("Pfarrgemeinde", 800)
	_, text := read(t, pdfOf(t, &report.Document{Title: "T", Blocks: []report.Block{
		report.Table{Columns: []string{"A", "B"}, Rows: [][]string{{word, "next"}}}}}, A4))
	text = strings.ReplaceAll(text, "next", "")
	letters := 0
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); !strings.Contains(line, " ") {
			letters += len(strings.TrimSuffix(line, "\f"))
		}
	}
	if letters < len(word) {
		t.Errorf("%d of %d letters are there", letters, len(word))
	}
}

// TestAHeadWithoutRoom: a head of a table that leaves no room for rows is written once, whole.
func TestAHeadWithoutRoom(t *testing.T) {
	var rows [][]string
	for range 90 {
		rows = append(rows, []string{"one", "two"})
	}
	_, text := read(t, pdfOf(t, &report.Document{Title: "T", Blocks: []report.Block{
		report.Table{Columns: []string{strings.Repeat("Titleword ", 600), "B"}, Rows: rows}}}, A4))
	if heads, cells := strings.Count(text, "Titleword"), strings.Count(text, "two"); heads != 600 || cells != len(rows) {
		t.Errorf("%d words of the head, %d cells", heads, cells)
	}
}

// TestAHugePicture: a picture of too many points is said in words, before it is decoded.
func TestAHugePicture(t *testing.T) {
	var raw bytes.Buffer
	if err := png.Encode(&raw, image.NewGray(image.Rect(0, 0, most+1, 1))); err != nil {
		t.Fatal(err)
	}
	if picture, _ := redrawn(raw.Bytes()); picture != nil {
		t.Errorf("a picture of %d points is drawn", most+1)
	}
}

// TestLongTables: thousands of rows with a few endless words take seconds and little memory.
func TestLongTables(t *testing.T) {
	var rows [][]string
	for i := range 5_000 {
		rows = append(rows, []string{
			fmt.Sprint("person", i, "@parish.example"), "Text message (SMS)", "Needs another method"})
	}
	for i := range 10 {
		rows[i*500][1] = strings.Repeat("x", 10_000)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun := time.Now()
	data := pdfOf(t, &report.Document{Title: "T", Blocks: []report.Block{
		report.Table{Columns: []string{"Who", "How", "What"}, Rows: rows}}}, A4)
	runtime.ReadMemStats(&after)
	t.Logf("%v, %d kB, %d MB allocated in all", time.Since(begun), len(data)>>10, (after.TotalAlloc-before.TotalAlloc)>>20)
	if d := time.Since(begun); d > 20*time.Second {
		t.Errorf("it took %v", d)
	}
	if held := after.Sys - before.Sys; held > 300<<20 {
		t.Errorf("%d MB were taken", held>>20)
	}
	if _, text := read(t, data); strings.Count(text, "@parish.example") != len(rows) {
		t.Errorf("%d of %d rows are there", strings.Count(text, "@parish.example"), len(rows))
	}
}

// FuzzWrite: any document that can be read can be written.
func FuzzWrite(f *testing.F) {
	for _, d := range []*report.Document{sample(), everywhere("a\x00) Tj 王"), {}} {
		raw, err := json.Marshal(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var d report.Document
		if json.Unmarshal(raw, &d) != nil {
			return
		}
		if err := Write(&bytes.Buffer{}, &d, Letter); err != nil {
			t.Fatal(err)
		}
	})
}
