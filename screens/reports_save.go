package screens

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/ownerfile"
	"handrail/app/report"
	"handrail/app/report/pdf"
	"handrail/app/task"
	"handrail/screens/parts"
)

// formats are the forms a record can be saved in.
var formats = []parts.Option{
	{Value: "html", Label: "A page to read or print (HTML)", Hint: "Opens in any browser. Easy to send to others."},
	{Value: "pdf", Label: "Pages to print on A4 (PDF)", Hint: "Looks the same everywhere. You can select the text."},
	{Value: "letter.pdf", Label: "Pages to print on Letter (PDF)", Hint: "The paper of the United States and Canada."},
	{Value: "csv", Label: "Tables for a spreadsheet (CSV)", Hint: "One file for each table, in a folder."},
	{Value: "md", Label: "Text for notes (Markdown)", Hint: "For a wiki or a ticket."},
	{Value: "json", Label: "Data for programs (JSON)", Hint: "Everything that was found."},
}

// askFormat asks in which form to save, above the record.
func (s *reports) askFormat() {
	choice := parts.NewChoice("Save this report as", "", formats)
	choice.SetValue("html")
	save := parts.NewButton("Save report", parts.Main, "", func() { s.save(choice.Value()) })
	leave := parts.NewButton("Cancel", parts.Plain, "", s.clear)
	s.tell(parts.NewPanel(choice, s.w.folderLine(s.jobs), parts.Across(12, save, leave)))
	s.w.focus(choice.Focus())
}

// askDelete asks once more; the safe button has the focus.
func (s *reports) askDelete() {
	keep := parts.NewButton("Cancel", parts.Main, "", s.clear)
	remove := parts.NewButton("Delete report", parts.Plain, "", s.remove)
	s.tell(parts.NewPanel(parts.NewBanner(report.Warning, "Delete this report?",
		"You cannot undo this. Its number, time and check hash stay. Files that you saved from it stay where they are. "+
			"With the last report about a domain, "+
			"Handrail also forgets what the domain was like."),
		parts.Across(12, keep, remove)))
	s.w.focus(keep)
}

// tell shows o above the record.
func (s *reports) tell(o ...fyne.CanvasObject) {
	s.done.Objects = o
	s.body.Refresh()
}

func (s *reports) clear() { s.showOne() }

// save writes the report to the folder for files and shows where it is.
func (s *reports) save(format string) {
	var path string
	d, folder := s.one.Sealed(), s.w.p.SaveFolder
	s.jobs.start(func(context.Context, task.Report) (err error) {
		path, err = saveReport(folder, format, d)
		return err
	}, nil, func(err error) {
		if err != nil {
			s.tell(s.w.showError(err))
			return
		}
		note := s.w.savedNote(path)
		s.tell(note)
		s.w.focusSaved(note)
	})
}

func (s *reports) remove() {
	id := s.one.ID
	s.jobs.start(func(ctx context.Context, _ task.Report) error {
		return s.w.p.Library.DeleteReport(ctx, id)
	}, nil, func(err error) {
		if err != nil {
			s.tell(s.w.showError(err))
			return
		}
		s.w.Show("reports")
	})
}

// saveReport writes d into folder in one of the formats and returns the path of
// the file, or of the folder for CSV. It never overwrites: a second one gets a
// number. The error is an app.Error in words.
func saveReport(folder, format string, d *report.Document) (string, error) {
	name := fileName(d)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", cannotSave(folder, err)
	}
	if format == "csv" {
		path := unused(filepath.Join(folder, name), "")
		files, err := report.WriteCSV(path, d)
		if err == nil && len(files) == 0 {
			_ = os.Remove(path) // empty: nothing was written
			return "", app.Errorf(app.NotFound, "Save it as a page instead.", "This report has no tables.")
		}
		return path, cannotSave(folder, err)
	}
	path := unused(filepath.Join(folder, name), "."+strings.TrimPrefix(format, "letter."))
	f, err := ownerfile.Create(path)
	if err != nil {
		return "", cannotSave(folder, err)
	}
	switch format {
	case "html":
		err = report.WriteHTML(f, d)
	case "pdf":
		err = pdf.Write(f, d, pdf.A4)
	case "letter.pdf":
		err = pdf.Write(f, d, pdf.Letter)
	case "md":
		err = report.WriteMarkdown(f, d)
	default:
		err = report.WriteJSON(f, d)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path) // half a file helps no one
		return "", cannotSave(folder, err)
	}
	return path, nil
}

// fileName returns a name from what the record is about and its day, of letters
// every system takes.
func fileName(d *report.Document) string {
	word := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		case r == ' ', r == '_', r == '/':
			return '-'
		}
		return -1
	}, strings.ToLower(d.Subject))
	word = strings.Trim(word, ".-")
	if word == "" {
		word = "report"
	}
	return "handrail-" + word[:min(len(word), 60)] + "-" + d.At.UTC().Format("2006-01-02")
}

// unused returns a path that does not exist yet.
func unused(base, ext string) string {
	path := base + ext
	for n := 2; ; n++ {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) || n > 999 {
			return path
		}
		path = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
}

func cannotSave(folder string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return &app.Error{Code: app.ReadOnly, Message: "Handrail does not have permission to write to " + folder + ".",
			Hint: "Give your account permission to write there, then save again.", Err: err}
	case errors.Is(err, fs.ErrNotExist):
		return &app.Error{Code: app.NotFound, Message: "The folder " + folder + " is not there.",
			Hint: "Connect its drive, or choose another folder.", Err: err}
	}
	return &app.Error{Code: app.Full, Message: "Handrail could not write the file to " + folder + ".",
		Hint: "Check the free disk space, then save again.", Err: err}
}
