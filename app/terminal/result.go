package terminal

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"handrail/app/report"
)

// result is the one object that "run -json" prints. Its names are stable. Lists
// and documents are written row by row.
type result struct {
	walk     *walk
	findings []finding
	facts    map[string]string
	totals   map[string]int // of a block named "totals"
	lists    map[string]report.Block
}

// oldNames are lists that also have a key of their own.
var oldNames = map[string]string{
	"people": "people", "left-out": "leftOut", "advice": "advice", "checks": "checks", "runsheet": "runsheet",
}

type finding struct {
	Code     string          `json:"code"`
	Severity report.Severity `json:"severity"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
	Do       string          `json:"do,omitempty"`
	Subject  string          `json:"subject"`
}

type change struct {
	Setting string `json:"setting"`
	Now     string `json:"now"`
	After   string `json:"after"`
}

type affectedJSON struct {
	Severity report.Severity `json:"severity"`
	Text     string          `json:"text"`
	Names    []string        `json:"names"`
}

// result gathers the walk for a program. What two looks found alike is there once.
func (k *walk) result() *result {
	r := &result{walk: k, findings: []finding{}, facts: map[string]string{}, lists: map[string]report.Block{}}
	seen := map[finding]bool{}
	for _, l := range k.looks {
		for _, f := range l.doc.Findings() {
			flat := finding{f.Code, f.Severity, f.Title, f.Text, f.Do, f.Subject}
			if !seen[flat] {
				seen[flat] = true
				r.findings = append(r.findings, flat)
			}
		}
		for name, value := range l.doc.Facts() {
			r.facts[name] = value
		}
		r.named(l.doc)
	}
	return r
}

// named gathers what a document holds under stable names. Of two looks the
// later counts.
func (r *result) named(d *report.Document) {
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case report.Entries:
			if b.Name != "" && forPrograms(b) {
				r.lists[b.Name] = b
			}
		case report.Findings:
			if b.Name != "" {
				r.lists[b.Name] = b
			}
		case report.Facts:
			if b.Name != "totals" {
				continue
			}
			r.totals = map[string]int{}
			for _, f := range b.Rows {
				if n, err := strconv.Atoi(f.Value); err == nil {
					r.totals[f.Name] = n
				}
			}
		}
	}
}

// forPrograms reports whether a list has rows for programs, or is empty.
func forPrograms(b report.Entries) bool {
	return len(b.Items) == 0 || slices.ContainsFunc(b.Items, func(e report.Entry) bool { return len(e.Program()) > 0 })
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

func writeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
