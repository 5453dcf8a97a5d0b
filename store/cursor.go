package store

import (
	"context"
	"database/sql"
	"errors"
)

// cursor goes through the kept rows of a section. body is valid until the next
// call of next.
type cursor struct {
	rows *sql.Rows
	id   string
	body sql.RawBytes
	err  error
}

// byID reads the rows in the order of ids. asKept reads them in the order of the
// file, which reads a large section in a fraction of the time; LIMIT keeps SQLite
// from leaving out the order of the inner table.
const (
	byID = "SELECT k.id, b.text FROM kept k CROSS JOIN body b ON b.key = k.body WHERE k.section = (SELECT number " +
		"FROM section WHERE id = ?) ORDER BY k.id"
	asKept = "SELECT k.id, b.text FROM (SELECT id, body FROM kept WHERE section = (SELECT number FROM section WHERE " +
		"id = ?) ORDER BY body LIMIT -1) k CROSS JOIN body b ON b.key = k.body"
)

// openSection opens a section in an order, byID or asKept; one that was never tried
// has no rows.
func openSection(ctx context.Context, tx *sql.Tx, section, order string) (*cursor, error) {
	r, err := tx.QueryContext(ctx, order, section)
	return &cursor{rows: r}, err
}

func (c *cursor) next() bool {
	if c.rows == nil || c.err != nil {
		return false
	}
	if !c.rows.Next() {
		c.err = c.rows.Err()
		return false
	}
	c.err = c.rows.Scan(&c.id, &c.body)
	return c.err == nil
}

func (c *cursor) close() {
	if c.rows != nil {
		_ = c.rows.Close()
	}
}

// sectionNumber returns the number of a section; 0 where it was never tried.
func sectionNumber(ctx context.Context, tx *sql.Tx, section string) (int64, error) {
	var n int64
	err := tx.QueryRowContext(ctx, "SELECT number FROM section WHERE id = ?", section).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, err
}
