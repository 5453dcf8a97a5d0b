package adminaccess

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// today returns what protects administrators now.
func (d deps) today(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	if w.mayHaveStopped() {
		if _, err := d.refresh(ctx, w); err != nil {
			return nil, err
		}
	}
	doc := d.frame("What protects your administrators?")
	w.protection(doc)
	if f, halfway := w.stopped(v); halfway {
		doc.Find(f)
		doc.Headline(f.Title)
	}
	w.lists(doc)
	if err := w.policyEffects(ctx, doc, d.Now()); err != nil {
		return nil, err
	}
	w.legacyGap(doc)
	doc.Find(w.without()...)
	doc.Find(w.betaPolicies()...)
	doc.Find(frame.NotRead(w.missing)...)
	doc.Find(frame.Doubtful(w.doubtful)...)
	doc.Fact("p1", "Entra ID P1", w.p1.String(), "")
	if w.p1 == access.No {
		doc.Fact("instead", "Handrail recommends instead", w.instead(), "")
	}
	return doc.Done(), nil
}

// protection adds how many administrators must verify a sign-in, and who need not.
func (w *world) protection(doc *frame.Draft) {
	admins := w.administrators(nil)
	count := map[access.Answer]int{}
	var open []string
	table := report.Table{Title: "Administrators", Columns: []string{"Name", "Roles", "MFA required"}}
	words := map[access.Answer]string{access.Yes: "At every sign-in", access.No: "No", access.Unknown: "Not known"}
	for _, i := range admins {
		p := &w.o.People[i]
		asked := w.o.AskedBySettings(i)
		count[asked]++
		if asked == access.No {
			open = append(open, p.Label())
		}
		table.Rows = append(table.Rows, []string{p.Label(), w.rolesOf(p.ID), words[asked]})
	}
	strange := w.strangers(nil)
	for _, name := range strange {
		table.Rows = append(table.Rows, []string{name, "Not known", words[access.Unknown]})
	}
	unsure := count[access.Unknown] + len(strange)
	f := w.adminFinding(len(admins), strange, open, unsure)
	doc.Find(f)
	doc.Headline(f.Title)
	doc.Find(w.defaultsFinding())
	doc.Add(table)
	number := func(n int) string {
		if !w.rolesKnown && n == 0 {
			return string(report.Unknown)
		}
		return strconv.Itoa(n)
	}
	doc.Fact("administrators", "Administrators", number(len(admins)+len(strange)), "")
	doc.Fact("without-mfa", "Do not need MFA", number(count[access.No]), "")
	doc.Fact("mfa-unknown", "Not known", number(unsure), "")
	doc.Fact("defaults", "Security defaults", w.defaults.String(), "")
}

func (w *world) defaultsFinding() report.Finding {
	f := report.Finding{Code: "defaults", Severity: report.Note}
	switch w.defaults {
	case access.Yes:
		f.Title, f.Text = "Security defaults are on",
			"They protect everyone until you switch the policies on. Handrail "+
				"leaves them on while you watch."
	case access.No:
		f.Title, f.Text = "Security defaults are off", "Only policies and per-user MFA protect your people."
	default:
		f.Severity, f.Title = report.Unknown, "It is not known whether security defaults are on"
		f.Text, f.Do = "Handrail could not read the setting.", "Refresh “Security defaults” on the page Organisation."
	}
	return f
}

// rolesOf names the roles of an account, with what limits them.
func (w *world) rolesOf(account string) string {
	var all []string
	for _, h := range roles.Of(w.holdings, account) {
		name := h.RoleName
		switch {
		case h.Why == roles.Scoped:
			name += " (a part of the organisation)"
		case h.Why == roles.Custom:
			name += " (your own role)"
		case h.Eligible:
			name += " (when activated)"
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}

// lists adds what the role lists of policies leave out, and twins that differ.
func (w *world) lists(doc *frame.Draft) {
	if w.policyGap {
		return
	}
	type list struct {
		name  string
		roles []string
	}
	var all []list
	var named [][]string
	some := false
	for _, p := range w.policies {
		if in := p.Conditions.Users.IncludeRoles; len(in) > 0 && !p.State.Is("disabled") {
			all = append(all, list{string(p.Name), in})
		}
		if named = append(named, w.asksRoles(p)); len(named[len(named)-1]) > 0 {
			some = true
		}
	}
	if left := roles.Uncovered(roles.Held(reachable(w.holdings)), named...); len(left) > 0 && some {
		doc.Find(report.Finding{Code: "uncovered-roles", Severity: report.Warning,
			Title: "No policy requires MFA from " +
				counted(len(left), "role that someone holds", "roles that people hold"),
			Text: strings.Join(w.heldWords(left), "; ") + ".", Do: "Add the roles to the policies of this guide."})
	}
	for i := range all {
		for k := i + 1; k < len(all); k++ {
			d := roles.Compare(all[i].roles, all[k].roles)
			if d.Same() || len(d.First)+len(d.Second) > (len(all[i].roles)+len(all[k].roles))/4 {
				continue // the same, or made for other people
			}
			doc.Find(report.Finding{Code: "twins-differ", Severity: report.Warning, Subject: all[i].name,
				Title: "Two policies name almost the same roles",
				Text: fmt.Sprintf("“%s” and “%s” differ: %s.", all[i].name, all[k].name,
					differ(d, all[i].name, all[k].name)),
				Do: "Give both the same roles."})
		}
	}
}

// asksRoles are the roles from whose holders a policy requires MFA, on or report-only. One for
// everyone covers every role that someone holds.
func (w *world) asksRoles(p tenant.AccessPolicy) (ids []string) {
	row := p
	if row.State = stateOn; p.State.Is(stateOff) || !mfa.AccessOf(row).Asks {
		return nil
	}
	users := p.Conditions.Users
	if ids = users.IncludeRoles; users.Include.Has("All") {
		ids = roles.Held(w.holdings)
	}
	return roles.Compare(ids, users.ExcludeRoles).First
}

// differ writes what only one of two lists has.
func differ(d roles.Difference, first, second string) string {
	var all []string
	if len(d.First) > 0 {
		all = append(all, "only “"+first+"” has "+strings.Join(roles.Names(d.First), ", "))
	}
	if len(d.Second) > 0 {
		all = append(all, "only “"+second+"” has "+strings.Join(roles.Names(d.Second), ", "))
	}
	return strings.Join(all, ", and ")
}

// heldWords names roles with the people who hold them.
func (w *world) heldWords(ids []string) (all []string) {
	for _, id := range ids {
		name, holders := roles.Name(id), []string{}
		for _, h := range w.holdings {
			if h.Role == id && h.Reached != access.No {
				name = h.RoleName
				holders = append(holders, label(h))
			}
		}
		all = append(all, name+" ("+strings.Join(holders, ", ")+")")
	}
	return all
}

func label(h roles.Holding) string {
	if h.Name != "" {
		return h.Name
	}
	return h.Account
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
