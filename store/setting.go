package store

import (
	"context"
	"database/sql"
)

// Settings returns all settings by name.
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := s.look(ctx, func(tx *sql.Tx) error {
		_, err := rows(ctx, tx, func(r *sql.Rows) (struct{}, error) {
			var name, value string
			err := r.Scan(&name, &value)
			all[name] = value
			return struct{}{}, err
		}, "SELECT name, value FROM setting")
		return err
	})
	return all, err
}

// SetSetting stores one setting. An empty value is stored as such.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO setting (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
		return err
	})
}
