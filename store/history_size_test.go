package store

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"handrail/app/drift"
	"handrail/app/history"
	"handrail/app/tenant"
)

// aLargePerson returns a person as Microsoft sends one, of 700 to 1,000 bytes, after so many changes.
func aLargePerson(i, n int) (id string, body []byte) {
	id = aPersonID(i)
	return id, fmt.Appendf(nil, `{"id":%q,"accountEnabled":%t,"assignedLicenses":[{"disabledPlans":[],`+
		`"skuId":"3b555118-da6a-4418-894f-7df1e2096%03d"},{"disabledPlans":["a23b959c-7ce8-4e57-9140-b90eb88a9e97"],`+
		`"skuId":"f30db892-07e9-47e9-837c-80727f46fd3d"}],"companyName":"Northgate Parish","createdDateTime":`+
		`"2021-03-%02dT09:12:45Z","department":"Department %d","displayName":"Person %05d of the Parish",`+
		`"employeeType":null,"givenName":"Person %05d","jobTitle":"Helper %d","mail":"person.%d@parish.example",`+
		`"mobilePhone":"+44 20 7946 0%03d %d","officeLocation":"Hall %d","onPremisesSyncEnabled":null,`+
		`"otherMails":["person.%d@example.org"],"preferredLanguage":"en-GB","proxyAddresses":`+
		`["SMTP:person.%d@parish.example","smtp:p%d@parish.example"],"surname":"of the Parish","usageLocation":"GB",`+
		`"userPrincipalName":"person.%d@parish.example","userType":"Member"}`, id, (n+i)%8 != 5, n/3, 1+i%28, i%40, i, i,
		n/2, i, i%1000, n, i%9, i, i, i, i)
}

// twoYears makes the history of 730 days with 100,000 people, of whom 1 % changed each day, and folds it each day as a
// start does. It returns its last day and the longest time of a fold.
func twoYears(b *testing.B) (h *History, last time.Time, slowest time.Duration) {
	b.Helper()
	ctx := context.Background()
	k := historyKind(parish)
	k.pragmas = append(k.pragmas, "synchronous(OFF)") // the size is measured, not the disk
	f, _, err := openKind(b.TempDir(), clock, k)
	if err != nil {
		b.Fatal(err)
	}
	h = &History{f}
	b.Cleanup(func() { _ = h.Close() })
	for day := range 730 {
		last = noon.AddDate(0, 0, day-730)
		r := read{section: tenant.SectionUsers, at: last, old: fmt.Sprint(day - 1), new: fmt.Sprint(day),
			each: func(whole bool, row func(string, []byte) error) error {
				for i := range many {
					if whole || i*7919%many/1000 == day%100 {
						if err := row(aLargePerson(i, (day+99)/100)); err != nil {
							return err
						}
					}
				}
				return nil
			}}
		moment, err := h.note(ctx, r)
		if err != nil {
			b.Fatal(err)
		}
		if err := h.settle(ctx, r.section, moment, last); err != nil {
			b.Fatal(err)
		}
		begun := time.Now()
		if _, err := h.fold(ctx, last, history.KeepOf(nil), slice); err != nil {
			b.Fatal(err)
		}
		slowest = max(slowest, time.Since(begun))
	}
	h.forget(ctx)
	return h, last, slowest
}

// BenchmarkHistoryOfTwoYears measures what two years of 100,000 people need on the disk, and how long it takes to see
// what they were on any day, and what changed in all the time.
func BenchmarkHistoryOfTwoYears(b *testing.B) {
	ctx := context.Background()
	h, last, fold := twoYears(b)
	c := crowd(b)
	_ = c.past.Close()
	c.past = h
	defer func() { _ = c.Close() }()
	st, err := os.Stat(h.path)
	if err != nil {
		b.Fatal(err)
	}
	var asOf, since []float64
	for b.Loop() {
		for _, days := range []int{0, 100, 365, 500, 729} {
			begun, rows := time.Now(), 0
			_, err := h.AsOf(ctx, tenant.SectionUsers, last.AddDate(0, 0, -days), func(string, []byte) error {
				rows++
				return nil
			})
			if err != nil || rows != many {
				b.Fatal(rows, err)
			}
			asOf = append(asOf, float64(time.Since(begun).Milliseconds()))
		}
		begun := time.Now()
		r, err := drift.Since(ctx, drift.Sources{View: c, Most: drift.MostOnPage}, time.Time{}, last)
		if err != nil || len(r.Left) != 1 || len(r.Told) == 0 {
			b.Fatal(r.Left, len(r.Told), err)
		}
		since = append(since, float64(time.Since(begun).Milliseconds()))
	}
	b.ReportMetric(slices.Max(asOf), "ms-as-of")
	b.ReportMetric(slices.Max(since), "ms-what-changed")
	b.ReportMetric(float64(fold.Milliseconds()), "ms-fold")
	b.ReportMetric(float64(st.Size())/(1<<20), "MB")
}
