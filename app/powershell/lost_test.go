package powershell

import (
	"slices"
	"strings"
	"testing"
)

const withSwitch = "Get-MigrationUserStatistics -Identity ann@example.org -IncludeSkippedItems"

// skipped is a field that is empty where a parameter of the command was missing.
var skipped = Field{Name: "SkippedItems", Label: "Skipped items", Command: withSwitch, Objects: true,
	Hollow: func(r Row) bool { n, known := r.Number("SkippedItemCount"); return !known || n > 0 }}

func TestWhatIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		state State
		how   Cut
	}{
		"not asked for":     {`{"SkippedItemCount":182,"SkippedItems":{}}`, Part, CutEmpty},
		"not asked, lines":  {"SkippedItemCount : 182\nSkippedItems     : {}\n", Part, CutEmpty},
		"null":              {`{"SkippedItemCount":182,"SkippedItems":null}`, Part, CutEmpty},
		"an empty list":     {`{"SkippedItemCount":182,"SkippedItems":[]}`, Part, CutEmpty},
		"not known whether": {`{"SkippedItems":{}}`, Part, CutEmpty},
		"none":              {`{"SkippedItemCount":0,"SkippedItems":{}}`, Empty, ""},
		"absent":            {`{"SkippedItemCount":182}`, Absent, ""},
		"there":             {`{"SkippedItemCount":1,"SkippedItems":[{"Kind":"CorruptItem"}]}`, Given, ""},
		"not deep enough": {`{"SkippedItemCount":1,"SkippedItems":["@{Kind=CorruptItem; FolderName=Inbox}"]}`,
			Part, CutType},
		"a type": {"#TYPE X\n\"SkippedItemCount\",\"SkippedItems\"\n\"2\"," +
			"\"Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.X.Item]\"\n", Part, CutType},
		"another type": {`{"SkippedItemCount":1,"SkippedItems":"Deserialized.System.Collections.ArrayList"}`,
			Part, CutType},
		"too long":    {"SkippedItemCount : 9\nSkippedItems     : {a, b, c, d...}\n", Part, CutShort},
		"too long, 7": {"SkippedItemCount : 9\nSkippedItems     : {a, b, c, d…}\n", Part, CutShort},
		"too narrow": {"SkippedItemCount SkippedItems\n---------------- ------------\n               9 {CorruptI...",
			Part, CutShort},
	} {
		rows, err := Read([]byte(c.text))
		if err != nil || len(rows) != 1 {
			t.Errorf("%s: %v, %v", name, rows, err)
			continue
		}
		if state, how := skipped.State(rows[0]), skipped.Cut(rows[0]); state != c.state || how != c.how {
			t.Errorf("%s: %s, %s", name, state, how)
		}
	}
}

// A text of a person that ends in dots, or begins like a type, is not cut off.
func TestWhatIsNotLost(t *testing.T) {
	rows, err := Read([]byte(`{"Subject":"to be continued…","Other":"See you...","Error":"System. error",` +
		`"Host":"Microsoft.com",` +
		`"Fault":"Microsoft.Exchange.Data.StorageException: the folder is gone","List":["a…"]}`))
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	for _, name := range rows[0].Names() {
		if rows[0].State(name) != Given {
			t.Errorf("%s is %s", name, rows[0].State(name))
		}
	}
	table, err := Read([]byte("Name        Subject\n----        -------\nann@exam... Hello"))
	if err != nil || !table[0].Truncated("Name") || table[0].Truncated("Subject") {
		t.Errorf("a table: %v, %v", table, err)
	}
}

func TestLosses(t *testing.T) {
	rows, err := Read([]byte(`[{"Id":"a","SkippedItemCount":0,"SkippedItems":{}},
		{"Id":"b","SkippedItemCount":7,"SkippedItems":{}},
		{"Id":"c","SkippedItemCount":2,"SkippedItems":"System.Object[]"},{"Id":"d","Report":"x"}]`))
	if err != nil {
		t.Fatal(err)
	}
	all := Losses(rows, Field{Name: "Id"}, skipped, Field{Name: "Report"}, Field{Name: "CompleteAfter", Command: "x"})
	var names []string
	for _, l := range all {
		names = append(names, l.Name)
	}
	if !slices.Equal(names, []string{"SkippedItems", "CompleteAfter"}) {
		t.Fatal(names)
	}
	if l := all[0]; l.Cut != CutEmpty || l.Rows != 2 || l.Of != 4 || l.Command != withSwitch {
		t.Errorf("%+v", l)
	}
	if l := all[1]; l.Cut != "" || l.Rows != 4 || l.Command != "x" {
		t.Errorf("%+v", l)
	}
	if all := Losses(nil, skipped); len(all) != 0 {
		t.Errorf("of no rows: %v", all)
	}
}

