package liveevent

import (
	"context"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/event/teamslink"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/report"
	"handrail/app/task"
)

func (d deps) linkAsks() []guide.Ask {
	valid := ask.Checked(func(text string) error {
		_, err := teamslink.Parse(text)
		return err
	})
	return []guide.Ask{
		ask.Optional(ask.Line(askLink, ask.Words{Label: "What is the attendee link?",
			Hint: "Paste the link or the invitation from Teams. Handrail saves only the link.",
			Help: "Handrail does not open the link. It reads its text: where it leads, which organisation it belongs to, " +
				"and who it is for."}, valid, ask.Cleaned(linkOnly), ask.FirstOf(d.linkMade))),
		ask.Optional(ask.Line(askShort, ask.Words{Label: "What is your short link?",
			Hint: "Leave it empty if you publish the long link. Handrail checks where the short link redirects to.",
			Help: "You can use the same short link every week if you can change its target."}, valid, ask.Cleaned(linkOnly))),
	}
}

// linkOnly returns the link in a pasted invitation, without its telephone numbers and passcodes. Other texts stay.
func linkOnly(text string) string {
	text = strings.TrimSpace(text)
	if l, err := teamslink.Parse(text); err == nil && l.Picked {
		return l.Text
	}
	return text
}

// linkWords has the finding for each code.
var linkWords = map[teamslink.Code]struct {
	severity        report.Severity
	title, text, do string
}{
	teamslink.Good: {report.OK, "This is the attendee link", "The text of the link has the right form.", ""},
	teamslink.ForPresenters: {report.Problem, "This is not the attendee link",
		"It is for producers and presenters, because it does not include the attendee role.",
		"Open the event in Teams, and copy the attendee link under “Live event resources”."},
	teamslink.ForAll: {report.Note, "Everyone uses the same link",
		"Presenters and attendees use the same link. The meeting options control what each person can do.",
		"Check the lobby and who can present before you publish it."},
	teamslink.OtherTenant: {report.Problem, "This link belongs to another organisation",
		"The organisation in the link is not the one that you connected.",
		"Copy the link from the event that you created."},
	teamslink.NoTenant: {report.Note, "The link does not show its organisation",
		"Its text does not show whose event it is.",
		"Open the link in a private window, and check that the name on the page is yours."},
	teamslink.NotCompared: {report.Unknown, "Handrail could not check the organisation",
		"No organisation is connected, so Handrail cannot compare it.",
		"Connect your organisation, or check the name in a private window."},
	teamslink.IsShort: {report.Unknown, "This link does not show where it leads",
		"It is a short link, or an email protection service put its own link around another.",
		"Paste the long link from Teams here. Your own short link goes below."},
	teamslink.NotAnEvent: {report.Problem, "This link does not lead to an event",
		"It leads to a team, a chat, a file or another site.", "Copy the link from the event in Teams."},
	teamslink.IsTemplate: {report.Problem, "This is a template, not a link",
		"It has braces where it should have IDs.", "Copy the link from the event in Teams."},
	teamslink.IsPersonal: {report.Warning, "This link is from Teams for personal use",
		"Such a meeting has no attendance report and does not belong to an organisation.",
		"Create the event with your organisation’s account."},
	teamslink.WasWrapped: {report.Note, "The link was inside another link",
		"An email protection service or another site had put its own link around it. Handrail checked the link inside.",
		"Publish the link that is shown here."},
	teamslink.FromAddressBar: {report.Note, "The link was copied from the address bar",
		"A browser shows it after someone opens the invitation. Handrail shows the link inside.",
		"Publish the link from the invitation."},
	teamslink.FromText: {report.Note, "The link was inside other text",
		"Handrail took the only Teams link out of the text that you pasted.",
		"Publish only the link, not the text around it."},
	teamslink.NotSecure: {report.Problem, "The link does not start with https",
		"Some devices do not open such a link, and others show a warning.", "Copy the link from Teams again."},
	teamslink.OddThread: {report.Problem, "The link is incomplete",
		"A part of it is missing, so it may not open the event.",
		"Copy the whole link again."},
	teamslink.EventsRetiring: {report.Note, "This link is for a Teams live event",
		"Booked live events run until " + kindByID("live-event").Runs.Format("2 January 2006") +
			". You cannot create new ones.",
		"Use another event type for the next event."},
	teamslink.OtherEvent: {report.Problem, "The two links lead to different events",
		"The short link leads to another event.", "Change the target of the short link to this event."},
}

