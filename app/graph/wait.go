package graph

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// How long Handrail waits. While Graph throttles, every request counts against the organisation: few tries with long
// waits are best.
const (
	longestWait = 10 * time.Minute // afterwards the refresh pauses and can be resumed
	tries       = 4                // requests in a row
	firstWait   = 2 * time.Second  // where Microsoft names no time; doubled each try
)

// waitOf returns the Retry-After of an answer: whole or broken seconds, or a date (RFC 9110 section 10.2.3). ok is
// false for other texts and for a date that has passed.
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
	// The date is meant by the server's own clock, where it sends it.
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	if wait = at.Sub(now); wait <= 0 {
		return 0, false
	}
	return wait, true
}

// pause returns how long to wait before try n is repeated. The first try is 1.
func pause(h http.Header, now time.Time, n int) time.Duration {
	least := firstWait << (n - 1)
	if wait, ok := waitOf(h, now); ok {
		return wait
	}
	return least
}
