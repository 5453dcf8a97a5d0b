package screens

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"handrail/app"
	"handrail/app/mail/tlsimport"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/screens/parts"
)

// source is where reports are read from: files and folders, or a place in the
// person's mailbox.
type source struct {
	paths []string
	place *tlsimport.MailLocation
}

// Where reports may be, as the person chooses it.
const (
	inFiles  = "files"
	inFolder = "folder"
	inSearch = "search"
)

// importNotes describe for each place what Handrail does there.
var importNotes = map[string]string{
	inFiles: "Handrail reads emails, archives and plain reports, also in subfolders. It moves and changes " +
		"nothing. You can also drop files onto this window.",
	inFolder: "Handrail asks Microsoft for permission to read your email. It opens only emails with attachments. " +
		"It does not move, mark or delete any.",
	inSearch: "Handrail asks Microsoft for permission to read your email. It opens only emails of the last year " +
		"with attachments and all these words. It does not move, mark or delete any.",
}

// askImport asks where the reports are.
func (d *delivery) askImport() {
	if d.taking {
		return
	}
	port := d.w.p.Deliveries
	files := parts.NewField("Folder or file",
		"The full path, for example of the folder where your email program saves attachments.", false)
	files.SetText(port.Mails)
	folder := parts.NewField("Mailbox folder",
		"The name that Outlook shows. For a folder in another folder, for example, Inbox/Reports.", false)
	folder.SetText(port.MailFolder)
	words := parts.NewField("Words in the subject", "Every report, from any sender, has these words in its subject.",
		false)
	words.SetText(port.MailWords)
	fields := map[string]*parts.Field{inFiles: files, inFolder: folder, inSearch: words}
	where := parts.NewChoice("Where are the reports?", "",
		[]parts.Option{{Value: inFiles, Label: "Files that you saved"},
			{Value: inFolder, Label: "A folder in your Microsoft 365 mailbox"},
			{Value: inSearch, Label: "All folders in your mailbox"}})
	where.SetValue(inFiles)
	read := func() {
		field := fields[where.Value()]
		text := strings.TrimSpace(field.Text())
		switch {
		case text == "" && where.Value() == inFiles:
			field.SetError("Enter the path of a folder or a file, or choose one.")
		case text == "":
			field.SetError("Enter the folder or the words to search for.")
		case where.Value() == inFolder:
			d.take(source{place: &tlsimport.MailLocation{Folder: text}})
			return
		case where.Value() == inSearch:
			d.take(source{place: &tlsimport.MailLocation{Words: text}})
			return
		default:
			d.take(source{paths: []string{text}})
			return
		}
		d.w.focus(field.Entry())
	}
	asked, note := container.NewStack(), parts.Column(0)
	browse := parts.Column(8, files, parts.Wrap(12, d.w.chooseInto(d.jobs, true, files),
		d.w.chooseInto(d.jobs, false, files)))
	choose := func(value string) {
		var shown fyne.CanvasObject = fields[value]
		if value == inFiles {
			shown = browse
		}
		asked.Objects, note.Objects = []fyne.CanvasObject{shown},
			[]fyne.CanvasObject{parts.Caption(importNotes[value])}
		asked.Refresh()
		note.Refresh()
		if len(d.told.Objects) > 0 {
			d.tell(d.told.Objects...)
		}
	}
	for _, f := range fields {
		f.OnSubmit = read
	}
	where.OnChange = choose
	d.tell(parts.NewPanel(d.importPanel(where, asked, note, read)...))
	choose(inFiles)
	d.w.focus(files.Entry())
}

// importPanel returns the rows of the question where the reports are.
func (d *delivery) importPanel(where, asked, note fyne.CanvasObject, read func()) []fyne.CanvasObject {
	var panel []fyne.CanvasObject
	if d.w.p.Deliveries.ImportMails != nil {
		panel = append(panel, where)
	}
	panel = append(panel, asked, note,
		parts.Across(12, parts.NewButton("Import reports", parts.Main, "", read),
			parts.NewButton("Cancel", parts.Plain, "",
				func() { d.tell() })))
	if folder := d.w.watched.folder; folder != "" && d.w.watched.failed == nil {
		panel = append(panel, parts.Column(8, parts.Text("Handrail reads "+folder+" automatically."),
			parts.Across(0, parts.NewButton(stopReading, parts.Plain, "", func() { d.w.watchFolder("", true) }))))
	}
	return panel
}

