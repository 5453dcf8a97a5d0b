// Package runsheet plans an event minute by minute and follows it on the day.
//
// A run sheet is an ordered list of items. All times are relative to the start of the
// event: a fixed item has an offset from the start ("30 minutes before"), every other
// item follows the one above. So the sheet stays the same when the start moves. An item
// without a length is a moment, such as "presenters join".
//
// Plan places the items in time: when each one begins and ends, where there are gaps and
// where two items overlap. Lengths are real time, so an hour is an hour even in the night
// when the clocks change.
//
// On the day, a Run is a list of presses with their times and nothing else. The current
// item, the delay and the expected times follow from this list and the current time. So a
// program that is killed loses nothing.
package runsheet

import (
	"time"
)

// Item is one line of a run sheet.
type Item struct {
	Fixed  bool          `json:"fixed,omitempty"`  // begins at At and not earlier; else it follows the item above
	At     time.Duration `json:"at,omitempty"`     // from the start of the event; only if Fixed
	Length time.Duration `json:"length,omitempty"` // 0 for a moment
	Cue    string        `json:"cue"`
	Who    string        `json:"who,omitempty"`
	Screen string        `json:"screen,omitempty"` // what is on screen
	Sound  string        `json:"sound,omitempty"`  // what attendees hear
	Note   string        `json:"note,omitempty"`
}

// Instant reports whether the item takes no time.
func (i Item) Instant() bool { return i.Length == 0 }

// Slot is an item with its planned times.
type Slot struct {
	Item
	Start, End time.Time
	// Gap is unplanned time before the item. Overlap is the time during which the item
	// above is still planned. At most one of them is not 0.
	Gap, Overlap time.Duration
}

// Plan returns the slot of each item for an event that begins at start. A first item that
// is not fixed begins at start.
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
			case !items[i-1].Instant(): // time after a moment is not a gap
				s.Gap = free
			}
		}
		slots[i], end = s, s.End
	}
	return slots
}

// Offset returns the planned begin of item i, relative to the start of the event.
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
