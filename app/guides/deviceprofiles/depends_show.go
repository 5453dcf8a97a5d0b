package deviceprofiles

import (
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/tenant"
)

// show puts what depends on a group into a document.
func (r reach) show(doc *frame.Draft, t target) {
	doc.Headline(r.headline(t))
	r.facts(doc)
	r.found(doc)
	doc.Add(r.table())
	doc.Add(report.Text{Text: "A device in the group is targeted. That does not mean that an app or a setting arrived. " +
		"During set-up, a device joins too late for apps that must be there at once."},
		report.Text{Text: "The table leaves out what is assigned to every device. Handrail does not read app protection, " +
			"enrolment restrictions, filters and older security baselines."})
}

// headline returns the answer in one line.
func (r reach) headline(t target) string {
	n := r.count("")
	things := counted(n, "thing depends", "things depend") + " on this group"
	switch {
	case r.whole("") && t.make && t.group.ID == "":
		return "Nothing depends on a new group"
	case r.whole("") && n == 0:
		return "Nothing that Handrail can read depends on this group"
	case r.whole(""):
		return things
	case n == 0:
		return "Not known what depends on this group"
	}
	return "At least " + things
}

func (r reach) facts(doc *frame.Draft) {
	count := func(name, label string, n int, known bool) {
		if !known {
			doc.Fact(name, label, string(report.Unknown), "Not known")
			return
		}
		doc.Fact(name, label, strconv.Itoa(n), "")
	}
	count("parents", "Groups that it is in", len(r.parents), r.parentsKnown)
	count(factPolicies, "Conditional Access policies", r.count(factPolicies), r.known)
	for _, f := range [][2]string{{factLicences, "Licences"}, {factProfiles, "Configuration profiles"},
		{factCompliance, "Compliance policies"}, {factApps, "Apps"}, {factScripts, "Scripts"},
		{factAutopilot, "Autopilot profiles"}} {
		count(f[0], f[1], r.count(f[0]), r.whole(f[0]))
	}
	count("depends", "Everything that depends on it", r.count(""), r.whole(""))
}

// found puts what must be known into a document.
func (r reach) found(doc *frame.Draft) {
	if len(r.parents) > 0 {
		names := make([]string, len(r.parents))
		for i, p := range r.parents {
			names[i] = p.name
		}
		doc.Find(report.Finding{Code: "parents", Severity: report.Note, Title: "The group is in other groups",
			Text: "Its devices count there too: " + strings.Join(names, ", ") + "."})
	}
	if len(r.policies) > 0 {
		doc.Find(report.Finding{Code: "policies", Severity: report.Warning, Title: "Policies name the group, or a parent",
			Text: strings.Join(r.policies, ", ") + ".", Do: "Check whether they should apply to the devices that join."})
	}
	if n := r.count(factLicences); n > 0 {
		doc.Find(report.Finding{Code: "licences", Severity: report.Note,
			Title: "The group gives " + counted(n, "licence", "licences"),
			Text:  "People who are directly in the group get it. A device gets no licence from a group."})
	}
	if n := r.count("") - r.count(factPolicies) - r.count(factLicences); n > 0 {
		doc.Find(report.Finding{Code: "assignments", Severity: report.Warning,
			Title: "Intune assigns " + counted(n, "thing", "things") + " to the group, or to a parent",
			Text:  "A device that joins gets them, and one that leaves loses them. The table names them.",
			Do:    "Check whether each of them should apply to the devices that join."})
	}
	r.missing(doc)
}

// missing adds a finding about what was not read, why, and what to do, once for each reason.
func (r reach) missing(doc *frame.Draft) {
	if r.whole("") {
		return
	}
	var states []tenant.State
	for _, g := range r.gaps {
		if !slices.Contains(states, g.State) {
			states = append(states, g.State)
		}
	}
	const title = "Not everything that depends on the group is known"
	for _, state := range states {
		f := report.Finding{Code: "intune-not-read", Severity: report.Unknown, Title: title}
		var scopes []string
		n := 0
		for _, g := range r.gaps {
			if g.State != state {
				continue
			}
			if n++; n == 1 {
				f.Text, f.Do = g.Message, g.Hint
			}
			s, _ := tenant.SectionByID(g.Section)
			for _, scope := range s.Scopes {
				if !slices.Contains(scopes, scope) {
					scopes = append(scopes, scope)
				}
			}
		}
		if n > 1 {
			f.Text = "Of what Intune assigns, " + strconv.Itoa(n) + " kinds were not read: " +
				strings.ToLower(state.Word()) + "."
		}
		if state == tenant.NeedsConsent {
			f.Do = "Ask a Global Administrator to grant Handrail " + strings.Join(scopes, " and ") + "."
		}
		doc.Find(f)
	}
	if len(states) == 0 {
		doc.Find(report.Finding{Code: "intune-not-read", Severity: report.Unknown, Title: title,
			Text: "Microsoft’s answer is not complete, or the group or its parents are not known.",
			Do:   "Refresh your organisation, then check again."})
	}
}

// table lists what depends on the group, and what was not read.
func (r reach) table() report.Table {
	table := report.Table{Title: "What depends on the group", Columns: []string{"Kind", "Name", "How"}}
	for _, u := range r.uses {
		table.Rows = append(table.Rows, []string{u.kind, u.name, u.how})
	}
	for _, p := range r.unread {
		table.Rows = append(table.Rows, []string{p.word, "Not known", p.missing})
	}
	return table
}
