package access

import (
	"encoding/json"
	"strings"
	"sync"
	"time"

	_ "embed"

	"handrail/app/tenant"
)

// baseline is when Microsoft begins to apply policies for all resources, in spite of
// resources that they exclude, to sign-ins that ask only for the scopes.
type baseline struct {
	Source   string
	Begins   string   // a day
	Complete string   // the day on which every organisation has it; "" where Microsoft names none
	Scopes   []string // what such a sign-in asks for
}

//go:embed resources.json
var baselineFile []byte

// baselines is the data file.
var baselines = sync.OnceValue(func() (b baseline) {
	if err := json.Unmarshal(baselineFile, &b); err != nil {
		panic("access: resources.json: " + err.Error()) // a file of this program
	}
	return b
})

// Baseline reports whether the policy of a row of Microsoft's applies on a day to a sign-in
// at a resource that it excludes, if that asks for nothing but scopes. While Microsoft
// changes one organisation after the other that is not known.
func Baseline(row tenant.AccessPolicy, scopes []string, day time.Time) Answer {
	a, b := row.Conditions.Applications, baselines()
	known := tenant.Texts(b.Scopes)
	for _, s := range scopes {
		if !known.Has(strings.TrimPrefix(s, "https://graph.microsoft.com/")) {
			return No
		}
	}
	at := day.UTC().Format(time.DateOnly)
	switch {
	case len(scopes) == 0 || len(a.Exclude) == 0 || !a.Include.Has("All"), at < b.Begins:
		return No
	case b.Complete == "" || at < b.Complete:
		return Unknown
	}
	return Yes
}

// BaselineWords returns what Baseline means for a policy on a day, in a sentence; "" where
// it does not apply.
func BaselineWords(row tenant.AccessPolicy, day time.Time) string {
	b := baselines()
	begins, err := time.Parse(time.DateOnly, b.Begins)
	if err != nil || Baseline(row, b.Scopes, day) == No {
		return ""
	}
	return "From " + begins.Format("2 January 2006") + ", Microsoft also applies it to the resources that it excludes, " +
		"where an app asks only for basic data."
}
