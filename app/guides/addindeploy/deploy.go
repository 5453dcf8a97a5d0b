package addindeploy

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"handrail/app"
	"handrail/app/addin/assignment"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/terms"
	"handrail/app/report"
)

func (d deps) deployStep() guide.Step {
	return guide.Step{
		ID: stepDeploy, Title: "Deploy the add-in",
		Summary:   "Handrail cannot deploy add-ins for you. Follow these steps or run the script.",
		NextLabel: "Show the steps",
		MainLabel: "I did it",
		Text: "An add-in can take 24 hours to appear, and in Outlook up to 72 hours. The same is true for every " +
			"change and " +
			"for removal.",
		Needs: stepReach, Terms: terms.With([]terms.Key{terms.CSV}, termFixed),
		DependsOn: []string{askAddin, askAim, askStore, askManifest, askWho, askGroups, askPeople, askMethod, askWay},
		Asks: []guide.Ask{ask.Choice(askWay, ask.Words{Label: "How do you want to do it?",
			Hint: "The result is the same, except for Fixed, Available and Optional.",
			Help: "You can choose between these three only in the admin center."}, []guide.Option{
			{Value: "portal", Label: "In the Microsoft 365 admin center"},
			{Value: "older", Label: "On the “Add-ins” page of the admin center",
				Hint: "Use it if you cannot deploy under Integrated apps, for example in government clouds."},
			{Value: "script", Label: "With a script", Hint: "The script runs on Windows only."}})},
		Plan: d.plan, Hand: d.hand,
	}
}

// aims has the words for each aim: what is done, and the state afterwards.
var aims = map[string][2]string{
	"deploy": {"Deploy", "Deployed"}, "widen": {"Change who gets it", "As selected here"},
	"method": {"Change the deployment method", "As selected here"},
	"update": {"Replace the manifest", "The newer manifest"},
	"off":    {"Turn it off", "Turned off"}, "on": {"Turn it on", "Turned on"}, "remove": {"Remove it", "Removed"},
}

// plan returns what the person is about to change.
func (d deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	t, err := d.target(v)
	if err != nil {
		return nil, err
	}
	now := map[string]string{"yes": "Deployed", "no": "Not deployed"}[v.Fact("deployed")]
	p := &guide.Plan{ByHand: true,
		Changes: []guide.Change{{Setting: t.name, Now: cmp.Or(now, "Not known"), After: aims[v.Answer(askAim)][1]}}}
	switch v.Answer(askAim) {
	case "remove":
		p.NoUndo = "People may lose their settings in the add-in. You can deploy it again."
	case "update":
		p.NoUndo = "To go back, you need the old manifest with a higher version number."
	default:
		p.Undo = "You can undo the change in the same place. Each change takes up to 24 hours."
	}
	a, err := d.judge(ctx, v, nil)
	if err != nil {
		message, _ := app.UserMessage(err)
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Unknown,
			Text: "Handrail cannot tell who gets the add-in. " + message})
		return p, ctx.Err()
	}
	p.Changes = append(p.Changes, guide.Change{Setting: "Who gets it", Now: "Not known", After: a.assigned()},
		guide.Change{Setting: "Deployment method", Now: "Not known", After: methodWords[v.Answer(askMethod)]})
	p.Affected = a.affected()
	return p, nil
}

// affected returns who gets the add-in, who does not, and for whom that is not known.
func (a *answer) affected() []guide.Affected {
	var all []guide.Affected
	gets := a.count(assignment.Included)
	if gets > 0 || a.count(assignment.NotKnown) == 0 && !a.membersUnread() {
		all = append(all, guide.Affected{Severity: report.OK,
			Text: guide.Count(gets, "person gets the add-in.", "people get the add-in.")})
	}
	if n := len(a.unknown) + len(a.twice); n > 0 {
		all = append(all, guide.Affected{Severity: report.Warning, Names: append(slices.Clone(a.unknown), a.twice...),
			Text: "Handrail does not know whom you mean by " + guide.Count(n, "name:", "names:")})
	}
	if n := a.count(assignment.LeftOut); n > 0 {
		var names []string
		for _, i := range a.left() {
			if len(names) < 5 && a.results[i].State == assignment.LeftOut {
				names = append(names, cmp.Or(a.q.People[i].Name, a.q.People[i].UPN))
			}
		}
		if n > len(names) {
			names = append(names, strconv.Itoa(n-len(names))+" more")
		}
		all = append(all, guide.Affected{Severity: report.Warning,
			Text: guide.Count(n, "person does not get it:", "people do not get it:"), Names: names})
	}
	if n := a.count(assignment.NotKnown); n > 0 {
		all = append(all, guide.Affected{Severity: report.Unknown,
			Text: guide.Count(n, "person might not get it.", "people might not get it.")})
	}
	if len(a.read.Missing) > 0 {
		all = append(all, guide.Affected{Severity: report.Unknown,
			Text: "Handrail does not know everyone you selected. " + a.read.Missing[0].Message})
	}
	if n := len(a.hidden()); n > 0 {
		all = append(all, guide.Affected{Severity: report.Unknown,
			Text: "Handrail does not know who is in " + guide.Count(n, "group", "groups") +
				", or whether it is empty."})
	}
	return all
}

var methodWords = map[string]string{"fixed": "Fixed: added for people, they cannot remove it",
	"available": "Available: people add it themselves", "optional": "Optional: added for people, they can remove it"}

// assigned returns who the add-in is assigned to, in words.
func (a *answer) assigned() string {
	switch a.q.Who {
	case assignment.Groups:
		return guide.Count(len(a.q.Chosen), "group", "groups")
	case assignment.People:
		return guide.Count(len(a.q.Chosen), "person", "people")
	}
	return "Everyone"
}
