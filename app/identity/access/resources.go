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

// BaselineBegins returns the day on which Baseline may change from no.
func BaselineBegins() time.Time {
	day, _ := time.Parse(time.DateOnly, baselines().Begins)
	return day
}
