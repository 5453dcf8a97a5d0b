package liveevent

import (
	"context"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/teamslink"
)

func (d Deps) linkAsks() []guide.Ask {
	valid := func(_ *guide.Visit, text string) error {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		_, err := teamslink.Parse(text)
		return err
	}
	return []guide.Ask{
		{Name: askLink, Label: "The link for people at home", Hint: "Paste it as Teams gives it. Nothing is opened.", Kind: guide.Line, Default: d.linkMade, Valid: valid, Clean: strings.TrimSpace,
			What: "Handrail reads the text of the link: what it leads to, whose it is, and for whom."},
		{Name: askShort, Label: "Short link, if you have one", Hint: "Leave it empty if you publish the long one. Handrail asks it where it leads.", Kind: guide.Line, Default: empty, Valid: valid, Clean: strings.TrimSpace,
			What: "A short link that you can point elsewhere may stay the same every week."},
	}
}

// words says each code for people.
var linkWords = map[teamslink.Code]struct {
	severity        report.Severity
	title, text, do string
}{
	teamslink.Good:           {report.OK, "This link is for people at home", "Its form is the right one, as far as the text tells.", ""},
	teamslink.ForPresenters:  {report.Problem, "This is no link for people at home", "It lacks the role of an attendee, so it is for producers and presenters.", "Open the event, and copy the link for attendees under Live event resources."},
	teamslink.ForAll:         {report.Note, "One link for everybody", "Presenters and people at home use the same link. The options of the meeting decide who may do what.", "Check the lobby, and who may present, before you publish it."},
	teamslink.OtherTenant:    {report.Problem, "It belongs to another organisation", "The organisation in the link is not the one you are connected to.", "Copy the link from the event that you made."},
	teamslink.NoTenant:       {report.Note, "Its organisation is not in the link", "The text of this form does not say whose event it is.", "Open it in a private window and look at the name."},
	teamslink.NotCompared:    {report.Unknown, "Whose it is could not be compared", "No organisation is connected, so there is nothing to compare with.", "Connect your organisation, or check the name in a private window."},
	teamslink.IsShort:        {report.Unknown, "A short link hides its target", "Nothing in the text says where it leads.", "Paste the long link here, and the short one below."},
	teamslink.NotAnEvent:     {report.Problem, "It leads to no event", "It is a team, a chat, a file or another site.", "Copy the link from the event in Teams."},
	teamslink.IsTemplate:     {report.Problem, "This is a pattern, not a link", "There are braces in it where ids belong.", "Copy the link from the event in Teams."},
	teamslink.IsPersonal:     {report.Warning, "It is from Teams for home", "Such a meeting has no report and belongs to no organisation.", "Make the event with your organisation’s account."},
	teamslink.WasWrapped:     {report.Note, "It was copied out of a mail", "A protecting link stood around it. The one inside was judged.", "Publish the link inside, not the one around it."},
	teamslink.NotSecure:      {report.Problem, "It does not begin with https", "Some devices will not open it, and others will warn.", "Copy the link from Teams once more."},
	teamslink.OddThread:      {report.Problem, "It is cut off", "The number of the meeting is not whole.", "Copy it once more, from its beginning to its end."},
	teamslink.EventsRetiring: {report.Note, "It is a Teams live event", "Booked ones run until 28 February 2027. No new ones can be made.", "Plan the next event as another kind."},
	teamslink.OtherEvent:     {report.Problem, "The two links lead to different events", "The link below is for another event.", "Point the short link to this event."},
}

