package liveevent

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
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

// kind is one kind of event, from the file of data.
type kind struct {
	ID, Name, Also, Licence string
	People                  int
	Until, Runs             time.Time // zero: no end is known
	Attendees, Why          string
}

// kindsOf reads the file and its date. A test holds that it is whole.
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

// The groups of licences that decide (addins-events §2.2). What is in neither is
// not known to decide.
var (
	enterprise = regexp.MustCompile(`(?i)^(STANDARDPACK|ENTERPRISEPACK|ENTERPRISEPREMIUM|ENTERPRISEPREMIUM_NOPSTNCONF|SPE_E3|SPE_E5|M365EDU_A[35].*|ENTERPRISEPACKPLUS_.*|ENTERPRISEPREMIUM_(STUDENT|FACULTY)|.*TEAMS_ENTERPRISE.*)$`)
	business   = regexp.MustCompile(`(?i)^(O365_BUSINESS_ESSENTIALS|O365_BUSINESS_PREMIUM|SPB|.*BUSINESS_(BASIC|STANDARD|PREMIUM).*)$`)
)

// licence tells which group the organisation has: "enterprise", "business",
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
		return "unknown", "The licences have not been read yet.", ctx.Err()
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
		{Name: askTitle, Label: "What is it called?", Hint: "As people at home read it, such as Sunday service.", Kind: guide.Line,
			Default: func(*guide.Visit) string { return "Sunday service" }, Clean: func(s string) string { return strings.Join(strings.Fields(s), " ") },
			Valid: func(_ *guide.Visit, text string) error {
				if n := len([]rune(strings.TrimSpace(text))); n == 0 || n > 120 {
					return app.Errorf(app.Invalid, "Use between 1 and 120 characters.", "This is no name for an event.")
				}
				return nil
			}},
		yesNo(askBooked, "Is a Teams live event booked already?", "No new ones can be booked.", "no", "It still runs on its day, until the end of February 2027.", "Handrail advises one of the others."),
		{Name: askPeople, Label: "How many people at home?", Hint: "A number; a guess will do.", Kind: guide.Line, Clean: strings.TrimSpace,
			Default: func(*guide.Visit) string { return "80" },
			Valid: func(_ *guide.Visit, text string) error {
				if n, err := strconv.Atoi(strings.TrimSpace(text)); err != nil || n < 1 || n > 100000 {
					return app.Errorf(app.Invalid, "Write a number from 1 to 100000.", "This is no number of people.")
				}
				return nil
			}},
		yesNo(askTalk, "Should people at home be heard?", "They can type in any case.", "no", "They may speak and be seen.", "They watch, and nobody can disturb by mistake."),
	}
}

// advise chooses a kind and says why.
func advise(group string, people int, booked, talk bool) (id, why string) {
	switch {
	case booked:
		return "live-event", "It is booked, so its link is known to people. Plan the next one as another kind."
	case talk && people <= 300:
		return "meeting", "People at home should be heard, and a meeting holds as many as you expect."
	case group == "enterprise" && !talk && people > 20:
		return "broadcast", "People at home only watch, presenters have a green room, and your licence includes it."
	case people <= 300:
		return "meeting", "Every licence with Teams has it. Mute everybody, and let only organisers and presenters speak."
	case people <= 1000:
		return "webinar", "It holds up to 1,000, and people at home are muted."
	}
	return "broadcast", "Only this kind holds so many. Ask your licence partner, because no source says that Business licences include it."
}

func (d Deps) kinds(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "What kind of event", v)
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
	out.add(report.Banner{Tone: report.Note, Lead: "Handrail advises: " + kindByID(best).Name + ".", Text: why})
	list := report.Entries{Name: "advice", Title: "The kinds"}
	table := report.Table{Title: "Side by side", Columns: []string{"Kind", "Holds", "Your licence", "What people at home need"}, Right: []bool{false, true, false, false}}
	for _, k := range all {
		has := allowed(group, k)
		sev, state := report.Note, "Possible"
		switch {
		case k.ID == best:
			sev, state = report.OK, "Advised"
		case !k.Until.IsZero():
			sev, state = report.Note, "No longer new"
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
		table.Rows = append(table.Rows, []string{name, strconv.Itoa(k.People), map[string]string{"yes": "Has it", "no": "Lacks it", "unknown": "Not known"}[has], k.Attendees})
	}
	out.add(list, table, report.Text{Text: "Names, limits and dates are as of " + asOf + ". Microsoft renames these often."})
	if group == "unknown" {
		out.find("licence-unknown", report.Unknown, "Your licence is not known", unread, "Connect your organisation, or look at the list of licences in the admin centre.")
	}
	if v.Answer(askBooked) == "yes" {
		k := kindByID("live-event")
		if sev := report.Note; d.Now().After(k.Runs.AddDate(0, 0, 1)) {
			out.find("live-event-over", report.Problem, "Live events have ended", "Booked ones ran until "+k.Runs.Format("2 January 2006")+".", "Choose another kind and tell people the new link.")
		} else {
			out.find("live-event-ends", sev, "Live events end", "Booked ones run until "+k.Runs.Format("2 January 2006")+".", "Plan the next event as another kind.")
		}
	}
	out.fact("recommended", "Advised kind", best, kindByID(best).Name)
	out.fact("licence-group", "Licences", map[bool]string{true: "not-known", false: group}[group == "unknown"], map[string]string{"enterprise": "Larger licences", "business": "Business licences", "none": "None that is known", "unknown": "Not known"}[group])
	out.fact("names-as-of", "Names as of", asOf, "")
	return out.done("What to know"), nil
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// allowed tells whether a group of licences includes a kind; unknown stays so.
func allowed(group string, k kind) string {
	switch {
	case group == "unknown" || group == "none":
		return "unknown"
	case k.Licence == "business" || group == "enterprise":
		return "yes"
	case k.ID == "live-event":
		return "no"
	}
	return "unknown" // no source says that Business licences may, or may not
}

func (d Deps) canAsks() []guide.Ask {
	return []guide.Ask{
		{Name: askKind, Label: "Which kind?", Hint: "You can come back and choose another.", Kind: guide.Choice,
			Options: func(*guide.Visit) []guide.Option { return kindOptions() },
			Default: func(v *guide.Visit) string {
				if k := v.Fact("recommended"); k != "" {
					return k
				}
				return "meeting"
			},
			Valid: oneOf(kindOptions())},
		yesNo(askPublic, "May anybody watch?", "A public event needs no account at home.", "yes", "Whoever has the link can watch.", "Only people of your organisation and its guests."),
		{Name: askPolicy, Label: "The events policy, from PowerShell", Hint: "Leave it empty if you cannot run the command.", Kind: guide.Lines, Default: empty, Valid: anyText, Clean: strings.TrimSpace,
			What: "Run “Get-CsTeamsEventsPolicy -Identity Global | Format-List” and paste all of what it prints. Microsoft offers no other way to read it."},
	}
}

func kindOptions() []guide.Option {
	var all []guide.Option
	kinds, _ := kindsOf(kindsFile)
	for _, k := range kinds {
		all = append(all, option(k.ID, k.Name, fmt.Sprintf("Up to %d people.", k.People)))
	}
	return all
}
