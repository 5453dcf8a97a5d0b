package addindeploy

import (
	"context"
	"fmt"
	"time"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// What Microsoft promises, and what it takes at worst (facts of the admin center
// and of makers of add-ins).
const (
	promised = 24 * time.Hour
	atWorst  = 72 * time.Hour
)

func (d Deps) arrivedStep() guide.Step {
	later := given(askAfter, "What addins.ps1 writes now", "The path of the file, or its text. Leave it empty if you have none.", "Run the script again after you deployed.", guide.Lines)
	later.Default = func(v *guide.Visit) string {
		if v.Outcomes[stepDeploy].State != guide.Completed {
			return ""
		}
		return d.Answers.Later
	}
	return guide.Step{
		ID: stepArrived, Title: "Did it arrive?", Lead: "What the list says, and a short test with one person.", Next: "Look", Main: "It has arrived",
		Needs: stepDeploy, Terms: []guide.Term{termCOM, termEWS}, DependsOn: []string{askAddin, askAfter},
		Asks: []guide.Ask{later},
		Look: d.lookArrived, Wait: d.waitArrived,
	}
}

// waitArrived waits for the promised day, then for the third one.
func (d Deps) waitArrived(ctx context.Context, v *guide.Visit) (guide.Until, error) {
	if err := ctx.Err(); err != nil {
		return guide.Until{}, err
	}
	done := d.doneAt(v)
	if now := d.Now(); now.Before(done.Add(promised)) {
		return guide.Until{At: done.Add(promised), Reason: "Microsoft promises the add-in within 24 hours."}, nil
	}
	return guide.Until{At: done.Add(atWorst), Reason: "Outlook can take up to 72 hours to show it."}, nil
}

// doneAt is when the person said that it was deployed.
func (d Deps) doneAt(v *guide.Visit) time.Time {
	if o, ok := v.Outcomes[stepDeploy]; ok && o.State == guide.Completed {
		return o.At
	}
	return d.Now().UTC()
}

func (d Deps) lookArrived(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := &report.Document{Title: "Did it arrive?", At: d.Now().UTC(), Sources: []string{"What you imported"}}
	state, found := d.deployed(v, askAfter)
	aim := v.Answer(askAim)
	for i := range found {
		if found[i].Code == "deployed-already" { // now it is what was wanted
			found[i] = report.Finding{Code: "arrived", Severity: report.OK, Subject: found[i].Subject, Title: "It is on the list", Text: "Microsoft has taken it. People see it a little later."}
			if aim == "remove" {
				found[i] = report.Finding{Code: "still-there", Severity: report.Warning, Subject: found[i].Subject, Title: "It is still on the list", Text: "It was to be removed.", Do: "Remove it on the older page for add-ins."}
			}
		}
	}
	if state == "no" {
		f := report.Finding{Code: "not-arrived", Severity: report.Problem, Title: "It is not on the list", Text: "Microsoft does not list its id.", Do: "Go back one page and deploy it, or look in the admin center for a message."}
		if aim == "remove" {
			f = report.Finding{Code: "gone", Severity: report.OK, Title: "It is gone from the list", Text: "People lose the button within 24 hours."}
		}
		found = append(found, f)
	}
	done := d.doneAt(v)
	doc.Blocks = append(doc.Blocks, report.Facts{Title: "The list", Rows: []report.Fact{{Name: "arrived", Label: "On the list", Value: state, Text: deployedWords[state]}}},
		report.Findings{Items: found},
		report.Timeline{Title: "When people see it", Items: []report.Event{{At: done, Text: "You deployed it", Done: true}, {At: done.Add(promised), Text: "Microsoft's promise: within 24 hours", Done: !d.Now().Before(done.Add(promised))}, {At: done.Add(atWorst), Text: "At worst, in Outlook: 72 hours", Done: !d.Now().Before(done.Add(atWorst))}}},
		tests(), symptoms())
	return doc, nil
}

// clients are the kinds of Outlook, each with where the button is.
var clients = []struct{ name, note, where string }{
	{"Outlook on the web", "Test this one first: it shows add-ins soonest.", "Apps, in the row above the text"},
	{"New Outlook for Windows", "Add-ins do not show while you are offline.", "Apps, in the ribbon of the new event"},
	{"Classic Outlook for Windows", "Close Outlook wholly and open it again before you test.", "The tab Appointment or Meeting"},
	{"Outlook for Mac", "Add-ins with the newer kind of manifest never show here.", "The three dots of the new event"},
	{"Outlook on a phone", "The add-in takes the place of the Teams switch.", "The switch for online meetings of the new event"},
}

// tests gives five lines to go through with one person, for each Outlook.
func tests() report.Entries {
	e := report.Entries{Name: "tests", Title: "Test with one person"}
	for _, c := range clients {
		line := report.Timeline{Title: c.name}
		for _, text := range []string{c.note, "Open the calendar and make a new event.", "Look for the button: " + c.where + ".", "Press it, sign in if asked, and add a meeting.", "Send the event to yourself and open its link."} {
			line.Items = append(line.Items, report.Event{Text: text})
		}
		e.Items = append(e.Items, report.Entry{Title: c.name, Severity: report.Note, State: "Five lines", Open: &report.Document{Title: c.name, Blocks: []report.Block{line}}})
	}
	return e
}

// trouble is one symptom with what to look at, in order.
var trouble = []struct {
	title, who string
	look       []string
}{
	{"Nobody sees it", "Everyone", []string{"Have 72 hours passed since you deployed it?", "Is it on the list of addins.ps1, and not turned off?", "Is AppsForOfficeEnabled True, and EwsEnabled not False?", "Was consent given by a Global Administrator?", "Is it deployed Available or Optional? Change it to Fixed."}},
	{"One person does not see it", "Single people", []string{"Is the person on the list of who would be left out?", "Does it show in Outlook on the web? Then the trouble is on the computer.", "Is EwsEnabled False for this mailbox? Get-CASMailbox tells it.", "Close Outlook wholly and open it again.", "Is the mailbox in Exchange Online, and its licence in force?"}},
	{"It shows on the web and not in Outlook", "One program", []string{"Classic Outlook: is the account an Exchange account with the modern sign-in?", "Outlook bought once in 32 bits, with new accounts: Microsoft has an open issue.", "Mac and phones: is the manifest of the newer kind? Then it never shows.", "New Outlook: is it offline?"}},
	{"There are two buttons of the same name", "Everyone or some", []string{"Are both forms of Zoom on the list? Remove one.", "Did the person install it too? Let them remove their own.", "Is an older COM add-in still installed? Remove the program."}},
	{"The button is there and asks to sign in again and again", "Some", []string{"Are pop-up windows and cookies allowed for the maker's page?", "Does the person exist at the provider with the same mail address?", "With your own sign-in: is the name of your organisation right in the manifest?"}},
	{"The Teams switch is gone on phones", "Phones", []string{"That is how it works: an add-in for meetings replaces it.", "Take those people out of the group, or tell them to plan Teams meetings in Teams."}},
	{"An update does not arrive", "Everyone", []string{"Is the version of the new manifest higher?", "Did its permissions change? A Global Administrator must consent again.", "Wait 24 hours."}},
}

// symptoms gives the tree of what to look at.
func symptoms() report.Entries {
	e := report.Entries{Name: "symptoms", Title: "If something is wrong"}
	for _, one := range trouble {
		line := report.Timeline{Title: one.title}
		for i, text := range one.look {
			line.Items = append(line.Items, report.Event{Text: fmt.Sprintf("%d. %s", i+1, text)})
		}
		e.Items = append(e.Items, report.Entry{Title: one.title, Severity: report.Note, State: one.who, Open: &report.Document{Title: one.title, Blocks: []report.Block{line}}})
	}
	return e
}
