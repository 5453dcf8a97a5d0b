package appblock

import (
	"strconv"
	"strings"
	"time"
)

// parts returns the entries of a cell, with commas, semicolons, bars or lines between them.
func parts(cell string) (all []string) {
	for _, s := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;|\n", r) }) {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// figure returns a whole number, with separators between thousands or without.
func figure(s string) (int64, bool) {
	for i, group := range strings.Split(s, ",") {
		if i > 0 && len(strings.TrimSpace(group)) != 3 {
			return 0, false // “1,5” is not 15
		}
	}
	s = strings.NewReplacer(",", "", "\u00a0", "", "\u202f", "", " ", "").Replace(s)
	n, err := strconv.ParseInt(s, 10, 64)
	return min(n, most), err == nil && n >= 0
}

// units are the units in which portals show traffic.
var units = map[string]float64{"": 1, "b": 1, "bytes": 1, "kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30, "tb": 1 << 40}

// bytes returns an amount of traffic: a number of bytes, or a number with its unit.
func bytes(s string) (int64, bool) {
	if n, ok := figure(s); ok {
		return n, true
	}
	s = strings.ToLower(s)
	end := strings.LastIndexAny(s, "0123456789") + 1
	whole, rest, comma := strings.Cut(s[:end], ",")
	switch {
	case comma && !strings.ContainsAny(rest, ",.") && len(rest) != 3: // “1,5 GB”
		s = whole + "." + rest + s[end:]
	default:
		s = strings.ReplaceAll(s, ",", "")
	}
	end = strings.LastIndexAny(s, "0123456789") + 1
	f, err := strconv.ParseFloat(strings.TrimSpace(s[:end]), 64)
	unit, known := units[strings.TrimSpace(s[end:])]
	if err != nil || !known || f < 0 || f*unit > most {
		return 0, false
	}
	return int64(f * unit), true
}

// day returns a time in one of the forms that cannot be misread.
func day(s string) time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if at, err := time.Parse(form, s); err == nil {
			return at
		}
	}
	return time.Time{}
}
