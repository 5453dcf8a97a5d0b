package store

import (
	"context"
	"database/sql"

	"handrail/app"
)

// People are put together from several sections. A refresh reads one section after the other, so making people with
// each of them would make everyone several times: a section that changed makes them due instead, and Settle makes them
// once. Whoever reads people makes those first that are due, so that they are never older than the sections: after a
// kill or a stop, and while the other sections are still read.

// Settle makes people again, if a section that they are put together from has changed.
func (c *Cache) Settle(ctx context.Context) error {
	due, err := c.peopleDue(ctx)
	if err != nil || !due {
		return err
	}
	return c.change(ctx, func(tx *sql.Tx) error {
		n, err := changedRows(tx.ExecContext(ctx, "DELETE FROM due WHERE what = 'people'"))
		if err != nil || n == 0 {
			return err // another one made them meanwhile
		}
		return makePeople(ctx, tx)
	})
}

func (c *Cache) peopleDue(ctx context.Context) (due bool, err error) {
	err = c.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM due WHERE what = 'people')").Scan(&due)
	})
	return due, err
}

// readPeople runs do in a transaction that reads, once people are made that are due. Where another process writes for
// so long that they cannot be made, do reads those of before.
func (c *Cache) readPeople(ctx context.Context, do func(*sql.Tx) error) error {
	// A cache that may only be read refuses: older people would look as new as their section.
	if err := c.Settle(ctx); err != nil && (c.write == nil || app.CodeOf(err) != app.Denied) {
		return err
	}
	return c.look(ctx, do)
}
