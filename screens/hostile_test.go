package screens

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// hostileWords are names that someone may give a group: without a place to break,
// with line ends, running right to left, like code.
var hostileWords = map[string]string{
	"long": strings.Repeat("W", 500), "lines": "a\nb\r\nc\u2028d", "backwards": "\u202egnp.exe" +
		strings.Repeat("\u202e", 40),
	"code":    `'; $(Remove-Item *) "` + "`whoami`" + ` <b>&amp;</b> [x](http://198.51.100.9)`,
	"stacked": strings.Repeat("Z\u0351\u0352\u0353", 60), "nothing": "",
}

// TestHostileNamesFit: whatever a name is, no block asks for more than the page has
// at the smallest window, in a document, a plan or a list of things to do.
func TestHostileNamesFit(t *testing.T) {
	test.NewTempApp(t)
	const page = 536 // of a window of 1024, less the two columns and the margins
	for name, word := range hostileWords {
		blocks := []report.Block{
			report.Heading{Text: word}, report.Text{Text: word},
			report.Banner{Tone: report.Warning, Lead: word, Text: word},
			report.Facts{Title: word, Rows: []report.Fact{{Label: word, Value: word}}},
			report.Findings{Items: []report.Finding{{Severity: report.Problem, Title: word, Text: word, Subject: word,
				Do: word}}},
			report.Table{Columns: []string{"Group", "Kind", "People"}, Right: []bool{false, false, true},
				Rows: [][]string{{word, word, "3"}, {"a", "b", "4"}}},
			report.Entries{Title: word, Items: []report.Entry{{Title: word, About: word, State: word,
				Severity: report.Warning}}},
			report.Timeline{Items: []report.Event{{Text: word}}}, report.Code{Label: word, Text: word},
		}
		for i, b := range blocks {
			o := drawDocument(&report.Document{Blocks: []report.Block{b}},
				BlockEvents{Copy: func(string) {}, Open: func(*report.Document) {}})
			if w := o.MinSize().Width; w > page {
				t.Errorf("%s: block %d (%T) asks for a width of %v", name, i, b, w)
			}
		}
		wide := make([]string, 12)
		for i := range wide {
			wide[i] = "Column " + word
		}
		if w := parts.NewTable(wide, nil, [][]string{wide}).MinSize().Width; w > page {
			t.Errorf("%s: a table of twelve columns asks for a width of %v", name, w)
		}
		if w := parts.NewTodo([]string{word}, func(string) bool { return false },
			func([]string) {}).MinSize().Width; w > page {
			t.Errorf("%s: a thing to do asks for a width of %v", name, w)
		}
	}
	s := newStage(t, task.Inline{})
	z := s.begin().wizard()
	for name, word := range hostileWords {
		z.found = found{plan: &guide.Plan{Summary: word, Undo: word,
			Changes:  []guide.Change{{Setting: word, Now: word, After: word + "x"}},
			Affected: []guide.Affected{{Severity: report.Warning, Text: word, Names: []string{word, word}}}}}
		for _, o := range z.drawPlan() {
			if w := o.MinSize().Width; w > page {
				t.Errorf("%s: a part of a plan asks for a width of %v", name, w)
			}
		}
	}
}
