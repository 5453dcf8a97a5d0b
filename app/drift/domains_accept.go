package drift

import (
	"bytes"

	"handrail/app/history"
	"handrail/app/mail/domainpart"
)

// isDomain reports whether a section is a part of a mail domain.
func isDomain(section string) bool {
	_, _, _, ok := domainpart.Split(section)
	return ok
}

// keeps returns what keeps the acceptance of a sentence; nil where nothing can be kept.
func (s Sources) keeps(t Told) history.Accepter {
	if !isDomain(t.Section) {
		return s.accepter()
	}
	a, _ := s.Domains.(history.Accepter)
	return a
}

// marked returns the sentences of one change with their places, and with who accepted them.
func (d *domains) marked(c history.Change) (all []Told) {
	for _, t := range d.tell(c) {
		t.spots = spots(c, t.Field)
		all = append(all, d.watched.mark(t))
	}
	return all
}

// current returns the row of a place at the last look; nil if it was not there. why says why that is not known.
func (d *domains) current(p history.Place) (why string, body []byte, err error) {
	if m, missed := d.missed[p.Section]; missed {
		return m.Why, nil, nil
	}
	m, err := d.past.AsOf(d.ctx, p.Section, forever, func(id string, row []byte) error {
		if id == p.ID {
			body = bytes.Clone(row)
		}
		return nil
	})
	if m.Number == 0 {
		why = "Handrail has not looked at “" + TitleOf(p.Section) + "” since then."
	}
	return why, body, err
}
