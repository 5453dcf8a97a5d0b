package addindeploy

import (
	"cmp"
	"strconv"
	"strings"

	"handrail/app/addin/assignment"
	"handrail/app/guide/frame"
	"handrail/app/report"
	"handrail/app/tenant"
)

// kindWords has the names of group types in the admin center.
var kindWords = map[assignment.Kind]string{
	assignment.Microsoft365: "Microsoft 365 group", assignment.MailSecurity: "Mail-enabled security group",
	assignment.Distribution: "Distribution list",
	assignment.Security:     "Security group without email", assignment.KindUnknown: "Not known",
}

func (a *answer) groupTable() report.Table {
	t := report.Table{Title: "Groups", Columns: []string{"Group", "Type", "Direct members", "Nested groups",
		"Parent groups"}, Right: []bool{false, false, true, true, false}}
	for _, c := range a.groups() {
		g := &a.q.Groups[c]
		people, inside, parents := "not known", "not known", "not known"
		if g.Read && !g.Hidden {
			people, inside = strconv.Itoa(len(g.People)+g.UnknownMembers), strconv.Itoa(len(g.NestedGroups))
		}
		if g.ParentsRead {
			parents = cmp.Or(strings.Join(g.Parents, ", "), "none")
		}
		kind := kindWords[g.Kind]
		if g.Dynamic {
			kind += ", dynamic"
		}
		t.Rows = append(t.Rows, []string{g.Name, kind, people, inside, parents})
	}
	return t
}

// findings returns what is wrong with the selected people and groups, and what is not known.
func (a *answer) findings() (all []report.Finding) {
	for _, name := range a.unknown {
		all = append(all, report.Finding{Code: "name-unknown", Severity: report.Problem, Subject: cut(name),
			Title: "Name not found", Text: "The data from Microsoft does not include this name.",
			Do: "Check the spelling, or refresh your organisation’s data."})
	}
	for _, name := range a.twice {
		f := report.Finding{Code: "name-twice", Severity: report.Problem, Subject: cut(name),
			Title: "Several groups have this name", Text: "Handrail cannot tell which one you mean.",
			Do: "Enter the email address or the ID of the group."}
		if a.q.Who == assignment.People {
			f.Title, f.Do = "Several people have this email address", "Enter the sign-in name or the ID of the person."
		}
		all = append(all, f)
	}
	all = append(all, a.gaps()...)
	for _, c := range a.groups() {
		all = append(all, about(&a.q.Groups[c])...)
	}
	for _, c := range a.hidden() {
		g := &a.q.Groups[c]
		all = append(all, report.Finding{Code: "group-hidden", Severity: report.Unknown,
			Subject: cut(cmp.Or(g.Name, g.ID)), Title: "The members of a group are not known",
			Text: "Microsoft’s list of its members is empty. It is also empty if the members are hidden, as in classes " +
				"of a school.",
			Do: "Check its members in the Microsoft 365 admin center > Groups."})
	}
	if a.count(assignment.Included) > 1000 {
		all = append(all, report.Finding{Code: "size-exchange", Severity: report.Note, Title: "More than 1,000 people",
			Text: "The older Exchange command supports up to 1,000 people and no groups. Microsoft’s pages give no " +
				"such " +
				"limit for this guide’s options."})
	}
	return all
}

// gaps returns what is not known, or not as it is now, with the reason: one finding for
// each section, and one for each group.
func (a *answer) gaps() (all []report.Finding) {
	var sections []tenant.Gap
	for _, g := range a.read.Missing {
		if !strings.Contains(g.Section, "/") {
			sections = append(sections, g)
		}
	}
	all = append(frame.NotRead(sections), frame.Doubtful(a.read.Doubtful)...)
	if len(sections) == len(a.read.Missing) {
		return all
	}
	for i := range a.q.Groups { // groups within a selected group, too
		g := &a.q.Groups[i]
		for _, id := range []string{tenant.DirectMembersSection(g.ID), tenant.ParentsSection(g.ID)} {
			if gap, known := a.read.Gap(id); !known {
				all = append(all, report.Finding{Code: "group-unread", Severity: report.Unknown,
					Subject: cut(cmp.Or(g.Name, g.ID)), Title: "Data about a group is missing",
					Text: "Handrail does not know all its members or parent groups. " + gap.Message, Do: gap.Hint})
				break
			}
		}
	}
	return all
}

// about returns what keeps members of a selected group from the add-in.
func about(g *assignment.Group) (all []report.Finding) {
	name := cut(g.Name)
	add := func(is bool, code string, s report.Severity, title, text, do string) {
		if is {
			all = append(all, report.Finding{Code: code, Severity: s, Subject: name, Title: title, Text: text, Do: do})
		}
	}
	add(g.Kind == assignment.Security, "group-kind", report.Problem, "Microsoft does not support this group type",
		"It is a security group without an email address. No one gets the add-in through it.",
		"Use the flat copy of the group from the next page.")
	add(len(g.Parents) > 0, "group-inside", report.Problem, "A group is nested in another group",
		"Microsoft does not support groups that have a parent group.",
		"Use the flat copy, or remove the group from its parent group.")
	add(len(g.NestedGroups) > 0, "group-nested", report.Warning, "A group has nested groups",
		"Members of nested groups do not get the add-in unless they are direct members too.",
		"Select those groups too, or use the flat copy.")
	add(g.Read && !g.Hidden && len(g.People)+g.UnknownMembers == 0, "group-empty", report.Warning,
		"A group has no direct members",
		"No one gets the add-in through it.", "Remove it from your list, or add members.")
	add(g.Dynamic && g.Kind.Supported(), "group-dynamic", report.Note, "This is a dynamic group",
		"Microsoft’s pages disagree on whether add-ins support dynamic groups.",
		"Test it with one person before you depend on it.")
	add(g.Others > 0, "group-others", report.Note, "A group includes devices or contacts",
		"They do not get the add-in.", "")
	add(g.UnknownMembers > 0, "group-strangers", report.Unknown, "Handrail does not know some members",
		"They were added after the last refresh.", "Refresh your organisation’s data, then check again.")
	return all
}
