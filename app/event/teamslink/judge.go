package teamslink

import "strings"

// Code is one fact to know before a link is published. The guide has the words. Codes are
// stable.
type Code string

// The codes.
const (
	Good           Code = "link-good"            // for attendees, of the expected organisation
	ForPresenters  Code = "link-presenter"       // a presenter's or producer's link
	ForAll         Code = "link-everyone"        // one link for everyone: the lobby must be set
	OtherTenant    Code = "link-other-tenant"    // another organisation
	NoTenant       Code = "link-tenant-unknown"  // does not show its organisation
	NotCompared    Code = "link-tenant-untested" // the ID of the own organisation is not known
	IsShort        Code = "link-short"           // the text does not show the target
	NotAnEvent     Code = "link-no-event"        // a team, a chat, a file, another site
	IsTemplate     Code = "link-template"        // with braces in it
	IsPersonal     Code = "link-personal"        // Teams for personal use
	WasWrapped     Code = "link-wrapped"         // inside the link of a protecting service or another site
	NotSecure      Code = "link-not-https"       // http: or msteams:
	OddThread      Code = "link-damaged"         // a part of it is missing
	EventsRetiring Code = "link-live-event-ends" // a live event: only booked ones still run
	OtherEvent     Code = "link-other-event"     // the short link leads to another event
	FromAddressBar Code = "link-address-bar"     // what the browser shows after a click
	FromText       Code = "link-from-text"       // taken out of a text, such as an invitation
)

// Judge returns what to know before the link is published, the most serious first. tenant
// is the tenant ID of the own organisation; "" if none is connected.
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
	add(l.Cut && l.Kind != Template, OddThread)
	add(!strings.HasPrefix(strings.ToLower(l.Text), "https://"), NotSecure)
	add(l.Kind == Short, IsShort)
	add(l.Kind == Personal, IsPersonal)
	add(!l.Cut && (event && l.Tenant == "" || l.Kind == MeetingID), NoTenant)
	add(event && l.Tenant != "" && tenant == "", NotCompared)
	add(l.Wrapped, WasWrapped)
	add(l.Opened, FromAddressBar)
	add(l.Picked, FromText)
	add(l.Kind == LiveEvent, EventsRetiring)
	add(l.Form == Everyone && (l.Kind == Meeting || l.Kind == MeetingID), ForAll)
	for _, c := range all {
		if c != EventsRetiring && c != NotCompared && c != FromText {
			return all
		}
	}
	return append([]Code{Good}, all...)
}

// Same reports whether two links lead to the same event; known is false if a link does not
// show its event. The page of an event, its meeting and the short form of a meeting have
// different IDs, so they are not compared with one another.
func Same(a, b Link) (same, known bool) {
	if a.Event == "" || b.Event == "" || a.Kind != b.Kind && a.Kind != LiveEvent && b.Kind != LiveEvent {
		return false, false
	}
	return a.Event == b.Event && a.Tenant == b.Tenant, true
}
