// Package appblock answers what a block of cloud apps by their score would do. Microsoft Defender
// for Cloud Apps discovers which apps people use, and gives each a score from 0 to 10, where 10 is
// best. A list that blocks the apps up to a score also stops wanted apps that have an address under
// the same domain, and some apps cannot be blocked.
//
// A person who uses two apps is one person, so people of several apps are never added. Reports
// without names have a count of 0, which is not known.
//
// Sources: Microsoft Learn, "discoveredCloudAppDetail resource type" and "cloudAppDiscoveryReport
// resource type" (beta), "Govern discovered apps" and "Working with the risk score".
package appblock

import (
	"slices"
	"strings"
	"time"
)

// MaxScore is the best score of an app.
const MaxScore = 10

// The tags of Microsoft.
const (
	TagProtected    = "Protected" // cannot be blocked
	TagSanctioned   = "Sanctioned"
	TagUnsanctioned = "Unsanctioned" // is blocked already, where the licence and the switch are there
	TagMonitored    = "Monitored"    // people are warned
)

// App is one discovered app.
type App struct {
	ID, Name, Category string
	Score              int  // of an app whose score has decimals, the whole number above it
	Scored             bool // Microsoft, or the export, has a score from 0 to 10
	Tags               []string
	TagsKnown          bool
	Domains            []string // some have a path
	People             int
	PeopleKnown        bool // a count of 0 with traffic is not known
	Transactions       int64
	TransactionsKnown  bool
	Traffic            int64 // bytes, up and down
	TrafficKnown       bool
	LastSeen           time.Time // zero: not known
}

// Label returns what a person knows an app by.
func (a App) Label() string {
	if a.Name != "" {
		return a.Name
	}
	return a.ID
}

// Tagged reports whether an app has a tag.
func (a App) Tagged(tag string) bool {
	return slices.ContainsFunc(a.Tags, func(t string) bool { return strings.EqualFold(t, tag) })
}

// Class is why an app can be blocked by its score, or why it stays.
type Class string

// The classes. Only Open apps are blocked by their score.
const (
	Open       Class = "open"
	Protected  Class = "protected"  // Microsoft does not let anyone block it
	Needed     Class = "needed"     // the administrator named it
	Sanctioned Class = "sanctioned" // the organisation approved it
	Unscored   Class = "unscored"   // decide on it by itself
)

// Needs are the apps that the administrator named: by name or ID, in lower case.
type Needs map[string]bool

// NewNeeds returns the needs for names or IDs.
func NewNeeds(names []string) Needs {
	n := Needs{}
	for _, name := range names {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			n[name] = true
		}
	}
	return n
}

// has reports whether an app was named.
func (n Needs) has(a App) bool {
	return n[strings.ToLower(a.Name)] || a.ID != "" && n[strings.ToLower(a.ID)]
}

// Unmatched returns the names that no app has.
func (n Needs) Unmatched(apps []App) (names []string) {
	found := map[string]bool{}
	for _, a := range apps {
		found[strings.ToLower(a.Name)], found[strings.ToLower(a.ID)] = true, true
	}
	for name := range n {
		if !found[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// ClassOf returns the class of an app.
func ClassOf(a App, needs Needs) Class {
	switch {
	case a.Tagged(TagProtected):
		return Protected
	case needs.has(a):
		return Needed
	case a.Tagged(TagSanctioned):
		return Sanctioned
	case !a.Scored:
		return Unscored
	}
	return Open
}

// Blocked returns the apps that a score stops, the lowest score first, then the most used.
func Blocked(apps []App, score int, needs Needs) (all []App) {
	for _, a := range apps {
		if ClassOf(a, needs) == Open && a.Score <= score {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b App) int {
		switch {
		case a.Score != b.Score:
			return a.Score - b.Score
		case a.Transactions != b.Transactions:
			return int(min(1, max(-1, b.Transactions-a.Transactions)))
		}
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	return all
}

// Of returns the apps of a class, in their order.
func Of(apps []App, class Class, needs Needs) (all []App) {
	for _, a := range apps {
		if ClassOf(a, needs) == class {
			all = append(all, a)
		}
	}
	return all
}
