package store

import (
	"context"
	"database/sql"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// A cache and its history are two files, which no transaction can change as one. So what a reading changes is written
// into the history first, where it does not count yet; then the cache takes the rows; then it counts. A kill between
// leaves a moment that does not count, and the next start compares its hash with the cache's. Where the history cannot
// be written, the cache goes on, and the next reading compares every row with what the history last knew.

// reading is what was read of a section, on its way into the history.
type reading struct {
	section string
	old     string // hash of the section before
	at      time.Time
	changed []string // rows that are new or differ
	gone    []string
	moment  int64
	failed  bool
}

// compare finds which rows of a refresh differ from those that are kept; gone are those that are not in it. It runs
// before they are swapped.
func (c *Cache) compare(ctx context.Context, tx *sql.Tx, section string, n int64, gone []string) reading {
	r := reading{section: section, at: c.now(), gone: gone}
	if c.past == nil {
		return r
	}
	r.failed = tx.QueryRowContext(ctx, "SELECT hash FROM section WHERE number = ?", n).Scan(&r.old) != nil
	text := func(rows *sql.Rows) (id string, err error) { return id, rows.Scan(&id) }
	var err error
	if r.changed, err = rows(ctx, tx, text, "SELECT id FROM incoming WHERE section = ? ORDER BY id", n); err != nil {
		r.failed = true
	}
	return r
}

// remember writes the reading into the history. It runs after the swap and before the cache is committed.
// notes are what must be known about the rows beside what the pages brought.
func (c *Cache) remember(ctx context.Context, tx *sql.Tx, n int64, r *reading, notes []string) {
	if c.past == nil || r.failed {
		return
	}
	var hash, noted string
	err := tx.QueryRowContext(ctx, "SELECT hash, noted FROM section WHERE number = ?", n).Scan(&hash, &noted)
	if err != nil {
		r.failed = true
		return
	}
	notes = tenant.NotesOnRows(union(unlist(noted), notes))
	if same, err := c.past.knows(ctx, r.section, hash, notes); err == nil && same {
		return
	}
	r.moment, err = c.past.note(ctx, read{
		section: r.section, at: r.at, old: r.old, new: hash, gone: r.gone, notes: notes,
		each: func(whole bool, f func(string, []byte) error) error {
			if whole {
				stopped, err := each(ctx, tx, r.section, f)
				if stopped != nil {
					return stopped
				}
				return err
			}
			return c.rowsOf(ctx, tx, n, r.changed, f)
		},
	})
	r.failed = err != nil
}

// rowsOf calls f for the kept rows with these IDs.
func (c *Cache) rowsOf(ctx context.Context, tx *sql.Tx, n int64, ids []string, f func(string, []byte) error) error {
	get, err := tx.PrepareContext(ctx,
		"SELECT text FROM body WHERE key = (SELECT body FROM kept WHERE section = ? AND id = ?)")
	if err != nil {
		return err
	}
	defer func() { _ = get.Close() }()
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		var body []byte
		if err := get.QueryRowContext(quick(ctx), n, id).Scan(&body); err != nil {
			return err
		}
		if err := f(id, body); err != nil {
			return err
		}
	}
	return nil
}

// settle makes the reading count. What fails here is settled by the next start.
func (c *Cache) settle(ctx context.Context, r reading) {
	if c.past != nil && !r.failed {
		ctx = context.WithoutCancel(ctx)
		_ = c.past.settle(ctx, r.section, r.moment, r.at)
		c.foldSome(ctx)
	}
}

// keep returns how long the history is kept.
func (c *Cache) keep(ctx context.Context) history.Keep { return keepBy(ctx, c.settings) }

// keepBy returns how long settings say that a history is kept; nil: they say nothing.
func keepBy(ctx context.Context, settings Settings) history.Keep {
	if settings == nil {
		return history.KeepOf(nil)
	}
	all, err := settings(ctx)
	if err != nil {
		return history.Keep{Recent: history.KeepOf(nil).Recent} // nothing is removed that may be wanted
	}
	return history.KeepOf(all)
}

// settlePast decides about what a kill left between the two files. Another process that is reading now may be between
// them itself; then it decides.
func (c *Cache) settlePast(ctx context.Context) {
	l, err := takeLock(ctx, c.path)
	if err != nil {
		return
	}
	defer func() { _ = l.release() }()
	if all, err := c.Statuses(ctx); err == nil {
		_ = c.past.settleLeft(ctx, all)
	}
	c.foldSome(ctx)
}
