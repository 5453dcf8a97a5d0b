//go:build unix

package access

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// town is an organisation of n people in groups that lie in each other, also in a circle;
// one group was not read, and some people have guests' accounts and roles.
func town(n, groups int) ([]Subject, Members) {
	rnd := rand.New(rand.NewPCG(7, 7))
	people, direct, inside := make([]Subject, n), map[string][]string{}, map[string][]string{}
	for i := range people {
		s := Subject{ID: fmt.Sprintf("%08d-0000-4000-8000-000000000000", i), Kinds: Member,
			Active: Roles{Complete: true}, Eligible: Roles{Complete: true}}
		switch {
		case i%10 == 0:
			s.Kinds = ExternalGuest
		case i%400 == 1:
			s.Active.IDs = []string{fmt.Sprint("r", i%30)}
		case i%400 == 2:
			s.Eligible.IDs = []string{fmt.Sprint("r", i%30)}
		case i%1000 == 3:
			s.Eligible.Complete = false
		}
		people[i] = s
		for range 10 {
			g := fmt.Sprint("g", rnd.IntN(groups))
			direct[g] = append(direct[g], s.ID)
		}
	}
	for g := range groups {
		for range rnd.IntN(3) {
			key := fmt.Sprint("g", g)
			inside[key] = append(inside[key], fmt.Sprint("g", g/20*20+rnd.IntN(20)))
		}
	}
	return people, func(g string) ([]string, []string, bool) { return direct[g], inside[g], g != "g0" }
}

// laws returns n policies for such an organisation.
func laws(n, groups int) (all []Policy) {
	rnd := rand.New(rand.NewPCG(8, 8))
	some := func(prefix string, of, most int) (ids []string) {
		for range rnd.IntN(most + 1) {
			ids = append(ids, fmt.Sprint(prefix, rnd.IntN(of)))
		}
		return ids
	}
	for n := range n {
		p := For(Scope{Everyone: n%2 == 0, Groups: some("g", groups, 5), Roles: some("r", 30, 14)},
			Scope{Groups: some("g", groups, 4), Roles: some("r", 30, 2)})
		if n%5 == 0 {
			p.Exclude.Guests = AllGuests()
		}
		all = append(all, p)
	}
	return all
}

// BenchmarkReachOfAll asks 2,000 policies of 100,000 people: everything from the members
// of the groups to the answers. It also says what processor time and memory that takes.
func BenchmarkReachOfAll(b *testing.B) {
	const count, groups = 100_000, 1000
	people, members := town(count, groups)
	all := laws(2000, groups)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start, reached := used(), 0
	b.ReportAllocs()
	for b.Loop() {
		kept := make([][2]Set, 0, len(all))
		crowd := NewCrowd(people, members)
		for i := range all {
			yes, unknown := crowd.Reach(&all[i])
			kept = append(kept, [2]Set{yes, unknown})
			reached += yes.Count()
		}
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(kept)
	}
	if reached == 0 {
		b.Fatal("no one is reached")
	}
	b.ReportMetric((used()-start).Seconds()/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(after.Sys)/1e6, "MB-sys")
}

// BenchmarkReach asks one policy of one person after another, as guides do.
func BenchmarkReach(b *testing.B) {
	people, members := town(10_000, 1000)
	NewCrowd(people, members)
	all := laws(100, 1000)
	for n := 0; b.Loop(); n++ {
		all[n%100].Reach(&people[n%10_000])
	}
}

// used returns the processor time of this program.
func used() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
