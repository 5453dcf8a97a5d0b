package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"handrail/app/clean"
)

// WriteText writes d for a terminal or a screen reader: plain words, no colour,
// control characters made visible so that nothing found out there can steer a
// terminal.
func WriteText(w io.Writer, d *Document) error {
	out := bufio.NewWriter(clean.NewWriter(w))
	fmt.Fprintf(out, "%s\n", plain(d.Title))
	for _, line := range headLines(d) {
		fmt.Fprintf(out, "%s\n", plain(line))
	}
	for _, b := range d.Blocks {
		out.WriteByte('\n')
		textBlock(out, b)
	}
	return out.Flush()
}

// Head returns what stands under the title: what about, when, by whom, from what.
// A document with a form of its own has all that in its blocks.
func Head(d *Document) []Fact {
	var all []Fact
	if d.Kind != "" {
		return nil
	}
	if d.Subject != "" {
		all = append(all, Fact{Label: "About", Value: d.Subject})
	}
	if !d.At.IsZero() {
		all = append(all, Fact{Label: "Checked", Value: FormatTime(d.At)})
	}
	if d.Account != "" {
		all = append(all, Fact{Label: "Signed in as", Value: d.Account})
	}
	if len(d.Sources) > 0 {
		all = append(all, Fact{Label: "Sources", Value: strings.Join(d.Sources, ", ")})
	}
	return all
}

// headLines returns Head as lines.
func headLines(d *Document) []string {
	var lines []string
	for _, f := range Head(d) {
		lines = append(lines, f.Label+": "+f.Value)
	}
	return lines
}

func textBlock(out *bufio.Writer, b Block) {
	switch b := b.(type) {
	case Heading:
		fmt.Fprintf(out, "%s\n%s\n", plain(b.Text), strings.Repeat("-", len([]rune(b.Text))))
	case Text:
		fmt.Fprintf(out, "%s\n", plain(b.Text))
	case Banner:
		fmt.Fprintf(out, "%s: %s\n", b.Tone.Label(), plain(strings.TrimSpace(b.Lead+" "+b.Text)))
	case Findings:
		textFindings(out, b)
	case Path:
		fmt.Fprintf(out, "%s\n  %s\n", plain(b.Caption), plain(b.Verdict))
		if b.Why != "" {
			fmt.Fprintf(out, "  %s\n", plain(b.Why))
		}
		for _, s := range b.Stops {
			fmt.Fprintf(out, "  %s: %s. %s\n", plain(s.Title), s.Severity.Label(), plain(s.Text))
		}
	case Code:
		fmt.Fprintf(out, "%s\n", plain(b.Label))
		for line := range strings.Lines(b.Text) {
			fmt.Fprintf(out, "    %s\n", plain(strings.TrimRight(line, "\r\n")))
		}
	case Image:
		fmt.Fprintf(out, "[Picture: %s]\n", plain(b.Alt))
	default:
		_, g := asGrid(b)
		textGrid(out, g)
	}
}

func textFindings(out *bufio.Writer, b Findings) {
	fmt.Fprintf(out, "%s\n", plain(or(b.Title, "Findings, most serious first")))
	for _, f := range SortBySeverity(b.Items) {
		fmt.Fprintf(out, "  [%s] %s\n", f.Severity.Label(), plain(f.Title))
		if f.Text != "" {
			fmt.Fprintf(out, "      %s\n", plain(f.Text))
		}
		if f.Do != "" {
			fmt.Fprintf(out, "      What to do: %s\n", plain(f.Do))
		}
	}
}

func textGrid(out *bufio.Writer, g grid) {
	if g.title != "" {
		fmt.Fprintf(out, "%s\n", plain(g.title))
	}
	t := tabwriter.NewWriter(out, 2, 8, 2, ' ', 0)
	for _, row := range append([][]string{g.columns}, g.rows...) {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = plain(c)
		}
		fmt.Fprintf(t, "  %s\n", strings.Join(cells, "\t"))
	}
	_ = t.Flush() // writes into out, whose Flush returns errors
}

// plain makes one line of s in which nothing steers.
func plain(s string) string { return clean.Line(s) }
