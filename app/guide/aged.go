package guide

import (
	"strconv"
	"strings"

	"handrail/app/report"
)

// agedNouns are one and several of each kind of what is removed by its age.
var agedNouns = map[report.Retained][2]string{report.RetainedChecks: {"report of a check", "reports of checks"},
	report.RetainedRecords: {"record", "records"}, report.RetainedTLS: {"TLS report", "TLS reports"}}

// Aged returns how many of a kind there are, with their years: “12 TLS reports, 4 from 2023 and 8 from 2024”.
func Aged(kind report.Retained, years []report.YearCount) string {
	words := agedNouns[kind]
	text := Count(report.CountOf(years), words[0], words[1])
	if len(years) == 1 {
		return text + " from " + strconv.Itoa(years[0].Year)
	}
	var parts []string
	for _, y := range years {
		parts = append(parts, Figures(y.Count)+" from "+strconv.Itoa(y.Year))
	}
	if len(parts) == 0 {
		return text
	}
	last := len(parts) - 1
	return text + ", " + strings.Join(parts[:last], ", ") + " and " + parts[last]
}

// RetainedTitle returns what a kind is called where its time is chosen.
func RetainedTitle(kind report.Retained) string {
	switch kind {
	case report.RetainedChecks:
		return "Reports of checks"
	case report.RetainedRecords:
		return "Records of changes"
	}
	return "TLS reports"
}

// RetentionLabel returns a time for which something stays, in words.
func RetentionLabel(months int) string {
	switch {
	case months == 0:
		return "Always"
	case months%12 == 0:
		return Count(months/12, "year", "years")
	}
	return Count(months, "month", "months")
}
