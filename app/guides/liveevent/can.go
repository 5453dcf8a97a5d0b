package liveevent

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// policyLine is one setting of CsTeamsEventsPolicy and its required values
// (cmdlet reference "Set-CsTeamsEventsPolicy", 22 July 2026).
type policyLine struct {
	id, setting, title string
	good               []string
	bad                report.Severity
	text, do           string
	when               func(v *guide.Visit) bool
}

func large(v *guide.Visit) bool { return v.Answer(askKind) == "broadcast" }

var policyLines = []policyLine{
	{"allowed", "AllowTownhalls", "The policy allows events for a large audience", []string{"enabled", "true"},
		report.Problem,
		"The policy does not let people create them.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -AllowTownhalls Enabled", large},
	{"webinars", "AllowWebinars", "The policy allows webinars", []string{"enabled", "true"}, report.Problem,
		"The policy does not let people create them.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -AllowWebinars Enabled",
		func(v *guide.Visit) bool { return v.Answer(askKind) == "webinar" }},
	{"access", "TownhallEventAttendeeAccess", "The policy lets anyone watch", []string{"everyone"}, report.Problem,
		"Only people in your organisation and guests can watch.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -TownhallEventAttendeeAccess Everyone",
		func(v *guide.Visit) bool { return large(v) && v.Answer(askPublic) == "yes" }},
	{"recording", "RecordingForTownhall", "The policy allows recordings", []string{"enabled"}, report.Warning,
		"No one can watch the event later.", "Run: Set-CsTeamsEventsPolicy -Identity Global -RecordingForTownhall Enabled",
		large},
	{"report", "AllowEngagementReport", "The policy allows the attendance report", []string{"enabled", "forceenabled"},
		report.Warning,
		"You will not know how many people watched.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -AllowEngagementReport Enabled",
		func(v *guide.Visit) bool { return v.Answer(askKind) != "live-event" }},
}

// denied turns the title of a policyLine into its opposite.
var denied = strings.NewReplacer("policy allows", "policy does not allow", "policy lets", "policy does not let")

// settings reads "Name : Value" lines, as Format-List prints them. Names are in lower case.
func settings(text string) map[string]string {
	all := map[string]string{}
	for _, line := range lines(text) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			all[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return all
}

// can checks the licence and the policies. What was not entered is unknown, never OK.
func (d Deps) can(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Licences and policies", v)
	if err != nil {
		return nil, err
	}
	group, unread, err := d.licence(ctx)
	if err != nil {
		return nil, err
	}
	k := kindByID(v.Answer(askKind))
	check := func(id string, s report.Severity, title, text, do string) {
		out.find("check-"+id, s, title, text, do)
	}
	switch allowed(group, k) {
	case "yes":
		check("licence", report.OK, "Your licence includes this event type", "One of your active licences includes it.", "")
	case "no":
		check("licence", report.Problem, "Your licence does not include this event type",
			"Business licences do not include it.", "Choose a meeting or a webinar.")
	default:
		text := unread
		if text == "" {
			text = "Microsoft’s pages do not say whether your licences include this event type."
		}
		check("licence", report.Unknown, "Handrail could not check your licence", text,
			"Create a practice event before you announce anything. Use a meeting if you cannot.")
	}
	if people, _ := strconv.Atoi(v.Answer(askPeople)); people > k.People {
		check("people", report.Problem, "This event type is too small", "It holds up to "+number(k.People)+" people.",
			"Choose a larger event type.")
	}
	if !k.Runs.IsZero() && d.Now().After(k.Runs.AddDate(0, 0, 1)) {
		check("ended", report.Problem, "Microsoft has ended this event type",
			"The last events ran on "+k.Runs.Format("2 January 2006")+".", "Choose another event type.")
	}
	given := settings(v.Answer(askPolicy))
	for _, p := range policyLines {
		if !p.when(v) {
			continue
		}
		value, ok := given[strings.ToLower(p.setting)]
		switch {
		case !ok:
			check(p.id, report.Unknown, "Handrail could not check "+p.setting,
				"The text that you pasted does not include "+p.setting+".", "Run the command and paste its output.")
		case has(p.good, value):
			check(p.id, report.OK, p.title, p.setting+" has the required value.", "")
		default:
			check(p.id, p.bad, denied.Replace(p.title), p.text, p.do)
		}
	}
	out.add(report.Code{Label: "Command that shows the policy",
		Text: "Get-CsTeamsEventsPolicy -Identity Global | Format-List"})
	out.fact("kind", "Event type", k.ID, k.Name)
	return out.doneAs("checks", "Checks"), nil
}

func has(all []string, value string) bool {
	for _, s := range all {
		if strings.EqualFold(s, value) {
			return true
		}
	}
	return false
}
