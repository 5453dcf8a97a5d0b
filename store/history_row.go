package store

import (
	"context"
	"database/sql"
	"slices"

	"handrail/app/history"
)

// version is a row from one moment until before another, which is 0 where the row still is so.
type version struct {
	since, until int64
	body         []byte
}

// Row returns what changed in one row of a section, the latest first. Nothing is a change where a line begins.
func (h *History) Row(ctx context.Context, section, id string) (all []history.Change, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		versions, err := rows(ctx, tx, func(r *sql.Rows) (v version, err error) {
			err = r.Scan(&v.since, &v.until, &v.body)
			return v, err
		}, "SELECT since, ifnull(until, 0), body FROM version WHERE section = ? AND id = ? ORDER BY since", section, id)
		if err != nil {
			return err
		}
		for _, c := range steps(versions) {
			one, known, err := stepOf(ctx, tx, c)
			if err != nil {
				return err
			}
			if known {
				one.Section, one.ID = section, id
				all = append(all, one)
			}
		}
		slices.Reverse(all)
		return nil
	})
	return all, err
}

// step is what one moment did to a row; before or after is nil where there was none.
type step struct {
	moment        int64
	before, after []byte
}

// steps returns what happened to a row from version to version.
func steps(versions []version) (all []step) {
	for i, v := range versions {
		s := step{moment: v.since, after: v.body}
		if i > 0 && versions[i-1].until == v.since {
			s.before = versions[i-1].body
		}
		all = append(all, s)
		if v.until > 0 && (i+1 == len(versions) || versions[i+1].since != v.until) {
			all = append(all, step{moment: v.until, before: v.body})
		}
	}
	return all
}

// stepOf returns a step as a change; known is false where it is none, or does not count yet.
func stepOf(ctx context.Context, tx *sql.Tx, s step) (c history.Change, known bool, err error) {
	found, err := moments(ctx, tx, "number = ?", s.moment)
	if err != nil || len(found) == 0 || found[0].Kind == history.MomentBegin {
		return c, false, err
	}
	c = history.Change{Kind: history.Changed, At: found[0].At, Since: found[0].Since, Before: s.before, After: s.after}
	switch {
	case s.before == nil:
		c.Kind = history.Added
	case s.after == nil:
		c.Kind = history.Removed
	default:
		skip, err := apart(ctx, tx, found[0])
		if err != nil {
			return c, false, err
		}
		c.Fields = history.Compare(c.Before, c.After, skip)
		return c, len(c.Fields) > 0, nil
	}
	return c, true, nil
}
