package enhancedfiltering

import (
	"context"
	"net/netip"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/mail/connector"
	"handrail/app/mail/header"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
	"handrail/app/task"
)

// lookAfter returns whether a new email shows the real sender.
func (d deps) lookAfter(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.draft("Did it work?", v, fromEmail)
	if !d.stopped(doc, v) {
		d.afterOf(doc, v)
	}
	return doc.Done(), nil
}

// afterOf adds what the new email shows.
func (d deps) afterOf(doc *frame.Draft, v *guide.Visit) {
	m, err := d.message(v, askAfter)
	gaps := unread(m, err)
	if v.Answer(askAfter) == "" {
		gaps = []report.Finding{{Code: "not-checked-again", Severity: report.Note,
			Title: "You have not checked a new email yet",
			Text:  "Only a new email shows whether the change works.",
			Do:    "Enter the header of a new email from outside."}}
	}
	if len(gaps) > 0 {
		doc.Find(gaps...)
		doc.Findings("", "")
		for _, f := range [][2]string{{"works", "It works"}, {"new-source", "Server that counts as the sender"},
			{"new-spf-address", "Server that SPF checked"}, {"new-spf", "Result of SPF"}} {
			doc.Fact(f[0], f[1], string(report.Unknown), "Not known")
		}
		doc.Facts("In short")
		return
	}
	p, x := newest(m), d.load(v)
	now := skiplist.Read(m, p, setting(v))
	works := d.works(v, &x, m, p, &now)
	doc.Headline(works.Title)
	doc.Find(works)
	doc.Findings("", "")
	doc.Add(passOf(&now, p), hops("hops-new", "The way of the new email, the newest server first", now.Steps))
	doc.Fact("works", "It works", resultOf[works.Code], yesNo[resultOf[works.Code]])
	doc.Fact("new-source", "Server that counts as the sender", text(now.Source), "")
	doc.Fact("new-spf-address", "Server that SPF checked", text(now.SPF), "")
	doc.Fact("new-spf", "Result of SPF", or(p.SPF.Result, "absent"), "")
	doc.Facts("In short")
}

// resultOf has the result of each finding for programs.
var resultOf = map[string]string{"works": "yes", "works-fails": "yes", "not-applied-people": "no", "not-applied": "no",
	"no-stamps": "no", "still-old": "no", "works-alone": string(report.Unknown),
	"works-unknown": string(report.Unknown)}

// works judges the new email: by its stamps, and by the address that SPF used.
func (d deps) works(v *guide.Visit, x *data, m *header.Message, p *header.Pass, now *skiplist.Seen) report.Finding {
	want := skiplist.Walk(m, p, setting(v))
	switch {
	case p.Alone() && want.Source == p.Connecting:
		return report.Finding{Code: "works-alone", Severity: report.Unknown,
			Title: "This email cannot show whether it works",
			Text:  "No other server on the internet was on its way, so the result is the same with and without it.",
			Do:    "Check an email from another organisation."}
	case p.Original == nil && p.Skipped != nil && !p.Alone():
		f := report.Finding{Code: "not-applied", Severity: report.Warning,
			Title: "Microsoft found the sender and did not use it",
			Text:  "The email has one of two stamps, and SPF checked the server that connected.",
			Do:    "Check that all recipients are in the list of the pilot."}
		if covered, lacks := skiplist.CoversEmail(x.users(v), m); covered == connector.No {
			f.Code = "not-applied-people"
			f.Text = guide.Count(len(lacks), "recipient is", "recipients are") +
				" not in the pilot, so it was not applied."
			f.Do = "Test with an email to the people of the pilot alone."
		}
		return f
	case !p.Alone() && p.Original == nil && (!now.SPF.IsValid() || now.SPF == p.Connecting):
		return report.Finding{Code: "no-stamps", Severity: report.Warning,
			Title: "Enhanced Filtering did nothing with this email",
			Text:  "The header has no stamp. The setting is not in force yet, or another connector took the email.",
			Do:    "Check another new email in an hour. Then check which connector takes email from your filter."}
	case now.SPF.IsValid() && now.SPF != now.Source:
		return report.Finding{Code: "works-unknown", Severity: report.Unknown, Title: "The header contradicts itself",
			Text: "SPF checked another server than the stamp names.", Do: "Check another new email."}
	case now.Source == p.Connecting && want.Source != p.Connecting:
		return report.Finding{Code: "still-old", Severity: report.Warning,
			Title: "The server that connected still counts as the sender",
			Text:  "With your list, another server should count.", Do: "Check the list of the connector."}
	case p.SPF.Result == "pass":
		return report.Finding{Code: "works", Severity: report.OK, Title: "SPF now checks the real sender and passes",
			Text: "It checked " + valid(now.Source) + ", which is " + ofWhom(now) + "."}
	}
	return report.Finding{Code: "works-fails", Severity: report.Note,
		Title: "SPF now checks the server in front of your filter",
		Text: "Its result is " + or(p.SPF.Result, "not written") +
			". That is now the sender’s own matter, if this is the sender.",
		Do: "Check whether the server is the sender’s."}
}

