package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// read is one whole reading of a section that the cache is about to hold.
type read struct {
	section  string
	at       time.Time
	old, new string // hashes of the section in the cache, before and after
	// each calls f for every row after the reading, or only for those in which anything differs from the hash old.
	each  func(whole bool, f func(id string, body []byte) error) error
	gone  []string // rows that the reading no longer has, against the hash old
	notes []string // what must be known about the rows
}

// note writes what a reading changes, and returns the number of the moment, which does not count before settle: 0 if
// nothing changed. The cache that then holds the hash new makes it count.
func (h *History) note(ctx context.Context, r read) (moment int64, err error) {
	sec, _ := tenant.SectionByID(r.section)
	if sec.Log {
		return 0, nil
	}
	err = h.change(ctx, func(tx *sql.Tx) error {
		// An older note that never counted was left by a kill; the file is settled at the start.
		if err := drop(ctx, tx, "section = ?", r.section); err != nil {
			return err
		}
		last, err := lastMoment(ctx, tx, r.section)
		if err != nil {
			return err
		}
		moment, err = writeMoment(ctx, tx, sec, last, r)
		return err
	})
	return moment, err
}

// writeMoment writes what a reading changes against the last moment, and returns what note does.
func writeMoment(ctx context.Context, tx *sql.Tx, sec tenant.Section, last past, r read) (int64, error) {
	w := writer{tx: tx, section: sec, id: r.section, before: last, fields: maps.Clone(last.fields),
		counts: history.Counts{}, kind: history.MomentChange}
	if last.number == 0 || last.shape != sec.Shape() || last.notes != list(r.notes) {
		w.kind = history.MomentBegin
	}
	if err := w.begin(ctx, r); err != nil {
		return 0, err
	}
	if err := w.rows(ctx, r, last.number == 0 || last.hash != r.old); err != nil {
		return 0, err
	}
	return w.end(ctx)
}

// writer writes the versions of one moment.
type writer struct {
	tx      *sql.Tx
	section tenant.Section
	id      string
	kind    string
	before  past
	moment  int64
	fields  history.Fields
	counts  history.Counts
	changed int

	find, stop, insert *sql.Stmt
}

func (w *writer) begin(ctx context.Context, r read) error {
	var before when
	err := w.tx.QueryRowContext(ctx, "SELECT at FROM look WHERE section = ?", w.id).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return w.tx.QueryRowContext(ctx, `
		INSERT INTO moment (section, kind, at, before, old, new, shape, fields, notes, settled)
		VALUES (?, ?, ?, ?, ?, ?, ?, '{}', ?, 0) RETURNING number`,
		w.id, w.kind, put(r.at), put(before.Time), r.old, r.new, w.section.Shape(), list(r.notes)).Scan(&w.moment)
}

// newestVersion finds how a row is, or that it is gone.
const newestVersion = "SELECT number, what, body FROM version WHERE section = ? AND id = ? ORDER BY since DESC LIMIT 1"

// stmt returns a statement that runs for every row, made ready where it runs for the first time. The end of the
// transaction closes it.
func (w *writer) stmt(ctx context.Context, at **sql.Stmt, query string) (*sql.Stmt, error) {
	if *at != nil {
		return *at, nil
	}
	made, err := w.tx.PrepareContext(ctx, query)
	*at = made
	return made, err
}

// rows compares the rows of a reading with the newest versions and writes those that differ.
func (w *writer) rows(ctx context.Context, r read, whole bool) error {
	seen := map[string]bool{}
	err := r.each(whole, func(id string, body []byte) error {
		id = history.ID(id)
		seen[id] = true
		return w.row(quick(ctx), id, history.Canon(body, w.section.Volatile...))
	})
	if err != nil {
		return err
	}
	gone := r.gone
	if whole {
		if gone, err = w.missing(ctx, seen); err != nil {
			return err
		}
	}
	for _, id := range gone {
		if id = history.ID(id); seen[id] {
			continue // Microsoft wrote its ID in another case
		}
		if err := w.row(quick(ctx), id, nil); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// newestIDs finds the rows that are there.
const newestIDs = "SELECT id FROM version WHERE section = ? AND until IS NULL AND what <> '-'"

// missing returns the rows that are newest versions and were not seen.
func (w *writer) missing(ctx context.Context, seen map[string]bool) ([]string, error) {
	if w.before.number == 0 {
		return nil, nil
	}
	all, err := rows(ctx, w.tx, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
		newestIDs, w.id)
	var gone []string
	for _, id := range all {
		if !seen[id] {
			gone = append(gone, id)
		}
	}
	return gone, err
}

// row writes the version of a row that begins with this moment; body nil: the row is gone.
func (w *writer) row(ctx context.Context, id string, body []byte) error {
	var number int64
	var what history.Class
	var kept []byte
	if w.before.number > 0 {
		find, err := w.stmt(ctx, &w.find, newestVersion)
		if err == nil {
			err = find.QueryRowContext(ctx, w.id, id).Scan(&number, &what, &kept)
		}
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	was := number != 0 && what != history.ClassRemoved
	if !was {
		kept = nil
	}
	if was && body != nil && string(kept) == string(body) || !was && body == nil {
		return nil
	}
	w.changed++
	if number != 0 {
		stop, err := w.stmt(ctx, &w.stop, "UPDATE version SET until = ? WHERE number = ?")
		if err == nil {
			_, err = stop.ExecContext(ctx, w.moment, number)
		}
		if err != nil {
			return err
		}
	}
	class := w.class(kept, body)
	if body == nil {
		body = []byte{}
	}
	insert, err := w.stmt(ctx, &w.insert, "INSERT INTO version (section, id, since, what, body) VALUES (?, ?, ?, ?, ?)")
	if err == nil {
		_, err = insert.ExecContext(ctx, w.id, id, w.moment, string(class), body)
	}
	return err
}

// class counts a row in place of another and returns what happened to it.
func (w *writer) class(before, after []byte) history.Class {
	fields := w.fields.Move(before, after)
	class := classOf(before, after, fields)
	if w.kind == history.MomentBegin && class != history.ClassRemoved {
		return history.ClassNone
	}
	w.counts.Add(class, 1)
	return class
}

func classOf(before, after []byte, fields []history.Field) history.Class {
	switch {
	case before == nil:
		return history.ClassAdded
	case after == nil:
		return history.ClassRemoved
	}
	return history.ClassOf(fields)
}

// end completes the moment, or removes it where nothing changed. The first look is kept also when it found nothing.
func (w *writer) end(ctx context.Context) (int64, error) {
	if w.changed == 0 && w.kind != history.MomentBegin {
		_, err := w.tx.ExecContext(ctx, "DELETE FROM moment WHERE number = ?", w.moment)
		return 0, err
	}
	if w.kind == history.MomentBegin {
		clear(w.counts)
	}
	w.counts.Without(apart(w.before.fields, w.fields))
	fields, err := json.Marshal(w.fields)
	if err != nil {
		return 0, err
	}
	counts, err := json.Marshal(w.counts)
	if err != nil {
		return 0, err
	}
	_, err = w.tx.ExecContext(ctx, "UPDATE moment SET fields = ?, counts = ? WHERE number = ?", string(fields),
		string(counts), w.moment)
	return w.moment, err
}

// apart returns the properties that stand in only one of two readings of a section.
func apart(before, after history.Fields) map[string]bool {
	if len(before) == 0 || len(after) == 0 {
		return nil // an empty list has no properties to lose
	}
	return after.Apart(before)
}
