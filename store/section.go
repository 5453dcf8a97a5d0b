package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"handrail/app/tenant"
)

const statusColumns = "id, state, rows, started, completed, hash, message, hint, requests, notes, next, pages"

func statuses(ctx context.Context, tx *sql.Tx, which string, args ...any) ([]tenant.Status, error) {
	return rows(ctx, tx, func(r *sql.Rows) (tenant.Status, error) {
		var st tenant.Status
		var started, completed when
		var requests, notes string
		err := r.Scan(&st.Section, &st.State, &st.Rows, &started, &completed, &st.Hash, &st.Message, &st.Hint,
			&requests, &notes, &st.Next, &st.Pages)
		st.Started, st.Completed, st.Requests, st.Notes = started.Time, completed.Time, unlist(requests), unlist(notes)
		return st, err
	}, "SELECT "+statusColumns+" FROM section "+which, args...)
}

// list writes texts into one column.
func list(texts []string) string {
	if len(texts) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(texts) // texts always can be
	return string(b)
}

// unlist reads what list wrote.
func unlist(column string) (texts []string) {
	if json.Unmarshal([]byte(column), &texts) != nil || len(texts) == 0 {
		return nil
	}
	return texts
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}
