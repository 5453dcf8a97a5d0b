package main

import (
	"encoding/json"
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
	in, err := json.Marshal(map[string]any{"server": worldNames, "port": 53, "domains": names, "whole": true, "tls": tls})
	return func() (turn, error) { return peer(in) }, "", err
}

// mtasts runs the guide with an empty data folder.
func (b *bench) mtasts(set string) (turn, error) {
	data, err := b.place("mta-sts")
	if err != nil {
		return turn{}, err
	}
	defer os.RemoveAll(filepath.Dir(data))
	return b.handrail("run", "mta-sts", "-set", set, "-json", "-resolver", worldNames+":53", "-data", data)
}

// withPeer measures what checkdmarc takes for the same domains beside a figure.
func (b *bench) withPeer(f *Figure, domains int, tls bool) error {
	f.Peer = "checkdmarc"
	if tls {
		f.Peer += " with TLS"
	}
	run, why, err := b.checkdmarcOf(domains, tls)
	if f.Peer += why; run == nil || err != nil {
		return err
	}
	return b.beside(f, run)
}

func oneDomain(b *bench) ([]Figure, error) {
	f := Figure{Row: "mta-sts", Work: "run mta-sts, one domain", Unit: "s", Targets: []Target{{ofValue, 0.040}, {ofRatio, 25}}}
	err := b.repeat(&f, func(int) (turn, error) { return b.mtasts("domain=" + worldDomain(0)) })
	if err == nil {
		err = b.withPeer(&f, 1, true)
	}
	return []Figure{f}, err
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
	if _, err := b.mtasts("domains=" + list); err != nil {
		f.Skipped = "this program takes one domain at a time"
		if !strings.Contains(err.Error(), "“domains”") {
			return nil, err
		}
		return []Figure{f}, nil
	}
	if err := b.repeat(&f, func(int) (turn, error) { return b.mtasts("domains=" + list) }); err != nil {
		return nil, err
	}
	plain := f
	plain.Work, plain.Targets = "  the same beside checkdmarc without TLS", []Target{{ofRatio, 5}}
	if err := b.withPeer(&f, count, true); err != nil {
		return nil, err
	}
	err := b.withPeer(&plain, count, false)
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
		if _, err := b.handrail("run", "mta-sts", "-set", "domain="+worldDomain(0), "-json", "-resolver", worldNames+":53",
			"-data", data); err != nil {
			return nil, err
		}
	}
	after, err := storeSize(data)
	f.add(turn{value: (after - before) / float64(runs) * 365})
	return []Figure{f}, err
}
