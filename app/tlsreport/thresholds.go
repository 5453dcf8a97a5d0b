package tlsreport

import "fmt"

// ThresholdsSetting names the setting that keeps other thresholds than the usual.
const ThresholdsSetting = "tls-thresholds"

// The most that can be asked for: a quarter of a year, and more organisations
// than ever report.
const (
	mostDays          = 90
	mostOrganisations = 50
)

// Valid tells whether every number can be met at all.
func (t Thresholds) Valid() bool {
	within := func(n, most int) bool { return n >= 1 && n <= most }
	return within(t.Days, mostDays) && within(t.Quiet, mostDays) && within(t.Organisations, mostOrganisations)
}

// Kept gives t as a setting keeps it.
func (t Thresholds) Kept() string { return fmt.Sprint(t.Days, t.Organisations, t.Quiet) }

// Ask gives thresholds for these numbers. What is looked back over is twice the
// days asked for, and four weeks at least: days without a report are no fault.
func Ask(days, organisations, quiet int) Thresholds {
	return Thresholds{Days: days, Organisations: organisations, Quiet: quiet, Window: max(28, 2*days, 2*quiet)}
}

// ThresholdsOf reads what Kept wrote; anything else is the usual.
func ThresholdsOf(kept string) Thresholds {
	var days, organisations, quiet int
	if n, err := fmt.Sscan(kept, &days, &organisations, &quiet); err != nil || n != 3 {
		return Usual()
	}
	if t := Ask(days, organisations, quiet); t.Valid() {
		return t
	}
	return Usual()
}
