// Package enhancedfiltering is the guide to Enhanced Filtering for Connectors: whether a
// filter stands in front of Exchange Online, what Microsoft sees of an email behind it, which
// servers to skip, whom that covers, and what still defeats it. Connectors have no interface
// that Handrail could use, so the guide reads what Exchange Online PowerShell exports and
// returns the commands in separate blocks. The rules are in app/mail/skiplist.
package enhancedfiltering

import (
	"slices"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/mail/skiplist"
	"handrail/app/report"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
	exports *export.Memory[data]
}

// ID of the guide. Stored with every visit.
const ID = "enhanced-filtering"

// The steps. Stored with every visit.
const (
	stepExport   = "export"
	stepFront    = "front"
	stepRoute    = "route"
	stepToday    = "today"
	stepList     = "list"
	stepPreview  = "preview"
	stepCovered  = "covered"
	stepScript   = "script"
	stepAfter    = "after"
	stepEveryone = "everyone"
	stepRecord   = "record"
)

// The answers. Stored with every visit.
const (
	askDomain    = "domain"
	askExport    = "export"
	askMessage   = "message"
	askFirst     = "first"
	askBack      = "back"
	askOwn       = "own"
	askConnector = "connector"
	askHow       = "how"
	askRanges    = "ranges"
	askSPF       = "ask-dns"
	askFor       = "for"
	askPilot     = "pilot"
	askAfter     = "after"

	firstDNS    = "dns"
	spfNo       = "no"
	spfYes      = "yes"
	howList     = "list"
	howLast     = "last"
	forPeople   = "people"
	forEveryone = "everyone"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed(), &export.Memory[data]{}}
	return guide.Guide{
		ID: ID, Title: "Set up Enhanced Filtering", Topic: "Email", Minutes: 30, Subject: askDomain,
		Article:  "Enable EOP Enhanced Filtering for Mimecast Users",
		Outcome:  "Exchange Online checks the real sender of each email, although your own filter is in front of it.",
		Problems: problems,
		Needs: []guide.Need{{Title: "Exchange Administrator", Roles: []string{"Exchange Administrator"},
			Text: "You need this admin role to read and to change connectors."},
			{Title: "One email that came from outside", Kind: guide.NeedsFile,
				Text: "Save it as a file, or copy its internet headers in Outlook."},
			{Title: "The addresses of your filter",
				Text: "The maker of the filter publishes them. Handrail has no such list."}},
		Steps: append(d.readSteps(), d.changeSteps()...),
	}
}

// readSteps find out what there is.
func (d deps) readSteps() []guide.Step {
	known := []string{askDomain, askExport, askMessage}
	way := append(known, askFirst, askBack, askOwn)
	return []guide.Step{
		{ID: stepExport, Title: "Export your settings",
			Summary:   "Run one read-only script. The next step uses its output.",
			MainLabel: "Continue to your filter", Hand: d.handExport, Aside: true, Terms: glossary()},
		{ID: stepFront, Title: "Find your filter", Summary: "See who takes your email first, and what is set today.",
			NextLabel: "Find the filter", MainLabel: "Continue to the email route", Needs: stepExport, DependsOn: known,
			Asks: []guide.Ask{d.askDomain(), d.askExport(), d.askMessage()}, Look: d.lookFront, Terms: glossary()},
		{ID: stepRoute, Title: "Check the email route",
			Summary:   "See whether Enhanced Filtering suits your email route.",
			NextLabel: "Show the route", MainLabel: "Continue to one email", Needs: stepFront, DependsOn: way,
			Asks: []guide.Ask{firstAsk(), backAsk(), ownAsk()}, Look: d.lookRoute, Ready: fits, Terms: glossary()},
		{ID: stepToday, Title: "Read one email", Summary: "See which server Microsoft takes for the sender today.",
			MainLabel: "Continue to the skip list", Needs: stepRoute, DependsOn: way, Look: d.lookToday,
			Terms: glossary()},
	}
}

