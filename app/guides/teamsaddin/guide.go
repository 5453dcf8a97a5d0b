// Package teamsaddin is the guide to the Teams meeting add-in of Outlook. It is
// not deployed like other add-ins: in classic Outlook it is a COM add-in that Teams
// installs on the computer, new Outlook has Teams meetings built in, and a policy
// of Teams says who may use it. So the guide checks the policy and mends computers.
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

// Deps is what the guide needs of the world outside.
type Deps struct {
	ReadFile func(path string) ([]byte, error) // nil: only pasted text is read
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

// Guide gives the guide.
func Guide(d Deps) guide.Guide {
	if d.Now == nil {
		d.Now = time.Now
	}
	return guide.Guide{
		ID: ID, Title: "Get the Teams meeting button into Outlook", Outcome: "People can add a Teams meeting in Outlook, and you know why where they cannot.",
		Topic: "Meetings and add-ins", Article: "Set Up Microsoft Teams Meeting Add-In in Outlook", Minutes: 15, Subject: askOutlook,
		Needs: []guide.Need{{Title: "Teams Administrator, for the policy", Text: "Looking needs the role too. Without it the policy stays unknown."},
			{Title: "The person's computer, for mending", Text: "What lies on a computer, no interface tells."}},
		Steps: []guide.Step{d.whereStep(), d.askStep(), d.policyStep(), d.repairStep(), d.besideStep()},
	}
}

var termCOM = guide.Term{Word: "COM add-in", Meaning: "An older kind of add-in, installed on one computer. New Outlook does not run it."}

func (d Deps) whereStep() guide.Step {
	options := []guide.Option{{Value: "classic", Label: "Classic Outlook for Windows"}, {Value: "new", Label: "New Outlook for Windows"}, {Value: "web", Label: "Outlook on the web"},
		{Value: "mac", Label: "Outlook for Mac"}, {Value: "mobile", Label: "Outlook on a phone"}}
	return guide.Step{
		ID: stepWhere, Title: "Which Outlook", Lead: "The button comes in another way in each.", Next: "Show how it comes", Main: "Go on", Terms: []guide.Term{termCOM}, DependsOn: []string{askOutlook},
		Asks: []guide.Ask{{Name: askOutlook, Label: "In which Outlook is it missing?", Hint: "Choose the one that the person uses.", Kind: guide.Choice, What: "A switch named New Outlook, at the top right, tells the two for Windows apart.",
			Options: func(*guide.Visit) []guide.Option { return options }, Default: func(*guide.Visit) string { return "classic" },
			Valid: func(_ *guide.Visit, text string) error {
				if slices.ContainsFunc(options, func(o guide.Option) bool { return o.Value == text }) {
					return nil
				}
				return app.Errorf(app.Invalid, "Choose one of the answers.", "This is none of the answers.")
			}}},
		Look: func(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
			return d.document(ctx, "How the button comes", report.Text{Text: comes[v.Answer(askOutlook)]}, report.Table{Title: "What each person needs", Columns: []string{"What", "Why"}, Rows: [][]string{
				{"A licence with Teams", "Without it there is no meeting to add."}, {"A mailbox in Exchange Online", "The meeting is written into its calendar."},
				{"A policy that allows it", "The next pages check it."}, {"The modern sign-in in Outlook", "Classic Outlook loads the add-in only then."}}})
		},
	}
}

// comes says how the button gets into each Outlook.
var comes = map[string]string{
	"classic": "Teams installs a COM add-in on the computer when it starts. Classic Outlook loads it when Outlook starts the next time.",
	"new":     "New Outlook has Teams meetings built in. There is nothing to install; COM add-ins do not run here.",
	"web":     "Outlook on the web has Teams meetings built in. There is nothing to install.",
	"mac":     "Outlook for Mac has Teams meetings built in. Teams must be installed to join.",
	"mobile":  "Outlook on phones has a switch for Teams meetings. A meeting add-in that an administrator installed takes its place.",
}

func (d Deps) document(ctx context.Context, title string, blocks ...report.Block) (*report.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &report.Document{Title: title, At: d.Now().UTC(), Sources: []string{"Microsoft's documentation, and what you imported"}, Blocks: blocks}, nil
}

// policyScript asks Teams for its policies. It reads only.
func policyScript() powershell.Script {
	return powershell.Script{
		Modules: []string{"MicrosoftTeams"}, Lead: []string{"Reads who may use the Teams button in Outlook. Changes nothing."},
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
		ID: stepAsk, Title: "Ask Teams", Lead: "One script that only reads.", Main: "Go on", Needs: stepWhere, DependsOn: []string{askOutlook},
		Hand: func(ctx context.Context, _ *guide.Visit) (*guide.Handover, error) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			data, err := policyScript().File()
			if err != nil {
				return nil, err
			}
			return &guide.Handover{Bundles: []guide.Bundle{{ID: "questions", Title: "A script that only reads", Lead: "Run it as Teams Administrator.",
				Steps: []string{"Install the module MicrosoftTeams.", "Run teams.ps1 and sign in.", "Keep the file it writes; the next page asks for it."}, Files: []guide.File{{Path: "teams.ps1", Data: data}}}},
				Done: "I have the answer, or go on without"}, nil
		},
	}
}

