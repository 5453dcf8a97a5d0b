package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
)

// TestChecksAreReadFromTheFindings: what a person reads as findings named checks,
// a program reads under "checks", and nothing else of them.
func TestChecksAreReadFromTheFindings(t *testing.T) {
	k := &walk{looks: []look{{doc: &report.Document{Blocks: []report.Block{
		report.Findings{Items: []report.Finding{{Code: "check-other", Title: "Of another list"}}},
		report.Findings{Name: "checks", Items: []report.Finding{
			{Code: "check-licence", Severity: report.OK, Title: "Your licence includes it", Text: "A licence.",
				Do: ""}, {Code: "note", Title: "No check"}}},
	}}}}}
	var out bytes.Buffer
	if err := k.result().write(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	var got printed
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for _, list := range [][]json.RawMessage{got.Checks, got.Lists["checks"]} {
		var flat bytes.Buffer
		if len(list) != 1 || json.Compact(&flat, list[0]) != nil ||
			flat.String() != `{"do":"","id":"licence","severity":"ok","text":"A licence.","title":"Your licence `+
				`includes it"}` {
			t.Errorf("%s", list)
		}
	}
}

// printed is what "run -json" prints, as a program reads it.
type printed struct {
	Guide     string                       `json:"guide"`
	At        time.Time                    `json:"at"`
	Answers   map[string]string            `json:"answers"`
	Documents []json.RawMessage            `json:"documents"`
	Findings  []finding                    `json:"findings"`
	Facts     map[string]string            `json:"facts"`
	Plan      printedPlan                  `json:"plan"`
	People    []json.RawMessage            `json:"people,omitempty"`
	Totals    map[string]int               `json:"totals,omitempty"`
	LeftOut   []json.RawMessage            `json:"leftOut,omitempty"`
	Handover  []printedHand                `json:"handover,omitempty"`
	Advice    []json.RawMessage            `json:"advice,omitempty"`
	Checks    []json.RawMessage            `json:"checks,omitempty"`
	RunSheet  []json.RawMessage            `json:"runsheet,omitempty"`
	Lists     map[string][]json.RawMessage `json:"lists,omitempty"`
}

type printedPlan struct {
	Lead     string            `json:"lead"`
	Changes  []change          `json:"changes"`
	Affected []affectedJSON    `json:"affected"`
	Undo     string            `json:"undo"`
	NoUndo   string            `json:"noUndo"`
	Blocks   []json.RawMessage `json:"blocks"`
}

type printedHand struct {
	Step    string            `json:"step"`
	Title   string            `json:"title"`
	Nothing string            `json:"nothing,omitempty"`
	Blocks  []json.RawMessage `json:"blocks,omitempty"`
	Todo    []string          `json:"todo,omitempty"`
	Records []handRecord      `json:"records,omitempty"`
	Bundles []handBundle      `json:"bundles,omitempty"`
	Links   []handLink        `json:"links,omitempty"`
	Words   []handWords       `json:"words,omitempty"`
}

type handBundle struct {
	ID    string     `json:"id"`
	Title string     `json:"title"`
	Steps []string   `json:"steps"`
	Files []handFile `json:"files"`
}

// handFile is one file: Text, or base64 where it is no text. An empty file has an empty text.
type handFile struct {
	Path   string  `json:"path"`
	Text   *string `json:"text,omitempty"`
	Base64 string  `json:"base64,omitempty"`
}

// TestListsByNameBesideTheOldKeys: every named list is under "lists", the older keys
// stay, the names and their order are those of always, and the bytes are what
// encoding/json writes.
func TestListsByNameBesideTheOldKeys(t *testing.T) {
	entries := func(name, data string) report.Entries {
		return report.Entries{Name: name, Items: []report.Entry{{Title: "No data"},
			{Title: "A", Data: json.RawMessage(data)}}}
	}
	check := report.Findings{Name: "checks", Items: []report.Finding{{Code: "check-a", Severity: report.OK,
		Title: "<A> & B"}}}
	docs := []*report.Document{
		{Title: "One", At: noon, Blocks: []report.Block{entries("people", `{"old":1}`),
			entries("runsheet", `{"t":"1"}`),
			report.Entries{Name: "tests"}}},
		{Title: "Two", At: noon, Blocks: []report.Block{entries("people", `{"upn": "a<b"}`), entries("left-out", `[]`),
			entries("advice", `{}`), entries("", `{"no":1}`), check,
			report.Facts{Name: "totals", Rows: []report.Fact{{Name: "n", Label: "N", Value: "2"}}}}}}
	k := &walk{guide: guide.Guide{ID: "g"}, at: noon, visit: guide.Visit{Answers: map[string]string{"a": "<b>"}},
		plans: []planned{{"p", "P", &guide.Plan{Summary: "L", Affected: []guide.Affected{{Severity: report.Note,
			Text: "x"}}, Blocks: []report.Block{entries("", `{"p":1}`)}}}},
		hands: []handover{{"s", "S", &guide.Handover{Todo: []string{"Do <it>."},
			Blocks: []report.Block{report.Text{Text: "<t>"}}, Bundles: []guide.Bundle{{ID: "b",
				Files: []guide.File{{Path: "f", Data: []byte{0xff}}}}}}}}}
	for _, d := range docs {
		k.looks = append(k.looks, look{doc: d})
	}
	var out, again bytes.Buffer
	if err := k.result().write(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	var got printed
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := writeJSON(&again, got); err != nil || again.String() != out.String() {
		t.Errorf("%v: the bytes are\n%s\nand not\n%s", err, out.String(), again.String())
	}
	old := map[string][]json.RawMessage{"people": got.People, "left-out": got.LeftOut, "advice": got.Advice,
		"checks": got.Checks, "runsheet": got.RunSheet}
	flat := func(list []json.RawMessage) (all []string) {
		for _, row := range list {
			var b bytes.Buffer
			_ = json.Compact(&b, row) // it was read as JSON
			all = append(all, b.String())
		}
		return all
	}
	for name, list := range old {
		if len(list) != 1 || !reflect.DeepEqual(flat(list), flat(got.Lists[name])) {
			t.Errorf("%s: %s under its own key, %s in lists", name, list, got.Lists[name])
		}
	}
	if tests, ok := got.Lists["tests"]; !ok || tests == nil || len(tests) != 0 || len(got.Lists) != 6 {
		t.Errorf("lists: %v", got.Lists)
	}
	if !strings.Contains(string(got.People[0]), "upn") || got.Totals["n"] != 2 || len(got.Documents) != 2 {
		t.Errorf("%s", out.String())
	}
}

// TestWhatIsDoneByHandIsPrinted: a person reads in a terminal, and on the page that
// -html writes, all that the window hands over.
func TestWhatIsDoneByHandIsPrinted(t *testing.T) {
	k := &walk{guide: guide.Guide{Title: "A guide"}, visit: guide.Visit{}}
	step := guide.Step{ID: "do", Title: "Do it", Hand: func(context.Context, *guide.Visit) (*guide.Handover, error) {
		return &guide.Handover{Todo: []string{"Open the first page.", "Press Save."},
			Records: []guide.Record{{Name: "_a.example", Type: "TXT", Value: "v=1", Zone: `_a.example. TXT "v=1"`}},
			Bundles: []guide.Bundle{{ID: "s", Title: "A script", Steps: []string{"Run it."},
				Files: []guide.File{{Path: "change.ps1", Data: []byte("Write-Host 1")},
					{Path: "b.zip", Data: []byte{0xff}}}}},
			Links:    []guide.Link{{Title: "The page", URL: "https://admin.microsoft.com/"}},
			Messages: []guide.Message{{To: "Everybody", Subject: "News", Text: "Good morning"}}}, nil
	}}
	if err := k.hand(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	var text, page bytes.Buffer
	if report.WriteText(&text, k.document()) != nil || report.WriteHTML(&page, k.document()) != nil {
		t.Fatal("it cannot be written")
	}
	for _, want := range []string{"By hand: Do it", "Open the first page.", "Press Save.", "v=1", "_a.example.",
		"A script", "Run it.", "change.ps1", "Write-Host 1", "The file b.zip is not shown here.",
		"https://admin.microsoft.com/", "News", "Good morning"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, text.String())
		}
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// TestOneReasonIsPrintedOnce: what two checks lack for the same reason is said once.
func TestOneReasonIsPrintedOnce(t *testing.T) {
	s := &stage{lookErr: app.Errorf(app.Unreachable, "Check the network.", "No name server answered.")}
	status, _, errs := s.run("run", "walk", "-set", "domain=a.b", "-set", "mx=mx.a.b")
	if len(s.looked) != 2 || status != NotDone || strings.Count(errs, "No name server answered.") != 1 {
		t.Errorf("%v: %d %q", s.looked, status, errs)
	}
}
