package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"handrail/app/guide"
)

// SaveConfirmation stores what a plan said when it was confirmed, with the organisation of its visit, else the one that
// is shown, and who is signed in there.
func (s *Store) SaveConfirmation(ctx context.Context, e guide.Confirmation) error {
	plan, err := json.Marshal(e.Plan)
	if err != nil {
		return fmt.Errorf("store: what a plan said: %w", err)
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			WITH of (id) AS (SELECT coalesce((SELECT organisation FROM visit WHERE id = ?2 AND organisation <> ''),
				(SELECT id FROM organisation WHERE shown = 1), ''))
			INSERT INTO confirmation (at, visit, guide, step, organisation, account, plan)
			SELECT ?1, ?2, ?3, ?4, of.id, coalesce((SELECT account FROM organisation o WHERE o.id = of.id), ''), ?5 FROM of`,
			put(e.At), e.Visit, e.Guide, e.Step, string(plan))
		return err
	})
}

// Confirmations returns what the plans of a visit said, oldest first; "" returns that of all visits.
func (s *Store) Confirmations(ctx context.Context, visit string) (all []guide.Confirmation, err error) {
	where, args := onlyOf("e.visit", visit)
	err = s.look(ctx, func(tx *sql.Tx) error {
		all, err = rows(ctx, tx, func(r *sql.Rows) (e guide.Confirmation, err error) {
			var at when
			var plan string
			if err := r.Scan(&at, &e.Visit, &e.Guide, &e.Step, &e.Organisation, &e.Account, &plan); err != nil {
				return e, err
			}
			e.At = at.Time
			if err := json.Unmarshal([]byte(plan), &e.Plan); err != nil {
				return e, fmt.Errorf("store: what a plan of step %s said: %w", e.Step, err)
			}
			return e, nil
		}, `SELECT e.at, e.visit, e.guide, e.step, coalesce(o.name, ''), e.account, e.plan
			FROM confirmation e LEFT JOIN organisation o ON o.id = e.organisation`+where+" ORDER BY e.id", args...)
		return err
	})
	return all, err
}
