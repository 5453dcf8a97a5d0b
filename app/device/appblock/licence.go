package appblock

import (
	_ "embed"
	"slices"
	"sync"

	"handrail/app/tenant"
)

//go:embed plans.csv
var plansFile string

// plans are the service plans by what they mean.
var plans = sync.OnceValue(func() map[string][]string { return tenant.PlansByMeaning(plansFile) })

// Product is a licence of the organisation, by what it can do with discovered apps.
type Product struct {
	Part     string // as Microsoft writes it
	People   int    // to whom it is assigned
	Sees     bool   // discovers apps
	Tags     bool   // blocks by tag, with Endpoint
	Endpoint bool   // Defender for Endpoint Plan 2
	List     bool   // takes a list of indicators
	Doubt    bool   // a plan of it is neither on nor off, so what it cannot do is not known
}

// SeesOnly reports whether a licence shows apps and cannot block them by their tag.
func (p Product) SeesOnly() bool { return p.Sees && !p.Tags && !p.Doubt }

// Ability is what the licences of an organisation can do together.
type Ability struct {
	Products []Product // those that can do anything of it
	Sees     tenant.Flag
	Tags     tenant.Flag // block by score or tag in the Defender portal
	List     tenant.Flag // block by a list of indicators
}

// AbilityOf returns what licences can do; known is whether they were read. A plan whose state is
// not “Success” counts as not there, and then a no is not known.
func AbilityOf(licences []tenant.Licence, known bool) (a Ability) {
	var sees, tags, endpoint, list, doubt bool
	for _, l := range licences {
		if l.Status.Is("Deleted") || l.Status.Is("Suspended") || l.Status.Is("LockedOut") {
			continue
		}
		var unsure bool
		has := func(what string) bool {
			for _, p := range l.Plans {
				if slices.ContainsFunc(plans()[what], p.ID.Is) {
					if p.Status.Is("Success") {
						return true
					}
					unsure = unsure || !p.Status.Is("Disabled")
				}
			}
			return false
		}
		p := Product{Part: string(l.Part), People: l.Consumed, Sees: has("sees"), Tags: has("tags"),
			Endpoint: has("endpoint"), List: has("list")}
		p.Doubt, doubt = unsure, doubt || unsure
		sees, tags, endpoint, list = sees || p.Sees, tags || p.Tags, endpoint || p.Endpoint, list || p.List
		if p.Sees || p.Tags || p.Endpoint || p.List {
			a.Products = append(a.Products, p)
		}
	}
	if !known {
		return Ability{}
	}
	flag := func(yes bool) tenant.Flag { return tenant.Flag{Known: yes || !doubt, Yes: yes} }
	a.Sees, a.Tags, a.List = flag(sees), flag(tags && endpoint), flag(list)
	return a
}
