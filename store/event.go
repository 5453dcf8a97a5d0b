package store

import (
	"bytes"
	"compress/flate"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"handrail/app"
	"handrail/app/event/attendance"
	"handrail/app/event/runsheet"
)

var (
	_ attendance.Keeper = (*Store)(nil)
	_ runsheet.Runs     = (*Store)(nil)
)

// mostBody is the size beyond which no kept report is unpacked.
const mostBody = 256 << 20

// KeepAttendance stores a report; Known if one with the same times is there.
func (s *Store) KeepAttendance(ctx context.Context, r *attendance.Report, k attendance.Retention, source string,
	at time.Time) (attendance.State, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("store: attendance: %w", err)
	}
	var packed bytes.Buffer
	w, _ := flate.NewWriter(&packed, flate.DefaultCompression) // the level is one that exists
	_, _ = w.Write(raw)                                        // a buffer takes everything
	_ = w.Close()
	peak, _ := r.Peak()
	state := attendance.Known
	err = s.change(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `
			INSERT INTO attendance (digest, kind, title, starts, ends, zoned, attendees, peak, median, kept, source, taken, body)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`,
			r.Digest(), string(r.Kind), r.Title, put(r.Start), put(r.End), r.Zoned, len(r.People), peak,
			int64(r.MedianStay()/time.Second),
			string(k), source, put(at), packed.Bytes())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil {
			return err
		} else if n > 0 {
			state = attendance.New
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return state, nil
}

// Attendances lists what is kept, the latest event first.
func (s *Store) Attendances(ctx context.Context) ([]attendance.Row, error) {
	return looked(ctx, s, func(r *sql.Rows) (attendance.Row, error) {
		var row attendance.Row
		var start, end, taken when
		var median int64
		err := r.Scan(&row.ID, &row.Kind, &row.Title, &start, &end, &row.Zoned, &row.Attendees, &row.Peak, &median,
			&row.Kept, &row.Source, &taken)
		row.Start, row.End, row.Taken, row.MedianStay = start.Time, end.Time, taken.Time,
			time.Duration(median)*time.Second
		return row, err
	}, `SELECT id, kind, title, starts, ends, zoned, attendees, peak, median, kept, source, taken FROM attendance `+
		`ORDER BY starts DESC, id DESC`)
}

// Attendance returns one report with its people.
func (s *Store) Attendance(ctx context.Context, id int64) (*attendance.Report, error) {
	var packed []byte
	err := s.look(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT body FROM attendance WHERE id = ?", id).Scan(&packed)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, app.Errorf(app.NotFound, "Import the file again.",
			"This attendance report is no longer in Handrail’s data.")
	}
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), mostBody))
	if err != nil {
		return nil, err
	}
	var r attendance.Report
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, fmt.Errorf("store: attendance %d: %w", id, err)
	}
	return &r, nil
}

// SaveRun stores a run. It is on the disk when this returns.
func (s *Store) SaveRun(ctx context.Context, r runsheet.Run) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("store: run %s: %w", r.ID, err)
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO event_run (id, visit, starts, body) VALUES (?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET visit = excluded.visit, starts = excluded.starts, body = excluded.body`,
			r.ID, r.Visit, put(r.Start), string(body))
		return err
	})
}

// Runs lists the runs of a visit, earliest start first.
func (s *Store) Runs(ctx context.Context, visit string) ([]runsheet.Run, error) {
	return looked(ctx, s, scanRun, "SELECT body FROM event_run WHERE visit = ? ORDER BY starts, id", visit)
}

// Run returns one run.
func (s *Store) Run(ctx context.Context, id string) (runsheet.Run, error) {
	all, err := looked(ctx, s, scanRun, "SELECT body FROM event_run WHERE id = ?", id)
	if err == nil && len(all) == 0 {
		err = app.Errorf(app.NotFound, "Start it again.", "This run is no longer in Handrail’s data.")
	}
	if err != nil {
		return runsheet.Run{}, err
	}
	return all[0], nil
}

func scanRun(r *sql.Rows) (runsheet.Run, error) {
	var run runsheet.Run
	var body string
	if err := r.Scan(&body); err != nil {
		return run, err
	}
	return run, json.Unmarshal([]byte(body), &run)
}
