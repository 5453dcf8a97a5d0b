package runsheet

import "time"

// place returns the offset of an item from the start; placed is false if the row has none.
// until is the offset of its end; at if it has none.
func (r *tableReader) place(row []string) (at time.Duration, placed bool, until time.Duration, err error) {
	if text := r.cell(row, FieldOffset); text != "" {
		at, err := r.offset(text)
		return at, true, at, err
	}
	text := r.cell(row, FieldClock)
	if text == "" {
		return 0, false, 0, nil
	}
	c, err := readClock(text)
	if err != nil {
		return 0, false, 0, err
	}
	if r.zeroed {
		at = onOrAfter(r.last, c.at)
	} else {
		at = r.inOrder(c)
	}
	if until = at; c.until != nil {
		until = r.after(at, *c.until)
	}
	return at, true, until, nil
}

const day = 24 * time.Hour

// inOrder returns the offset of a clock time from the start. The first time is the nearest
// to the start. A later one comes after the one above: the next day, if the clock shows
// less. A step back of up to six hours stays a step back.
func (r *tableReader) inOrder(c written) time.Duration {
	if r.face != nil && c.open {
		return r.face.next(c.at - r.zero)
	}
	at := nearest(c.at - r.zero)
	if r.any {
		for at < r.last-6*time.Hour {
			at += day
		}
		for at > r.last+18*time.Hour {
			at -= day
		}
	}
	if !c.day.IsZero() {
		if !r.day.IsZero() { // dates say which day it is
			days := c.day.Sub(r.day)
			last := (r.last + r.zero).Truncate(day)
			if r.last+r.zero < last {
				last -= day
			}
			if days >= 0 && days <= 14*day {
				at = last + days + c.at - r.zero
			}
		}
		r.day = c.day
	}
	return at
}

// after returns the offset of the time c on or after at.
func (r *tableReader) after(at time.Duration, c written) time.Duration {
	d := c.at - r.zero
	if r.zeroed {
		d = c.at
	}
	if r.face != nil && c.open {
		return at + ((d-at)%(day/2)+day/2)%(day/2)
	}
	return onOrAfter(at, d)
}

// onOrAfter returns the offset d at the same time of day, on or after at.
func onOrAfter(at, d time.Duration) time.Duration { return at + ((d-at)%day+day)%day }

// nearest returns d within half a day around the start.
func nearest(d time.Duration) time.Duration {
	d = (d%day + day) % day
	if d > day/2 {
		d -= day
	}
	return d
}

// twelve reads the times of a clock of 12 hours in order, where nothing shows whether they are before or after noon.
type twelve struct {
	at    time.Duration // of the time before, from the start
	begun bool
}

// next returns the offset of the next time, d or half a day from it: the first after the one before, or up to an hour
// before that.
func (f *twelve) next(d time.Duration) time.Duration {
	const half = day / 2
	least := f.at - time.Hour
	if !f.begun {
		least = f.at
	}
	f.begun, f.at = true, least+((d-least)%half+half)%half
	return f.at
}

// leap is a step between two times that hardly any event has.
const leap = 10 * time.Hour

// clocks finds out what the times of the table mean. They are those of a clock of 12 hours if nothing shows the half
// of the day, and if the event starts in the afternoon or the times would else leap; they are counted from the
// start if the first is 0:00 and the event does not start about then.
func (r *tableReader) clocks(rows [][]string) {
	var all []time.Duration
	open, first := true, true
	for _, row := range rows {
		for _, f := range []Field{FieldClock, FieldEnd} {
			c, err := readClock(r.cell(row, f))
			if err != nil || r.cell(row, FieldTitle)+r.cell(row, FieldCue) == "" {
				continue
			}
			if first && f == FieldClock && c.at == 0 && c.day.IsZero() && nearest(-r.zero).Abs() > 2*time.Hour {
				r.zeroed = true
			}
			first = false
			open = open && c.open && c.day.IsZero()
			if all = append(all, c.at-r.zero); c.until != nil {
				all, open = append(all, c.until.at-r.zero), open && c.until.open
			}
		}
	}
	if r.zeroed || !open || len(all) == 0 {
		return
	}
	leaps := r.zero >= 13*time.Hour
	for i, d := range all[1:] {
		leaps = leaps || onOrAfter(all[i], d)-all[i] > leap && all[i]-d > time.Hour
	}
	if leaps {
		r.face = &twelve{at: firstOf(all)}
	}
}

// firstOf returns the offset of the first of some times on a clock of 12 hours: the one from which they come to the
// start of the event exactly, or else the nearest to the start.
func firstOf(all []time.Duration) time.Duration {
	near := nearest(all[0])
	choices := []time.Duration{near, near + day/2, near - day/2}
	if (near - day/2).Abs() < (near + day/2).Abs() {
		choices[1], choices[2] = choices[2], choices[1]
	}
	if choices[1].Abs() < near.Abs() {
		choices[0], choices[1] = choices[1], choices[0]
	}
	for _, c := range choices {
		f := twelve{at: c}
		for _, d := range all {
			if f.next(d) == 0 {
				return c
			}
		}
	}
	return choices[0]
}
