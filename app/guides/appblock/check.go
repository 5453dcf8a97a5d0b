package appblock

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app/device/appblock"
	"handrail/app/device/indicator"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/task"
)

// planned is the list that the guide hands over, beside the one that is there.
type planned struct {
	rows     []indicator.Indicator // new ones
	same     int                   // that are there already
	left     []string              // addresses that many organisations share
	existing []indicator.Indicator
	given    bool  // a list was entered
	err      error // of it
}

// all returns the list as it would be after the import.
func (p planned) all() []indicator.Indicator {
	return append(append([]indicator.Indicator{}, p.existing...), p.rows...)
}

// plan returns the list for the chosen score.
func (d deps) plan(w *world, v *guide.Visit) (p planned) {
	l, given, err := d.list(v.Answer(askExisting))
	p.existing, p.given, p.err = l.Rows, given, err
	there := map[string]bool{}
	for _, one := range p.existing {
		if !one.Expired(d.Now()) && one.Groups == "" {
			there[one.Item()+" "+string(one.Action)] = true
		}
	}
	rows, left := appblock.Rows(appblock.Blocked(w.apps, chosen(v), w.needs),
		appblock.Spared(w.apps, chosen(v), w.needs), action(v), time.Time{})
	for _, one := range rows {
		if there[one.Item()+" "+string(one.Action)] {
			p.same++
			continue
		}
		p.rows = append(p.rows, one)
	}
	p.left = left
	return p
}

// lookCheck shows what is wrong with the list, what it meets, and what it does.
func (d deps) lookCheck(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.draft(v, "What is in the list?")
	doc.Find(w.gaps(v)...)
	if !w.known {
		for _, f := range []string{"rows", "files", "conflicts"} {
			doc.Fact(f, listLabels[f], string(report.Unknown), "Not known")
		}
		return doc.Done(), nil
	}
	p := d.plan(w, v)
	files := (len(p.rows) + indicator.RowsPerFile() - 1) / indicator.RowsPerFile()
	lead := guide.Count(len(p.rows), "address", "addresses") + " in " + guide.Count(files, "file", "files")
	doc.Headline(lead)
	doc.Add(report.Path{Caption: "What is in the list?", Verdict: lead, Why: doing[action(v)]})
	doc.Fact("rows", listLabels["rows"], strconv.Itoa(len(p.rows)), "")
	doc.Fact("files", listLabels["files"], strconv.Itoa(files), "")
	doc.Fact("rows-there", "Addresses that are in your list already", known(p.same, !p.given || p.err != nil), "")
	d.faults(doc, p)
	conflicts := d.conflicts(doc, p)
	d.quota(doc, p)
	doc.Findings("", "")
	doc.Add(conflicts, d.tried(p, v), w.collateral(chosen(v)))
	return doc.Done(), nil
}

var listLabels = map[string]string{"rows": "New addresses", "files": "Files", "conflicts": "Conflicts"}

var doing = map[indicator.Action]string{
	indicator.Block: "Defender stops people at these addresses.",
	indicator.Warn:  "Defender warns people at these addresses, and they can continue.",
	indicator.Audit: "Defender records who opens these addresses. Nothing changes for anyone.",
}

// faults adds what Microsoft would refuse, in the list and in the one that is there.
func (d deps) faults(doc *frame.Draft, p planned) {
	refused := 0
	seen := map[string]int{}
	rows := p.all()
	for _, f := range indicator.Check(rows, d.Now()) {
		own := f.Row >= len(p.existing)
		if f.Refused && own {
			refused++
		}
		key := string(f.Code) + strconv.FormatBool(own)
		if seen[key]++; seen[key] > 3 {
			continue
		}
		words := faultWords[f.Code]
		severity := report.Note
		if f.Refused {
			severity = report.Warning
		}
		where := ", in your list"
		if own {
			where = ""
		}
		do := ""
		if severity.NeedsAction() {
			do = "Correct or remove this row. Microsoft refuses it."
		}
		doc.Find(report.Finding{Code: "row-" + string(f.Code), Severity: severity, Subject: rows[f.Row].Value,
			Title: words[0] + where, Text: "“" + rows[f.Row].Value + "”: " + words[1], Do: do})
	}
	doc.Fact("refused", "Rows that Microsoft would refuse", strconv.Itoa(refused), "")
	if len(p.left) > 0 {
		doc.Find(report.Finding{Code: "shared-domain", Severity: report.Warning,
			Title: guide.Count(len(p.left), "address is", "addresses are") + " not in the list",
			Text:  "Many organisations have their own names under " + short(p.left) + ".",
			Do:    "To block such an app, add its full address in Microsoft Defender yourself."})
	}
	if p.err != nil {
		doc.Find(frame.NotKnown("existing-unread", "Handrail could not read your list of indicators", p.err))
	}
}

