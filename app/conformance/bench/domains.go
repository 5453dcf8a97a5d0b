package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// checkdmarcOf returns what runs checkdmarc over the first domains of the world.
func (b *bench) checkdmarcOf(domains int, tls bool) (run func() (turn, error), why string, err error) {
	peer, why, err := b.peer("checkdmarc")
	if peer == nil || err != nil {
		return nil, why, err
	}
	var names []string
	for i := range domains {
		names = append(names, worldDomain(i))
	}
	in, err := json.Marshal(map[string]any{"server": worldNames, "port": 53, "domains": names, "whole": true,
		"tls": tls})
	return func() (turn, error) { return peer(in) }, "", err
}

// mtasts runs the guide with an empty data folder.
func (b *bench) mtasts(set string) (turn, error) {
	data, err := b.place("mta-sts")
	if err != nil {
		return turn{}, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	return b.mtastsAgain(set, data)
}

// mtastsAgain runs the guide with a data folder that may be there already.
func (b *bench) mtastsAgain(set, data string) (turn, error) {
	return b.handrail("run", "mta-sts", "-set", set, "-json", "-resolver", worldNames+":53", "-data", data)
}

// oneDomain measures the check of a domain as a person repeats it, and the first one, which also makes the files.
func oneDomain(b *bench) ([]Figure, error) {
	f := Figure{Row: "mta-sts", Work: "run mta-sts, one domain checked before", Unit: "s",
		Targets: []Target{{ofValue, 0.040}, {ofRatio, 25}}}
	first := Figure{Row: "mta-sts", Work: "  the same in a new data folder", Unit: "s"}
	peer, why, err := b.checkdmarcOf(1, true)
	if err != nil {
		return nil, err
	}
	f.Peer = "checkdmarc with TLS" + why
	set := "domain=" + worldDomain(0)
	if err := b.repeat(&first, func() (turn, error) { return b.mtasts(set) }); err != nil {
		return nil, err
	}
	data, err := b.place("mta-sts")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	if _, err = b.mtastsAgain(set, data); err == nil {
		err = b.beside(&f, func() (turn, error) { return b.mtastsAgain(set, data) }, peer)
	}
	return []Figure{f, first}, err
}

func manyDomains(b *bench) ([]Figure, error) {
	count := b.size(worldDomains, 5)
	list := filepath.Join(b.folder, "domains.txt")
	var names strings.Builder
	for i := range count {
		fmt.Fprintln(&names, worldDomain(i))
	}
	if err := os.WriteFile(list, []byte(names.String()), 0o600); err != nil {
		return nil, err
	}
	f := Figure{Row: "mta-sts", Work: fmt.Sprintf("run mta-sts, %d domains in one run", count), Unit: "s",
		Targets: []Target{{ofValue, 0.5}, {ofRatio, 10}}}
	plain := Figure{Row: "mta-sts", Work: "  the same", Unit: "s", Targets: []Target{{ofRatio, 5}}}
	ours := func() (turn, error) { return b.mtasts("domains=" + list) }
	if _, err := ours(); err != nil && strings.Contains(err.Error(), "“domains”") {
		f.Skipped = "this program takes one domain at a time"
		return []Figure{f}, nil
	}
	secure, why, err := b.checkdmarcOf(count, true)
	if err != nil {
		return nil, err
	}
	bare, _, err := b.checkdmarcOf(count, false)
	if err != nil {
		return nil, err
	}
	f.Peer, plain.Peer = "checkdmarc with TLS"+why, "checkdmarc without TLS"+why
	err = b.alternate(&f, ours, func() error { return errors.Join(f.addPeer(secure), plain.addPeer(bare)) })
	plain.Turns = f.Turns
	return []Figure{f, plain}, err
}

// lookGrowth measures what a check of one domain adds to the store when it is repeated, as a daily one is.
func lookGrowth(b *bench) ([]Figure, error) {
	const warm = 3
	f := Figure{Row: "mta-sts", Work: "a daily run mta-sts, growth of the store in a year", Unit: "MB",
		Targets: []Target{{ofValue, 12}}}
	data, err := b.place("growth")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	var before float64
	runs := b.size(60, 5)
	for i := range warm + runs {
		if i == warm {
			if before, err = storeSize(data); err != nil {
				return nil, err
			}
		}
		if _, err := b.mtastsAgain("domain="+worldDomain(0), data); err != nil {
			return nil, err
		}
	}
	after, err := storeSize(data)
	if err != nil {
		return nil, err
	}
	f.add(turn{value: (after - before) / float64(runs) * 365})
	return []Figure{f}, nil
}
