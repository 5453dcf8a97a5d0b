package deviceprofiles

import (
	"encoding/json"
	"strings"

	"handrail/app/guide/change"
	"handrail/app/report"
	"handrail/app/tenant"
)

// stateWords are the states of a request in words.
var stateWords = map[change.State]string{change.Sent: "not known", change.Unknown: "not known",
	change.Confirmed: "made", change.Failed: "not made"}

// verbWords are what a request does, in a word.
var verbWords = map[string]string{change.Create: "New group", change.Change: "Change", change.Undo: "Undo",
	change.Remove: "Deletion"}

// recorded returns the requests of a visit with the rules before and after, and the finding that says what came of
// them; none where nothing was sent.
func recorded(h change.History, none report.Finding) (report.Table, report.Finding) {
	table := report.Table{Title: "Changes sent to Microsoft",
		Columns: []string{"What", "When", "Rule before", "Rule after"}}
	f := none
	for _, a := range h {
		if a.State == change.Planned {
			continue
		}
		table.Rows = append(table.Rows, []string{verbWords[a.Verb] + ": " + stateWords[a.State], report.FormatTime(a.At),
			ruleIn(a.Undo), ruleIn(a.Body)})
		switch back := a.Verb == change.Undo || a.Verb == change.Remove; {
		case a.State == change.Failed:
		case a.State.Open():
			f = report.Finding{Code: "recorded", Severity: report.Unknown, Title: "It is not known whether a change arrived",
				Text: "Microsoft’s answer was lost.", Do: "Check again in the step “Check again”."}
		case back:
			f = report.Finding{Code: "recorded", Severity: report.OK, Title: "Handrail changed the group, and undid it",
				Text: "The table has each request with the rule before it."}
		default:
			f = report.Finding{Code: "recorded", Severity: report.OK, Title: "Handrail changed the group",
				Text: "The table has each request with the rule before it."}
		}
	}
	return table, f
}

// requestIDs returns the IDs by which Microsoft finds the requests; "" where it sent none.
func requestIDs(h change.History) string {
	var all []string
	for _, a := range h {
		if a.Request != "" {
			all = append(all, a.Request)
		}
	}
	return strings.Join(all, ", ")
}

// ruleIn returns the rule in the body of a request; "" where it has none.
func ruleIn(body []byte) string {
	var g struct {
		Rule tenant.Text `json:"membershipRule"`
	}
	if json.Unmarshal(body, &g) != nil {
		return ""
	}
	return string(g.Rule)
}
