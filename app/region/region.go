// Package region reads how this computer writes a day in figures, with which day its weeks begin, and which paper it
// prints on. The words of Handrail stay English, so a day in words is “6 December 2026” everywhere, and so are numbers
// in sentences: “1,000”. What is saved does not depend on the computer.
package region

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Forms are what a system says about days and paper.
type Forms struct {
	Day    string       // a day in figures, as a layout of package time, for example 02/01/2006; "" is not known
	First  time.Weekday // of the week
	Letter bool         // prints on Letter instead of A4
}

// Standard are the forms where the system does not say: 2006-01-02, Monday, A4.
func Standard() Forms { return Forms{Day: time.DateOnly, First: time.Monday} }

// Read returns the forms of this computer. It asks the system, which can take a moment, until ctx ends.
func Read(ctx context.Context) Forms {
	f := read(ctx)
	if !usable(f.Day) {
		f.Day = Standard().Day
	}
	return f
}

// Layouts returns the layouts in which a day in figures can be typed: that of the system first, and then those that
// cannot mean another day. Without a year, the month and the day have the order of the system.
func (f Forms) Layouts() []string {
	all := []string{"2006-1-2", "2.1.2006"}
	switch {
	case f.Day == "":
		return append(all, "2/1/2006")
	case strings.Index(f.Day, "1") < strings.Index(f.Day, "2") && strings.Contains(f.Day, "/"):
		return append([]string{"1/2/2006", "1/2/06", "1-2-2006"}, all...)
	}
	return append([]string{"2/1/2006", "2/1/06", "2-1-2006"}, all...)
}

// usable reports whether a layout has a day, a month and a year of four figures, and a day comes back from it.
func usable(layout string) bool {
	day := time.Date(2031, time.October, 25, 0, 0, 0, 0, time.UTC)
	back, err := time.Parse(layout, day.Format(layout))
	return layout != "" && err == nil && back.Equal(day)
}

// fromPosix returns the layout of a date format as strftime has it (POSIX, “strftime”); "" where it has something
// else.
func fromPosix(format string) string {
	format = strings.NewReplacer("%D", "%m/%d/%y", "%F", "%Y-%m-%d").Replace(format)
	layout := strings.NewReplacer("%d", "02", "%-d", "2", "%e", "2", "%m", "01", "%-m", "1", "%y", "2006", "%Y", "2006",
		"%Ey", "2006").Replace(format)
	if strings.Contains(layout, "%") {
		return ""
	}
	return strings.TrimSpace(layout)
}

// pattern is a part of a date format of Windows or macOS: a run of one letter, or text in quotes.
var pattern = regexp.MustCompile(`'[^']*'|d+|M+|y+|[A-Za-z]+`)

// fromPattern returns the layout of a date format as Windows (“Day, Month, Year, and Era Format Pictures”) and Unicode
// (Technical Standard 35) have it; "" where it has names of months or days, which would not be English.
func fromPattern(format string) string {
	known := true
	layout := pattern.ReplaceAllStringFunc(format, func(part string) string {
		switch {
		case part == "d":
			return "2"
		case part == "dd":
			return "02"
		case part == "M", part == "L":
			return "1"
		case part == "MM", part == "LL":
			return "01"
		case part[0] == 'y':
			return "2006"
		}
		known = false
		return ""
	})
	if !known {
		return ""
	}
	return strings.TrimSpace(strings.TrimRight(layout, " ."))
}

// The regions whose weeks begin on Sunday or Saturday, and that use Letter (Unicode CLDR 46, “weekData” and
// “measurementData”).
var (
	sunday = strings.Fields("AG AS AU BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT " +
		"MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW")
	saturday = strings.Fields("AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY")
	letter   = strings.Fields("BZ CA CL CO CR GT MX NI PA PH PR SV US VE")
)

// ofRegion returns what is known of a region, such as GB.
func ofRegion(name string) Forms {
	f := Forms{First: time.Monday, Letter: slices.Contains(letter, name)}
	switch {
	case slices.Contains(sunday, name):
		f.First = time.Sunday
	case slices.Contains(saturday, name):
		f.First = time.Saturday
	}
	switch {
	case name == "US" || name == "PH" || name == "PR" || name == "GU":
		f.Day = "1/2/2006"
	case slices.Contains(strings.Fields("GB IE AU NZ IN FR ES IT PT BR BE ZA MX"), name):
		f.Day = "02/01/2006"
	case slices.Contains(strings.Fields("DE AT CH PL CZ NO FI RO"), name):
		f.Day = "02.01.2006"
	}
	return f
}

// regionOf returns the region of a locale such as en_GB.UTF-8 or de-CH; "" where it has none.
func regionOf(locale string) string {
	if _, rest, has := strings.Cut(locale, "@rg="); has && len(rest) >= 2 {
		return strings.ToUpper(rest[:2])
	}
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	for i, part := range strings.FieldsFunc(locale, func(r rune) bool { return r == '_' || r == '-' }) {
		if i > 0 && len(part) == 2 { // the first is the language
			return strings.ToUpper(part)
		}
	}
	return ""
}
