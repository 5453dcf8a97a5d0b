package screens

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/guide/diary"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// mostVerified is the size of the largest file that is verified.
const mostVerified = 256 << 20

// verifyRoute opens the page that verifies, in place of a report.
const verifyRoute = "verify"

// showVerify shows the page that checks whether reports and files of them are as they were saved.
func (s *reports) showVerify() {
	s.checked = parts.Column(8)
	s.file = parts.NewField("Verify a file", "Enter the path of a report that was saved as a web page, PDF or "+
		"data (JSON). You can also drop a page or PDF here.", false)
	s.file.OnSubmit = s.verifyFile
	back := parts.NewButton("All reports", parts.Quiet, "left", func() { s.w.Show("reports") })
	one := parts.NewButton("Verify this file", parts.Plain, "", s.verifyFile)
	all := parts.NewButton("Verify saved reports", parts.Main, "", s.verifySaved)
	s.noted = parts.NewField("Check hash from paper", "Enter the hash at the end of a change diary, or of a report. "+
		"Handrail checks whether all reports up to it are still the same.", false)
	s.noted.OnSubmit = s.verifyAnchor
	find := parts.NewButton("Check this hash", parts.Plain, "", s.verifyAnchor)
	page := parts.NewPage("Verify a file", "Each saved report has a number and a check hash. Handrail sees when one "+
		"was changed or is gone.", s.checked, s.file, parts.Across(0, one), s.noted, parts.Across(0, find))
	s.show(container.NewBorder(nil, parts.NewWideBar(back, all), nil, nil, page))
	s.w.focus(s.file.Entry())
}

// verifySaved compares every saved report with what was saved.
func (s *reports) verifySaved() {
	s.readPlaces("Not every report was checked.", func(places []report.Place) { s.check(s.verdict(places)...) })
}

// readPlaces compares every saved report with what was saved, and passes on how each is. stopped is what to say after a
// stop.
func (s *reports) readPlaces(stopped string, then func([]report.Place)) {
	progress := parts.NewProgress("")
	s.check(progress)
	s.w.focus(progress.Button())
	var places []report.Place
	ended := false
	stop := s.jobs.start(func(ctx context.Context, rep task.Report) (err error) {
		places, err = s.w.p.Places.Places(ctx, rep)
		return err
	}, progress.Set, func(err error) {
		switch {
		case ended:
		case err != nil:
			s.check(s.w.showError(err))
		default:
			then(places)
		}
	})
	progress.OnStop = func() {
		ended = true
		stop()
		s.check(parts.NewBanner(report.Note, "Stopped.", stopped))
	}
}

// verdict describes how the saved reports are, and leads to those that are not as saved.
func (s *reports) verdict(places []report.Place) []fyne.CanvasObject {
	tone, lead := report.OK, "Verified."
	var rows []fyne.CanvasObject
	for _, p := range places {
		if p.State == report.Unchanged {
			continue
		}
		chip, open := parts.SeverityChip(report.Note), func() {}
		if !p.State.Good() {
			tone, lead = report.Problem, "Altered."
			chip = parts.SeverityChip(report.Problem)
		}
		if p.State == report.Altered || p.State == report.Added || p.State == report.Unproven {
			open = func() { s.w.Show("report/" + p.Report) }
		}
		text := parts.Column(0, parts.Bold(diary.Judge(p)), parts.Caption(or(p.Title, "Check hash: "+p.Hash)))
		if p.State == report.Removed || p.State == report.Missing {
			rows = append(rows, line(false, chip, text, nil))
			continue
		}
		rows = append(rows, parts.NewRow(open, parts.NewLine(false, chip, text, parts.IconIn("right", parts.MutedInk))))
	}
	all := []fyne.CanvasObject{parts.NewBanner(tone, lead, diary.Verdict(places))}
	if len(rows) > 0 {
		all = append(all, parts.NewRows(rows[:min(len(rows), reportsShown)]...))
	}
	return all
}

// check shows o as the result of the last check.
func (s *reports) check(o ...fyne.CanvasObject) {
	s.checked.Objects = o
	s.body.Refresh()
}

// takeFile verifies a web page or a PDF that was dropped. It reports whether it is one; other files may be reports from
// outside.
func (s *reports) takeFile(path string) bool {
	form := strings.ToLower(filepath.Ext(path))
	if s.w.p.Places == nil || form != ".pdf" && form != ".html" {
		return false
	}
	if s.file == nil {
		s.w.Show("report/" + verifyRoute)
		next, ok := s.w.current.(*reports)
		return ok && next.takeFile(path)
	}
	s.file.SetText(path)
	s.verifyFile()
	return true
}

// verifyFile verifies the file whose path was entered.
func (s *reports) verifyFile() {
	path := strings.Trim(strings.TrimSpace(s.file.Text()), `"'`)
	if path == "" {
		s.file.SetError("Enter the path of the file, for example the one of a saved PDF.")
		s.w.focus(s.file.Entry())
		return
	}
	s.file.SetError("")
	var found report.Verified
	words, good := "", false
	s.jobs.start(func(ctx context.Context, _ task.Report) error {
		data, err := readExported(path)
		if err != nil {
			return err
		}
		if found, err = report.Verify(data); err != nil {
			return err
		}
		words, good, err = diary.Compare(ctx, data, found, s.w.p.Places, s.w.p.Library)
		return err
	}, nil, func(err error) {
		name := strings.Join(nonEmpty(found.Title, found.Subject), ", ")
		switch {
		case err != nil && name != "": // the report is named
			s.check(parts.NewBanner(report.Problem, "Altered: "+name+".", wrong(err)))
		case err != nil:
			s.check(parts.NewBanner(report.Warning, "Not verified.", wrong(err)))
		case !good:
			s.check(parts.NewBanner(report.Problem, "Altered: "+name+".", words))
		default:
			s.check(parts.NewBanner(report.OK, "Verified: "+name+".", "The file is as it was exported. "+words))
		}
	})
}

// readExported runs in a job and reads a file to verify.
func readExported(path string) ([]byte, error) {
	f, err := app.OpenNamedFile(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, mostVerified+1))
	if err != nil || len(data) > mostVerified {
		return nil, &app.Error{Code: app.Invalid, Message: "Handrail could not read this file, or it is larger than 256 MB.",
			Hint: "Choose a report that was saved from Handrail.", Err: err}
	}
	return data, nil
}

// sealLines are the lines at the foot of a report about its place among all.
func (s *reports) sealLines() []fyne.CanvasObject {
	k := s.one.Seal
	if k == nil {
		return nil
	}
	text := "Report " + itoa(k.Number) + ". Check hash: " + k.Groups()
	if s.place.State == report.Unchanged {
		text = "Verified. " + diary.Judge(s.place) + " Check hash: " + k.Groups()
	}
	return []fyne.CanvasObject{parts.Caption(text), parts.Across(0, parts.NewButton("Copy check hash", parts.Quiet, "copy",
		func() { s.w.copy(k.Hash) }))}
}

// alteredBanner returns what is shown above a report that is not as it was saved; nil above others.
func (s *reports) alteredBanner() fyne.CanvasObject {
	if s.place.State == "" || s.place.State.Good() {
		return nil
	}
	return parts.NewBanner(report.Problem, "Altered.", diary.Judge(s.place)+" Do not rely on it.")
}
