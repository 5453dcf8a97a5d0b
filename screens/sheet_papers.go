package screens

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"handrail/app/event/programme"
	"handrail/app/event/runsheet"
	"handrail/app/ownerfile"
	"handrail/app/report"
	"handrail/app/report/pdf"
	"handrail/app/task"
	"handrail/screens/parts"
)

// printSound saves the rows of the sound desk as pages to print.
func (e *sheetScreen) printSound() { e.print("sound-desk", programme.Programme.SoundDocument) }

// printPresenters saves the rows of each presenter as pages to print.
func (e *sheetScreen) printPresenters() {
	e.print("presenters", programme.Programme.PresentersDocument)
}

// Print saves the whole programme as pages to print.
func (e *sheetScreen) Print() { e.print("programme", programme.Programme.Document) }

func (e *sheetScreen) print(name string, of func(programme.Programme) *report.Document) {
	e.save(name+".pdf", func(w io.Writer, p programme.Programme) error {
		paper := pdf.A4
		if p.Letter() {
			paper = pdf.Letter
		}
		return pdf.Write(w, of(p), paper)
	})
}

// SaveAs saves the page for phones.
func (e *sheetScreen) SaveAs() {
	e.save("phone.html", func(w io.Writer, p programme.Programme) error { return p.WritePhone(w) })
}

// papers are what can be made of a run sheet.
var papers = []parts.Option{
	{Value: "programme", Label: "The whole programme (PDF)", Hint: "Everything, with who does each item."},
	{Value: "sound", Label: "The rows of the sound desk (PDF)", Hint: "Only the items with sound."},
	{Value: "presenters", Label: "The rows of each presenter (PDF)",
		Hint: "For each person, what they do and what comes before it."},
	{Value: "phone", Label: "A page for phones (HTML)",
		Hint: "In large type, for use without a connection. Everyone can choose their own items."},
}

// askPaper asks what to make of the run sheet, above the table.
func (e *sheetScreen) askPaper() {
	choice := parts.NewChoice("What do you want to print or send?", "Handrail saves it as a file.", papers)
	choice.SetValue("programme")
	save := parts.NewButton("Save the file", parts.Main, "", func() {
		map[string]func(){"programme": e.Print, "sound": e.printSound, "presenters": e.printPresenters,
			"phone": e.SaveAs}[choice.Value()]()
	})
	leave := parts.NewButton("Cancel", parts.Plain, "", func() { e.tell() })
	e.tell(parts.NewPanel(choice, parts.Across(12, save, leave)))
	e.w.focus(choice.Focus())
}

// savePaper writes a file for people into folder and returns its path. It never overwrites: a second one gets a number.
func savePaper(folder, name string, p programme.Programme, write func(io.Writer, programme.Programme) error) (string,
	error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", cannotSave(folder, err)
	}
	name, ext, _ := strings.Cut(name, ".")
	path := unused(filepath.Join(folder, safeName(p.Title)+" "+safeName(p.Start.Date+" "+name)), "."+ext)
	f, err := ownerfile.Create(path)
	if err != nil {
		return "", cannotSave(folder, err)
	}
	if err := errors.Join(write(f, p), f.Close()); err != nil {
		_ = os.Remove(path) // half a file helps no one
		return "", cannotSave(folder, err)
	}
	return path, nil
}

// save makes a file of the sheet as it is now, and shows where it is.
func (e *sheetScreen) save(name string, write func(io.Writer, programme.Programme) error) {
	if e.s == nil || !e.readable("Nothing was saved.") {
		return
	}
	v := e.s.Visit()
	v.Answers[runsheet.AnswerSheet] = e.g.Text()
	folder, path := e.w.p.SaveFolder, ""
	e.jobs.start(func(context.Context, task.Report) error {
		p, err := programme.FromAnswers(v.Answers)
		if err == nil {
			path, err = savePaper(folder, name, p, write)
		}
		return err
	}, nil, func(err error) {
		if err != nil {
			e.tell(e.w.showError(err))
			return
		}
		note := e.w.savedNote(path)
		e.tell(note)
		e.w.focusSaved(note)
	})
}
