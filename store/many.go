package store

import (
	"context"
	"database/sql"
	"strings"
)

// manyAtOnce is how many rows one statement adds.
const manyAtOnce = 25

// manyRows adds rows to one table, many with one statement.
type manyRows struct {
	into    string // the table and its columns
	columns int
	stmt    *sql.Stmt // adds manyAtOnce rows; nil until there are as many
	args    []any     // of the rows that wait
}

// add adds a row, now or with the next ones.
func (m *manyRows) add(ctx context.Context, tx *sql.Tx, row ...any) error {
	m.args = append(m.args, row...)
	if len(m.args) < manyAtOnce*m.columns {
		return nil
	}
	if m.stmt == nil {
		stmt, err := tx.PrepareContext(ctx, m.query(manyAtOnce))
		if err != nil {
			return err
		}
		m.stmt = stmt
	}
	_, err := m.stmt.ExecContext(ctx, m.args...)
	m.args = m.args[:0]
	return err
}

// flush adds the rows that wait.
func (m *manyRows) flush(ctx context.Context, tx *sql.Tx) error {
	if len(m.args) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, m.query(len(m.args)/m.columns), m.args...)
	m.args = m.args[:0]
	return err
}

func (m *manyRows) query(rows int) string {
	row := "(?" + strings.Repeat(", ?", m.columns-1) + ")"
	return "INSERT INTO " + m.into + " VALUES " + row + strings.Repeat(", "+row, rows-1)
}
