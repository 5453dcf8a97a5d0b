package report

import (
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"handrail/app/clean"
)

//go:embed report.html
var htmlPage string

var page = template.Must(template.New("report").Funcs(template.FuncMap{
	"kind":  func(b Block) string { return b.kind() },
	"when":  FormatTime,
	"place": PlaceLine,
	"sum":   HashLine,
	"of":    Owner,
	"head":  headLines,
	"worst": SortBySeverity,
	"grid": func(b Block) map[string]any {
		_, g := asGrid(b)
		return map[string]any{"Title": g.title, "Columns": g.columns, "Right": g.right, "Rows": g.rows}
	},
	"right": func(right []bool, i int) bool { return i < len(right) && right[i] },
	"png": func(b []byte) template.URL {
		return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b))
	},
	"svg":   func(b Block) template.HTML { c, _ := b.(Chart); return svg(c) },
	"lines": func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") },
}).Parse(htmlPage))

// WriteHTML writes d as one page without scripts that needs nothing from
// elsewhere and can be printed. Words found out there stay words: html/template
// escapes them, and what would turn the direction of writing becomes a mark.
// Where d has a seal, its last line lets Verify see whether the page was changed.
func WriteHTML(w io.Writer, d *Document) error {
	return htmlTrailer.write(w, d, func(w io.Writer) error { return page.Execute(clean.NewWriter(w), d) })
}