// conflicts adds the addresses that several rows are about.
func (d deps) conflicts(doc *frame.Draft, p planned) (t report.Table) {
	if p.err != nil || !p.given {
		doc.Fact("conflicts", listLabels["conflicts"], string(report.Unknown), "Not known")
		doc.Find(report.Finding{Code: "existing-none", Severity: report.Note,
			Title: "Conflicts with your own indicators are not checked", Text: "You have not entered an export of them.",
			Do: "Export them in Microsoft Defender, and enter the file."})
		return t
	}
	rows := p.all()
	t = report.Table{Title: "Addresses with several actions", Columns: []string{"Address", "Actions", "Result"}}
	for _, c := range indicator.Conflicts(rows, d.Now()) {
		if !c.Differs {
			continue
		}
		var actions []string
		for _, n := range c.Rows {
			actions = append(actions, string(rows[n].Action))
		}
		result := string(c.Winner)
		if result == "" {
			result = "Not known: Microsoft names no order"
		}
		t.Rows = append(t.Rows, []string{c.Item, strings.Join(actions, ", "), result})
	}
	doc.Fact("conflicts", listLabels["conflicts"], strconv.Itoa(len(t.Rows)), "")
	if len(t.Rows) > 0 {
		doc.Find(report.Finding{Code: "conflicts", Severity: report.Warning,
			Title: guide.Count(len(t.Rows), "address has", "addresses have") + " several actions",
			Text:  "At the same address, Allow wins over Warn, and Warn over Block.",
			Do:    "Delete the row that you do not want."})
	}
	return t
}

// quota adds how many indicators there would be.
func (d deps) quota(doc *frame.Draft, p planned) {
	most := indicator.Quota()
	if !p.given || p.err != nil {
		doc.Fact("indicators-after", "Indicators after the import", string(report.Unknown), "Not known")
		if len(p.rows) <= most {
			return
		}
	} else {
		doc.Fact("indicators-after", "Indicators after the import", strconv.Itoa(len(p.all())), "")
	}
	if n := len(p.all()); n > most {
		doc.Find(report.Finding{Code: "quota", Severity: report.Problem, Title: "The list is too long",
			Text: fmt.Sprintf("You would have %s. Microsoft takes %s in an organisation.",
				guide.Count(n, "indicator", "indicators"), guide.Figures(most)), Do: "Choose a lower score."})
	}
}

// tried shows what the list does with some addresses, in Edge and in other browsers.
func (d deps) tried(p planned, v *guide.Visit) report.Table {
	t := report.Table{Title: "What the list does at these addresses",
		Columns: []string{"Address", "In Microsoft Edge", "In other browsers", "Why"}}
	list := p.all()
	for _, line := range ask.Rows(v.Answer(askAddresses)) {
		row := []string{line}
		var why []string
		for _, browser := range []indicator.Browser{indicator.Edge, indicator.Other} {
			verdict, err := indicator.Simulate(list, indicator.Visit{URL: line, Browser: browser, Now: d.Now(),
				Filter: indicator.FilterAllows})
			if err != nil {
				row = append(row, "Not an address")
				continue
			}
			word := outcomeWords[verdict.Outcome]
			if len(verdict.Rows) == 0 {
				word = "Does not stop it"
			}
			row = append(row, word)
			for _, n := range verdict.Rows {
				why = append(why, string(list[n].Action)+" "+list[n].Value)
			}
			for _, r := range verdict.Reasons {
				why = append(why, reasonWords[r])
			}
		}
		if len(why) == 0 {
			why = []string{"No row is about it"}
		}
		t.Rows = append(t.Rows, append(row, short(unique(why))))
	}
	return t
}

func unique(all []string) (once []string) {
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			once = append(once, s)
		}
	}
	return once
}
