package runsheet

import "strings"

// Template is a sheet to start with.
type Template struct{ ID, Title, Hint, Text string }

// before and after are part of every template. Attendees see and hear everything 15 to 60
// seconds late (support.microsoft.com, "Host a town hall"), so the event goes live a
// minute early and stays still for a minute at its end.
const (
	before = `-60 | | Team arrives and turns on cameras and sound | Producer
-30 | | Presenters join and test | Everyone
-15 | | Holding slide on the screen | Producer | Holding slide
-10 | | Open the event, everyone muted | Producer | Holding slide | Silence
-5 | | Music on, so that people can test their sound | Musician | Holding slide | Music
-1 | | Go live; attendees see it up to a minute later | Producer
`
	after = `  | 1 | Closing slide; stay still and muted for one minute | Everyone | Closing slide | Silence
  | | End the event for everyone: select End, never Leave | Producer
`
)

// Templates returns the built-in templates, the most common first.
func Templates() []Template {
	return []Template{
		{"service", "A weekly service", "About an hour, with hymns, prayers and a talk.",
			before + `0 | 4 | Welcome | Leader | Leader’s camera | Leader
  | 4 | First hymn | Musician | Words | Music
  | 4 | Prayers | Prayer leader | Camera | Voice
  | 5 | Reading | Reader | Words | Voice
  | 23 | Talk | Speaker | Camera and slides | Voice
  | 5 | Second hymn | Musician | Words | Music
  | 7 | Notices | Leader | Slides | Leader
  | 8 | Blessing | Leader | Camera | Leader
` + after},
		{"meeting", "An annual meeting", "Reports, accounts, questions and votes.",
			before + `0 | 5 | Welcome and who may vote | Chair | Camera | Chair
  | 5 | Minutes of the last meeting | Secretary | Slides | Secretary
  | 15 | Annual report | Chair | Slides | Chair
  | 10 | Accounts | Treasurer | Slides | Treasurer
  | 15 | Questions | Moderator | Camera | Voices
  | 10 | Votes | Secretary | The question to vote on | Secretary
  | 10 | Elections | Secretary | Names | Secretary
  | 5 | Any other business | Chair | Camera | Chair
` + after},
		{"talk", "A talk", "One speaker, then questions.",
			before + `0 | 3 | Welcome and how to ask questions | Host | Camera | Host
  | 40 | Talk | Speaker | Slides | Speaker
  | 15 | Questions | Moderator | Both cameras | Voices
  | 2 | Thanks | Host | Camera | Host
` + after},
		{"memorial", "A memorial service", "Quiet, with time for the family to speak.",
			before + `0 | 3 | Welcome | Leader | Picture | Leader
  | 4 | Music | Musician | Picture | Music
  | 5 | Reading | Reader | Words | Voice
  | 15 | Words of remembrance | Family | Camera | Voice
  | 3 | Silence | Leader | Picture | Silence
  | 10 | Address | Leader | Camera | Leader
  | 4 | Prayers | Leader | Camera | Leader
  | 4 | Music | Musician | Pictures | Music
  | 2 | Blessing | Leader | Camera | Leader
` + after},
	}
}

// inMeeting replaces the lines that a plain meeting does not have: it does not go live, and no one is behind.
var inMeeting = strings.NewReplacer(
	"-10 | | Open the event, everyone muted |", "-10 | | Let people in from the lobby, all muted |",
	"-1 | | Go live; attendees see it up to a minute later | Producer\n", "",
	"Closing slide; stay still and muted for one minute", "Closing slide; everyone stays muted")

// InMeeting returns the text of the template for a meeting.
func (t Template) InMeeting() string { return inMeeting.Replace(t.Text) }

// TemplateByID returns the template with an ID; ok is false if there is none.
func TemplateByID(id string) (t Template, ok bool) {
	for _, t := range Templates() {
		if t.ID == id {
			return t, true
		}
	}
	return Template{}, false
}
