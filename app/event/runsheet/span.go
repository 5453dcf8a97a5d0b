package runsheet

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"handrail/app"
)

// mostSpan is the longest length that is accepted. It catches typing errors.
const mostSpan = 72 * time.Hour

// ParseSpan reads a length: minutes ("5"), minutes and seconds ("5:30"), hours
// ("1:02:03"), or with letters ("1h 5m 30s", "90s"). An empty text is 0.
// The error is app.Invalid.
func ParseSpan(text string) (time.Duration, error) {
	clean := strings.ToLower(strings.Join(strings.Fields(text), ""))
	clean = strings.TrimSuffix(strings.ReplaceAll(clean, "min", "m"), ".")
	if clean == "" {
		return 0, nil
	}
	d, ok := letters(clean)
	if !ok {
		d, ok = colons(clean)
	}
	if !ok || d < 0 || d > mostSpan {
		return 0, app.Errorf(app.Invalid, "Enter minutes. For example 5, or 5:30 for 5 minutes and 30 seconds.",
			"“%s” is not a length.", text)
	}
	return d, nil
}

func letters(text string) (time.Duration, bool) {
	if strings.ContainsAny(text, ".+-µnu") || !strings.ContainsAny(text, "hms") {
		return 0, false
	}
	d, err := time.ParseDuration(text)
	return d, err == nil
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
