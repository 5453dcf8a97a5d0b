package teamslink

import "strings"

// Code names one thing to know before a link is published. The words are the
// guide's. Codes are stable.
type Code string

// The codes.
const (
	Good           Code = "link-good"            // for attendees, and of the expected organisation
	ForPresenters  Code = "link-presenter"       // a presenter's or producer's link
	ForAll         Code = "link-everyone"        // one link for all: the lobby must be right
	OtherTenant    Code = "link-other-tenant"    // of another organisation
	NoTenant       Code = "link-tenant-unknown"  // says nothing of its organisation
	NotCompared    Code = "link-tenant-untested" // nobody knows the own organisation's id
	IsShort        Code = "link-short"           // target not known from the text
	NotAnEvent     Code = "link-no-event"        // a team, a chat, a file, another site
	IsTemplate     Code = "link-template"        // braces still in it
	IsPersonal     Code = "link-personal"        // Teams for home
	WasWrapped     Code = "link-wrapped"         // Safe Links around it
	NotSecure      Code = "link-not-https"       // http: or msteams:
	OddThread      Code = "link-damaged"         // the meeting's id is cut off
	EventsRetiring Code = "link-live-event-ends" // a live event: only booked ones run
	OtherEvent     Code = "link-other-event"     // the short link leads somewhere else
)

// Judge says what to know about a link that is to be published. tenant is the own
// organisation's id; "" where none is connected. The gravest comes first.
func (l Link) Judge(tenant string) []Code {
	var all []Code
	add := func(when bool, c Code) {
		if when {
			all = append(all, c)
		}
	}
	event := l.Kind == Meeting || l.Kind == LiveEvent || l.Kind == EventPage
	add(l.Kind == Template, IsTemplate)
	add(l.Kind == Team || l.Kind == Recording || l.Kind == OtherPlace, NotAnEvent)
	add(l.Form == Presenter, ForPresenters)
	add(event && l.Tenant != "" && tenant != "" && !strings.EqualFold(l.Tenant, tenant), OtherTenant)
	add((l.Kind == Meeting || l.Kind == LiveEvent) && l.Event == "", OddThread)
	add(!strings.HasPrefix(strings.ToLower(l.Text), "https://"), NotSecure)
	add(l.Kind == Short, IsShort)
	add(l.Kind == Personal, IsPersonal)
	add(event && l.Tenant == "" || l.Kind == MeetingID, NoTenant)
	add(event && l.Tenant != "" && tenant == "", NotCompared)
	add(l.Wrapped, WasWrapped)
	add(l.Kind == LiveEvent, EventsRetiring)
	add(l.Form == Everyone && (l.Kind == Meeting || l.Kind == MeetingID), ForAll)
	for _, c := range all {
		if c != EventsRetiring && c != NotCompared {
			return all
		}
	}
	return append([]Code{Good}, all...)
}

// Same tells whether two links lead to the same event; known is false where one
// of them does not say.
func Same(a, b Link) (same, known bool) {
	if a.Event == "" || b.Event == "" {
		return false, false
	}
	return a.Event == b.Event && a.Tenant == b.Tenant, true
}
