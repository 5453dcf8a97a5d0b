package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"handrail/app/guide"
	"handrail/app/report"
)

// Change is one row of a list of changes: what happened, and who did it.
type Change struct {
	Severity report.Severity
	Text     string
	Icon     string // before who did it
	Lead     string // the first words of who did it, in the accent colour; may be empty
	By       string
	Body     func() fyne.CanvasObject // what the open row shows, made when it is first opened
}

// NewChanges is a panel of changes, each of which opens in its place. The first is open where open says so.
func NewChanges(all []Change, open bool) fyne.CanvasObject {
	rows := make([]fyne.CanvasObject, len(all))
	for i, c := range all {
		rows[i] = newChangeRow(c, open && i == 0, i == 0, i == len(all)-1)
	}
	return NewRows(rows...)
}

func newChangeRow(c Change, open, first, last bool) *findingRow {
	r := &findingRow{title: Text(c.Text), arrow: newGlyph("down", MutedInk, 20)}
	r.make = func() fyne.CanvasObject {
		return inside(0, 16, 16, 16, NewLine(true, spacer(), c.Body(), nil))
	}
	words := Column(2, r.title)
	if c.By != "" || c.Lead != "" {
		words.Add(container.New(badgeLayout{}, newGlyph(c.Icon, whose(c.Lead), 16), newCaptionLead(c.Lead, c.By)))
	}
	r.head = &pressable{OnTapped: r.toggle, ringInside: true,
		content: inside(10, 16, 10, 16, NewLine(true, SeverityChip(c.Severity), words, r.arrow))}
	if first || last {
		r.head.radius = 7
	}
	r.head.ExtendBaseWidget(r.head)
	r.all = Column(0, r.head)
	r.ExtendBaseWidget(r)
	if open {
		r.toggle()
	}
	return r
}

func whose(lead string) fyne.ThemeColorName {
	if lead != "" {
		return Accent
	}
	return MutedInk
}

// newCaptionLead is small muted text whose first words are bold and in the accent colour.
func newCaptionLead(lead, text string) *Paragraph {
	style := widget.RichTextStyleInline
	style.SizeName, style.ColorName = theme.SizeNameCaptionText, MutedInk
	var runs []widget.RichTextSegment
	if lead != "" {
		first := style
		first.ColorName, first.TextStyle.Bold = Accent, true
		if text != "" {
			lead += " "
		}
		runs = append(runs, &widget.TextSegment{Text: lead, Style: first})
	}
	r := widget.NewRichText(append(runs, &widget.TextSegment{Text: text, Style: style})...)
	r.Wrapping = fyne.TextWrapWord
	p := &Paragraph{rich: r, inner: r, most: textWidth}
	p.ExtendBaseWidget(p)
	return p
}

// NewBeforeAfter shows what is another now: what, before, after.
func NewBeforeAfter(rows []guide.Change) fyne.CanvasObject {
	return planTable([]string{"What", "Before", "After"}, rows)
}

// NewAdvice is what to do about something.
func NewAdvice(do string) *Paragraph { return newLead("What to do:", do) }

// NewLink is underlined words that lead somewhere.
func NewLink(words string, on func()) fyne.CanvasObject {
	return Across(0, newLink(words, theme.SizeNameText, on))
}
