package tlsreport

import "time"

// Coverage is how far reports reach.
type Coverage struct {
	Days, Of      int // days with a report, of the last so many
	Organisations int
}

// CoverageOf counts the days with a report among those from first to last.
func CoverageOf(days, organisations []Sum, first, last time.Time) Coverage {
	c := Coverage{Of: int(Day(last).Sub(Day(first))/(24*time.Hour)) + 1}
	for _, d := range days {
		if !d.First.Before(Day(first)) && !d.First.After(Day(last)) {
			c.Days++
		}
	}
	seen := map[string]bool{}
	for _, o := range organisations {
		if name := FoldName(o.Key); name != "" && !seen[name] {
			seen[name] = true
			c.Organisations++
		}
	}
	return c
}

// Share returns the failed sessions in a hundred of all; false where there was none.
func Share(days []Sum, from time.Time) (float64, bool) {
	var all, failed int64
	for _, d := range days {
		if !d.First.Before(Day(from)) {
			all, failed = all+d.Succeeded+d.Failed, failed+d.Failed
		}
	}
	if all == 0 {
		return 0, false
	}
	return 100 * float64(failed) / float64(all), true
}
