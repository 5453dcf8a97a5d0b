package teamsaddin

import (
	"context"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

func (d Deps) repairStep() guide.Step {
	return guide.Step{
		ID: stepRepair, Title: "Mend it", Lead: "What to try on the computer, the least effort first.", Main: "Go on", Needs: stepPolicy, DependsOn: []string{askOutlook}, Terms: []guide.Term{termCOM},
		Look: func(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
			line := report.Timeline{Title: "In this order"}
			for _, text := range repairs[v.Answer(askOutlook)] {
				line.Items = append(line.Items, report.Event{Text: text})
			}
			return d.document(ctx, "What to try", line)
		},
	}
}

// repairs are the steps for each Outlook, in order of effort.
var repairs = map[string][]string{
	"classic": {
		"Close Outlook and Teams wholly. Start Teams first, then Outlook.",
		"In Outlook: File, Options, Add-ins. Look whether the Teams meeting add-in is listed as inactive or disabled.",
		"Where it is disabled: at the bottom choose Disabled Items, press Go, and enable it. Where it is inactive: choose COM Add-ins, press Go, and tick it.",
		"Look whether the first mailbox of the profile is the one in Exchange Online, and signs in the modern way.",
		"Install it anew: the file MicrosoftTeamsMeetingAddinInstaller.msi lies in the folder of Teams, below WindowsApps.",
		"Repair Office: Settings, Apps, Microsoft 365, Modify, Quick Repair.",
		"Make a new profile of Outlook. That is the last thing, because it loads the whole mailbox again.",
	},
	"new":    {"Look whether the account is the one with the Teams licence.", "In the settings of the calendar, look for adding online meetings to all meetings.", "Sign out and in again.", "Compare with Outlook on the web: where it is missing there too, it is the policy or the licence."},
	"web":    {"Reload the page, and try a private window.", "In the settings of the calendar, look for adding online meetings to all meetings.", "Where it is missing still, it is the policy or the licence."},
	"mac":    {"Update Outlook, close it and open it again.", "Look whether the account is the one with the Teams licence.", "Compare with Outlook on the web: where it is missing there too, it is the policy or the licence."},
	"mobile": {"Look whether a meeting add-in was deployed: it takes the place of the Teams switch.", "In the settings of the account, look for online meetings.", "Remove the account from the app and add it again."},
}

func (d Deps) besideStep() guide.Step {
	return guide.Step{
		ID: stepBeside, Title: "Zoom beside Teams", Lead: "What people meet when both are there.", Main: "Keep this", Needs: stepWhere, DependsOn: []string{askOutlook},
		Look: func(ctx context.Context, _ *guide.Visit, _ task.Report) (*report.Document, error) {
			return d.document(ctx, "Zoom beside Teams", report.Table{Title: "Side by side", Columns: []string{"What", "Teams", "Zoom"}, Rows: [][]string{
				{"How it gets into Outlook", "With Teams, or built in", "As an add-in that is deployed"}, {"Who decides", "A meeting policy", "Whom it is deployed to"},
				{"Button on computers", "Its own", "Its own, beside it"}, {"Switch on phones", "There, unless an add-in replaces it", "Takes the place of Teams"},
				{"Settings of a meeting", "In Teams", "On Zoom's own pages"}}},
				report.Findings{Title: "Zoom inside Teams is another thing", Items: []report.Finding{
					{Code: "zoom-in-teams", Severity: report.Note, Title: "The Zoom app for Teams needs two approvals", Text: "A Zoom administrator approves it in Zoom's marketplace. A Teams Administrator allows it among the apps of Teams.", Do: "Ask both before you promise it to anybody."}}})
		},
	}
}
