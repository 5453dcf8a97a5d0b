package report

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/go-analyze/charts"
)

// Stacked reports whether c is columns of stacked numbers; else it is a list of
// amounts, one a label.
func (c Chart) Stacked() bool {
	return len(c.Labels) > 0 && len(c.Series) > 0 && (len(c.Series) > 1 || len(c.Series[0].Meanings) != len(c.Labels))
}

// Stacks returns the numbers to stack and what each series means, with one more
// series at the end for what is unknown where anything is: a low empty frame.
func (c Chart) Stacks() (values [][]float64, meanings []string) {
	unknown := make([]float64, len(c.Labels))
	most, any := 0.0, false
	for _, s := range c.Series {
		row := make([]float64, len(c.Labels))
		for i := range row {
			if i >= len(s.Values) || i < len(s.Unknown) && s.Unknown[i] {
				unknown[i], any = 1, true
				continue
			}
			if v := s.Values[i]; v > 0 && !math.IsInf(v, 0) {
				row[i] = v
			}
			most = max(most, row[i])
		}
		values, meanings = append(values, row), append(meanings, s.Meaning)
	}
	if any {
		for i := range unknown {
			unknown[i] *= max(most, 1) / 12
		}
		values, meanings = append(values, unknown), append(meanings, "unknown")
	}
	return values, meanings
}

// inks are the forms of meanings on a page: every one differs in more than its
// colour, and follows the page from light to dark.
var inks = map[string]string{
	"accent": "fill:var(--accent)", "warning": "fill:url(#look)", "problem": "fill:var(--problem)",
	"failed":  "fill:url(#failed)",
	"unknown": "fill:none;stroke-width:1.5;stroke:var(--muted);stroke-dasharray:4 3",
}

const hatches = `<defs><pattern id="failed" width="6" height="6" patternUnits="userSpaceOnUse" ` +
	`patternTransform="rotate(45)"><rect width="4" height="6" style="fill:var(--problem)"/></pattern>` +
	`<pattern id="look" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect ` +
	`width="6" height="10" style="fill:var(--look)"/></pattern></defs>`

// svg draws a stacked chart for the page; nothing where it cannot be drawn, for
// the numbers stand under it anyway.
func svg(c Chart) template.HTML {
	if !c.Stacked() {
		return ""
	}
	values, meanings := c.Stacks()
	swap := []string{"fill:rgb(3,3,3)", "fill:none", "rgb(4,4,4)", "var(--muted)", "rgb(2,2,2)", "var(--line)",
		"rgb(1,1,1)", "var(--muted)"}
	var keys []charts.Color
	for i, m := range meanings {
		k := charts.ColorRGB(9, uint8(i), 9)
		keys, swap = append(keys, k), append(swap, fmt.Sprintf("fill:rgb(9,%d,9)", i), ink(m))
	}
	grey := func(n uint8) charts.Color { return charts.ColorRGB(n, n, n) }
	look := charts.MakeTheme(charts.ThemeOption{AxisStrokeColor: grey(1), AxisSplitLineColor: grey(2),
		BackgroundColor: grey(3), TextColor: grey(4), SeriesColors: keys})
	opt := charts.NewBarChartOptionWithData(values)
	opt.Theme, opt.StackSeries, opt.ValueFormatter = look, charts.Ptr(true), Figure
	opt.CategoryAxis.Labels = c.Labels
	opt.Legend.Show = charts.Ptr(false)
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: 860, Height: 320,
		Theme: look})
	if err := p.BarChart(opt); err != nil {
		return ""
	}
	raw, err := p.Bytes()
	if err != nil {
		return ""
	}
	// The library escapes labels; the colours are ours, so what is put in their
	// place is ours too. A label that looks like a colour only changes itself.
	drawn := strings.NewReplacer(swap...).Replace(string(raw))
	return legend(c, meanings) + template.HTML(strings.Replace(drawn, ">", ` class="chart" role="img">`+hatches, 1))
}

// legend names the series of a chart, each beside a square drawn as its columns are.
func legend(c Chart, meanings []string) template.HTML {
	var b strings.Builder
	b.WriteString(`<p class="legend">`)
	for i, m := range meanings {
		name := "Not known"
		if i < len(c.Series) {
			name = c.Series[i].Name
		}
		fmt.Fprintf(&b, `<span><svg width="14" height="14" aria-hidden="true"><rect x="1" y="1" width="12" `+
			`height="12" style="%s"/></svg> %s</span> `, ink(m), template.HTMLEscapeString(name))
	}
	b.WriteString("</p>\n")
	return template.HTML(b.String())
}

// ink returns the form of a meaning.
func ink(meaning string) string {
	if form := inks[meaning]; form != "" {
		return form
	}
	return "fill:var(--quiet)"
}

// Figure writes a number of an axis: without decimals where it has none.
func Figure(v float64) string {
	if v == math.Trunc(v) {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.1f", v)
}
