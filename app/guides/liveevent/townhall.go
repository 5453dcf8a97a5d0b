package liveevent

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// townhalls is the path of events for a large audience (Microsoft Graph, virtualEventTownhall).
const townhalls = "/solutions/virtualEvents/townhalls"

// eventScope is requested only when Handrail creates the event.
const eventScope = "VirtualEvent.ReadWrite"

// graphTime is a time as Microsoft Graph writes it (dateTimeTimeZone), without fractions.
const graphTime = "2006-01-02T15:04:05"

// usualLength is the announced length of an event without a run sheet.
const usualLength = 90 * time.Minute

// makes reports whether Handrail can create the event of v and the person wants that.
func (d deps) makes(v *guide.Visit) bool { return d.canMake(v) && v.Answer(askWay) == "handrail" }

func (d deps) canMake(v *guide.Visit) bool {
	return d.Tenant.Writer != nil && d.Journal != nil && d.Observations != nil && v.Answer(askKind) == "broadcast"
}

func (d deps) createAsks() []guide.Ask {
	options := func(v *guide.Visit) []guide.Option {
		hand := guide.Option{Value: "hand", Label: "I create it in Teams"}
		if !d.canMake(v) {
			hand.Hint = "Handrail can create only events for a large audience."
			return []guide.Option{hand}
		}
		return []guide.Option{hand, {Value: "handrail", Label: "Handrail creates it when I confirm",
			Hint: "Handrail then asks Microsoft for permission to create events."}}
	}
	return []guide.Ask{
		ask.ChoiceOf(askWay, ask.Words{Label: "Who creates the event?",
			Hint: "If you create it, Handrail shows you the steps.",
			Help: "An event that Handrail creates belongs to the account that you signed in with. The account needs a " +
				"licence for it."}, options, ask.Following(askKind)),
		ask.Optional(ask.Lines(askPresenters, ask.Words{Label: "Who presents?",
			Hint: "Enter one sign-in name or email address on each line. Leave it empty if you add presenters in Teams.",
			Help: "Add external presenters in Teams. They get their own link."},
			ask.WhenOf(d.makes), ask.Following(askWay))),
	}
}

// townhall is an event as Microsoft Graph returns it.
type townhall struct {
	ID       string      `json:"id"`
	Name     tenant.Text `json:"displayName"`
	Status   tenant.Text `json:"status"`
	Audience tenant.Text `json:"audience"`
	Start    struct {
		At   tenant.Text `json:"dateTime"`
		Zone tenant.Text `json:"timeZone"`
	} `json:"startDateTime"`
}

// eventRequest returns the request that creates the event of v, and its end. Times are in UTC, so
// that no time zone name is translated; Teams shows local times.
func eventRequest(v *guide.Visit) (w change.Write, end time.Time, err error) {
	m, err := start(v)
	if err != nil {
		return w, end, err
	}
	end = m.at.Add(usualLength)
	if run, err := runsheet.FromAnswers(v.Answers); err == nil {
		if plan := run.PlannedEnd(); plan.After(m.at) {
			end = plan
		}
	}
	graph := func(t time.Time) map[string]string {
		return map[string]string{"dateTime": t.UTC().Format(graphTime), "timeZone": "UTC"}
	}
	audience := "organization"
	if v.Answer(askPublic) == "yes" {
		audience = "everyone"
	}
	body, err := json.Marshal(map[string]any{"displayName": v.Answer(askTitle), "audience": audience,
		"startDateTime": graph(m.at), "endDateTime": graph(end)})
	return change.Write{Verb: change.Create, Object: townhalls, Title: v.Answer(askTitle), Body: body}, end, err
}

// presenter is a person of the organisation who presents.
type presenter struct{ id, name string }

// addresses returns the addresses in a text, in lower case, also of the form Ama Mensah <ama@parish.example>. What
// has no address stays as it is.
func addresses(text string) (all []string) {
	between := func(r rune) bool { return strings.ContainsRune(",;\n", r) }
	for _, piece := range strings.FieldsFunc(strings.ToLower(text), between) {
		found := false
		for _, word := range strings.Fields(piece) {
			if strings.Contains(word, "@") {
				all, found = append(all, strings.TrimPrefix(strings.Trim(word, "<>()[]\"'"), "mailto:")), true
			}
		}
		if piece = strings.Join(strings.Fields(piece), " "); !found && piece != "" {
			all = append(all, piece)
		}
	}
	return all
}

// presenters returns the people who were named, and who of them is left out and why.
func (d deps) presenters(ctx context.Context, v *guide.Visit, rep task.Report) (all []presenter,
	left []guide.Affected, err error) {
	wanted := map[string]bool{}
	for _, name := range addresses(v.Answer(askPresenters)) {
		wanted[name] = true
	}
	if len(wanted) == 0 {
		return nil, nil, nil
	}
	why := "Handrail does not add these names, because no one in your organisation has them:"
	known, unread, err := d.read(ctx, rep, tenant.SectionUsers)
	if err != nil {
		return nil, nil, err
	}
	if unread != "" {
		why = "Handrail does not add these names, because it could not look them up. " + unread
	} else if err := tenant.Each(ctx, known, tenant.SectionUsers, func(u tenant.User) error {
		upn, mail := strings.ToLower(string(u.UPN)), strings.ToLower(string(u.Mail))
		if wanted[upn] || wanted[mail] {
			all = append(all, presenter{u.ID, string(u.Name)})
			delete(wanted, upn)
			delete(wanted, mail)
		}
		return nil
	}); err != nil {
		return nil, nil, err
	}
	if len(wanted) > 0 {
		left = []guide.Affected{{Severity: report.Warning, Text: why, Names: slices.Sorted(maps.Keys(wanted))}}
	}
	// Sorted, because the plan is made twice and compared.
	slices.SortFunc(all, func(a, b presenter) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.id, b.id))
	})
	return all, left, nil
}

// planMade adds to p what Handrail creates.
func (d deps) planMade(ctx context.Context, v *guide.Visit, loc *time.Location, p *guide.Plan) (*guide.Plan, error) {
	_, end, err := eventRequest(v)
	if err != nil {
		return nil, err
	}
	all, left, err := d.presenters(ctx, v, func(task.Progress) {})
	if err != nil {
		return nil, err
	}
	var names []string
	for _, one := range all {
		names = append(names, one.name)
	}
	p.ByHand, p.Summary = false, "Nothing is created yet. Handrail creates the real event. You create the practice "+
		"event "+
		"yourself in Teams."
	id, err := d.made(ctx, v, memoID)
	if err != nil {
		return nil, err
	}
	if id != "" {
		p.Summary = "Handrail has already created this event. If you confirm again, it adds only what is missing. It " +
			"does not " +
			"change the day or the name."
		p.Changes[0].Now = "Created"
	}
	p.Changes = append(p.Changes[:3:3], guide.Change{Setting: "Announced end", Now: "Does not exist",
		After: end.In(loc).Format("15:04")},
		guide.Change{Setting: "Presenters", Now: "No one", After: cmp.Or(strings.Join(names, ", "), "No one yet")},
		guide.Change{Setting: "Published", Now: "No", After: "Yes: people with the link can attend"})
	p.Affected = append([]guide.Affected{{Severity: report.Note, Names: names,
		Text: guide.Count(len(names), "person gets", "people get") + " an invitation to present."}}, left...)
	return p, nil
}
