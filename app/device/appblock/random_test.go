package appblock

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app/device/indicator"
)

// slowCurve counts each score by itself, from all apps.
func slowCurve(apps []App, needs Needs, score int) (l Level) {
	l.Score = score
	domains := map[string]bool{}
	for _, a := range apps {
		if a.Tagged("protected") || needs[strings.ToLower(a.Name)] || a.Tagged("sanctioned") || !a.Scored || a.Score > score {
			continue
		}
		l.Apps++
		if !a.PeopleKnown {
			l.PeopleUnknown++
		} else if l.PeopleMost += a.People; a.People > l.PeopleLeast {
			l.PeopleLeast = a.People
		}
		l.Transactions, l.Traffic = l.Transactions+a.Transactions, l.Traffic+a.Traffic
		if !a.TrafficKnown {
			l.TrafficUnknown++
		}
		if !a.TransactionsKnown {
			l.TransactionsUnknown++
		}
		for _, d := range a.Domains {
			domains[d] = true
		}
	}
	l.Domains = len(domains)
	return l
}

func randomApps(r *rand.Rand, n int) (apps []App) {
	for i := range n {
		a := App{ID: fmt.Sprint(i), Name: fmt.Sprintf("App %d", i), Score: r.IntN(11), Scored: r.IntN(9) > 0,
			PeopleKnown: r.IntN(3) > 0, Transactions: int64(r.IntN(900)), TransactionsKnown: true,
			Traffic: int64(r.IntN(1 << 30)), TrafficKnown: r.IntN(8) > 0}
		if a.PeopleKnown {
			a.People = r.IntN(60)
		}
		if !a.TrafficKnown {
			a.Traffic = 0
		}
		switch r.IntN(10) {
		case 0:
			a.Tags = []string{TagProtected}
		case 1:
			a.Tags = []string{TagSanctioned, "Custom"}
		}
		for range r.IntN(4) {
			d := fmt.Sprintf("d%d.example", r.IntN(n))
			if r.IntN(3) == 0 {
				d = "www." + d
			}
			a.Domains = append(a.Domains, d)
		}
		apps = append(apps, a)
	}
	return apps
}

// TestAgainstASlowSecond: the curve, and who is stopped by whose domain.
func TestAgainstASlowSecond(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 400 {
		apps := randomApps(r, 1+r.IntN(40))
		needs := NewNeeds([]string{"app 1", " APP 2 "})
		levels := Curve(apps, needs)
		for score := range MaxScore + 1 {
			if want := slowCurve(apps, needs, score); levels[score] != want {
				t.Fatalf("%d: %+v, want %+v", score, levels[score], want)
			}
			blocked := Blocked(apps, score, needs)
			if len(blocked) != levels[score].Apps {
				t.Fatal(score, len(blocked))
			}
			under := func(d string, of App) bool {
				return slices.ContainsFunc(of.Domains, func(x string) bool { return d == x || strings.HasSuffix(x, "."+d) })
			}
			spared := func(d string) bool {
				return slices.ContainsFunc(apps, func(a App) bool {
					c := ClassOf(a, needs)
					return (c == Needed || c == Sanctioned || c == Protected) && under(d, a)
				})
			}
			stopped := map[string]bool{}
			for _, a := range apps {
				if slices.ContainsFunc(blocked, func(b App) bool { return b.ID == a.ID }) {
					continue
				}
				for _, d := range a.Domains {
					for _, b := range blocked {
						if slices.ContainsFunc(b.Domains, func(x string) bool {
							return (d == x || strings.HasSuffix(d, "."+x)) && !spared(x)
						}) {
							stopped[a.ID+" "+d] = true
						}
					}
				}
			}
			got := map[string]bool{}
			for _, c := range FindCollateral(apps, score, needs) {
				for _, d := range c.Stopped {
					got[c.App.ID+" "+d] = true
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(stopped) {
				t.Fatalf("%d: %v, want %v", score, got, stopped)
			}
		}
	}
}

func FuzzReadExport(f *testing.F) {
	f.Add([]byte("App,Score,Users\nHop,3,2\n"), "")
	f.Add([]byte("A\tB\nHop\t3.5\n"), "name=A\nscore=B")
	f.Fuzz(func(t *testing.T, data []byte, columns string) {
		by, err := ParseColumns(columns)
		if err != nil {
			return
		}
		e, err := ReadExport(data, by)
		if err != nil {
			return
		}
		for _, l := range Curve(e.Apps, nil) {
			if l.Apps > len(e.Apps) || l.PeopleLeast > l.PeopleMost || l.Traffic < 0 {
				t.Fatalf("%+v", l)
			}
		}
		rows, _ := Rows(e.Apps, nil, indicator.Block, time.Time{})
		indicator.Files(rows)
		FindCollateral(e.Apps, 5, nil)
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"id":"1","riskScore":4,"userCount":3,"domains":["a.example"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Decode(data, true)
		if err == nil && (a.Score < 0 || a.Score > MaxScore || a.People < 0 || a.Traffic < 0 || !a.Scored && a.Score != 0) {
			t.Fatalf("%+v", a)
		}
	})
}

func BenchmarkCurve2000(b *testing.B) {
	apps := randomApps(rand.New(rand.NewPCG(7, 8)), 2000)
	for b.Loop() {
		Curve(apps, nil)
	}
}
