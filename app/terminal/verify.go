package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"handrail/app"
	"handrail/app/clean"
	"handrail/app/guide/diary"
	"handrail/app/report"
)

// mostVerified is the size of the largest file that is read.
const mostVerified = 256 << 20

// verifyFiles checks exported files. One with a seal is also compared with the reports on this computer, where there
// are any; all else needs nothing of what is saved.
func verifyFiles(ctx context.Context, w Environment, f Flags, o options, words []string) (int, error) {
	if len(words) == 0 && !o.saved && o.anchor == "" {
		return 0, app.Errorf(app.Invalid, "Write it as in “handrail verify report.json”, or “handrail verify -saved”.",
			"“verify” takes the names of exported files.")
	}
	anchor := ""
	if o.anchor != "" {
		var err error
		if anchor, err = diary.CleanHash(o.anchor); err != nil {
			return 0, err
		}
	}
	v := verifying{w: w, f: f, status: Fine}
	defer v.close()
	if o.saved || anchor != "" {
		if err := v.all(ctx, o.saved, anchor); err != nil {
			return 0, err
		}
	}
	for _, name := range expanded(words) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		data, err := exported(name)
		if err != nil {
			return 0, err
		}
		if err := v.file(ctx, name, data); err != nil {
			return 0, err
		}
	}
	return v.status, nil
}

// verifying is one run of "verify". The program is opened when the first file needs it.
type verifying struct {
	w      Environment
	f      Flags
	h      *Program
	status int
}

func (v *verifying) close() {
	if v.h != nil {
		v.h.close()
	}
}

func (v *verifying) open(ctx context.Context) (err error) {
	if v.h == nil {
		v.h, err = v.w.house(ctx, v.f)
	}
	return err
}

// all checks every saved report, and whether the reports still contain the one with a hash; anchor may be empty.
func (v *verifying) all(ctx context.Context, saved bool, anchor string) error {
	if err := v.open(ctx); err != nil {
		return err
	}
	if err := v.h.shows(); err != nil {
		return err
	}
	places, err := v.h.Places.Places(ctx, nil)
	if err != nil {
		return err
	}
	if anchor != "" {
		words, good := diary.CheckAnchor(anchor, places)
		if !good {
			v.status = Act
		}
		if _, err := clean.Fprintf(v.w.Out, "%s\n", words); err != nil || !saved {
			return err
		}
	}
	for _, p := range places {
		if !p.State.Good() {
			v.status = Act
		}
	}
	_, err = clean.Fprintf(v.w.Out, "%s\n", diary.Verdict(places))
	return err
}

// file checks one file.
func (v *verifying) file(ctx context.Context, name string, data []byte) error {
	found, err := report.Verify(data)
	if err != nil {
		v.status = Act
		message, hint := app.UserMessage(err)
		_, err = clean.Fprintf(v.w.Out, "%s: %s%s %s\n", clean.Name(name), called(found), message, hint)
		return err
	}
	text := ""
	if found.Seal != nil && v.w.Kept != nil && v.w.Kept(v.f) {
		if err := v.open(ctx); err != nil {
			return err
		}
		words, good, err := diary.Compare(ctx, data, found, v.h.Places, v.h.Library)
		if err != nil {
			return err
		}
		if text = " " + words; !good {
			v.status = Act
		}
	}
	_, err = clean.Fprintf(v.w.Out, "%s: %sUnchanged.%s\n", clean.Name(name), called(found), text)
	return err
}

// called names a document, as far as it could be read; "" where it has no title.
func called(v report.Verified) string {
	if v.Title == "" {
		return ""
	}
	text := "“" + v.Title + "”"
	if v.Seal != nil {
		text = fmt.Sprintf("Report %d, %s", v.Seal.Number, text)
	}
	if v.Subject != "" {
		text += " about " + v.Subject
	}
	if !v.At.IsZero() {
		text += ", " + v.At.UTC().Format("2006-01-02 15:04 UTC")
	}
	return text + ". "
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
