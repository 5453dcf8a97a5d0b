package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"handrail/app/guide"
)

// SaveVisit stores v and replaces the earlier version. When
// it returns nil, not even a power cut loses v.
func (s *Store) SaveVisit(ctx context.Context, v guide.Visit) error {
	return s.change(ctx, func(tx *sql.Tx) error { return saveVisit(ctx, tx, v) })
}

// Visits returns all visits, latest change first.
func (s *Store) Visits(ctx context.Context) ([]guide.Visit, error) {
	var all []guide.Visit
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		all, err = visits(ctx, tx, "")
		return err
	})
	return all, err
}

// BriefVisits returns all visits without answers, latest change first. Of outcomes they have those that wait or have a
// problem, with state and note alone.
func (s *Store) BriefVisits(ctx context.Context) (all []guide.Visit, err error) {
	err = s.look(ctx, func(tx *sql.Tx) error {
		if all, err = rows(ctx, tx, scanVisit, visitColumns+" ORDER BY changed DESC, id"); err != nil {
			return err
		}
		byID := make(map[string]*guide.Visit, len(all))
		for i := range all {
			byID[all[i].ID] = &all[i]
		}
		_, err := rows(ctx, tx, func(r *sql.Rows) (struct{}, error) {
			var id, step string
			var o guide.Outcome
			err := r.Scan(&id, &step, &o.State, &o.Note)
			if v := byID[id]; v != nil && err == nil {
				v.Outcomes[step] = o
			}
			return struct{}{}, err
		}, "SELECT visit, step, state, note FROM outcome WHERE state IN ('waiting', 'problem')")
		return err
	})
	return all, err
}

// Visit returns one visit; app.NotFound where there is none.
func (s *Store) Visit(ctx context.Context, id string) (guide.Visit, error) {
	var found []guide.Visit
	err := s.look(ctx, func(tx *sql.Tx) (err error) {
		found, err = visits(ctx, tx, id)
		return err
	})
	if err != nil {
		return guide.Visit{}, err
	}
	if id == "" || len(found) == 0 {
		return guide.Visit{}, errNotFound("Your progress in this guide")
	}
	return found[0], nil
}

// DeleteVisit forgets a visit with its answers. Its journal and its reports
// stay. Deleting what is not there is no error.
func (s *Store) DeleteVisit(ctx context.Context, id string) error {
	return s.deleteAbout(ctx, "DELETE FROM visit WHERE id = ? RETURNING subject", id)
}

func saveVisit(ctx context.Context, tx *sql.Tx, v guide.Visit) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO visit (id, guide, subject, step, page, started, changed, ended, organisation)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, coalesce((SELECT id FROM organisation WHERE shown = 1), ''))
		ON CONFLICT (id) DO UPDATE SET guide = excluded.guide, subject = excluded.subject, step = excluded.step,
			page = excluded.page, started = excluded.started, changed = excluded.changed, ended = excluded.ended`,
		v.ID, v.Guide, v.Subject, v.Step, string(v.Page), put(v.Started), put(v.Changed), put(v.Ended))
	if err != nil {
		return err
	}
	for _, table := range []string{"answer", "outcome"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE visit = ?", v.ID); err != nil {
			return err
		}
	}
	for draft, texts := range []map[string]string{v.Answers, v.Drafts} {
		for name, text := range texts {
			_, err := tx.ExecContext(ctx, "INSERT INTO answer (visit, name, draft, text) VALUES (?, ?, ?, ?)", v.ID,
				name, draft, text)
			if err != nil {
				return err
			}
		}
	}
	return saveOutcomes(ctx, tx, v)
}

func saveOutcomes(ctx context.Context, tx *sql.Tx, v guide.Visit) error {
	for step, o := range v.Outcomes {
		facts, err := json.Marshal(o.Facts)
		if err != nil {
			return fmt.Errorf("store: facts of step %s: %w", step, err)
		}
		rests, err := putRests(o.Rests)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO outcome (visit, step, state, at, report, note, until, facts, headline, rests)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			v.ID, step, string(o.State), put(o.At), o.Report, o.Note, put(o.Until), string(facts), o.Headline, rests)
		if err != nil {
			return err
		}
	}
	return nil
}

// visits reads the visit with this id; "" reads all.
func visits(ctx context.Context, tx *sql.Tx, id string) ([]guide.Visit, error) {
	where, args := onlyOf("id", id)
	all, err := rows(ctx, tx, scanVisit, visitColumns+where+" ORDER BY changed DESC, id", args...)
	if err != nil {
		return nil, err
	}
	byID := map[string]*guide.Visit{}
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	if err := readAnswers(ctx, tx, id, byID); err != nil {
		return nil, err
	}
	return all, readOutcomes(ctx, tx, id, byID)
}

const visitColumns = "SELECT id, guide, subject, step, page, started, changed, ended FROM visit"

// onlyOf returns the condition that column is id, and its arguments; none for "". A condition that holds for both would
// keep SQLite from using an index.
func onlyOf(column, id string) (where string, args []any) {
	if id == "" {
		return "", nil
	}
	return " WHERE " + column + " = ?", []any{id}
}

func scanVisit(r *sql.Rows) (guide.Visit, error) {
	v := guide.Visit{Answers: map[string]string{}, Drafts: map[string]string{}, Outcomes: map[string]guide.Outcome{}}
	var started, changed, ended when
	err := r.Scan(&v.ID, &v.Guide, &v.Subject, &v.Step, &v.Page, &started, &changed, &ended)
	v.Started, v.Changed, v.Ended = started.Time, changed.Time, ended.Time
	return v, err
}

func readAnswers(ctx context.Context, tx *sql.Tx, only string, into map[string]*guide.Visit) error {
	where, args := onlyOf("visit", only)
	_, err := rows(ctx, tx, func(r *sql.Rows) (struct{}, error) {
		var id, name, text string
		var draft bool
		err := r.Scan(&id, &name, &draft, &text)
		if v := into[id]; v != nil && err == nil {
			if draft {
				v.Drafts[name] = text
			} else {
				v.Answers[name] = text
			}
		}
		return struct{}{}, err
	}, "SELECT visit, name, draft, text FROM answer"+where, args...)
	return err
}

func readOutcomes(ctx context.Context, tx *sql.Tx, only string, into map[string]*guide.Visit) error {
	where, args := onlyOf("visit", only)
	_, err := rows(ctx, tx, func(r *sql.Rows) (struct{}, error) {
		var id, step, facts, rests string
		var o guide.Outcome
		var at, until when
		if err := r.Scan(&id, &step, &o.State, &at, &o.Report, &o.Note, &until, &facts, &o.Headline,
			&rests); err != nil {
			return struct{}{}, err
		}
		o.At, o.Until = at.Time, until.Time
		var err error
		if o.Rests, err = restsIn(rests); err != nil {
			return struct{}{}, fmt.Errorf("store: what step %s rests on: %w", step, err)
		}
		if err := json.Unmarshal([]byte(facts), &o.Facts); err != nil {
			return struct{}{}, fmt.Errorf("store: facts of step %s: %w", step, err)
		}
		if v := into[id]; v != nil {
			v.Outcomes[step] = o
		}
		return struct{}{}, nil
	}, "SELECT visit, step, state, at, report, note, until, facts, headline, rests FROM outcome"+where, args...)
	return err
}
