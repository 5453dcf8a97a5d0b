package tlsreport

import (
	"context"
	"time"
)

// State is what became of a report that was taken in.
type State string

// The states.
const (
	New     State = "new"      // it was not there before
	Known   State = "known"    // it was there already, and counts once
	Refused State = "rejected" // it cannot be read
)

// Batch is stored in one transaction: all of it or nothing.
type Batch struct {
	At      time.Time
	Reports []Imported
	Refused []Rejected
	// Source and Next, if set, are how far a source has been read with this batch.
	Source, Next string
}

// Imported is a report and where it was found.
type Imported struct {
	Path   string // of the file, or the name of the mail
	Part   string // inside of it; empty for the file itself
	Report *Report
	Packed []byte // Report.Raw, packed with deflate
}

// Rejected is a file, or a part of one, that cannot be read.
type Rejected struct {
	Path, Part string
	Code       string
	Reason     string // one sentence
	At         time.Time
}

// Writer stores reports.
type Writer interface {
	// KeepTLS stores a batch in one transaction and returns for each report whether
	// it was new. A report about several domains is known only if it is for all.
	KeepTLS(ctx context.Context, b Batch) ([]State, error)
	// TLSCursor returns the last stored Next of a source, or "".
	TLSCursor(ctx context.Context, source string) (string, error)
}

// Filter selects reports. Empty fields select all.
type Filter struct {
	Domain       string
	Organisation string
	From, To     time.Time // days, both included
	OnlyFailed   bool      // reports with failed sessions
	Forged       bool      // also those whose signature failed; else they do not count
	Results      []string  // failures of these types only
}

// GroupBy is the key by which sums are grouped.
type GroupBy string

// The keys. There is one Sum for each value of the key.
const (
	ByDay          GroupBy = "day" // YYYY-MM-DD
	ByOrganisation GroupBy = "organisation"
	ByDomain       GroupBy = "domain"
	ByType         GroupBy = "type"       // of the policy
	ByResult       GroupBy = "result"     // failures only
	ByHost         GroupBy = "host"       // failures only
	ByAddress      GroupBy = "sending_ip" // of the sender; failures only
)

// Sum is what came together for one value.
type Sum struct {
	Key           string
	Succeeded     int64 // sessions; 0 for sums of failures
	Failed        int64 // sessions
	Reports       int   // reports; entries of failures; policies of one type, of which a report may have several
	Organisations int
	First, Last   time.Time // days
}

// Row is one saved report without its details.
type Row struct {
	ID                int64
	Domain            string
	Day               time.Time
	Organisation      string
	Report            string // the writer's number of it
	Start, End        time.Time
	Succeeded, Failed int64
	Signed            Signed
	Anomalies         []string
	Source            string
	Taken             time.Time
}

// FailureRow is failures that are alike, added up.
type FailureRow struct {
	Result, Type, Host, Reason string
	Organisation               string
	Count                      int64
	First, Last                time.Time // days
}

// Store reads the stored reports.
type Store interface {
	// TLSSums returns sums of what f selects, by day in order of days, else the largest
	// number of failed sessions first.
	TLSSums(ctx context.Context, by GroupBy, f Filter) ([]Sum, error)
	// TLSFailures returns the failures that f selects, the latest first.
	TLSFailures(ctx context.Context, f Filter) ([]FailureRow, error)
	// TLSPolicies returns what the reports that f selects say about single policies,
	// by day.
	TLSPolicies(ctx context.Context, f Filter) ([]PolicyRow, error)
	// TLSDoubts returns what the reports that f selects leave open, and what later ones do.
	TLSDoubts(ctx context.Context, f Filter) (Doubts, error)
	// TLSReports returns reports, the latest first, at most limit of them beyond the
	// one with the number after (0 begins).
	TLSReports(ctx context.Context, f Filter, after int64, limit int) ([]Row, error)
	// TLSRaw returns a report as it was received.
	TLSRaw(ctx context.Context, id int64) ([]byte, error)
	// TLSRefused returns what could not be read, the latest first.
	TLSRefused(ctx context.Context, limit int) ([]Rejected, error)
}
