package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/ownerfile"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// hostile are names as strangers may choose them.
var hostile = []string{
	`=cmd|' /C calc'!A0`, "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "＝1", "\ufeff=1", "\u00a0@x",
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `[click](https://evil.example)`,
	"![p](https://evil.example/p.png)", "https://evil.example", "www.evil.example", "`code`", "a|b", "# head", "---",
	"a\r\nb\x1b[31m", "\u202eevil",
}

// everyBlock has one block of each kind, with word in every place a stranger
// could fill.
func everyBlock(word string) *Document {
	alike := &Shared{&Document{Blocks: []Block{Text{word}}}, []byte(`{"sees":[]}`)}
	return &Document{
		Title: "A look at " + word, Subject: word, At: time.Date(2026, 11, 22, 9, 14, 0, 0, time.UTC),
		Account: word, Sources: []string{word},
		Blocks: []Block{
			Heading{word}, Text{word}, Banner{Warning, word, word},
			Facts{"facts", "Facts", []Fact{{"record", "Record", "valid", word, false}}},
			Findings{"", "", []Finding{
				{Code: "a", Severity: OK, Subject: word, Title: "Fine " + word, Text: word, Do: word},
				{Code: "b", Severity: Problem, Subject: word, Title: "Bad " + word, Text: word,
					Args: map[string]string{"host": word}},
			}},
			Table{"Hosts", []string{"Host", "Count"}, []bool{false, true}, [][]string{{word, "-3"}}, nil},
			Entries{"people", "People", []Entry{{word, "", Unknown, word, []string{word}, &Document{Title: word},
				[]byte(`{"upn":"a"}`), nil},
				{word, word, OK, word, nil, nil, []byte(`{"upn":"b"}`), alike},
				{word, "", OK, word, nil, nil, nil, alike}}},
			Path{"What it makes of it", word, word, []Stop{{"send", word, Note, word}}},
			Chart{"Days", []string{word, "b"},
				[]Series{{"Delivered", "quiet", []float64{1, 0}, []bool{false, true}, nil}}},
			Code{"Policy " + word, "version: STSv1\r\nmode: testing\r\n" + word, []string{"one"}},
			Image{word, []byte{1, 2, 3}},
			Levels{"Levels", word, []string{word, "b"}, 1, []LevelRow{{"n", word, []float64{1, 2}, []string{word, word},
				true, []bool{true, false}}}, []LevelWord{{word, word, word}}},
			Timeline{"Then", []Event{{time.Date(2026, 12, 6, 0, 0, 0, 0, time.UTC), word, false},
				{Text: word, Done: true}}},
		},
	}
}

func TestJSON_RoundTrip(t *testing.T) {
	for _, word := range hostile {
		d := everyBlock(word)
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back Document
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*d, back) {
			t.Errorf("%q: came back as\n%+v\nfrom\n%+v", word, back, *d)
		}
	}
}

func TestJSON_KnowsEveryBlock(t *testing.T) {
	d := everyBlock("x")
	if len(d.Blocks) != len(kinds) {
		t.Errorf("the sample has %d kinds of block, JSON knows %d", len(d.Blocks), len(kinds))
	}
	for _, b := range d.Blocks {
		if kinds[b.kind()] == nil {
			t.Errorf("a block of kind %s cannot be read back", b.kind())
		}
	}
}

func TestJSON_NewerBlockDoesNotStopTheRest(t *testing.T) {
	var d Document
	err := json.Unmarshal([]byte(`{"title":"T","subject":"","at":"2026-01-01T00:00:00Z","blocks":[{"kind":"hologram",`+
		`"x":1},{"kind":"text","text":"still here"}]}`), &d)
	if err != nil || len(d.Blocks) != 2 || d.Blocks[1] != (Text{"still here"}) {
		t.Fatalf("got %+v, %v", d, err)
	}
}

func TestFacts_LaterCounts(t *testing.T) {
	d := &Document{Blocks: []Block{Facts{Rows: []Fact{{Name: "a", Value: "1"}, {Label: "no name", Value: "x"}}},
		Facts{Rows: []Fact{{Name: "a", Value: "2"}}}}}
	if got := d.Facts(); len(got) != 1 || got["a"] != "2" {
		t.Fatalf("got %v", got)
	}
}

func TestWorst(t *testing.T) {
	for _, c := range []struct {
		in   []Severity
		want Severity
	}{{nil, OK}, {[]Severity{OK, Note}, Note}, {[]Severity{Note, Unknown}, Unknown},
		{[]Severity{Unknown, Warning}, Warning}, {[]Severity{Warning, Problem, OK}, Problem}} {
		var f Findings
		for _, s := range c.in {
			f.Items = append(f.Items, Finding{Severity: s})
		}
		if got := (&Document{Blocks: []Block{f}}).MaxSeverity(); got != c.want {
			t.Errorf("%v: got %s, want %s", c.in, got, c.want)
		}
	}
}

