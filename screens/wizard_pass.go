package screens

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/passon"
	"handrail/app/ownerfile"
	"handrail/app/report"
	"handrail/app/report/pdf"
	"handrail/app/task"
	"handrail/screens/parts"
)

// passPart is the part of a page with which a step is handed over to someone else.
type passPart struct {
	who, answer *parts.Field
	told        *fyne.Container
}

// drawPass draws the line that opens with what the step is handed over to someone else.
func (z *wizard) drawPass(h *guide.Handover) []fyne.CanvasObject {
	if h.Nothing != "" || len(h.Todo)+len(h.Records)+len(h.Bundles)+len(h.Links)+len(h.Messages) == 0 {
		return nil
	}
	z.pass = nil
	return []fyne.CanvasObject{newLateExpander("Ask someone to do this", z.newPass, z.page.Refresh)}
}

// newPass makes the fields and buttons for it.
func (z *wizard) newPass() fyne.CanvasObject {
	state := passon.Read(z.s.PassedOn())
	p := &passPart{who: parts.NewField("Who does it?", "For example your web host. The file has this name in its heading.",
		false), answer: parts.NewField("Their answer", "Paste the text of the answer, or choose its file.", true),
		told: parts.Column(8)}
	p.who.SetText(state.Who)
	z.pass = p
	return parts.NewPanel(
		parts.Text("Save all that is on this page as one file, and send it to the person who does it: your web host, or a "+
			"colleague with the right role. The file ends with an answer. Paste that here when it comes back."),
		p.who, z.w.folderLine(&z.jobs),
		parts.Wrap(12, parts.NewButton("Save as a web page", parts.Plain, "", func() { z.passOn("html") }),
			parts.NewButton("Save as PDF", parts.Plain, "", func() { z.passOn("pdf") })),
		p.told, p.answer,
		parts.Wrap(12, parts.NewButton("Add answer", parts.Plain, "", func() { z.addAnswer([]byte(p.answer.Text())) }),
			parts.NewButton(chooseFile, parts.Plain, "", func() { z.w.choosePath(&z.jobs, false, z.readAnswer) })))
}

// passState shows that the step was handed over, or what the answer is.
func (z *wizard) passState(h *guide.Handover) []fyne.CanvasObject {
	state := passon.Read(z.s.PassedOn())
	who := or(state.Who, "Someone else")
	switch a := state.Answer; {
	case state.At.IsZero() && a == nil:
		return nil
	case a == nil:
		return []fyne.CanvasObject{parts.NewBanner(report.Note, who+" has this step since "+moment(state.At)+".",
			"Add the answer below when it comes back. You can also do the step yourself.")}
	default:
		return z.answered(or(a.By, who), state, h)
	}
}

// answered shows an answer. It is what someone says: the guide checks it where it can.
func (z *wizard) answered(who string, state passon.State, h *guide.Handover) []fyne.CanvasObject {
	a := state.Answer
	lead, tone := map[string]string{passon.ResultDone: "it is done", passon.ResultPartly: "a part of it is done",
		passon.ResultNotDone: "it is not done"}[a.Result], report.Warning
	if a.Result == passon.ResultDone && !state.Older {
		tone = report.OK
	}
	text := "Handrail has not checked this."
	if state.Older {
		text = "This is an answer to an earlier version of the step. Compare what it says now. " + text
	}
	all := []fyne.CanvasObject{parts.NewBanner(tone, who+" says: "+lead+".", text)}
	var rows []fyne.CanvasObject
	add := func(name, value string) {
		if value != "" {
			rows = append(rows, line(true, parts.Muted(name), parts.Text(value), nil))
		}
	}
	add("Date", a.On)
	add("Note", a.Note)
	add("Not done", strings.Join(a.OpenLines(h.Todo), "\n"))
	add("Added", moment(state.Came))
	return append(all, parts.NewRows(rows...))
}

// request returns the step as the other person gets it.
func (z *wizard) request() passon.Request {
	h := z.found.hand
	r := passon.New(z.s.Visit(), z.s.Step(), h, z.bundleOf(h))
	r.At, r.Sample = z.w.now().UTC(), z.w.p.Practise != nil
	if z.pass != nil {
		r.Who = strings.TrimSpace(z.pass.who.Text())
	}
	return r
}

