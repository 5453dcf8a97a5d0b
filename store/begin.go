package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"handrail/app"
	"handrail/app/ownerfile"
)

// begin creates a new file. It is completed under another name first, so that a
// killed first start leaves no half file behind.
func (o *fileOpener) begin(ctx context.Context) (*file, error) {
	if o.hasLog() {
		aside, err := putAside(o.path, "missing", o.now)
		if err != nil {
			return nil, err
		}
		o.notices = append(o.notices, Notice{
			"missing", o.faults["missing"],
			o.began + " The part is kept as " + filepath.Base(aside) + "-wal in " + o.folder + ".",
		})
	}
	fresh := o.path + ".new-" + app.NewID()
	if err := newPrivate(fresh); err != nil {
		return nil, err
	}
	defer func() {
		for _, part := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(fresh + part)
		}
	}()
	db, err := connect(fresh, "rw", false, 1, append(slices.Clone(o.first), o.pragmas...)...)
	if err != nil {
		return nil, err
	}
	if err = o.migrate(ctx, db, fresh); err == nil {
		err = carryOver(ctx, db)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	// Where another process was faster, its file stays.
	if err := ownerfile.Place(fresh, o.path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	syncFolder(o.folder)
	return o.use(ctx, found{version: latest(o.steps)})
}

// carryOver moves all that SQLite's log holds into the file itself. To close the file does so too, but tells of no error.
func carryOver(ctx context.Context, db *sql.DB) error {
	var busy, log, moved int
	err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved)
	if err == nil && busy != 0 {
		err = errors.New("store: another program holds the new file")
	}
	return err
}

// replace puts a file aside that cannot be used, and begins a new one.
func (o *fileOpener) replace(ctx context.Context, why string, seen fs.FileInfo) (*file, error) {
	// Another process may have put it aside in the meantime.
	if st, err := os.Stat(o.path); err == nil && os.SameFile(st, seen) {
		if o.fetched {
			o.dropAside() // one old file is enough of what can be fetched again
		}
		aside, err := putAside(o.path, why, o.now)
		if err != nil {
			return nil, err
		}
		_ = os.Remove(o.path + suspect)
		_ = tightenAll(o.path)
		o.notices = append(o.notices, Notice{
			why, o.faults[why],
			o.began + " The old file is kept as " + filepath.Base(aside) + " in " + o.folder + ".",
		})
	}
	if _, err := os.Lstat(o.path); err == nil {
		return o.use(ctx, found{version: latest(o.steps)})
	}
	return o.begin(ctx)
}

// openToRead opens a sound file for reading that cannot be written now: the disk
// is full, or another program holds the file. An error means that it cannot be read.
func (o *fileOpener) openToRead(ctx context.Context, why error) (*file, error) {
	if why = o.inWords(ctx, why); app.CodeOf(why) == app.Newer {
		return nil, why // its rows may mean something else
	}
	st, err := os.Stat(o.path)
	if err != nil || !st.Mode().IsRegular() {
		return nil, errors.Join(why, err)
	}
	f, err := o.probeEither(ctx, st)
	if err != nil || f.fault != "" || f.version != latest(o.steps) {
		return nil, errors.Join(why, err)
	}
	opened, err := o.readOnly(f)
	if err != nil {
		return nil, errors.Join(why, err)
	}
	_, message, hint := notice(why, o.folder)
	message += " You can see what is saved, but Handrail cannot save anything new."
	o.notices[len(o.notices)-1] = Notice{"read-only", message, hint}
	opened.why = unsaved(why, message, hint)
	return opened, nil
}

// inWords returns why the folder cannot be used. On a full disk SQLite does not
// always say so.
func (o *fileOpener) inWords(ctx context.Context, why error) error {
	if o.noRoom(why) {
		return errFull(why)
	}
	return translate(ctx, why)
}

// unsaved returns the error for everything that is saved in a file that does not
// keep it.
func unsaved(why error, message, hint string) error {
	return &app.Error{Code: app.CodeOf(why), Message: message, Hint: hint, Err: why}
}

// openScratch opens a store that lasts until Handrail is closed, with a notice why.
func (o *fileOpener) openScratch(ctx context.Context, why error) (*file, error) {
	why = o.inWords(ctx, why)
	code, message, hint := notice(why, o.folder)
	folder, err := os.MkdirTemp("", scratchPrefix)
	if err != nil {
		return nil, errors.Join(why, err)
	}
	scratch := &fileOpener{kind: o.kind, folder: folder, path: filepath.Join(folder, o.name), now: o.now}
	s, err := scratch.begin(ctx)
	if err != nil {
		_ = os.RemoveAll(folder)
		return nil, errors.Join(why, err)
	}
	s.folder, s.scratch = o.folder, folder
	s.why = unsaved(why, message+" "+o.lost, hint)
	s.held, _ = takeLock(ctx, heldBy(scratch.path)) // without it, only an old folder is swept
	o.notices = append(o.notices, Notice{code, message + " " + o.lost, hint})
	return s, nil
}

// notice returns the code and the words for a folder that cannot be used.
func notice(why error, folder string) (code, message, hint string) {
	if errors.Is(why, errMigration) {
		message, hint = app.UserMessage(why)
		return "nothing-kept", message, hint
	}
	switch app.CodeOf(why) {
	case app.Newer:
		message, hint = app.UserMessage(why)
		return "newer", message, hint
	case app.Full:
		return "nothing-kept", "The disk with Handrail’s folder is full.",
			"Free about 10 MB there, then open Handrail again."
	case app.Denied:
		return "nothing-kept", "Another program is using Handrail’s data file.",
			"Close that program, then open Handrail again."
	}
	return "nothing-kept", "Handrail cannot use its folder " + folder + ".",
		"Check that the folder exists and that you can write to it, then open Handrail again."
}
