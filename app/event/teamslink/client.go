package teamslink

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"handrail/app"
)

// opened returns the link inside what the address bar shows after a click: the launcher,
// the web client, or its page for people without an account. nil if u is none of them.
func opened(u *url.URL) *url.URL {
	within := ""
	switch {
	case strings.HasPrefix(u.Path, "/dl/launcher/"):
		within = u.Query().Get("url")
	case strings.HasPrefix(u.Path, "/light-meetings/"):
		return coordinates(u)
	case strings.HasPrefix(u.Path, "/v2/l/") || strings.HasPrefix(u.Path, "/v2/meet/"):
		return invitation(u.Host, strings.TrimPrefix(u.Path, "/v2"), u.Query())
	case strings.HasPrefix(u.Fragment, "/l/") || strings.HasPrefix(u.Fragment, "/meet/") ||
		strings.HasPrefix(u.Fragment, "/pre-join-calling/"):
		_, within, _ = strings.Cut(u.String(), "#")
	}
	if _, after, ok := strings.Cut(within, "#"); ok {
		within = after
	}
	in, err := url.Parse(within)
	if err != nil || !strings.HasPrefix(in.Path, "/") {
		return nil
	}
	if rest, ok := strings.CutPrefix(in.Path, "/pre-join-calling/"); ok {
		in = &url.URL{Path: "/l/meetup-join/" + strings.Trim(rest, "/") + "/0"}
	}
	return invitation(u.Host, in.Path, in.Query())
}

// coordinates reads the parameter of the page for people without an account.
func coordinates(u *url.URL) *url.URL {
	var c struct {
		Thread    string `json:"conversationId"`
		Tenant    string `json:"tenantId"`
		Organiser string `json:"organizerId"`
		Post      string `json:"messageId"`
	}
	coded := strings.TrimRight(strings.NewReplacer("+", "-", "/", "_", " ", "-").Replace(u.Query().Get("coords")), "=")
	data, err := base64.RawURLEncoding.DecodeString(coded)
	if err != nil || json.Unmarshal(data, &c) != nil || c.Thread == "" {
		return nil
	}
	if c.Post == "" {
		c.Post = "0"
	}
	context, _ := json.Marshal(map[string]string{"Tid": c.Tenant, "Oid": c.Organiser})
	return invitation(u.Host, "/l/meetup-join/"+c.Thread+"/"+c.Post, url.Values{"context": {string(context)}})
}

// invitation returns a link in the form that invitations have.
func invitation(host, path string, q url.Values) *url.URL {
	keep := url.Values{}
	for _, name := range []string{"context", "btype", "role", "p", "tenantId"} {
		if v := q.Get(name); v != "" {
			keep.Set(name, v)
		}
	}
	return &url.URL{Scheme: "https", Host: host, Path: path, RawQuery: keep.Encode()}
}

// address matches a link within other text.
var address = regexp.MustCompile(`(?i)(?:https?://|msteams:/)[^\s<>"\\]+`)

// among returns the only link to a Teams event in a text, such as a pasted invitation.
func among(text string, wraps int) (Link, error) {
	var found []Link
	for _, one := range address.FindAllString(text, 64) {
		l, err := parse(one, wraps+1)
		if err != nil || !slices.Contains([]Kind{Meeting, MeetingID, LiveEvent, EventPage, Personal}, l.Kind) {
			continue
		}
		if !slices.ContainsFunc(found, func(f Link) bool { return f.Text == l.Text }) {
			found = append(found, l)
		}
	}
	switch len(found) {
	case 1:
		found[0].Picked = true
		return found[0], nil
	case 0:
		return Link{}, app.Errorf(app.Invalid, "Paste only the link, without other text.",
			"This text does not contain a link to a Teams event.")
	}
	return Link{}, app.Errorf(app.Invalid, "Paste only the link that attendees use.",
		"This text contains several links to Teams events.")
}

// mostLines is over how many lines a link may be broken.
const mostLines = 40

// joined returns the link in a text that is nothing but a link, broken over several lines.
func joined(text string, wraps int) (Link, bool) {
	whole := ""
	if strings.Count(text, "\n") > mostLines {
		return Link{}, false
	}
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(strings.TrimSpace(line), "> \t")
		if line == "" || strings.ContainsFunc(line, unicode.IsSpace) {
			return Link{}, false
		}
		if l, err := parse(whole, wraps+1); err == nil && !l.Cut && l.Event != "" {
			return Link{}, false // it ends before this line
		}
		whole = strings.TrimSuffix(whole, "=") + line // as quoted-printable text breaks lines
	}
	if strings.Count(whole, "://") != 1 || !strings.Contains(strings.TrimSpace(text), "\n") {
		return Link{}, false
	}
	l, err := parse(whole, wraps+1)
	return l, err == nil && !l.Cut && l.Event != ""
}

// plain returns text without marks that cannot be seen, with plain blanks, and without what quoted-printable text has
// for an equals sign.
func plain(text string) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text))
	if strings.Contains(text, "context=3D") {
		text = strings.ReplaceAll(text, "=3D", "=")
	}
	return text
}

// tidy returns a link without what the text around it left: quotes, brackets, the full
// stop of a sentence, and ampersands as HTML writes them.
func tidy(text string) string {
	clean := strings.Trim(strings.TrimSpace(text), "<>\"'“”‘’«»")
	for _, amp := range []string{"&amp;", "&#38;", "&#x26;", "&AMP;"} {
		for strings.Contains(clean, amp) {
			clean = strings.ReplaceAll(clean, amp, "&")
		}
	}
	for clean != "" {
		last := clean[len(clean)-1:]
		if strings.Contains(".,;:!?'\">", last) || last == ")" && !strings.Contains(clean, "(") ||
			last == "]" && !strings.Contains(clean, "[") {
			clean = clean[:len(clean)-1]
			continue
		}
		break
	}
	return strings.TrimLeft(clean, "([")
}
