package liveevent

import (
	"context"
	"regexp"
	"strconv"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

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
	d.checkPolicies(v, out)
	out.Add(report.Code{Label: "Command that shows the policy",
		Text: "Get-" + policyOf(v) + " -Identity Global | Format-List"})
	out.FindingsFirst("checks", "Checks")
	out.Fact("kind", "Event type", k.ID, k.Name)
	return nil
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
