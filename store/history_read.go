package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"handrail/app/history"
)

// AsOf calls f for every row of a section as it was at a time, in the order of IDs, and returns the moment that
// answers: its At is the nearest earlier look that is still kept. Its Number is 0 where nothing is known of that time.
// body is valid until f returns.
func (h *History) AsOf(ctx context.Context, section string, at time.Time,
	f func(id string, body []byte) error) (m history.Moment, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		found, err := moments(ctx, tx, "section = ? AND at <= ? ORDER BY number DESC LIMIT 1", section, put(at))
		if err != nil || len(found) == 0 {
			return err
		}
		m = found[0]
		r, err := tx.QueryContext(ctx, `
			SELECT id, body FROM version WHERE section = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2)
			ORDER BY id`, section, m.Number)
		if err != nil {
			return err
		}
		defer func() { _ = r.Close() }()
		for r.Next() {
			var id string
			var body sql.RawBytes
			if err := r.Scan(&id, &body); err != nil {
				return err
			}
			if err := f(id, body); err != nil {
				return err
			}
		}
		return r.Err()
	})
	return m, err
}

// Moments returns the moments after from and not after to, the latest first.
func (h *History) Moments(ctx context.Context, from, to time.Time) (all []history.Moment, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		all, err = moments(ctx, tx, "at > ? AND at <= ? ORDER BY number DESC", put(from), put(to))
		return err
	})
	return all, err
}

func moments(ctx context.Context, tx *sql.Tx, which string, args ...any) ([]history.Moment, error) {
	return rows(ctx, tx, func(r *sql.Rows) (m history.Moment, err error) {
		var at, since when
		err = r.Scan(&m.Number, &m.Section, &m.Kind, &at, &since)
		m.At, m.Since = at.Time, since.Time
		return m, err
	}, "SELECT number, section, kind, at, before FROM moment WHERE settled = 1 AND "+which, args...)
}

// Changes returns what changed at a moment, by ID. Nothing is a change where a line begins, and no property that is
// newly read or no longer read.
func (h *History) Changes(ctx context.Context, moment int64) (all []history.Change, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		found, err := moments(ctx, tx, "number = ?", moment)
		if err != nil || len(found) == 0 || found[0].Kind == history.MomentBegin {
			return err
		}
		skip, err := apart(ctx, tx, found[0])
		if err != nil {
			return err
		}
		all, err = changes(ctx, tx, found[0], skip)
		return err
	})
	return all, err
}

// apart returns the properties that are read only before or only since a moment.
func apart(ctx context.Context, tx *sql.Tx, m history.Moment) (map[string]bool, error) {
	texts, err := rows(ctx, tx, func(r *sql.Rows) (text string, err error) { return text, r.Scan(&text) },
		"SELECT fields FROM moment WHERE section = ? AND number <= ? AND settled = 1 ORDER BY number DESC LIMIT 2",
		m.Section, m.Number)
	if err != nil || len(texts) < 2 {
		return nil, err
	}
	var after, before history.Fields
	if err := json.Unmarshal([]byte(texts[0]), &after); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(texts[1]), &before); err != nil {
		return nil, err
	}
	if len(after) == 0 || len(before) == 0 {
		return nil, nil // an empty list has no properties to lose
	}
	return after.Apart(before), nil
}

func changes(ctx context.Context, tx *sql.Tx, m history.Moment, skip map[string]bool) ([]history.Change, error) {
	var all []history.Change
	pairs, err := rows(ctx, tx, func(r *sql.Rows) (c history.Change, err error) {
		var before, after []byte
		err = r.Scan(&c.ID, &before, &after)
		c.Before, c.After = before, after
		return c, err
	}, `SELECT id, max(iif(until = ?1, body, NULL)), max(iif(since = ?1, body, NULL))
		FROM (SELECT id, since, until, body FROM version WHERE since = ?1
			UNION ALL SELECT id, since, until, body FROM version WHERE until = ?1)
		GROUP BY id ORDER BY id`, m.Number)
	if err != nil {
		return nil, err
	}
	for _, c := range pairs {
		c.Section, c.At, c.Since, c.Kind = m.Section, m.At, m.Since, history.Changed
		switch {
		case c.Before == nil:
			c.Kind = history.Added
		case c.After == nil:
			c.Kind = history.Removed
		default:
			if c.Fields = history.Compare(c.Before, c.After, skip); len(c.Fields) == 0 {
				continue
			}
		}
		all = append(all, c)
	}
	return all, nil
}
