package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
)

// each calls f for every row of a section, in the order of the file where that is quick, and returns the error of f
// apart from that of the database. Which bodies are its own is read first: sorting them here takes a fraction of what it
// takes SQLite, and bodies that follow each other are then read without looking each up.
func each(ctx context.Context, tx *sql.Tx, section string, f func(id string, body []byte) error) (stopped, err error) {
	own, err := bodiesOf(ctx, tx, section)
	if err != nil || len(own) == 0 {
		return nil, err
	}
	spans := spansOf(own)
	if len(spans) > mostSpans(len(own)) {
		return eachScattered(ctx, tx, section, f)
	}
	read, err := tx.PrepareContext(ctx, "SELECT key, text FROM body WHERE key BETWEEN ? AND ?")
	if err != nil {
		return nil, err
	}
	defer func() { _ = read.Close() }()
	for _, span := range spans {
		if stopped, err := eachIn(ctx, read, span, f); stopped != nil || err != nil {
			return stopped, err
		}
	}
	return nil, nil
}

// ownBody names the body of a kept row.
type ownBody struct {
	key int64
	id  string
}

// bodiesOf returns where the rows of a section are, in the order of the file.
func bodiesOf(ctx context.Context, tx *sql.Tx, section string) ([]ownBody, error) {
	own, err := rows(ctx, tx, func(r *sql.Rows) (o ownBody, err error) {
		err = r.Scan(&o.key, &o.id)
		return o, err
	}, "SELECT body, id FROM kept WHERE section = (SELECT number FROM section WHERE id = ?)", section)
	slices.SortFunc(own, func(a, b ownBody) int { return cmp.Compare(a.key, b.key) })
	return own, err
}

// widestGap is how many bodies of others are read over rather than looking up the next own one.
const widestGap = 4

// spansOf splits bodies in the order of the file where many of others are between two.
func spansOf(own []ownBody) (spans [][]ownBody) {
	first := 0
	for i := 1; i <= len(own); i++ {
		if i == len(own) || own[i].key-own[i-1].key > widestGap {
			spans, first = append(spans, own[first:i:i]), i
		}
	}
	return spans
}

// mostSpans returns into how many spans some rows may be split; each is a query.
func mostSpans(rows int) int { return 4 + rows/16 }

// eachIn calls f for the rows of one span.
func eachIn(ctx context.Context, read *sql.Stmt, span []ownBody, f func(id string, body []byte) error) (stopped,
	err error) {
	r, err := read.QueryContext(ctx, span[0].key, span[len(span)-1].key)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var key int64
	var body sql.RawBytes
	for i := 0; r.Next(); {
		if err := r.Scan(&key, &body); err != nil {
			return nil, err
		}
		for i < len(span) && span[i].key < key { // its body is gone
			i++
		}
		if i == len(span) || span[i].key != key {
			continue
		}
		if err := f(span[i].id, body); err != nil {
			return err, nil
		}
	}
	return nil, r.Err()
}

// eachScattered calls f for every row of a section whose bodies are far from each other.
func eachScattered(ctx context.Context, tx *sql.Tx, section string, f func(id string, body []byte) error) (stopped,
	err error) {
	c, err := openSection(ctx, tx, section, asKept)
	if err != nil {
		return nil, err
	}
	defer c.close()
	for c.next() {
		if err := f(c.id, c.body); err != nil {
			return err, nil
		}
	}
	return nil, c.err
}
