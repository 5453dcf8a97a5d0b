// Package programme makes of a run sheet what people take in hand: a programme with who does what, the rows of the
// sound desk, those of each presenter, and a page for a phone.
//
// All of them are for the place of the event: clock times are those of its time zone, with the day after midnight and
// with the name of the time in a night in which the clocks change.
package programme

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app/event/runsheet"
)

// Programme is a run sheet with its times and names.
type Programme struct {
	Title string
	Start runsheet.Start
	Rows  []Row

	dial runsheet.Dial
	end  time.Time
	team team
}

// Row is one item.
type Row struct {
	Time, Length             string // as people read them; Length is empty for a moment
	Cue, Screen, Sound, Note string
	Who                      string   // with the role behind the name of the person in it
	Names                    []string // each of them
	Everyone                 bool     // it is for all

	number int // from 1
}

// FromAnswers returns the programme of the run sheet, the start and the team in the answers of an event. The error
// says which answer cannot be used.
func FromAnswers(answers map[string]string) (Programme, error) {
	start := runsheet.Start{Date: answers[runsheet.AnswerDate], Clock: answers[runsheet.AnswerClock],
		Zone: answers[runsheet.AnswerZone]}
	items, err := runsheet.Parse(answers[runsheet.AnswerSheet])
	if err != nil {
		return Programme{}, err
	}
	dial, err := runsheet.DialOf(start, items)
	if err != nil {
		return Programme{}, err
	}
	p := Programme{Title: answers[runsheet.AnswerTitle], Start: start, dial: dial, end: dial.Zero(),
		team: teamOf(answers[runsheet.AnswerTeam])}
	known := p.team.known(items)
	for _, s := range runsheet.Plan(items, dial.Zero()) {
		row := Row{Time: dial.Text(s.Start), Length: Length(s.Length), Cue: s.Cue, Screen: s.Screen, Sound: s.Sound,
			Note: s.Note, Names: namesOf(s.Who, known), number: len(p.Rows) + 1}
		row.Everyone = slices.ContainsFunc(row.Names, isEveryone)
		row.Who = p.team.who(s.Who, row.Names)
		p.Rows = append(p.Rows, row)
		if s.End.After(p.end) {
			p.end = s.End
		}
	}
	return p, nil
}

// Length returns a length as people read it: "4 min", "5:30 min", "1 h 15 min"; "" for a moment.
func Length(d time.Duration) string {
	switch h := d / time.Hour; {
	case d == 0:
		return ""
	case h > 0 && d%time.Hour == 0:
		return fmt.Sprintf("%d h", h)
	case h > 0 && d%time.Minute == 0:
		return fmt.Sprintf("%d h %d min", h, d%time.Hour/time.Minute)
	case h > 0:
		return runsheet.FormatDuration(d) + " h"
	}
	return runsheet.FormatDuration(d) + " min"
}

// When returns the day and the time of the start: "Sunday 29 November 2026, 10:30 (Europe/London)".
func (p Programme) When() string {
	return p.dial.Zero().Format("Monday 2 January 2006, 15:04") + " (" + p.Start.Zone + ")"
}

// Lead returns in sentences when it starts and ends, and whether the clocks change meanwhile.
func (p Programme) Lead() string {
	text := "It starts at " + p.dial.Text(p.dial.Zero()) + " and ends at " + p.dial.Text(p.end) + "."
	if p.dial.Changes() {
		text += " The clocks change during the event, so each time has its name. Lengths are real time."
	}
	return text
}

// SoundDesk returns the rows of the people at the sound desk: all that have a sound, or that name them.
func (p Programme) SoundDesk() []Row {
	return p.only(func(r Row) bool {
		return r.Sound != "" || r.Everyone || slices.ContainsFunc(r.Names, func(n string) bool {
			return strings.Contains(strings.ToLower(n), "sound") || strings.Contains(strings.ToLower(p.team.role(n)), "sound")
		})
	})
}

// For returns the rows of one person or role, with those of everyone.
func (p Programme) For(name string) []Row {
	return p.only(func(r Row) bool {
		return r.Everyone || slices.ContainsFunc(r.Names, func(n string) bool { return p.team.same(n, name) })
	})
}

func (p Programme) only(mine func(Row) bool) (rows []Row) {
	for _, r := range p.Rows {
		if mine(r) {
			rows = append(rows, r)
		}
	}
	return rows
}

// Presenters returns who has an item that attendees see or hear, in order: everyone that the sheet names but those at
// the computers.
func (p Programme) Presenters() []string {
	return slices.DeleteFunc(p.People(), func(n string) bool { return p.team.technical(n) })
}

// People returns everyone whom the sheet names, in order; a role and the person in it are one.
func (p Programme) People() (all []string) {
	for _, r := range p.Rows {
		for _, n := range r.Names {
			if !isEveryone(n) && !slices.ContainsFunc(all, func(m string) bool { return p.team.same(m, n) }) {
				all = append(all, n)
			}
		}
	}
	return all
}

// Called returns a person with the role, or a role with the person in it: "Farida (Leader)".
func (p Programme) Called(name string) string { return p.team.called(name) }

// Letter reports whether people at the place print on Letter (ANSI): in the United States, Canada and Mexico.
func (p Programme) Letter() bool {
	area, place, _ := strings.Cut(p.Start.Zone, "/")
	place, _, _ = strings.Cut(place, "/")
	return area == "US" || area == "Canada" || p.Start.Zone == "Pacific/Honolulu" ||
		area == "America" && slices.Contains(letterPlaces, place)
}

// letterPlaces are the places of time zones in the United States, Canada and Mexico (IANA, zone1970.tab).
var letterPlaces = strings.Fields("New_York Detroit Kentucky Indiana Chicago Menominee North_Dakota Denver Boise " +
	"Phoenix Los_Angeles Anchorage Juneau Sitka Metlakatla Yakutat Nome Adak St_Johns Halifax Glace_Bay Moncton " +
	"Goose_Bay Toronto Montreal Iqaluit Winnipeg Resolute Rankin_Inlet Regina Swift_Current Edmonton Cambridge_Bay " +
	"Inuvik Dawson_Creek Fort_Nelson Whitehorse Dawson Vancouver Mexico_City Cancun Merida Monterrey Matamoros " +
	"Chihuahua Ciudad_Juarez Ojinaga Mazatlan Bahia_Banderas Hermosillo Tijuana")
