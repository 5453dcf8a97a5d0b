package adminaccess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/task"
)

const perUserSetting = "Per-user MFA"

// nothingToDo is a look of a step that does not apply, in one line.
func (d deps) nothingToDo(title, why, text string) looks {
	return func(context.Context, *guide.Visit, task.Report) (*report.Document, error) {
		doc := d.frame(title)
		doc.Find(report.Finding{Code: "not-needed", Severity: report.Note, Title: why, Text: text})
		doc.Headline(why)
		return doc.Answered(), nil
	}
}

// noPolicies is the plan of the step that creates policies, where there are none.
func (d deps) noPolicies(context.Context, *guide.Visit) (*guide.Plan, error) {
	return stays("There is no policy to create. Continue to “Switch protection on”.", "Conditional Access",
		"Not used"), nil
}

// nothing applies a plan in which nothing changes.
func nothing(ctx context.Context, _ *guide.Visit, _ *guide.Plan, _ task.Report) error {
	return ctx.Err()
}

// rolesInstead returns for whom the way of a visit is.
func (d deps) rolesInstead(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Who is protected?")
	f := report.Finding{Code: "for-everyone", Severity: report.Note, Title: "There are no roles to choose",
		Text: "Security defaults protect everyone."}
	if w.means(v) == meansPerUser {
		f = w.perUserFinding(v)
	}
	doc.Find(f)
	doc.Headline(f.Title)
	if w.means(v) == meansDefaults {
		doc.Find(w.seldomAsked()...)
	}
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Answered(), nil
}

