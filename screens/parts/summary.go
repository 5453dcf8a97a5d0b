package parts

import "handrail/app/report"

// Summary is a banner about all that is wrong on a page. It takes the focus when the page is drawn; Enter, Space and a
// click go to the first field that is wrong.
type Summary struct{ pressable }

// NewSummary makes a summary. lead is bold.
func NewSummary(lead, text string, onTap func()) *Summary {
	s := &Summary{pressable{OnTapped: onTap, content: NewBanner(report.Problem, lead, text), radius: 8}}
	s.ExtendBaseWidget(s)
	return s
}
