package drift

import (
	"strings"
	"time"
)

// accepted returns who accepted it and why, as a sentence.
func (a watched) accepted() string { return a.said("this") }

func (a watched) said(what string) string {
	return safe(a.By, longName) + " accepted " + what + " on " + a.At.Local().Format(day) + ": " + quoted(a.Why)
}

// quoted returns a reason as a sentence in quotes.
func quoted(why string) string { return "“" + strings.TrimRight(safe(why, longReason), ".") + "”." }

// longReason is how many characters of a reason a sentence shows.
const longReason = 300

// dayOf writes a day in words.
func dayOf(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return at.Format(day)
}