// The judge of CSV is encoding/csv: every cell that came from outside is text.
func TestCSV_NoCellIsAFormula(t *testing.T) {
	for _, word := range hostile {
		files, err := WriteCSV(t.TempDir(), everyBlock(word))
		if err != nil || len(files) != 8 {
			t.Fatalf("%q: %d files, %v", word, len(files), err)
		}
		for _, name := range files {
			if private, err := ownerfile.IsPrivate(name); !private {
				t.Errorf("others may read %s, %v", name, err)
			}
			raw, _ := os.ReadFile(name)
			rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff")))).ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", filepath.Base(name), err)
			}
			for _, row := range rows[1:] {
				for _, cell := range row {
					first := strings.TrimLeft(cell, " \ufeff\u00a0")
					if first != "" && cell != "-3" && strings.ContainsAny(first[:1], "=+-@\t\r") {
						t.Errorf("%q: the cell %q in %s would be taken for a formula", word, cell, filepath.Base(name))
					}
				}
			}
		}
	}
}

// TestCSV_IsWholeOrAsItWas: a table that cannot be written leaves the old one and no half file.
func TestCSV_IsWholeOrAsItWas(t *testing.T) {
	d := &Document{Blocks: []Block{Table{Title: "Hosts", Columns: []string{"Host"}, Rows: [][]string{{"x"}}}}}
	folder := t.TempDir()
	blocked := filepath.Join(folder, "01-hosts.csv")
	if err := os.Mkdir(blocked, 0o700); err != nil { // a folder stands in its place
		t.Fatal(err)
	}
	if files, err := WriteCSV(folder, d); err == nil || len(files) > 0 {
		t.Errorf("%v, %v", files, err)
	}
	if left, _ := os.ReadDir(folder); len(left) != 1 {
		t.Errorf("half a file is left: %v", left)
	}
	if err := os.Remove(blocked); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "kept")
	if err := os.WriteFile(outside, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Symlink(outside, blocked) == nil { // a link in its place is replaced, not followed
		if _, err := WriteCSV(folder, d); err != nil {
			t.Fatal(err)
		}
		if kept, _ := os.ReadFile(outside); string(kept) != "mine" {
			t.Errorf("the file behind a link was overwritten: %q", kept)
		}
	}
}

// TestNoWriterLetsTextSteer: no format for people carries a control or direction-changing
// character, wherever a stranger put it.
func TestNoWriterLetsTextSteer(t *testing.T) {
	d := everyBlock("bell\a\x1b]0;x\u009b1m\u202e\u2067\x7f")
	for name, write := range map[string]func(*bytes.Buffer) error{
		"text":     func(b *bytes.Buffer) error { return WriteText(b, d) },
		"page":     func(b *bytes.Buffer) error { return WriteHTML(b, d) },
		"Markdown": func(b *bytes.Buffer) error { return WriteMarkdown(b, d) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		if i := strings.IndexAny(b.String(), "\a\x1b\u009b\u202e\u2067\x7f"); i >= 0 {
			t.Errorf("%s: %q", name, b.String()[max(0, i-20):i+5])
		}
	}
}

// The judge of HTML is golang.org/x/net/html: no element that words could have made.
func TestHTML_WordsStayWords(t *testing.T) {
	for _, word := range hostile {
		var b bytes.Buffer
		if err := WriteHTML(&b, everyBlock(word)); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "href" || a.Key == "src" &&
					!strings.HasPrefix(a.Val, "data:image/png;base64,") {
					t.Errorf("%q made <%s %s=%q>", word, n.Data, a.Key, a.Val)
				}
			}
			if n.Data == "script" || n.Data == "a" {
				t.Errorf("%q made <%s>", word, n.Data)
			}
		}
	}
}

// The judge of Markdown is goldmark with its GitHub dialect: no link, picture or
// HTML comes of words.
func TestMarkdown_WordsStayWords(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM))
	for _, word := range hostile {
		var b bytes.Buffer
		if err := WriteMarkdown(&b, everyBlock(word)); err != nil {
			t.Fatal(err)
		}
		headings := 0
		_ = ast.Walk(md.Parser().Parse(text.NewReader(b.Bytes())), func(n ast.Node, in bool) (ast.WalkStatus, error) {
			if !in {
				return ast.WalkContinue, nil
			}
			switch n.Kind() {
			case ast.KindLink, ast.KindImage, ast.KindAutoLink, ast.KindRawHTML, ast.KindHTMLBlock:
				t.Errorf("%q made a %s", word, n.Kind())
			case ast.KindHeading:
				headings++
			}
			return ast.WalkContinue, nil
		})
		if headings == 0 {
			t.Errorf("%q: no heading came out", word)
		}
	}
}

