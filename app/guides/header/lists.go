package header

import (
	"strings"

	"handrail/app/mail/header"
	"handrail/app/report"
)

// pass is one time in Exchange Online, for programs.
type pass struct {
	Index     int    `json:"index"`
	Outside   bool   `json:"from-outside"`
	Address   string `json:"connecting-address"`
	Result    string `json:"spf"`
	Checked   string `json:"spf-address"`
	Domain    string `json:"spf-domain"`
	Filtering string `json:"enhanced-filtering"`
	Source    string `json:"true-source"`
	Skipped   string `json:"skip-listed"`
	Original  string `json:"original-sender"`
	HELO      string `json:"helo"`
	PTR       string `json:"ptr"`
	First     int    `json:"first-hop"`
	Last      int    `json:"last-hop"`
}

// filtered are the states of Enhanced Filtering in words.
var filtered = map[header.Filtering]string{header.FilterApplied: "Applied", header.FilterFound: "Not applied",
	header.FilterOff: "No stamps"}

// passes lists each time in Exchange Online, the newest first.
func passes(m *header.Message) report.Entries {
	list := report.Entries{Name: "passes", Title: "Each time in Exchange Online"}
	for i := range m.Passes {
		p := &m.Passes[i]
		row := pass{Index: i, Outside: p.Edge >= 0, Address: text(p.Connecting), Result: p.SPF.Result,
			Checked: text(p.SPF.Addr), Domain: p.SPF.Domain, Filtering: string(p.Filtering()), Source: text(p.Source()),
			HELO: p.Report.Text("H"), PTR: p.Report.Text("PTR"), First: p.First, Last: p.Last}
		e := report.Entry{Title: "Written in Exchange Online", Severity: report.OK, State: "No check"}
		if p.Edge >= 0 {
			e.Title, e.State = "From "+row.Address, or(filtered[p.Filtering()], "")
		}
		e.About = clock(m.Hops[p.Last])
		facts := []report.Fact{{Label: "Server that connected", Value: or(row.Address, "None")},
			{Label: "SPF checked", Value: or(row.Checked, "Not written")}, {Label: "Result", Value: or(row.Result, "None")},
			{Label: "Sender, as far as known", Value: or(row.Source, "Not known")},
			{Label: "Name that it gave", Value: or(row.HELO, "Not written")},
			{Label: "Its name in DNS", Value: or(row.PTR, "Not written")}}
		raw := ""
		for _, s := range []*header.Stamp{p.Skipped, p.Original} {
			if s != nil {
				raw += s.Field + ": " + s.Raw + "\n"
			}
		}
		if p.Skipped != nil {
			row.Skipped = text(p.Skipped.Addr)
		}
		if p.Original != nil {
			row.Original = text(p.Original.Addr)
		}
		if p.Auth != nil {
			raw += p.Auth.Field + ": " + p.Auth.Raw + "\n"
		}
		if p.Report != nil {
			raw += p.Report.Field + ": " + p.Report.Raw + "\n"
		}
		e.Open = &report.Document{Title: e.Title, Blocks: []report.Block{report.Facts{Rows: facts}}}
		if raw != "" {
			e.Open.Blocks = append(e.Open.Blocks, report.Code{Label: "As it stands in the header", Text: raw})
		}
		e.Data = data(row)
		list.Items = append(list.Items, e)
	}
	return list
}

// field is one value of Microsoft’s for programs.
type field struct {
	Field  string `json:"field"`
	Key    string `json:"key"`
	Value  string `json:"value"`
	Known  bool   `json:"known"`
	Words  string `json:"words"`
	Counts bool   `json:"counts"`
	Source string `json:"source"`
}

// fields lists Microsoft’s fields, each value in words and as it stands.
func fields(m *header.Message) report.Entries {
	list := report.Entries{Name: "fields", Title: "Microsoft’s fields"}
	if m.Stranger() {
		list.Title = "Microsoft’s fields, which the sender can have written"
	}
	add := func(f field) {
		f.Counts = f.Counts && !m.Stranger()
		about := header.Source{}
		if means, ok := header.Means(f.Key, f.Value); ok {
			f.Words, f.Known, about = means.Words, true, means.Source
		}
		label := f.Key
		if key, ok := header.Means("key", f.Key); ok {
			label += ": " + key.Words
			if !f.Known && f.Value != "" {
				f.Words, about = key.Words, key.Source
			}
		}
		f.Source = strings.TrimSpace(about.Title + " " + about.Date)
		e := report.Entry{Title: label, About: f.Field, Severity: report.Note, State: or(f.Value, "Empty"), Data: data(f)}
		if f.Known {
			e.State = f.Value + ": " + f.Words
		}
		list.Items = append(list.Items, e)
	}
	seen := map[string]bool{} // the topmost of each name counts
	for i := range m.Reports {
		r := &m.Reports[i]
		for _, v := range r.Values {
			add(field{Field: r.Field, Key: v.Key, Value: v.Text, Counts: !r.Untrusted && !seen[r.Field]})
		}
		seen[r.Field] = true
	}
	if m.Delivery != nil {
		for _, v := range m.Delivery.Values {
			add(field{Field: m.Delivery.Field, Key: v.Key, Value: v.Text, Counts: true})
		}
	}
	for _, f := range m.Fields {
		key, ok := strings.CutPrefix(strings.ToLower(f.Name), "x-ms-exchange-")
		switch {
		case len(list.Items) == most:
		case ok:
			add(field{Field: f.Name, Key: exchange(key), Value: f.Value, Counts: true})
		case strings.EqualFold(f.Name, "X-CustomSpam"):
			add(field{Field: f.Name, Key: f.Name, Value: f.Value, Counts: true})
		}
	}
	return list
}

// most is how many of Microsoft’s values are listed.
const most = 500

// exchange returns the key in the name of a field of Exchange, behind the part that says for
// whom it is.
func exchange(name string) string {
	for _, scope := range []string{"organization-", "crosstenant-"} {
		name = strings.TrimPrefix(name, scope)
	}
	switch name {
	case "scl":
		return "SCL"
	case "authas":
		return "AuthAs"
	case "fromentityheader":
		return "FromEntityHeader"
	}
	return name
}
