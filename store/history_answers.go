package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"handrail/app/history"
)

// Answers implements history.Witness. What happened at a moment is all that happened since the moment before it, so the
// answers of moments that were folded into it are joined.
func (h *History) Answers(ctx context.Context, section string, at time.Time,
	ids ...string) (all []history.Answer, err error) {
	only, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	which := "a.section = ?1 AND a.moment = ?2"
	if len(ids) > 0 {
		which += " AND a.id IN (SELECT value FROM json_each(?3))"
	}
	err = h.look(ctx, func(tx *sql.Tx) error {
		numbers, err := answered(ctx, tx, section, at)
		for _, n := range numbers {
			found, err := rows(ctx, tx, scanAnswer, `SELECT a.id, a.field, a.actors, a.why, a.detail, a.final FROM answer a
				WHERE `+which+" ORDER BY a.id, a.field", section, n, string(only))
			if err != nil {
				return err
			}
			all = joined(all, found)
		}
		return err
	})
	return all, err
}

// answered returns the numbers under which answers about a moment are kept, the earliest first.
func answered(ctx context.Context, tx *sql.Tx, section string, at time.Time) (all []int64, err error) {
	var before, number int64
	err = tx.QueryRowContext(ctx, `
		SELECT m.number, coalesce((SELECT max(p.number) FROM moment p
			WHERE p.section = m.section AND p.settled = 1 AND p.number < m.number), 0)
		FROM moment m WHERE m.section = ? AND m.at = ? AND m.settled = 1`, section, put(at)).Scan(&number, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	for err == nil {
		var next sql.NullInt64
		err = tx.QueryRowContext(ctx, "SELECT min(moment) FROM answer WHERE section = ? AND moment > ? AND moment <= ?",
			section, before, number).Scan(&next)
		if !next.Valid {
			break
		}
		before = next.Int64
		all = append(all, before)
	}
	return all, err
}

// joined returns answers with those of a later moment.
func joined(all, later []history.Answer) []history.Answer {
	type key struct{ id, field string }
	place := map[key]int{}
	for i, a := range all {
		place[key{a.ID, a.Field}] = i
	}
	for _, a := range later {
		if i, there := place[key{a.ID, a.Field}]; there {
			all[i] = all[i].Join(a)
		} else {
			all = append(all, a)
		}
	}
	return all
}

func scanAnswer(r *sql.Rows) (a history.Answer, err error) {
	var actors []byte
	if err = r.Scan(&a.ID, &a.Field, &actors, &a.Why, &a.Detail, &a.Final); err == nil {
		err = json.Unmarshal(actors, &a.Actors)
	}
	return a, err
}

// noRow is saved for a moment at which no row has an answer, so that no one looks again.
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