func TestNumbersAndSizes(t *testing.T) {
	rows, err := Read([]byte(`{"A":"1.2 GB (1,288,490,188 bytes)","B":"1,2 GB (1.288.490.188 Bytes)","C":4096,` +
		`"D":"none","E":-1,"F":"0 B (0 bytes)","G":"1 288 (1 288 490 188 bytes)","H":"77","I":1.5,` +
		`"J":true,"K":{"value":4,"Value":"Poor"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{"A": 1288490188, "B": 1288490188, "C": 4096, "F": 0, "G": 1288490188,
		"H": 77} {
		if n, ok := rows[0].Bytes(name); n != want || !ok {
			t.Errorf("%s: %d, %v", name, n, ok)
		}
	}
	for _, name := range []string{"D", "E", "I", "J", "K", "Gone"} {
		if n, ok := rows[0].Bytes(name); ok {
			t.Errorf("%s: %d bytes", name, n)
		}
	}
	if n, ok := rows[0].Number("E"); n != -1 || !ok {
		t.Errorf("-1: %d, %v", n, ok)
	}
	if n, ok := rows[0].Number("J"); ok {
		t.Errorf("true is the number %d", n)
	}
	for name, want := range map[string]bool{"K": true, "D": false, "C": false, "Gone": false} {
		if _, whole := rows[0].Rows(name); whole != want {
			t.Errorf("%s as objects: %v", name, whole)
		}
	}
}

// formatList writes one property as Format-List does in a window: words go to the next
// line where they do not fit; a word that never fits is broken.
func formatList(name, value string, width int, wordWrap, trim bool) string {
	head := name + " : "
	room := width - len(head)
	var all []string
	line := ""
	add := func(piece string) {
		for _, r := range piece {
			if len([]rune(line)) == room {
				all = append(all, line)
				line = ""
			}
			line += string(r)
		}
	}
	for _, word := range strings.SplitAfter(value, " ") {
		if n := len([]rune(word)); wordWrap && n <= room && len([]rune(line))+n > room {
			all = append(all, line)
			line = ""
		}
		add(word)
	}
	all = append(all, line)
	if trim {
		for i := range all {
			all[i] = strings.TrimRight(all[i], " ")
		}
	}
	return head + strings.Join(all, "\r\n"+strings.Repeat(" ", len(head))) + "\r\n"
}

// What a window broke into lines reads as it was, whatever its width is.
func TestFormatListJoinsWhatAWindowBroke(t *testing.T) {
	const text = "Error: The mailbox of O’Brien, Zoë could not be finished because 182 items were found with " +
		"MigrationPermanentException-DataConsistencyScoreIsInvestigateAndApprovalIsNeededBeforeTheSwitchOver " +
		"--> see the report of https://outlook.office365.com/ecp/Migration/DownloadReport.aspx?RealmId=example.org"
	for _, width := range []int{79, 80, 119, 120} {
		for _, wordWrap := range []bool{true, false} {
			for _, trim := range []bool{true, false} {
				list := formatList("Identity                     ", "ann@example.org", width, wordWrap, trim) +
					formatList("Error                        ", text, width, wordWrap, trim) +
					formatList("Status                       ", "Failed", width, wordWrap, trim)
				rows, err := Read([]byte(list))
				if err != nil || len(rows) != 1 || rows[0].Text("Error") != text || rows[0].Text("Status") != "Failed" {
					t.Errorf("%d, words %v, trimmed %v: %v, %v\n%s", width, wordWrap, trim, err, rows, list)
				}
			}
		}
	}
}

// Text that was wide, and that a narrower window then broke.
func TestFormatListJoinsWhatANarrowWindowBroke(t *testing.T) {
	const value = "The migration of this mailbox stopped: see https://example.org/report/4471?a=b and then run it " +
		"again, " +
		"after someone has looked at the items that it could not copy."
	wide := "Identity : ann@example.org\nError    : " + value + "\nStatus   : Failed\n"
	var b strings.Builder
	for line := range strings.Lines(wide) {
		for all := []rune(strings.TrimSuffix(line, "\n")); len(all) > 0; {
			n := min(80, len(all))
			b.WriteString(string(all[:n]) + "\n")
			all = all[n:]
		}
	}
	rows, err := Read([]byte(b.String()))
	if err != nil || len(rows) != 1 || rows[0].Text("Error") != value || rows[0].Text("Status") != "Failed" {
		t.Errorf("%v\n%v", err, rows)
	}
}
