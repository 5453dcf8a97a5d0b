package liveevent

import (
	"context"
	"slices"
	"sync"

	"handrail/app/event/runsheet"
	"handrail/app/event/teamslink"
	"handrail/app/guide"
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

// ownPrefix begins the ID of a template that the person saved.
const ownPrefix = "own/"

// ownSubject is the only subject of ownSheets.
const ownSubject = "own"

// book is the part of Memory that the window draws. It is read once, so that drawing waits
// for no file. The nil book is empty.
type book struct {
	mu  sync.Mutex
	all []guide.Observation
}

func newBook(m guide.ObservationStore) *book {
	b := &book{}
	if m != nil {
		// What cannot be read is not offered; nothing depends on it.
		events, _ := m.Recall(context.Background(), memoEvent, memoID)
		sheets, _ := m.Recall(context.Background(), ownSheets, ownSubject)
		b.all = append(events, sheets...)
	}
	return b
}

// note adds a memo that was just saved.
func (b *book) note(m guide.Observation) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(slices.DeleteFunc(b.all, func(o guide.Observation) bool {
		return o.Kind == m.Kind && o.Subject == m.Subject && o.Key == m.Key
	}), m)
}

// look returns the memos of a kind and subject, the latest first.
func (b *book) look(kind, subject string) (all []guide.Observation) {
	if b == nil {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.all {
		if m.Kind == kind && m.Subject == subject {
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(x, y guide.Observation) int { return y.Last.Compare(x.Last) })
	return all
}

// keep saves value across visits.
func (d deps) keep(ctx context.Context, kind, subject, key, value string) error {
	now := d.Now().UTC()
	m := guide.Observation{Kind: kind, Subject: subject, Key: key, Value: value, First: now, Last: now}
	if err := d.Observations.Remember(ctx, m); err != nil {
		return err
	}
	d.book.note(m)
	return nil
}

// made returns the value of a subject of memoEvent for this visit; "" if the visit created
// no event.
func (d deps) made(ctx context.Context, v *guide.Visit, subject string) (string, error) {
	memos, err := d.Observations.Recall(ctx, memoEvent, subject)
	return valueOf(memos, v.ID), err
}

// eventPage and the ID are the address of an event for attendees.
const eventPage = "https://events.teams.microsoft.com/event/"

// linkMade returns the page of the event that Handrail created, or "".
func (d deps) linkMade(v *guide.Visit) string {
	if id := valueOf(d.book.look(memoEvent, memoID), v.ID); id != "" {
		return eventPage + id
	}
	return ""
}

// valueOf returns the value of the memo with a key, or "".
func valueOf(memos []guide.Observation, key string) string {
	for _, m := range memos {
		if m.Key == key {
			return m.Value
		}
	}
	return ""
}

// joinLink returns the link that identifies the meeting at Microsoft: of the event that
// Handrail created, or else the one that the person entered.
func (d deps) joinLink(ctx context.Context, v *guide.Visit) string {
	if d.Observations != nil {
		if link, err := d.made(ctx, v, memoLink); err == nil && link != "" {
			return link
		}
	}
	if l, err := teamslink.Parse(v.Answer(askLink)); err == nil {
		return l.Text // without what stands around it
	}
	return v.Answer(askLink)
}

// ownTemplates returns the person's own templates, the latest first.
func (d deps) ownTemplates() (all []runsheet.Template) {
	for _, m := range d.book.look(ownSheets, ownSubject) {
		all = append(all, runsheet.Template{ID: ownPrefix + m.Key, Title: m.Key, Hint: "Your template.", Text: m.Value})
	}
	return all
}
