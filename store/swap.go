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

// keep writes one page.
func keep(ctx context.Context, tx *sql.Tx, section string, p tenant.Page, now time.Time) (repeated int, err error) {
	var n int64
	var noted string
	err = tx.QueryRowContext(ctx, `
		UPDATE section SET next = ?, pages = pages + 1, paged = ? WHERE id = ? RETURNING number, noted`,
		p.Next, put(now), section).Scan(&n, &noted)
	if err != nil {
		return 0, err
	}
	if len(p.Notes) > 0 {
		noted = list(union(unlist(noted), p.Notes))
		if _, err := tx.ExecContext(ctx, "UPDATE section SET noted = ? WHERE number = ?", noted, n); err != nil {
			return 0, err
		}
	}
	return keepRows(ctx, tx, n, p.Rows)
}

func keepRows(ctx context.Context, tx *sql.Tx, section int64, page []tenant.Row) (repeated int, err error) {
	var key int64
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(key), 0) + 1 FROM body").Scan(&key); err != nil {
		return 0, err
	}
	// Each row costs two statements that return nothing: asking for an answer
	// makes database/sql start a goroutine every time.
	note, err := tx.PrepareContext(ctx, `
		INSERT INTO incoming (section, id, hash, body)
		VALUES (?1, ?2, ?3, iif(EXISTS (SELECT 1 FROM kept WHERE section = ?1 AND id = ?2 AND hash = ?3), NULL, ?4))
		ON CONFLICT (section, id) DO NOTHING`)
	if err != nil {
		return 0, err
	}
	defer func() { _ = note.Close() }()
	write, err := tx.PrepareContext(ctx, `
		INSERT INTO body (key, text)
		SELECT ?3, ?4 WHERE EXISTS (SELECT 1 FROM incoming WHERE section = ?1 AND id = ?2 AND body = ?3)`)
	if err != nil {
		return 0, err
	}
	defer func() { _ = write.Close() }()
	each := quick(ctx)
	for _, row := range page {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		text := []byte(row.Body)
		if text == nil {
			text = []byte{} // nil would be no value at all
		}
		noted, err := changedRows(note.ExecContext(each, section, row.ID, fingerprint(text), key))
		if err != nil {
			return 0, err
		}
		if noted == 0 {
			repeated++
			continue
		}
		written, err := changedRows(write.ExecContext(each, section, row.ID, key, text))
		if err != nil {
			return 0, err
		}
		key += written // none where the kept row is the same
	}
	return repeated, nil
}

func changedRows(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// swap replaces the kept rows with the incoming ones.
func swap(ctx context.Context, tx *sql.Tx, section int64) (tenant.State, error) {
	var completed when
	var kept, incoming, changed int
	err := tx.QueryRowContext(ctx, `
		SELECT completed, (SELECT count(*) FROM kept WHERE section = ?1),
			(SELECT count(*) FROM incoming WHERE section = ?1), (SELECT count(body) FROM incoming WHERE section = ?1)
		FROM section WHERE number = ?1`, section).Scan(&completed, &kept, &incoming, &changed)
	if err != nil {
		return "", err
	}
	// An incoming row without a body has a kept one with the same hash.
	if changed == 0 && kept == incoming && !completed.IsZero() {
		return tenant.Unchanged, nil
	}
	_, err = tx.ExecContext(ctx, `
		DELETE FROM body WHERE key IN (SELECT body FROM kept k WHERE section = ?1 AND NOT EXISTS (
			SELECT 1 FROM incoming i WHERE i.section = ?1 AND i.id = k.id AND i.body IS NULL));
		DELETE FROM kept AS k WHERE section = ?1 AND NOT EXISTS (
			SELECT 1 FROM incoming i WHERE i.section = ?1 AND i.id = k.id AND i.body IS NULL);
		INSERT INTO kept (section, id, hash, body)
			SELECT section, id, hash, body FROM incoming WHERE section = ?1 AND body IS NOT NULL ORDER BY id;
		DELETE FROM incoming WHERE section = ?1`, section)
	return tenant.Updated, err
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
func fingerprint(body []byte) []byte {
	sum := sha256.Sum256(body)
	return sum[:16]
}
