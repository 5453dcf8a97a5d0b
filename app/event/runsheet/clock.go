package runsheet

import (
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/pattern"
)

// written is a clock time as written in a table.
type written struct {
	at    time.Duration // since midnight
	day   time.Time     // zero if the time has no date
	until *written      // the second time of “10:30–10:35”
	open  bool          // nothing shows whether it is in the morning or the afternoon
}

var (
	// between is what people write between the times of a range.
	between = pattern.Lazy(`\s*(?:–|—|−|→|\bto\b|\bbis\b|\btill\b|\buntil\b|\s-\s|-)\s*`)
	// face is a clock time: 10:30, 10:30:05, 10.30, 10h30, 10 h, 9 am, 10:30 p.m.
	face = pattern.Lazy(`^(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?:\s*[:.m]\s*(\d{2})(?:[.,]\d+)?s?)?)?\s*` +
		`(h|am|pm|uhr|hrs?|o'clock|o’clock)?$`)
	// dated is a date before a time. Only that it is one matters, and which.
	dated = pattern.Lazy(`^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})[,t\s]+`)
	// unclear is a time that a clock of 12 hours shows twice a day; dots are the dots and blanks of “p. m.”.
	unclear = pattern.Lazy(`^(?:1[0-2]|[1-9])[:.]\d\d(?:[:.]\d\d)?$`)
	dots    = strings.NewReplacer("a.m.", "am", "p.m.", "pm", "a. m.", "am", "p. m.", "pm", "a.m", "am", "p.m", "pm",
		"kl. ", "", "kl ", "", "um ", "", "at ", "", "from ", "", "von ", "", "de ", "",
		" uhr ", ":", "\u202f", " ", "\u00a0", " ")
)

// readClock reads a clock time or a range of two.
func readClock(text string) (written, error) {
	wrong := app.Errorf(app.Invalid, "Enter it like this: 10:30.", "“%s” is not a time.", text)
	clean := strings.TrimSpace(dots.Replace(about().ReplaceAllString(strings.ToLower(text), "")))
	var c written
	if m := dated().FindStringSubmatch(clean); m != nil {
		c.day = dayOf(m[1:])
		clean = clean[len(m[0]):]
	}
	if days, err := strconv.ParseFloat(clean, 64); err == nil && fraction().MatchString(clean) {
		c.at = time.Duration(days * float64(day)).Round(time.Second) // as a spreadsheet counts
		return c, nil
	}
	parts := between().Split(clean, -1)
	if len(parts) > 2 {
		return c, wrong
	}
	var half string
	for i := len(parts) - 1; i >= 0; i-- {
		at, own, ok := faceOf(parts[i], half)
		if !ok {
			return c, wrong
		}
		if i == 1 {
			c.until, half = &written{at: at}, own
		}
		c.at, c.open = at, half == "" && unclear().MatchString(parts[i])
		if i == 1 {
			c.until.open = c.open
		}
	}
	if c.until != nil && c.until.at < c.at && half == "pm" { // “11–1 pm” begins in the morning
		c.at, _, _ = faceOf(parts[0], "")
	}
	return c, nil
}

// fraction is a part of a day, as a spreadsheet keeps a time: 0.4375 is 10:30.
var fraction = pattern.Lazy(`^0?\.\d{3,}(?:e-\d+)?$|^\d\.\d+e-\d+$`)

// faceOf reads one clock time. half is “am” or “pm” of the time after it.
func faceOf(text, half string) (at time.Duration, own string, ok bool) {
	switch text {
	case "noon", "midday":
		return 12 * time.Hour, "pm", true
	case "midnight":
		return 0, "am", true
	}
	if n := len(text); (n == 3 || n == 4) && strings.Trim(text, "0123456789") == "" {
		text = text[:n-2] + ":" + text[n-2:]
	}
	m := face().FindStringSubmatch(text)
	if m == nil || m[2] == "" && m[4] == "" && half == "" && !strings.HasSuffix(text, "h") {
		return 0, "", false
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	own = m[4]
	if own != "am" && own != "pm" {
		if own = ""; n[0] <= 12 {
			own = half
		}
	}
	if own != "" {
		if n[0] < 1 || n[0] > 12 {
			return 0, "", false
		}
		if n[0] %= 12; own == "pm" {
			n[0] += 12
		}
	}
	at = time.Duration(n[0])*time.Hour + time.Duration(n[1])*time.Minute + time.Duration(n[2])*time.Second
	if at >= day && n[1] < 60 && (at == day || m[3] != "" && at < 2*day) { // a spreadsheet counts on after midnight
		return at - day, own, true
	}
	return at, own, n[0] < 24 && n[1] < 60 && n[2] < 60
}

// dayOf returns the day of a date; zero if its order is not clear.
func dayOf(m []string) time.Time {
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i])
	}
	y, mon, d := n[0], n[1], n[2]
	if y < 1000 {
		y, mon, d = n[2], n[1], n[0]
		switch {
		case y < 1000, n[0] <= 12 && n[1] <= 12 && n[0] != n[1]:
			return time.Time{}
		case n[1] > 12:
			mon, d = n[0], n[1]
		}
	}
	return time.Date(y, time.Month(mon), d, 0, 0, 0, 0, time.UTC)
}