func (d deps) link(ctx context.Context, v *guide.Visit, out draft, _ task.Report) error {
	if v.Answer(askLink) == "" {
		out.find("link-none", report.Note, "No link yet", "You get the link when the event is created.",
			"Create the event, then paste its link.")
		out.FindingsFirst("", "The link")
		out.Fact("link", "Link", "none", "None yet")
		return nil
	}
	l, err := teamslink.Parse(v.Answer(askLink))
	if err != nil {
		return err
	}
	tenant := d.tenant(ctx)
	all := l.Judge(tenant)
	public := l.Text
	if short := v.Answer(askShort); short != "" {
		s, err := teamslink.Parse(short)
		if err != nil {
			return err
		}
		public = s.Text
		if s.Kind == teamslink.Short || s.Kind == teamslink.OtherPlace || s.Redirect {
			if s, err = d.asked(ctx, out, s); err != nil {
				return err
			}
		}
		if same, known := teamslink.Same(l, s); known && !same {
			all = append(all, teamslink.OtherEvent)
		}
	}
	for _, c := range all {
		w := linkWords[c]
		if c == teamslink.NotAnEvent && l.Kind == teamslink.OtherPlace {
			w.title, w.text = "This link is not from Teams",
				"It leads to another site. Its text does not show whether that site redirects to an event."
		}
		out.find(string(c), w.severity, w.title, w.text, w.do)
	}
	out.Fact("link", "Link", l.Text, "")
	out.Fact("link-kind", "Leads to", string(l.Kind), "")
	out.Fact("link-form", "Is for", string(l.Form), map[teamslink.Form]string{teamslink.Attendee: "Attendees",
		teamslink.Presenter: "Producers and presenters", teamslink.Everyone: "Everyone",
		teamslink.Unknown: "Not known"}[l.Form])
	out.Fact("link-tenant", "Organisation", l.Tenant, "")
	out.Fact("link-public", "Link to publish", public, "")
	if !slices.ContainsFunc(out.Found(), problem) { // else there is nothing to publish yet
		out.publish(v, public)
	}
	return nil
}

// asked returns the link that a short link redirects to, or the short link itself if that
// could not be found out.
func (d deps) asked(ctx context.Context, out draft, short teamslink.Link) (teamslink.Link, error) {
	const by = "Open both links in a private window, and compare the pages."
	if d.Events.LinkTarget == nil {
		out.find("short-target", report.Unknown, "Handrail could not check the short link",
			"Handrail cannot open web addresses now.", by)
		return short, nil
	}
	to, err := d.Events.LinkTarget(ctx, short.Text)
	if ctx.Err() != nil {
		return short, ctx.Err()
	}
	if err != nil {
		out.unknown("short-target", "Handrail could not check the short link", err)
		return short, nil
	}
	out.Fact("short-target", "The short link leads to", to, "")
	long, err := teamslink.Parse(to)
	if err != nil || long.Kind == teamslink.Short || long.Kind == teamslink.OtherPlace || long.Redirect {
		out.find("short-elsewhere", report.Warning, "The short link does not lead to Teams", "It leads to "+to+".",
			"Set its target to the event, or check whether that page redirects to it.")
		return short, nil
	}
	out.find("short-teams", report.OK, "The short link leads to Teams", "Handrail checked it now.", "")
	return long, nil
}

func problem(f report.Finding) bool { return f.Severity == report.Problem }

// publish adds what goes to attendees.
func (d draft) publish(v *guide.Visit, link string) {
	if picture, err := teamslink.QR(link, 360); err == nil {
		d.Add(report.Heading{Text: "QR code and notice"}, report.Image{Alt: "QR code for " + link, PNG: picture})
	}
	when := ""
	if m, err := start(v); err == nil {
		when = m.String() + "\n"
	}
	d.Add(report.Code{Label: "Notice", Text: v.Answer(askTitle) + "\n" + when + "Watch here: " + link +
		"\n\nTry the link some days before. On a computer, select “Continue on this browser”. On a phone, " +
		"install Microsoft Teams first."},
		report.Table{Title: "For attendees", Columns: []string{"Device", "What to do"}, Rows: [][]string{
			{"Computer", "Open the link in Edge or Chrome, select “Continue on this browser”, and join without an " +
				"account."},
			{"iPhone or iPad", "Install Microsoft Teams some days before. The app store may ask for an account. Then " +
				"open the link."},
			{"Android", "Install Microsoft Teams some days before. The app store may ask for an account. Then open " +
				"the link."},
			{"Television", "Open the link on a computer and connect it with a cable."},
		}},
		report.Text{Text: "Put one short link on every notice. Late in each week, change where it leads. " +
			"Until then it still opens the last event."})
}

// tenant returns the ID of the current organisation, or "".
func (d deps) tenant(ctx context.Context) (current string) {
	if d.Tenant.Connection != nil {
		_, current, _ = d.Tenant.Connection.Organisations(ctx) // not known: the link is not compared
	}
	return current
}

// linkGate returns an error for a link with a problem.
func linkGate(_ *guide.Visit, d *report.Document) error {
	all := d.Findings()
	if i := slices.IndexFunc(all, problem); i >= 0 {
		return app.Errorf(app.Invalid, all[i].Do, "%s.", all[i].Title)
	}
	return nil
}
