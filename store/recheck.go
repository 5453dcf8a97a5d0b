package store

import (
	"context"
	"database/sql"
	"encoding/json"

	"handrail/app/guide"
)

// SaveRecheck stores what a later look at a visit found, in place of the one before. One of a visit that was deleted
// meanwhile is dropped.
func (s *Store) SaveRecheck(ctx context.Context, r guide.Recheck) error {
	rests, err := putRests(r.Rests)
	if err != nil {
		return err
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT OR REPLACE INTO again (visit, step, at, severity, title, text, rests)
			SELECT id, ?2, ?3, ?4, ?5, ?6, ?7 FROM visit WHERE id = ?1`,
			r.Visit, r.Step, put(r.At), string(r.Severity), r.Title, r.Text, rests)
		return err
	})
}

// Rechecks returns what the last look at each visit found.
func (s *Store) Rechecks(ctx context.Context) (all []guide.Recheck, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, func(r *sql.Rows) (c guide.Recheck, err error) {
			var at when
			var rests string
			if err := r.Scan(&c.Visit, &c.Step, &at, &c.Severity, &c.Title, &c.Text, &rests); err != nil {
				return c, err
			}
			c.At = at.Time
			c.Rests, err = restsIn(rests)
			return c, err
		}, "SELECT visit, step, at, severity, title, text, rests FROM again ORDER BY visit")
		return err
	})
	return all, err
}

// putRests writes what a look read; nil, which is not known, is "".
func putRests(names []string) (string, error) {
	if names == nil {
		return "", nil
	}
	b, err := json.Marshal(names)
	return string(b), err
}

func restsIn(text string) (names []string, err error) {
	if text != "" {
		err = json.Unmarshal([]byte(text), &names)
	}
	return names, err
}
