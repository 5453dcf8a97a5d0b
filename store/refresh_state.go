package store

import (
	"context"
	"time"

	"handrail/app"
)

// givenUp is after how long without a sign a refresh of this process counts as
// given up. The longest wait that Microsoft may ask for is ten minutes.
const givenUp = 15 * time.Minute

// start notes that a section is being refreshed here. One refresh of a section
// at a time: a page does not name the refresh it belongs to.
func (c *Cache) start(ctx context.Context, section string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if moved, ok := c.begun[section]; ok && c.now().Sub(moved).Abs() < givenUp {
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
	c.begun[section] = c.now()
	return nil
}

// moving notes that a refresh continues; an error if none was started.
func (c *Cache) moving(section string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.begun[section]; !ok {
		return app.Errorf(app.Internal, "Refresh again.", "Handrail found no refresh to continue.")
	}
	c.begun[section] = c.now()
	return nil
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
