package liveevent

import (
	"context"
	"slices"

	"handrail/app/guide"
	"handrail/app/report"
)

// plan says what there will be when the event was made. The person makes it.
func (d Deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, at, _, loc, err := start(v)
	if err != nil {
		return nil, err
	}
	k := kindByID(v.Answer(askKind))
	when := at.In(loc).Format("Monday 2 January 2006, 15:04") + " (" + s.Zone + ")"
	who := "People of your organisation and its guests"
	if v.Answer(askPublic) == "yes" {
		who = "Anybody who has the link"
	}
	p := &guide.Plan{
		ByHand: true, Lead: "Nothing has been made yet. You make both events yourself in Teams.",
		Changes: []guide.Change{
			{Setting: "Event", Now: "Not there", After: v.Answer(askTitle) + ", " + when},
			{Setting: "Kind", Now: "Not there", After: k.Name},
			{Setting: "Who may watch", Now: "Nobody", After: who},
			{Setting: "Practice event", Now: "Not there", After: "Practice: " + v.Answer(askTitle) + ", a few days before"},
		},
		Affected: []guide.Affected{{Severity: report.Note, Text: "Presenters and co-organisers get an invitation when you publish or send it."}},
		Undo:     "An event that was not held can be cancelled in Teams; whoever was invited is told.",
	}
	if d.makes(v) {
		return d.planMade(ctx, v, p)
	}
	if k.ID == "live-event" {
		p.Changes[0] = guide.Change{Setting: "Event", Now: "Booked", After: "Booked"}
		p.Changes[3].After = "Not possible any more as a live event; rehearse in a meeting"
	}
	return p, nil
}

// The clicks for each kind (support.microsoft.com "Schedule a town hall"; the
// names of buttons change often).
var clicks = map[string][]string{
	"meeting": {
		"In Teams, open Calendar and choose New meeting.",
		"Type the title, the day and the start. Leave out the time for preparing.",
		"Save it, open it again and choose Meeting options.",
		"Under Lobby choose who gets in by themselves: everyone for a public event.",
		"Under Roles let only organisers and presenters present, and name them.",
		"Switch off the microphone and the camera for attendees.",
		"Switch on recording, and allow the attendance report.",
	},
	"webinar": {
		"In Teams, open Calendar, then the arrow beside New meeting, and choose Webinar or Event.",
		"Type the title, the day and the start. Leave out the time for preparing.",
		"Under who can attend choose Public for a public event.",
		"Add co-organisers and presenters. Presenters from outside get a link of their own.",
		"Save, look at the page of the event, and publish it.",
	},
	"broadcast": {
		"In Teams, open Calendar, then the arrow beside New meeting, and choose Town hall or Broadcast event.",
		"Type the title, the day and the start. Leave out the time for preparing.",
		"Under who can attend choose Public for a public event. The kind cannot be changed later.",
		"Add co-organisers and presenters. Co-organisers cannot change the details.",
		"Switch on the green room and recording.",
		"Choose Save and send invites, then Publish. Without Publish nobody can come.",
	},
	"live-event": {
		"In Teams, open Calendar and show the whole week, not only the working week.",
		"Open the booked event and check its day, its producers and its presenters.",
		"Under Live event resources check that the attendee engagement report was chosen. It cannot be added later.",
		"Copy the link for attendees there.",
	},
}

func (d Deps) create(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if d.makes(v) {
		return &guide.Handover{
			Todo: []string{
				"Once Handrail made the event: open it in Teams, and switch on the green room and recording.", "Add presenters from outside there; they get a link of their own.",
				"Make a practice event in Teams, a few days earlier and for your own people only. An event that was held cannot be held again.",
			},
			Links: []guide.Link{{Title: "Open Teams", URL: "https://teams.microsoft.com/"}},
		}, nil
	}
	k := kindByID(v.Answer(askKind))
	return &guide.Handover{
		Todo:  append(slices.Clone(clicks[k.ID]), "Make a second one in the same way for practice, a few days earlier and for your own people only. An event that was held cannot be held again."),
		Links: []guide.Link{{Title: "Open Teams", URL: "https://teams.microsoft.com/"}},
		Done:  "Both events are there",
	}, nil
}

// rehearse hands over what a parish learned in its first weeks.
func (d Deps) rehearse(ctx context.Context, v *guide.Visit) (*guide.Handover, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &guide.Handover{
		Blocks: []report.Block{report.Text{Text: "On the screen for the day you can rehearse with the run sheet. A rehearsal is kept apart from the real run."}},
		Todo: []string{
			"Sound: bring the instrument’s sound into the computer, and listen on a second device. A computer near the instrument will do.",
			"Second screen: share one screen only. Everything that is shown lies there, and Teams on the other.",
			"One set of slides: put welcome, words, notices and the last slide into one file, in order. Switch presenter view off.",
			"What presenters see: presenters see the shared screen large and the event small. Show each of them before the day.",
			"Signals: agree on signs with the hand, such as: you are on, slower, stop. Sound is no way to tell somebody.",
			"Muted: producers can mute others and cannot unmute them. Practise who unmutes when.",
			"Joining: ask people at home to try days before. A telephone may want an account before it installs Teams.",
			"The link: some safety programs block short links. Put the long one on your own page too.",
			"The delay: people at home are up to a minute behind. Begin a minute early, and stay still a minute at the end.",
			"The end: press End, never Leave. Leave keeps the event open without anybody in it.",
			"What: how",
		},
		Words: []guide.Words{{To: "Everybody in the team", Subject: "Rehearsal of " + v.Answer(askTitle),
			Text: "We rehearse with the computer, the place and the network of the day. Bring a headset. Join ten minutes early with the link for presenters.\n\nWe practise: sound, slides, signs, who unmutes when, beginning and end."}},
		Done: "We have rehearsed",
	}, nil
}