// seldomAsked is about administrators whose roles security defaults treat like any account
// (Microsoft Learn, Security defaults in Microsoft Entra ID).
func (w *world) seldomAsked() []report.Finding {
	var names []string
	for _, i := range w.administrators(nil) {
		always := slices.ContainsFunc(roles.Of(w.holdings, w.o.People[i].ID), func(h roles.Holding) bool {
			r, known := roles.ByID(h.Role)
			return known && r.Defaults && h.Why != roles.Scoped
		})
		if !always {
			names = append(names, w.o.People[i].Label())
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []report.Finding{{Code: "not-every-sign-in", Severity: report.Note,
		Title: "Not at every sign-in: " + counted(len(names), "administrator", "administrators"),
		Text: strings.Join(names, ", ") + ". Security defaults ask them for MFA only when Microsoft considers it " +
			"necessary."}}
}

// perUserFinding is about the people whom per-user MFA is for.
func (w *world) perUserFinding(v *guide.Visit) report.Finding {
	all := w.perUserTargets(v)
	f := report.Finding{Code: "for-administrators", Severity: report.Note,
		Title: "Per-user MFA for " + counted(len(all), "administrator", "administrators"),
		Text:  strings.Join(w.labels(all), ", ") + "."}
	if len(all) == 0 {
		f.Text = "No person holds one of the roles."
	}
	if !w.rolesKnown {
		f.Severity, f.Text = report.Unknown, "Handrail could not read all roles. There may be more administrators."
	}
	return f
}

// perUserTargets are the administrators who get per-user MFA. Unlike a policy for roles it
// also covers roles for a part of the organisation, and roles of your own.
func (w *world) perUserTargets(v *guide.Visit) (all []int) {
	ids := w.chosen(v)
	if a := v.Answer(askRoles); a == rolesHeld || a == "" {
		ids = nil
	}
	spared := w.spared(v)
	for _, i := range w.administrators(ids) {
		if !slices.Contains(spared, w.o.People[i].ID) {
			all = append(all, i)
		}
	}
	return all
}

func (w *world) labels(people []int) (all []string) {
	for _, i := range people {
		all = append(all, w.o.People[i].Label())
	}
	return all
}

// insteadPreview returns the effect of the way of a visit on each account that may sign in and
// that it is for.
func (w *world) insteadPreview(v *guide.Visit) *mfa.Preview {
	open := *w.o // that Microsoft's admin centers ask is no reason to call a change none
	open.Enforcement.Portals = access.No
	open.People = slices.DeleteFunc(slices.Clone(w.o.People), func(p mfa.Person) bool { return p.Enabled == access.No })
	e := mfa.Enforcement{Defaults: access.Yes, Complete: access.Yes, Portals: access.No}
	if w.means(v) == meansPerUser {
		var ids []string
		open.People = nil
		for _, i := range w.perUserTargets(v) {
			ids, open.People = append(ids, w.o.People[i].ID), append(open.People, w.o.People[i])
		}
		e = open.Enforcement
		e.Policies = append(slices.Clone(e.Policies), mfa.Access{ID: "new", Name: perUserSetting, Asks: true,
			Policy: access.For(access.Scope{Users: ids}, access.Scope{})})
	}
	return mfa.Impact(mfa.Question{Organisation: &open, After: open.Policy, Enforcement: &e, Date: w.loaded})
}

// outcomes are who meets what, with names and numbers; nothing is said of no change.
func outcomes(p *mfa.Preview) (all []guide.Affected) {
	for _, one := range mfa.Outcomes() {
		if p.Totals[one] == 0 || one == mfa.NoChange {
			continue
		}
		var names []string
		for _, i := range p.Sorted() {
			if p.Results[i].Shown().Has(one) {
				names = append(names, p.Question.Organisation.People[i].Label())
			}
		}
		all = append(all, guide.Affected{Severity: mfaview.Severity(one),
			Text: fmt.Sprintf("%s: %s.", one.Title(), counted(len(names), "account", "accounts")), Names: names})
	}
	if len(all) == 0 {
		all = append(all, guide.Affected{Severity: report.OK, Text: "Nothing changes for anyone."})
	}
	return all
}

// stopped returns why the way of a visit is not switched on: it would or may lock out the
// administrator at this computer or an emergency access account. Where nothing is known of
// methods, people register at their next sign-in, so that alone stops no one.
func (w *world) lockedOut(p *mfa.Preview) string {
	for i := range p.Results {
		one, r := &p.Question.Organisation.People[i], &p.Results[i]
		you, spare := one.Marks&mfa.SignedIn != 0, one.Marks&mfa.BreakGlass != 0
		switch sure := r.Outcomes.Has(mfa.LockedOut); {
		case !sure && !r.Possible.Has(mfa.LockedOut):
		case you && sure:
			return "You would lock yourself out. Register a method first."
		case w.signedIn() < 0:
			return "It is not known which account you are signed in with, and someone may be locked out: " +
				one.Label() + "."
		case you:
			return "You may lock yourself out. Register a method at aka.ms/mfasetup first."
		case spare && sure:
			return "It would lock out an emergency access account: " + one.Label() + "."
		case spare:
			return "It may lock out an emergency access account: " + one.Label() + ". Register a method for it first."
		}
	}
	return ""
}

// settleInstead finds out what became of requests whose answer was lost.
func (d deps) settleInstead(ctx context.Context, v *guide.Visit) (change.History, error) {
	return d.runner().Settle(ctx, v.ID, func(ctx context.Context, sent change.Write) (made, known bool, err error) {
		now, err := d.Tenant.Writer.Read(ctx, sent.Object)
		if err != nil {
			return false, false, ctx.Err() // not known yet
		}
		made, known = change.Matches(now, sent.Body)
		return made, known, nil
	})
}

func (w *world) defaultsWord() string {
	return map[access.Answer]string{access.Yes: "On", access.No: "Off", access.Unknown: "Not known"}[w.defaults]
}

// perUserWord is a state of per-user MFA as the admin center shows it.
func perUserWord(state string) string {
	switch strings.ToLower(state) {
	case "disabled":
		return "Disabled"
	case "enabled":
		return "Enabled"
	case "enforced":
		return "Enforced"
	case "":
		return "Not known"
	}
	return state
}

func requirementsPath(id string) string { return "/users/" + id + "/authentication/requirements" }
