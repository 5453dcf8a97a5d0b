package teamsaddin

import (
	"handrail/app/guide"
	"handrail/app/guide/terms"
	"handrail/app/report"
)

func (d deps) repairStep() guide.Step {
	return guide.Step{
		ID: stepRepair, Title: "Fix the button", Summary: "Try these steps on the computer, easiest first.",
		MainLabel: "Compare Zoom and Teams", Needs: stepPolicy, DependsOn: []string{askOutlook},
		Terms: terms.Of(terms.COM),
		Look: d.show("Steps to fix the button", func(outlook string) []report.Block {
			line := report.Timeline{Title: "Try in this order"}
			for _, text := range repairs[outlook] {
				line.Items = append(line.Items, report.Event{Text: text})
			}
			return []report.Block{line}
		}),
	}
}

// repairs are the steps for each version of Outlook, easiest first.
var repairs = map[string][]string{
	"classic": {
		"Close Outlook and Teams completely. Start Teams first, then Outlook.",
		"In Outlook, go to File > Options > Add-ins. Check whether the Teams meeting add-in is inactive or disabled.",
		"If it is disabled, select “Disabled Items” at the bottom, then “Go”, and enable it. If it is inactive, select " +
			"“COM Add-ins”, then “Go”, and tick its box.",
		"Check that the first mailbox of the profile is in Exchange Online and uses modern authentication.",
		"Reinstall the add-in with MicrosoftTeamsMeetingAddinInstaller.msi from the Teams folder in WindowsApps.",
		"Repair Office: in Windows, go to Settings > Apps > Microsoft 365 > Modify > Quick Repair.",
		"Create a new Outlook profile. Do this last, because Outlook then downloads the whole mailbox again.",
	},
	"new": {"Check that the account is the one with the Teams licence.",
		"In the calendar settings, check the option to add an online meeting to all meetings.",
		"Sign out and sign in again.",
		"Compare with Outlook on the web. If the button is missing there too, check the " +
			"policy and the licence."},
	"web": {"Reload the page, and try a private window.",
		"In the calendar settings, check the option to add an online meeting to all meetings.",
		"If the button is still missing, check the policy and the licence."},
	"mac": {"Update Outlook, close it and open it again.",
		"Check that the account is the one with the Teams licence.",
		"Compare with Outlook on the web. If the button is missing there too, check the policy and the licence."},
	"mobile": {"Check whether a meeting add-in is deployed. It replaces the Teams switch.",
		"In the account settings, check the option for online meetings.",
		"Remove the account from the app and add it again."},
}

func (d deps) besideStep() guide.Step {
	return guide.Step{
		ID: stepBeside, Title: "Compare Zoom and Teams", Summary: "See what changes when people have both.",
		MainLabel: "Save the comparison", Needs: stepWhere, DependsOn: []string{askOutlook},
		Look: d.show("Zoom and Teams", func(string) []report.Block {
			return []report.Block{report.Table{Title: "Comparison", Columns: []string{"What", "Teams", "Zoom"},
				Rows: [][]string{
					{"How people get it", "With Teams, or built in", "As a deployed add-in"},
					{"What controls access", "A meeting policy", "The deployment"},
					{"Button on computers", "Its own button", "Its own button"},
					{"Switch on phones", "Available unless an add-in replaces it", "Replaces Teams"},
					{"Meeting settings", "In Teams", "On Zoom’s website"}}},
				report.Findings{Title: "Zoom inside Teams is different", Items: []report.Finding{
					{Code: "zoom-in-teams", Severity: report.Note, Title: "The Zoom app for Teams needs two approvals",
						Text: "A Zoom administrator approves it in Zoom’s marketplace. A Teams Administrator allows " +
							"it as a Teams app.",
						Do: "Ask both administrators before you announce it."}}}}
		}),
	}
}
