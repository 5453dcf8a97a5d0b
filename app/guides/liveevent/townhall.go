package liveevent

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/runsheet"
	"handrail/app/tenant"
)

// townhalls is the path of events for a large audience (Microsoft Graph, virtualEventTownhall).
const townhalls = "/solutions/virtualEvents/townhalls"

// eventScope is requested only when Handrail creates the event.
const eventScope = "VirtualEvent.ReadWrite"

// usualLength is the announced length of an event without a run sheet.
const usualLength = 90 * time.Minute

// makes reports whether Handrail can create the event of v and the person wants that.
func (d Deps) makes(v *guide.Visit) bool { return d.canMake(v) && v.Answer(askWay) == "handrail" }

func (d Deps) canMake(v *guide.Visit) bool {
	return d.Writer != nil && d.Journal != nil && d.Memory != nil && v.Answer(askKind) == "broadcast"
}

func (d Deps) createAsks() []guide.Ask {
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
		{Name: askWay, Label: "Who creates the event?", Hint: "If you create it, Handrail shows you the steps.",
			Kind: guide.Choice, DependsOn: []string{askKind}, Options: options,
			Default: func(*guide.Visit) string { return "hand" },
			What: "An event that Handrail creates belongs to the account that you signed in with. The account needs a " +
				"licence for it.",
			Valid: func(v *guide.Visit, text string) error {
				for _, o := range options(v) {
					if o.Value == text {
						return nil
					}
				}
				return app.Errorf(app.Invalid, "Select one of the options shown.", "This option is not available.")
			}},
		{Name: askPresenters, Label: "Who presents?",
			Hint: "Enter one sign-in name or email address on each line. Leave it empty if you add presenters in Teams.",
			Kind: guide.Lines, When: d.makes,
			DependsOn: []string{askWay}, What: "Add external presenters in Teams. They get their own link.", Default: empty,
			Clean: strings.TrimSpace, Valid: anyText},
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

// wish returns the request that creates the event of v, with its start and end. Times are
// in UTC, so that no time zone name is translated; Teams shows local times.
func wish(v *guide.Visit) (body []byte, at, end time.Time, err error) {
	_, at, _, _, err = start(v)
	if err != nil {
		return nil, at, end, err
	}
	end = at.Add(usualLength)
	if run, err := runsheet.FromAnswers(v.Answers); err == nil {
		if plan := run.State(run.Start).PlanEnd; plan.After(at) {
			end = plan
		}
	}
	moment := func(t time.Time) map[string]string {
		return map[string]string{"dateTime": t.UTC().Format("2006-01-02T15:04:05"), "timeZone": "UTC"}
	}
	audience := "organization"
	if v.Answer(askPublic) == "yes" {
		audience = "everyone"
	}
	body, err = json.Marshal(map[string]any{"displayName": v.Answer(askTitle), "audience": audience, "startDateTime": moment(at), "endDateTime": moment(end)})
	return body, at, end, err
}

// presenter is a person of the organisation who presents.
type presenter struct{ id, name string }

// presenters returns the people who were named; unknown are names that no one has.
func (d Deps) presenters(ctx context.Context, v *guide.Visit) (all []presenter, unknown []string, err error) {
	wanted := map[string]bool{}
	for _, line := range strings.Fields(strings.NewReplacer(",", " ", ";", " ").Replace(v.Answer(askPresenters))) {
		wanted[strings.ToLower(line)] = true
	}
	if len(wanted) == 0 || d.Link == nil {
		return nil, nil, nil
	}
	view, err := d.Link.View(ctx)
	if err != nil {
		return nil, nil, err
	}
	err = tenant.Each(ctx, view, tenant.SectionUsers, func(u tenant.User) error {
		for _, name := range []string{strings.ToLower(string(u.UPN)), strings.ToLower(string(u.Mail))} {
			if name != "" && wanted[name] {
				all = append(all, presenter{u.ID, string(u.Name)})
				delete(wanted, strings.ToLower(string(u.UPN)))
				delete(wanted, strings.ToLower(string(u.Mail)))
			}
		}
		return nil
	})
	// Sorted, because the plan is made twice and compared.
	slices.SortFunc(all, func(a, b presenter) int { return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.id, b.id)) })
	return all, slices.Sorted(maps.Keys(wanted)), err
}

// planMade adds to p what Handrail creates.
func (d Deps) planMade(ctx context.Context, v *guide.Visit, p *guide.Plan) (*guide.Plan, error) {
	_, _, end, err := wish(v)
	if err != nil {
		return nil, err
	}
	_, _, _, loc, err := start(v)
	if err != nil {
		return nil, err
	}
	all, unknown, err := d.presenters(ctx, v)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, one := range all {
		names = append(names, one.name)
	}
	p.ByHand, p.Lead = false, "Nothing is created yet. Handrail creates the real event. You create the practice event "+
		"yourself in Teams."
	id, err := d.made(ctx, v, memoID)
	if err != nil {
		return nil, err
	}
	if id != "" {
		p.Lead = "Handrail has already created this event. If you confirm again, it adds only what is missing. It does not " +
			"change the day or the name."
		p.Changes[0].Now = "Created"
	}
	p.Changes = append(p.Changes[:3:3], guide.Change{Setting: "Announced end", Now: "Does not exist",
		After: end.In(loc).Format("15:04")},
		guide.Change{Setting: "Presenters", Now: "No one", After: or(strings.Join(names, ", "), "No one yet")},
		guide.Change{Setting: "Published", Now: "No", After: "Yes: people with the link can attend"})
	p.Affected = []guide.Affected{{Severity: report.Note, Text: guide.Count(len(names), "person gets", "people get") +
		" an invitation to present.", Names: names}}
	if len(unknown) > 0 {
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Warning,
			Text: "Handrail does not add these names, because no one in your organisation has them:", Names: unknown})
	}
	return p, nil
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
