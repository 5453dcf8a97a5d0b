package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"handrail/app/tenant"
)

// keep writes one page. It returns the ids that the refresh now has met, to be marked once this is committed.
func keep(ctx context.Context, tx *sql.Tx, section string, p tenant.Page, now time.Time, u *underWay) (met []string,
	repeated int, err error) {
	var n, page int64
	var noted string
	err = tx.QueryRowContext(ctx, `
		UPDATE section SET next = ?, pages = pages + 1, paged = ? WHERE id = ? RETURNING number, pages, noted`,
		p.Next, put(now), section).Scan(&n, &page, &noted)
	if err != nil {
		return nil, 0, err
	}
	if len(p.Notes) > 0 {
		noted = list(union(unlist(noted), p.Notes))
		if _, err := tx.ExecContext(ctx, "UPDATE section SET noted = ? WHERE number = ?", noted, n); err != nil {
			return nil, 0, err
		}
	}
	m, err := u.load(ctx, tx, n)
	if err != nil {
		return nil, 0, err
	}
	differ, same, repeated := m.sort(p.Rows)
	if len(same) > 0 {
		if _, err := tx.ExecContext(ctx, "INSERT INTO seen (section, page, ids) VALUES (?, ?, ?)", n, page,
			list(same)); err != nil {
			return nil, 0, err
		}
	}
	if err := keepRows(ctx, tx, n, differ); err != nil {
		return nil, 0, err
	}
	for _, r := range differ {
		same = append(same, r.ID)
	}
	return same, repeated, nil
}

// keepRows writes rows that are new or differ as incoming.
func keepRows(ctx context.Context, tx *sql.Tx, section int64, page []hashed) error {
	var key int64
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(key), 0) FROM body").Scan(&key); err != nil {
		return err
	}
	note, err := tx.PrepareContext(ctx, "INSERT INTO incoming (section, id, hash, body) VALUES (?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer func() { _ = note.Close() }()
	write, err := tx.PrepareContext(ctx, "INSERT INTO body (key, text) VALUES (?, ?)")
	if err != nil {
		return err
	}
	defer func() { _ = write.Close() }()
	each := quick(ctx)
	for _, row := range page {
		if err := ctx.Err(); err != nil {
			return err
		}
		text := []byte(row.Body)
		if text == nil {
			text = []byte{} // nil would be no value at all
		}
		key++
		if _, err := note.ExecContext(each, section, row.ID, row.hash[:], key); err != nil {
			return err
		}
		if _, err := write.ExecContext(each, key, text); err != nil {
			return err
		}
	}
	return nil
}

func changedRows(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// swap replaces the kept rows with the incoming ones, and removes those that are gone.
func swap(ctx context.Context, tx *sql.Tx, section int64, gone []string) (tenant.State, error) {
	var completed when
	var incoming int
	err := tx.QueryRowContext(ctx, `
		SELECT completed, (SELECT count(*) FROM incoming WHERE section = ?1) FROM section WHERE number = ?1`,
		section).Scan(&completed, &incoming)
	if err != nil {
		return "", err
	}
	if incoming == 0 && len(gone) == 0 && !completed.IsZero() {
		return tenant.Unchanged, nil
	}
	for _, query := range []string{
		"DELETE FROM body WHERE key = (SELECT body FROM kept WHERE section = ? AND id = ?)",
		"DELETE FROM kept WHERE section = ? AND id = ?",
	} {
		if err := execEach(ctx, tx, query, section, gone); err != nil {
			return "", err
		}
	}
	_, err = tx.ExecContext(ctx, `
		DELETE FROM body WHERE key IN (SELECT k.body FROM incoming i CROSS JOIN kept k
			ON k.section = i.section AND k.id = i.id WHERE i.section = ?1);
		INSERT OR REPLACE INTO kept (section, id, hash, body)
			SELECT section, id, hash, body FROM incoming WHERE section = ?1 ORDER BY id;
		DELETE FROM incoming WHERE section = ?1`, section)
	return tenant.Updated, err
}

// execEach runs a statement for each id of a section.
func execEach(ctx context.Context, tx *sql.Tx, query string, section int64, ids []string) error {
	do, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = do.Close() }()
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := do.ExecContext(quick(ctx), section, id); err != nil {
			return err
		}
	}
	return nil
}

// measure counts the kept rows and makes the hash of all of them. It goes by id,
// so that the order they came in does not matter.
func measure(ctx context.Context, tx *sql.Tx, section int64) error {
	r, err := tx.QueryContext(ctx, "SELECT id, hash FROM kept WHERE section = ? ORDER BY id", section)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	sum, n := sha256.New(), 0
	for ; r.Next(); n++ {
		var id, print sql.RawBytes
		if err := r.Scan(&id, &print); err != nil {
			return err
		}
		_, _ = fmt.Fprintf(sum, "%d:%s%x", len(id), id, print)
	}
	if err := r.Err(); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE section SET rows = ?, hash = ? WHERE number = ?", n,
		hex.EncodeToString(sum.Sum(nil)), section)
	return err
}

// fingerprint returns a hash that is equal for equal texts of a row.
func fingerprint(body []byte) (p print) {
	sum := sha256.Sum256(body)
	copy(p[:], sum[:])
	return p
}
