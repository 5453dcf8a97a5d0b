package screens

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// drawHand draws what the person does by hand: everything to copy, to save, to
// open and to send.
func (z *wizard) drawHand() []fyne.CanvasObject {
	h := z.found.hand
	if h == nil {
		return nil
	}
	var all []fyne.CanvasObject
	byHandrail := z.s.Step().Apply != nil && z.found.plan != nil && !z.found.plan.ByHand
	if h.Nothing != "" && !byHandrail {
		all = append(all, parts.NewBanner(report.OK, "There is nothing to do here.", h.Nothing))
	}
	all = append(all, z.passState(h)...)
	before, after := h.Parts()
	if len(before) > 0 {
		all = append(all, drawDocument(&report.Document{Blocks: before}, z.events()))
	}
	all = append(all, z.drawTrial(h)...)
	if len(h.Todo) > 0 {
		ticked := z.s.Checked()
		all = append(all, parts.Section("What to do, in this order",
			parts.NewTodo(h.Todo, func(line string) bool { return slices.Contains(ticked, line) }, func(done []string) {
				z.s.SetChecked(done)
				z.save()
			})))
	}
	for i, r := range h.Records {
		heading := "The record"
		if len(h.Records) > 1 {
			heading = fmt.Sprintf("Record %d of %d", i+1, len(h.Records))
		}
		all = append(all, parts.Section(heading, z.drawRecord(r)...))
	}
	if len(h.Bundles) > 0 {
		all = append(all, z.drawBundles(h.Bundles))
	}
	if len(h.Links) > 0 {
		all = append(all, parts.Section("Pages to open", z.drawLinks(h.Links)...))
	}
	if len(after) > 0 {
		all = append(all, drawDocument(&report.Document{Blocks: after}, z.events()))
	}
	for _, text := range h.Messages {
		all = append(all, parts.Section("A text to send", z.drawWords(text)...))
	}
	return append(all, z.drawPass(h)...)
}

// drawRecord draws one DNS record: as a row, and each part to copy.
func (z *wizard) drawRecord(r guide.Record) []fyne.CanvasObject {
	rows := []fyne.CanvasObject{parts.NewTable([]string{"Type", "Name", "Time to live"}, nil,
		[][]string{{r.Type, r.Name, ttl(r)}})}
	add := func(label, text string) {
		if text != "" {
			rows = append(rows, parts.NewCode(report.Code{Label: label, Text: text}, z.w.copy))
		}
	}
	add("Name, as most providers want it", r.Host)
	add("Value", r.Value)
	rows = append(rows, newExpander("Other forms of the record", parts.Column(12,
		parts.NewCode(report.Code{Label: "The full name", Text: r.Name}, z.w.copy),
		parts.NewCode(report.Code{Label: "Line for a zone file", Text: r.Zone}, z.w.copy)), z.page.Refresh))
	return rows
}

// ttl writes the advised time to live in seconds, as forms ask for it.
func ttl(r guide.Record) string {
	if r.TTL <= 0 {
		return "Your provider’s default"
	}
	return itoa(int(r.TTL.Seconds())) + " seconds" // without a comma: it is typed into a form
}

// drawBundles draws the files to save. Where there are several bundles, one is
// chosen first; an answer that names one chooses it.
func (z *wizard) drawBundles(bundles []guide.Bundle) fyne.CanvasObject {
	chosen := z.bundle(bundles)
	inner := parts.Column(0, z.drawBundle(chosen))
	if len(bundles) == 1 {
		return parts.Section("The files", inner)
	}
	var options []parts.Option
	for _, b := range bundles {
		options = append(options, parts.Option{Value: b.ID, Label: b.Title, Hint: b.Summary})
	}
	choice := parts.NewChoice("Where will you host the files?", "Select your web server or service.", options)
	choice.SetValue(chosen.ID)
	choice.OnChange = func(id string) {
		z.found.bundle = id
		inner.Objects = []fyne.CanvasObject{z.drawBundle(z.bundle(bundles))}
		z.page.Refresh()
	}
	return parts.Section("The files", choice, inner)
}

// bundle returns the chosen bundle: by hand, by an answer, or the first.
func (z *wizard) bundle(bundles []guide.Bundle) guide.Bundle {
	v := z.s.Visit()
	byID := func(id string) int {
		return slices.IndexFunc(bundles, func(b guide.Bundle) bool { return b.ID == id })
	}
	if i := byID(z.found.bundle); i >= 0 {
		return bundles[i]
	}
	for _, answer := range v.Answers {
		if i := byID(answer); i >= 0 {
			return bundles[i]
		}
	}
	return bundles[0]
}

// drawBundle draws the steps, the files and the two ways to save them.
func (z *wizard) drawBundle(b guide.Bundle) fyne.CanvasObject {
	rows := []fyne.CanvasObject{parts.Bold(b.Title)}
	if b.Summary != "" {
		rows = append(rows, parts.Text(b.Summary))
	}
	for i, step := range b.Steps {
		rows = append(rows, numbered(i+1, step))
	}
	var names []string
	for _, f := range b.Files {
		names = append(names, f.Path)
	}
	rows = append(rows, parts.Muted(plural(len(names), "file")+": "+strings.Join(names, ", ")))
	told := parts.Column(8)
	rows = append(rows, z.w.folderLine(&z.jobs), parts.Wrap(12,
		parts.NewButton("Save as folder", parts.Plain, "", func() { z.saveFiles(b, false, told) }),
		parts.NewButton("Save as zip", parts.Plain, "", func() { z.saveFiles(b, true, told) }),
	), told)
	return parts.NewPanel(rows...)
}

