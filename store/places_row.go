package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"handrail/app/report"
)

// link is how a place is joined to the one before it.
type link uint8

const (
	linked   link = iota
	broken        // its hash is not that of what it holds
	unlinked      // the place before it is gone, so its hash cannot be worked out
)

// chain walks along the places. The zero value stands before the first one.
type chain struct {
	number int      // of the last place
	hashes []string // that the next one may build on: as it is stored, and as it must be where it was changed
}

// mostMissing is how many places that are gone are named one by one.
const mostMissing = 1000

// numberOf returns the number of the next place: as it is stored, or as its hash has it where it was changed.
func (c *chain) numberOf(p *placeRow) int {
	for _, before := range c.before() {
		if report.PlaceHash(c.number+1, p.Report, p.Saved, p.content, before) == p.Hash {
			return c.number + 1
		}
	}
	return p.Number
}

// before returns the hashes that the next place may build on.
func (c *chain) before() []string {
	if c.number == 0 {
		return []string{""}
	}
	return c.hashes
}

// missing returns the places after the last one to a number, as missing, and stands behind them.
func (c *chain) missing(to int) (all []report.Place) {
	if to <= c.number {
		return nil
	}
	for n := c.number + 1; n <= min(to, c.number+mostMissing); n++ {
		all = append(all, report.Place{Number: n, State: report.Missing})
	}
	c.number, c.hashes = to, nil
	return all
}

// check returns how the next place is joined, and stands behind it. Where one was changed, it alone is broken.
func (c *chain) check(p *placeRow) link {
	number := c.numberOf(p)
	c.missing(number - 1)
	from := c.before()
	c.number, c.hashes = number, []string{p.Hash}
	if len(from) == 0 {
		return unlinked
	}
	for _, before := range from {
		is := report.PlaceHash(p.Number, p.Report, p.Saved, p.content, before)
		if is == p.Hash {
			return linked
		}
		c.hashes = append(c.hashes, is)
	}
	return broken
}

// settingLast is the setting with the number and the hash of the last place: it tells when the last one is gone, and no
// number is given twice.
const settingLast = "last-report"

type lastPlace struct {
	number int
	hash   string
}

// readLast returns the last place that was given; the zero value where that was not written down.
func readLast(ctx context.Context, tx *sql.Tx) (l lastPlace, err error) {
	var text string
	err = tx.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", settingLast).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return l, nil
	}
	if n, _ := fmt.Sscan(text, &l.number, &l.hash); n != 2 || l.number < 0 || l.number > 1<<30 {
		l = lastPlace{}
	}
	return l, err
}

// writeLast writes down the last place.
func writeLast(ctx context.Context, tx *sql.Tx, l lastPlace) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		settingLast, fmt.Sprint(l.number, " ", l.hash))
	return err
}
