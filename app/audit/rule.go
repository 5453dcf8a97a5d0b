package audit

import (
	_ "embed"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

var (
	//go:embed activities.csv
	activitiesText string
	//go:embed microsoft.csv
	microsoftText string
	//go:embed times.csv
	timesText string
)

// pimApp is the application ID of Privileged Identity Management.
const pimApp = "01fc33a7-78ba-4d2f-a4b7-768e336e890e"

// rule is which entries are about which changes: a row of activities.csv, which says what the words mean.
type rule struct{ section, kind, field, activity, about, property string }

// table reads a data file. It panics if the file is not such a table.
func table(text string, fields int) [][]string {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.FieldsPerRecord = '#', fields
	rows, err := r.ReadAll()
	if err != nil {
		panic("audit: a data file: " + err.Error())
	}
	return rows[1:]
}

// rules are the rules by section.
var rules = sync.OnceValue(func() map[string][]rule {
	all := map[string][]rule{}
	for _, f := range table(activitiesText, 6) {
		all[f[0]] = append(all[f[0]], rule{f[0], f[1], f[2], strings.ToLower(f[3]), f[4], f[5]})
	}
	return all
})

// services are the names of Microsoft's own services by application ID.
var services = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, f := range table(microsoftText, 2) {
		all[f[0]] = f[1]
	}
	return all
})

var limits = sync.OnceValue(func() map[string]time.Duration {
	all := map[string]time.Duration{}
	for _, f := range table(timesText, 2) {
		minutes, err := strconv.Atoi(f[1])
		if err != nil {
			panic("audit: times.csv: " + err.Error())
		}
		all[f[0]] = time.Duration(minutes) * time.Minute
	}
	return all
})

// limit returns a time of times.csv.
func limit(what string) time.Duration { return limits()[what] }

// rulesFor returns the rules for a property of a row, or for a row that is new or gone.
func rulesFor(c history.Change, f history.Field) (exact []rule) {
	section := c.Section
	if kind, of := tenant.OnDemand(c.Section); of != "" {
		section = string(kind)
	}
	var others []rule
	for _, r := range rules()[section] {
		switch {
		case r.kind != string(c.Kind):
		case r.field == "*":
			others = append(others, r)
		case r.field == f.Path || r.field != "" && strings.HasPrefix(f.Path, r.field+"."):
			exact = append(exact, r)
		}
	}
	if exact == nil {
		return others
	}
	return exact
}

// fits reports whether the rule is about an activity, in lower case.
func (r rule) fits(activity string) bool {
	if start, open := strings.CutSuffix(r.activity, "*"); open {
		return strings.HasPrefix(activity, start)
	}
	return r.activity == activity
}
