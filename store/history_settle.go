package store

import (
	"context"
	"database/sql"
	"time"

	"handrail/app/tenant"
)

// settle makes a moment count, if there is one, and notes when the section was read whole.
func (h *History) settle(ctx context.Context, section string, moment int64, at time.Time) error {
	return h.change(ctx, func(tx *sql.Tx) error {
		if n, err := changedRows(tx.ExecContext(ctx, "UPDATE moment SET settled = 1 WHERE number = ?", moment)); err != nil ||
			n == 0 && moment != 0 {
			return err // another process has dropped it; the next reading compares every row
		}
		return wholly(ctx, tx, section, at)
	})
}

// wholly notes when a section was read whole.
func wholly(ctx context.Context, tx *sql.Tx, section string, at time.Time) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO look (section, at) VALUES (?1, ?2) ON CONFLICT (section) DO UPDATE SET at = ?2`, section, put(at))
	return err
}

// knows reports whether the last moment of a section, read in the same way, has this hash.
func (h *History) knows(ctx context.Context, section, hash string, notes []string) (same bool, err error) {
	sec, _ := tenant.SectionByID(section)
	err = h.look(ctx, func(tx *sql.Tx) error {
		last, err := lastMoment(ctx, tx, section)
		same = last.number != 0 && last.hash == hash && last.shape == sec.Shape() &&
			last.notes == list(notes)
		return err
	})
	return same, err
}

// settleLeft decides about the moments that a kill left between the two files: one counts if the cache holds what it
// was written for, and is dropped otherwise.
func (h *History) settleLeft(ctx context.Context, cache []tenant.Status) error {
	hash := map[string]string{}
	for _, st := range cache {
		hash[st.Section] = st.Hash
	}
	return h.change(ctx, func(tx *sql.Tx) error {
		type left struct {
			number       int64
			section, new string
			at           when
		}
		open, err := rows(ctx, tx, func(r *sql.Rows) (l left, err error) {
			return l, r.Scan(&l.number, &l.section, &l.new, &l.at)
		}, "SELECT number, section, new, at FROM moment WHERE settled = 0 ORDER BY number")
		if err != nil {
			return err
		}
		for _, l := range open {
			if hash[l.section] != l.new {
				err = drop(ctx, tx, "number = ?", l.number)
			} else if _, err = tx.ExecContext(ctx, "UPDATE moment SET settled = 1 WHERE number = ?", l.number); err == nil {
				err = wholly(ctx, tx, l.section, l.at.Time)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// dropMoment removes the moment ?1 of the section ?2 with what happened at it.
var dropMoment = []string{
	"DELETE FROM version WHERE section = ?2 AND since = ?1",
	"UPDATE version SET until = NULL WHERE section = ?2 AND until = ?1",
	"DELETE FROM moment WHERE number = ?1",
}

// drop takes back the moments that do not count and that the condition names.
func drop(ctx context.Context, tx *sql.Tx, which string, arg any) error {
	type left struct {
		number  int64
		section string
	}
	all, err := rows(ctx, tx, func(r *sql.Rows) (l left, err error) { return l, r.Scan(&l.number, &l.section) },
		"SELECT number, section FROM moment WHERE settled = 0 AND "+which+" ORDER BY number DESC", arg)
	if err != nil {
		return err
	}
	for _, l := range all {
		for _, q := range dropMoment {
			if _, err := tx.ExecContext(ctx, q, l.number, l.section); err != nil {
				return err
			}
		}
	}
	return nil
}
