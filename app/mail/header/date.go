package header

import (
	"net/mail"
	"strings"
	"time"

	"handrail/app/pattern"
)

// atEnd is a time at the end of a field without a semicolon in front.
var atEnd = pattern.Lazy(`(?i)(?:^|\s)((?:(?:mon|tue|wed|thu|fri|sat|sun),?\s+)?\d{1,2}\s+[a-z]{3}\s+\d{2,4}` +
	`\s+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?.{0,60}|\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}.{0,60})$`)

// splitDate returns a Received field without its time, and the time: what stands behind the
// last semicolon outside brackets, else a time at the end.
func splitDate(value string) (clauses, date string) {
	depth, cut := 0, -1
	for i := range len(value) {
		switch value[i] {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		case ';':
			if depth == 0 {
				cut = i
			}
		}
	}
	if cut >= 0 {
		return strings.TrimSpace(value[:cut]), strings.TrimSpace(value[cut+1:])
	}
	tail := max(0, len(value)-200)
	if at := atEnd().FindStringSubmatchIndex(value[tail:]); at != nil {
		return strings.TrimSpace(value[:tail+at[2]]), strings.TrimSpace(value[tail+at[2]:])
	}
	return value, ""
}

var (
	weekday  = pattern.Lazy(`(?i)^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s*`)
	fraction = pattern.Lazy(`(:\d{2})\.(\d+)`)
)

// layouts are forms of a time that RFC 5322 does not have.
var layouts = []struct {
	layout string
	noZone bool
}{
	{"2006-01-02 15:04:05 -0700", false}, {time.RFC3339, false}, {"2 Jan 2006 15:04:05 -0700", false},
	{"2006-01-02 15:04:05", true}, {"2 Jan 2006 15:04:05", true}, {"2 Jan 2006 15:04", true}, {"2 Jan 2006", true},
	{"2006-01-02", true}, {"Jan 2 15:04:05 2006", true},
}

// readDate reads a time, in UTC; zero where text is none, or one at which there was no email.
// Without a zone UTC is assumed.
func readDate(text string) (at time.Time, noZone bool) {
	if at, noZone = parseDate(text); at.Year() < 1970 || at.Year() > 2199 {
		return time.Time{}, false
	}
	return at, noZone
}

func parseDate(text string) (at time.Time, noZone bool) {
	text = bare(text)
	if text == "" || len(text) > 100 {
		return time.Time{}, false
	}
	var part time.Duration
	if f := fraction().FindStringSubmatch(text); f != nil {
		part, _ = time.ParseDuration("0." + f[2][:min(9, len(f[2]))] + "s") // digits only
		text = fraction().ReplaceAllString(text, "$1")
	}
	text = numbered(text)
	if t, err := mail.ParseDate(text); err == nil && !namedZone().MatchString(text) {
		return t.UTC().Add(part), false
	}
	text = weekday().ReplaceAllString(text, "")
	for _, l := range layouts {
		if t, err := time.Parse(l.layout, text); err == nil {
			return t.UTC().Add(part), l.noZone
		}
		if zoned, _, ok := cutLast(text); ok { // a name that has no certain meaning
			if t, err := time.Parse(l.layout, zoned); err == nil {
				return t.UTC().Add(part), l.noZone
			}
		}
	}
	return time.Time{}, false
}

// namedZone is a zone that is only a name. Names other than those of RFC 5322 section 4.3
// have no certain meaning, and Go’s parser would take each of them for UTC.
var namedZone = pattern.Lazy(` [A-Za-z]+$`)

// numbered puts a number in place of a zone’s name, if RFC 5322 section 4.3 has it.
func numbered(text string) string {
	before, last, ok := cutLast(text)
	if offset := zones[last]; ok && offset != "" && !offsetEnd().MatchString(before) {
		return before + " " + offset
	}
	return text
}

var offsetEnd = pattern.Lazy(`[+-]\d{4}$`)

var zones = map[string]string{"UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "EDT": "-0400",
	"EST": "-0500", "CDT": "-0500", "CST": "-0600", "MDT": "-0600", "MST": "-0700", "PDT": "-0700", "PST": "-0800"}

// bare returns text without comments, with one blank between words.
func bare(text string) string {
	var kept []string
	for _, w := range words(strings.Join(strings.Fields(text), " ")) {
		if !strings.HasPrefix(w, "(") {
			kept = append(kept, w)
		}
	}
	return strings.Trim(strings.Join(kept, " "), " ;")
}

// cutLast takes the last word off, if it is the name of a zone.
func cutLast(text string) (before, last string, ok bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 || strings.Trim(text[i+1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// measure computes the delay of each hop after the one before it that wrote a time. A time
// whose zone is not known measures nothing.
func (m *Message) measure() {
	before, over := -1, 0
	for i := len(m.Hops) - 1; i >= 0; i-- {
		h := &m.Hops[i]
		if h.At.IsZero() || h.NoZone {
			over++
			continue
		}
		if before >= 0 {
			h.Over = over
			if took := h.At.Sub(m.Hops[before].At); took >= 0 {
				h.Delay, h.Delayed = took, true
			} else {
				h.Skew = -took
			}
		}
		before, over = i, 0
	}
}
