package screens

import (
	"handrail/app/guide/diary"
	"handrail/app/report"
	"handrail/screens/parts"
)

// verifyAnchor shows whether the saved reports still have the one with the check hash that was entered, and all before
// it.
func (s *reports) verifyAnchor() {
	noted := s.noted
	hash, err := diary.CleanHash(noted.Text())
	if err != nil {
		noted.SetError(wrong(err))
		s.w.focus(noted.Entry())
		return
	}
	noted.SetError("")
	s.readPlaces("Nothing was compared.", func(places []report.Place) {
		words, good := diary.CheckAnchor(hash, places)
		if good {
			s.check(parts.NewBanner(report.OK, "Still the same.", words))
			return
		}
		s.check(parts.NewBanner(report.Problem, "Not the same.", words))
	})
}
