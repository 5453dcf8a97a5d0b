package store

import (
	"context"
	"database/sql"

	"handrail/app/guide"
)

// Remember stores m. The same kind, subject and key again keep First, take the
// newer Value and move Last forwards, never backwards.
func (s *Store) Remember(ctx context.Context, m guide.Observation) error {
	return s.RememberAll(ctx, []guide.Observation{m})
}

// RememberAll is Remember for several at once: all or none. What is remembered already is not written again.
func (s *Store) RememberAll(ctx context.Context, all []guide.Observation) error {
	var left []guide.Observation
	err := s.look(ctx, func(tx *sql.Tx) error {
		for _, m := range all {
			var known bool
			err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM memo WHERE kind = ? AND subject = ? AND key = ?
				AND value = ? AND last = ?)`, m.Kind, m.Subject, m.Key, m.Value, put(m.Last)).Scan(&known)
			if err != nil {
				return err
			}
			if !known {
				left = append(left, m)
			}
		}
		return nil
	})
	if err != nil || len(left) == 0 {
		return err
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, m := range left {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO memo (kind, subject, key, value, first, last) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT (kind, subject, key) DO UPDATE SET
					value = iif(excluded.last >= last, excluded.value, value),
					last = max(last, excluded.last)`,
				m.Kind, m.Subject, m.Key, m.Value, put(m.First), put(m.Last))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Recall returns the memos of a kind about a subject, oldest First first.
func (s *Store) Recall(ctx context.Context, kind, subject string) ([]guide.Observation, error) {
	var all []guide.Observation
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = memos(ctx, tx, kind, subject)
		return err
	})
	return all, err
}

func memos(ctx context.Context, tx *sql.Tx, kind, subject string) ([]guide.Observation, error) {
	return rows(ctx, tx, func(r *sql.Rows) (guide.Observation, error) {
		var m guide.Observation
		var first, last when
		err := r.Scan(&m.Kind, &m.Subject, &m.Key, &m.Value, &first, &last)
		m.First, m.Last = first.Time, last.Time
		return m, err
	}, `SELECT kind, subject, key, value, first, last FROM memo
		WHERE kind = ? AND subject = ? ORDER BY first, key`, kind, subject)
}
