package store

import (
	"context"
	"database/sql"
)

// People are put together from several sections. A refresh reads one section after the other, so making people with
// each of them would make everyone several times: a section that changed makes them due instead, and Settle makes them
// once. Whoever reads people makes those first that a kill or a stop left due.

// Settle makes people again, if a section that they are put together from has changed.
func (c *Cache) Settle(ctx context.Context) error {
	due, err := c.peopleDue(ctx)
	if err != nil || !due {
		return err
	}
	return c.change(ctx, func(tx *sql.Tx) error {
		if err := makePeople(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM due WHERE what = 'people'")
		return err
	})
}

func (c *Cache) peopleDue(ctx context.Context) (due bool, err error) {
	err = c.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM due WHERE what = 'people')").Scan(&due)
	})
	return due, err
}

// readPeople runs do in a transaction that reads, once people are made that were left due. While a refresh is under
// way, here or in another process, do reads the people of before: that refresh makes the new ones.
func (c *Cache) readPeople(ctx context.Context, do func(*sql.Tx) error) error {
	if err := c.makeDue(ctx); err != nil {
		return err
	}
	return c.look(ctx, do)
}

// making stands for the work of makeDue among the sections under way.
const making = "people that are due"

func (c *Cache) makeDue(ctx context.Context) error {
	if due, err := c.peopleDue(ctx); err != nil || !due {
		return err
	}
	if c.write == nil {
		return c.refusal() // older people would look as new as their section
	}
	c.one.Lock() // the others wait for the people that the first one makes
	defer c.one.Unlock()
	if c.refreshing() || c.start(ctx, making) != nil {
		return nil
	}
	defer c.finish(making)
	return c.Settle(ctx)
}

// refreshing reports whether a refresh is under way here.
func (c *Cache) refreshing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.begun) > 0
}
