package access

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// nested returns the members of some groups in each other, also in a circle, one of which
// was not read.
func nested(rnd *rand.Rand, ids []string) Members {
	inside := map[string][]string{"g1": {"a", "g2"}, "g2": {"G3"}, "a": {"b"}, "b": {"A"}, "g3": {}}
	if rnd.IntN(3) == 0 {
		inside["g3"] = []string{"not read"}
	}
	people := map[string][]string{}
	for g := range inside {
		for _, id := range ids {
			if rnd.IntN(8) == 0 {
				people[g] = append(people[g], id)
			}
		}
	}
	return func(group string) ([]string, []string, bool) {
		key := map[string]string{"G1": "g1", "G3": "g3", "A": "a"}[group]
		if key == "" {
			key = group
		}
		groups, read := inside[key]
		return people[key], groups, read
	}
}

// TestACrowdIsAskedAsEachOfIt compares Crowd.Reach with Policy.Reach.
func TestACrowdIsAskedAsEachOfIt(t *testing.T) {
	rnd, count := rand.New(rand.NewPCG(2026, 16)), map[Answer]int{}
	for range 200 {
		var people []Subject
		var ids []string
		data := make([]byte, 80)
		fill := func() *draw {
			for i := range data {
				data[i] = byte(rnd.UintN(256))
			}
			return &draw{data: data}
		}
		for n := range 70 {
			_, s := fill().organisation()
			if s.ID, s.Workload = fmt.Sprint("P", n), rnd.IntN(10) == 0; n == 0 {
				s.ID, s.Workload = "ada", false
			}
			people, ids = append(people, s), append(ids, s.ID)
		}
		crowd := NewCrowd(people, nested(rnd, ids))
		for range 20 {
			row, _ := fill().organisation()
			p := Of(row)
			if rnd.IntN(4) == 0 {
				p.Workloads = Workloads{All: rnd.IntN(2) == 0, Include: []string{"p3", "p4"}, Exclude: []string{"P4", "p5"}}
			}
			yes, unknown := crowd.Reach(&p)
			for i := range people {
				want := p.Reach(&people[i])
				count[want.Answer]++
				if yes.Has(i) != (want.Answer == Yes) || unknown.Has(i) != (want.Answer == Unknown) {
					text, _ := json.Marshal(row)
					t.Fatalf("%s (%s), but %v %v in a crowd\n%s\n%+v", want.Answer, want.Why(), yes.Has(i),
						unknown.Has(i), text, people[i])
				}
			}
			if yes.Count()+unknown.Count() > len(people) {
				t.Fatal("somebody counts twice")
			}
		}
	}
	if count[Yes] < 10000 || count[No] < 10000 || count[Unknown] < 10000 {
		t.Errorf("%v", count)
	}
}

// TestACrowdIsAskedForItsGroups compares Crowd.Acts with Policy.Acts, where each person
// knows what groups it is in.
func TestACrowdIsAskedForItsGroups(t *testing.T) {
	rnd, count, data := rand.New(rand.NewPCG(2026, 21)), map[Answer]int{}, make([]byte, 80)
	fill := func() *draw {
		for i := range data {
			data[i] = byte(rnd.UintN(256))
		}
		return &draw{data: slices.Clone(data)}
	}
	for range 200 {
		var people []Subject
		for n := range 70 {
			_, s := fill().organisation()
			if s.ID = fmt.Sprint("P", n); n == 0 {
				s.ID = "ada"
			}
			people = append(people, s)
		}
		crowd := Ask(slices.Clone(people))
		for range 20 {
			row, _ := fill().organisation()
			p := Of(row)
			yes, unknown := crowd.Acts(&p)
			for i := range people {
				want := p.Acts(&people[i])
				count[want]++
				if yes.Has(i) != (want == Yes) || unknown.Has(i) != (want == Unknown) {
					t.Fatalf("%s, but %v %v in a crowd: %+v", want, yes.Has(i), unknown.Has(i), people[i])
				}
			}
		}
	}
	if count[Yes] < 10000 || count[No] < 10000 || count[Unknown] < 10000 {
		t.Errorf("%v", count)
	}
}

// TestACrowdKnowsNestedGroups names the members of groups in groups by hand.
func TestACrowdKnowsNestedGroups(t *testing.T) {
	members := func(g string) ([]string, []string, bool) {
		switch g {
		case "outer":
			return nil, []string{"middle", "gone"}, true
		case "middle":
			return []string{"B"}, []string{"Inner", "outer"}, true
		case "Inner":
			return []string{"c", "somebody else"}, nil, true
		case "gone":
			return nil, nil, true
		}
		return []string{"a"}, nil, false
	}
	crowd := NewCrowd([]Subject{{ID: "a"}, {ID: "b"}, {ID: "c"}}, members)
	outer := For(Scope{Groups: []string{"outer"}}, Scope{})
	if yes, unknown := crowd.Reach(&outer); yes.Has(0) || !yes.Has(1) || !yes.Has(2) || unknown.Count() != 0 {
		t.Errorf("in groups: %v %v", yes, unknown)
	}
	unread := For(Scope{Groups: []string{"unread"}}, Scope{Users: []string{"C"}})
	if yes, unknown := crowd.Reach(&unread); !yes.Has(0) || yes.Count() != 1 || !unknown.Has(1) || unknown.Has(2) {
		t.Errorf("a group that was not read: %v %v", yes, unknown)
	}
}
