package report

import (
	"strconv"
	"time"
)

// Retained is a kind of what Handrail saves and may remove by its age. Stored in settings, and for programs: never
// renamed.
type Retained string

// The kinds.
const (
	RetainedChecks  Retained = "checks"  // what checks found
	RetainedRecords Retained = "records" // what is about a change, and what a person saved
	RetainedTLS     Retained = "tls"     // TLS reports of senders
)

// Retention is how long one kind stays.
type Retention struct {
	Kind   Retained
	Months int  // 0: for good
	Chosen bool // a person chose it; else it is the default
}

// RetentionMonths are the values that can be chosen, the shortest first; 0 is for good.
var RetentionMonths = []int{12, 24, 60, 120, 0}

// retained are the kinds with the months where no one chose.
var retained = []Retention{{Kind: RetainedChecks, Months: 24}, {Kind: RetainedRecords}, {Kind: RetainedTLS, Months: 24}}

// Setting returns the name of the setting of a kind.
func (k Retained) Setting() string { return "retain-" + string(k) + "-months" }

// RetentionsOf returns what the settings say of each kind; what makes no sense is the default.
func RetentionsOf(settings map[string]string) []Retention {
	all := make([]Retention, len(retained))
	for i, r := range retained {
		n, err := strconv.Atoi(settings[r.Kind.Setting()])
		for _, m := range RetentionMonths {
			if err == nil && n == m {
				r.Months, r.Chosen = n, true
			}
		}
		all[i] = r
	}
	return all
}

// RetentionOf returns what the settings say of one kind.
func RetentionOf(settings map[string]string, kind Retained) Retention {
	for _, r := range RetentionsOf(settings) {
		if r.Kind == kind {
			return r
		}
	}
	return Retention{Kind: kind}
}

// Limit returns the time before which nothing stays; zero: there is none.
func (r Retention) Limit(now time.Time) time.Time {
	if r.Months == 0 {
		return time.Time{}
	}
	return now.AddDate(0, -r.Months, 0)
}

// YearCount is how many of one year there are.
type YearCount struct {
	Year  int `json:"year"`
	Count int `json:"count"`
}

// CountOf returns how many there are in all years.
func CountOf(years []YearCount) (n int) {
	for _, y := range years {
		n += y.Count
	}
	return n
}
