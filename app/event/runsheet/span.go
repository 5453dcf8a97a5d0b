package runsheet

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/pattern"
)

// mostSpan is the longest length that is accepted. It catches typing errors.
const mostSpan = 72 * time.Hour

// ParseSpan reads a length: minutes ("5", "2.5"), minutes and seconds ("5:30"), hours
// ("1:02:03"), or with units ("1h 5m 30s", "1 hour", "4 mins", "1h30", "5'"). An empty text
// is 0. The error is app.Invalid.
func ParseSpan(text string) (time.Duration, error) {
	clean := halves.Replace(about().ReplaceAllString(strings.ToLower(strings.TrimSpace(text)), ""))
	if clean == "" {
		return 0, nil
	}
	d, ok := units(clean)
	if !ok {
		clean = hoursAfter().ReplaceAllString(clean, "$1:00")
		clean = minutesAfter().ReplaceAllString(clean, "$1")
		clean = strings.NewReplacer(" :", ":", ": ", ":").Replace(clean)
		d, ok = colons(strings.TrimSuffix(clean, "."))
	}
	if !ok || d < 0 || d > mostSpan {
		return 0, app.Errorf(app.Invalid, "Enter minutes. For example 5, or 5:30 for 5 minutes and 30 seconds.",
			"“%s” is not a length.", text)
	}
	return d.Round(time.Second), nil
}

var (
	// minutesAfter is a unit after figures with a colon: "5:30 min".
	minutesAfter = pattern.Lazy(`^([\d:\s]*:\d\d)\s*(?:m|mins?|minutes?|minuten|h|hrs?|hours?)\.?$`)
	// hoursAfter is a unit after hours and minutes: "1:30 h".
	hoursAfter = pattern.Lazy(`^(\d{1,3}\s?:\s?\d\d)\s*(?:h|hrs?|hours?|std|stunden?|heures?)\.?$`)
	// about is a word before a length or a time that is not exact.
	about = pattern.Lazy(`^(?:ca\.?|circa|approx\.?|approximately|about|around|env\.?|environ|etwa|~|≈|±)\s*`)
	// halves are fractions as one character.
	halves = strings.NewReplacer("1½", "1.5", "2½", "2.5", "3½", "3.5", "1¼", "1.25", "1¾", "1.75", "½", "0.5",
		"¼", "0.25", "¾", "0.75")
	// counted is a number with its unit.
	counted = pattern.Lazy(`^(\d{1,5})(?:[.,](\d{1,6}))?\s*([\p{L}'’′"″”]*)\.?(?:\s+|$)?`)
	// counts are the units, in the languages of people who write run sheets.
	counts = map[string]time.Duration{
		"s": time.Second, "sec": time.Second, "secs": time.Second, "second": time.Second, "seconds": time.Second,
		"sek": time.Second, "sekunde": time.Second, "sekunden": time.Second, "seg": time.Second,
		"segundos": time.Second, "secondes": time.Second, "secondi": time.Second,
		"\"": time.Second, "″": time.Second, "”": time.Second,
		"m": time.Minute, "mn": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute,
		"minutes": time.Minute, "minuten": time.Minute, "minuto": time.Minute, "minutos": time.Minute,
		"minuti": time.Minute, "minuut": time.Minute, "minuter": time.Minute, "minutter": time.Minute,
		"'": time.Minute, "’": time.Minute, "′": time.Minute,
		"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "hour": time.Hour, "hours": time.Hour, "std": time.Hour,
		"stunde": time.Hour, "stunden": time.Hour, "heure": time.Hour, "heures": time.Hour, "hora": time.Hour,
		"horas": time.Hour, "ora": time.Hour, "ore": time.Hour, "uur": time.Hour, "tim": time.Hour,
	}
)

// units reads numbers with their units, each smaller than the one before. A number without
// a unit has minutes, or after minutes seconds.
func units(text string) (all time.Duration, ok bool) {
	last := 100 * time.Hour
	for text != "" {
		m := counted().FindStringSubmatch(text)
		if m == nil {
			return 0, false
		}
		unit, known := counts[m[3]]
		if m[3] == "" {
			unit, known = time.Minute, last >= time.Hour
			if last == time.Minute {
				unit, known = time.Second, true
			}
		}
		if !known || unit >= last {
			return 0, false
		}
		value, err := strconv.ParseFloat(m[1]+"."+m[2]+"0", 64)
		if err != nil || value > 5000 && unit != time.Second {
			return 0, false
		}
		all += time.Duration(value * float64(unit))
		last = unit
		rest := text[len(m[0]):]
		if m[3] == "" && rest != "" { // "5 10" is not a length
			return 0, false
		}
		text = strings.TrimPrefix(strings.TrimPrefix(rest, "and "), "und ")
	}
	return all, true
}

func colons(text string) (time.Duration, bool) {
	parts := strings.Split(text, ":")
	if len(parts) > 3 {
		return 0, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 || v > 5000 || len(p) > 4 || p[0] == '+' || i > 0 && v > 59 {
			return 0, false
		}
		n[i] = v
	}
	switch len(parts) {
	case 1:
		return time.Duration(n[0]) * time.Minute, true
	case 2:
		return time.Duration(n[0])*time.Minute + time.Duration(n[1])*time.Second, true
	}
	return time.Duration(n[0])*time.Hour + time.Duration(n[1])*time.Minute + time.Duration(n[2])*time.Second, true
}

// ParseOffset reads an offset from the start: "-30", "+12:30", "start". A hyphen and a
// minus sign are the same. The error is app.Invalid.
func ParseOffset(text string) (time.Duration, error) {
	clean := strings.ReplaceAll(strings.TrimSpace(text), "−", "-")
	sign := time.Duration(1)
	switch {
	case strings.EqualFold(clean, "start"):
		return 0, nil
	case strings.HasPrefix(clean, "-"):
		sign, clean = -1, clean[1:]
	case strings.HasPrefix(clean, "+"):
		clean = clean[1:]
	}
	d, err := ParseSpan(clean)
	if err != nil || strings.TrimSpace(clean) == "" {
		return 0, app.Errorf(app.Invalid, "Enter -30 for 30 minutes before the start, or +12 for 12 minutes after it.",
			"“%s” is not a time relative to the start.", text)
	}
	return sign * d, nil
}

// FormatDuration returns d as ParseSpan reads it: "5", "5:30".
func FormatDuration(d time.Duration) string {
	m, s := int(d/time.Minute), int(d%time.Minute/time.Second)
	if s == 0 {
		return strconv.Itoa(m)
	}
	if m >= 60 {
		return fmt.Sprintf("%d:%02d:%02d", m/60, m%60, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// FormatOffset returns an offset from the start for people: "−30 min", "Start", "+4 min".
func FormatOffset(d time.Duration) string {
	switch {
	case d == 0:
		return "Start"
	case d < 0:
		return "−" + FormatDuration(-d) + " min"
	}
	return "+" + FormatDuration(d) + " min"
}

// FormatCountdown returns the time left as a countdown: "4:42", "1:02:03"; "+0:30" if it is over.
func FormatCountdown(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "+", -d
	}
	s := int(d / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%s%d:%02d:%02d", sign, s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%s%d:%02d", sign, s/60, s%60)
}