func (d Deps) link(ctx context.Context, v *guide.Visit, _ task.Report) (*report.Document, error) {
	out, err := d.frame(ctx, "The right link", v)
	if err != nil {
		return nil, err
	}
	if v.Answer(askLink) == "" {
		out.find("link-none", report.Note, "No link yet", "Paste it when the event is made.", "Create the event first.")
		out.fact("link", "Link", "none", "None yet")
		return out.done("The link"), nil
	}
	l, err := teamslink.Parse(v.Answer(askLink))
	if err != nil {
		return nil, err
	}
	tenant := d.tenant(ctx)
	all := l.Judge(tenant)
	public := l.Text
	if short := v.Answer(askShort); short != "" {
		s, err := teamslink.Parse(short)
		if err != nil {
			return nil, err
		}
		public = s.Text
		if s.Kind == teamslink.Short || s.Kind == teamslink.OtherPlace {
			if s, err = d.asked(ctx, &out, s); err != nil {
				return nil, err
			}
		}
		if same, known := teamslink.Same(l, s); known && !same {
			all = append(all, teamslink.OtherEvent)
		}
	}
	for _, c := range all {
		w := linkWords[c]
		out.find(string(c), w.severity, w.title, w.text, w.do)
	}
	out.fact("link", "Link", l.Text, "")
	out.fact("link-kind", "Leads to", string(l.Kind), "")
	out.fact("link-form", "Is for", string(l.Form), map[teamslink.Form]string{teamslink.Attendee: "People at home", teamslink.Presenter: "Producers and presenters", teamslink.Everyone: "Everybody", teamslink.Unknown: "Not known"}[l.Form])
	out.fact("link-tenant", "Organisation", l.Tenant, "")
	out.fact("link-public", "To publish", public, "")
	if out.worst() == report.Problem {
		return out.done("What the link is"), nil // nothing to print yet
	}
	out.publish(v, public)
	return out.done("What the link is"), nil
}

// asked gives the link to which a short one leads, or the short one where that
// could not be found out.
func (d Deps) asked(ctx context.Context, out *doc, short teamslink.Link) (teamslink.Link, error) {
	const by = "Open it in a private window, and compare the page with that of the long link."
	if d.Target == nil {
		out.find("short-target", report.Unknown, "Where the short link leads was not looked up", "Handrail cannot ask for it here.", by)
		return short, nil
	}
	to, err := d.Target(ctx, short.Text)
	if ctx.Err() != nil {
		return short, ctx.Err()
	}
	if err != nil {
		message, hint := app.Say(err)
		out.find("short-target", report.Unknown, "Where the short link leads is not known", message, hint)
		return short, nil
	}
	out.fact("short-target", "The short link leads to", to, "")
	long, err := teamslink.Parse(to)
	if err != nil || long.Kind == teamslink.Short || long.Kind == teamslink.OtherPlace {
		out.find("short-elsewhere", report.Warning, "The short link does not lead to Teams", "It leads to "+to+".", "Point it to the event, or look whether the page there leads on.")
		return short, nil
	}
	out.find("short-teams", report.OK, "The short link leads to Teams", "It was asked just now.", "")
	return long, nil
}

func (d *doc) worst() report.Severity {
	worst := report.OK
	for _, f := range d.found {
		if f.Severity.Rank() < worst.Rank() {
			worst = f.Severity
		}
	}
	return worst
}

// publish adds what goes to people at home.
func (d *doc) publish(v *guide.Visit, link string) {
	if picture, err := teamslink.QR(link, 360); err == nil {
		d.add(report.Heading{Text: "For the notice board"}, report.Image{Alt: "QR code for " + link, PNG: picture})
	}
	s, at, _, loc, err := start(v)
	when := ""
	if err == nil {
		when = at.In(loc).Format("Monday 2 January 2006, 15:04") + " (" + s.Zone + ")\n"
	}
	d.add(report.Code{Label: "Notice", Text: v.Answer(askTitle) + "\n" + when + "Watch here: " + link + "\n\nTry the link some days before. On a computer choose “Continue on this browser”. On a telephone install Microsoft Teams first."},
		report.Table{Title: "For people at home", Columns: []string{"Device", "What to do"}, Rows: [][]string{
			{"Computer", "Open the link in Edge or Chrome, choose to continue in the browser, and join without an account."},
			{"iPhone or iPad", "Install Microsoft Teams some days before; the store may ask for an account. Then open the link."},
			{"Android", "Install Microsoft Teams some days before; the store may ask for an account. Then open the link."},
			{"Television", "Open the link on a computer and connect it with a cable."},
		}},
		report.Text{Text: "Use a short link that you can point elsewhere. Point it to the next event only late in the week, so that people can watch the last one again."})
}

// tenant gives the id of the organisation that is shown; "" where none is.
func (d Deps) tenant(ctx context.Context) string {
	if d.Link == nil {
		return ""
	}
	_, current, err := d.Link.Organisations(ctx)
	if err != nil {
		return ""
	}
	return current
}

// linkGate lets nobody publish a wrong link.
func linkGate(_ *guide.Visit, d *report.Document) error {
	for _, f := range d.Findings() {
		if f.Severity == report.Problem {
			return app.Errorf(app.Invalid, f.Do, "%s.", f.Title)
		}
	}
	return nil
}
