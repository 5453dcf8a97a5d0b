package adminaccess

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/task"
)

// roles returns the chosen roles, who holds them, and whom a policy cannot reach.
func (d deps) roles(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	ids := w.chosen(v)
	live, err := w.definitions(ctx)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Which roles do the policies name?")
	table := report.Table{Title: "Roles in both policies", Columns: []string{"Role", "On Microsoft’s list", "Held by"}}
	held := 0
	for _, id := range ids {
		role, _ := roles.ByID(id)
		holders := w.holders(id)
		if len(holders) > 0 {
			held++
		}
		who := strings.Join(holders, ", ")
		if who == "" {
			who = "No one"
			if !w.rolesKnown {
				who = "Not known"
			}
		}
		table.Rows = append(table.Rows,
			[]string{live.name(w, id), map[bool]string{true: "Yes", false: "No"}[role.Listed], who})
	}
	slices.SortStableFunc(table.Rows, func(a, b []string) int { // those that people hold first
		return strings.Compare(emptyLast(a[2]), emptyLast(b[2]))
	})
	f := report.Finding{Code: "roles", Severity: report.OK, Title: counted(len(ids), "role", "roles") +
		" in both policies",
		Text: counted(held, "of them is held by someone.", "of them are held by someone.")}
	if !w.rolesKnown {
		f.Severity, f.Text = report.Unknown, "Handrail could not read all roles. People may hold others."
	}
	doc.Find(f)
	doc.Headline(counted(len(ids), "role", "roles") + " in both policies")
	w.beside(doc, append(slices.Clone(ids), leftOut(v)...))
	doc.Find(w.leftOutFinding(ctx, v)...)
	w.added(live, doc, ids)
	doc.Find(frame.NotRead(w.missing)...)
	doc.Add(table)
	doc.Fact("roles", "Roles", strconv.Itoa(len(ids)), "")
	doc.Fact("list", "The roles", strings.Join(ids, " "), strings.Join(roles.Names(ids), ", "))
	return doc.Answered(), nil
}

func emptyLast(who string) string {
	if who == "No one" || who == "Not known" {
		return "1"
	}
	return "0"
}

// holders names who holds a role, with what limits it.
func (w *world) holders(id string) (all []string) {
	for _, h := range w.holdings {
		if h.Role == id {
			name := label(h)
			if h.Eligible {
				name += " (when activated)"
			}
			if h.Why == roles.Scoped {
				name += " (only for a part)"
			}
			all = append(all, name)
		}
	}
	return all
}

// beside adds whom a policy for roles does not reach, and roles that are in no list.
func (w *world) beside(doc *frame.Draft, ids []string) {
	reasons := map[roles.Why]struct{ code, title, why, text string }{
		roles.Scoped: {"role-scoped", "Not covered: a role for only a part of the organisation",
			"Policies that name roles do not apply to it.", "Include these people in a policy by name, or through a group."},
		roles.Custom: {"role-custom", "Not covered: a custom role",
			"Policies that name roles do not apply to it.", "Include these people in a policy by name, or through a group."},
		roles.Unknown: {"role-unknown", "Handrail does not know a role that someone holds",
			"The policies may not apply to it.", "Check in the Microsoft Entra admin center what the role can do."},
		roles.Eligible: {"role-eligible", "Covered only while the role is active",
			"The policies apply once the role is activated.", ""},
	}
	for _, why := range []roles.Why{roles.Scoped, roles.Custom, roles.Unknown, roles.Eligible} {
		var who []string
		for _, h := range w.holdings {
			if known, ok := roles.ByID(h.Role); h.Why == why && (!ok || !known.Sync && !known.Automatic) {
				who = append(who, label(h)+" ("+h.RoleName+")")
			}
		}
		if len(who) == 0 {
			continue
		}
		r := reasons[why]
		f := report.Finding{Code: r.code, Severity: report.Warning, Title: r.title, Do: r.text,
			Text: strings.Join(who, ", ") + ". " + r.why}
		if why == roles.Eligible {
			f.Severity = report.Note
		}
		doc.Find(f)
	}
	if left := roles.Uncovered(roles.Held(reachable(w.holdings)), ids); len(left) > 0 {
		doc.Find(report.Finding{Code: "uncovered-roles", Severity: report.Warning,
			Title: "Your list leaves out " + counted(len(left), "role that someone holds", "roles that people hold"),
			Text:  strings.Join(w.heldWords(left), "; ") + ".", Do: "Choose “Microsoft’s list, and every other role”."})
	}
}

// reachable are the holdings that a role condition reaches or may reach.
func reachable(all []roles.Holding) []roles.Holding {
	return slices.DeleteFunc(slices.Clone(all), func(h roles.Holding) bool { return h.Reached == access.No })
}
