package history

import (
	"strconv"
	"time"
)

// Keep is how long moments are kept: every one for Recent, then one a week for a year, then one a month, and none that
// is older than Months months; Months 0 keeps for good.
type Keep struct {
	Recent time.Duration
	Months int
}

// KeepSetting is the name of the setting that says for how many months Handrail remembers.
const KeepSetting = "history-months"

// KeepMonths are the values of the setting, the shortest first; 0 is for good.
var KeepMonths = []int{3, 12, 24, 60, 0}

// defaultMonths is the value where none is set.
const defaultMonths = 24

// KeepOf returns what the settings say; what makes no sense is the default.
func KeepOf(settings map[string]string) Keep {
	k := Keep{Recent: 90 * 24 * time.Hour, Months: defaultMonths}
	n, err := strconv.Atoi(settings[KeepSetting])
	for _, m := range KeepMonths {
		if err == nil && n == m {
			k.Months = n
		}
	}
	return k
}

// Limit returns the time before which nothing is kept, but what is needed to know how things were then; zero: there is
// none.
func (k Keep) Limit(now time.Time) time.Time {
	if k.Months == 0 {
		return time.Time{}
	}
	return now.AddDate(0, -k.Months, 0)
}

// Period names the time of which one moment is kept; ok is false where every one is.
func (k Keep) Period(now, at time.Time) (name [2]int, ok bool) {
	at = at.UTC()
	switch {
	case at.After(now.Add(-k.Recent)):
		return name, false
	case at.Before(now.AddDate(-1, 0, 0)):
		return [2]int{at.Year(), 100 + int(at.Month())}, true
	}
	year, week := at.ISOWeek()
	return [2]int{year, week}, true
}
