// Package store saves what must never be lost: visits with their answers, the
// journal, what was observed, reports and settings. It is one SQLite
// file, handrail.db, in a folder that only its owner may read.
//
// SQLite writes each change to a log beside the file first (handrail.db-wal)
// and carries it over later. A program that is killed leaves that log behind,
// and the next start reads it: what was confirmed is there. While the file is
// open no one else in this process may open it, not even to copy it, because
// closing such a handle drops SQLite's locks; copies are made with VACUUM INTO.
//
// Beside it is one cache-<organisation>.db for each organisation: the data that was
// read about it. It can be deleted at any time and read again. See Cache.
//
// The code has two layers. An exported method opens the transaction, a private
// function holds the SQL. There is one handle that writes, with one connection,
// and a pool that only reads.
//
// A file that cannot be used never stops the program: it is put aside or left
// alone, and a Notice reports which and why.
package store

import (
	"context"
	"path/filepath"
	"runtime"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
	"handrail/app/userfolder"
)

// FileName is the one file of the store in the data folder.
const FileName = "handrail.db"

// Store is the open file. Its methods may be called from any goroutine.
type Store struct{ *file }

var (
	_ guide.Visits            = (*Store)(nil)
	_ guide.BriefVisits       = (*Store)(nil)
	_ guide.SentJournal       = (*Store)(nil)
	_ report.Pages            = (*Store)(nil)
	_ guide.Journal           = (*Store)(nil)
	_ guide.ObservationStore  = (*Store)(nil)
	_ guide.Settings          = (*Store)(nil)
	_ report.Library          = (*Store)(nil)
	_ guide.ConfirmationStore = (*Store)(nil)

	_ tenant.Organisations = (*Store)(nil)
)

// Notice is what Handrail did about a file it could not use as
// it is. Code is stable: damaged, empty, foreign, missing, newer, older,
// read-only, nothing-kept, converted, unprotected. With aged, app/program tells what it removes later.
type Notice struct {
	Code    string
	Message string // what happened
	Hint    string // what to do next
}

// DefaultFolder returns the folder where a program of this system keeps data of
// its person: XDG_DATA_HOME/handrail (XDG Base Directory 0.8),
// %LocalAppData%\Handrail, ~/Library/Application Support/Handrail.
func DefaultFolder() (string, error) {
	name := "handrail"
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		name = "Handrail"
	}
	if folder := userfolder.Data(); folder != "" {
		return filepath.Join(folder, name), nil
	}
	return "", app.Errorf(app.NotFound, "Choose a folder for Handrail with -data FOLDER.",
		"Handrail could not find your user folder on this computer.")
}

// Open opens the store in folder and makes both where they are missing. What
// had to be done about a file that cannot be used is in the notices. An
// error means that not even a store until the end of the program could be made.
func Open(folder string, now app.Clock) (*Store, []Notice, error) {
	return openWith(folder, now, shipped())
}

func openWith(folder string, now app.Clock, steps []migration) (*Store, []Notice, error) {
	f, notices, err := openKind(folder, now, storeKind(steps))
	if err != nil {
		return nil, notices, err
	}
	s := &Store{f}
	return s, append(notices, s.unprotected(context.Background())...), nil
}
