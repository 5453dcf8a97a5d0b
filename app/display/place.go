package display

import "fmt"

// placement is where a window is: its rectangle while it does not fill the screen, in pixels, and whether it does.
type placement struct {
	normal area
	fills  bool
}

// String returns the form that readPlacement reads, such as “100 60 1300 860”, with “full” where it fills the screen.
func (p placement) String() string {
	text := fmt.Sprintf("%d %d %d %d", p.normal.left, p.normal.top, p.normal.right, p.normal.bottom)
	if p.fills {
		text += " full"
	}
	return text
}

// readPlacement reads what String returns; ok is false for anything else, and for a rectangle without an inside.
func readPlacement(text string) (p placement, ok bool) {
	n, _ := fmt.Sscanf(text, "%d %d %d %d", &p.normal.left, &p.normal.top, &p.normal.right, &p.normal.bottom)
	p.fills = len(text) > 5 && text[len(text)-5:] == " full"
	return p, n == 4 && p.normal.left < p.normal.right && p.normal.top < p.normal.bottom
}
