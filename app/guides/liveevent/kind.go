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
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
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

// ends returns the days until which booked events of a retired type run.
func ends() (all []guide.End) {
	kinds, _ := kindsOf(kindsFile)
	for _, k := range kinds {
		if !k.Runs.IsZero() {
			all = append(all, guide.End{Code: k.ID + "-ends", Title: "Last day of booked events: " + k.Name, On: k.Runs,
				Why: "Microsoft retires this event type. Book later events as another type."})
		}
	}
	return all
}

func (d deps) kindAsks() []guide.Ask {
	return []guide.Ask{
		ask.Line(askTitle, ask.Words{Label: "What is the event called?",
			Hint: "Enter the name that attendees see. For example Sunday service."}, ask.First("Sunday service"),
			ask.Cleaned(func(s string) string { return strings.Join(strings.Fields(s), " ") }),
			ask.Checked(func(text string) error {
				if n := len([]rune(strings.TrimSpace(text))); n == 0 || n > 120 {
					return app.Errorf(app.Invalid, "Enter 1 to 120 characters.", "This is not a name for an event.")
				}
				return nil
			})),
		ask.YesNo(askBooked, ask.Words{Label: "Have you already booked a Teams live event?",
			Hint: "You cannot book new ones. If you are not sure, keep “No”."},
			"It still runs on its day, until "+kindByID("live-event").Runs.Format("2 January 2006")+".",
			"Handrail recommends another event type.", ask.First("no")),
		ask.Number(askPeople, ask.Words{Label: "How many attendees do you expect?",
			Hint: "Enter a number. An estimate is enough."}, 1, 100_000, ask.First("80")),
		ask.YesNo(askTalk, ask.Words{Label: "Should attendees be able to speak?",
			Hint: "They can always send messages."}, "They can speak and use their cameras.",
			"They only watch, and no one can interrupt by mistake.", ask.First("no")),
	}
}

// muted is the condition of an event type in which attendees only watch, where they should
// be able to speak.
const muted = "Attendees only watch and cannot speak, unless a presenter lets them. "

// advise returns the id of the recommended event type and the reason. booked is whether a live event is booked that
// can still run.
func advise(o owned, people int, booked, talk bool) (id, why string) {
	large := "Some of your licences allow meetings of up to " + number(o.people) +
		" people. The organiser needs one of them."
	meeting, webinar, broadcast := o.most(kindByID("meeting")), kindByID("webinar").People, kindByID("broadcast").People
	switch {
	case booked:
		why = "It is booked, so people already have its link. Use another event type next time."
		if most := kindByID("live-event").People; people > most {
			why += " It holds only " + number(most) + " people."
		}
		return "live-event", why
	case talk && people <= limit("meeting-people", ""):
		return "meeting", "You want attendees to speak, and a meeting holds as many people as you expect."
	case talk && people <= meeting:
		return "meeting", "You want attendees to speak. " + large
	case people > max(meeting, webinar, broadcast):
		return "broadcast", "None of the event types holds " + number(people) + " people. This one holds the most: " +
			number(broadcast) + ". Ask your licence partner whether Microsoft offers more."
	case o.group == "enterprise" && !talk && people > 20:
		return "broadcast", "Attendees only watch, presenters have a green room, and your licence includes it."
	case people <= limit("meeting-people", ""):
		return "meeting", "Every licence with Teams includes meetings. Mute everyone, and let only organisers and " +
			"presenters speak."
	case people <= webinar && talk:
		return "webinar", muted + o.smaller()
	case people <= webinar:
		return "webinar", "It holds up to " + number(webinar) + " people, and attendees are muted."
	}
	why = "Only this event type holds so many people. Ask your licence partner whether your licences include it."
	if talk {
		why = muted + why
	}
	return "broadcast", why
}

