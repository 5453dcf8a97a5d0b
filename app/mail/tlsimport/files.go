package tlsimport

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"handrail/app"
	"handrail/app/mail/tlsrpt"
)

// Files takes in files and all files of folders, in the order of their names.
// A path that is a link is followed, links inside folders are not. A path that is not there is a rejected
// result; the rest continues.
func (i Intake) Files(ctx context.Context, paths []string) (Totals, error) {
	src, err := listFiles(ctx, paths)
	if err != nil {
		return Totals{}, err
	}
	return i.run(ctx, "", src)
}

// files is a list of files to read.
type files struct {
	all []Item
	at  int
}

func (f *files) of() int { return len(f.all) }

func (f *files) next(context.Context) (Item, *string, error) {
	if f.at == len(f.all) {
		return Item{}, nil, io.EOF
	}
	f.at++
	return f.all[f.at-1], nil, nil
}

func listFiles(ctx context.Context, paths []string) (*files, error) {
	f := &files{}
	for _, path := range paths {
		st, err := os.Stat(path)
		switch {
		case err != nil:
			f.unreadable(path, err)
			continue
		case app.IsFile(st.Mode()):
			f.add(path)
			continue
		case !st.IsDir():
			f.unreadable(path, errNoFile)
			continue
		}
		root := path
		if link, err := os.Lstat(path); err == nil && link.Mode()&fs.ModeSymlink != 0 {
			if root, err = filepath.EvalSymlinks(path); err != nil {
				f.unreadable(path, err)
				continue
			}
		}
		err = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err != nil:
				f.unreadable(name, err)
				if d != nil && d.IsDir() {
					return fs.SkipDir
				}
			case app.IsFile(d.Type()):
				f.add(name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *files) add(name string) {
	f.all = append(f.all, Item{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(name) }})
}

func (f *files) unreadable(name string, err error) {
	f.all = append(f.all, Item{Name: name, Open: func() (io.ReadCloser, error) { return nil, err }})
}

var errNoFile = errors.New("not a file")

// reasonOf returns the sentence and the code for what is not read.
func reasonOf(err error) (reason, code string) {
	code = tlsrpt.CodeOf(err)
	var said *app.Error
	switch {
	case errors.As(err, &said):
		return said.Message, code
	case app.NotOnThisComputer(err):
		reason, _ = app.UserMessage(app.ErrNotOnThisComputer(err))
		return reason, code
	case errors.Is(err, fs.ErrNotExist):
		return "This file or folder does not exist.", code
	case errors.Is(err, fs.ErrPermission):
		return "You do not have permission to read this.", code
	case errors.Is(err, errNoFile):
		return "This is neither a file nor a folder.", code
	}
	return "The disk or the mailbox did not return this.", code
}
