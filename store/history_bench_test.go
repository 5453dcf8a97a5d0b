package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"handrail/app/tenant"
)

// BenchmarkSwapWithHistory100000 swaps in 100,000 people of whom 1 % changed, with the history and without, in turn.
// ratio is the time of Complete and Settle with it, divided by the time without.
func BenchmarkSwapWithHistory100000(b *testing.B) {
	c, plain := crowd(b), crowd(b)
	_ = plain.past.Close()
	plain.past = nil
	swapOnePercent(b, c, 0) // the first look keeps every row
	swapOnePercent(b, plain, 0)
	var with, without time.Duration
	for n := 1; b.Loop(); n++ {
		without += swapOnePercent(b, plain, n)
		with += swapOnePercent(b, c, n)
	}
	b.ReportMetric(with.Seconds()/without.Seconds(), "ratio")
	b.ReportMetric(float64((with-without).Milliseconds())/float64(b.N), "ms-history")
	peak(b)
}

// swapOnePercent reads all registrations, of which every hundredth is new in turn n, and returns how long it took to
// swap them in and to make people again.
func swapOnePercent(b *testing.B, c *Cache, n int) time.Duration {
	b.Helper()
	ctx := context.Background()
	if _, err := c.Begin(ctx, tenant.SectionRegistration); err != nil {
		b.Fatal(err)
	}
	for from := 0; from < many; from += 1000 {
		var p tenant.Page
		for i := from; i < from+1000; i++ {
			row := aRegistration(i)
			if i%100 == n%100 {
				row.Body = fmt.Appendf(nil, `{"id":%q,"isMfaCapable":true,"turn":%d}`, row.ID, n)
			}
			p.Rows = append(p.Rows, row)
		}
		if _, err := c.Keep(ctx, tenant.SectionRegistration, p); err != nil {
			b.Fatal(err)
		}
	}
	begun := time.Now()
	if _, err := c.Complete(ctx, tenant.SectionRegistration, nil, nil); err != nil {
		b.Fatal(err)
	}
	if err := c.Settle(ctx); err != nil {
		b.Fatal(err)
	}
	return time.Since(begun)
}
