package parts

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"handrail/app/report"
)

// NewCode shows text to copy exactly: what it is, a Copy button, the text in a
// fixed-width font, and on demand what each line means. onCopy is given the
// exact text, with its own line ends.
func NewCode(c report.Code, onCopy func(string)) fyne.CanvasObject {
	p := &codePart{}
	p.copied = Caption("Copied.")
	p.copied.Hide()
	copyIt := NewButton("Copy", Quiet, "copy", func() {
		if onCopy != nil {
			onCopy(c.Text)
		}
		p.copied.Show()
		p.all.Refresh()
	})
	p.text = widget.NewLabel(strings.TrimRight(strings.ReplaceAll(c.Text, "\r\n", "\n"), "\n"))
	p.text.TextStyle.Monospace = true
	p.text.Wrapping = fyne.TextWrapWord
	p.back = newBox(Sunk, LineTone, 6)
	p.block = container.New(stack{}, p.back, newSelector(p.text, nil), inside(4, 8, 4, 8, p.text))
	p.all = Column(4, NewLine(true, nil, Bold(c.Label), copyIt), p.block, p.copied)
	if lines := explained(c); len(lines) > 0 {
		p.addExplanation(lines)
	}
	p.ExtendBaseWidget(p)
	return p
}

// codePart is the whole of NewCode.
type codePart struct {
	widget.BaseWidget
	text   *widget.Label
	back   *box
	block  fyne.CanvasObject // the text on back
	copied *Paragraph
	all    *fyne.Container
}

// CreateRenderer is Fyne's.
func (p *codePart) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.all) }

func (p *codePart) addExplanation(lines []fyne.CanvasObject) {
	words := Column(8, lines...)
	words.Hide()
	var ask *Button
	ask = NewButton("What does each line mean?", Quiet, "down", func() {
		if words.Visible() {
			words.Hide()
			ask.icon.set("down", Accent)
		} else {
			words.Show()
			ask.icon.set("up", Accent)
		}
		p.all.Refresh()
	})
	p.all.Add(Across(0, inside(0, 0, 0, -6, ask)))
	p.all.Add(words)
}

// explained pairs each line of the text with what it means.
func explained(c report.Code) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	lines := strings.Split(strings.ReplaceAll(c.Text, "\r\n", "\n"), "\n")
	for i, words := range c.Explain {
		if words == "" || i >= len(lines) {
			continue
		}
		line := widget.NewLabel(lines[i])
		line.TextStyle.Monospace = true
		line.Wrapping = fyne.TextWrapWord
		all = append(all, Column(0, inside(-8, 0, -8, -8, line), Muted(words)))
	}
	return all
}
