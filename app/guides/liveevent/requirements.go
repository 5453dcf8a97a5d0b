package liveevent

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/export"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
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

func (d deps) canAsks() []guide.Ask {
	return []guide.Ask{
		ask.Choice(askKind, ask.Words{Label: "Which event type do you want?", Hint: "You can come back and change it."},
			kindOptions(), ask.FirstFact("recommended", "meeting")),
		ask.YesNo(askPublic, ask.Words{Label: "Can anyone watch?",
			Hint: "Attendees of a public event do not need an account."}, "Anyone with the link can watch.",
			"Only people in your organisation and guests can watch."),
		ask.Optional(ask.Lines(askPolicy, ask.Words{Label: "Which Teams policy do you have?",
			Hint: "Paste the output from PowerShell. Leave it empty if you cannot run the command.",
			Help: "For a meeting, run “Get-CsTeamsMeetingPolicy -Identity Global | Format-List”. For other event " +
				"types, " +
				"run “Get-CsTeamsEventsPolicy -Identity Global | Format-List”. Paste the whole output. Microsoft " +
				"offers " +
				"no other way to read the policy."})),
	}
}

func kindOptions() []guide.Option {
	var all []guide.Option
	kinds, _ := kindsOf(kindsFile)
	for _, k := range kinds {
		all = append(all, guide.Option{Value: k.ID, Label: k.Name, Hint: "Up to " + number(k.People) + " people."})
	}
	return all
}

// can checks the licence and the policies. What was not entered is unknown, never OK.
func (d deps) can(ctx context.Context, v *guide.Visit, out draft, rep task.Report) error {
	own, unread, err := d.licence(ctx, rep)
	if err != nil {
		return err
	}
	k := kindByID(v.Answer(askKind))
	check := func(id string, s report.Severity, title, text, do string) {
		out.find("check-"+id, s, title, text, do)
	}
	switch allowed(own.group, k) {
	case "yes":
		check("licence", report.OK, "Your licence includes this event type", "One of your active licences includes it.",
			"")
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
	switch people, _ := strconv.Atoi(v.Answer(askPeople)); {
	case people <= own.most(k):
	case own.mayHold(k, people):
		check("people", report.Unknown, "Handrail does not know whether this event type is large enough",
			"It holds "+number(own.most(k))+" people, and up to "+number(largestMeeting())+" with some licences.",
			"Connect your organisation, or check the organiser’s licence.")
	default:
		check("people", report.Problem, "This event type is too small", "It holds up to "+number(own.most(k))+
			" people.",
			"Choose a larger event type.")
	}
	if !k.Runs.IsZero() && d.Now().After(k.Runs.AddDate(0, 0, 1)) {
		check("ended", report.Problem, "Microsoft has ended this event type",
			"The last events ran on "+k.Runs.Format("2 January 2006")+".", "Choose another event type.")
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
				"Ask whoever looks after Microsoft 365 to run the command below, and paste its output. You can continue "+
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
	out.Add(report.Code{Label: "Command that shows the policy",
		Text: "Get-" + policyOf(v) + " -Identity Global | Format-List"})
	out.FindingsFirst("checks", "Checks")
	out.Fact("kind", "Event type", k.ID, k.Name)
	return nil
}

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

// enterprise and business match the SKU part numbers that decide which event types are
// available (Microsoft Learn, "Plan for Teams town halls"). Other licences are not known
// to include one.
var (
	enterprise = regexp.MustCompile(`(?i)^(STANDARDPACK|ENTERPRISEPACK|ENTERPRISEPREMIUM|ENTERPRISEPREMIUM_NOPSTNCONF|` +
		`SPE_E3|SPE_E5|M365EDU_A[35].*|ENTERPRISEPACKPLUS_.*|` +
		`ENTERPRISEPREMIUM_(STUDENT|FACULTY)|.*TEAMS_ENTERPRISE.*)$`)
	business = regexp.MustCompile(`(?i)^(O365_BUSINESS_ESSENTIALS|O365_BUSINESS_PREMIUM|SPB|` +
		`.*BUSINESS_(BASIC|STANDARD|PREMIUM).*)$`)
)

// read returns what is known of a section, or why nothing is known of it.
func (d deps) read(ctx context.Context, rep task.Report, section string) (known *tenant.Required, why string,
	err error) {
	known, err = tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Report: rep}, section)
	if ctx.Err() != nil {
		return nil, "", ctx.Err()
	}
	if err != nil {
		why, _ = app.UserMessage(err)
		return nil, why, nil
	}
	if gap, ok := known.Gap(section); !ok {
		why = "“" + gap.Title + "”: " + gap.Message
	}
	return known, why, nil
}

// licence returns what the licences of the organisation allow; the group is "unknown" with
// the reason where they are not known.
func (d deps) licence(ctx context.Context, rep task.Report) (own owned, why string, err error) {
	own = owned{group: "unknown", people: meetingPeople("")}
	known, why, err := d.read(ctx, rep, tenant.SectionLicences)
	if err != nil || why != "" {
		return own, why, err
	}
	own.group = "none"
	err = tenant.Each(ctx, known, tenant.SectionLicences, func(l tenant.Licence) error {
		part := string(l.Part)
		if !l.Status.Is("Enabled") && !l.Status.Is("Warning") {
			return nil
		}
		own.people = max(own.people, meetingPeople(part))
		switch {
		case enterprise.MatchString(part):
			own.group = "enterprise"
		case business.MatchString(part) && own.group == "none":
			own.group = "business"
		}
		return nil
	})
	return own, "", err
}

// allowed returns "yes", "no" or "unknown": whether a licence group includes an event type.
func allowed(group string, k kind) string {
	switch {
	case group == "unknown" || group == "none":
		return "unknown"
	case k.Licence == "business" || group == "enterprise":
		return "yes"
	case k.ID == "live-event":
		return "no"
	}
	return "unknown" // Microsoft’s pages do not say whether Business licences include it
}
