package graph

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"handrail/app"
	"handrail/app/tenant"
)

// These tests hold what is promised, by its number: a constant that changes makes them fail.

// TestAReadIsSentFourTimesAtMost: while Graph throttles, every request counts against the organisation.
func TestAReadIsSentFourTimesAtMost(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"throttled": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"down":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"broken": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			say(w, "{")
		},
	} {
		var sent atomic.Int32
		g := hasty(t, patience{}, func(w http.ResponseWriter, r *http.Request) {
			sent.Add(1)
			answer(w, r)
		})
		if _, _, err := fetched(g, tenant.SectionGroups, ""); err == nil || sent.Load() != 4 {
			t.Errorf("%s: sent %d times, %v", name, sent.Load(), err)
		}
	}
}

// TestNoAnswerLargerThan64MBIsRead: 64 MB are 67,108,864 bytes.
func TestNoAnswerLargerThan64MBIsRead(t *testing.T) {
	const most = 67_108_864
	block := strings.Repeat(" ", 1<<20)
	for size, refused := range map[int]bool{most - 1<<20: false, most + 1<<20: true} {
		g := hasty(t, patience{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			const page = `{"value":[{"id":"a"}]}`
			_, _ = w.Write([]byte(page))
			for left := size - len(page); left > 0; left -= len(block) {
				if _, err := w.Write([]byte(block[:min(left, len(block))])); err != nil {
					return
				}
			}
		})
		rows, _, err := fetched(g, tenant.SectionGroups, "")
		if message, _ := app.UserMessage(err); refused != strings.Contains(message, "larger than 64 MB") ||
			!refused && len(rows) != 1 {
			t.Errorf("an answer of %d bytes: %d rows, %v", size, len(rows), err)
		}
	}
}