// passOn saves the step as one file and remembers that it was handed over.
func (z *wizard) passOn(form string) {
	r, folder, paper, step := z.request(), z.w.p.SaveFolder, z.w.paper, z.s.Step().ID
	var path string
	z.jobs.start(func(context.Context, task.Report) (err error) {
		path, err = saveRequest(folder, form, paper, r)
		return err
	}, nil, func(err error) {
		if z.s.Step().ID != step || z.pass == nil {
			return
		}
		if err != nil {
			z.pass.told.Objects = []fyne.CanvasObject{z.w.showError(err)}
			z.page.Refresh()
			return
		}
		state := passon.Read(z.s.PassedOn())
		if state.Who, state.At = r.Who, r.At; state.Answer != nil {
			state = passon.State{Who: r.Who, At: r.At} // it is asked once more
		}
		z.s.SetPassedOn(state.Text())
		z.save()
		note := z.w.savedAs(path, "Send this file to the person who does it: "+path)
		z.pass.told.Objects = []fyne.CanvasObject{note}
		z.page.Refresh()
		z.w.focusSaved(note)
	})
}

// saveRequest writes r into folder and returns the path. It never overwrites.
func saveRequest(folder, form, paper string, r passon.Request) (string, error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", cannotSave(folder, err)
	}
	path := unused(filepath.Join(folder, safeName(r.Heading())), "."+form)
	f, err := ownerfile.Create(path)
	if err != nil {
		return "", cannotSave(folder, err)
	}
	write := r.WriteHTML
	if form == "pdf" {
		size := pdf.A4
		if paper == paperLetter {
			size = pdf.Letter
		}
		write = func(w io.Writer) error { return pdf.Write(w, r.Document(), size) }
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		_ = os.Remove(path) // half a file helps no one
		return "", cannotSave(folder, err)
	}
	return path, nil
}

// readAnswer takes the answer in a file.
func (z *wizard) readAnswer(path string) {
	var data []byte
	step := z.s.Step().ID
	z.jobs.start(func(context.Context, task.Report) (err error) {
		data, err = app.ReadNamedFile(path)
		return err
	}, nil, func(err error) {
		switch {
		case z.s.Step().ID != step || z.found.hand == nil:
		case err != nil:
			z.noAnswer(err)
		default:
			z.addAnswer(data)
		}
	})
}

// addAnswer takes an answer that came back: it is shown on the step, ticks off what is done, and completes nothing.
func (z *wizard) addAnswer(data []byte) {
	a, err := passon.Parse(data)
	h := z.found.hand
	step, version := z.request().Same(a)
	if err == nil && !step {
		err = app.Errorf(app.Invalid, "Open the step that it belongs to, and add it there.",
			"This answer belongs to another step, or to another organisation.")
	}
	if err != nil {
		z.noAnswer(err)
		return
	}
	state := passon.Read(z.s.PassedOn())
	state.Answer, state.Came, state.Older = &a, z.w.now().UTC(), !version
	z.s.SetPassedOn(state.Text())
	if version {
		z.s.SetChecked(a.Done(h.Todo))
	}
	z.save()
	z.record(a)
	z.redraw()
}

// noAnswer shows why there is no answer: at its field, or above the page where that is closed.
func (z *wizard) noAnswer(err error) {
	if z.pass == nil {
		message, hint := app.UserMessage(err)
		z.tell(note{report.Problem, message, hint, nil})
		return
	}
	z.pass.answer.SetError(wrong(err))
	z.w.focus(z.pass.answer.Entry())
	z.page.Refresh()
}

// record adds the answer to the change log.
func (z *wizard) record(a passon.Answer) {
	v := z.s.Visit()
	entry := guide.JournalEntry{At: z.w.now().UTC(), Visit: v.ID, Guide: v.Guide, Step: z.s.Step().ID,
		What: guide.AnswerAdded, State: "confirmed", New: strings.Join(nonEmpty(a.By, a.Result, a.On, a.Note), "\n")}
	z.w.p.Runner.Start(func(ctx context.Context, _ task.Report) error {
		return z.w.p.Journal.Record(ctx, entry)
	}, nil, func(err error) {
		if err != nil && !z.jobs.left {
			message, hint := app.UserMessage(err)
			z.tell(note{report.Warning, "Handrail could not add this to the change log.", message + " " + hint, nil})
		}
	})
}

// takeAnswer takes a dropped file as the answer of a step that was handed over. It reports whether there is one.
func (z *wizard) takeAnswer(path string) bool {
	if z.s == nil || z.s.Page() != guide.ShowPage || z.found.hand == nil || z.s.PassedOn() == "" {
		return false
	}
	z.readAnswer(path)
	return true
}
