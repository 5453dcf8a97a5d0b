package drift

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/history"
)

// The kinds of what changes without consequence, in the plural.
const (
	kindOrder    = "reordered lists"
	kindFields   = "new Microsoft fields"
	kindJobs     = "job titles or places of work"
	kindFollows  = "repeated values"
	kindCounters = "counters"
	kindTimes    = "times of edits"
	kindVersions = "versions of systems"
	kindNames    = "repeated names"
	kindReport   = "rows of reports"
	kindDomains  = "details of domains"
)

// singular are the kinds of one change.
var singular = map[string]string{kindOrder: "reordered list", kindFields: "new Microsoft field",
	kindJobs: "job title or place of work", kindFollows: "repeated value", kindCounters: "counter",
	kindTimes: "time of an edit", kindVersions: "version of a system", kindNames: "repeated name",
	kindReport: "row of a report", kindDomains: "detail of a domain"}

// fresh reports whether a field is one that Microsoft began or ceased to send, and that says nothing yet.
func fresh(f history.Field) bool {
	return (f.Before == nil || f.After == nil) && empty(f.Before) && empty(f.After)
}

// sameText reports whether a value is empty before and after: Microsoft writes null, an empty text or an empty list.
func sameText(f history.Field) bool { return empty(f.Before) && empty(f.After) }

// NoiseKind is how many changes of one kind have no consequence.
type NoiseKind struct {
	Kind  string
	Count int
}

// Words returns the number and the kind: “12 reordered lists”.
func (k NoiseKind) Words() string { return guide.Count(k.Count, singular[k.Kind], k.Kind) }

// mostQuiet is how many changes without consequence a Result has: they are for a look, not for counting.
const mostQuiet = 500

// take adds the sentences of one moment.
func (r *Result) take(all []Told) {
	for _, t := range all {
		if !t.Noise {
			r.Told = append(r.Told, t)
			continue
		}
		r.Noise++
		if len(r.Quiet) < mostQuiet {
			r.Quiet = append(r.Quiet, t)
		}
		at := slices.IndexFunc(r.Kinds, func(k NoiseKind) bool { return k.Kind == t.Kind })
		if at < 0 {
			at, r.Kinds = len(r.Kinds), append(r.Kinds, NoiseKind{Kind: t.Kind})
		}
		r.Kinds[at].Count++
	}
}

// Quietly returns how many changes have no consequence, by kind.
func (r Result) Quietly() string {
	var kinds []string
	for _, k := range r.Kinds {
		kinds = append(kinds, k.Words())
	}
	return guide.Count(r.Noise, "change", "changes") + " without consequence: " + strings.Join(kinds, ", ") + "."
}
