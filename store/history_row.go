package store

import (
	"context"
	"database/sql"
	"slices"

	"handrail/app/history"
)

// Row returns what changed in one row of a section, the latest first. Nothing is a change where a line begins.
func (h *History) Row(ctx context.Context, section, id string) (all []history.Change, err error) {
	err = h.look(ctx, func(tx *sql.Tx) error {
		type version struct {
			since int64
			body  []byte // nil: the row is not there
		}
		versions, err := rows(ctx, tx, func(r *sql.Rows) (v version, err error) {
			var what history.Class
			if err = r.Scan(&v.since, &what, &v.body); what == history.ClassRemoved {
				v.body = nil
			}
			return v, err
		}, "SELECT since, what, body FROM version WHERE section = ? AND id = ? ORDER BY since", section, history.ID(id))
		if err != nil {
			return err
		}
		var before []byte
		for _, v := range versions {
			// A moment that was folded happened at the next one that is kept.
			found, err := moments(ctx, tx, "section = ? AND number >= ? ORDER BY number LIMIT 1", section, v.since)
			if err != nil {
				return err
			}
			if len(found) > 0 && found[0].Kind == history.MomentChange {
				_, skip, err := beforeOf(ctx, tx, found[0])
				if err != nil {
					return err
				}
				if c, differs := changeOf(found[0], history.ID(id), before, v.body, skip); differs {
					all = append(all, c)
				}
			}
			before = v.body
		}
		slices.Reverse(all)
		return nil
	})
	return all, err
}
