package liveevent

import (
	"context"
	_ "embed"
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

//go:embed kinds.csv
var kindsFile string

// kind is one event type from kinds.csv.
type kind struct {
	ID, Name, Also, Licence string
	People                  int
	Until, Runs             time.Time // zero: no end is announced
	Attendees, Why          string
}

// kindsOf returns the event types in text and the date of the file. A test checks that
// kinds.csv is complete.
func kindsOf(text string) (all []kind, asOf string) {
	if m := regexp.MustCompile(`As of (\d{4}-\d\d-\d\d)`).FindStringSubmatch(text); m != nil {
		asOf = m[1]
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.FieldsPerRecord = '#', 9
	rows, _ := r.ReadAll()
	for _, row := range rows[min(1, len(rows)):] {
		k := kind{ID: row[0], Name: row[1], Also: row[2], Licence: row[3], Attendees: row[7], Why: row[8]}
		k.People, _ = strconv.Atoi(row[4])
		k.Until, _ = time.Parse(time.DateOnly, row[5])
		k.Runs, _ = time.Parse(time.DateOnly, row[6])
		all = append(all, k)
	}
	return all, asOf
}

func kindByID(id string) kind {
	all, _ := kindsOf(kindsFile)
	for _, k := range all {
		if k.ID == id {
			return k
		}
	}
	return all[0]
}

// enterprise and business match the SKU part numbers that decide which event types are
// available (Microsoft Learn, "Plan for Teams town halls"). Other licences are not known
// to include one.
var (
	enterprise = regexp.MustCompile(`(?i)^(STANDARDPACK|ENTERPRISEPACK|ENTERPRISEPREMIUM|ENTERPRISEPREMIUM_NOPSTNCONF|SPE_E3|SPE_E5|M365EDU_A[35].*|ENTERPRISEPACKPLUS_.*|ENTERPRISEPREMIUM_(STUDENT|FACULTY)|.*TEAMS_ENTERPRISE.*)$`)
	business   = regexp.MustCompile(`(?i)^(O365_BUSINESS_ESSENTIALS|O365_BUSINESS_PREMIUM|SPB|.*BUSINESS_(BASIC|STANDARD|PREMIUM).*)$`)
)

// licence returns the licence group of the organisation: "enterprise", "business",
// "none", or "unknown" with the reason.
func (d Deps) licence(ctx context.Context) (group, why string, err error) {
	if d.Link == nil {
		return "unknown", "No organisation is connected.", ctx.Err()
	}
	view, err := d.Link.View(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return "", "", ctx.Err()
		}
		message, _ := app.Say(err)
		return "unknown", message, nil
	}
	st, err := view.Status(ctx, tenant.SectionLicences)
	if err == nil && st.Completed.IsZero() && d.Link.SignedIn(ctx) {
		if _, err = d.Link.Refresh(ctx, []string{tenant.SectionLicences}, func(task.Progress) {}); err == nil {
			st, err = view.Status(ctx, tenant.SectionLicences)
		}
	}
	if err != nil || st.Completed.IsZero() {
		return "unknown", "Handrail has no data about your licences yet.", ctx.Err()
	}
	group = "none"
	err = tenant.Each(ctx, view, tenant.SectionLicences, func(l tenant.Licence) error {
		switch part := string(l.Part); {
		case !l.Status.Is("Enabled") && !l.Status.Is("Warning"):
		case enterprise.MatchString(part):
			group = "enterprise"
		case business.MatchString(part) && group == "none":
			group = "business"
		}
		return nil
	})
	return group, "", err
}

func (d Deps) kindAsks() []guide.Ask {
	return []guide.Ask{
		{Name: askTitle, Label: "What is the event called?",
			Hint: "Enter the name that attendees see. For example Sunday service.", Kind: guide.Line,
			Default: func(*guide.Visit) string { return "Sunday service" }, Clean: func(s string) string { return strings.Join(strings.Fields(s), " ") },
			Valid: func(_ *guide.Visit, text string) error {
				if n := len([]rune(strings.TrimSpace(text))); n == 0 || n > 120 {
					return app.Errorf(app.Invalid, "Enter 1 to 120 characters.", "This is not a name for an event.")
				}
				return nil
			}},
		yesNo(askBooked, "Have you already booked a Teams live event?", "You cannot book new ones.", "no",
			"It still runs on its day, until 28 February 2027.", "Handrail recommends another event type."),
		{Name: askPeople, Label: "How many attendees do you expect?", Hint: "Enter a number. An estimate is enough.",
			Kind: guide.Line, Clean: strings.TrimSpace,
			Default: func(*guide.Visit) string { return "80" },
			Valid: func(_ *guide.Visit, text string) error {
				if n, err := strconv.Atoi(strings.TrimSpace(text)); err != nil || n < 1 || n > 100000 {
					return app.Errorf(app.Invalid, "Enter a number from 1 to 100,000.", "This is not a number of attendees.")
				}
				return nil
			}},
		yesNo(askTalk, "Should attendees be able to speak?", "They can always send messages.", "no",
			"They can speak and use their cameras.", "They only watch, and no one can interrupt by mistake."),
	}
}

// advise returns the id of the recommended event type and the reason.
func advise(group string, people int, booked, talk bool) (id, why string) {
	switch {
	case booked:
		return "live-event", "It is booked, so people already have its link. Use another event type next time."
	case talk && people <= 300:
		return "meeting", "You want attendees to speak, and a meeting holds as many people as you expect."
	case group == "enterprise" && !talk && people > 20:
		return "broadcast", "Attendees only watch, presenters have a green room, and your licence includes it."
	case people <= 300:
		return "meeting", "Every licence with Teams includes meetings. Mute everyone, and let only organisers and " +
			"presenters speak."
	case people <= 1000:
		return "webinar", "It holds up to 1,000 people, and attendees are muted."
	}
	return "broadcast", "Only this event type holds so many people. Ask your licence partner whether your " +
		"licences include it."
}

func (d Deps) kinds(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "Event types", v)
	if err != nil {
		return nil, err
	}
	group, unread, err := d.licence(ctx)
	if err != nil {
		return nil, err
	}
	people, _ := strconv.Atoi(v.Answer(askPeople))
	best, why := advise(group, people, v.Answer(askBooked) == "yes", v.Answer(askTalk) == "yes")
	all, asOf := kindsOf(kindsFile)
	out.add(report.Banner{Tone: report.Note, Lead: "Handrail recommends: " + kindByID(best).Name + ".", Text: why})
	list := report.Entries{Name: "advice", Title: "Event types"}
	table := report.Table{Title: "Comparison", Columns: []string{"Event type", "Most people", "Your licence",
		"What attendees need"}, Right: []bool{false, true, false, false}}
	for _, k := range all {
		has := allowed(group, k)
		sev, state := report.Note, "Possible"
		switch {
		case k.ID == best:
			sev, state = report.OK, "Recommended"
		case !k.Until.IsZero():
			sev, state = report.Note, "No new events"
		case people > k.People:
			sev, state = report.Warning, "Too small"
		case has == "no":
			sev, state = report.Warning, "Not in your licence"
		}
		list.Items = append(list.Items, report.Entry{Title: k.Name, Severity: sev, State: state, Data: data(map[string]any{
			"kind": k.ID, "name": k.Name, "also": k.Also, "people": k.People, "licence": has, "advised": k.ID == best, "why": k.Why,
			"newUntil": date(k.Until), "runsUntil": date(k.Runs)})})
		name := k.Name
		if k.Also != "" {
			name += " (" + k.Also + ")"
		}
		table.Rows = append(table.Rows, []string{name, number(k.People),
			map[string]string{"yes": "Includes it", "no": "Does not include it", "unknown": "Not known"}[has], k.Attendees})
	}
	out.add(list, table, report.Text{Text: "These names, limits and dates are from " + longDate(asOf) +
		". Microsoft changes them often."})
	if group == "unknown" {
		out.find("licence-unknown", report.Unknown, "Handrail could not check your licences", unread,
			"Connect your organisation, or check your licences in the Microsoft 365 admin center.")
	}
	if v.Answer(askBooked) == "yes" {
		k := kindByID("live-event")
		if sev := report.Note; d.Now().After(k.Runs.AddDate(0, 0, 1)) {
			out.find("live-event-over", report.Problem, "Live events have ended",
				"Booked live events ran until "+k.Runs.Format("2 January 2006")+".",
				"Choose another event type and send attendees the new link.")
		} else {
			out.find("live-event-ends", sev, "Microsoft is ending live events",
				"Booked live events run until "+k.Runs.Format("2 January 2006")+".", "Use another event type for the next event.")
		}
	}
	out.fact("recommended", "Recommended event type", best, kindByID(best).Name)
	out.fact("licence-group", "Licences", map[bool]string{true: "not-known", false: group}[group == "unknown"],
		map[string]string{"enterprise": "Enterprise licences", "business": "Business licences",
			"none": "No licence that Handrail knows", "unknown": "Not known"}[group])
	out.fact("names-as-of", "Names as of", asOf, longDate(asOf))
	return out.done("What to know"), nil
}

