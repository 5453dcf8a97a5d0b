package connectors

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/report"
)

// entries lists the servers for programs and for the window.
func entries(x *data, results []result) report.Entries {
	e := report.Entries{Name: "servers", Title: "Each server", Items: []report.Entry{}}
	for i := range results {
		r := &results[i]
		title, _ := r.verdict(x)
		item := report.Entry{Title: r.name(), State: title, Severity: report.OK}
		for _, f := range r.findings(x) {
			if f.Severity.Rank() < item.Severity.Rank() {
				item.Severity = f.Severity
			}
		}
		item.Data, _ = json.Marshal(map[string]any{"server": r.name(), "names": append([]string{}, r.Names...),
			"tenant": r.tenant.Standing, "domain": r.tenant.Domain, "matches": append([]string{}, namesOf(r.sure)...),
			"open": append([]string{}, namesOf(r.open())...), "ambiguous": r.ambiguous(x),
			"differs": append([]connector.Setting{}, connector.Differing(connector.Compare(r.sure))...)})
		e.Items = append(e.Items, item)
	}
	return e
}

// matchFacts adds the values of the server with the least clear answer.
func matchFacts(doc *frame.Draft, x *data, results []result) {
	unknown := string(report.Unknown)
	facts := map[string]string{"server": unknown, "tenant": unknown, "matches": unknown, "open": unknown,
		"which": unknown, "ambiguous": unknown, "differences": unknown}
	words := map[string]string{}
	rank := map[connector.Answer]int{connector.Yes: 2, connector.Unread: 1, connector.No: 0}
	var worst *result
	for i := range results {
		if worst == nil || rank[results[i].ambiguous(x)] > rank[worst.ambiguous(x)] {
			worst = &results[i]
		}
	}
	if r := worst; r != nil {
		facts["server"] = r.name()
		if r.tenant.Standing != "" {
			facts["tenant"], words["tenant"] = string(r.tenant.Standing), standingWords[r.tenant.Standing].word
		}
		facts["matches"], facts["open"] = strconv.Itoa(len(r.sure)), strconv.Itoa(len(r.open()))
		if x.InboundAsked != connector.AskedAll && len(r.sure) == 0 {
			facts["matches"], facts["open"] = unknown, unknown
		}
		facts["which"] = cmp.Or(strings.Join(namesOf(r.all), "; "), "none")
		facts["ambiguous"] = string(r.ambiguous(x))
		var differ []string
		settings := connector.Differing(connector.Compare(r.sure))
		for _, s := range settings {
			differ = append(differ, string(s))
		}
		words["differences"] = cmp.Or(strings.Join(labels(settings), ", "), "Nothing")
		if len(r.all) == 0 {
			words["which"] = "None"
		}
		facts["differences"] = cmp.Or(strings.Join(differ, " "), "none")
		if len(r.all) == 0 && x.InboundAsked != connector.AskedAll {
			facts["which"], words["which"] = unknown, ""
		}
		open := slices.ContainsFunc(r.table, func(d connector.Difference) bool {
			return d.Matters && d.Differs == connector.Unread
		})
		if len(differ) == 0 && (open || r.ambiguous(x) == connector.Unread) {
			facts["differences"], words["differences"] = unknown, ""
		}
	}
	for _, f := range [][2]string{{"server", "Server"}, {"tenant", "Name on the certificate"}, {"matches",
		"Connectors that match"},
		{"open", "Connectors that may match"}, {"which", "Which"}, {"ambiguous", "Several match"},
		{"differences", "What differs between them"}} {
		doc.Fact(f[0], f[1], facts[f[0]], words[f[0]])
	}
	doc.Facts("In short")
}

// differences lists the settings of the connectors that match, those that differ first.
func (r *result) differences() report.Table {
	if len(r.table) == 0 {
		return report.Table{}
	}
	names := namesOf(r.all)
	if len(r.sure) > 1 {
		names = namesOf(r.sure)
	}
	t := report.Table{Title: "What differs", Columns: append([]string{"Setting", "Compared"}, names...)}
	together := len(names) > 2 // more columns would be too narrow to read
	if together {
		t.Columns = []string{"Setting", "Compared", "In each connector"}
	}
	for _, d := range r.table {
		if d.Differs == connector.No && !d.Matters && d.Setting != connector.SetName {
			continue // equal, and only a way to the connector
		}
		row := []string{settingWords[d.Setting], map[connector.Answer]string{connector.Yes: "Different",
			connector.No: "Equal", connector.Unread: "Not known"}[d.Differs]}
		var values []string
		for i, v := range d.Values {
			text := valueText(d.Setting, v)
			if together {
				text = names[i] + ": " + text
			}
			values = append(values, text)
		}
		if together {
			values = []string{strings.Join(values, "; ")}
		}
		row = append(row, values...)
		t.Rows = append(t.Rows, row)
	}
	return t
}

// meaning returns what the differences do to an email.
func (r *result) meaning() string {
	var all []string
	for _, s := range connector.Differing(connector.Compare(r.sure)) {
		if text := differenceWords[s]; !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	if len(all) == 0 && len(r.sure) > 1 {
		return "They treat an email alike today. After a change of one of them, they no longer do."
	}
	return strings.Join(all, " ")
}
