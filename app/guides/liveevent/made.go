package liveevent

import (
	"context"
	"maps"
	"slices"
	"sync"

	"handrail/app/guide"
	"handrail/app/runsheet"
)

// memoEvent is the memo kind of the events that visits created. Its subjects are memoID
// and memoLink, its keys the visits.
const memoEvent = "live-event"

// The subjects of memoEvent: the event's ID, and the link to it.
const (
	memoID   = "id"
	memoLink = "join-link"
)

// ownSheets is the memo kind of the run sheets that the person saved as templates, by name.
const ownSheets = "run-sheet-template"

// ownSubject is the only subject of ownSheets.
const ownSubject = "own"

// book is the part of Memory that the window draws. It is read once, so that drawing waits
// for no file. The nil book is empty.
type book struct {
	mu     sync.Mutex
	events map[string]string // ids of events, by visit
	sheets []guide.Memo      // of ownSheets, the latest first
}

func newBook(m guide.Memory) *book {
	b := &book{events: map[string]string{}}
	if m == nil {
		return b
	}
	// What cannot be read is not offered; nothing depends on it.
	events, _ := m.Recall(context.Background(), memoEvent, memoID)
	for _, e := range events {
		b.events[e.Key] = e.Value
	}
	b.sheets, _ = m.Recall(context.Background(), ownSheets, ownSubject)
	b.sort()
	return b
}

func (b *book) sort() {
	slices.SortStableFunc(b.sheets, func(x, y guide.Memo) int { return y.Last.Compare(x.Last) })
}

// note adds a memo that was just saved.
func (b *book) note(m guide.Memo) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case m.Kind == ownSheets:
		// A new list, because the old one may be in use.
		b.sheets = append(slices.DeleteFunc(slices.Clone(b.sheets), func(o guide.Memo) bool { return o.Key == m.Key }), m)
		b.sort()
	case m.Subject == memoID:
		b.events[m.Key] = m.Value
	}
}

// look returns copies of the contents.
func (b *book) look() (events map[string]string, sheets []guide.Memo) {
	if b == nil {
		return nil, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.events), slices.Clone(b.sheets)
}

// keep saves value across visits.
func (d Deps) keep(ctx context.Context, kind, subject, key, value string) error {
	now := d.Now().UTC()
	m := guide.Memo{Kind: kind, Subject: subject, Key: key, Value: value, First: now, Last: now}
	if err := d.Memory.Remember(ctx, m); err != nil {
		return err
	}
	d.book.note(m)
	return nil
}

// made returns the value of a subject of memoEvent for this visit; "" if the visit created
// no event.
func (d Deps) made(ctx context.Context, v *guide.Visit, subject string) (string, error) {
	memos, err := d.Memory.Recall(ctx, memoEvent, subject)
	for _, m := range memos {
		if m.Key == v.ID {
			return m.Value, err
		}
	}
	return "", err
}

// eventPage and the ID are the address of an event for attendees.
const eventPage = "https://events.teams.microsoft.com/event/"

// linkMade returns the page of the event that Handrail created, or "".
func (d Deps) linkMade(v *guide.Visit) string {
	events, _ := d.book.look()
	if events[v.ID] == "" {
		return ""
	}
	return eventPage + events[v.ID]
}

// joinLink returns the link that identifies the meeting at Microsoft: of the event that
// Handrail created, or else the one that the person entered.
func (d Deps) joinLink(ctx context.Context, v *guide.Visit) string {
	if d.Memory != nil {
		if link, err := d.made(ctx, v, memoLink); err == nil && link != "" {
			return link
		}
	}
	return v.Answer(askLink)
}

// ownTemplates returns the person's own templates, the latest first.
func (d Deps) ownTemplates() (all []runsheet.Template) {
	_, sheets := d.book.look()
	for _, m := range sheets {
		all = append(all, runsheet.Template{ID: "own/" + m.Key, Title: m.Key, Hint: "Your template.", Text: m.Value})
	}
	return all
}
