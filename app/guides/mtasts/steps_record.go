package mtasts

import (
	"context"
	"sort"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/mail/policyhistory"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) recordStep() guide.Step {
	return guide.Step{
		ID:      stepRecord,
		Title:   "Save the report",
		Summary: "See what you decided, what was published, and when.",
		Text: "This page collects the results of this guide for you or your successor. " +
			"You can find it later under Reports and save it there as a file.",
		MainLabel: "Save the report",
		Terms:     terms.Of(terms.MTASTS, terms.TLSRPT, terms.Policy),
		Needs:     stepAnnounced,
		DependsOn: []string{askDomain, askRUA, askAim, askMode, askMX, askMaxAge, askHosting},
		Look:      d.record,
	}
}

// record draws what the visit brought. Its facts have no names: what counts as
// found is what the looks found.
func (d deps) record(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	made := d.made(ctx, v, nil)
	text := made.Policy
	if text == "" {
		text, _ = policyhistory.Text(ctx, d.Observations, asciiOf(v), fact(v, factHash))
	}
	doc := frame.New(frame.Head{Title: "MTA-STS policy report", Subject: v.Answer(askDomain), At: d.Now(),
		Sources: []string{frame.FromVisit}})
	doc.Add(report.Facts{Title: "What you decided", Rows: decided(v)},
		report.Facts{Title: "What the last check found", Rows: lastFound(v)})
	if text != "" {
		doc.Add(policyBlock(text))
	}
	doc.Add(report.Table{Title: "Records", Columns: []string{"Name", "Type", "Value"}, Rows: recordRows(v, made)},
		d.dates(ctx, v), seenTable("Published policies that Handrail saw", made.Served))
	return doc.Done(), nil
}

func decided(v *guide.Visit) []report.Fact {
	var rows []report.Fact
	add := func(label, text string) {
		if text != "" {
			rows = append(rows, report.Fact{Label: label, Value: text})
		}
	}
	name := v.Answer(askDomain)
	if ascii := asciiOf(v); ascii != name {
		name += " (in DNS: " + ascii + ")"
	}
	add("Domain", name)
	add("Action", aimWords[v.Answer(askAim)])
	add("Reports go to", v.Answer(askRUA))
	if makes(v.Answer(askAim)) {
		add("Mode", string(modeOf(v)))
		add("Mail servers in the policy", strings.Join(ask.Rows(v.Answer(askMX)), ", "))
		add("Senders cache it for", ageWords(maxAgeOf(v)))
		if v.Answer(askHosting) != "" {
			add("Hosted at", hostingOf(v.Answer(askHosting)).title)
		}
	}
	return rows
}

// lastFound returns what the latest check found, in words.
func lastFound(v *guide.Visit) []report.Fact {
	facts := latestFacts(v)
	rows := []report.Fact{
		{Label: "MTA-STS record", Value: stateWords(facts["record"])},
		{Label: "Published policy", Value: stateWords(facts["policy"])},
		{Label: "What senders apply", Value: stateWords(facts["effective"])},
		{Label: "TLS-RPT record", Value: stateWords(facts["reporting"])},
	}
	var hosts []string
	for name := range facts {
		if host, ok := strings.CutPrefix(name, "mx/"); ok {
			if host, ok = strings.CutSuffix(host, "/covered"); ok {
				hosts = append(hosts, host)
			}
		}
	}
	sort.Strings(hosts)
	for _, h := range hosts {
		rows = append(rows, report.Fact{Label: "Mail server " + h,
			Value: "in the policy: " + stateWords(facts["mx/"+h+"/covered"]) + "; encryption: " +
				stateWords(facts["mx/"+h+"/certificate"])})
	}
	return append(rows, report.Fact{Label: "What needs action", Value: orNone(facts[factOpen])})
}

func stateWords(value string) string {
	switch value {
	case "valid":
		return "correct"
	case "invalid":
		return "not usable"
	case "absent":
		return "none"
	case "several":
		return "more than one, so senders ignore all of them"
	case "unreachable":
		return "cannot be fetched"
	case "untested":
		return "could not be tested"
	case "", "unknown":
		return "not known"
	}
	return value
}

func recordRows(v *guide.Visit, made Made) [][]string {
	domain := asciiOf(v)
	var rows [][]string
	if made.RUA != "" && v.Outcomes[stepReports].State == guide.Completed {
		r := reporting(domain, made.RUA)
		rows = append(rows, []string{r.Name, r.Type, r.Value})
	}
	if made.ID != "" {
		r := announcement(domain, made.ID)
		rows = append(rows, []string{r.Name, r.Type, r.Value})
	}
	return rows
}

// dates returns when each step was completed, and what is still to come.
func (d deps) dates(ctx context.Context, v *guide.Visit) report.Timeline {
	line := report.Timeline{Title: "Dates"}
	for _, step := range Guide(d.Services).Steps {
		if o, ok := v.Outcomes[step.ID]; ok && o.State == guide.Completed {
			line.Items = append(line.Items, report.Event{At: o.At, Text: step.Title, Done: true})
		}
	}
	sort.SliceStable(line.Items, func(i, j int) bool { return line.Items[i].At.Before(line.Items[j].At) })
	if until, err := d.wait(ctx, v); err == nil && until.At.After(d.Now()) {
		line.Items = append(line.Items, report.Event{At: until.At, Text: until.Reason})
	}
	return line
}
