package addindeploy

import (
	"context"
	"fmt"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/report"
	"handrail/app/task"
)

// How long a deployment takes by Microsoft's documentation (Microsoft Learn, "Deploy add-ins
// in the Microsoft 365 admin center"), and the longest time in practice.
const (
	promised = 24 * time.Hour
	atWorst  = 72 * time.Hour
)

func (d deps) arrivedStep() guide.Step {
	return guide.Step{
		ID: stepArrived, Title: "Check the deployment",
		Summary: "Check the list of add-ins, and test the add-in with one person.", NextLabel: "Check the deployment",
		MainLabel: "Confirm the deployment",
		Needs:     stepDeploy, Terms: terms.Of(terms.COM, terms.EWS), DependsOn: []string{askAddin, askAfter},
		Asks: []guide.Ask{addins(askAfter).Ask("",
			worded("What does addins.ps1 return now?", "Run the script again after the deployment."),
			ask.FirstOf(func(v *guide.Visit) string {
				if v.Outcomes[stepDeploy].State != guide.Completed {
					return ""
				}
				return d.Files.Answers.Later
			}))},
		Look: d.lookArrived, Wait: d.waitArrived,
	}
}

// waitArrived waits for 24 hours, then for 72 hours after the deployment.
func (d deps) waitArrived(_ context.Context, v *guide.Visit) (guide.Until, error) {
	done := d.doneAt(v)
	if now := d.Now(); now.Before(done.Add(promised)) {
		return guide.Until{At: done.Add(promised),
			Reason: "According to Microsoft, the add-in appears within 24 hours."}, nil
	}
	return guide.Until{At: done.Add(atWorst), Reason: "Outlook can take up to 72 hours to show the add-in."}, nil
}

// doneAt returns when the person confirmed the deployment, or else now.
func (d deps) doneAt(v *guide.Visit) time.Time {
	if o, ok := v.Outcomes[stepDeploy]; ok && o.State == guide.Completed {
		return o.At
	}
	return d.Now().UTC()
}

func (d deps) lookArrived(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.draft("Check of the deployment", "", frame.FromImport)
	state, found := d.deployed(v, askAfter)
	for _, f := range found {
		if f.Code == "deployed-already" { // now this is the expected result
			f = onTheList(v, f.Subject)
		}
		doc.Find(f)
	}
	if state == "no" {
		doc.Find(notOnTheList(v))
	}
	doc.Fact("arrived", "On the list", state, deployedWords[state])
	doc.Facts("List of add-ins")
	doc.Findings("", "")
	done, now := d.doneAt(v), d.Now()
	doc.Add(report.Timeline{Title: "When people see it", Items: []report.Event{
		{At: done, Text: "You deployed the add-in", Done: true},
		{At: done.Add(promised), Text: "According to Microsoft: within 24 hours",
			Done: !now.Before(done.Add(promised))},
		{At: done.Add(atWorst), Text: "At the latest, in Outlook: after 72 hours",
			Done: !now.Before(done.Add(atWorst))},
	}}, tests(), symptoms())
	return doc.Done(), ctx.Err()
}

func onTheList(v *guide.Visit, id string) report.Finding {
	if v.Answer(askAim) == "remove" {
		return report.Finding{Code: "still-there", Severity: report.Warning, Subject: id,
			Title: "The add-in is still on the list", Text: "You wanted to remove it.",
			Do: "Remove it under Integrated apps > Add-ins."}
	}
	return report.Finding{Code: "arrived", Severity: report.OK, Subject: id, Title: "The add-in is on the list",
		Text: "Microsoft has deployed it. People see it a little later."}
}

func notOnTheList(v *guide.Visit) report.Finding {
	if v.Answer(askAim) == "remove" {
		return report.Finding{Code: "gone", Severity: report.OK, Title: "The add-in is removed from the list",
			Text: "The button disappears within 24 hours."}
	}
	return report.Finding{Code: "not-arrived", Severity: report.Problem, Title: "The add-in is not on the list",
		Text: "Microsoft’s list does not include its ID.",
		Do:   "Go back one page and deploy it, or check the admin center for a message."}
}

