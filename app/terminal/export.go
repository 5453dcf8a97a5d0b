package terminal

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/ownerfile"
	"handrail/app/report"
	"handrail/app/report/pdf"
)

func exportReport(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if len(words) != 1 {
		return 0, app.Errorf(app.Invalid, "Run “handrail reports” to list them.",
			"“export” takes the ID of one report.")
	}
	targets := 0
	for _, t := range []string{o.html, o.pdf, o.csv, o.out} {
		if t != "" {
			targets++
		}
	}
	if targets != 1 {
		return 0, app.Errorf(app.Invalid, "Use exactly one of -html FILE, -pdf FILE, -csv FOLDER and -json FILE.",
			"Handrail needs to know where to write the report.")
	}
	writePDF, err := pdfWriter(o)
	if err != nil {
		return 0, err
	}
	h, err := w.openToShow(ctx, f)
	if err != nil {
		return 0, err
	}
	defer h.close()
	k, err := findReport(ctx, h.Library, words[0])
	if err != nil {
		return 0, err
	}
	switch {
	case o.html != "":
		return Fine, writeFile(o.html, k.Sealed(), report.WriteHTML)
	case o.pdf != "":
		return Fine, writeFile(o.pdf, k.Sealed(), writePDF)
	case o.out != "":
		return Fine, writeFile(o.out, k.Sealed(), report.WriteJSON)
	}
	return Fine, w.writeTables(o.csv, k.Document)
}

// pdfWriter returns what writes a PDF for the paper that is asked for.
func pdfWriter(o options) (func(io.Writer, *report.Document) error, error) {
	paper, ok := map[string]pdf.Paper{"": pdf.A4, "a4": pdf.A4, "letter": pdf.Letter}[strings.ToLower(o.paper)]
	if !ok || o.paper != "" && o.pdf == "" {
		return nil, app.Errorf(app.Invalid, "Write it as in -pdf report.pdf -paper letter.",
			"-paper goes with -pdf, and takes a4 or letter.")
	}
	return func(w io.Writer, d *report.Document) error { return pdf.Write(w, d, paper) }, nil
}

// findReport takes a report's ID, its beginning where only one report begins so, or its number among all reports.
func findReport(ctx context.Context, lib report.Library, id string) (report.SavedReport, error) {
	all, err := lib.Reports(ctx)
	if err != nil {
		return report.SavedReport{}, err
	}
	var match []string
	for _, k := range all {
		if k.ID == id || k.Number > 0 && strconv.Itoa(k.Number) == id {
			match = []string{k.ID}
			break
		}
		if len(id) >= 4 && strings.HasPrefix(k.ID, id) {
			match = append(match, k.ID)
		}
	}
	switch len(match) {
	case 0:
		return report.SavedReport{}, app.Errorf(app.NotFound, "Run “handrail reports” to list them.",
			"There is no report “%s”.",
			id)
	case 1:
		return lib.Report(ctx, match[0])
	}
	return report.SavedReport{}, app.Errorf(app.Invalid, "Enter more of the number.", "%d reports begin with “%s”.",
		len(match), id)
}

func (w Environment) writeTables(folder string, d *report.Document) error {
	if err := ownerfile.MkdirAll(folder); err != nil {
		return cannotWrite(folder, err)
	}
	names, err := report.WriteCSV(folder, d)
	if err != nil {
		return cannotWrite(folder, err)
	}
	if len(names) == 0 {
		return app.Errorf(app.NotFound, "Export it as a web page instead, with -html FILE.",
			"This report has no tables.")
	}
	for _, name := range names {
		_, _ = clean.Fprintf(w.Out, "%s\n", clean.Name(name))
	}
	return nil
}

// writeFile writes d to a file, whole or not at all.
func writeFile(name string, d *report.Document, write func(io.Writer, *report.Document) error) error {
	if st, err := os.Stat(name); err == nil && !st.Mode().IsRegular() {
		return app.Errorf(app.Invalid, "Enter the name of a file.", "Handrail does not write to %s: it is not a file.",
			name)
	}
	if err := app.WriteFileAtomic(name, func(w io.Writer) error { return write(w, d) }); err != nil {
		return cannotWrite(name, err)
	}
	return nil
}

func cannotWrite(name string, err error) error {
	e := &app.Error{Code: app.Denied, Message: "Handrail could not write " + name + ".",
		Hint: "Choose a folder that you may write to.", Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Code, e.Hint = app.NotFound, "Create the folder first, or choose another one."
	case app.DiskFull(err):
		e.Code, e.Hint = app.Full, "Free space on the disk, or choose a folder on another one."
	}
	return e
}
