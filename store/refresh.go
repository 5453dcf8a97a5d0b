package store

import (
	"context"
	"database/sql"
	"time"

	"handrail/app/tenant"
)

// young is how old the last page of a refresh may be for going on from it.
const young = time.Hour

// Begin starts a refresh and returns where it continues: "" is the start. Who begins
// must end with Complete or Fail. app.Denied where this section is being
// refreshed already, or another process refreshes this organisation.
func (c *Cache) Begin(ctx context.Context, section string) (next string, err error) {
	if c.write == nil {
		return "", c.refusal()
	}
	if err := c.start(ctx, section); err != nil {
		return "", err
	}
	err = c.change(ctx, func(tx *sql.Tx) (err error) {
		next, err = begin(ctx, tx, section, c.now())
		return err
	})
	if err != nil {
		c.finish(section)
	}
	return next, err
}

func begin(ctx context.Context, tx *sql.Tx, section string, now time.Time) (string, error) {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO section (id, state, rows, started, completed, hash, message, hint, requests, notes, next, pages, paged,
			noted)
		VALUES (?, ?, 0, '', '', '', '', '', '[]', '[]', '', 0, '', '[]') ON CONFLICT (id) DO NOTHING`,
		section, string(tenant.NeverRead))
	if err != nil {
		return "", err
	}
	var n int64
	var next string
	var paged when
	err = tx.QueryRowContext(ctx, "UPDATE section SET started = ? WHERE id = ? RETURNING number, next, paged", put(now),
		section).Scan(&n, &next, &paged)
	if err != nil {
		return "", err
	}
	if age := now.Sub(paged.Time); next != "" && age >= 0 && age < young {
		return next, nil
	}
	return "", discard(ctx, tx, n)
}

// discard forgets what an unfinished refresh has kept.
func discard(ctx context.Context, tx *sql.Tx, section int64) error {
	_, err := tx.ExecContext(ctx, `
		DELETE FROM body WHERE key IN (SELECT body FROM incoming WHERE section = ?1);
		DELETE FROM incoming WHERE section = ?1;
		DELETE FROM seen WHERE section = ?1;
		UPDATE section SET next = '', pages = 0, paged = '', noted = '[]' WHERE number = ?1`, section)
	return err
}

// Keep adds a page with where to continue. Rows that this refresh had already are
// counted and left out. After an error that is not the context's, the refresh
// has ended: what was kept before the page is there for the next Begin.
func (c *Cache) Keep(ctx context.Context, section string, p tenant.Page) (repeated int, err error) {
	u, err := c.moving(section)
	if err != nil {
		return 0, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	var met []string
	err = c.change(ctx, func(tx *sql.Tx) (err error) {
		met, repeated, err = keep(ctx, tx, section, p, c.now(), u)
		return err
	})
	if err == nil {
		u.rows.mark(met)
	} else if ctx.Err() == nil {
		c.finish(section)
	}
	return repeated, err
}

// Complete swaps the new rows in and returns how it ended: Updated, or Unchanged,
// in which case no kept row was written. Where people changed, they are due to be made again (see Settle).
func (c *Cache) Complete(ctx context.Context, section string, requests, notes []string) (tenant.Status, error) {
	var past reading
	st, err := c.end(ctx, section, func(tx *sql.Tx, n int64, u *underWay) error {
		m, err := u.load(ctx, tx, n)
		if err != nil {
			return err
		}
		gone := m.gone()
		past = c.compare(ctx, tx, section, n, gone)
		state, err := swap(ctx, tx, n, gone)
		if err != nil {
			return err
		}
		if state == tenant.Updated && tenant.OfPeople(section) {
			if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO due (what) VALUES ('people')"); err != nil {
				return err
			}
		}
		if state == tenant.Updated {
			if err := measure(ctx, tx, n); err != nil {
				return err
			}
		}
		c.remember(ctx, tx, n, &past, notes)
		var noted string
		err = tx.QueryRowContext(ctx, `
			UPDATE section SET state = ?, completed = ?, message = '', hint = '', requests = ? WHERE number = ? RETURNING noted`,
			string(state), put(c.now()), list(requests), n).Scan(&noted)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE section SET notes = ? WHERE number = ?",
			list(union(unlist(noted), notes)), n); err != nil {
			return err
		}
		return discard(ctx, tx, n)
	})
	if err == nil {
		c.settle(ctx, past)
	}
	return st, err
}

// Fail keeps the older rows and records why there are no newer ones. With goOn the
// next Begin may continue from the last page kept.
func (c *Cache) Fail(ctx context.Context, section string, state tenant.State, message, hint string, requests []string,
	goOn bool) (tenant.Status, error) {
	return c.end(ctx, section, func(tx *sql.Tx, n int64, _ *underWay) error {
		_, err := tx.ExecContext(ctx, "UPDATE section SET state = ?, message = ?, hint = ?, requests = ? WHERE "+
			"number = ?",
			string(state), message, hint, list(requests), n)
		if err != nil || goOn {
			return err
		}
		return discard(ctx, tx, n)
	})
}

// end runs the last transaction of a refresh and returns what is known after it.
func (c *Cache) end(ctx context.Context, section string, do func(tx *sql.Tx, n int64, u *underWay) error) (
	st tenant.Status, err error) {
	u, err := c.moving(section)
	if err != nil {
		return st, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	defer c.finish(section)
	err = c.change(ctx, func(tx *sql.Tx) error {
		n, err := sectionNumber(ctx, tx, section)
		if err != nil {
			return err
		}
		if err := do(tx, n, u); err != nil {
			return err
		}
		found, err := statuses(ctx, tx, "WHERE number = ?", n)
		if err == nil && len(found) == 0 {
			err = errNotFound("This part")
		}
		if err == nil {
			st = found[0]
		}
		return err
	})
	return st, err
}
