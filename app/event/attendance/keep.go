package attendance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"time"
)

// Retention is what is saved about people.
type Retention string

// What can be saved. Phone numbers never are.
const (
	KeepNumbers Retention = "numbers" // no names or addresses
	KeepNames   Retention = "names"   // names without addresses
	KeepAll     Retention = "all"
)

// Redact removes from the report what k does not allow.
func (r *Report) Redact(k Retention) {
	r.forget()
	for i := range r.People {
		p := &r.People[i]
		if k != KeepAll {
			p.Address = ""
		}
		if k != KeepAll && k != KeepNames {
			p.Name = ""
		}
	}
}

// Digest returns an identifier of the report. It depends on times alone, so it stays the
// same for a file that was saved again or whose names were removed.
func (r *Report) Digest() string {
	var all []string
	for _, p := range r.People {
		for _, s := range p.Spells {
			all = append(all, strconv.FormatInt(s.From.Unix(), 36)+"-"+strconv.FormatInt(s.To.Unix(), 36))
		}
	}
	slices.Sort(all)
	h := sha256.New()
	line(h, string(r.Kind), r.Start.Unix(), r.End.Unix(), len(r.People))
	for _, s := range all {
		line(h, s)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func line(h hash.Hash, parts ...any) { _, _ = fmt.Fprintln(h, parts...) } // writing to a hash never fails

// State is the result of importing a file.
type State string

// The states. Stable: the terminal prints them.
const (
	New      State = "new"
	Known    State = "known"
	Rejected State = "rejected"
)

// Row is a saved report in figures.
type Row struct {
	ID         int64
	Kind       Kind
	Title      string
	Start, End time.Time
	Zoned      bool
	Attendees  int
	Peak       int
	MedianStay time.Duration
	Kept       Retention
	Source     string // path of the file
	Taken      time.Time
}

// Keeper stores reports.
type Keeper interface {
	// KeepAttendance saves a report after Strip, and returns whether it was new.
	KeepAttendance(ctx context.Context, r *Report, k Retention, source string, at time.Time) (State, error)
	// Attendances returns all saved reports, the latest event first.
	Attendances(ctx context.Context) ([]Row, error)
	// Attendance returns one report with its people; app.NotFound if there is none.
	Attendance(ctx context.Context, id int64) (*Report, error)
}
