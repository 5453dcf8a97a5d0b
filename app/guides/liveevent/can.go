package liveevent

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
)

// policyLine is one setting of CsTeamsEventsPolicy with what it must be
// (OfficeDocs, Set-CsTeamsEventsPolicy, 22 July 2026).
type policyLine struct {
	id, setting, title string
	good               []string
	bad                report.Severity
	text, do           string
	when               func(v *guide.Visit) bool
}

func large(v *guide.Visit) bool { return v.Answer(askKind) == "broadcast" }

var policyLines = []policyLine{
	{"allowed", "AllowTownhalls", "Events for a large audience are allowed", []string{"enabled", "true"}, report.Problem,
		"The policy does not let people make them.", "Run: Set-CsTeamsEventsPolicy -Identity Global -AllowTownhalls Enabled", large},
	{"webinars", "AllowWebinars", "Webinars are allowed", []string{"enabled", "true"}, report.Problem,
		"The policy does not let people make them.", "Run: Set-CsTeamsEventsPolicy -Identity Global -AllowWebinars Enabled", func(v *guide.Visit) bool { return v.Answer(askKind) == "webinar" }},
	{"access", "TownhallEventAttendeeAccess", "Anybody may watch", []string{"everyone"}, report.Problem,
		"Only your own people and guests may watch.", "Run: Set-CsTeamsEventsPolicy -Identity Global -TownhallEventAttendeeAccess Everyone", func(v *guide.Visit) bool { return large(v) && v.Answer(askPublic) == "yes" }},
	{"recording", "RecordingForTownhall", "It is recorded", []string{"enabled"}, report.Warning,
		"Nobody can watch it later.", "Run: Set-CsTeamsEventsPolicy -Identity Global -RecordingForTownhall Enabled", large},
	{"report", "AllowEngagementReport", "The attendance report is made", []string{"enabled", "forceenabled"}, report.Warning,
		"You will not learn how many watched.", "Run: Set-CsTeamsEventsPolicy -Identity Global -AllowEngagementReport Enabled", func(v *guide.Visit) bool { return v.Answer(askKind) != "live-event" }},
}

// settings reads "Name : Value" lines, as Format-List prints them.
func settings(text string) map[string]string {
	all := map[string]string{}
	for _, line := range lines(text) {
		if name, value, ok := strings.Cut(line, ":"); ok {
			all[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	return all
}

// can checks licence and policies. What was not given is unknown, never fine.
func (d Deps) can(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Can you hold it?", v)
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
		check("licence", report.OK, "Your licence includes it", "A licence that is on includes this kind.", "")
	case "no":
		check("licence", report.Problem, "Your licence lacks it", "No Business licence can make this kind.", "Choose a meeting or a webinar.")
	default:
		text := unread
		if text == "" {
			text = "No source says whether your licences include it."
		}
		check("licence", report.Unknown, "Licence not certain", text, "Try to make a practice event before you promise anything. An ordinary meeting is the second plan.")
	}
	if people, _ := strconv.Atoi(v.Answer(askPeople)); people > k.People {
		check("people", report.Problem, "It does not hold so many", "This kind holds "+strconv.Itoa(k.People)+" people.", "Choose a larger kind.")
	}
	if !k.Runs.IsZero() && d.Now().After(k.Runs.AddDate(0, 0, 1)) {
		check("ended", report.Problem, "This kind has ended", "The last ones ran on "+k.Runs.Format("2 January 2006")+".", "Choose another kind.")
	}
	given := settings(v.Answer(askPolicy))
	for _, p := range policyLines {
		if !p.when(v) {
			continue
		}
		value, ok := given[strings.ToLower(p.setting)]
		switch {
		case !ok:
			check(p.id, report.Unknown, p.title+": not known", "The setting "+p.setting+" was not given.", "Run the command and paste what it prints.")
		case has(p.good, value):
			check(p.id, report.OK, p.title, "The setting "+p.setting+" is right.", "")
		default:
			check(p.id, p.bad, p.title+": no", p.text, p.do)
		}
	}
	out.add(report.Code{Label: "The command that shows the policy", Text: "Get-CsTeamsEventsPolicy -Identity Global | Format-List"})
	out.fact("kind", "Kind", k.ID, k.Name)
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
