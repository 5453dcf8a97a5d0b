package store

import (
	"context"
	"database/sql"
	"time"

	"handrail/app/affected"
)

var _ affected.Marks = (*Store)(nil)

// AffectedMarks returns all marks of a list of an organisation, by the ID of the person.
func (s *Store) AffectedMarks(ctx context.Context, organisation, list string) (all []affected.Mark, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, func(r *sql.Rows) (affected.Mark, error) {
			var m affected.Mark
			var first, done, written when
			err := r.Scan(&m.Person, &first, &done, &written)
			m.First, m.Done, m.Written = first.Time, done.Time, written.Time
			return m, err
		}, "SELECT person, first, done, written FROM affected WHERE organisation = ? AND list = ? ORDER BY person",
			organisation, list)
		return err
	})
	return all, err
}

// NoteAffected saves that the people act have to act since at, where that is new, and that the
// people done no longer have to. Someone who has to act again is no longer done.
func (s *Store) NoteAffected(ctx context.Context, organisation, list string, at time.Time, act, done []string) error {
	if len(act)+len(done) == 0 {
		return nil
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		err := eachOf(ctx, tx, act, `
			INSERT INTO affected (organisation, list, person, first, done, written) VALUES (?, ?, ?, ?, '', '')
			ON CONFLICT DO UPDATE SET first = iif(first = '', excluded.first, first), done = ''`,
			func(id string) []any { return []any{organisation, list, id, put(at)} })
		if err != nil {
			return err
		}
		return eachOf(ctx, tx, done, `
			UPDATE affected SET done = ? WHERE organisation = ? AND list = ? AND person = ? AND done = ''`,
			func(id string) []any { return []any{put(at), organisation, list, id} })
	})
}

// MarkWritten saves that people were written to at a time; the zero time removes the mark.
func (s *Store) MarkWritten(ctx context.Context, organisation, list string, at time.Time, people []string) error {
	if len(people) == 0 {
		return nil
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		return eachOf(ctx, tx, people, `
			INSERT INTO affected (organisation, list, person, first, done, written) VALUES (?, ?, ?, '', '', ?)
			ON CONFLICT DO UPDATE SET written = excluded.written`,
			func(id string) []any { return []any{organisation, list, id, put(at)} })
	})
}

// eachOf runs one statement for each text.
func eachOf(ctx context.Context, tx *sql.Tx, all []string, query string, args func(string) []any) error {
	if len(all) == 0 {
		return nil
	}
	st, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = st.Close() }()
	for _, one := range all {
		if _, err := st.ExecContext(ctx, args(one)...); err != nil {
			return err
		}
	}
	return nil
}
