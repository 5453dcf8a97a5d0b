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

// Keep says what of people is kept.
type Keep string

// What can be kept. Telephone numbers never are.
const (
	KeepNumbers Keep = "numbers" // nobody's name or address
	KeepNames   Keep = "names"   // names without addresses
	KeepAll     Keep = "all"
)

// Strip takes out of the report what is not to be kept.
func (r *Report) Strip(k Keep) {
	for i := range r.People {
		p := &r.People[i]
		if telephone(p.Name) {
			p.Name = "By telephone"
		}
		if telephone(p.Address) || k != KeepAll {
			p.Address = ""
		}
		if k != KeepAll && k != KeepNames {
			p.Name = ""
		}
	}
}

// Digest tells one event's report from another. It rests on times alone, so that
// it is the same for a file that was saved anew or whose names were dropped.
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

func line(h hash.Hash, parts ...any) { _, _ = fmt.Fprintln(h, parts...) } // a hash takes everything

// State is what became of a file.
type State string

// The states.
const (
	New      State = "new"
	Known    State = "known"
	Rejected State = "rejected"
)

// Row is a kept report in figures.
type Row struct {
	ID         int64
	Kind       Kind
	Title      string
	Start, End time.Time
	Zoned      bool
	Attendees  int
	Peak       int
	MedianStay time.Duration
	Kept       Keep
	Source     string // path of the file
	Taken      time.Time
}

// Keeper keeps reports.
type Keeper interface {
	// KeepAttendance keeps a report that was stripped, and tells whether it was new.
	KeepAttendance(ctx context.Context, r *Report, k Keep, source string, at time.Time) (State, error)
	// Attendances lists what is kept, the latest event first.
	Attendances(ctx context.Context) ([]Row, error)
	// Attendance gives one with its people; app.NotFound where there is none.
	Attendance(ctx context.Context, id int64) (*Report, error)
}
