package store

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"handrail/app"
)

// givenUp is after how long without a sign a refresh of this process counts as
// given up. The longest wait that Microsoft may ask for is ten minutes.
const givenUp = 15 * time.Minute

// underWay is a refresh of one section in this process.
type underWay struct {
	moved time.Time // when it last moved; mu of the Cache guards it

	mu   sync.Mutex
	rows met // nil before the first page
}

// start notes that a section is being refreshed here. One refresh of a section
// at a time: a page does not name the refresh it belongs to.
func (c *Cache) start(ctx context.Context, section string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if u, ok := c.begun[section]; ok && c.now().Sub(u.moved).Abs() < givenUp {
		return app.Errorf(app.Denied, "Wait until it is done, or stop it. Then refresh again.",
			"Handrail is already reading this data from Microsoft.")
	}
	if c.lock == nil {
		l, err := takeLock(ctx, c.path)
		if err != nil {
			return c.translate(ctx, err)
		}
		c.lock = l
	}
	c.begun[section] = &underWay{moved: c.now()}
	return nil
}

// load returns what the refresh knows of the rows of its section. The first time, it reads that. u.mu is held.
func (u *underWay) load(ctx context.Context, tx *sql.Tx, section int64) (met, error) {
	if u.rows != nil {
		return u.rows, nil
	}
	m, err := meet(ctx, tx, section)
	if err == nil {
		u.rows = m
	}
	return m, err
}

// moving notes that a refresh continues and returns it; an error if none was started.
func (c *Cache) moving(section string) (*underWay, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	u, ok := c.begun[section]
	if !ok {
		return nil, app.Errorf(app.Internal, "Refresh again.", "Handrail found no refresh to continue.")
	}
	u.moved = c.now()
	return u, nil
}

// finish notes that a refresh ended here, with any result.
func (c *Cache) finish(section string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.begun, section)
	if len(c.begun) == 0 {
		_ = c.unlock()
	}
}

func (c *Cache) unlock() error {
	l := c.lock
	c.lock = nil
	if l == nil {
		return nil
	}
	return l.release()
}
