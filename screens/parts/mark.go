package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Matches are underlined and in another colour, which does not move the words. The match that is shown has a
// colour of its own, and what it is in has the fill of a warning.

// markerOf returns what marks matches in o; nil where nothing can.
func markerOf(o fyne.CanvasObject) marker {
	switch o := o.(type) {
	case *Paragraph:
		return o
	case *ink:
		return o
	case *codePart:
		return o
	case *widget.RichText:
		return &richMark{of: o, before: o.Segments}
	}
	return nil
}

// richMark marks matches in a text of several runs.
type richMark struct {
	of     *widget.RichText
	before []widget.RichTextSegment
}

func (m *richMark) shows(o fyne.CanvasObject) bool { return o == fyne.CanvasObject(m.of) }

func (m *richMark) mark(word string, now int) {
	n := 0
	m.of.Segments = markedRuns(m.before, word, now, &n)
	m.of.Refresh()
}

func (m *richMark) unmark() {
	m.of.Segments = m.before
	m.of.Refresh()
}

// markedRuns returns runs with their matches marked; n counts the matches so far.
func markedRuns(runs []widget.RichTextSegment, word string, now int, n *int) (all []widget.RichTextSegment) {
	for _, r := range runs {
		switch r := r.(type) {
		case *widget.TextSegment:
			all = append(all, split(r.Text, word, now, n, r.Style)...)
		case *widget.ParagraphSegment:
			all = append(all, &widget.ParagraphSegment{Texts: markedRuns(r.Texts, word, now, n)})
		case *widget.ListSegment:
			l := *r
			l.Items = markedRuns(r.Items, word, now, n)
			all = append(all, &l)
		default:
			*n += count(r.Textual(), word)
			all = append(all, r)
		}
	}
	return all
}

// richText returns the words of all runs, each on a line of its own, so that a match is within one run.
func richText(runs []widget.RichTextSegment) string {
	var b strings.Builder
	for _, r := range runs {
		switch r := r.(type) {
		case *widget.ParagraphSegment:
			b.WriteString(richText(r.Texts))
		case *widget.ListSegment:
			b.WriteString(richText(r.Items))
		default:
			b.WriteString(r.Textual() + "\n")
		}
	}
	return b.String()
}

// split returns a run as several: each match is one of its own. n counts the matches so far.
func split(text, word string, now int, n *int, style widget.RichTextStyle) []widget.RichTextSegment {
	var all []widget.RichTextSegment
	low, find, inner := fold(text), fold(word), style
	inner.Inline = true
	for {
		at := strings.Index(low, find)
		if at < 0 {
			break
		}
		hit := inner
		hit.TextStyle.Underline, hit.ColorName = true, Accent
		if *n == now {
			hit.ColorName = LookInk
		}
		*n++
		all = append(all, &widget.TextSegment{Text: text[:at], Style: inner},
			&widget.TextSegment{Text: text[at : at+len(find)], Style: hit})
		text, low = text[at+len(find):], low[at+len(find):]
	}
	return append(all, &widget.TextSegment{Text: text, Style: style}) // ends the line where the run did
}

func (p *Paragraph) shows(o fyne.CanvasObject) bool { return o == fyne.CanvasObject(p) }

func (p *Paragraph) mark(word string, now int) {
	n := 0
	if p.rich != nil {
		if p.plain == nil {
			p.plain = p.rich.Segments
		}
		p.rich.Segments = markedRuns(p.plain, word, now, &n)
		p.rich.Refresh()
	} else {
		style := widget.RichTextStyle{SizeName: p.label.SizeName, TextStyle: p.label.TextStyle, Inline: true,
			Alignment: p.label.Alignment, ColorName: inkOf(p.label.Importance)}
		r := widget.NewRichText(split(p.label.Text, word, now, &n, style)...)
		r.Wrapping = fyne.TextWrapWord
		p.inner = r
	}
	p.found = now >= 0
	p.Refresh()
}

func (p *Paragraph) unmark() {
	if p.rich != nil && p.plain != nil {
		p.rich.Segments, p.plain = p.plain, nil
		p.rich.Refresh()
	}
	if p.label != nil {
		p.inner = p.label
	}
	p.found = false
	p.Refresh()
}

// inkOf returns the colour of a label.
func inkOf(i widget.Importance) fyne.ThemeColorName {
	switch i {
	case widget.LowImportance:
		return theme.ColorNameDisabled
	case widget.HighImportance:
		return Accent
	case widget.DangerImportance:
		return ProblemInk
	case widget.WarningImportance:
		return LookInk
	}
	return Ink
}

func (i *ink) shows(o fyne.CanvasObject) bool { return o == fyne.CanvasObject(i) }

func (i *ink) mark(_ string, now int) {
	i.found = Accent
	if now >= 0 {
		i.found = LookInk
	}
	i.Refresh()
}

func (i *ink) unmark() {
	i.found = ""
	i.Refresh()
}

func (p *codePart) shows(o fyne.CanvasObject) bool { return o == fyne.CanvasObject(p) }

func (p *codePart) mark(_ string, now int) {
	p.back.fill = Soft
	if now >= 0 {
		p.back.fill = LookFill
	}
	p.back.Refresh()
}

func (p *codePart) unmark() {
	p.back.fill = Sunk
	p.back.Refresh()
}
