// Package teamsaddin is the guide to the Teams meeting add-in for Outlook. It is not deployed
// like other add-ins: in classic Outlook it is a COM add-in that Teams installs, new Outlook
// has Teams meetings built in, and a Teams meeting policy controls who can use it. So the
// guide checks the policy and lists repairs for the computer.
package teamsaddin

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/task"
)

// Deps is what the guide needs from outside.
type Deps struct {
	ReadFile func(path string) ([]byte, error) // nil: only pasted text works
	Now      app.Clock                         // nil means time.Now
}

// ID of the guide. Stored with every visit.
const ID = "teams-addin"

// The steps and the answers. Stored with every visit.
const (
	stepWhere  = "where"
	stepAsk    = "ask"
	stepPolicy = "policy"
	stepRepair = "repair"
	stepBeside = "beside"

	askOutlook  = "outlook"
	askPolicies = "policies"
)

// Guide returns the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID: ID, Title: "Fix the Teams meeting button in Outlook",
		Outcome: "People can add a Teams meeting in Outlook, or you know why they cannot.",
		Topic:   "Meetings and add-ins", Article: "Set Up Microsoft Teams Meeting Add-In in Outlook", Minutes: 15,
		Subject: askOutlook,
		Needs: []guide.Need{{Title: "Teams Administrator, for the policy",
			Text: "You need this admin role to read the policy. Without it, Handrail cannot check the policy."},
			{Title: "The person’s computer, for repairs", Text: "Handrail cannot see what is installed on a computer."}},
		Steps: []guide.Step{d.whereStep(), d.askStep(), d.policyStep(), d.repairStep(), d.besideStep()},
	}
}

var termCOM = guide.Term{Word: "COM add-in",
	Meaning: "An older type of add-in, installed on one computer. New Outlook does not run it."}

func (d Deps) whereStep() guide.Step {
	options := []guide.Option{{Value: "classic", Label: "Classic Outlook for Windows"}, {Value: "new", Label: "New Outlook for Windows"}, {Value: "web", Label: "Outlook on the web"},
		{Value: "mac", Label: "Outlook for Mac"}, {Value: "mobile", Label: "Outlook on a phone"}}
	return guide.Step{
		ID: stepWhere, Title: "Choose the Outlook version",
		Lead: "See where the button comes from in this version of Outlook.", Next: "Show this version",
		Main: "Continue to Teams", Terms: []guide.Term{termCOM}, DependsOn: []string{askOutlook},
		Asks: []guide.Ask{{Name: askOutlook, Label: "In which Outlook is the button missing?",
			Hint: "Select the version that the person uses.", Kind: guide.Choice,
			What:    "On Windows, check the switch “New Outlook” at the top right.",
			Options: func(*guide.Visit) []guide.Option { return options }, Default: func(*guide.Visit) string { return "classic" },
			Valid: func(_ *guide.Visit, text string) error {
				if slices.ContainsFunc(options, func(o guide.Option) bool { return o.Value == text }) {
					return nil
				}
				return app.Errorf(app.Invalid, "Select one of the options shown.", "This option is not available.")
			}}},
		Look: func(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
			return d.document(ctx, "How people get the button", report.Text{Text: comes[v.Answer(askOutlook)]},
				report.Table{Title: "What each person needs", Columns: []string{"What", "Why"}, Rows: [][]string{
					{"A licence with Teams", "Without it, people cannot add a Teams meeting."},
					{"A mailbox in Exchange Online", "Teams adds the meeting to its calendar."},
					{"A policy that allows it", "The next steps check the policy."},
					{"Modern authentication in Outlook", "Classic Outlook needs it to load the add-in."}}})
		},
	}
}

// comes has the source of the button in each version of Outlook.
var comes = map[string]string{
	"classic": "When Teams starts, it installs a COM add-in on the computer. Classic Outlook loads it the next " +
		"time it starts.",
	"new": "New Outlook has Teams meetings built in. You do not need to install anything. COM add-ins do " +
		"not run here.",
	"web": "Outlook on the web has Teams meetings built in. You do not need to install anything.",
	"mac": "Outlook for Mac has Teams meetings built in. To join a meeting, people need the Teams app.",
	"mobile": "Outlook on phones has a switch for Teams meetings. A meeting add-in that an administrator deployed " +
		"replaces it.",
}

func (d Deps) document(ctx context.Context, title string, blocks ...report.Block) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &report.Document{Title: title, At: d.Now().UTC(),
		Sources: []string{"Microsoft’s documentation and data that you imported"}, Blocks: blocks}, nil
}

