package enhancedfiltering

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
	"handrail/app/task"
)

// lookCovered returns whom the change covers, and what cancels it.
func (d deps) lookCovered(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Who is covered, and what cancels it", v, frame.FromImport, fromPerson), d.load(v)
	if !d.stopped(doc, v) {
		d.coveredOf(doc, v, &x)
	}
	return doc.Done(), nil
}

// coveredOf adds the people, the rules and the way round the filter.
func (d deps) coveredOf(doc *frame.Draft, v *guide.Visit, x *data) {
	cancels := x.cancels(doc)
	x.lock(doc)
	title := "Enhanced Filtering will cover everyone"
	if v.Answer(askFor) != forEveryone {
		title = d.pilotOf(doc, v, x)
	}
	if cancels == connector.Yes {
		title = "A mail flow rule cancels Enhanced Filtering"
	}
	doc.Headline(title)
	doc.Find(x.gaps()...)
	doc.Findings("cancels", title)
	if v.Answer(askFor) != forEveryone {
		doc.Add(x.entries(v))
		doc.Add(report.Code{Label: "The addresses as they are handed over", Text: strings.Join(x.users(v), "\n")})
	}
	doc.Facts("In short")
}

// cancels adds the mail flow rules that keep the filter from email.
func (x *data) cancels(doc *frame.Draft) connector.Answer {
	result := x.rules.Defeated()
	for _, r := range x.rules.Skip {
		f := report.Finding{Code: "rule-skips-filter", Severity: report.Problem, Subject: r.Name,
			Title: "Rule “" + r.Name + "” sets SCL −1",
			Text: "The emails to which it applies skip the spam filter, so " +
				"Enhanced Filtering has no effect on them.", Do: "Turn the rule off first."}
		if r.Enabled != connector.Yes {
			f.Severity, f.Text = report.Unknown,
				"The export does not show whether the rule is on. If it is, it cancels the change."
			f.Do = "Check whether the rule is on."
		}
		doc.Find(f)
	}
	switch {
	case result == connector.No:
		doc.Find(report.Finding{Code: "rules-fine", Severity: report.OK, Title: "No mail flow rule cancels it",
			Text: "No rule that is on sets SCL −1."})
	case result == connector.Unread && len(x.rules.Skip) == 0:
		doc.Find(report.Finding{Code: "rules-unknown", Severity: report.Unknown,
			Title: "It is not known whether a mail flow rule cancels it",
			Text:  "The export does not show what each rule sets.",
			Do:    "Run filtering.ps1, and enter its whole output."})
	}
	doc.Fact("rule-cancels", "A mail flow rule cancels it", string(result), yesNo[string(result)])
	return result
}

// lock adds whether senders can bypass the filter.
func (x *data) lock(doc *frame.Draft) {
	locked := x.Locked()
	switch locked {
	case connector.Yes:
		doc.Find(report.Finding{Code: "locked", Severity: report.OK, Title: "Senders cannot bypass the filter",
			Text: "A connector takes email of all senders only from the filter."})
	case connector.No:
		doc.Find(report.Finding{Code: "not-locked", Severity: report.Warning,
			Title: "Senders can bypass the filter",
			Text: "No connector of the type Partner limits all senders to the filter’s addresses or " +
				"certificate. A connector " +
				"of your own servers cannot do it.",
			Do: "Limit a Partner connector for all domains to the filter."})
	default:
		doc.Find(report.Finding{Code: "lock-unknown", Severity: report.Unknown,
			Title: "It is not known whether senders can bypass the filter",
			Text:  "The export does not show which email each connector takes.",
			Do:    "Run filtering.ps1, and enter its whole output."})
	}
	doc.Fact("locked", "Senders must use the filter", string(locked), yesNo[string(locked)])
}