// number returns n in figures, with commas between thousands.
func number(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// longDate returns an ISO date as people write it; other texts as they are.
func longDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("2 January 2006")
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
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

func (d Deps) canAsks() []guide.Ask {
	return []guide.Ask{
		{Name: askKind, Label: "Which event type do you want?", Hint: "You can come back and change it.", Kind: guide.Choice,
			Options: func(*guide.Visit) []guide.Option { return kindOptions() },
			Default: func(v *guide.Visit) string {
				if k := v.Fact("recommended"); k != "" {
					return k
				}
				return "meeting"
			},
			Valid: oneOf(kindOptions())},
		yesNo(askPublic, "Can anyone watch?", "Attendees of a public event do not need an account.", "yes",
			"Anyone with the link can watch.", "Only people in your organisation and guests can watch."),
		{Name: askPolicy, Label: "Which events policy do you have?",
			Hint: "Paste the output from PowerShell. Leave it empty if you cannot run the command.", Kind: guide.Lines,
			Default: empty, Valid: anyText, Clean: strings.TrimSpace,
			What: "Run “Get-CsTeamsEventsPolicy -Identity Global | Format-List” and paste the whole output. " +
				"Microsoft offers no other way to read the policy."},
	}
}

func kindOptions() []guide.Option {
	var all []guide.Option
	kinds, _ := kindsOf(kindsFile)
	for _, k := range kinds {
		all = append(all, option(k.ID, k.Name, "Up to "+number(k.People)+" people."))
	}
	return all
}
