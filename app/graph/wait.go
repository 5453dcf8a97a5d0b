package graph

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// How long Handrail waits. Every request while Graph throttles counts against
// the organisation, so few tries with long waits serve it best.
const (
	longestWait = 10 * time.Minute // afterwards the refresh pauses and can be resumed
	tries       = 4                // requests in a row
	firstWait   = 2 * time.Second  // where Microsoft names no time; doubled each try
)

// waitOf reads a Retry-After header in every form seen: whole or broken seconds
// and a date (RFC 9110 section 10.2.3). ok is false where nothing can be used,
// and for a date that has passed.
func waitOf(h http.Header, now time.Time) (wait time.Duration, ok bool) {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if s, err := strconv.ParseFloat(text, 64); err == nil {
		if s <= 0 || math.IsNaN(s) {
			return 0, false
		}
		if s > 1e6 {
			s = 1e6
		}
		return time.Duration(math.Ceil(s*1000)) * time.Millisecond, true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	// The server's own clock, where it tells it, is the one the date is meant by.
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	if wait = at.Sub(now); wait <= 0 {
		return 0, false
	}
	return wait, true
}

// pause gives how long to wait before try number n (from 1) is repeated.
func pause(h http.Header, now time.Time, n int) time.Duration {
	least := firstWait << (n - 1)
	if wait, ok := waitOf(h, now); ok {
		return wait
	}
	return least
}
