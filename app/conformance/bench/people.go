package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// guidesOfPeople are the guides that compare a whole organisation, with answers as one gives them.
var guidesOfPeople = []struct {
	guide string
	set   []string
}{
	{"mfa-methods", []string{"-set", "change=sms-off"}},
	{"mfa-enforce", []string{"-set", "way=security-defaults"}},
	{"addin-deploy", []string{"-set", "addin=WA104381712", "-set", "who=groups", "-set", "groups=Trustees", "-set",
		"way=script"}},
}

// previews measures what the guides make of a large organisation in the terminal: time, memory, and what the first saved
// preview adds to the store. The organisation is made up inside the program, and its memory counts.
func previews(b *bench) (all []Figure, err error) {
	people := b.size(100_000, 2000)
	data, err := b.place("people")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	own := filepath.Join(data, "sample") // the sample has a folder of its own
	crowd := []string{"-sample", "-people", fmt.Sprint(people), "-data", data}
	if _, err := b.handrail(append([]string{"sync"}, crowd...)...); err != nil {
		return nil, err
	}
	for _, g := range guidesOfPeople {
		took := Figure{Row: "people", Work: fmt.Sprintf("run %s -json, %d people", g.guide, people), Unit: "s",
			Targets: []Target{{ofValue, 20}, {ofPeak, 400}}}
		grew := Figure{Row: "people", Work: "  the store grows by, the first " + g.guide, Unit: "MB",
			Targets: []Target{{ofValue, 15}}}
		args := append(append([]string{"run", g.guide, "-json"}, g.set...), crowd...)
		err := b.repeat(&took, func() (turn, error) {
			before, err := storeSize(own)
			if err != nil {
				return turn{}, err
			}
			t, err := b.handrail(args...)
			if err != nil {
				return t, err
			}
			after, err := storeSize(own)
			if err == nil && len(grew.Turns) == 0 { // a later report may share what it has in common with this one
				grew.add(turn{value: after - before})
			}
			return t, err
		})
		if all = append(all, took, grew); err != nil {
			return all, err
		}
	}
	return all, nil
}

// refreshes measures the processor time of reading users and their methods, first and again with nothing changed. The
// organisation is made up inside the program, and its share counts.
func refreshes(b *bench) ([]Figure, error) {
	people := b.size(100_000, 5000)
	first := Figure{Row: "refresh", Work: fmt.Sprintf("first refresh of %d users and methods, CPU of a person", people),
		Unit: "µs", Targets: []Target{{ofValue, 200}}}
	again := Figure{Row: "refresh", Work: "  the same, nothing changed", Unit: "µs", Targets: []Target{{ofValue, 100}}}
	err := b.repeat(&first, func() (turn, error) {
		data, err := b.place("refresh")
		if err != nil {
			return turn{}, err
		}
		defer os.RemoveAll(filepath.Dir(data))
		sync := func() (turn, error) {
			t, err := b.handrail("sync", "users", "registration", "-sample", "-people", fmt.Sprint(people), "-data",
				data)
			t.value = t.cpu / float64(people) * 1e6
			return t, err
		}
		once, err := sync()
		if err != nil {
			return once, err
		}
		unchanged, err := sync()
		if err == nil {
			again.add(unchanged)
		}
		return once, err
	})
	return []Figure{first, again}, err
}
