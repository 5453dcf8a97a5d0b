package report

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestDetailsStayOffPages: what is a detail is on no page for people, and in the JSON and the spreadsheet.
func TestDetailsStayOffPages(t *testing.T) {
	doc := &Document{Title: "A change", Blocks: []Block{
		Table{Title: "Sent", Columns: []string{"What", "Request ID", "State"}, Right: []bool{false, false, true},
			Detail: []bool{1: true}, Rows: [][]string{{"Text messages", "req-7f43", "Made"}, {"Short"}}},
		Facts{Rows: []Fact{{Name: "request-ids", Label: "Request IDs", Value: "req-7f43", Detail: true},
			{Name: "on", Label: "On", Value: "yes"}}},
	}}
	var page, html, markdown bytes.Buffer
	if err := WriteText(&page, doc); err != nil {
		t.Fatal(err)
	}
	if err := WriteHTML(&html, doc); err != nil {
		t.Fatal(err)
	}
	if err := WriteMarkdown(&markdown, doc); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{page.String(), html.String(), markdown.String()} {
		if strings.Contains(text, "req-7f43") || strings.Contains(strings.ToLower(text), "request id") {
			t.Errorf("a page shows a detail: %s", text)
		}
		if !strings.Contains(text, "Text messages") || !strings.Contains(text, "Made") {
			t.Errorf("a page lacks what is beside a detail: %s", text)
		}
	}
	text, err := json.Marshal(doc)
	var back Document
	if err != nil || json.Unmarshal(text, &back) != nil || strings.Count(string(text), "req-7f43") != 2 ||
		!back.Blocks[0].(Table).Detail[1] || back.Facts()["request-ids"] != "req-7f43" {
		t.Errorf("%v: %s", err, text)
	}
	files, err := WriteCSV(t.TempDir(), doc)
	if err != nil {
		t.Fatal(err)
	}
	if csv, err := os.ReadFile(files[0]); err != nil || !strings.Contains(string(csv), "req-7f43") {
		t.Errorf("%v: %s", err, csv)
	}
}
