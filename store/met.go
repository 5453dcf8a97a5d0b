package store

import (
	"context"
	"database/sql"
	"slices"

	"handrail/app/tenant"
)

// met is what a refresh under way knows of the rows of its section: those that are kept, and those that it has met. It
// spares each unchanged row every statement.
type met map[string]row

type row struct {
	hash print
	kept bool // there before this refresh
	seen bool // met in this refresh
}

// print is the hash of a row's text.
type print [16]byte

// meet loads what is kept of a section and what its unfinished refresh has met.
func meet(ctx context.Context, tx *sql.Tx, section int64) (met, error) {
	m := met{}
	r, err := tx.QueryContext(ctx, "SELECT id, hash FROM kept WHERE section = ?", section)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	for r.Next() {
		var id string
		var hash sql.RawBytes
		if err := r.Scan(&id, &hash); err != nil {
			return nil, err
		}
		one := row{kept: true}
		copy(one.hash[:], hash)
		m[id] = one
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	text := func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) }
	incoming, err := rows(ctx, tx, text, "SELECT id FROM incoming WHERE section = ?", section)
	if err != nil {
		return nil, err
	}
	pages, err := rows(ctx, tx, text, "SELECT ids FROM seen WHERE section = ?", section)
	if err != nil {
		return nil, err
	}
	for _, ids := range pages {
		incoming = append(incoming, unlist(ids)...)
	}
	m.mark(incoming)
	return m, nil
}

// mark notes that the refresh has met these rows.
func (m met) mark(ids []string) {
	for _, id := range ids {
		one := m[id]
		one.seen = true
		m[id] = one
	}
}

// sort divides a page into rows that are new or differ and ids of rows that are as they are kept. repeated counts the
// rows that this refresh, or this page, had already.
func (m met) sort(page []tenant.Row) (differ []hashed, same []string, repeated int) {
	here := make(map[string]bool, len(page))
	for _, r := range page {
		one := m[r.ID]
		if one.seen || here[r.ID] {
			repeated++
			continue
		}
		here[r.ID] = true
		if hash := fingerprint(r.Body); one.kept && one.hash == hash {
			same = append(same, r.ID)
		} else {
			differ = append(differ, hashed{r, hash})
		}
	}
	return differ, same, repeated
}

// hashed is a row with the hash of its text.
type hashed struct {
	tenant.Row
	hash print
}

// gone returns the ids of kept rows that the refresh has not met, in order.
func (m met) gone() []string {
	var ids []string
	for id, one := range m {
		if one.kept && !one.seen {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
