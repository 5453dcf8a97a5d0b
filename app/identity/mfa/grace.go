package mfa

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// For how long people may put off the registration that security defaults require, and
// since when they no longer may, with the source.
//
//go:embed grace.json
var graceFile []byte

// Grace is the time in which people may put off the registration that security defaults
// require.
type Grace struct {
	Days    int
	New     time.Time // organisations created since then have none
	All     time.Time // since then Microsoft ends it for the others, one after the other
	Read    string    // when the sources were read
	Sources []string
}

// RegistrationGrace returns the rule of the data file.
var RegistrationGrace = sync.OnceValue(func() Grace {
	var file struct {
		Read    string   `json:"read"`
		Sources []string `json:"sources"`
		Days    int      `json:"days"`
		New     string   `json:"ended-for-new-organisations"`
		All     string   `json:"ending-for-all-since"`
	}
	g, err := Grace{}, json.Unmarshal(graceFile, &file)
	if err == nil {
		g.New, err = time.Parse(time.DateOnly, file.New)
	}
	if err == nil {
		g.All, err = time.Parse(time.DateOnly, file.All)
	}
	if err != nil {
		panic("mfa: grace.json: " + err.Error()) // a file of this program
	}
	g.Read, g.Sources, g.Days = file.Read, file.Sources, file.Days
	return g
})

// Sentence describes at now when people must register once security defaults are on. Which
// organisations have had the change is not known one by one.
func (g Grace) Sentence(now time.Time) string {
	if now.Before(g.New) {
		return fmt.Sprintf("People can put off the registration for %d days.", g.Days)
	}
	if now.Before(g.All) {
		return fmt.Sprintf("People can put off the registration for %d days, except in organisations created since %s.",
			g.Days, DayWords(g.New))
	}
	return fmt.Sprintf("People register at their next sign-in. They could put it off for %d days; "+
		"since %s, Microsoft has been ending that.", g.Days, g.All.Format("January 2006"))
}
