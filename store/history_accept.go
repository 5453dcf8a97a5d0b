package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"handrail/app/history"
)

var _ history.Accepter = (*History)(nil)

// Accept keeps all of them or none, in place of those with these numbers. It refuses where what is saved now is lost at
// the end of the program.
func (h *History) Accept(ctx context.Context, all []history.Acceptance, instead []int64) error {
	if err := h.Unsaved(); err != nil {
		return err
	}
	return h.change(ctx, func(tx *sql.Tx) error {
		for _, a := range all {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO acceptance (section, id, field, value, shape, severity, subject, text, many, before, after,
					seen, since, who, why, at, until, withdrawn)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
				a.Section, a.ID, a.Field, a.Value, a.Shape, a.Severity, a.Subject, a.Text, a.Many, a.Before, a.After,
				put(a.Seen), put(a.Since), a.By, a.Why, put(a.At), a.Until)
			if err != nil {
				return err
			}
		}
		if len(all) == 0 {
			return nil
		}
		return withdraw(ctx, tx, all[0].At, instead)
	})
}

// Withdraw ends the acceptances with these numbers. One that was replaced or withdrawn before stays as it is.
func (h *History) Withdraw(ctx context.Context, at time.Time, numbers []int64) error {
	if err := h.Unsaved(); err != nil {
		return err
	}
	return h.change(ctx, func(tx *sql.Tx) error { return withdraw(ctx, tx, at, numbers) })
}

func withdraw(ctx context.Context, tx *sql.Tx, at time.Time, numbers []int64) error {
	for _, n := range numbers {
		_, err := tx.ExecContext(ctx, "UPDATE acceptance SET withdrawn = ? WHERE number = ? AND withdrawn = ''", put(at), n)
		if err != nil {
			return err
		}
	}
	return nil
}

// Acceptances returns the latest acceptance of each place, the oldest first. What was withdrawn is left out.
func (h *History) Acceptances(ctx context.Context) (all []history.Acceptance, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, acceptance, `
			SELECT number, section, id, field, value, shape, severity, subject, text, many, before, after, seen, since,
				who, why, at, until, withdrawn FROM acceptance ORDER BY number`)
		return err
	})
	last := map[history.Place]int64{}
	for _, a := range all {
		last[a.Key()] = a.Number
	}
	return slices.DeleteFunc(all, func(a history.Acceptance) bool {
		return last[a.Key()] != a.Number || !a.Withdrawn.IsZero()
	}), err
}

func acceptance(r *sql.Rows) (a history.Acceptance, err error) {
	var seen, since, at, withdrawn when
	err = r.Scan(&a.Number, &a.Section, &a.ID, &a.Field, &a.Value, &a.Shape, &a.Severity, &a.Subject, &a.Text, &a.Many,
		&a.Before, &a.After, &seen, &since, &a.By, &a.Why, &at, &a.Until, &withdrawn)
	a.Seen, a.Since, a.At, a.Withdrawn = seen.Time, since.Time, at.Time, withdrawn.Time
	return a, err
}
