package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"handrail/app"
	"handrail/app/history"
	"handrail/app/tenant"
)

// Cache is what was read of one organisation, in a file of its own that may be
// deleted at any time. Its methods may be called from any goroutine.
//
// A refresh writes the text of each new row once, as incoming; a swap moves only
// keys. Of a row whose hash is the kept one's, only the id is written, in a list for each page. Only one
// process at a time may refresh: a lock beside the file decides, and the system
// lets go of it when the process dies.
type Cache struct {
	*file
	now  app.Clock
	past *History // what was there before; nil where it cannot be kept

	settings Settings     // nil: none are set
	folded   atomic.Int64 // when the last fold found nothing more to do, in Unix seconds

	mu    sync.Mutex
	lock  *lock                // held while a refresh is under way here
	begun map[string]*underWay // sections under way here
}

var _ tenant.View = (*Cache)(nil)
var _ tenant.Cache = (*Cache)(nil)

// Settings returns all settings by name.
type Settings func(context.Context) (map[string]string, error)

// OpenCache opens the cache of an organisation in folder, and makes both where
// they are missing. A file that cannot be used is put aside and a notice reports
// so. An error means that not even a cache until the end of the program could be
// made. settings says how long the history is kept; without it, the default holds.
func OpenCache(folder, organisation string, now app.Clock, settings ...Settings) (*Cache, []Notice, error) {
	if organisation == "" {
		return nil, nil, errNoOrganisation()
	}
	c, notices, err := openCache(folder, now, cacheKind(organisation))
	if err != nil {
		return nil, notices, err
	}
	for _, all := range settings {
		c.settings = all
	}
	past, more, err := openHistory(folder, organisation, now)
	switch {
	case err == nil && past.Scratch() && !c.Scratch():
		_ = past.Close() // a history until the end of the program would say that nothing is known of before
	case err == nil:
		c.past = past
		c.settlePast(context.Background())
	}
	for _, n := range more {
		// What keeps Handrail from its folder is told once.
		if !slices.ContainsFunc(notices, func(told Notice) bool { return told.Code == n.Code && told.Hint == n.Hint }) {
			notices = append(notices, n)
		}
	}
	return c, notices, nil
}

// Past returns what the organisation was like; nil where it cannot be kept.
func (c *Cache) Past() history.Past {
	if c.past == nil {
		return nil
	}
	return c.past
}

func openCache(folder string, now app.Clock, k kind) (*Cache, []Notice, error) {
	if now == nil {
		now = time.Now
	}
	f, notices, err := openKind(folder, now, k)
	if err != nil {
		return nil, notices, err
	}
	return &Cache{file: f, now: now, begun: map[string]*underWay{}}, notices, nil
}

// Close ends every refresh under way and lets go of the file.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begun = map[string]*underWay{}
	errs := []error{c.unlock(), c.file.Close()}
	if c.past != nil {
		errs = append(errs, c.past.Close())
	}
	return errors.Join(errs...)
}

// cacheName names the file of an organisation. An id that is not plain, as
// Microsoft's are, becomes plain and gets a part of its hash.
func cacheName(organisation string) string { return "cache-" + plainID(organisation) + ".db" }

// plainID returns an ID that can stand in the name of a file on every system.
func plainID(organisation string) string {
	id := strings.ToLower(organisation)
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, id)
	if plain != id || len(plain) > 64 {
		sum := sha256.Sum256([]byte(id))
		plain = plain[:min(len(plain), 32)] + "_" + hex.EncodeToString(sum[:8])
	}
	return plain
}

// Status returns what is known about a section; tenant.NeverRead where it was
// never tried.
func (c *Cache) Status(ctx context.Context, section string) (tenant.Status, error) {
	st := tenant.Status{Section: section, State: tenant.NeverRead}
	err := c.look(ctx, func(tx *sql.Tx) error {
		found, err := statuses(ctx, tx, "WHERE id = ?", section)
		if len(found) > 0 {
			st = found[0]
		}
		return err
	})
	return st, err
}

// Statuses returns all sections that were ever tried, by id.
func (c *Cache) Statuses(ctx context.Context) ([]tenant.Status, error) {
	var all []tenant.Status
	err := c.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = statuses(ctx, tx, "ORDER BY id")
		return err
	})
	return all, err
}

// Each calls f for every row of a section, in no order to rely on, and stops with
// the error that f returns. All rows are of one moment. body is valid until f returns.
func (c *Cache) Each(ctx context.Context, section string, f func(id string, body []byte) error) error {
	var stopped error
	err := c.look(ctx, func(tx *sql.Tx) (err error) {
		stopped, err = each(ctx, tx, section, f)
		return err
	})
	if stopped != nil {
		return stopped
	}
	return err
}

// Row returns one row; app.NotFound where there is none.
func (c *Cache) Row(ctx context.Context, section, id string) (tenant.Row, error) {
	row := tenant.Row{ID: id}
	err := c.look(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `
			SELECT text FROM body WHERE key = (
				SELECT body FROM kept WHERE section = (SELECT number FROM section WHERE id = ?) AND id = ?)`,
			section, id).Scan((*[]byte)(&row.Body))
		if errors.Is(err, sql.ErrNoRows) {
			return errNotFound("This entry")
		}
		return err
	})
	if err != nil {
		return tenant.Row{}, err
	}
	return row, nil
}
