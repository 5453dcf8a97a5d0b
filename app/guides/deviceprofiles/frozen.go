package deviceprofiles

import (
	"context"
	"strconv"
	"strings"

	"handrail/app/device/dynrule"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/tenant"
)

// showFrozen names every group that Microsoft no longer updates, who is in it, and what depends on it.
func (w *world) showFrozen(ctx context.Context, doc *frame.Draft) error {
	if !w.groupsKnown {
		doc.Fact("frozen", "Groups that no longer change", string(report.Unknown), "Not known")
		return nil
	}
	table := report.Table{Title: "Groups that no longer change",
		Columns: []string{"Group", "Members", "What depends on it"}}
	var unread []string
	said := false // what was not read is the same for all groups
	for _, g := range w.groups {
		rule, err := dynrule.Parse(string(g.Rule))
		switch {
		case !g.Dynamic(), err == nil && !rule.MemberOf():
			continue
		case err != nil && !strings.Contains(strings.ToLower(string(g.Rule)), "memberof"):
			unread = append(unread, string(g.Name)) // it may use it
			continue
		}
		members, err := w.holds(ctx, g.ID)
		if err != nil {
			return err
		}
		r, err := w.dependsOn(ctx, g.ID)
		if err != nil {
			return err
		}
		if !r.whole("") && !said {
			r.missing(doc)
			said = true
		}
		table.Rows = append(table.Rows, []string{string(g.Name), members, r.short()})
		f := report.Finding{Code: "frozen", Severity: report.Warning, Subject: string(g.Name),
			Title: "This group no longer changes: " + string(g.Name),
			Text:  "Its rule uses memberOf. " + frozenSince(doc.At()) + " It has: " + members + ".",
			Do:    "Give the group a rule with a property of its own."}
		if doc.At().Before(dynrule.MemberOfEnds()) {
			f.Title = "This group will stop changing: " + string(g.Name)
		}
		doc.Find(f)
	}
	doc.Add(table)
	if len(unread) > 0 {
		doc.Find(report.Finding{Code: "rules-unread", Severity: report.Unknown,
			Title: "The rules of " + counted(len(unread), "dynamic group", "dynamic groups") + " cannot be read",
			Text:  "Whether they use memberOf, and so no longer change, is not known: " + strings.Join(unread, ", ") + "."})
	}
	value, text := strconv.Itoa(len(table.Rows)), ""
	if len(table.Rows) == 0 && len(unread) > 0 {
		value, text = string(report.Unknown), "Not known"
	}
	doc.Fact("frozen", "Groups that no longer change", value, text)
	return nil
}

// holds returns how many people and devices are in a group, in words.
func (w *world) holds(ctx context.Context, id string) (string, error) {
	section := tenant.DirectMembersSection(id)
	if err := w.have.Also(ctx, section); err != nil {
		return "", err
	}
	if _, known := w.have.Gap(section); !known {
		return "Not known", nil
	}
	people, devices, others := 0, 0, 0
	err := tenant.Each(ctx, w.have, section, func(m tenant.Member) error {
		switch {
		case m.Type.Is("#microsoft.graph.user"):
			people++
		case m.Type.Is("#microsoft.graph.device"):
			devices++
		default:
			others++
		}
		return nil
	})
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{people, "person", "people"}, {devices, "device", "devices"}, {others, "other member", "other members"}} {
		if p.n > 0 {
			parts = append(parts, counted(p.n, p.one, p.many))
		}
	}
	if len(parts) == 0 {
		return "No one", err
	}
	return strings.Join(parts, ", "), err
}

// short returns what depends on a group in a few words: “Nothing” only where all of it was read.
func (r reach) short() string {
	names := r.names()
	if len(names) > 3 {
		names = append(names[:3:3], strconv.Itoa(len(names)-3)+" more")
	}
	switch {
	case len(names) == 0 && r.whole(""):
		return "Nothing that Handrail can read"
	case len(names) == 0:
		return "Not known"
	case !r.whole(""):
		names = append(names, "the rest is not known")
	}
	return strings.Join(names, ", ")
}
