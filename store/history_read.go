package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"handrail/app/history"
)

// asOf finds the rows that had begun at a moment and had not ended: those that are still so, and those that ended
// later. It passes all that ended later.
const asOf = `
	SELECT id, body FROM version INDEXED BY version_until
		WHERE section = ?1 AND until IS NULL AND since <= ?2 AND what <> '-'
	UNION ALL SELECT id, body FROM version INDEXED BY version_until
		WHERE section = ?1 AND until > ?2 AND since <= ?2 AND what <> '-'`

// asOfEarly finds the same, and passes all that had begun.
const asOfEarly = `
	SELECT id, body FROM version INDEXED BY version_since
		WHERE section = ?1 AND since <= ?2 AND what <> '-' AND (until IS NULL OR until > ?2)`

// asOfQuery returns the faster of both: one step of asOfEarly is as long as three of asOf.
func asOfQuery(ctx context.Context, tx *sql.Tx, m history.Moment) (string, error) {
	all, err := moments(ctx, tx, "section = ?", m.Section)
	begun, ended := 0, 0
	for _, o := range all {
		if o.Number <= m.Number {
			begun += o.Counts.All()
		} else {
			ended += o.Counts.All()
		}
	}
	if 3*begun < ended {
		return asOfEarly, err
	}
	return asOf, err
}

// AsOf calls f for every row of a section as it was at a time, in no order to rely on, and returns the moment that
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
		query, err := asOfQuery(ctx, tx, m)
		if err != nil {
			return err
		}
		r, err := tx.QueryContext(ctx, query, section, m.Number)
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
		var counts []byte
		if err = r.Scan(&m.Number, &m.Section, &m.Kind, &at, &since, &counts); err == nil {
			err = json.Unmarshal(counts, &m.Counts)
		}
		m.At, m.Since = at.Time, since.Time
		return m, err
	}, "SELECT number, section, kind, at, before, counts FROM moment WHERE settled = 1 AND "+which, args...)
}

// Changes returns what changed at a moment, by ID. Nothing is a change where a line begins, and no property that is
// newly read or no longer read.
func (h *History) Changes(ctx context.Context, moment int64) ([]history.Change, error) {
	return h.ChangesOf(ctx, moment, nil)
}

// ChangesOf returns what changed at a moment in these classes; nil is in every one.
func (h *History) ChangesOf(ctx context.Context, moment int64, classes []history.Class) (all []history.Change,
	err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		found, err := moments(ctx, tx, "number = ?", moment)
		if err != nil || len(found) == 0 || found[0].Kind == history.MomentBegin {
			return err
		}
		before, skip, err := beforeOf(ctx, tx, found[0])
		if err != nil {
			return err
		}
		all, err = changes(ctx, tx, found[0], before, classes, skip)
		return err
	})
	return all, err
}

// beforeOf returns the number of the moment before one, and the properties that are read only before or only since.
func beforeOf(ctx context.Context, tx *sql.Tx, m history.Moment) (before int64, skip map[string]bool, err error) {
	type one struct {
		number int64
		fields history.Fields
	}
	two, err := rows(ctx, tx, func(r *sql.Rows) (o one, err error) {
		var text []byte
		if err = r.Scan(&o.number, &text); err == nil {
			err = json.Unmarshal(text, &o.fields)
		}
		return o, err
	}, "SELECT number, fields FROM moment WHERE section = ? AND number <= ? AND settled = 1 ORDER BY number DESC LIMIT 2",
		m.Section, m.Number)
	if err != nil || len(two) < 2 {
		return 0, nil, err
	}
	return two[1].number, apart(two[1].fields, two[0].fields), nil
}

// changed finds the versions that began after one moment and not after another, each with the version before it.
const changed = `
	SELECT v.id, v.what, v.body, p.what, p.body
	FROM version v INDEXED BY version_since
	LEFT JOIN version p ON p.section = v.section AND p.id = v.id AND p.since = (
		SELECT max(q.since) FROM version q WHERE q.section = v.section AND q.id = v.id AND q.since < v.since)
	WHERE v.section = ?1 AND v.since > ?2 AND v.since <= ?3
		AND (?4 IS NULL OR v.what IN (SELECT value FROM json_each(?4)))`

func changes(ctx context.Context, tx *sql.Tx, m history.Moment, before int64, classes []history.Class,
	skip map[string]bool) ([]history.Change, error) {
	var only any
	if classes != nil {
		text, err := json.Marshal(classes)
		if err != nil {
			return nil, err
		}
		only = string(text)
	}
	all, err := rows(ctx, tx, func(r *sql.Rows) (c history.Change, err error) {
		var was sql.NullString
		var what history.Class
		err = r.Scan(&c.ID, &what, (*[]byte)(&c.After), &was, (*[]byte)(&c.Before))
		if what == history.ClassRemoved {
			c.After = nil
		}
		if history.Class(was.String) == history.ClassRemoved {
			c.Before = nil
		}
		return c, err
	}, changed, m.Section, before, m.Number, only)
	if err != nil {
		return nil, err
	}
	left := all[:0]
	for _, one := range all {
		if c, differs := changeOf(m, one.ID, one.Before, one.After, skip); differs {
			left = append(left, c)
		}
	}
	slices.SortFunc(left, func(a, b history.Change) int { return strings.Compare(a.ID, b.ID) })
	return left, nil
}

// changeOf returns what changed in a row at a moment, and reports whether anything did.
func changeOf(m history.Moment, id string, before, after []byte, skip map[string]bool) (history.Change, bool) {
	c := history.Change{Section: m.Section, ID: id, Kind: history.Changed, At: m.At, Since: m.Since, Before: before,
		After: after}
	switch {
	case before == nil:
		c.Kind = history.Added
	case after == nil:
		c.Kind = history.Removed
	default:
		c.Fields = history.Compare(before, after, skip)
		return c, len(c.Fields) > 0
	}
	return c, true
}
