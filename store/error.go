package store

import (
	"context"
	"errors"
	"io/fs"

	"handrail/app"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// codeOf returns SQLite's primary result code; 0 for an error of someone else.
func codeOf(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// translate returns SQLite's errors in words. A stopped context stays as it is,
// and so does what is in words already.
func translate(ctx context.Context, err error) error {
	var said *app.Error
	switch {
	case err == nil || errors.As(err, &said):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	switch codeOf(err) {
	case lib.SQLITE_FULL:
		return errFull(err)
	case lib.SQLITE_READONLY:
		return errReadOnly(err)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return &app.Error{
			Code: app.Denied, Message: "Another Handrail window is saving data, so this was not saved.",
			Hint: "Wait a few seconds, then try again.", Err: err,
		}
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return errDamaged("Handrail’s data file is damaged, so this was not done.", err)
	case lib.SQLITE_IOERR, lib.SQLITE_CANTOPEN:
		return &app.Error{
			Code: app.Unreachable, Message: "The disk with Handrail’s data file did not respond correctly.",
			Hint: "Check that the disk or network folder is connected, then try again.", Err: err,
		}
	}
	return &app.Error{
		Code: app.Internal, Message: "Handrail could not use its data file.",
		Hint: "Try again. If it happens again, copy the technical details.", Err: err,
	}
}

func errDamaged(message string, err error) *app.Error {
	return &app.Error{
		Code: app.Damaged, Message: message,
		Hint: "Close Handrail and open it again. Handrail then sets the damaged file aside.", Err: err,
	}
}

func errFull(err error) error {
	return &app.Error{
		Code: app.Full, Message: "The disk is full, so this was not saved.",
		Hint: "Free about 10 MB on the disk with Handrail’s folder, then try again.", Err: err,
	}
}

func errReadOnly(err error) error {
	return &app.Error{
		Code: app.ReadOnly, Message: "Handrail’s data file is read-only, so this was not saved.",
		Hint: "Give yourself permission to write to Handrail’s folder, then open Handrail again.", Err: err,
	}
}

func errNotFound(what string) error {
	return app.Errorf(app.NotFound, "Choose another one from the list. It may have been deleted.",
		"%s is no longer in Handrail’s data.", what)
}

// barred reports whether err means that something may not be written or opened
// with the rights this program has.
func barred(err error) bool {
	c := codeOf(err)
	return c == lib.SQLITE_READONLY || c == lib.SQLITE_CANTOPEN || c == lib.SQLITE_PERM ||
		errors.Is(err, fs.ErrPermission)
}
