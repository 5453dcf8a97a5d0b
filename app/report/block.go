package report

import (
	"slices"
	"time"
)

// Block is one part of a Document. The set is closed: a new kind gets a type
// here, a case in each writer and in screens/blocks.go.
type Block interface{ kind() string }

// Heading opens a section.
type Heading struct {
	Text string `json:"text"`
}

// Text is a paragraph. Plain words, no markup.
type Text struct {
	Text string `json:"text"`
}

// Banner is a line that must not be missed. Lead is shown in bold before Text.
type Banner struct {
	Tone Severity `json:"tone"` // note: calm; warning: old data and the like; problem; ok: "nothing changed"
	Lead string   `json:"lead,omitempty"`
	Text string   `json:"text"`
}

// Facts are names and values. Name, where set, is stable: programs find the
// rows under it ("totals").
type Facts struct {
	Name  string `json:"name,omitempty"`
	Title string `json:"title,omitempty"`
	Rows  []Fact `json:"rows"`
}

// Fact is one value. Name is stable and for programs, Label and Text are for
// people; an empty Text means that Value is shown.
type Fact struct {
	Name  string `json:"name,omitempty"`
	Label string `json:"label"`
	Value string `json:"value"`
	Text  string `json:"text,omitempty"`
	// Detail marks what only programs and Microsoft's support need, such as a request ID: pages leave it out.
	Detail bool `json:"detail,omitempty"`
}

// Page returns the facts without the details.
func (f Facts) Page() Facts {
	f.Rows = slices.DeleteFunc(slices.Clone(f.Rows), func(one Fact) bool { return one.Detail })
	return f
}

// Display returns what a person reads.
func (f Fact) Display() string {
	if f.Text != "" {
		return f.Text
	}
	return f.Value
}

// Findings are what was found, worst first. Name, where set, is stable: programs
// find the items under it ("checks").
type Findings struct {
	Name  string    `json:"name,omitempty"`
	Title string    `json:"title,omitempty"`
	Items []Finding `json:"items"`
}

// Finding is one thing found. Code is stable. Args are what the words were made
// of. Do is what to do; Guide and Step name the step that does it.
type Finding struct {
	Code     string            `json:"code"`
	Severity Severity          `json:"severity"`
	Subject  string            `json:"subject"`
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	Do       string            `json:"do,omitempty"`
	Guide    string            `json:"guide,omitempty"`
	Step     string            `json:"step,omitempty"`
	Args     map[string]string `json:"args,omitempty"`
}

// Table is rows under headings. Right marks the columns that hold figures.
type Table struct {
	Title   string     `json:"title,omitempty"`
	Columns []string   `json:"columns"`
	Right   []bool     `json:"right,omitempty"`
	Rows    [][]string `json:"rows"`
	// Detail marks the columns that only programs and Microsoft's support need: pages leave them out.
	Detail []bool `json:"detail,omitempty"`
}

// Page returns the table without the columns that are details.
func (t Table) Page() Table {
	if !slices.Contains(t.Detail, true) {
		return t
	}
	page := Table{Title: t.Title, Rows: make([][]string, len(t.Rows))}
	for i, title := range t.Columns {
		if i < len(t.Detail) && t.Detail[i] {
			continue
		}
		page.Columns = append(page.Columns, title)
		page.Right = append(page.Right, i < len(t.Right) && t.Right[i])
		for r, row := range t.Rows {
			if i < len(row) {
				page.Rows[r] = append(page.Rows[r], row[i])
			}
		}
	}
	return page
}

// Entries is a searchable list whose rows have a state and open a document of
// their own: people, groups, connectors. Name, where set, is stable: programs
// find the Data of the rows under it ("people").
type Entries struct {
	Name  string  `json:"name,omitempty"`
	Title string  `json:"title,omitempty"`
	Items []Entry `json:"items"`
}

// Path shows stops in a row with a state each, under a verdict.
type Path struct {
	Caption string `json:"caption"` // the question the verdict answers
	Verdict string `json:"verdict"`
	Why     string `json:"why,omitempty"`
	Stops   []Stop `json:"stops"`
}

// Stop is one station of a Path. Icon is a name of the icon set.
type Stop struct {
	Icon     string   `json:"icon"`
	Title    string   `json:"title"`
	Severity Severity `json:"severity"`
	Text     string   `json:"text"`
}

// Chart is numbers as a picture; the same numbers stand in a table beside it.
type Chart struct {
	Title  string   `json:"title"`
	Labels []string `json:"labels"`
	Series []Series `json:"series"`
}

// Series is one row of numbers of a Chart. A NaN is not possible in JSON: what
// is unknown is marked in Unknown.
type Series struct {
	Name    string    `json:"name"`
	Meaning string    `json:"meaning"` // quiet, accent, warning, problem, failed, unknown: how it is drawn
	Values  []float64 `json:"values"`
	Unknown []bool    `json:"unknown,omitempty"`
	// Meanings, where set, are those of the single values: then the series is a
	// list of amounts, drawn as horizontal bars.
	Meanings []string `json:"meanings,omitempty"`
}

// Code is text to copy exactly as shown. Explain, where set, is what each
// line means, one entry a line of Text.
type Code struct {
	Label   string   `json:"label"`
	Text    string   `json:"text"`
	Explain []string `json:"explain,omitempty"`
}

// Image is a picture as PNG, with its meaning in words.
type Image struct {
	Alt string `json:"alt"`
	PNG []byte `json:"png"`
}

// Timeline is what happened or will happen, in order.
type Timeline struct {
	Title string  `json:"title,omitempty"`
	Items []Event `json:"items"`
}

// Event is one point of a Timeline. A zero At is shown as Text alone.
type Event struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
	Done bool      `json:"done"`
}

func (Heading) kind() string  { return "heading" }
func (Text) kind() string     { return "text" }
func (Banner) kind() string   { return "banner" }
func (Facts) kind() string    { return "facts" }
func (Findings) kind() string { return "findings" }
func (Table) kind() string    { return "table" }
func (Entries) kind() string  { return "entries" }
func (Path) kind() string     { return "path" }
func (Chart) kind() string    { return "chart" }
func (Code) kind() string     { return "code" }
func (Image) kind() string    { return "image" }
func (Timeline) kind() string { return "timeline" }
