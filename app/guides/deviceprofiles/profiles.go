package deviceprofiles

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/tenant"
)

// profileList is one of the lists of profiles with which devices are set up.
type profileList struct {
	section, word, fact string
}

var profileLists = []profileList{
	{tenant.SectionProfiles, "Autopilot", "unused"},
	{tenant.IntuneSection(tenant.EnrolmentApple), "Apple", "unused-apple"},
	{tenant.IntuneSection(tenant.EnrolmentAndroid), "Android", "unused-android"},
}

// profiles are the profiles that are there now.
type profiles struct {
	kinds map[string]string   // by name in small letters: of which lists
	names map[string][]string // by section
	known map[string]bool     // by section
}

// readProfiles reads the lists.
func (w *world) readProfiles(ctx context.Context) (p profiles, err error) {
	p = profiles{map[string]string{}, map[string][]string{}, map[string]bool{}}
	for _, l := range profileLists {
		if _, p.known[l.section] = w.have.Gap(l.section); !p.known[l.section] {
			continue
		}
		err := tenant.Each(ctx, w.have, l.section, func(one tenant.AutopilotProfile) error {
			name := string(one.Name)
			p.names[l.section] = append(p.names[l.section], name)
			key := strings.ToLower(name)
			switch have := p.kinds[key]; {
			case have == "":
				p.kinds[key] = l.word
			case !strings.Contains(have, l.word):
				p.kinds[key] = have + ", " + l.word
			}
			return nil
		})
		if err != nil {
			return p, err
		}
	}
	return p, ctx.Err()
}

// whole reports whether every list was read.
func (p profiles) whole() bool {
	for _, l := range profileLists {
		if !p.known[l.section] {
			return false
		}
	}
	return true
}

// of returns which kind of profile has a name now.
func (p profiles) of(name string) string {
	kind := p.kinds[strings.ToLower(name)]
	switch {
	case kind != "":
		return kind
	case p.whole():
		return "None"
	}
	return "Not known"
}

// showUnused names the profiles that no device has.
func (w *world) showUnused(doc *frame.Draft, p profiles) {
	table := report.Table{Title: "Profiles that no device has", Columns: []string{"Profile name", "Kind"}}
	for _, l := range profileLists {
		label := l.word + " profiles that no device has"
		if !p.known[l.section] || !w.devicesKnown {
			doc.Fact(l.fact, label, string(report.Unknown), "Not known")
			continue
		}
		n := 0
		for _, name := range p.names[l.section] {
			if len(w.named([]string{name})) == 0 {
				n++
				table.Rows = append(table.Rows, []string{name, l.word})
			}
		}
		doc.Fact(l.fact, label, strconv.Itoa(n), "")
	}
	doc.Add(table)
}

// showGone adds which names in use no profile has now.
func (p profiles) showGone(doc *frame.Draft, all []name) {
	var gone []string
	for _, n := range all {
		if p.of(n.Profile) == "None" {
			gone = append(gone, n.Profile)
		}
	}
	if !p.whole() {
		doc.Fact("without-profile", "Names that no profile has now", string(report.Unknown), "Not known")
		return
	}
	doc.Fact("without-profile", "Names that no profile has now", strconv.Itoa(len(gone)), "")
	if len(gone) > 0 {
		doc.Find(report.Finding{Code: "without-profile", Severity: report.Note,
			Title: counted(len(gone), "name belongs", "names belong") + " to no profile now",
			Text: "The profile may have been renamed or deleted. Its devices keep the name: " +
				strings.Join(gone[:min(len(gone), 5)], ", ") + "."})
	}
}
