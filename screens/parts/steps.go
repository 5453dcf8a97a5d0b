package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// StepRow is one step in the steps column. Word is its state in words.
type StepRow struct {
	ID, Icon, Title, Word string
	Current               bool // the one that is open
	Passed                bool // before the one that is open
	Locked                bool // cannot be opened
}

// Steps is the column of steps in a guide, 216 wide: what the guide is, about
// what, and each step with its state. A line joins the icons.
type Steps struct {
	widget.BaseWidget
	on    func(id string)
	title *Paragraph
	about *Paragraph
	list  *fyne.Container
	pages *flow
	body  *fyne.Container
	open  fyne.CanvasObject // the row of the current step
}

// NewSteps makes the column; on receives the id of the step that was chosen.
func NewSteps(title, subject string, rows []StepRow, on func(id string)) *Steps {
	s := &Steps{on: on, title: Bold(title), about: Caption(subject), list: Column(0)}
	head := inside(28, 8, 0, 8, Column(4, s.title, s.about))
	s.pages = newFlow(inside(0, 12, 16, 12, Column(20, head, s.list)))
	s.body = container.New(stack{}, newBox(Page, "", 0), container.NewBorder(nil, nil, nil, rule(true), s.pages))
	s.Set(title, subject, rows)
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is Fyne's.
func (s *Steps) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.body) }

// MinSize is 216 wide, a little more with large text.
func (s *Steps) MinSize() fyne.Size { return fyne.NewSize(wide(216), unit(200)) }

// Set shows another state of the steps.
func (s *Steps) Set(title, subject string, rows []StepRow) {
	s.title.SetText(title)
	s.about.SetText(subject)
	s.list.Objects, s.open = nil, nil
	for i, r := range rows {
		item := newStepItem(r, i == 0, i == len(rows)-1, func() { s.on(r.ID) })
		s.list.Add(item)
		if r.Current {
			s.open = item
		}
	}
	s.pages.Refresh()
	s.follow()
}

// Resize is Fyne's.
func (s *Steps) Resize(size fyne.Size) {
	s.BaseWidget.Resize(size)
	s.follow()
}

// follow scrolls so that the current step can be seen.
func (s *Steps) follow() {
	view := s.pages.scroll
	if s.open == nil || view.Size().Height <= 0 {
		return
	}
	top := s.list.Position().Y + s.open.Position().Y
	bottom := top + s.open.Size().Height + 16
	switch {
	case bottom > view.Offset.Y+view.Size().Height:
		view.ScrollToOffset(fyne.NewPos(0, bottom-view.Size().Height))
	case top < view.Offset.Y:
		view.ScrollToOffset(fyne.NewPos(0, top))
	}
}

// newStepItem makes one row. One that is locked cannot be pressed and takes no focus.
func newStepItem(r StepRow, first, last bool, on func()) fyne.CanvasObject {
	icon := MutedInk
	switch {
	case r.Icon == "problem":
		icon = ProblemInk
	case r.Current:
		icon = Accent
	}
	state := widget.LowImportance
	if r.Icon == "problem" {
		state = widget.DangerImportance
	} else if r.Current {
		state = widget.MediumImportance
	}
	l := &stepLayout{
		icon: newGlyph(r.Icon, icon, 20),
		words: Column(0, newParagraph(r.Title, theme.SizeNameText, r.Current, widget.MediumImportance),
			newParagraph(r.Word, theme.SizeNameCaptionText, false, state)),
		above: newBox(LineTone, "", 1), below: newBox(LineTone, "", 1),
	}
	if r.Passed || r.Current {
		l.above.fill = Accent
	}
	if r.Passed {
		l.below.fill = Accent
	}
	l.above.Hidden, l.below.Hidden = first, last
	content := container.New(l, l.above, l.below, l.icon, l.words)
	if r.Locked {
		return content
	}
	item := &pressable{OnTapped: on, content: content, radius: 6, ringInside: true}
	if r.Current {
		item.fill = Soft
	}
	item.ExtendBaseWidget(item)
	return item
}

// stepLayout places icon, words and the two halves of the joining line.
type stepLayout struct {
	icon, words  fyne.CanvasObject
	above, below *box
}

// Layout joins the icons of neighbours across the rows.
func (l *stepLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	side := l.icon.MinSize().Width
	l.icon.Resize(fyne.NewSquareSize(side))
	l.icon.Move(fyne.NewPos(8, 8))
	l.words.Move(fyne.NewPos(8+side+10, 8))
	settle(l.words, size.Width-side-26)
	x := 8 + side/2 - 1
	l.above.Move(fyne.NewPos(x, 0))
	l.above.Resize(fyne.NewSize(2, 5))
	l.below.Move(fyne.NewPos(x, 8+side+3))
	l.below.Resize(fyne.NewSize(2, max(0, size.Height-side-11)))
}

// MinSize is right once Layout has run at the present width.
func (l *stepLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, max(unit(52), l.words.MinSize().Height+16))
}
