package screens

// What the keys for search, saving and printing do on each screen that can.

// Find goes to the search of the people.
func (p *people) Find() {
	if p.search != nil && p.list != nil {
		p.w.focus(p.search.Entry())
	}
}

// SaveAs asks in which form to save the list.
func (p *people) SaveAs() { p.askSave() }

// SaveAs asks in which form to save the report.
func (s *reports) SaveAs() {
	if s.one.Document == nil || len(s.from) > 0 {
		s.w.cannot("This page cannot be saved as a file.")
		return
	}
	s.askFormat()
}

// SaveAs asks in which form to save what changed.
func (c *changes) SaveAs() {
	if !c.shown {
		c.w.cannot("This page cannot be saved as a file.")
		return
	}
	c.askSave()
}
