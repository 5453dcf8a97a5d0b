package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"handrail/app/clean"
)

// WriteMarkdown writes d as Markdown. Whatever was found out there is escaped:
// it can form no link, picture, heading or HTML, and nothing in it steers.
func WriteMarkdown(w io.Writer, d *Document) error {
	out := bufio.NewWriter(clean.NewWriter(w))
	fmt.Fprintf(out, "# %s\n\n", escapeMarkdown(d.Title))
	for _, line := range headLines(d) {
		fmt.Fprintf(out, "- %s\n", escapeMarkdown(line))
	}
	for _, b := range d.Blocks {
		out.WriteByte('\n')
		markdownBlock(out, b)
	}
	return out.Flush()
}

func markdownBlock(out *bufio.Writer, b Block) {
	switch b := b.(type) {
	case Heading:
		fmt.Fprintf(out, "## %s\n", escapeMarkdown(b.Text))
	case Text:
		fmt.Fprintf(out, "%s\n", escapeMarkdown(b.Text))
	case Banner:
		fmt.Fprintf(out, "> **%s** %s\n", escapeMarkdown(or(b.Lead, b.Tone.Label()+".")), escapeMarkdown(b.Text))
	case Path:
		fmt.Fprintf(out, "%s\n\n**%s**\n\n", escapeMarkdown(b.Caption), escapeMarkdown(b.Verdict))
		if b.Why != "" {
			fmt.Fprintf(out, "%s\n\n", escapeMarkdown(b.Why))
		}
		if is, g := asGrid(b); is {
			g.title = ""
			markdownGrid(out, g)
		}
	case Code:
		fence := strings.Repeat("`", longestRun(b.Text, '`')+3)
		fmt.Fprintf(out, "%s\n\n%s\n%s\n%s\n", escapeMarkdown(b.Label), fence,
			strings.TrimRight(strings.ReplaceAll(b.Text, "\r\n", "\n"), "\n"), fence)
	case Image:
		fmt.Fprintf(out, "*%s*\n", escapeMarkdown(b.Alt))
	default:
		_, g := asGrid(b)
		markdownGrid(out, g)
	}
}

func markdownGrid(out *bufio.Writer, g grid) {
	if g.title != "" {
		fmt.Fprintf(out, "### %s\n\n", escapeMarkdown(g.title))
	}
	line := func(cells []string) {
		for i := range g.columns {
			cell := ""
			if i < len(cells) {
				cell = escapeMarkdown(cells[i])
			}
			fmt.Fprintf(out, "| %s ", cell)
		}
		out.WriteString("|\n")
	}
	line(g.columns)
	for i := range g.columns {
		if i < len(g.right) && g.right[i] {
			out.WriteString("| ---: ")
		} else {
			out.WriteString("| --- ")
		}
	}
	out.WriteString("|\n")
	for _, row := range g.rows {
		line(row)
	}
}

// escapeMarkdown puts a backslash before every character that Markdown could
// read as its own.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range plain(s) {
		if strings.ContainsRune("\\`*_{}[]()<>#+!|~&$@", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	text := b.String()
	// A bare address would become a link, and a leading dash a list.
	text = strings.ReplaceAll(text, "://", ":\\//")
	text = strings.ReplaceAll(text, "www.", "www\\.")
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "=") {
		text = "\\" + text
	}
	return text
}

func longestRun(s string, c rune) int {
	longest, run := 0, 0
	for _, r := range s {
		if r == c {
			run++
			longest = max(longest, run)
		} else {
			run = 0
		}
	}
	return longest
}
