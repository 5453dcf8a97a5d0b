package liveevent

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/runsheet"
	"handrail/app/task"
	"handrail/app/tenant"
)

// townhalls is where events for a large audience are (Graph virtualEventTownhall).
const townhalls = "/solutions/virtualEvents/townhalls"

// eventScope is asked for on the page that makes the event only.
const eventScope = "VirtualEvent.ReadWrite"

// usualLength is how long an event is announced for without a run sheet.
const usualLength = 90 * time.Minute

// memoEvent keeps the event that a visit made: its id, and the link to it.
const memoEvent = "live-event"

// The keys of memoEvent.
const (
	memoID   = "id"
	memoLink = "join-link"
)

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
	for name := range wanted {
		unknown = append(unknown, name)
	}
	return all, unknown, err
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
	id, _, err := d.made(ctx, v)
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

// made gives the event that this visit made; "" where it made none.
func (d Deps) made(ctx context.Context, v *guide.Visit) (id, link string, err error) {
	memos, err := d.Memory.Recall(ctx, memoEvent, v.ID)
	for _, m := range memos {
		switch m.Key {
		case memoID:
			id = m.Value
		case memoLink:
			link = m.Value
		}
	}
	return id, link, err
}

func (d Deps) keep(ctx context.Context, v *guide.Visit, key, value string) error {
	now := d.Now().UTC()
	return d.Memory.Remember(ctx, guide.Memo{Kind: memoEvent, Subject: v.ID, Key: key, Value: value, First: now, Last: now})
}

// post sends one request and writes down what became of it. ctx may end: what is
// known then is written down all the same.
func (d Deps) post(ctx context.Context, v *guide.Visit, what, object string, body []byte) ([]byte, error) {
	note := func(state, id string) error {
		return d.Journal.Record(context.WithoutCancel(ctx), guide.Entry{At: d.Now().UTC(), Visit: v.ID, Guide: ID, Step: "exact", What: what + " " + object, New: string(body), State: state, Report: id})
	}
	for _, state := range []string{"planned", "sent"} {
		if err := note(state, ""); err != nil {
			return nil, err // not written down: not done
		}
	}
	answer, id, err := d.Writer.Post(ctx, object, body)
	var lost *tenant.UnknownOutcome
	switch {
	case errors.As(err, &lost):
		_ = note("unknown", lost.RequestID) // looking for it decides next
		return nil, &app.Error{Code: app.Unreachable, Message: "The answer of Microsoft was lost.", Hint: "Confirm again: Handrail looks first whether it is there.", Err: err}
	case err != nil:
		_ = note("failed", id) // the failure itself is told
		return nil, err
	}
	return answer, note("confirmed", id)
}

// apply makes the event, adds the presenters, publishes it and reads it back. Done
// again, it goes on where it was stopped, and makes no second event.
func (d Deps) apply(ctx context.Context, v *guide.Visit, plan *guide.Plan, rep task.Report) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if plan.ByHand || !d.canMake(v) {
		return app.Errorf(app.Denied, "Make it in Teams.", "Handrail cannot make this event here.")
	}
	if rep != nil {
		ctx = tenant.WithNote(ctx, func(text string) { rep(task.Progress{Note: text}) })
	}
	if err := d.Writer.Ask(ctx, eventScope); err != nil {
		return err
	}
	id, err := d.theEvent(ctx, v)
	if err != nil {
		return err
	}
	if err := d.addPresenters(ctx, v, id); err != nil {
		return err
	}
	event, err := d.read(ctx, id)
	if err != nil {
		return err
	}
	if !event.Status.Is("published") {
		if _, err := d.post(ctx, v, "publish", townhalls+"/"+id+"/publish", nil); err != nil {
			return err
		}
		if event, err = d.read(ctx, id); err != nil {
			return err
		}
	}
	if !event.Status.Is("published") {
		return app.Errorf(app.Unreachable, "Look in the calendar of Teams, and publish it there.", "The event is made, and Microsoft does not yet say that it is published.")
	}
	return d.keepLink(ctx, v, id)
}

