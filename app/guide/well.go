package guide

import (
	"slices"

	"handrail/app/report"
)

// Well parts the completed visits into those that are well and the others. A visit is well where the last report of it
// found nothing to do, and nothing that was found since needs the person. worst is the worst severity in each report, by
// id: a visit whose report is not there is not known to be well.
func (t *Overview) Well(worst map[string]report.Severity) (well, others []Item) {
	for _, it := range t.Ended {
		s, known := worst[it.Report]
		again := slices.ContainsFunc(t.Attention, func(a Item) bool { return a.Visit == it.Visit })
		if it.Report != "" && known && (s == report.OK || s == report.Note) && !again {
			it.Severity = s
			well = append(well, it)
			continue
		}
		it.Severity = report.Unknown
		if known {
			it.Severity = s
		}
		others = append(others, it)
	}
	return well, others
}
