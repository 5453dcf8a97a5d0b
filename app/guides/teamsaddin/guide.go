// Package teamsaddin is the guide to the Teams meeting add-in for Outlook. It is not deployed
// like other add-ins: in classic Outlook it is a COM add-in that Teams installs, new Outlook
// has Teams meetings built in, and a Teams meeting policy controls who can use it. So the
// guide checks the policy and lists repairs for the computer.
package teamsaddin

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/guide/terms"
	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/task"
)

// deps is what the guide needs of the outside.
type deps struct {
	services.Services
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
func Guide(s services.Services) guide.Guide {
	d := deps{Services: s.Timed()}
	return guide.Guide{
		ID: ID, Title: "Fix the Teams meeting button in Outlook",
		Outcome: "People can add a Teams meeting in Outlook, or you know why they cannot.",
		Topic:   "Outlook and Teams", Article: "Set Up Microsoft Teams Meeting Add-In in Outlook", Minutes: 15,
		Subject:  askOutlook,
		Problems: problems,
		Needs: []guide.Need{{Title: "Teams Administrator, for the policy", Roles: []string{"Teams Administrator"},
			Text: "You need this admin role to read the policy. Without it, Handrail cannot check the policy."},
			{Title: "The person’s computer, for repairs",
				Text: "Handrail cannot see what is installed on a computer."}},
		Steps: []guide.Step{d.whereStep(), d.askStep(), d.policyStep(), d.repairStep(), d.besideStep()},
	}
}

func (d deps) whereStep() guide.Step {
	return guide.Step{
		ID: stepWhere, Title: "Choose the Outlook version",
		Summary: "See where the button comes from in this version of Outlook.", NextLabel: "Show this version",
		MainLabel: "Continue to Teams", Terms: terms.Of(terms.COM), DependsOn: []string{askOutlook},
		Asks: []guide.Ask{ask.Choice(askOutlook, ask.Words{Label: "In which Outlook is the button missing?",
			Hint: "Select the version that the person uses.",
			Help: "On Windows, check the switch “New Outlook” at the top right. If you are not sure, ask the person " +
				"for a picture of it."}, []guide.Option{
			{Value: "classic", Label: "Classic Outlook for Windows"}, {Value: "new", Label: "New Outlook for Windows"},
			{Value: "web", Label: "Outlook on the web"}, {Value: "mac", Label: "Outlook for Mac"},
			{Value: "mobile", Label: "Outlook on a phone"}})},
		Look: d.show("How people get the button", func(outlook string) []report.Block {
			return []report.Block{report.Text{Text: comes[outlook]},
				report.Table{Title: "What each person needs", Columns: []string{"What", "Why"}, Rows: [][]string{
					{"A licence with Teams", "Without it, people cannot add a Teams meeting."},
					{"A mailbox in Exchange Online", "Teams adds the meeting to its calendar."},
					{"A policy that allows it", "The next steps check the policy."},
					{"Modern authentication in Outlook", "Classic Outlook needs it to load the add-in."}}}}
		}),
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

// look is the Look of a step.
type look = func(context.Context, *guide.Visit, task.Report) (*report.Document, error)

// show returns a look that shows fixed text for a version of Outlook.
func (d deps) show(title string, blocks func(outlook string) []report.Block) look {
	return func(_ context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
		doc := d.draft(title)
		doc.Add(blocks(v.Answer(askOutlook))...)
		return doc.Done(), nil
	}
}

func (d deps) draft(title string) *frame.Draft {
	return frame.New(frame.Head{Title: title, At: d.Now(),
		Sources: []string{"Microsoft’s documentation", frame.FromImport}})
}
