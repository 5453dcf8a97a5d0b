package addindeploy

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"strings"
	"time"
)

//go:embed issues.csv
var issuesFile string

// issuesAsOf returns the date of issues.csv as people write it.
func issuesAsOf() string {
	if m := regexp.MustCompile(`As of (\d{4}-\d\d-\d\d)`).FindStringSubmatch(issuesFile); m != nil {
		return longDate(m[1])
	}
	return ""
}

// issue returns since when a deployment method has an issue; known is false where it does not have it.
func issue(method, name string) (since string, known bool) {
	r := csv.NewReader(strings.NewReader(issuesFile))
	r.Comment = '#'
	rows, _ := r.ReadAll()
	for _, row := range rows {
		if row[0] == method && row[1] == name {
			return row[2], true
		}
	}
	return "", false
}

// longDate returns an ISO date as people write it; other texts as they are.
func longDate(iso string) string {
	if t, err := time.Parse(time.DateOnly, iso); err == nil {
		return t.Format("2 January 2006")
	}
	return iso
}