func TestText_CannotSteerATerminal(t *testing.T) {
	for _, word := range hostile {
		var b bytes.Buffer
		if err := WriteText(&b, everyBlock(word)); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\x1b\r\x00\u202e") {
			t.Errorf("%q got through", word)
		}
		for _, want := range []string{"[Problem] Bad", "What to do:", "Checked: 22 Nov 2026 09:14 UTC", "unknown",
			"Upcoming", "[Picture: "} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%q: %q is missing", word, want)
			}
		}
	}
}

func TestText_WorstFirst(t *testing.T) {
	var b bytes.Buffer
	_ = WriteText(&b, everyBlock("x"))
	if strings.Index(b.String(), "[Problem]") > strings.Index(b.String(), "[OK]") {
		t.Error("the problem stands after what is fine")
	}
}

func FuzzDocument(f *testing.F) {
	for _, word := range hostile {
		raw, _ := json.Marshal(everyBlock(word))
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var d Document
		if json.Unmarshal(raw, &d) != nil {
			return
		}
		for _, write := range []func() error{
			func() error { return WriteText(&bytes.Buffer{}, &d) },
			func() error { return WriteMarkdown(&bytes.Buffer{}, &d) },
			func() error { return WriteHTML(&bytes.Buffer{}, &d) },
			func() error { return WriteJSON(&bytes.Buffer{}, &d) },
		} {
			if err := write(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestWhatEntriesHaveAlikeIsWrittenOnce: and each opens it under its own title.
func TestWhatEntriesHaveAlikeIsWrittenOnce(t *testing.T) {
	alike := &Shared{&Document{Blocks: []Block{Text{"They must act."}}}, []byte(` {"outcomes":["x"]} `)}
	list := Entries{"people", "People", []Entry{
		{"Ada", "ada@a.example", OK, "OK", nil, nil, []byte(`{"id":"1"}`), alike},
		{"Ben", "ben@a.example", OK, "OK", nil, nil, []byte(`{}`), alike},
		{"Cy", "", OK, "OK", nil, &Document{Title: "Own"}, []byte(`{"id":"3"}`), nil},
		{"Dee", "", OK, "OK", nil, nil, nil, nil}}}
	raw, err := json.Marshal(&Document{Blocks: []Block{list}})
	if err != nil || strings.Count(string(raw), "They must act.") != 1 {
		t.Fatalf("%v: %s", err, raw)
	}
	var back Document
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	var titles, data []string
	for _, e := range back.Blocks[0].(Entries).Items {
		if d := e.Document(); d != nil {
			titles = append(titles, d.Title+" "+d.Subject)
		}
		data = append(data, string(e.Program()))
	}
	if want := []string{"Ada ada@a.example", "Ben ben@a.example", "Own "}; !slices.Equal(titles, want) {
		t.Errorf("%q", titles)
	}
	if want := []string{`{"id":"1","outcomes":["x"]}`, `{"outcomes":["x"]}`, `{"id":"3"}`, ""}; !slices.Equal(data,
		want) {
		t.Errorf("%q", data)
	}
	old := `{"kind":"entries","title":"People","items":[{"title":"Ada","severity":"ok","state":"Fine",` +
		`"open":{"title":"Ada","subject":"","at":"2026-11-22T00:00:00Z","blocks":[]}},{"title":"Ben","severity":"ok",` +
		`"state":"","same":7}]}`
	var entries Entries
	if err := json.Unmarshal([]byte(old), &entries); err != nil || entries.Items[0].Document() == nil ||
		entries.Items[1].Document() != nil {
		t.Errorf("%v: %+v", err, entries)
	}
}

// TestVerdictAlone: a path without stops is its question and its verdict, without an empty
// list or table.
func TestVerdictAlone(t *testing.T) {
	d := &Document{Title: "T", Blocks: []Block{Path{Caption: "Does it work?", Verdict: "It works", Stops: []Stop{}}}}
	for name, write := range map[string]func(io.Writer, *Document) error{"html": WriteHTML, "markdown": WriteMarkdown,
		"text": WriteText} {
		var out bytes.Buffer
		if err := write(&out, d); err != nil {
			t.Fatal(err)
		}
		if text := out.String(); !strings.Contains(text, "It works") || strings.Contains(text, "<ul class=\"stops\"") ||
			strings.Contains(text, "State") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestTheColumnOfEntriesIsNamedByWhatItHolds: fields of a header are not accounts.
func TestTheColumnOfEntriesIsNamedByWhatItHolds(t *testing.T) {
	for want, all := range map[string][]string{
		"Account": {"ann@example.org", "with an ID that ends in 2c3d4f"},
		"Details": {"X-Forefront-Antispam-Report", "X-Microsoft-Antispam"},
	} {
		e := Entries{Items: []Entry{{Title: "None"}}}
		for _, about := range all {
			e.Items = append(e.Items, Entry{Title: "One", About: about})
		}
		if b, _ := TableOf(e); len(b.Columns) != 4 || b.Columns[3] != want {
			t.Errorf("%v: columns %v, want %q last", all, b.Columns, want)
		}
	}
}