// saveFiles writes a bundle through the Runner and says where it lies.
func (z *wizard) saveFiles(b guide.Bundle, zipped bool, told *fyne.Container) {
	name := z.s.Visit().Subject + " " + b.ID
	var path string
	z.jobs.start(func(context.Context, task.Report) (err error) {
		path, err = saveBundle(z.w.p.SaveFolder, name, b, zipped)
		return err
	}, nil, func(err error) {
		told.RemoveAll()
		if err != nil {
			told.Add(z.w.showError(err))
		} else {
			note := z.w.savedNote(path)
			told.Add(note)
			defer z.w.focusSaved(note)
		}
		z.page.Refresh()
	})
}

// drawLinks draws pages to open, each with its address to read first.
func (z *wizard) drawLinks(links []guide.Link) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	told := parts.Column(8)
	for _, l := range links {
		open := parts.NewButton("Open", parts.Plain, "", func() { z.openLink(l.URL, told) })
		rows = append(rows, line(false, nil, parts.Column(0, parts.Text(l.Title), parts.Caption(l.URL)), open))
	}
	return []fyne.CanvasObject{parts.NewRows(rows...), told}
}

// openLink opens a checked link in the browser, off the goroutine that draws.
func (z *wizard) openLink(url string, told *fyne.Container) {
	z.jobs.start(func(context.Context, task.Report) error {
		if err := app.ValidateLink(url); err != nil {
			return err
		}
		return z.w.p.Open(url)
	}, nil, func(err error) {
		told.RemoveAll()
		if err != nil {
			told.Add(z.w.showError(err))
		}
		z.page.Refresh()
	})
}

// drawWords draws a text to send, to be copied whole.
func (z *wizard) drawWords(w guide.Message) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	if w.To != "" {
		all = append(all, parts.Text("To: "+w.To))
	}
	if w.Subject != "" {
		all = append(all, parts.NewCode(report.Code{Label: "Subject", Text: w.Subject}, z.w.copy))
	}
	return append(all, parts.NewCode(report.Code{Label: "Text", Text: w.Text}, z.w.copy))
}

// practise lets the sample organisation do what is handed over.
func (z *wizard) practise() {
	h, v, step := *z.found.hand, z.s.Visit(), z.s.Step()
	if len(h.Bundles) > 0 {
		h.Bundles = []guide.Bundle{z.bundle(h.Bundles)}
	}
	z.jobs.start(func(ctx context.Context, _ task.Report) error {
		return z.w.p.Practise(ctx, v, &h)
	}, nil, func(err error) {
		if z.s.Step().ID != step.ID {
			return
		}
		if err != nil {
			message, hint := app.UserMessage(err)
			z.tell(note{report.Problem, message, hint, nil})
			return
		}
		z.tell(note{report.OK, "The change is made in the sample organisation.", practised(h), nil})
	})
}

// practised returns what the sample did, in words.
func practised(h guide.Handover) string {
	var did []string
	for _, r := range h.Records {
		did = append(did, "The "+r.Type+" record “"+r.Name+"” is published.")
	}
	for _, b := range h.Bundles {
		did = append(did, "Published for “"+b.Title+"”: "+plural(len(b.Files), "file")+".")
	}
	for _, x := range h.Exclusions {
		did = append(did, "“"+x.Name+"” excludes "+x.Account.Label+".")
	}
	for _, a := range h.Retired {
		did = append(did, a.Label+" has no role anymore.")
	}
	return strings.Join(did, " ")
}

// handed records that the person did it, and goes on.
func (z *wizard) handed() {
	if err := z.gate(); err != nil {
		z.goOn() // says what is missing
		return
	}
	step, v, h := z.s.Step(), z.s.Visit(), z.found.hand
	var made []string
	if ticked := z.s.Checked(); len(h.Todo) > 0 {
		n := 0
		for _, line := range h.Todo {
			if slices.Contains(ticked, line) {
				n++
			}
		}
		made = append(made, fmt.Sprintf("Completed: %d of %d steps", n, len(h.Todo)))
		z.s.SetChecked(nil)
	}
	z.s.SetPassedOn("") // the answer is in the change log
	for _, r := range h.Records {
		made = append(made, r.Zone)
	}
	if len(h.Bundles) > 0 {
		made = append(made, "Files: "+z.bundle(h.Bundles).Title)
	}
	entry := guide.JournalEntry{At: z.w.now().UTC(), Visit: v.ID, Guide: v.Guide, Step: step.ID,
		What: h.Done, New: strings.Join(made, "\n"), State: "confirmed"}
	z.w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		return z.w.p.Journal.Record(ctx, entry)
	}, nil, func(err error) {
		if err != nil && !z.jobs.left {
			message, hint := app.UserMessage(err)
			z.tell(note{report.Warning, "Handrail could not add this to the change log.", message + " " + hint, nil})
		}
	})
	z.goOn()
}
