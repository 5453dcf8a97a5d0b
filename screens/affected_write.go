package screens

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app/affected"
	"handrail/app/clean"
	"handrail/app/guide"
	"handrail/app/letter"
	"handrail/app/ownerfile"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// letterForms are the forms in which letters can be saved.
var letterForms = []parts.Option{
	{Value: string(letter.Drafts), Label: "Email drafts (.eml)",
		Hint: "One for each person. A draft opens in your email program, where you check and send it."},
	{Value: string(letter.Merge), Label: "A table for a mail merge (CSV)",
		Hint: "One line for each person, with the subject and the text."},
	{Value: string(letter.Texts), Label: "Texts (.txt)", Hint: "One for each person, to print or to paste."},
}

// splits are how files can be divided.
var splits = []parts.Option{{Value: string(affected.Whole), Label: "all together"},
	{Value: string(affected.EachFate), Label: "by effect"},
	{Value: string(affected.EachDepartment), Label: "by department"},
	{Value: string(affected.EachManager), Label: "by manager"}}

// writing is the page on which letters are chosen.
type writing struct {
	p     *affectedPage
	to    affected.Filter
	who   []int // who gets a letter
	form  letter.Form
	split affected.Split
	shown *fyne.Container // the letter that is shown
	told  *fyne.Container
	count *parts.Paragraph
	save  *parts.Button
}

// write opens the page that writes to the people of a filter.
func (p *affectedPage) write(to affected.Filter) {
	p.keepPlace()
	w := &writing{p: p, to: to, form: letter.Drafts, shown: parts.Column(8), told: parts.Column(8),
		count: parts.Text("")}
	pick := parts.NewPicker("To")
	var options []parts.Option
	for _, c := range p.sums.all() {
		options = append(options, parts.Option{Value: string(c.Filter), Label: c.Word + " (" + guide.Figures(c.People) + ")"})
	}
	pick.SetOptions(options)
	pick.SetValue(string(to))
	pick.OnChange = func(s string) { w.to = affected.Filter(s); w.find() }
	form := parts.NewChoice("Save the letters as", "", letterForms)
	form.SetValue(string(w.form))
	form.OnChange = func(s string) { w.form = letter.Form(s) }
	split := parts.NewPicker("Files")
	split.SetOptions(splits)
	split.OnChange = func(s string) { w.split = affected.Split(s) }
	w.save = parts.NewButton("Save letters", parts.Main, "", w.saveLetters)
	back := parts.NewButton("Back to the list", parts.Quiet, "left", p.back)
	p.onEscape, p.onMain = p.back, w.saveLetters
	p.show(container.NewBorder(nil, parts.NewWideBar(back, w.save), nil, nil, parts.NewPage("Write to people",
		"Handrail sends nothing: it saves the letters, and you send them.", w.told,
		parts.Share(12, 260, pick, split), w.count, form, w.shown)))
	boxes(w.told)
	p.w.focus(pick)
	w.find()
}

// find works out in a job who gets a letter, and shows one letter for each effect.
func (w *writing) find() {
	var who []int
	all, nowhere := 0, 0
	p, to := w.p, w.to
	list, known := p.list, p.known
	w.count.SetText("Counting the letters…")
	p.jobs.start(func(context.Context, task.Report) error {
		found := list.Find(to, "", known)
		who, all = list.Writable(found), len(found)
		for _, i := range who {
			if clean.Address(list.People[i].Mail) == "" {
				nowhere++
			}
		}
		return nil
	}, nil, func(err error) {
		if err != nil || to != w.to {
			return
		}
		w.who = who
		text := guide.Count(len(who), "person gets", "people get") + " a letter."
		if rest := all - len(who); rest > 0 {
			text += " There is nothing to write to " + guide.Count(rest, "other", "others") + "."
		}
		if nowhere > 0 {
			text += " " + guide.Count(nowhere, "letter has", "letters have") + " no email address: add it before you send."
		}
		w.count.SetText(text)
		label := "Save letters"
		if len(who) > 0 {
			label = "Save " + plural(len(who), "letter")
		}
		w.save.SetLabel(label)
		w.examples()
		p.object.Refresh()
	})
}

// examples shows the letter to the first person of each effect, with the name filled in.
func (w *writing) examples() {
	w.shown.Objects = nil
	seen := map[int]bool{}
	for _, i := range w.who {
		fate := w.p.list.People[i].Fate
		if seen[fate] {
			continue
		}
		seen[fate] = true
		one, _ := w.p.list.Letter(i)
		w.shown.Add(parts.Section(w.p.list.Fates[fate].Title,
			parts.Muted("As "+w.p.list.People[i].Label()+" gets it"),
			parts.NewCode(report.Code{Label: "Subject", Text: one.Subject}, w.p.w.copy),
			parts.NewCode(report.Code{Label: "Text", Text: one.Text}, w.p.w.copy)))
	}
	w.shown.Refresh()
}

// saveLetters writes the letters into a new folder.
func (w *writing) saveLetters() {
	p := w.p
	if len(w.who) == 0 {
		w.tell(parts.NewBanner(report.Note, "There is no letter to save.", "Select other people."))
		return
	}
	bar := parts.NewProgress("If you stop, the letters that are saved by then stay.")
	who, form, split, list := w.who, w.form, w.split, p.list
	var path string
	cancel := p.jobs.start(func(ctx context.Context, rep task.Report) (err error) {
		if path, err = p.newFolder("letters"); err != nil {
			return err
		}
		_, err = list.WriteLetters(ctx, path, who, form, split, rep)
		return cannotSave(path, err)
	}, bar.Set, func(err error) {
		if err != nil {
			w.tell(p.w.showError(err))
			return
		}
		w.wrote(path, who)
	})
	bar.OnStop = func() {
		cancel()
		w.tell(parts.NewBanner(report.Note, "Stopped.", "The letters that were saved until now stay in "+
			p.w.p.SaveFolder+"."))
	}
	if len(who) > 1000 {
		w.tell(bar)
		p.w.focus(bar.Button())
	}
}

// newFolder makes a folder of its own for files about the list.
func (p *affectedPage) newFolder(what string) (string, error) {
	folder := p.w.p.SaveFolder
	if err := ownerfile.MkdirAll(folder); err != nil {
		return "", saveError(folder, err)
	}
	path, err := free(filepath.Join(folder, "handrail-"+what+"-"+p.w.now().UTC().Format("2006-01-02")), "",
		ownerfile.Mkdir)
	if err != nil {
		return "", saveError(folder, err)
	}
	return path, nil
}

// wrote shows where the letters are, and offers to mark the people once they were sent.
func (w *writing) wrote(path string, who []int) {
	p := w.p
	note := p.w.savedNote(path)
	told := []fyne.CanvasObject{note}
	if p.w.p.Affected != nil {
		var ids []string
		for _, i := range who {
			ids = append(ids, p.list.People[i].ID)
		}
		mark := parts.NewButton("Mark "+people1(len(ids))+" as emailed", parts.Plain, "", func() {
			p.mark(ids, p.w.now())
		})
		told = append(told, parts.Text("Send them. Then mark the people, so that the list shows who is left."),
			parts.Across(0, mark))
	}
	w.tell(told...)
	p.w.focusSaved(note)
}

// tell shows something above the choices.
func (w *writing) tell(o ...fyne.CanvasObject) {
	w.told.Objects = o
	boxes(w.told)
	w.told.Refresh()
	w.p.object.Refresh()
}