func (d Deps) policyStep() guide.Step {
	return guide.Step{
		ID: stepPolicy, Title: "What the policy says", Lead: "Whether the button may be there at all.", Next: "Check it", Main: "Go on", Needs: stepAsk, DependsOn: []string{askPolicies},
		Asks: []guide.Ask{{Name: askPolicies, Label: "What teams.ps1 wrote", Hint: "The path of the file, or its text. Leave it empty if you have none.", Kind: guide.Lines, What: "Output of the single commands is read as well.",
			Default: func(*guide.Visit) string { return "" }, Clean: strings.TrimSpace, Valid: func(*guide.Visit, string) error { return nil }}},
		Look: d.lookPolicy,
	}
}

// rows reads pasted text, or the file that a single line names.
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
	t := report.Table{Title: "The policies", Columns: []string{"Policy", "Setting", "Value"}}
	state := "not-tested"
	if err != nil {
		message, hint := app.Say(err)
		found = append(found, report.Finding{Code: "teams-unread", Severity: report.Unknown, Title: "The answer could not be read", Text: message, Do: hint})
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
				found = append(found, report.Finding{Code: "teams-off", Severity: report.Warning, Subject: name, Title: "A policy takes the button away", Text: "AllowOutlookAddIn is False in one policy. Whoever has it sees no button in Outlook on computers.", Do: "Set it to True in the Teams admin center, under Meetings, or give people another policy."})
			}
		}
		if p := r.Text("PreferredMeetingProviderForIslandsMode"); strings.EqualFold(p, "TeamsAndSfb") {
			t.Rows = append(t.Rows, []string{name, "PreferredMeetingProviderForIslandsMode", p})
			found = append(found, report.Finding{Code: "teams-both", Severity: report.Note, Subject: name, Title: "Two providers are preferred", Text: "In the mode Islands, people of this policy may see Skype for Business beside Teams.", Do: "Choose Teams as the only provider."})
		}
		if m := r.Text("Mode"); m != "" {
			t.Rows = append(t.Rows, []string{name, "Mode", m})
		}
	}
	if state == "not-tested" {
		found = append(found, report.Finding{Code: "teams-not-tested", Severity: report.Unknown, Title: "The policy is not known", Text: "Nothing that was imported names AllowOutlookAddIn.", Do: "Run teams.ps1, or look in the Teams admin center under Meetings, Meeting policies."})
	} else if state == "pass" {
		found = append(found, report.Finding{Code: "teams-on", Severity: report.OK, Title: "Every policy allows the button", Text: "AllowOutlookAddIn is True in all that were listed."})
	}
	blocks := []report.Block{report.Facts{Title: "The policy", Rows: []report.Fact{{Name: "check/outlook-addin", Label: "Button allowed", Value: state, Text: map[string]string{"pass": "Yes", "needs-action": "Not for everyone", "not-tested": "Could not test"}[state]}}}, report.Findings{Items: found}}
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	return d.document(ctx, "What the policy says", blocks...)
}
