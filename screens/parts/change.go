package parts

import (
	"strings"

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
	Text     string // what happened
	Rest     string // the sentences after it; may be empty
	Icon     string // before who did it
	Lead     string // the first words of who did it, in the accent colour; may be empty
	By       string
	Body     func() fyne.CanvasObject // what the open row shows, made when it is first opened
}

// ChangeList is a panel of changes, each of which opens in its place.
type ChangeList struct {
	widget.BaseWidget
	rows *fyne.Container
	all  fyne.CanvasObject
}

// NewChanges makes the panel. The first row is open where open says so.
func NewChanges(all []Change, open bool) *ChangeList {
	l := &ChangeList{rows: Column(0)}
	l.all = container.New(stack{}, newBox(Surface, LineTone, 8), inside(1, 1, 1, 1, l.rows))
	l.add(all, open)
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer is Fyne's.
func (l *ChangeList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.all) }

// inner is what lies in it, so that it can be scrolled to.
func (l *ChangeList) inner() fyne.CanvasObject { return l.all }

// Add puts more below the others, and returns the first of them for the focus. Grow then shows them.
func (l *ChangeList) Add(all []Change) fyne.Focusable {
	return l.add(all, false)
}

func (l *ChangeList) add(all []Change, open bool) (first fyne.Focusable) {
	for i, c := range all {
		r := newChangeRow(c, open && i == 0)
		if i == 0 {
			first = r.head
		}
		if len(l.rows.Objects) > 0 {
			l.rows.Objects = append(l.rows.Objects, rule(false))
		}
		l.rows.Objects = append(l.rows.Objects, r)
	}
	return first
}

func newChangeRow(c Change, open bool) *findingRow {
	r := &findingRow{title: Text(strings.TrimSpace(c.Text + " " + c.Rest)), arrow: newGlyph("down", MutedInk, 20)}
	rest := Text(c.Rest)
	rest.Hide()
	r.make = func() fyne.CanvasObject {
		return inside(0, 16, 16, 16, NewLine(true, spacer(), c.Body(), nil))
	}
	words := Column(2, r.title, rest)
	if c.Rest != "" { // open, what happened stands alone in bold
		r.onToggle = func(open bool) {
			if rest.Hidden = !open; open {
				r.title.label.Text = c.Text
			} else {
				r.title.label.Text = c.Text + " " + c.Rest
			}
		}
	}
	if c.By != "" || c.Lead != "" {
		words.Add(container.New(badgeLayout{}, newGlyph(c.Icon, whose(c.Lead), 16), newCaptionLead(c.Lead, c.By)))
	}
	r.head = &pressable{OnTapped: r.toggle, ringInside: true, radius: 7,
		content: inside(10, 16, 10, 16, NewLine(true, SeverityChip(c.Severity), words, r.arrow))}
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
	columns, words := []string{"What", "Before", "After"}, [][]string{}
	for _, r := range rows {
		words = append(words, []string{r.Setting, r.Now, r.After})
	}
	return planTable(columns, shares(columns, words), 5, rows)
}

// NewAdvice is what to do about something.
func NewAdvice(do string) *Paragraph { return newLead("What to do:", do) }

// NewLink is underlined words that lead somewhere; long ones wrap.
func NewLink(words string, on func()) fyne.CanvasObject {
	p := newParagraph(words, theme.SizeNameText, false, widget.HighImportance)
	p.label.TextStyle.Underline = true
	l := &link{pressable{OnTapped: on, content: p, radius: 2}}
	l.ExtendBaseWidget(l)
	width := fyne.MeasureText(words, theme.TextSize(), fyne.TextStyle{}).Width + 4
	return container.New(atMost{width: min(textWidth, width*14/theme.TextSize())}, l)
}