// changeSteps prepare and check the change.
func (d deps) changeSteps() []guide.Step {
	list := []string{askDomain, askExport, askMessage, askFirst, askBack, askOwn, askConnector, askHow, askRanges}
	list = slices.Clip(list)
	all := slices.Clip(append(list, askFor, askPilot))
	return []guide.Step{
		{ID: stepList, Title: "Enter the skip list", Summary: "See what is wrong with the list before it is used.",
			NextLabel: "Check the list", MainLabel: "Continue to the preview", Needs: stepToday, DependsOn: list,
			Asks: []guide.Ask{d.connectorAsk(), howAsk(), d.rangesAsk()}, Look: d.lookList, Ready: usable,
			Terms: glossary()},
		{ID: stepPreview, Title: "Preview the effect", Summary: "See the same email with and without the skip list.",
			NextLabel: "Show the effect", MainLabel: "Continue to the people", Needs: stepList,
			DependsOn: append(list, askSPF), Asks: []guide.Ask{d.spfAsk()}, Look: d.lookPreview,
			Terms: glossary()},
		{ID: stepCovered, Title: "Check who is covered", Summary: "See who the change covers, and what cancels it.",
			NextLabel: "Check the people", MainLabel: "Continue to the commands", Needs: stepPreview, DependsOn: all,
			Asks: []guide.Ask{forAsk(), d.pilotAsk()}, Look: d.lookCovered, Terms: glossary()},
		{ID: stepScript, Title: "Run the commands", Summary: "Run each block on its own, in this order.",
			MainLabel: "I have run the commands", Needs: stepCovered, DependsOn: all, Hand: d.handScript,
			Terms: glossary()},
		{ID: stepAfter, Title: "Check a new email", Summary: "See whether Microsoft now finds the real sender.",
			NextLabel: "Check the new email", MainLabel: "Continue to everyone", Needs: stepScript,
			DependsOn: append(all, askAfter), Asks: []guide.Ask{d.askAfter()}, Look: d.lookAfter, Terms: glossary()},
		{ID: stepEveryone, Title: "Turn it on for everyone",
			Summary:   "Do this when the pilot has worked for some days.",
			MainLabel: "I have run the commands", Needs: stepAfter, DependsOn: all, Hand: d.handEveryone,
			Terms: glossary()},
		{ID: stepRecord, Title: "Save the record", Summary: "See what you found, decided and did.",
			MainLabel: "Save the record", Needs: stepFront, DependsOn: append(all, askAfter, askSPF),
			Look:  d.lookRecord,
			Terms: glossary()},
	}
}

// fits holds the person back where Enhanced Filtering does not fit the way of the email.
func fits(_ *guide.Visit, doc *report.Document) error {
	switch skiplist.Route(doc.Facts()["route"]) {
	case skiplist.Loop:
		return app.Errorf(app.Denied, "Leave Enhanced Filtering off, and follow the list on this page.",
			"Your email leaves Exchange Online and comes back. Enhanced Filtering must stay off.")
	case skiplist.Direct, skiplist.NoEmail:
		return app.Errorf(app.Denied, "Close this guide, or correct your answers.",
			"No filter is in front of Exchange Online. There is nothing to skip.")
	case skiplist.RouteUnknown:
		return app.Errorf(app.NotFound, "Follow the list on this page, then check again.",
			"Handrail does not know the way of your email yet.")
	}
	return nil
}

// usable holds the person back until the list has something to skip.
func usable(_ *guide.Visit, doc *report.Document) error {
	if f := doc.Facts(); f["handed-over"] != "0" || f["how"] == howLast {
		return nil
	}
	return app.Errorf(app.Invalid, "Enter the addresses of your filter.",
		"The list has no address that can be skipped.")
}

// draft returns a document of the guide.
func (d deps) draft(title string, v *guide.Visit, sources ...string) *frame.Draft {
	return frame.New(frame.Head{Title: title, Subject: v.Answer(askDomain), At: d.Now(), Sources: sources})
}

// The sources of the documents.
const (
	fromDNS    = "DNS"
	fromEmail  = "The header of the email, on this computer"
	fromPerson = "Your answers"
)

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.SPF, terms.MTASTS, terms.DNS},
		guide.Term{Word: "Enhanced Filtering",
			Meaning: "A setting that lets Exchange Online look past your own filter to the real sender."},
		guide.Term{Word: "Skip list", Meaning: "The addresses of your filter, which Exchange Online looks past."},
		guide.Term{Word: "Inbound connector", Meaning: "A setting of Exchange Online for email from certain servers."},
		guide.Term{Word: "PTR", Meaning: "The name that DNS has for an address."},
		guide.Term{Word: "SCL", Meaning: "How sure the spam filter is. With −1 it does not check the email."},
		guide.Term{Word: "IPv4 and IPv6", Meaning: "The old, short form of addresses, and the new, long one."},
		guide.Term{Word: "DKIM", Meaning: "A signature of the sending domain. It breaks when the text is changed."},
		guide.Term{Word: "DMARC", Meaning: "The sending domain’s rule for emails that neither SPF nor DKIM confirms."})
}
