package webfilter

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	rules "handrail/app/device/webfilter"
	"handrail/app/guide"
	"handrail/app/report"
)

// mostSites is how many sites of a person are listed, those with most attempts first.
const mostSites = 100

// entries is everyone who would be stopped, or may be, with sites.
func (p *preview) entries(w *world) report.Entries {
	e := report.Entries{Name: "people", Title: "People"}
	for _, who := range p.sorted() {
		name, upn := p.name(who, w)
		categories, sites, devices := []string{}, map[int]int{}, map[int]bool{}
		planned, attempts, wouldBe := false, 0, 0
		for _, id := range slices.Sorted(maps.Keys(p.people[who])) {
			s := p.people[who][id]
			p.where(s, devices, sites)
			attempts, wouldBe = attempts+s.attempts, wouldBe+s.wouldBe
			planned = planned || p.plan[id]
			if found := rules.Find(id); len(found) == 1 {
				categories = append(categories, found[0].Name)
			} else {
				categories = append(categories, "Category not known")
			}
		}
		severity := report.Note
		if !planned {
			severity = report.Unknown
		}
		on, opened := p.named(devices), p.hosts(sites)
		opened = opened[:min(len(opened), mostSites)]
		data, err := json.Marshal(map[string]any{"name": name, "upn": upn, "devices": on, "sites": opened,
			"site-count": len(sites), "categories": categories, "attempts": attempts,
			"only-recorded": wouldBe, "planned": planned})
		if err != nil {
			data = nil // only texts and numbers: cannot fail
		}
		e.Items = append(e.Items, report.Entry{Title: name, About: guide.Some(on, 2) + ": " + guide.Some(opened, 2),
			Severity: severity, State: strings.Join(categories, ", "), Kinds: categories, Data: data,
			Open: p.visited(name, who)})
	}
	return e
}

// visited has the sites of a person, those with most attempts first.
func (p *preview) visited(name string, who [2]int) *report.Document {
	t := report.Table{Columns: []string{"Site", "Category", "Attempts"}, Right: []bool{false, false, true}}
	all := 0
	for _, id := range slices.Sorted(maps.Keys(p.people[who])) {
		s := p.people[who][id]
		category := "Not known"
		if found := rules.Find(id); len(found) == 1 {
			category = found[0].Name
		}
		sites := map[int]int{}
		p.where(s, map[int]bool{}, sites)
		order := slices.Sorted(maps.Keys(sites))
		slices.SortStableFunc(order, func(a, b int) int { return sites[b] - sites[a] })
		all += len(order)
		for _, site := range order[:min(len(order), max(mostSites-len(t.Rows), 0))] {
			t.Rows = append(t.Rows, []string{p.Sites[site], category, guide.Figures(sites[site])})
		}
	}
	switch {
	case len(t.Rows) == 0:
		return nil
	case all > len(t.Rows):
		more := report.Text{Text: "These are " + guide.Figures(len(t.Rows)) + " of " + guide.Figures(all) + " sites."}
		return &report.Document{Title: name, Blocks: []report.Block{more, t}}
	}
	return &report.Document{Title: name, Blocks: []report.Block{t}}
}

// name returns how someone is called.
func (p *preview) name(who [2]int, w *world) (name, upn string) {
	if who[0] < 0 {
		return "Name not known", ""
	}
	one := p.People[who[0]]
	if name := w.names[strings.ToLower(one.UPN)]; one.UPN != "" && name != "" {
		return name, one.UPN
	}
	return one.Name(), one.UPN
}

func (p *preview) named(devices map[int]bool) []string {
	all := []string{}
	for _, i := range slices.Sorted(maps.Keys(devices)) {
		name := p.Devices[i].Name
		if name == "" {
			name = p.Devices[i].ID
		}
		all = append(all, name)
	}
	if len(all) == 0 {
		return []string{"Device not known"}
	}
	return all
}

// hosts returns sites, those with most attempts first.
func (p *preview) hosts(sites map[int]int) []string {
	order := slices.Sorted(maps.Keys(sites))
	slices.SortStableFunc(order, func(a, b int) int { return sites[b] - sites[a] })
	all := []string{}
	for _, i := range order {
		all = append(all, p.Sites[i])
	}
	if len(all) == 0 {
		return []string{"site not known"}
	}
	return all
}
