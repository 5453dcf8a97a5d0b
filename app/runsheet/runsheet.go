// Package runsheet is the plan of an event minute by minute, and the event as it
// really goes.
//
// A run sheet is a list of items in order. Everything is anchored to the start
// of the event: an item with a fixed place says how long before or after the
// start it comes ("30 minutes before"), all others follow the item above them.
// So nothing needs to be typed again when the start moves. An item without a
// length is a moment: a thing to be ticked, such as "presenters join".
//
// From the sheet and the instant of the start follow the slots: when each item
// begins and ends by the clock, where nothing is planned, and where two items
// are planned at once. Lengths are lengths of real time, so an hour stays an
// hour in the night when the clocks change; only what the clock shows jumps.
//
// On the day a Run keeps what was pressed and when. It is nothing but this list:
// where the event stands, how far it is behind and when the rest may be expected
// is worked out from it and from the time now. A program that is killed loses
// nothing, and a clock that goes on meanwhile is right again at once.
package runsheet

import (
	"time"
)

// Item is one line of a run sheet.
type Item struct {
	Fixed  bool          `json:"fixed,omitempty"`  // begins at At and not before; else it follows the item above
	At     time.Duration `json:"at,omitempty"`     // from the start of the event; only where Fixed
	Length time.Duration `json:"length,omitempty"` // 0: a moment
	Cue    string        `json:"cue"`
	Who    string        `json:"who,omitempty"`
	Screen string        `json:"screen,omitempty"` // what is seen
	Sound  string        `json:"sound,omitempty"`  // what is heard
	Note   string        `json:"note,omitempty"`
}

// Moment tells whether the item is a thing to tick and takes no time.
func (i Item) Moment() bool { return i.Length == 0 }

// Slot is an item with its place in time.
type Slot struct {
	Item
	Start, End time.Time
	// Gap is unplanned time before it, Overlap the time for which the item above
	// is still planned. At most one of them is not 0.
	Gap, Overlap time.Duration
}

// Plan places items in time; start is the instant of the event's start. A first
// item that is not fixed begins with the event.
func Plan(items []Item, start time.Time) []Slot {
	slots := make([]Slot, len(items))
	end := start
	for i, item := range items {
		s := Slot{Item: item, Start: end}
		if item.Fixed {
			s.Start = start.Add(item.At)
		}
		s.End = s.Start.Add(item.Length)
		if i > 0 {
			switch free := s.Start.Sub(end); {
			case free < 0:
				s.Overlap = -free
			case !items[i-1].Moment(): // after a moment nothing is missing
				s.Gap = free
			}
		}
		slots[i], end = s, s.End
	}
	return slots
}

// Offset gives the place of the item i from the start of the event.
func Offset(items []Item, i int) time.Duration {
	var end time.Duration
	for k, item := range items[:i+1] {
		if item.Fixed {
			end = item.At
		}
		if k < i {
			end += item.Length
		}
	}
	return end
}
