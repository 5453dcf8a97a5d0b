package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
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
	each func(whole bool, f func(id string, body []byte) error) error
	gone []string // rows that the reading no longer has, against the hash old
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
		w := writer{tx: tx, section: sec, id: r.section, fields: last.fields}
		kind := history.MomentChange
		if last.number == 0 || last.shape != sec.Shape() {
			kind = history.MomentBegin
		}
		if err := w.begin(ctx, kind, r); err != nil {
			return err
		}
		whole := last.number == 0 || last.hash != r.old
		if err := w.rows(ctx, r, whole); err != nil {
			return err
		}
		moment, err = w.end(ctx, kind)
		return err
	})
	return moment, err
}

// writer writes the versions of one moment.
type writer struct {
	tx      *sql.Tx
	section tenant.Section
	id      string
	moment  int64
	fields  history.Fields
	changed int
}

func (w *writer) begin(ctx context.Context, kind string, r read) error {
	var before when
	err := w.tx.QueryRowContext(ctx, "SELECT at FROM look WHERE section = ?", w.id).Scan(&before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return w.tx.QueryRowContext(ctx, `
		INSERT INTO moment (section, kind, at, before, old, new, shape, fields, settled)
		VALUES (?, ?, ?, ?, ?, ?, ?, '{}', 0) RETURNING number`,
		w.id, kind, put(r.at), put(before.Time), r.old, r.new, w.section.Shape()).Scan(&w.moment)
}

// rows compares the rows of a reading with the newest versions and writes those that differ.
func (w *writer) rows(ctx context.Context, r read, whole bool) error {
	seen := map[string]bool{}
	err := r.each(whole, func(id string, body []byte) error {
		if whole {
			seen[id] = true
		}
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
		if err := w.row(quick(ctx), id, nil); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// missing returns the rows that are newest versions and were not seen.
func (w *writer) missing(ctx context.Context, seen map[string]bool) ([]string, error) {
	all, err := rows(ctx, w.tx, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
		"SELECT id FROM version WHERE section = ? AND until IS NULL", w.id)
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
	var kept []byte
	err := w.tx.QueryRowContext(ctx, "SELECT number, body FROM version WHERE section = ? AND id = ? AND until IS NULL",
		w.id, id).Scan(&number, &kept)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	was := err == nil
	if was && body != nil && string(kept) == string(body) || !was && body == nil {
		return nil
	}
	w.changed++
	if was {
		w.fields.Add(kept, -1)
		if _, err := w.tx.ExecContext(ctx, "UPDATE version SET until = ? WHERE number = ?", w.moment, number); err != nil {
			return err
		}
	}
	if body == nil {
		return nil
	}
	w.fields.Add(body, 1)
	_, err = w.tx.ExecContext(ctx, "INSERT INTO version (section, id, since, body) VALUES (?, ?, ?, ?)",
		w.id, id, w.moment, body)
	return err
}

// end completes the moment, or removes it where nothing changed. The first look is kept also when it found nothing.
func (w *writer) end(ctx context.Context, kind string) (int64, error) {
	if w.changed == 0 && kind != history.MomentBegin {
		_, err := w.tx.ExecContext(ctx, "DELETE FROM moment WHERE number = ?", w.moment)
		return 0, err
	}
	fields, err := json.Marshal(w.fields)
	if err != nil {
		return 0, err
	}
	_, err = w.tx.ExecContext(ctx, "UPDATE moment SET fields = ? WHERE number = ?", string(fields), w.moment)
	return w.moment, err
}