// policyScript reads the Teams policies. It is read-only.
func policyScript() powershell.Script {
	return powershell.Script{
		Modules: []string{"MicrosoftTeams"}, Lead: []string{"Reads who can use the Teams button in Outlook. " +
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
	}
}

func (d Deps) askStep() guide.Step {
	return guide.Step{
		ID: stepAsk, Title: "Read settings from Teams", Lead: "Run one read-only script. The next step uses its output.",
		Main: "Continue to the policy", Needs: stepWhere, DependsOn: []string{askOutlook},
		Hand: func(ctx context.Context, _ *guide.Visit) (*guide.Handover, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			data, err := policyScript().File()
			if err != nil {
				return nil, err
			}
			return &guide.Handover{Bundles: []guide.Bundle{{ID: "questions", Title: "A read-only script",
				Lead: "Run it as a Teams Administrator.",
				Steps: []string{"Install the module MicrosoftTeams.", "Run teams.ps1 and sign in.",
					"Save the file that it writes. You need it on the next page."},
				Files: []guide.File{{Path: "teams.ps1", Data: data}}}},
				Done: "I have the file, or continue without"}, nil
		},
	}
}

func (d Deps) policyStep() guide.Step {
	return guide.Step{
		ID: stepPolicy, Title: "Check the policy", Lead: "See whether the meeting policy allows the button.",
		Next: "Check the policy", Main: "Continue to the repairs", Needs: stepAsk, DependsOn: []string{askPolicies},
		Asks: []guide.Ask{{Name: askPolicies, Label: "What did teams.ps1 return?",
			Hint: "Enter the path of the file, or paste its text. Leave it empty if you have none.", Kind: guide.Lines,
			What:    "You can also use the output of the single commands.",
			Default: func(*guide.Visit) string { return "" }, Clean: strings.TrimSpace, Valid: func(*guide.Visit, string) error { return nil }}},
		Look: d.lookPolicy,
	}
}

// rows reads pasted text, or the file at the path in a single line.
func (d Deps) rows(text string) ([]powershell.Row, error) {
	data := []byte(text)
	if text != "" && d.ReadFile != nil && !strings.ContainsAny(text, "\n\r") && !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") && !strings.Contains(text, " : ") {
		var err error
		if data, err = d.ReadFile(strings.Trim(text, `"`)); err != nil {
			return nil, err
		}
	}
	return powershell.Read(data)
}

func (d Deps) lookPolicy(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	rows, err := d.rows(v.Answer(askPolicies))
	var found []report.Finding
	t := report.Table{Title: "Policies", Columns: []string{"Policy", "Setting", "Value"}}
	state := "not-tested"
	if err != nil {
		message, hint := app.Say(err)
		found = append(found, report.Finding{Code: "teams-unread", Severity: report.Unknown,
			Title: "Handrail could not read the output", Text: message, Do: hint})
	}
	for _, r := range rows {
		name := strings.TrimPrefix(r.Text("Identity"), "Tag:")
		if yes, known := r.Flag("AllowOutlookAddIn"); known {
			t.Rows = append(t.Rows, []string{name, "AllowOutlookAddIn", r.Text("AllowOutlookAddIn")})
			if state == "not-tested" {
				state = "pass"
			}
			if !yes {
				state = "needs-action"
				found = append(found, report.Finding{Code: "teams-off", Severity: report.Warning, Subject: name,
					Title: "A policy turns off the button",
					Text:  "AllowOutlookAddIn is False in a policy. People with it do not see the button.",
					Do:    "Set it to True in the Teams admin center > Meetings > Meeting policies, or assign another policy."})
			}
		}
		if p := r.Text("PreferredMeetingProviderForIslandsMode"); strings.EqualFold(p, "TeamsAndSfb") {
			t.Rows = append(t.Rows, []string{name, "PreferredMeetingProviderForIslandsMode", p})
			found = append(found, report.Finding{Code: "teams-both", Severity: report.Note, Subject: name,
				Title: "This policy allows two meeting providers",
				Text:  "In Islands mode, people with this policy may see Skype for Business next to Teams.",
				Do:    "Select Teams as the only provider."})
		}
		if m := r.Text("Mode"); m != "" {
			t.Rows = append(t.Rows, []string{name, "Mode", m})
		}
	}
	if state == "not-tested" {
		found = append(found, report.Finding{Code: "teams-not-tested", Severity: report.Unknown,
			Title: "Handrail could not check the policy",
			Text:  "The data that you imported does not include AllowOutlookAddIn.",
			Do:    "Run teams.ps1, or check the Teams admin center > Meetings > Meeting policies."})
	} else if state == "pass" {
		found = append(found, report.Finding{Code: "teams-on", Severity: report.OK, Title: "Every policy allows the button",
			Text: "AllowOutlookAddIn is True in all listed policies."})
	}
	blocks := []report.Block{report.Facts{Title: "Policy",
		Rows: []report.Fact{{Name: "check/outlook-addin", Label: "Button allowed", Value: state,
			Text: map[string]string{"pass": "Yes", "needs-action": "Not for everyone", "not-tested": "Not tested"}[state]}}},
		report.Findings{Items: found}}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	return d.document(ctx, "Policy for the Teams button", blocks...)
}
