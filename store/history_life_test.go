package store

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// life is one made history of a section: what it was like at each moment, kept in a map beside the file.
type life struct {
	t       *testing.T
	h       *History
	r       *rand.Rand
	section string
	now     map[string]string
	hash    string // of the section in the cache
	past    []lived
}

type lived struct {
	at   time.Time
	rows map[string]string
}

func sumOf(rows map[string]string) string {
	return fmt.Sprint(fingerprint(fmt.Append(nil, rows)))
}

// step changes some rows, as a reading would, and writes the reading. It may be killed on the way.
func (l *life) step(at time.Time) {
	next := maps.Clone(l.now)
	if l.r.IntN(5) > 0 {
		for range l.r.IntN(4) {
			id := fmt.Sprintf("id-%d", l.r.IntN(6))
			if l.r.IntN(3) == 0 {
				delete(next, id)
			} else {
				next[id] = fmt.Sprintf(`{"id":%q,"in":{"a":%d,"b":%d},"n":%d}`, id, l.r.IntN(2), l.r.IntN(2), l.r.IntN(2))
			}
		}
	}
	old := l.hash
	if l.r.IntN(8) == 0 {
		old = "" // the cache was deleted, and is read anew
	}
	rd := read{section: l.section, at: at, old: old, new: sumOf(next)}
	for id := range l.now {
		if next[id] == "" {
			rd.gone = append(rd.gone, id)
		}
	}
	rd.each = func(whole bool, f func(string, []byte) error) error {
		for id, body := range next {
			if whole || l.now[id] != body {
				if err := f(id, []byte(body)); err != nil {
					return err
				}
			}
		}
		return nil
	}
	ctx := context.Background()
	moment, err := l.h.note(ctx, rd)
	must(l.t, err)
	switch l.r.IntN(6) {
	case 0: // killed before the cache took the rows
		must(l.t, l.h.settleLeft(ctx, []tenant.Status{{Section: l.section, Hash: l.hash}}))
		if l.hash != rd.new {
			return
		}
	case 1: // killed after it
		must(l.t, l.h.settleLeft(ctx, []tenant.Status{{Section: l.section, Hash: rd.new}}))
	default:
		must(l.t, l.h.settle(ctx, l.section, moment, at))
	}
	l.now, l.hash = next, rd.new
	l.past = append(l.past, lived{at, next})
}

func (l *life) asOf(at time.Time) (map[string]string, history.Moment) {
	got := map[string]string{}
	m, err := l.h.AsOf(context.Background(), l.section, at, func(id string, body []byte) error {
		got[id] = string(body)
		return nil
	})
	must(l.t, err)
	return got, m
}
