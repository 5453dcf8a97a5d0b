// Package header is the guide that reads the header of an email and says why the email was
// delivered, put in Junk Email, quarantined or refused. Nothing of the email leaves the
// computer, and the person chooses what of it is saved. The rules are in app/mail/header.
package header

import (
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/mail/header"
)

// deps is what the guide needs of the outside.
type deps struct{ services.Services }

// ID of the guide. Stored with every visit.
const ID = "header"

// The steps. Stored with every visit.
const (
	stepPaste  = "paste"
	stepSee    = "see"
	stepFix    = "fix"
	stepRecord = "record"
)

// The answers. Stored with every visit.
const (
	askMessage = "message"
	askWhere   = "where"
	askKeep    = "keep"

	keepResult  = "result"
	keepAll     = "all"
	keepNothing = "nothing"
)

// Guide returns the guide.
func Guide(s services.Services) guide.Guide {
	d := deps{s.Timed()}
	rests := []string{askMessage, askWhere, askKeep}
	return guide.Guide{
		ID: ID, Title: "See why email goes to junk", Topic: "Email",
		Article: "Enable EOP Enhanced Filtering for Mimecast Users",
		Minutes: 5, Subject: askWhere,
		Outcome:  "You know why an email was delivered, junked, quarantined or refused, and what fixes it.",
		Problems: problems,
		Needs: []guide.Need{{Title: "The email’s header",
			Text: "Copy the internet headers in Outlook, or save the email as a file. A report of a failed delivery " +
				"works too."}},
		Steps: []guide.Step{
			{ID: stepPaste, Title: "Paste the header", Summary: "Nothing of this email leaves this computer.",
				Text: "In Outlook, open the email and go to File > Properties. In the new Outlook and on the web, go to " +
					"More actions > View > View message details. Copy everything.",
				NextLabel: "Show what happened", Terms: glossary(), Asks: d.asks()},
			{ID: stepSee, Title: "See what happened", Summary: "The answer, the way of the email, and each check.",
				MainLabel: "Continue to the fix", Needs: stepPaste, DependsOn: rests, Terms: glossary(),
				Look: d.see, Saved: saved},
			{ID: stepFix, Title: "Fix the cause", Summary: "You make this change yourself, step by step.",
				Needs: stepSee, DependsOn: rests, Terms: glossary(), Hand: d.fix},
			{ID: stepRecord, Title: "Save the result", Summary: "This is all that Handrail saves of the email.",
				MainLabel: "Save the result", Needs: stepSee, DependsOn: rests, Terms: glossary(), Look: d.record, Saved: saved},
		},
	}
}

func (d deps) asks() []guide.Ask {
	message := ask.Lines(askMessage, ask.Words{Label: "What is the email’s header?",
		Hint: "Paste it, drop an .eml or .msg file here, or enter its full path.",
		Help: "A header has lines such as “Received” and “From”. Handrail also reads what a server replied when it " +
			"refused an email."}, ask.First(d.Files.Answers.Email), ask.Checked(readable), ask.File,
		ask.Private(func(v *guide.Visit) bool { return v.Answer(askKeep) == keepAll }))
	return []guide.Ask{
		message,
		ask.Choice(askWhere, ask.Words{Label: "Where is the email?",
			Hint: "If the header names another folder, something moved the email later.",
			Help: "Exchange Online writes the folder into most headers. Quarantine and later moves are not in it."},
			[]guide.Option{
				{Value: string(header.NotKnown), Label: "Where the header says"},
				{Value: string(header.Junk), Label: "In Junk Email"},
				{Value: string(header.Inbox), Label: "In the Inbox"},
				{Value: string(header.Quarantine), Label: "In quarantine"},
				{Value: string(header.NotTaken), Label: "It was refused"},
			}),
		ask.Choice(askKeep, ask.Words{Label: "What may Handrail save of it?",
			Hint: "This counts for your progress, reports and files.",
			Help: "While this guide is open, you see everything. What may not be saved is gone when you close it."},
			[]guide.Option{
				{Value: keepResult, Label: "Only the result", Hint: "No address, name, server or subject."},
				{Value: keepAll, Label: "The header and the result"},
				{Value: keepNothing, Label: "Nothing"},
			}),
	}
}

// readable returns why a pasted text cannot be used. A file is read later.
func readable(answer string) error {
	if err := ask.Filled(answer); err != nil {
		return err
	}
	if answer = strings.TrimSpace(answer); !header.IsText(answer) {
		return nil
	}
	_, err := header.Read([]byte(answer))
	return err
}

// message reads the email of a visit.
func (d deps) message(v *guide.Visit) (*header.Message, error) {
	data, given, err := export.Text(v.Answer(askMessage), header.IsText, d.Files.Read)
	if err != nil {
		return nil, err
	}
	if !given {
		return nil, app.Errorf(app.NotFound, "Go back to the first step, and paste the header again.",
			"Handrail did not save this email, as you chose.")
	}
	return header.Read(data)
}

func glossary() []guide.Term {
	return terms.With([]terms.Key{terms.SPF, terms.MTASTS, terms.TLS, terms.DNS},
		guide.Term{Word: "DKIM", Meaning: "A signature of the sending domain. It breaks when the text is changed."},
		guide.Term{Word: "DMARC", Meaning: "The sending domain’s rule for emails that neither SPF nor DKIM confirms."},
		guide.Term{Word: "ARC", Meaning: "A record of what earlier servers checked, with their signatures."},
		guide.Term{Word: "SCL", Meaning: "How sure the filter is: 5 and more is spam, −1 was not checked."},
		guide.Term{Word: "IP address", Meaning: "The number by which servers on the internet reach each other."},
		guide.Term{Word: "UTC", Meaning: "The time that is the same everywhere. All times here are in it."},
		guide.Term{Word: "Composite authentication",
			Meaning: "Microsoft’s own judgement about the sender, from SPF, DKIM, DMARC and more."},
		guide.Term{Word: "Enhanced Filtering",
			Meaning: "A setting that lets Exchange Online look past your own filter to the real sender."})
}