// smaller returns how many people a meeting holds, where that is too few, in words.
func (o owned) smaller() string {
	if o.group == "unknown" {
		return "A meeting, in which all can speak, holds " + number(limit("meeting-people", "")) +
			" people, and more with some licences. Connect your organisation to check yours."
	}
	return "A meeting, in which all can speak, holds up to " + number(o.most(kindByID("meeting"))) +
		" people with the licences that Handrail knows."
}

func (d deps) kinds(ctx context.Context, v *guide.Visit, out draft, rep task.Report) error {
	own, unread, err := d.licence(ctx, rep)
	group := own.group
	if err != nil {
		return err
	}
	people, _ := strconv.Atoi(v.Answer(askPeople))
	over := d.Now().After(kindByID("live-event").Runs.AddDate(0, 0, 1))
	best, why := advise(own, people, v.Answer(askBooked) == "yes" && !over, v.Answer(askTalk) == "yes")
	all, asOf := kindsOf(kindsFile)
	out.Add(report.Banner{Tone: report.Note, Lead: "Handrail recommends: " + kindByID(best).Name + ".", Text: why})
	list, table := compared(all, best, own, people)
	out.Add(list, table, report.Text{Text: "These names, limits and dates are from " + longDate(asOf) +
		". Microsoft changes them often."})
	if group == "unknown" {
		out.find("licence-unknown", report.Unknown, "Handrail could not check your licences", unread,
			"Connect your organisation, or check your licences in the Microsoft 365 admin center.")
	}
	if v.Answer(askBooked) == "yes" {
		if k := kindByID("live-event"); over {
			out.find("live-event-over", report.Problem, "Live events have ended",
				"Booked live events ran until "+k.Runs.Format("2 January 2006")+".",
				"Choose another event type and send attendees the new link.")
		} else {
			out.find("live-event-ends", report.Note, "Microsoft is ending live events",
				"Booked live events run until "+k.Runs.Format("2 January 2006")+".",
				"Use another event type for the next event.")
		}
	}
	out.Fact("recommended", "Recommended event type", best, kindByID(best).Name)
	out.Fact("licence-group", "Licences", map[bool]string{true: "not-known", false: group}[group == "unknown"],
		map[string]string{"enterprise": "Enterprise licences", "business": "Business licences",
			"none": "No licence that Handrail knows", "unknown": "Not known"}[group])
	out.Fact("names-as-of", "Names as of", asOf, longDate(asOf))
	return nil
}

// compared returns the event types as a list and as a table.
func compared(all []kind, best string, own owned, people int) (list report.Entries, table report.Table) {
	list = report.Entries{Name: "advice", Title: "Event types"}
	table = report.Table{Title: "Comparison", Columns: []string{"Event type", "Most people", "Your licence",
		"What attendees need"}, Right: []bool{false, true, false, false}}
	for _, k := range all {
		has, most := allowed(own.group, k), own.most(k)
		sev, state := report.Note, "Possible"
		switch {
		case k.ID == best:
			sev, state = report.OK, "Recommended"
		case !k.Until.IsZero():
			state = "No new events"
		case people > most && own.mayHold(k, people):
			sev, state = report.Unknown, "Not known"
		case people > most:
			sev, state = report.Warning, "Too small"
		case has == "no":
			sev, state = report.Warning, "Not in your licence"
		}
		list.Items = append(list.Items,
			report.Entry{Title: k.Name, Severity: sev, State: state, Data: data(map[string]any{
				"kind": k.ID, "name": k.Name, "also": k.Also, "people": most, "licence": has,
				"advised": k.ID == best,
				"why":     k.Why, "newUntil": date(k.Until), "runsUntil": date(k.Runs)})})
		name := k.Name
		if k.Also != "" {
			name += " (" + k.Also + ")"
		}
		table.Rows = append(table.Rows, []string{name, number(most), map[string]string{"yes": "Includes it",
			"no": "Does not include it", "unknown": "Not known"}[has], k.Attendees})
	}
	return list, table
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
