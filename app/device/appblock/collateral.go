package appblock

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Collateral is a wanted app that a blocked domain stops, too.
type Collateral struct {
	App     App
	Class   Class    // Open: its score is above the chosen one
	Domain  string   // the blocked domain
	By      App      // the app that brings the domain
	Stopped []string // addresses of App under Domain
}

// All reports whether nothing of the app stays.
func (c Collateral) All() bool { return len(c.Stopped) == len(c.App.Domains) }

// FindCollateral returns which wanted apps the domains of blocked apps stop, in the order of the
// wanted apps. An address stops what is under it; spared and shared ones stop nothing.
func FindCollateral(apps []App, score int, needs Needs) (all []Collateral) {
	blocked := domains(Blocked(apps, score, needs))
	spared := Spared(apps, score, needs)
	for _, a := range apps {
		class := ClassOf(a, needs)
		if class == Open && a.Score <= score {
			continue
		}
		at := map[string]int{}
		for _, d := range a.Domains {
			for _, name := range above(d) {
				by, there := blocked[name]
				if !there || spared[name].Label() != "" {
					continue
				}
				i, seen := at[name]
				if !seen {
					i, at[name] = len(all), len(all)
					all = append(all, Collateral{App: a, Class: class, Domain: name, By: by})
				}
				all[i].Stopped = append(all[i].Stopped, d)
				break
			}
		}
	}
	return all
}

// Spared returns the addresses of blocked apps that stay open, by the app that needs them: one that is needed,
// approved or protected has an address there or under it.
func Spared(apps []App, score int, needs Needs) map[string]App {
	blocked := domains(Blocked(apps, score, needs))
	spared := map[string]App{}
	for _, a := range apps {
		switch ClassOf(a, needs) {
		case Needed, Sanctioned, Protected:
		default:
			continue
		}
		for _, d := range a.Domains {
			for _, name := range above(d) {
				if _, there := blocked[name]; there {
					if _, twice := spared[name]; !twice {
						spared[name] = a
					}
				}
			}
		}
	}
	return spared
}

// domains returns the addresses of apps that a list blocks, by the first app that has each.
func domains(apps []App) map[string]App {
	all := map[string]App{}
	for _, a := range apps {
		for _, d := range a.Domains {
			if name := address(d); name != "" && !ofMany(split(d)) {
				if _, there := all[name]; !there {
					all[name] = a
				}
			}
		}
	}
	return all
}

// SharedDomains returns the addresses of apps under which many organisations have their own names
// (Public Suffix List): blocking one stops them all. sites.example is one, www.sites.example is not.
func SharedDomains(apps []App) (all []string) {
	for _, a := range apps {
		for _, d := range a.Domains {
			if host, path := split(d); ofMany(host, path) && !slices.Contains(all, host) {
				all = append(all, host)
			}
		}
	}
	slices.Sort(all)
	return all
}

// ofMany reports whether an address is left out of a list, because many organisations have their own names under it.
func ofMany(host, path string) bool {
	suffix, _ := publicsuffix.PublicSuffix(host)
	return path == "" && host != "" && suffix == host
}

// split returns the host of an address in lower case, and its path without a slash at the end.
func split(d string) (host, path string) {
	d = strings.ToLower(strings.TrimSpace(d))
	if _, rest, has := strings.Cut(d, "://"); has {
		d = rest
	}
	host, path, _ = strings.Cut(d, "/")
	host, _, _ = strings.Cut(host, "?")
	if name, port, has := strings.Cut(host, ":"); has && strings.Trim(port, "0123456789") == "" {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "*."), ".") // what is under a name is stopped with it
	if strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) {
		if ascii, err := idna.Lookup.ToASCII(host); err == nil {
			host = ascii
		}
	}
	return host, strings.TrimSuffix(path, "/")
}

// address returns an address as it is compared: its host, and its path where it has one.
func address(d string) string {
	host, path := split(d)
	if host == "" || path == "" {
		return host
	}
	return host + "/" + path
}

// above returns an address and those above it, the nearest first: shorter paths, then the host and its parents.
func above(d string) (all []string) {
	host, path := split(d)
	for host != "" && path != "" {
		all = append(all, host+"/"+path)
		path = path[:max(0, strings.LastIndexByte(path, '/'))]
	}
	for ; host != ""; host = parent(host) {
		all = append(all, host)
	}
	return all
}

// Beyond returns the apps that a score takes, and of which a list stops nothing: they have no address, or each of
// theirs is left out.
func Beyond(apps []App, score int, needs Needs) (all []App) {
	spared := Spared(apps, score, needs)
	for _, a := range Blocked(apps, score, needs) {
		if rows, _ := Rows([]App{a}, spared, "", time.Time{}); len(rows) == 0 {
			all = append(all, a)
		}
	}
	return all
}

// parent returns the name above a name; "" above the last.
func parent(name string) string {
	_, rest, _ := strings.Cut(name, ".")
	return rest
}
