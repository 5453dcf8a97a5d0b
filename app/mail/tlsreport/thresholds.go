package tlsreport

import "fmt"

// ThresholdsSetting is the setting that holds thresholds other than the default.
const ThresholdsSetting = "tls-thresholds"

// The limits: a quarter of a year, and more organisations
// than ever report.
const (
	mostDays          = 90
	mostOrganisations = 50
)

// counted returns n with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n) + " " + many
}

// Valid reports whether every number can be met at all.
func (t Thresholds) Valid() bool {
	within := func(n, most int) bool { return n >= 1 && n <= most }
	return within(t.Days, mostDays) && within(t.Quiet, mostDays) && within(t.Organisations, mostOrganisations)
}

// Encode returns t in the form of the setting.
func (t Thresholds) Encode() string { return fmt.Sprint(t.Days, t.Organisations, t.Quiet) }

// NewThresholds returns thresholds for these numbers. The window is twice the
// days asked for, and four weeks at least, because some days have no report.
func NewThresholds(days, organisations, quiet int) Thresholds {
	return Thresholds{Days: days, Organisations: organisations, Quiet: quiet, Window: max(28, 2*days, 2*quiet)}
}

// ThresholdsOf parses the result of Kept; anything else means the default.
func ThresholdsOf(kept string) Thresholds {
	var days, organisations, quiet int
	if n, err := fmt.Sscan(kept, &days, &organisations, &quiet); err != nil || n != 3 {
		return DefaultThresholds()
	}
	if t := NewThresholds(days, organisations, quiet); t.Valid() {
		return t
	}
	return DefaultThresholds()
}