// clients are the versions of Outlook, each with a note and the place of the button.
var clients = []struct{ name, note, where string }{
	{"Outlook on the web", "Test this version first, because add-ins appear here first.",
		"“Apps” in the row above the text"},
	{"New Outlook for Windows", "Add-ins do not appear while you are offline.",
		"“Apps” in the ribbon of the new event"},
	{"Classic Outlook for Windows", "Close Outlook completely and open it again before you test.",
		"The tab “Appointment” or “Meeting”"},
	{"Outlook for Mac", "Add-ins with a unified manifest never appear here.", "The three dots of the new event"},
	{"Outlook on a phone", "The add-in replaces the Teams switch.", "The switch for online meetings in the new event"},
}

// steps returns an entry that opens lines of text.
func steps(title, state string, lines []string) report.Entry {
	line := report.Timeline{Title: title}
	for _, text := range lines {
		line.Items = append(line.Items, report.Event{Text: text})
	}
	return report.Entry{Title: title, Severity: report.Note, State: state,
		Open: &report.Document{Title: title, Blocks: []report.Block{line}}}
}

// tests returns a test with one person for each version of Outlook.
func tests() report.Entries {
	e := report.Entries{Name: "tests", Title: "Test with one person"}
	for _, c := range clients {
		e.Items = append(e.Items, steps(c.name, "5 steps", []string{c.note,
			"Open the calendar and create a new event.", "Find the button: " + c.where + ".",
			"Select it, sign in if asked, and add a meeting.", "Send the event to yourself and open its link."}))
	}
	return e
}

// deploymentFailed is a message of the admin center that has no reason with it.
const deploymentFailed = "The admin center shows only “Deployment failed”"

var deploymentFailedLook = []string{"Did Handrail find a problem in the manifest? Correct it first.",
	"If the manifest has no problem, the cause may be an outage at Microsoft. Check Health > Service health.",
	"Wait some hours and try again. Do not change a manifest that has no problem.",
	"Is an add-in with the same ID already deployed? Then replace its manifest instead.",
	"Does it fail for two days? Open a support request in the admin center, with the time of each attempt."}

// trouble lists symptoms with what to check, in order.
var trouble = []struct {
	title, who string
	look       []string
}{
	{"No one sees it", "Everyone", []string{"Have 72 hours passed since you deployed it?",
		"Is it on the list from addins.ps1, and not turned off?",
		"Is AppsForOfficeEnabled True, and EwsEnabled not False?",
		"Did a Global Administrator consent?", "Is it deployed as Available or Optional? Change it to Fixed."}},
	{deploymentFailed, "Administrators", deploymentFailedLook},
	{"One person does not see it", "Some people", []string{"Is the person on the list of people who do not get it?",
		"Does it appear in Outlook on the web? Then the problem is on the computer.",
		"Is EwsEnabled False for this mailbox? Check with Get-CASMailbox.",
		"Close Outlook completely and open it again.",
		"Is the mailbox in Exchange Online, and is its licence active?"}},
	{"It appears on the web but not in Outlook", "One program",
		[]string{"Classic Outlook: is the account an Exchange account with modern authentication?",
			"One-time-purchase 32-bit Outlook with new accounts: Microsoft has an open issue.",
			"Mac and phones: is it a unified manifest? Then the add-in never appears.", "New Outlook: is it offline?"}},
	{"There are two buttons with the same name", "Everyone or some",
		[]string{"Are both Zoom add-ins on the list? Remove one.",
			"Did the person install it too? Ask them to remove their own.",
			"Is an older COM add-in still installed? Remove the program."}},
	{"The button asks people to sign in again and again", "Some people",
		[]string{"Are pop-up windows and cookies allowed for the publisher’s site?",
			"Does the person have an account at the provider with the same email address?",
			"With single sign-on: is the name of your organisation correct in the manifest?"}},
	{"The Teams switch is missing on phones", "Phones", []string{"This is expected: a meeting add-in replaces it.",
		"Remove those people from the group, or tell them to schedule Teams meetings in Teams."}},
	{"An update does not appear", "Everyone", []string{"Is the version of the new manifest higher?",
		"Did its permissions change? A Global Administrator must consent again.", "Wait 24 hours."}},
}

// symptoms returns what to check for each symptom.
func symptoms() report.Entries {
	e := report.Entries{Name: "symptoms", Title: "If something is wrong"}
	for _, one := range trouble {
		var lines []string
		for i, text := range one.look {
			lines = append(lines, fmt.Sprintf("%d. %s", i+1, text))
		}
		e.Items = append(e.Items, steps(one.title, one.who, lines))
	}
	return e
}