// theEvent gives the id of the event: the one made before, one whose answer was
// lost, or a new one.
func (d Deps) theEvent(ctx context.Context, v *guide.Visit) (string, error) {
	if id, _, err := d.made(ctx, v); err != nil || id != "" {
		return id, err
	}
	body, at, _, err := wish(v)
	if err != nil {
		return "", err
	}
	entries, err := d.Journal.Entries(ctx, v.ID)
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if e.What == "create "+townhalls && e.State == "sent" { // perhaps it is there
			id, err := d.find(ctx, v.Answer(askTitle), at)
			if err != nil {
				return "", err
			}
			if id != "" {
				return id, d.keep(ctx, v, memoID, id)
			}
			break
		}
	}
	answer, err := d.post(ctx, v, "create", townhalls, body)
	if err != nil {
		return "", err
	}
	var event townhall
	if err := json.Unmarshal(answer, &event); err != nil || event.ID == "" {
		return "", app.Errorf(app.Unreachable, "Confirm again: Handrail looks for it.", "Microsoft made the event and did not say its number.")
	}
	return event.ID, d.keep(context.WithoutCancel(ctx), v, memoID, event.ID)
}

// find looks for an event of this name and start among those of the account.
func (d Deps) find(ctx context.Context, title string, at time.Time) (string, error) {
	raw, err := d.Writer.Read(ctx, townhalls+"/getByUserRole(role='organizer')")
	if err != nil {
		return "", err
	}
	var all struct {
		Value []townhall `json:"value"`
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return "", app.Errorf(app.Unreachable, "Try again.", "Microsoft’s list of your events could not be read.")
	}
	for _, e := range all.Value {
		text, _, _ := strings.Cut(string(e.Start.At), ".")
		begins, err := time.Parse("2006-01-02T15:04:05", strings.TrimSuffix(text, "Z"))
		if err == nil && e.Start.Zone.Is("UTC") && begins.Equal(at.UTC()) && string(e.Name) == title && !e.Status.Is("canceled") {
			return e.ID, nil
		}
	}
	return "", nil
}

func (d Deps) read(ctx context.Context, id string) (townhall, error) {
	var e townhall
	raw, err := d.Writer.Read(ctx, townhalls+"/"+id)
	if err != nil {
		return e, err
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, app.Errorf(app.Unreachable, "Try again.", "Microsoft’s answer about the event could not be read.")
	}
	return e, nil
}

// addPresenters adds those who are not there yet.
func (d Deps) addPresenters(ctx context.Context, v *guide.Visit, id string) error {
	wanted, _, err := d.presenters(ctx, v)
	if err != nil || len(wanted) == 0 {
		return err
	}
	raw, err := d.Writer.Read(ctx, townhalls+"/"+id+"/presenters")
	if err != nil {
		return err
	}
	var there struct {
		Value []struct {
			Identity struct {
				ID string `json:"id"`
			} `json:"identity"`
		} `json:"value"`
	}
	if err := json.Unmarshal(raw, &there); err != nil {
		return app.Errorf(app.Unreachable, "Try again.", "Microsoft’s list of presenters could not be read.")
	}
	has := map[string]bool{}
	for _, p := range there.Value {
		has[p.Identity.ID] = true
	}
	for _, p := range wanted {
		if has[p.id] {
			continue
		}
		body, err := json.Marshal(map[string]any{"identity": map[string]string{"@odata.type": "#microsoft.graph.communicationsUserIdentity", "id": p.id}})
		if err != nil {
			return err
		}
		if _, err := d.post(ctx, v, "presenter", townhalls+"/"+id+"/presenters", body); err != nil {
			return err
		}
	}
	return nil
}

// keepLink keeps the link of the event's session, by which its attendance is found. An
// event of which none is given yet is no failure.
func (d Deps) keepLink(ctx context.Context, v *guide.Visit, id string) error {
	raw, err := d.Writer.Read(ctx, townhalls+"/"+id+"/sessions")
	if err != nil {
		return err
	}
	var all struct {
		Value []struct {
			Link string `json:"joinWebUrl"`
		} `json:"value"`
	}
	if json.Unmarshal(raw, &all) != nil || len(all.Value) == 0 || all.Value[0].Link == "" {
		return nil
	}
	return d.keep(ctx, v, memoLink, all.Value[0].Link)
}

// eventPage is where people at home find an event of this id (addins-events §2.4).
const eventPage = "https://events.teams.microsoft.com/event/"

// linkMade is the page of the event that Handrail made, offered to be judged.
func (d Deps) linkMade(v *guide.Visit) string {
	if d.Memory == nil {
		return ""
	}
	id, _, err := d.made(context.Background(), v)
	if err != nil || id == "" {
		return ""
	}
	return eventPage + id
}

// joinLink is the link by which Microsoft knows the meeting behind the event: that
// of the event that Handrail made, else the one that the person gave.
func (d Deps) joinLink(ctx context.Context, v *guide.Visit) string {
	if d.Memory != nil {
		if _, link, err := d.made(ctx, v); err == nil && link != "" {
			return link
		}
	}
	return v.Answer(askLink)
}
