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

// townhalls is where events for a large audience are (Graph virtualEventTownhall).
const townhalls = "/solutions/virtualEvents/townhalls"

// eventScope is asked for on the page that makes the event only.
const eventScope = "VirtualEvent.ReadWrite"

// usualLength is how long an event is announced for without a run sheet.
const usualLength = 90 * time.Minute

// makes tells whether Handrail can make the event that v is about, and shall.
func (d Deps) makes(v *guide.Visit) bool { return d.canMake(v) && v.Answer(askWay) == "handrail" }

func (d Deps) canMake(v *guide.Visit) bool {
	return d.Writer != nil && d.Journal != nil && d.Memory != nil && v.Answer(askKind) == "broadcast"
}

func (d Deps) createAsks() []guide.Ask {
	options := func(v *guide.Visit) []guide.Option {
		hand := guide.Option{Value: "hand", Label: "I do, in Teams"}
		if !d.canMake(v) {
			hand.Hint = "Microsoft has an interface for events for a large audience only."
			return []guide.Option{hand}
		}
		return []guide.Option{hand, {Value: "handrail", Label: "Handrail, when I confirm it", Hint: "It asks Microsoft for the right to make events then."}}
	}
	return []guide.Ask{
		{Name: askWay, Label: "Who makes the event?", Hint: "By hand, you get what to press.", Kind: guide.Choice, DependsOn: []string{askKind}, Options: options, Default: func(*guide.Visit) string { return "hand" },
			What: "An event that Handrail makes belongs to the account with which you signed in, which needs a licence for it.",
			Valid: func(v *guide.Visit, text string) error {
				for _, o := range options(v) {
					if o.Value == text {
						return nil
					}
				}
				return app.Errorf(app.Invalid, "Choose one of the answers.", "This is none of the answers.")
			}},
		{Name: askPresenters, Label: "Presenters with an account", Hint: "One sign-in name or mail address a line. Leave it empty if you add them in Teams.", Kind: guide.Lines, When: d.makes,
			DependsOn: []string{askWay}, What: "Presenters from outside are added in Teams: they get a link of their own.", Default: empty, Clean: strings.TrimSpace, Valid: anyText},
	}
}

// townhall is an event as Microsoft gives it.
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

// wish is the event that v wants, as it is sent. Times are in UTC, so that no name
// of a time zone has to be translated; Teams shows everybody their own.
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

// presenter is somebody of the organisation who shall present.
type presenter struct{ id, name string }

// presenters finds those who were named; unknown are names that nobody has.
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
	// In one order, whatever the reader's: the plan is made twice and compared.
	slices.SortFunc(all, func(a, b presenter) int { return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.id, b.id)) })
	return all, slices.Sorted(maps.Keys(wanted)), err
}

// planMade says what Handrail would make.
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
	p.ByHand, p.Lead = false, "Nothing has been made yet. Handrail makes the real event; the practice event you make yourself in Teams."
	id, err := d.made(ctx, v, memoID)
	if err != nil {
		return nil, err
	}
	if id != "" {
		p.Lead = "Handrail made this event already. Confirming again does only what is still missing; it does not change its day or its name."
		p.Changes[0].Now = "Made"
	}
	p.Changes = append(p.Changes[:3:3], guide.Change{Setting: "Announced end", Now: "Not there", After: end.In(loc).Format("15:04")},
		guide.Change{Setting: "Presenters", Now: "Nobody", After: or(strings.Join(names, ", "), "Nobody yet")}, guide.Change{Setting: "Published", Now: "No", After: "Yes: people with the link can come"})
	p.Affected = []guide.Affected{{Severity: report.Note, Text: guide.Count(len(names), "person gets", "people get") + " an invitation as presenter.", Names: names}}
	if len(unknown) > 0 {
		p.Affected = append(p.Affected, guide.Affected{Severity: report.Warning, Text: "Nobody of your organisation has this name; they are left out:", Names: unknown})
	}
	return p, nil
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
