package addindeploy

import (
	"fmt"

	"handrail/app/report"
)

// trouble lists symptoms with what to check, in order.
var trouble = []struct {
	title, who string
	look       []string
}{
	{"No one sees it", "Everyone", []string{"Have 72 hours passed since you deployed it?",
		"Is it on the list from addins.ps1, and not turned off?", "Is AppsForOfficeEnabled True, and EwsEnabled not False?",
		"Did a Global Administrator consent?", "Is it deployed as Available or Optional? Change it to Fixed."}},
	{"One person does not see it", "Some people", []string{"Is the person on the list of people who do not get it?",
		"Does it appear in Outlook on the web? Then the problem is on the computer.",
		"Is EwsEnabled False for this mailbox? Check with Get-CASMailbox.", "Close Outlook completely and open it again.",
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
