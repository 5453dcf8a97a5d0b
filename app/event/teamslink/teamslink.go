// Package teamslink identifies a Teams link before it is published: a meeting, a live event
// or an event page; the organisation; and whether it is for attendees or for presenters.
//
// The long form of a link includes the organisation (Tid), the organiser (Oid) and, for a
// live event, IsBroadcastMeeting as JSON. The attendee link of a live event also has
// role=a. A link copied from a presenter's calendar does not, so everyone who uses it
// joins as a presenter.
//
// The package reads only the text of a link; Target alone follows a short link.
package teamslink

import (
	"net/url"
	"regexp"
	"strings"

	"handrail/app"
)

// Kind is the kind of target of a link.
type Kind string

// The kinds. Stable: the terminal prints them.
const (
	Meeting    Kind = "meeting"    // also the session of a webinar or town hall
	MeetingID  Kind = "meeting-id" // the short form of a meeting: /meet/<number>
	LiveEvent  Kind = "live-event"
	EventPage  Kind = "event-page" // the page of a town hall or webinar
	Personal   Kind = "personal"   // Teams for personal use: teams.live.com
	Team       Kind = "team"       // a channel, team, chat or app: nothing to watch
	Recording  Kind = "recording"  // a file in SharePoint or OneDrive, or Stream
	Short      Kind = "short"      // a shortener: the text does not show the target
	OtherPlace Kind = "other"      // not Teams
	Template   Kind = "template"   // a template with {braces} in it
)

// Form is the audience of a link.
type Form string

// The forms. Unknown is never attendee.
const (
	Attendee  Form = "attendee"
	Presenter Form = "presenter" // for invited presenters and producers
	Everyone  Form = "everyone"  // one link for everyone; the lobby decides
	Unknown   Form = "unknown"
)

// Link is what the text of a link shows.
type Link struct {
	Kind      Kind
	Form      Form
	Tenant    string // ID of the organisation; "" if not shown
	Organiser string // ID
	Event     string // ID of the event or meeting
	Host      string
	Text      string // without what email programs add around it
	Wrapped   bool   // it was inside the link of a protecting service
	Opened    bool   // it was in the address bar after a click; Text is the invitation's form
	Picked    bool   // it was taken out of other text
	Redirect  bool   // Wrapped, by a site that Handrail does not know: where it leads is not certain
	Cut       bool   // a part of it is missing
}

var (
	guid   = regexp.MustCompile(`(?i)^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`)
	thread = regexp.MustCompile(`(?i)^19:(gcch:|dod:)?[A-Za-z0-9_-]+@thread\.(v2|tacv2|skype)$`)
)

// shorteners are services whose links do not show their target.
var shorteners = []string{"bit.ly", "rebrand.ly", "tinyurl.com", "t.co", "aka.ms", "is.gd", "ow.ly", "buff.ly", "t.ly",
	"shorturl.at", "cutt.ly", "rb.gy", "goo.gl", "tiny.cc", "lnkd.in"}

// Parse reads a pasted link. app.Invalid if it is not a link.
func Parse(text string) (Link, error) {
	if len(text) > 1<<16 {
		return Link{}, app.Errorf(app.Invalid, "Paste only the link, without other text.",
			"This text is too long for a link.")
	}
	return parse(text, 0)
}

// mostWraps is how many protecting links may stand around one another.
const mostWraps = 5

func parse(text string, wraps int) (Link, error) {
	if wraps > mostWraps {
		return Link{}, noLink()
	}
	text = plain(text)
	if strings.ContainsAny(text, " \t\r\n") {
		if l, ok := joined(text, wraps); ok {
			return l, nil
		}
		return among(text, wraps)
	}
	clean := tidy(text)
	if !strings.Contains(clean, ":/") && strings.Contains(clean, ".") {
		clean = "https://" + clean
	}
	u, err := url.Parse(clean)
	if err != nil || len(clean) > 8192 || u.Host == "" && u.Scheme != "msteams" ||
		u.User != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "msteams" {
		return Link{}, noLink()
	}
	l := Link{Form: Unknown, Host: strings.ToLower(u.Hostname()), Text: clean}
	if u.Host == "" { // the form that opens the program
		l.Host = "teams.microsoft.com"
	}
	if inner := inside(u, clean); inner != "" {
		l, err := parse(inner, wraps+1)
		l.Wrapped = true
		return l, err
	}
	if in, ok := carried(u, wraps); ok {
		return in, nil
	}
	braces := strings.ContainsAny(clean, "{}") && !strings.ContainsAny(u.RawQuery+u.Fragment, "\"")
	if teams(l.Host) {
		if in := opened(u); in != nil {
			u, l.Opened, l.Text = in, true, in.String()
		}
	}
	l.sort(u)
	switch {
	case braces:
		l.Kind = Template
	case u.Scheme == "https" && (l.Kind == Meeting || l.Kind == LiveEvent) && strings.ContainsAny(clean, "\"{}<>"):
		l.Text = invitation(u.Host, u.Path, u.Query()).String() // with its signs escaped, so that it can be published
	}
	return l, nil
}

func noLink() error {
	return app.Errorf(app.Invalid, "Copy it from Teams again. It starts with https://", "This is not a link.")
}

// sort sets the kind of l by host and path.
func (l *Link) sort(u *url.URL) {
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case eventHost(l.Host) && parts[0] == "event":
		l.page(strings.Join(parts[1:min(len(parts), 2)], ""))
	case l.Host == "teams.live.com":
		l.Kind, l.Form = Personal, Everyone
	case teams(l.Host):
		l.teams(u, parts)
	case strings.HasSuffix(l.Host, ".sharepoint.com"), l.Host == "web.microsoftstream.com":
		l.Kind, l.Form = Recording, Everyone
	case shortener(l.Host):
		l.Kind = Short
	default:
		l.Kind = OtherPlace
	}
}

// eventHost reports whether host has the pages of events, in any cloud.
func eventHost(host string) bool {
	switch host {
	case "events.teams.microsoft.com", "events.teams.cloud.microsoft", "gov.events.teams.microsoft.us",
		"dod.events.teams.microsoft.us":
		return true
	}
	return false
}

// teams reports whether host is Teams, in any cloud.
func teams(host string) bool {
	switch host {
	case "teams.microsoft.com", "teams.cloud.microsoft", "gov.teams.microsoft.us", "dod.teams.microsoft.us",
		"teams.microsoftonline.cn":
		return true
	}
	return false
}

func shortener(host string) bool {
	for _, s := range append(shorteners, sealed...) {
		if host == s || strings.HasSuffix(host, "."+s) {
			return true
		}
	}
	return false
}

// known returns an ID in lower case; "" if it is not one.
func known(id string) string {
	if guid.MatchString(id) {
		return strings.ToLower(id)
	}
	return ""
}
