package liveevent

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/export"
	"handrail/app/powershell"
	"handrail/app/report"
)

// policyLine is one setting of CsTeamsEventsPolicy and its required values (cmdlet reference
// "Set-CsTeamsEventsPolicy", 22 July 2026). CsTeamsMeetingPolicy names those of a meeting alike.
type policyLine struct {
	id, setting, title string
	good               []string
	bad                report.Severity
	text, do           string
	when               func(v *guide.Visit) bool
	quiet              bool // not shown where it is not known or good
}

func meeting(v *guide.Visit) bool { return v.Answer(askKind) == "meeting" }

// policyOf returns the noun of the commands for the policy that decides about the event: a
// meeting has its own (Microsoft Learn, "Manage meeting attendance reports").
func policyOf(v *guide.Visit) string {
	if meeting(v) {
		return "CsTeamsMeetingPolicy"
	}
	return "CsTeamsEventsPolicy"
}

func large(v *guide.Visit) bool { return v.Answer(askKind) == "broadcast" }

var policyLines = []policyLine{
	{"allowed", "AllowTownhalls", "The policy allows events for a large audience", []string{"enabled", "true"},
		report.Problem,
		"The policy does not let people create them.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -AllowTownhalls Enabled", large, false},
	{"webinars", "AllowWebinars", "The policy allows webinars", []string{"enabled", "true"}, report.Problem,
		"The policy does not let people create them.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -AllowWebinars Enabled",
		func(v *guide.Visit) bool { return v.Answer(askKind) == "webinar" }, false},
	{"access", "TownhallEventAttendeeAccess", "The policy lets anyone watch", []string{"everyone"}, report.Problem,
		"Only people in your organisation and guests can watch.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -TownhallEventAttendeeAccess Everyone",
		func(v *guide.Visit) bool { return large(v) && v.Answer(askPublic) == "yes" }, false},
	{"recording", "RecordingForTownhall", "The policy allows recordings", []string{"enabled"}, report.Warning,
		"No one can watch the event later.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -RecordingForTownhall Enabled",
		large, false},
	{"report", "AllowEngagementReport", "The policy allows the attendance report", []string{"enabled", "forceenabled"},
		report.Warning,
		"You will not know how many people watched.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -AllowEngagementReport Enabled",
		func(v *guide.Visit) bool { return v.Answer(askKind) != "live-event" }, false},
	{"report-times", "InfoShownInReportMode", "The policy allows times in the attendance report",
		[]string{"fullinformation"}, report.Warning,
		"The report will have names only, without join and leave times. The peak and the length of stay will not be " +
			"known.",
		"Run: Set-CsTeamsEventsPolicy -Identity Global -InfoShownInReportMode FullInformation",
		func(v *guide.Visit) bool { return v.Answer(askKind) != "live-event" }, true},
}

// denied turns the title of a policyLine into its opposite.
var denied = strings.NewReplacer("policy allows", "policy does not allow", "policy lets", "policy does not let")

// met reports whether every policy in an export has a good value; known is false if a policy
// or the whole export does not have the setting.
func (p policyLine) met(e export.Export) (good, known bool) {
	rows := e.With(p.setting)
	for _, r := range rows {
		if r.State(p.setting) != powershell.Given {
			return false, false
		}
		if !slices.Contains(p.good, strings.ToLower(r.Text(p.setting))) {
			return false, true
		}
	}
	return true, len(rows) > 0
}

// lacking are the values that do not allow what a policyLine asks for.
var lacking = []string{"disabled", "false", "identityonly", "everyoneinorganizationandguests",
	"everyoneincompanyexcludingguests"}

// strange returns a value in an export that is neither good nor known to be bad.
func (p policyLine) strange(e export.Export) (value string, is bool) {
	for _, r := range e.With(p.setting) {
		text := r.Text(p.setting)
		if low := strings.ToLower(text); r.State(p.setting) == powershell.Given && !slices.Contains(p.good, low) &&
			!slices.Contains(lacking, low) {
			return cutText(text, 60), true
		}
	}
	return "", false
}

// cutText returns at most n characters of text.
func cutText(text string, n int) string {
	if all := []rune(text); len(all) > n {
		return string(all[:n]) + "…"
	}
	return text
}

// checkPolicies adds a finding for each setting of the policy that the event needs.
func (d deps) checkPolicies(v *guide.Visit, out draft) {
	check := func(id string, s report.Severity, title, text, do string) {
		out.find("check-"+id, s, title, text, do)
	}
	given, unreadable := export.Read(v.Answer(askPolicy), d.Files.Read)
	for _, p := range policyLines {
		if !p.when(v) {
			continue
		}
		good, known := p.met(given)
		do := strings.ReplaceAll(p.do, "CsTeamsEventsPolicy", policyOf(v))
		value, strange := p.strange(given)
		switch {
		case strange:
			check(p.id, report.Unknown, "Handrail could not check "+p.setting,
				"Handrail does not know the value “"+value+"”.", "Check the setting on Microsoft’s page for Get-"+policyOf(v)+".")
		case p.quiet && (!known || good):
		case unreadable != nil:
			out.unknown("check-"+p.id, "Handrail could not check "+p.setting, unreadable)
		case !known && !given.Given:
			check(p.id, report.Unknown, "Handrail could not check "+p.setting, "You have not pasted the policy.",
				"Ask the person who looks after Microsoft 365 to run the command below, and paste its output. You can continue "+
					"without it.")
		case !known:
			check(p.id, report.Unknown, "Handrail could not check "+p.setting,
				"The text that you pasted does not include "+p.setting+".", "Run Get-"+policyOf(v)+
					" and paste its output.")
		case good:
			check(p.id, report.OK, p.title, p.setting+" has the required value.", "")
		default:
			check(p.id, p.bad, denied.Replace(p.title), p.text, do)
		}
	}
}
