package teamsaddin

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/guide/frame"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/task"
)

// policies reads the Teams policies.
var policies = export.Script{File: "teams.ps1", Answer: askPolicies, Script: powershell.Script{
	Modules: []string{"MicrosoftTeams"}, Synopsis: []string{"Reads who can use the Teams button in Outlook. " +
		"Changes nothing."},
	Params: []powershell.Param{{Name: "OutFile", Values: []string{"handrail-teams.json"}}},
	Body: `Connect-MicrosoftTeams | Out-Null
$meetings = @('Identity', 'AllowOutlookAddIn', 'PreferredMeetingProviderForIslandsMode')
$downloads = @('Identity', 'DownloadTeams')
$modes = @('Identity', 'Mode')
$all = @()
$all += Get-CsTeamsMeetingPolicy | Select-Object -Property $meetings
$all += Get-CsTeamsUpgradeConfiguration | Select-Object -Property $downloads
$all += Get-CsTeamsUpgradePolicy | Select-Object -Property $modes
ConvertTo-Json -InputObject $all -Depth 4 | Out-File -FilePath $OutFile -Encoding utf8`,
}}

func (d deps) askStep() guide.Step {
	return guide.Step{
		ID: stepAsk, Title: "Read settings from Teams",
		Summary:   "Run one read-only script. The next step uses its output.",
		MainLabel: "Continue to the policy", Needs: stepWhere, DependsOn: []string{askOutlook},
		Aside: true,
		Hand: export.Handout{ID: "questions", Lead: "Run it as a Teams Administrator.",
			Steps: []string{"Install the module MicrosoftTeams.", "Run teams.ps1 and sign in.",
				"Save the file that it writes. You need it on the next page."},
			Done: "Continue, with or without a file"}.Hand(policies),
	}
}

func (d deps) policyStep() guide.Step {
	return guide.Step{
		ID: stepPolicy, Title: "Check the policy", Summary: "See whether the meeting policy allows the button.",
		NextLabel: "Check the policy", MainLabel: "Continue to the repairs", Needs: stepAsk,
		DependsOn: []string{askPolicies},
		Asks:      []guide.Ask{policies.Ask("")}, Look: d.lookPolicy,
	}
}

func (d deps) lookPolicy(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	doc := d.draft("Policy for the Teams button")
	got, err := policies.Read(v, d.Files.Read)
	if err != nil {
		doc.Find(frame.NotKnown("teams-unread", "Handrail could not read the output", err))
	}
	state, words := allowed(doc, got)
	t := report.Table{Title: "Policies", Columns: []string{"Policy", "Setting", "Value"}}
	for _, r := range got.Rows {
		name := strings.TrimPrefix(r.Text("Identity"), "Tag:")
		if yes, known := r.Flag("AllowOutlookAddIn"); known {
			t.Rows = append(t.Rows, []string{name, "AllowOutlookAddIn", r.Text("AllowOutlookAddIn")})
			if !yes {
				doc.Find(report.Finding{Code: "teams-off", Severity: report.Warning, Subject: name,
					Title: "A policy turns off the button",
					Text:  "AllowOutlookAddIn is False in a policy. People with it do not see the button.",
					Do: "Set it to True in the Teams admin center > Meetings > Meeting policies, or assign " +
						"another policy."})
			}
		}
		if p := r.Text("PreferredMeetingProviderForIslandsMode"); strings.EqualFold(p, "TeamsAndSfb") {
			t.Rows = append(t.Rows, []string{name, "PreferredMeetingProviderForIslandsMode", p})
			doc.Find(report.Finding{Code: "teams-both", Severity: report.Note, Subject: name,
				Title: "This policy allows two meeting providers",
				Text:  "In Islands mode, people with this policy may see Skype for Business next to Teams.",
				Do:    "Select Teams as the only provider."})
		}
		if m := r.Text("Mode"); m != "" {
			t.Rows = append(t.Rows, []string{name, "Mode", m})
		}
	}
	doc.Fact("check/outlook-addin", "Button allowed", state, words)
	doc.Facts("Policy")
	doc.Findings("", "")
	doc.Add(t)
	return doc.Done(), nil
}

// gap returns why the rows do not show that every policy allows the button: a policy without a value, or a list
// without the policy of everyone else; "" if they show it.
func gap(got export.Export) string {
	named, global := false, false
	for _, r := range got.With("AllowOutlookAddIn") {
		if r.Text("Mode")+r.Text("DownloadTeams") != "" { // an object of another kind
			continue
		}
		name := strings.TrimPrefix(r.Text("Identity"), "Tag:")
		named, global = named || name != "", global || strings.EqualFold(name, "Global")
		if _, known := r.Flag("AllowOutlookAddIn"); !known {
			return "The policy “" + name + "” has no value that Handrail can read."
		}
	}
	if named && !global {
		return "The list does not include the policy “Global”, which applies to everyone without another policy."
	}
	return ""
}

// allowed returns whether every policy allows the button, as a value and in words.
func allowed(doc *frame.Draft, got export.Export) (state, words string) {
	switch f := got.Flag("AllowOutlookAddIn"); {
	case f.Yes && gap(got) != "":
		doc.Find(report.Finding{Code: "teams-not-tested", Severity: report.Unknown,
			Title: "Handrail could not check every policy", Text: gap(got),
			Do: "Run teams.ps1 again, or check the Teams admin center > Meetings > Meeting policies."})
		return "not-tested", "Not tested"
	case f.Yes:
		doc.Find(report.Finding{Code: "teams-on", Severity: report.OK, Title: "Every policy allows the button",
			Text: "AllowOutlookAddIn is True in all listed policies."})
		return "pass", "Yes"
	case f.Known:
		return "needs-action", "Not for everyone"
	}
	f := report.Finding{Code: "teams-not-tested", Severity: report.Unknown,
		Title: "Handrail could not check the policy",
		Text:  "The data that you imported does not include AllowOutlookAddIn.",
		Do:    "Run teams.ps1, or check the Teams admin center > Meetings > Meeting policies."}
	if !got.Given {
		f.Text = "You have not entered this setting."
	}
	doc.Find(f)
	return "not-tested", "Not tested"
}
