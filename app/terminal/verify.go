package terminal

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/report"
)

// mostVerified is the size of the largest file that is read.
const mostVerified = 256 << 20

// verifyFiles checks exported reports. It needs nothing of what is saved.
func verifyFiles(ctx context.Context, w Environment, _ Flags, _ options, words []string) (int, error) {
	if len(words) == 0 {
		return 0, app.Errorf(app.Invalid, "Write it as in “handrail verify report.json”.",
			"“verify” takes the names of exported files.")
	}
	status := Fine
	for _, name := range expanded(words) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		data, err := exported(name)
		if err != nil {
			return 0, err
		}
		v, err := report.Verify(data)
		if err != nil {
			status = Act
			message, hint := app.UserMessage(err)
			_, _ = clean.Fprintf(w.Out, "%s: %s %s %s\n", clean.Name(name), called(v), message, hint)
			continue
		}
		_, _ = clean.Fprintf(w.Out, "%s: %s Unchanged.\n", clean.Name(name), called(v))
	}
	return status, nil
}

// called names a document, as far as it could be read.
func called(v report.Verified) string {
	text := "“" + cmp.Or(v.Title, "No title") + "”"
	if v.Subject != "" {
		text += " about " + v.Subject
	}
	if !v.At.IsZero() {
		text += ", " + v.At.UTC().Format("2006-01-02 15:04 UTC")
	}
	return text + "."
}

func exported(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		e := &app.Error{Code: app.Denied, Message: "Handrail could not read " + name + ".",
			Hint: "Check that you may read it.", Err: err}
		if errors.Is(err, fs.ErrNotExist) {
			e.Code, e.Message, e.Hint = app.NotFound, "There is no file "+name+".", "Check its name."
		}
		return nil, e
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !app.IsFile(st.Mode()) || st.Size() > mostVerified {
		return nil, app.Errorf(app.Invalid, "Enter the name of an exported file.",
			"Handrail does not read %s: it is no file, or larger than 256 MB.", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, mostVerified))
	if err != nil {
		return nil, &app.Error{Code: app.Damaged, Message: "Handrail could not read " + name + " to its end.",
			Hint: "Copy the file again.", Err: err}
	}
	return data, nil
}