// pilotOf adds the people of the pilot, and the email of the visit. It returns the headline.
func (d deps) pilotOf(doc *frame.Draft, v *guide.Visit, x *data) string {
	pilots, typed := x.pilots(v), setOf(v.Answer(askPilot))
	added, missing, unsure, found := 0, 0, 0, map[string]bool{}
	for _, p := range pilots {
		for _, a := range p.Addresses {
			found[a] = true
		}
		covered, lacks := skiplist.Covers(slices.Sorted(maps.Keys(typed)), p)
		added += len(lacks)
		switch covered {
		case connector.No:
			missing++
			text := "These addresses are not in your list: " + strings.Join(lacks, ", ") + "."
			if p.Target != "" && !typed[p.Target] {
				text += " " + p.Target + " is the target address of the mailbox."
			}
			doc.Find(report.Finding{Code: "address-missing", Severity: report.Note, Subject: p.Name,
				Title: p.Name + " is not covered by your list", Text: text,
				Do: "Use the list below. Handrail has added them."})
		case connector.Unread:
			unsure++
		}
	}
	strangers := 0
	for a := range typed {
		if !found[a] {
			strangers++
			doc.Find(report.Finding{Code: "address-unknown", Severity: report.Unknown, Subject: a,
				Title: a + " is not in the export", Text: "It is not known which other addresses this person has.",
				Do: "Add every address of this person to the list."})
		}
	}
	if unsure > 0 {
		doc.Find(report.Finding{Code: "addresses-unknown", Severity: report.Unknown,
			Title: guide.Count(unsure, "person has", "people have") + " addresses that the export does not show",
			Text:  "The export lacks their other addresses or their target address.",
			Do:    "Run filtering.ps1, and enter its whole output."})
	}
	doc.Find(report.Finding{Code: "all-recipients", Severity: report.Note,
		Title: "An email counts only if all its recipients are listed",
		Text: "One recipient outside the list is enough, and Microsoft does not apply Enhanced Filtering " +
			"to the email.",
		Do: "Test with emails to these people alone."})
	d.emailCovered(doc, v, x)
	doc.Fact("pilot-people", "People in the pilot", strconv.Itoa(len(pilots)), "")
	doc.Fact("not-covered", "People that your list does not cover", strconv.Itoa(missing), "")
	doc.Fact("not-known", "Addresses that are not in the export", strconv.Itoa(strangers), "")
	doc.Fact("added", "Addresses that were added", strconv.Itoa(added), "")
	return "The pilot covers " + guide.Count(len(pilots), "person", "people") + " of the export"
}

// emailCovered adds whether the setting would apply to the email of the visit.
func (d deps) emailCovered(doc *frame.Draft, v *guide.Visit, x *data) {
	m, err := d.message(v, askMessage)
	covered := connector.Unread
	if m != nil && err == nil {
		var lacks []string
		covered, lacks = skiplist.CoversEmail(x.users(v), m)
		if covered == connector.No {
			doc.Find(report.Finding{Code: "email-not-covered", Severity: report.Note,
				Title: "Enhanced Filtering would not apply to your email",
				Text: guide.Count(len(lacks), "recipient is", "recipients are") + " not in the list: " +
					strings.Join(lacks, ", ") + ". A header can still have a stamp."})
		}
	}
	doc.Fact("email-covered", "It applies to your email", string(covered), yesNo[string(covered)])
}

// entries lists the people of the pilot.
func (x *data) entries(v *guide.Visit) report.Entries {
	list := report.Entries{Name: "pilot", Title: "The people of the pilot"}
	users := x.users(v)
	for _, p := range x.pilots(v) {
		covered, missing := skiplist.Covers(users, p)
		e := report.Entry{Title: p.Name, About: p.Primary, Severity: report.OK,
			State: "Covered by " + guide.Count(len(p.Addresses), "address", "addresses"),
			Data: program(map[string]any{"name": p.Name, "addresses": p.Addresses, "target": p.Target,
				"covered": covered, "missing": missing})}
		if covered != connector.Yes {
			e.Severity, e.State = report.Unknown, "Not known whether these are all addresses"
		}
		list.Items = append(list.Items, e)
	}
	return list
}

// setOf returns addresses, in lower case.
func setOf(text string) map[string]bool {
	all := map[string]bool{}
	for _, one := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n;,", r) }) {
		if one = strings.ToLower(strings.TrimSpace(one)); one != "" {
			all[one] = true
		}
	}
	return all
}