func ofWhom(s *skiplist.Seen) string {
	for i := range s.Steps {
		if one := &s.Steps[i]; one.Addr == s.Source && one.Owner() != "" {
			return "a server of " + one.Owner()
		}
	}
	return "not your filter"
}

// seenWords returns what Microsoft sees of an email today.
func seenWords(s *skiplist.Seen, p *header.Pass) report.Finding {
	switch {
	case p.Alone():
		return report.Finding{Code: "seen-alone", Severity: report.Note, Title: "Microsoft found no other server",
			Text: "Each other server is private or is skipped. So the server that connected counts."}
	case s.Found && s.Applied && s.Source != p.Connecting:
		return report.Finding{Code: "seen-applied", Severity: report.OK, Title: "Microsoft already finds the sender",
			Text: "Enhanced Filtering was applied. SPF checked " + or(valid(s.SPF), valid(s.Source)) + "."}
	case s.Found && !s.Applied:
		return report.Finding{Code: "seen-found", Severity: report.Note,
			Title: "Microsoft found a server and did not use it",
			Text:  "Not all recipients are in the list of the pilot, or the email came by another way."}
	case s.Source != p.Connecting:
		return report.Finding{Code: "seen-skipped", Severity: report.Note,
			Title: "Microsoft looked past the server that connected",
			Text:  "The header has no stamp that says why."}
	case behind(s):
		return report.Finding{Code: "seen-filter", Severity: report.Warning,
			Title: "Microsoft takes your filter for the sender",
			Text: "SPF checked " + or(valid(s.SPF), "the server that connected") +
				", although another server is behind it.",
			Do: "Set up Enhanced Filtering with the next steps."}
	}
	return report.Finding{Code: "seen-one", Severity: report.OK,
		Title: "Only one server on the internet was on the way",
		Text:  "Microsoft checked the server that connected."}
}

// behind reports whether another server on the internet is behind the one that connected.
func behind(s *skiplist.Seen) bool {
	for i := range s.Steps {
		if a := s.Steps[i].Addr; header.Public(a) && a != first(s) {
			return true
		}
	}
	return false
}

func first(s *skiplist.Seen) netip.Addr { return s.Steps[0].Addr }

// verdictOf returns what a setting changes, in words.
func verdictOf(r *skiplist.Result) report.Finding {
	switch {
	case !r.After.Sure:
		return report.Finding{Code: "effect-unknown", Severity: report.Unknown,
			Title: "It is not known which server counts then",
			Text:  "The list skips every server on the way."}
	case !r.Changes:
		return report.Finding{Code: "effect-none", Severity: report.Warning,
			Title: "The setting changes nothing for this email",
			Text:  "SPF checks " + or(valid(r.Later), "no server") + ", with it and without it.",
			Do:    "Leave the connector as it is, or try another email."}
	}
	f := report.Finding{Code: "effect", Severity: report.OK, Title: "SPF will check another server",
		Text: "Now it checks " + or(valid(r.Before), "an unknown server") + ", then " + valid(r.Later) + ". "}
	switch r.Then {
	case "":
		f.Text += "The header does not say whether SPF then passes."
	case "pass":
		f.Title = "SPF will check the real sender and pass"
		f.Text += "For this address, " + r.By + " says that SPF passes."
	default:
		f.Severity = report.Note
		f.Text += "For this address, " + r.By + " says: " + r.Then + "."
	}
	return f
}

// lookRecord returns what was found, decided and done.
func (d deps) lookRecord(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc, x := d.draft("Record: Enhanced Filtering", v, fromDNS, frame.FromImport, fromEmail, fromPerson), d.load(v)
	where := front(v)
	state := skiplist.Overall(&x.Export, where)
	doc.Find(stateFinding(state))
	doc.Find(x.gaps()...)
	route, because := d.route(v)
	w := routeWords[route]
	doc.Find(report.Finding{Code: "route-" + string(route), Severity: w.severity, Title: w.title,
		Text: becauseWords[because] + " " + w.text, Do: w.do})
	doc.Findings("", "What was found at the start")
	d.connectors(doc, &x, where)
	doc.Fact("state", "Enhanced Filtering", string(state), stateWords[state].word)
	doc.Fact("route", "The way of the email", string(route), w.title)
	fits := route == skiplist.Line || route == skiplist.LineOwn
	if v.Answer(askHow) != "" && fits {
		doc.Add(report.Heading{Text: "Your list"})
		d.listOf(doc, v)
		d.previewOf(ctx, doc, v)
	}
	if v.Answer(askFor) != "" && fits {
		doc.Add(report.Heading{Text: "Who is covered"})
		d.coveredOf(doc, v, &x)
	}
	if v.Answer(askAfter) != "" && fits {
		doc.Add(report.Heading{Text: "After the change"})
		d.afterOf(doc, v)
	}
	doc.Headline(w.title)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return doc.Done(), nil
}
