package liveevent

import (
	"context"
	"slices"
	"strings"

	"handrail/app/event/runsheet"
	"handrail/app/guide"
	"handrail/app/report"
)

// plan returns what exists once the event is created. The person creates it by hand
// unless Handrail can.
func (d deps) plan(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	m, err := start(v)
	if err != nil {
		return nil, err
	}
	k := kindByID(v.Answer(askKind))
	p := &guide.Plan{
		ByHand: true, Summary: "Nothing is created yet. You create both events yourself in Teams.",
		Changes: []guide.Change{
			{Setting: "Event", Now: "Does not exist", After: v.Answer(askTitle) + ", " + m.String()},
			{Setting: "Event type", Now: "Does not exist", After: k.Name},
			{Setting: "Who can watch", Now: "No one", After: audience(v)},
			{Setting: "Practice event", Now: "Does not exist", After: "Practice: " + v.Answer(askTitle) +
				", a few days before"},
		},
		Affected: []guide.Affected{{Severity: report.Note,
			Text: "Presenters and co-organisers get an invitation when you publish or send it."}},
		Undo: "Before it starts, you can cancel an event in Teams. Teams informs everyone who was invited.",
	}
	if d.makes(v) {
		return d.planMade(ctx, v, m.loc, p)
	}
	if k.ID == "live-event" {
		p.Changes[0] = guide.Change{Setting: "Event", Now: "Booked", After: "Booked"}
		p.Changes[3].After = "No longer possible as a live event; rehearse in a meeting"
	}
	return p, nil
}

// audience returns who can watch.
func audience(v *guide.Visit) string {
	if v.Answer(askPublic) == "yes" {
		return "Anyone with the link"
	}
	return "People in your organisation and guests"
}

// clicks are the steps for each event type (support.microsoft.com, "Schedule a town hall").
// The names of buttons change often.
var clicks = map[string][]string{
	"meeting": {
		"In Teams, open Calendar and select “New meeting”.",
		"Enter the title, the day and the start time. Do not include the preparation time.",
		"Save it, open it again and select “Meeting options”.",
		"Under “Lobby”, select who can bypass the lobby: everyone for a public event.",
		"Under “Roles”, let only organisers and presenters present, and name them.",
		"Turn off the microphone and the camera for attendees.",
		"Turn on recording, and allow the attendance report.",
	},
	"webinar": {
		"In Teams, open Calendar, select the arrow next to “New meeting”, then “Webinar” or “Event”.",
		"Enter the title, the day and the start time. Do not include the preparation time.",
		"For a public event, select “Public” under who can attend.",
		"Add co-organisers and presenters. External presenters get their own link.",
		"Save, check the event page, and publish it.",
	},
	"broadcast": {
		"In Teams, open Calendar, select the arrow next to “New meeting”, then “Town hall” or “Broadcast event”.",
		"Enter the title, the day and the start time. Do not include the preparation time.",
		"For a public event, select “Public” under who can attend. You cannot change this later.",
		"Add co-organisers and presenters. Co-organisers cannot change the details.",
		"Turn on the green room and recording.",
		"Select “Save and send invites”, then “Publish”. Until you publish it, no one can attend.",
	},
	"live-event": {
		"In Teams, open Calendar and show the whole week, not only the work week.",
		"Open the booked event and check its day, its producers and its presenters.",
		"Under “Live event resources”, check that the attendee engagement report is selected. You cannot add it later.",
		"Copy the attendee link there.",
	},
}

func (d deps) create(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	h := &guide.Handover{Links: []guide.Link{{Title: "Open Teams", URL: "https://teams.microsoft.com/"}}}
	if d.makes(v) {
		h.Todo = []string{
			"After Handrail creates the event: open it in Teams, and turn on the green room and recording.",
			"Add external presenters there. They get their own link.",
			"Create a practice event in Teams, a few days earlier and for your team only. You cannot run the same " +
				"event twice.",
		}
		return h, nil
	}
	h.Todo = append(slices.Clone(clicks[kindByID(v.Answer(askKind)).ID]), "Create a practice event in the same way, a "+
		"few days earlier and for your team only. You cannot run the same event twice.")
	h.Done = "Both events are created"
	return h, nil
}

// rehearse returns the points to practise before the event.
func (d deps) rehearse(_ context.Context, v *guide.Visit) (*guide.Handover, error) {
	h := &guide.Handover{
		Blocks: []report.Block{report.Text{Text: "You can rehearse with the run sheet on the event-day screen. " +
			"Handrail " +
			"saves a rehearsal separately from the real event."}},
		Todo: []string{
			"Sound: connect the instrument’s sound to the computer, and listen on a second device. You can also " +
				"place a " +
				"computer near the instrument.",
			"Second screen: share one screen only. Put everything that you show on it, and keep Teams on the other.",
			"Slides: put the welcome, words, notices and last slide into one file, in order. Turn off Presenter View.",
			"What presenters see: presenters see the shared screen large and the event small. Show this to each of " +
				"them " +
				"before the day.",
			"Signals: agree hand signals, for example for “you are on”, “slower” and “stop”. If you call " +
				"across the room, attendees hear it.",
			"Muting: producers can mute other people but cannot unmute them. Practise who unmutes when.",
			"Joining: ask attendees to try the link some days before. A phone may need an account to install Teams.",
			"The link: some security programs block short links. Put the long link on your website too.",
			"The delay: attendees are up to a minute behind. Start a minute early, and stay still for a minute at " +
				"the end.",
			"The end: select “End”, never “Leave”. With “Leave”, the event stays open without a presenter.",
		},
		Messages: []guide.Message{{To: "Everyone in the team", Subject: "Rehearsal of " + v.Answer(askTitle),
			Text: "We rehearse with the same computer, place and network as on the day. Bring a headset. Join 10 " +
				"minutes " +
				"early with the presenter link.\n\nWe practise: sound, slides, hand signals, who unmutes when, the " +
				"start " +
				"and the end."}},
		Done: "We have rehearsed",
	}
	if v.Answer(askSheet) != "" {
		h.Trial = runsheet.Screen
	}
	if meeting(v) { // a meeting has no delay
		h.Todo = slices.DeleteFunc(h.Todo, func(text string) bool { return strings.HasPrefix(text, "The delay: ") })
	}
	return h, nil
}
