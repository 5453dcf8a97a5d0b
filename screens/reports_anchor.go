package screens

import (
	"context"

	"handrail/app/guide/diary"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// verifyAnchor shows whether the saved reports still have the one with the check hash that was entered, and all before it.
func (s *reports) verifyAnchor() {
	noted := s.noted
	hash, err := diary.CleanHash(noted.Text())
	if err != nil {
		noted.SetError(wrong(err))
		s.w.focus(noted.Entry())
		return
	}
	noted.SetError("")
	progress := parts.NewProgress("")
	s.check(progress)
	var places []report.Place
	stopped := false
	stop := s.jobs.start(func(ctx context.Context, rep task.Report) (err error) {
		places, err = s.w.p.Places.Places(ctx, rep)
		return err
	}, progress.Set, func(err error) {
		if stopped {
			return
		}
		if err != nil {
			s.check(s.w.showError(err))
			return
		}
		words, good := diary.CheckAnchor(hash, places)
		if good {
			s.check(parts.NewBanner(report.OK, "Still the same.", words))
			return
		}
		s.check(parts.NewBanner(report.Problem, "Not the same.", words))
	})
	progress.OnStop = func() {
		stopped = true
		stop()
		s.check(parts.NewBanner(report.Note, "Stopped.", "Nothing was compared."))
	}
}
