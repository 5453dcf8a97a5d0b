package store

import (
	"context"
	"database/sql"

	"handrail/app/guide"
)

// Record adds e to the journal, which assigns its ID.
func (s *Store) Record(ctx context.Context, e guide.JournalEntry) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO journal (at, visit, guide, step, what, old, new, state, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			put(e.At), e.Visit, e.Guide, e.Step, e.What, e.Old, e.New, e.State, e.Report)
		return err
	})
}

// Entries returns the journal of a visit, oldest first; "" returns all of it.
func (s *Store) Entries(ctx context.Context, visit string) ([]guide.JournalEntry, error) {
	var all []guide.JournalEntry
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = entries(ctx, tx, visit)
		return err
	})
	return all, err
}

// SentEntries returns the journal of the visits in which a change was sent, oldest first.
func (s *Store) SentEntries(ctx context.Context) (all []guide.JournalEntry, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, journalEntry, "SELECT "+journalColumns+` FROM journal
			WHERE visit IN (SELECT visit FROM journal WHERE state = 'sent') ORDER BY id`)
		return err
	})
	return all, err
}

func entries(ctx context.Context, tx *sql.Tx, visit string) ([]guide.JournalEntry, error) {
	where, args := onlyOf("visit", visit)
	return rows(ctx, tx, journalEntry, "SELECT "+journalColumns+" FROM journal"+where+" ORDER BY id", args...)
}

const journalColumns = "id, at, visit, guide, step, what, old, new, state, report"

func journalEntry(r *sql.Rows) (guide.JournalEntry, error) {
	var e guide.JournalEntry
	var at when
	err := r.Scan(&e.ID, &at, &e.Visit, &e.Guide, &e.Step, &e.What, &e.Old, &e.New, &e.State, &e.Report)
	e.At = at.Time
	return e, err
}
