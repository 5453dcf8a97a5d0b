package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// mendable is where a value that cannot be read would keep a whole list from being read, and how its row is found. The
// journal is never shortened, so it is not here.
var mendable = []struct {
	table, key string
	times      string // columns with a time
	days       string // columns with a day
	counts     string // columns with a number of sessions
}{
	{"visit", "id", "started, changed, ended", "", ""},
	{"outcome", "visit, step", "at, until", "", ""},
	{"memo", "kind, subject, key", "first, last", "", ""},
	{"report", "id", "at", "", ""},
	{"confirmation", "id", "at", "", ""},
	{"tls_report", "id", "starts, ends, taken", "day", "succeeded, failed"},
	{"tls_policy", "id", "", "", "succeeded, failed"},
	{"tls_failure", "id", "", "day", "count"},
	{"tls_refused", "path, part", "at", "", ""},
	{"attendance", "id", "starts, ends, taken", "", ""},
	{"event_run", "id", "starts", "", ""},
}

// mostSessions is more than any report counts; sums of such numbers stay within 64 bits.
const mostSessions = 1 << 50

// mend leaves out what cannot be read in a file of which damage was met: the rest of it works again. A copy of the
// file as it was stays beside it.
func (o *fileOpener) mend(ctx context.Context, f *file) error {
	stamp := o.now().UTC().Format("20060102T150405Z")
	aside := o.path + ".damaged-" + stamp
	if _, err := os.Lstat(aside); err == nil {
		return nil // of this second
	}
	if err := newPrivate(aside); err != nil {
		return err
	}
	if _, err := f.write.ExecContext(ctx, "VACUUM INTO ?", aside); err != nil {
		return errors.Join(err, os.Remove(aside))
	}
	left := 0
	err := f.change(ctx, func(tx *sql.Tx) error {
		for _, e := range mendable {
			for _, c := range []struct {
				columns string
				good    func(any) bool
			}{{e.times, isTime}, {e.days, isDay}, {e.counts, isCount}} {
				if c.columns == "" {
					continue
				}
				n, err := leaveOut(ctx, tx, e.table, e.key, c.columns, c.good)
				if left += n; err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil || left == 0 {
		return errors.Join(err, os.Remove(aside))
	}
	words := "Entries in Handrail’s data file could not be read, so Handrail left them out."
	if left == 1 {
		words = "An entry in Handrail’s data file could not be read, so Handrail left it out."
	}
	o.notices = append(o.notices, Notice{"damaged", words, "Everything else is there. The file as it was is kept as " +
		filepath.Base(aside) + " in " + o.folder + "."})
	return nil
}

// leaveOut removes the rows of which a value in columns is not good, and returns how many.
func leaveOut(ctx context.Context, tx *sql.Tx, table, key, columns string, good func(any) bool) (int, error) {
	keys, all := strings.Split(key, ", "), strings.Split(key+", "+columns, ", ")
	bad, err := rows(ctx, tx, func(r *sql.Rows) ([]any, error) {
		values := make([]any, len(all))
		into := make([]any, len(all))
		for i := range values {
			into[i] = &values[i]
		}
		if err := r.Scan(into...); err != nil {
			return nil, err
		}
		for _, v := range values[len(keys):] {
			if !good(v) {
				return values[:len(keys)], nil
			}
		}
		return nil, nil
	}, "SELECT "+strings.Join(all, ", ")+" FROM "+table)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, row := range bad {
		if row == nil {
			continue
		}
		n++
		where := strings.Join(keys, " = ? AND ") + " = ?"
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE "+where, row...); err != nil {
			return n, err
		}
	}
	return n, nil
}

func isTime(v any) bool { return new(when).Scan(v) == nil }

func isDay(v any) bool {
	text, ok := v.(string)
	_, err := time.Parse(time.DateOnly, text)
	return ok && err == nil
}

func isCount(v any) bool {
	n, ok := v.(int64)
	return ok && n >= 0 && n < mostSessions
}
