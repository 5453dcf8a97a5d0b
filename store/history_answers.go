package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"handrail/app/history"
)

// the last moment of a section before another: what happened at one is all that happened since the one before.
const earlier = "coalesce((SELECT max(p.number) FROM moment p WHERE p.section = m.section AND p.settled = 1 " +
	"AND p.number < m.number), 0)"

// Answers implements history.Witness.
func (h *History) Answers(ctx context.Context, section string, at time.Time) (all []history.Answer, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		found, err := rows(ctx, tx, scanAnswer, `
			SELECT a.id, a.field, a.actors, a.why, a.detail, a.final FROM moment m JOIN answer a
			ON a.section = m.section AND a.moment > `+earlier+` AND a.moment <= m.number
			WHERE m.section = ? AND m.at = ? AND m.settled = 1 ORDER BY a.id, a.field, a.moment`, section, put(at))
		for _, a := range found {
			if last := len(all) - 1; last >= 0 && all[last].ID == a.ID && all[last].Field == a.Field {
				all[last] = all[last].Join(a)
			} else {
				all = append(all, a)
			}
		}
		return err
	})
	return all, err
}

func scanAnswer(r *sql.Rows) (a history.Answer, err error) {
	var actors []byte
	if err = r.Scan(&a.ID, &a.Field, &actors, &a.Why, &a.Detail, &a.Final); err == nil {
		err = json.Unmarshal(actors, &a.Actors)
	}
	return a, err
}

// noRow is saved for a moment at which no row has an answer, so that nobody looks again.
var noRow = history.Answer{Why: history.WhyNoLog, Final: true}

// SaveAnswers implements history.Witness. What is known of moments that were folded into this one stays, and nothing of
// what was forgotten does.
func (h *History) SaveAnswers(ctx context.Context, moment int64, all []history.Answer) error {
	return h.change(ctx, func(tx *sql.Tx) error {
		found, err := moments(ctx, tx, "number = ?", moment)
		if err != nil || len(found) == 0 {
			return err // folded or forgotten meanwhile
		}
		section := found[0].Section
		for _, q := range []string{
			"DELETE FROM answer WHERE section = ?1 AND moment = ?2",
			"DELETE FROM answer WHERE section = ?1 AND moment <= (SELECT min(number) FROM moment WHERE section = ?1)",
		} {
			if _, err := tx.ExecContext(ctx, q, section, moment); err != nil {
				return err
			}
		}
		if len(all) == 0 {
			all = []history.Answer{noRow}
		}
		for _, a := range all {
			if err := saveAnswer(quick(ctx), tx, section, moment, a); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
}

func saveAnswer(ctx context.Context, tx *sql.Tx, section string, moment int64, a history.Answer) error {
	if a.Actors == nil {
		a.Actors = []history.Actor{}
	}
	actors, err := json.Marshal(a.Actors)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO answer (section, moment, id, field, actors, why, detail, final) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		section, moment, a.ID, a.Field, string(actors), string(a.Why), a.Detail, a.Final)
	return err
}

// Unanswered implements history.Witness.
func (h *History) Unanswered(ctx context.Context, most int) (all []history.Moment, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		all, err = moments(ctx, tx, `kind = 'change' AND number IN (
			SELECT m.number FROM moment m WHERE NOT EXISTS (
				SELECT 1 FROM answer a WHERE a.section = m.section AND a.moment = m.number)
			OR EXISTS (
				SELECT 1 FROM answer a WHERE a.section = m.section AND a.moment = m.number AND a.final = 0))
			ORDER BY number DESC LIMIT ?`, most)
		return err
	})
	return all, err
}
