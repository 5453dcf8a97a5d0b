package appblock

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Collateral is a wanted app that a blocked domain stops, too.
type Collateral struct {
	App     App
	Class   Class    // Open: its score is above the chosen one
	Domain  string   // the blocked domain
	By      App      // the app that brings the domain
	Stopped []string // addresses of App under Domain
	Shared  bool     // App has the very same address; a list that leaves it out leaves By in part
}

// All reports whether nothing of the app stays.
func (c Collateral) All() bool { return len(c.Stopped) == len(c.App.Domains) }

// FindCollateral returns which wanted apps the domains of blocked apps stop, in the order of the
// wanted apps. Only addresses without a path stop what is under them; spared ones stop nothing.
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
			host, _ := split(d)
			for name := host; name != ""; name = parent(name) {
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
				all[i].Shared = all[i].Shared || d == name
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
			host, _ := split(d)
			for name := host; name != ""; name = parent(name) {
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

// domains returns the addresses of apps without a path, by the first app that has each.
func domains(apps []App) map[string]App {
	all := map[string]App{}
	for _, a := range apps {
		for _, d := range a.Domains {
			if host, path := split(d); path == "" && host != "" {
				if _, there := all[host]; !there {
					all[host] = a
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
			if host, path := split(d); path == "" && isSuffix(host) && !slices.Contains(all, host) {
				all = append(all, host)
			}
		}
	}
	slices.Sort(all)
	return all
}

func isSuffix(host string) bool {
	suffix, _ := publicsuffix.PublicSuffix(host)
	return host != "" && suffix == host
}

// split returns the host of an address in lower case, and its path without a slash at the end.
func split(d string) (host, path string) {
	d = strings.ToLower(strings.TrimSpace(d))
	if _, rest, has := strings.Cut(d, "://"); has {
		d = rest
	}
	host, path, _ = strings.Cut(d, "/")
	return strings.TrimSuffix(host, "."), strings.TrimSuffix(path, "/")
}

// parent returns the name above a name; "" above the last.
func parent(name string) string {
	_, rest, _ := strings.Cut(name, ".")
	return rest
}
