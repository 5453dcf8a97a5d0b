// Package teamslink tells what a Teams link is before it is published: a
// meeting, a live event, an event page; whose organisation; for attendees or
// for those who present; and for which device it opens what.
//
// A link says more than it shows. The long form carries the organisation (Tid),
// the organiser (Oid) and, for a live event, IsBroadcastMeeting in a piece of
// JSON. The attendees' form of a live event adds the role: role=a. A link that
// was copied from a presenter's calendar lacks it, and lets in everybody who
// finds it by the wrong door (addins-events §2.4).
//
// Only the text is read; Target alone asks where a short link leads.
package teamslink

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"

	"handrail/app"
)

// Kind is what a link leads to.
type Kind string

// The kinds. They are stable: the terminal prints them.
const (
	Meeting    Kind = "meeting"    // also the session of a webinar or town hall
	MeetingID  Kind = "meeting-id" // the short form of a meeting: /meet/<number>
	LiveEvent  Kind = "live-event"
	EventPage  Kind = "event-page" // page of a town hall or webinar
	Personal   Kind = "personal"   // Teams for home: teams.live.com
	Team       Kind = "team"       // a channel, team, chat or app: nothing to watch
	Recording  Kind = "recording"  // a file in SharePoint or OneDrive, or Stream
	Short      Kind = "short"      // a shortener: the target is not known from the text
	OtherPlace Kind = "other"      // not Teams
	Template   Kind = "template"   // a pattern with {braces} still in it
)

// Form says for whom a link is.
type Form string

// The forms. Unknown is never attendee.
const (
	Attendee  Form = "attendee"
	Presenter Form = "presenter" // lets in as presenter or producer who is invited as such
	Everyone  Form = "everyone"  // one link for all; the lobby decides
	Unknown   Form = "unknown"
)

// Link is what a text says.
type Link struct {
	Kind      Kind
	Form      Form
	Tenant    string // id of the organisation; "" where the link does not say
	Organiser string // id
	Event     string // id of the event or meeting
	Host      string
	Text      string // cleaned of what mail programs put around it
	Wrapped   bool   // it stood inside Microsoft's Safe Links
}

var (
	guid   = regexp.MustCompile(`(?i)^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`)
	thread = regexp.MustCompile(`(?i)^19:meeting_[A-Za-z0-9_-]+@thread\.v2$`)
)

// shorteners are services whose links say nothing of their target.
var shorteners = []string{"bit.ly", "rebrand.ly", "tinyurl.com", "t.co", "aka.ms", "is.gd", "ow.ly", "buff.ly", "t.ly", "shorturl.at", "cutt.ly", "rb.gy", "goo.gl", "tiny.cc", "lnkd.in"}

// Parse reads a link that somebody pasted. The error is *app.Error and means that
// it is no link at all.
func Parse(text string) (Link, error) {
	clean := strings.Trim(strings.TrimSpace(text), "<>\"'")
	if strings.ContainsAny(clean, " \t\r\n") || len(clean) > 8192 {
		return Link{}, app.Errorf(app.Invalid, "Paste the link alone, without the words around it.", "This is more than one link.")
	}
	if !strings.Contains(clean, "://") && strings.Contains(clean, ".") {
		clean = "https://" + clean
	}
	braces := strings.ContainsAny(clean, "{}")
	u, err := url.Parse(clean)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "msteams" {
		return Link{}, app.Errorf(app.Invalid, "Copy it from Teams once more. It begins with https://", "This is no link.")
	}
	l := Link{Form: Unknown, Host: strings.ToLower(u.Hostname()), Text: clean}
	if inner := u.Query().Get("url"); strings.HasSuffix(l.Host, ".safelinks.protection.outlook.com") && inner != "" {
		l, err := Parse(inner)
		l.Wrapped = true
		return l, err
	}
	l.sort(u)
	if braces {
		l.Kind = Template
	}
	return l, nil
}

// sort decides by host and path.
func (l *Link) sort(u *url.URL) {
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	switch {
	case l.Host == "events.teams.microsoft.com" && len(parts) >= 2 && parts[0] == "event":
		l.Kind, l.Form = EventPage, Attendee
		event, tenant, _ := strings.Cut(parts[1], "@")
		l.Event, l.Tenant = known(event), known(tenant)
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

// teams tells the hosts of Teams, also in the clouds of governments.
func teams(host string) bool {
	switch host {
	case "teams.microsoft.com", "teams.cloud.microsoft", "gov.teams.microsoft.us", "dod.teams.microsoft.us", "teams.microsoftonline.cn":
		return true
	}
	return false
}

func shortener(host string) bool {
	for _, s := range shorteners {
		if host == s || strings.HasSuffix(host, "."+s) {
			return true
		}
	}
	return false
}

func (l *Link) teams(u *url.URL, parts []string) {
	if parts[0] == "meet" && len(parts) > 1 {
		l.Kind, l.Form, l.Event = MeetingID, Everyone, parts[1]
		return
	}
	if len(parts) < 3 || parts[0] != "l" || parts[1] != "meetup-join" {
		l.Kind = Team
		return
	}
	q := u.Query()
	var context struct {
		Tenant    string `json:"Tid"`
		Organiser string `json:"Oid"`
		Broadcast bool   `json:"IsBroadcastMeeting"`
		Role      string `json:"role"`
	}
	_ = json.Unmarshal([]byte(q.Get("context")), &context) // what cannot be read stays unknown
	l.Tenant, l.Organiser = known(context.Tenant), known(context.Organiser)
	l.Kind, l.Form = Meeting, Everyone
	if thread.MatchString(parts[2]) {
		l.Event = parts[2]
	}
	if context.Broadcast || q.Get("btype") != "" {
		l.Kind, l.Form = LiveEvent, Presenter
		if q.Get("role") == "a" || context.Role == "a" {
			l.Form = Attendee
		}
	}
}

// known gives an id in small letters; "" for what is none.
func known(id string) string {
	if guid.MatchString(id) {
		return strings.ToLower(id)
	}
	return ""
}
