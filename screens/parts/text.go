package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is text that wraps, at most about 72 characters a line. It shows
// words as they are; no markup, no link. The mouse selects them.
type Paragraph struct {
	widget.BaseWidget
	label *widget.Label    // where there is one run of words
	rich  *widget.RichText // where some words are bold
	inner fyne.CanvasObject
	most  float32 // width at text size 100 %; 0 is any

	found   bool                     // the match that a search shows is in it
	plain   []widget.RichTextSegment // rich without the marks of a search; nil where there are none
	pressed bool                     // in something that is pressed as a whole: nothing is selected
}

// Text is body text.
func Text(s string) *Paragraph {
	return newParagraph(s, theme.SizeNameText, false, widget.MediumImportance)
}

// Muted is body text at rest: hints and leads.
func Muted(s string) *Paragraph {
	return newParagraph(s, theme.SizeNameText, false, widget.LowImportance)
}

// Bold is body text that counts.
func Bold(s string) *Paragraph {
	return newParagraph(s, theme.SizeNameText, true, widget.MediumImportance)
}

// Caption is small muted text.
func Caption(s string) *Paragraph {
	return newParagraph(s, theme.SizeNameCaptionText, false, widget.LowImportance)
}

// Lead is the most important sentence: the answer to the question of a page.
func Lead(s string) *Paragraph {
	return newParagraph(s, theme.SizeNameHeadingText, false, widget.MediumImportance)
}

// Heading is the heading of a page.
func Heading(s string) *Paragraph {
	p := newParagraph(s, theme.SizeNameHeadingText, true, widget.MediumImportance)
	p.most = 0
	return p
}

// newParagraph: importance stands for the colour (low muted, high accent,
// danger problem, warning look).
func newParagraph(s string, size fyne.ThemeSizeName, bold bool, c widget.Importance) *Paragraph {
	l := widget.NewLabel(s)
	l.Wrapping = fyne.TextWrapWord
	l.SizeName, l.TextStyle.Bold, l.Importance = size, bold, c
	p := &Paragraph{label: l, inner: l, most: textWidth}
	p.ExtendBaseWidget(p)
	return p
}

// newLead is a paragraph whose first words are bold.
func newLead(lead, text string) *Paragraph {
	var runs []widget.RichTextSegment
	if lead != "" {
		style := widget.RichTextStyleInline
		style.TextStyle.Bold = true
		if text != "" {
			lead += " "
		}
		runs = append(runs, &widget.TextSegment{Text: lead, Style: style})
	}
	runs = append(runs, &widget.TextSegment{Text: text, Style: widget.RichTextStyleInline})
	r := widget.NewRichText(runs...)
	r.Wrapping = fyne.TextWrapWord
	p := &Paragraph{rich: r, inner: r, most: textWidth}
	p.ExtendBaseWidget(p)
	return p
}

// SetText changes the words.
func (p *Paragraph) SetText(s string) {
	if p.label != nil && p.label.Text != s {
		p.label.SetText(s)
		p.Refresh()
	}
}

// String returns the words shown.
func (p *Paragraph) String() string {
	if p.label != nil {
		return p.label.Text
	}
	return p.rich.String()
}

// CreateRenderer is Fyne's.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{p: p, back: newBox(LookFill, "", 2), selector: newSelector(p.label, p.String)}
	r.draw()
	return r
}

// paragraphRenderer takes away the padding that Fyne puts around a label.
type paragraphRenderer struct {
	p        *Paragraph
	back     *box // behind the match that a search shows
	selector *selector
	objs     []fyne.CanvasObject
}

func (r *paragraphRenderer) draw() {
	r.objs = r.objs[:0]
	if r.p.found {
		r.objs = append(r.objs, r.back)
	}
	r.objs = append(r.objs, r.selector, r.p.inner)
}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	pad := theme.InnerPadding()
	w := size.Width
	if r.p.most > 0 {
		w = min(w, unit(r.p.most))
	}
	r.back.Move(fyne.NewPos(-4, -2))
	r.back.Resize(fyne.NewSize(w+8, size.Height+4))
	r.p.inner.Move(fyne.NewPos(-pad, -pad))
	r.p.inner.Resize(fyne.NewSize(w+2*pad, size.Height+2*pad))
	r.selector.Resize(fyne.NewSize(w, size.Height))
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	pad := theme.InnerPadding()
	m := r.p.inner.MinSize().SubtractWidthHeight(2*pad, 2*pad)
	return fyne.NewSize(max(m.Width, unit(60)), max(0, m.Height))
}

func (r *paragraphRenderer) Refresh() {
	r.draw()
	r.p.inner.Refresh()
	r.Layout(r.p.Size())
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject {
	if r.p.pressed {
		return r.objs[1:]
	}
	return r.objs
}

func (r *paragraphRenderer) Destroy() {}
