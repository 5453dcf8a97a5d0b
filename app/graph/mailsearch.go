package graph

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"handrail/app"
	"handrail/app/mail/tlsimport"
)

// How far back the first search goes, and how many days one request covers. A request finds no more than mostFound
// emails (Microsoft Learn, Use the $search query parameter). Where there may be more, each day has a request of its
// own.
const (
	searchBack = 365
	searchSpan = 30
	mostFound  = 1000
	foundPage  = 250
)

// searchWords returns the words to search for. Only letters, digits and the signs within addresses are allowed, so
// that no word changes the meaning of the request.
func searchWords(text string) ([]string, error) {
	words := strings.Fields(text)
	for _, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.@", r)
		}) {
			return nil, app.Errorf(app.Invalid, "Use only words with letters and digits, for example: Report Domain",
				"Handrail cannot search for “%s”.", w)
		}
	}
	return words, nil
}

// place is how far a search has come: the days of the request, how many emails it has found so far, and its next
// page.
type place struct {
	from time.Time
	days int
	seen int
	link string // "" is their first page
}

const dayOfPlace = "2006-01-02"

func (p place) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %d %d %s", p.from.Format(dayOfPlace), p.days, p.seen, p.link))
}

// placeOf parses the text of String. ok is false for any other text.
func placeOf(cursor string) (p place, ok bool) {
	var day string
	if n, _ := fmt.Sscanf(cursor, "%s %d %d %s", &day, &p.days, &p.seen, &p.link); n < 3 || p.days < 1 || p.seen < 0 {
		return place{}, false
	}
	var err error
	p.from, err = time.Parse(dayOfPlace, day)
	return p, err == nil
}

// found returns a page of results, the older days first. A later search begins with yesterday, because Microsoft may
// count days in another time zone.
func (m *Mailbox) found(ctx context.Context, cursor string) (p tlsimport.Page, err error) {
	today := m.client.now().UTC().Truncate(24 * time.Hour)
	at, ok := placeOf(cursor)
	if !ok {
		at = place{from: today.AddDate(0, 0, -searchBack), days: searchSpan}
	}
	if at.link == "" {
		at.seen = 0
	}
	src, q := m.list()
	q = q.searching(m.question(at))
	page, err := m.page(ctx, src, q, at.link)
	if at.link != "" && forgotten(err) {
		at.seen, at.link = 0, ""
		page, err = m.page(ctx, src, q, "")
	}
	if err != nil {
		return p, notMailed(err)
	}
	p.Mails, p.More = m.items(ctx, page), true
	at.seen += len(page.Value)
	switch link := string(page.Next); {
	case link != "" && !within(link, m.client.cloud.Root):
		return tlsimport.Page{}, notMailed(&refusal{hostOf(link)})
	case link != "":
		next := m.client.relative(link)
		if next == at.link {
			return tlsimport.Page{}, errSamePage()
		}
		at.link = next
	case at.seen >= mostFound && at.days > 1:
		at = place{from: at.from, days: 1}
	default:
		end := at.from.AddDate(0, 0, at.days)
		at = place{from: end, days: at.days}
		if p.More = !end.After(today); !p.More {
			at = place{from: today.AddDate(0, 0, -1), days: searchSpan}
		}
	}
	p.Next = at.String()
	return p, nil
}

// question returns the search for the emails of some days with all words in the subject, in Keyword Query Language
// (KQL). It writes days as in the United States.
func (m *Mailbox) question(at place) string {
	const american = "01/02/2006"
	var terms []string
	for _, w := range m.words {
		terms = append(terms, "subject:"+w)
	}
	last := at.from.AddDate(0, 0, at.days-1)
	terms = append(terms, "hasAttachments:true",
		"received>="+at.from.Format(american), "received<="+last.Format(american))
	return `"` + strings.Join(terms, " AND ") + `"`
}
