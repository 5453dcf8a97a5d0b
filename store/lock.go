package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"

	"handrail/app"
	"handrail/app/ownerfile"

	lib "modernc.org/sqlite/lib"
)

// lock is held by one process at a time. It is a transaction in an empty
// database beside the file that it is about: SQLite knows how to lock a file on
// every system, and the system lets go of it when the process is killed.
type lock struct {
	db *sql.DB
	tx *sql.Tx
}

// takeLock takes the lock of the database at path, or returns who has it.
func takeLock(ctx context.Context, path string) (*lock, error) {
	path += ".lock"
	l, err := lockAt(ctx, path)
	if code := codeOf(err); code != lib.SQLITE_NOTADB && code != lib.SQLITE_CORRUPT && code != lib.SQLITE_CANTOPEN {
		return l, err
	}
	// Whatever is there locks nothing, and holds nothing of ours.
	if err := ownerfile.Rename(path, path+".foreign-"+app.NewID()[:6]); err != nil {
		return nil, err
	}
	return lockAt(ctx, path)
}

func lockAt(ctx context.Context, path string) (*lock, error) {
	if err := newPrivate(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	db, err := sql.Open("sqlite", lockDSN(path))
	if err != nil {
		return nil, err
	}
	// The context ends with one call, the lock must outlive it.
	tx, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err == nil {
		return &lock{db, tx}, nil
	}
	_ = db.Close()
	if code := codeOf(err); code == lib.SQLITE_BUSY || code == lib.SQLITE_LOCKED {
		return nil, &app.Error{
			Code: app.Denied, Message: "Another Handrail window is reading this organisation’s data from Microsoft.",
			Hint: "Wait until it is done, or stop it in that window. Then refresh again.", Err: err,
		}
	}
	return nil, err
}

// release lets go of the lock. The empty file stays: to remove it would let two
// others each lock a file of their own.
func (l *lock) release() error {
	return errors.Join(l.tx.Rollback(), l.db.Close())
}