// importer returns what reads from.
func (d *delivery) importer(from source) func(context.Context, func(tlsimport.Progress),
	func(tlsimport.Result) error) (tlsimport.Totals, error) {
	port := d.w.p.Deliveries
	return func(ctx context.Context, progress func(tlsimport.Progress),
		each func(tlsimport.Result) error) (tlsimport.Totals, error) {
		if from.place != nil {
			return port.ImportMails(ctx, *from.place, progress, each)
		}
		return port.Import(ctx, from.paths, progress, each)
	}
}

// take reads reports in, with progress and a way to stop; one source after the other.
func (d *delivery) take(from source) {
	if d.taking {
		d.waiting = append(d.waiting, from)
		return
	}
	d.taking = true
	progress := parts.NewProgress("If you stop, the reports that are read completely by then stay.")
	var refused []tlsimport.Result
	var totals tlsimport.Totals
	run := d.importer(from)
	stopped, ended, folder := false, false, false
	always := func() { d.w.renew(totals.About) } // also after a stop, or when the page was left
	cancel := d.jobs.startThen(func(ctx context.Context, rep task.Report) (err error) {
		totals, err = run(ctx, func(p tlsimport.Progress) {
			rep(task.Progress{Done: p.Done, Total: p.Of,
				Note: "Reading reports"})
		}, func(r tlsimport.Result) error {
			if r.Report == nil && len(refused) < refusedShown {
				refused = append(refused, r)
			}
			return nil
		})
		if len(from.paths) == 1 {
			info, err := os.Stat(from.paths[0])
			folder = err == nil && info.IsDir()
		}
		return err
	}, progress.Set, func(err error) {
		ended, d.taking = true, false
		if stopped {
			d.waiting = nil
		}
		switch {
		case stopped || app.CodeOf(err) == app.Cancelled:
			d.tell(parts.NewBanner(report.Note, "Stopped.",
				"Reports that were read completely are saved. Import again to continue."))
		case err != nil:
			d.tell(d.w.showError(err))
		default:
			d.tell(d.taken(from, folder, totals, refused)...)
		}
		if len(d.waiting) > 0 {
			next := d.waiting[0]
			d.waiting = d.waiting[1:]
			d.take(next)
			return
		}
		d.load()
	}, always)
	if ended {
		return
	}
	progress.OnStop = func() { stopped = true; cancel() }
	d.tell(progress)
	d.w.focus(progress.Button())
}

// refusedShown is how many files that could not be read are listed.
const refusedShown = 50

// taken shows what was read, and offers to keep reading a folder.
func (d *delivery) taken(from source, folder bool, t tlsimport.Totals, refused []tlsimport.Result) []fyne.CanvasObject {
	tone := report.OK
	if t.Rejected > 0 {
		tone = report.Warning
	}
	all := []fyne.CanvasObject{parts.NewBanner(tone, fmt.Sprintf("New reports: %d.", t.New),
		fmt.Sprintf("Already imported: %d. Could not be read: %d.", t.Known, t.Rejected))}
	if len(refused) > 0 {
		var rows [][]string
		for _, r := range refused {
			rows = append(rows, []string{filepath.Base(r.Path), r.Reason})
		}
		all = append(all, newExpander("Files that could not be read",
			parts.NewTable([]string{"File", "Reason"}, nil, rows),
			d.object.Refresh))
	}
	if folder && d.w.p.Deliveries.Watch != nil {
		all = append(all, parts.Across(0, parts.NewButton("Read this folder automatically", parts.Plain, "",
			func() { d.w.watchFolder(from.paths[0], true) })))
	}
	return all
}
