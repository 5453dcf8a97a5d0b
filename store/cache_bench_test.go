package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handrail/app/tenant"
)

// many is how many people the benchmarks have.
const many = 100_000

// bring refreshes all that people are put together from, in pages of 999.
func bring(b *testing.B, c *Cache, state tenant.State) {
	b.Helper()
	ctx := context.Background()
	for section, row := range map[string]func(int) tenant.Row{tenant.SectionUsers: aPerson,
		tenant.SectionRegistration: aRegistration} {
		if _, err := c.Begin(ctx, section); err != nil {
			b.Fatal(err)
		}
		for from := 0; from < many; from += 999 {
			p := tenant.Page{Next: fmt.Sprint("page ", from)}
			for i := from; i < min(from+999, many); i++ {
				p.Rows = append(p.Rows, row(i))
			}
			if _, err := c.Keep(ctx, section, p); err != nil {
				b.Fatal(err)
			}
		}
		if st, err := c.Complete(ctx, section, nil, nil); err != nil || st.State != state {
			b.Fatal(st.State, err)
		}
	}
	if err := c.Settle(ctx); err != nil {
		b.Fatal(err)
	}
}

func aRegistration(i int) tenant.Row {
	id := aPersonID(i)
	return jsonRow(id, fmt.Sprintf(`{"id":%q,"userPrincipalName":"person.%d@parish.example",`+
		`"userDisplayName":"Person %05d","userType":"member","isAdmin":false,"isSsprRegistered":true,`+
		`"isSsprEnabled":true,"isSsprCapable":true,"isMfaRegistered":%t,"isMfaCapable":%t,`+
		`"isPasswordlessCapable":false,"methodsRegistered":["mobilePhone","microsoftAuthenticatorPush"],`+
		`"userPreferredMethodForSecondaryAuthentication":"push","lastUpdatedDateTime":"2026-11-01T00:00:00Z"}`, id, i,
		i, i%7 > 0, i%7 > 1))
}

// peak reports the most memory this program had so far, in megabytes.
func peak(b *testing.B) {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var kb float64
		if strings.HasPrefix(s.Text(), "VmHWM:") {
			_, _ = fmt.Sscanf(s.Text(), "VmHWM: %f", &kb)
			b.ReportMetric(kb/1024, "peakMB")
		}
	}
}

// crowded is the folder of a cache with many people, made once; TestMain removes it.
var crowded string

// crowd opens a copy of a cache with many people.
func crowd(b *testing.B) *Cache {
	b.Helper()
	if crowded == "" {
		folder, err := os.MkdirTemp("", "handrail-crowd-")
		if err != nil {
			b.Fatal(err)
		}
		c, _, err := OpenCache(folder, parish, time.Now)
		if err != nil {
			b.Fatal(err)
		}
		bring(b, c, tenant.Updated)
		if err := c.Close(); err != nil {
			b.Fatal(err)
		}
		crowded = folder
	}
	folder := filepath.Join(b.TempDir(), "copy")
	if err := os.CopyFS(folder, os.DirFS(crowded)); err != nil {
		b.Fatal(err)
	}
	return mustCache(b, folder, time.Now)
}

// BenchmarkRefresh100000 brings 100,000 people and as many registrations into an
// empty cache, the search over them included.
func BenchmarkRefresh100000(b *testing.B) {
	for b.Loop() {
		c := mustCache(b, b.TempDir(), time.Now)
		bring(b, c, tenant.Updated)
		st, err := os.Stat(filepath.Join(c.Folder(), cacheName(parish)))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(st.Size())/1e6, "fileMB")
		_ = c.Close()
	}
	b.ReportMetric(float64(2*many*b.N)/b.Elapsed().Seconds(), "rows/s")
	peak(b)
}

// BenchmarkUnchangedRefresh100000 brings the same rows again.
func BenchmarkUnchangedRefresh100000(b *testing.B) {
	c := crowd(b)
	for b.Loop() {
		bring(b, c, tenant.Unchanged)
	}
	b.ReportMetric(float64(2*many*b.N)/b.Elapsed().Seconds(), "rows/s")
	peak(b)
}

// BenchmarkPeople100000 searches, pages and counts.
func BenchmarkPeople100000(b *testing.B) {
	ctx, c := context.Background(), crowd(b)
	for name, q := range map[string]tenant.PeopleQuery{
		"all": {}, "one": {Words: "person.77777@"}, "nobody": {Words: "nobody here"}, "everybody": {Words: "person"},
		"two words": {Words: "nuñez 4242"},
		"filter":    {Filter: tenant.NoMFA}, "filter and word": {Filter: tenant.NoMFA, Words: "department 7"},
		"last": {Sort: "last-sign-in"},
	} {
		b.Run("Find "+name, func(b *testing.B) {
			for b.Loop() {
				keys, err := c.Find(ctx, q)
				if err != nil || len(keys) == 0 && name != "nobody" {
					b.Fatal(len(keys), err)
				}
			}
		})
	}
	keys, err := c.Find(ctx, tenant.PeopleQuery{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("At 100", func(b *testing.B) {
		for i := 0; b.Loop(); i = (i + 100) % (many - 100) {
			if _, err := c.At(ctx, keys[i:i+100]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Count", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Count(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Person", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Person(ctx, "person.55555@parish.example"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Each", func(b *testing.B) {
		for b.Loop() {
			n := 0
			if err := c.Each(ctx, tenant.SectionUsers, func(string, []byte) error { n++; return nil }); err != nil ||
				n != many {
				b.Fatal(n, err)
			}
		}
	})
	peak(b)
}

// BenchmarkOpenCache100000 opens a cache with 100,000 people and finds the first.
func BenchmarkOpenCache100000(b *testing.B) {
	c := crowd(b)
	folder := c.Folder()
	if err := c.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c, notices, err := OpenCache(folder, parish, time.Now)
		if err != nil || len(notices) > 0 {
			b.Fatal(notices, err)
		}
		if counts, err := c.Count(context.Background()); err != nil || counts[tenant.AllPeople] != many {
			b.Fatal(counts, err)
		}
		_ = c.Close()
	}
}
