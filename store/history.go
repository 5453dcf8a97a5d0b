package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"handrail/app"
	"handrail/app/history"
)

// History is what one organisation was like, in a file of its own. Its methods may be called from any goroutine.
//
// A moment is a look at a section after which its rows were not what they had been; a version is a row from one moment
// until before another, also one that says that the row is gone. So the rows of a section at any moment, and what
// differs between two, are one query.
type History struct{ *file }

// openHistory opens the history of an organisation in folder, and makes both where they are missing. A file that
// cannot be used is put aside and a notice reports so.
func openHistory(folder, organisation string, now app.Clock) (*History, []Notice, error) {
	if organisation == "" {
		return nil, nil, errNoOrganisation()
	}
	f, notices, err := openKind(folder, now, historyKind(organisation))
	if err != nil {
		return nil, notices, err
	}
	return &History{f}, notices, nil
}

func historyName(organisation string) string { return "history-" + plainID(organisation) + ".db" }

// past is the last moment of a section that counts.
type past struct {
	number int64 // 0: there is none
	at     time.Time
	hash   string // of the section in the cache after it
	shape  string
	notes  string
	fields history.Fields
}

func lastMoment(ctx context.Context, tx *sql.Tx, section string) (p past, err error) {
	p.fields = history.Fields{}
	var at when
	var fields string
	err = tx.QueryRowContext(ctx, `
		SELECT number, at, new, shape, notes, fields FROM moment
		WHERE section = ? AND settled = 1 ORDER BY number DESC LIMIT 1`,
		section).Scan(&p.number, &at, &p.hash, &p.shape, &p.notes, &fields)
	if errors.Is(err, sql.ErrNoRows) {
		return p, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(fields), &p.fields)
	}
	p.at = at.Time
	return p, err
}
