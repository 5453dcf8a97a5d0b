// Package hunting reads exports of web protection from Microsoft Defender: which people on which
// devices tried to open which sites, and what stopped them. It reads a file as it comes, in
// one pass and without keeping rows, and returns counts that can be added up.
//
// Three layouts are read: the CSV of advanced hunting with the columns of the table DeviceEvents or
// of a query, the JSON of the hunting API, and the CSV of a device's timeline. What stopped an
// attempt is in the column AdditionalFields: in Experience for Microsoft Edge, and in
// ResponseCategory for network protection. A row without it is of a kind that is not known; it is
// never guessed. A file that was cut off says so in Cut.
//
// Sources: Microsoft Learn, "Web protection" and "Use network protection to help prevent
// connections to bad sites".
package hunting

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Kind is what stopped an attempt, or would have.
type Kind string

// The kinds. Stable: programs read them.
const (
	WebFilter Kind = "web-filter" // a category that a policy blocks
	App       Kind = "app"        // an app that is unsanctioned in Defender for Cloud Apps
	Indicator Kind = "indicator"  // a site on the organisation's own block list
	Threat    Kind = "threat"     // phishing, malware, command and control
	Allowed   Kind = "allowed"    // a site that an Allow indicator lets through
	Unknown   Kind = "unknown"    // the row does not say
)

// Kinds returns every kind in the order in which they are shown.
func Kinds() []Kind { return []Kind{WebFilter, App, Indicator, Threat, Allowed, Unknown} }

// Effect is whether the attempt was stopped.
type Effect string

// The effects.
const (
	Stopped     Effect = "stopped"      // Defender stopped it
	WouldBe     Effect = "would-be"     // network protection only recorded it
	Undecidable Effect = "undetermined" // the row contradicts itself
)

// The values of ActionType that are about sites.
const (
	actionEdge    = "SmartScreenUrlWarning"
	actionBlocked = "ExploitGuardNetworkProtectionBlocked"
	actionAudited = "ExploitGuardNetworkProtectionAudited"
)

//go:embed dated.json
var datedRows []byte

// dated is what Microsoft can change at any time.
var dated = readDated()

type datedFacts struct {
	Days   struct{ Value int }              `json:"historyDays"`
	Limits struct{ Values []int }           `json:"rowLimits"`
	Kinds  struct{ Values map[string]Kind } `json:"responseCategories"`
	System struct{ Values []string }        `json:"systemAccounts"`
	SIDs   struct{ Values []string }        `json:"systemIDs"`
}

func readDated() (d datedFacts) {
	if err := json.Unmarshal(datedRows, &d); err != nil {
		panic("hunting: dated.json: " + err.Error())
	}
	return d
}

// HistoryDays is how many days advanced hunting goes back.
func HistoryDays() int { return dated.Days.Value }

// RowLimits are the numbers of rows at which Microsoft cuts off a result, smallest first.
func RowLimits() []int { return slices.Clone(dated.Limits.Values) }

// Fields is what AdditionalFields says, or the columns that a query made of it.
type Fields struct {
	Experience, ResponseCategory, DisplayName, ApplicationName, IsAudit string
}

// about reports whether an ActionType is about sites.
func about(action string) bool {
	return slices.ContainsFunc([]string{actionEdge, actionBlocked, actionAudited}, func(a string) bool {
		return strings.EqualFold(a, action)
	})
}

// classify returns what stopped an attempt, and whether it was stopped. Edge says it in Experience
// alone, network protection in ResponseCategory alone.
func classify(action string, f Fields) (Kind, Effect) {
	edge := strings.EqualFold(action, actionEdge)
	word := f.ResponseCategory
	if edge {
		word = f.Experience
	}
	kind := Unknown
	for name, k := range dated.Kinds.Values {
		if strings.EqualFold(name, strings.TrimSpace(word)) {
			kind = k
		}
	}
	app := f.ApplicationName != "" || strings.HasPrefix(strings.ToLower(f.DisplayName), "appname=")
	if kind == Indicator && app {
		kind = App // Defender for Cloud Apps writes its blocks into the same list
	}
	audited := strings.EqualFold(action, actionAudited)
	said, known := yes(f.IsAudit)
	switch {
	case edge:
		return kind, Stopped
	case known && said != audited:
		return kind, Undecidable
	case audited:
		return kind, WouldBe
	}
	return kind, Stopped
}

func yes(text string) (value, known bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

// additional returns what AdditionalFields says. A value that is not a text keeps its JSON.
func additional(text string) (f Fields) {
	text = strings.TrimSpace(text)
	if text == "" || text == "{}" {
		return f
	}
	if strings.HasPrefix(text, `{\"`) { // some programs escape quotes in this way
		text = strings.ReplaceAll(text, `\"`, `"`)
	}
	var row struct { // names are compared without regard to capitals
		Experience, ResponseCategory, DisplayName, ApplicationName, IsAudit json.RawMessage
	}
	if json.Unmarshal([]byte(text), &row) != nil {
		return f
	}
	return Fields{plain(row.Experience), plain(row.ResponseCategory), plain(row.DisplayName),
		plain(row.ApplicationName), plain(row.IsAudit)}
}

// plain returns a JSON value as text; null is "".
func plain(raw json.RawMessage) (text string) {
	if len(raw) == 0 || string(raw) == "null" || json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// Host returns the site of an address: its host in lower case, without port, account and final dot;
// "" if there is none.
func Host(address string) string {
	s := strings.TrimSpace(address)
	if _, after, ok := strings.Cut(s, "://"); ok {
		s = after
	}
	if i := strings.IndexAny(s, "/?#\\"); i >= 0 {
		s = s[:i]
	}
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	if strings.HasPrefix(s, "[") { // an address of IPv6
		end := strings.IndexByte(s, ']')
		if end < 0 {
			return ""
		}
		return strings.ToLower(s[:end+1])
	}
	if i := strings.IndexByte(s, ':'); i >= 0 {
		s = s[:i]
	}
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	if strings.ContainsAny(s, " \t\n\"<>") {
		return ""
	}
	return s
}

// system reports whether an account is not of a person.
func system(account string) bool {
	if i := strings.LastIndexByte(account, '\\'); i >= 0 {
		account = account[i+1:]
	}
	return account == "" || strings.HasSuffix(account, "$") ||
		slices.ContainsFunc(dated.System.Values, func(s string) bool { return strings.EqualFold(s, account) })
}

// Period is from the first to the last attempt, where times could be read.
type Period struct {
	From, To time.Time
	NoZone   bool // some times have no time zone; they may be in that of the person who exported them
	Unread   int  // attempts whose time could not be read
}
