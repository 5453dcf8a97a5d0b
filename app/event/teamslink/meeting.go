package teamslink

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// page reads the ID of an event and its organisation, as the address of its page has them: event@organisation.
func (l *Link) page(id string) {
	l.Kind, l.Form = EventPage, Attendee
	event, tenant, both := strings.Cut(id, "@")
	l.Event, l.Tenant = known(event), known(tenant)
	l.Cut = l.Event == "" || both && l.Tenant == ""
}

// number is the ID of a meeting in its short form.
var number = regexp.MustCompile(`^\d+$`)

// teams sets the kind of l, an address at Teams.
func (l *Link) teams(u *url.URL, parts []string) {
	q := u.Query()
	switch first := strings.ToLower(parts[0]); {
	case first == "meet":
		l.Kind, l.Form = MeetingID, Everyone
		if l.Cut = len(parts) < 2 || !number.MatchString(parts[1]); !l.Cut {
			l.Event = parts[1]
		}
	case first == "registration" && len(parts) > 1:
		l.Kind, l.Form, l.Tenant = EventPage, Attendee, known(q.Get("tenantId"))
	case first == "convene" && len(parts) > 1 && q.Get("eventId") != "": // the page on which an event is watched
		l.page(q.Get("eventId"))
	case first == "light-meetings": // opened found no meeting in it
		l.Kind, l.Form, l.Opened, l.Cut = Meeting, Everyone, true, true
	case len(parts) > 1 && first == "l" && strings.EqualFold(parts[1], "meetup-join"):
		l.meeting(q, append(parts, "", "")[2:])
	default:
		l.Kind = Team
	}
}

// meeting reads the long form of a link to a meeting: its ID, and what stands in its parameter “context”.
func (l *Link) meeting(q url.Values, parts []string) {
	about := q.Get("context")
	if strings.HasPrefix(about, "%") { // escaped twice
		about, _ = url.QueryUnescape(about)
	}
	var values map[string]any
	whole := json.Unmarshal([]byte(about), &values) == nil
	context := map[string]string{}
	for name, v := range values {
		context[strings.ToLower(name)] = fmt.Sprint(v)
	}
	l.Tenant, l.Organiser = known(context["tid"]), known(context["oid"])
	l.Kind, l.Form = Meeting, Everyone
	id := parts[0]
	if strings.Contains(id, "%") { // escaped twice
		id, _ = url.PathUnescape(id)
	}
	if thread.MatchString(id) {
		l.Event = id
		if !strings.HasSuffix(strings.ToLower(id), ".v2") && parts[1] != "" {
			l.Event += "/" + parts[1] // a channel has many meetings, each below its post
		}
	}
	// The web client shows a meeting without its context.
	l.Cut = l.Event == "" || !whole && !l.Opened || whole && l.Tenant == ""
	if strings.EqualFold(context["isbroadcastmeeting"], "true") || q.Get("btype") != "" {
		l.Kind, l.Form = LiveEvent, Presenter
		if q.Get("role") == "a" || context["role"] == "a" {
			l.Form = Attendee
		}
	}
}
