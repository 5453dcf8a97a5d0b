package adminaccess

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/mfa"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// emergency returns how the emergency access accounts stand.
func (d deps) emergency(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Can your emergency access accounts sign in?")
	if err := d.glassLines(ctx, w, v, doc, w.policies); err != nil {
		return nil, err
	}
	doc.Find(w.testsOfNoOne(v)...)
	if err := d.rememberTests(ctx, v, w); err != nil {
		doc.Find(frame.NotKnown("test-not-saved", "Handrail cannot remember the tests", err))
	}
	if w.p1 == access.No {
		doc.Find(report.Finding{Code: "defaults-exclude-no-one", Severity: report.Note,
			Title: "Security defaults exclude no one", Text: "Your emergency access accounts need MFA too."})
	}
	doc.Find(w.betaPolicies()...)
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Answered(), nil
}

// glassLines adds each condition of each account.
func (d deps) glassLines(ctx context.Context, w *world, v *guide.Visit, doc *frame.Draft,
	rows []tenant.AccessPolicy) error {
	accounts, err := w.accounts(ctx, glass(v))
	if err != nil {
		return err
	}
	if len(accounts) == 0 {
		doc.Find(report.Finding{Code: "no-emergency-account", Severity: report.Problem,
			Title: "You named no emergency access account",
			Text:  "If a policy or a lost phone stops all administrators, no one can sign in any more.",
			Do:    "Create two cloud-only accounts with a security key each, and name them on the page before."})
		doc.Headline("You named no emergency access account")
		doc.Fact("emergency", "Emergency access is ready", "no", "")
		return nil
	}
	lines := breakglass.Check(accounts, policiesOf(rows), w.whole(), d.Now())
	if w.crew != nil {
		lines = append(lines, breakglass.CheckGroup(&w.crew.Group, accounts)...)
	}
	names := map[string]string{}
	for _, a := range accounts {
		names[a.ID] = a.Name
	}
	for _, l := range lines {
		doc.Find(finding(l, names[l.Account]))
	}
	worst := breakglass.Worst(lines)
	doc.Headline(map[access.Answer]string{access.Yes: "Your emergency access accounts can sign in",
		access.No:      "An emergency access account may be stopped",
		access.Unknown: "It is not known whether they can sign in"}[worst])
	doc.Fact("emergency", "Emergency access is ready", worst.String(), "")
	return nil
}

// finding writes one condition.
func finding(l breakglass.Line, account string) report.Finding {
	f := report.Finding{Code: "emergency-" + l.Code, Subject: account, Title: l.Title, Text: l.Evidence, Do: l.Do,
		Severity: map[access.Answer]report.Severity{access.Yes: report.OK, access.No: report.Problem,
			access.Unknown: report.Unknown}[l.Met]}
	mild := []string{breakglass.TestedIn, breakglass.GroupKind, breakglass.GroupNamed, breakglass.GroupOthers,
		breakglass.GroupRoles} // none of these locks anyone out
	if slices.Contains(mild, l.Code) && l.Met == access.No {
		f.Severity = report.Warning
	}
	if account != "" {
		f.Title = account + ": " + strings.ToLower(l.Title[:1]) + l.Title[1:]
	}
	return f
}

// policiesOf returns policies with what they require.
func policiesOf(rows []tenant.AccessPolicy) (all []breakglass.Policy) {
	for _, row := range rows {
		all = append(all, breakglass.Policy{Policy: access.Of(row), Grant: access.GrantOf(row)})
	}
	return all
}

// accounts returns what is known of the accounts that were named.
func (w *world) accounts(ctx context.Context, names []string) (all []breakglass.Account, err error) {
	for _, name := range names {
		i, id := w.position(name), name
		if i >= 0 {
			id = w.o.People[i].ID
		}
		if slices.ContainsFunc(all, func(a breakglass.Account) bool { return strings.EqualFold(a.ID, id) }) {
			continue // named twice
		}
		if i < 0 {
			a := breakglass.Account{ID: name, Name: name, Found: access.No}
			if !w.peopleKnown() {
				a.Found = access.Unknown
			}
			all = append(all, a)
			continue
		}
		p := &w.o.People[i]
		a := breakglass.Account{ID: p.ID, Name: p.Label(), Tested: w.tests[strings.ToLower(p.ID)], SignInName: p.UPN,
			Found: access.Yes, Enabled: p.Enabled,
			Holdings: roles.Of(w.holdings, p.ID), RolesRead: w.rolesKnown, Strong: w.o.Strong(i),
			Subject: w.o.Subject(i)}
		u, err := tenant.One[tenant.User](ctx, w.have, tenant.SectionUsers, p.ID)
		if err == nil {
			a.Synced = access.Flag(u.OnPremises)
			if u.OnPremises.Null { // it never came from a directory (Graph resource user)
				a.Synced = access.No
			}
			w.lastSignIn(ctx, &a, u.SignIn, p.LastSignIn)
		}
		a.Can = func(g access.Grant, c access.Control) access.Answer { return w.o.CanMeet(i, g, c) }
		all = append(all, a)
	}
	return all, ctx.Err()
}

// lastSignIn sets when an account signed in. Graph has no activity for an account that never
// signed in, and none for anyone where it may not be read (Graph resource signInActivity). A
// sign-in that failed is no test.
func (w *world) lastSignIn(ctx context.Context, a *breakglass.Account, at *tenant.SignInTimes, last time.Time) {
	st, err := w.have.Status(ctx, tenant.SectionUsers)
	if err != nil {
		return
	}
	anyone := slices.ContainsFunc(w.o.People, func(p mfa.Person) bool { return !p.LastSignIn.IsZero() })
	switch {
	case at != nil && at.LastSuccessful.IsZero():
		a.SignInRead, a.LastSignIn = at.Told, last
	case at != nil:
		a.SignInRead, a.LastSignIn = true, at.LastSuccessful.Time
	case w.p1 == access.No:
		a.SignInGap = "Microsoft shows the last sign-in to programs only with Entra ID P1."
	case slices.Contains(st.Notes, tenant.NoteNoSignIn):
		a.SignInGap = tenant.NoteNoSignIn
	case st.State.Whole():
		a.SignInRead = anyone
	}
}

// peopleKnown reports whether the people were read to the last one.
func (w *world) peopleKnown() bool {
	of := func(g tenant.Gap) bool { return g.Section == tenant.SectionUsers }
	return !slices.ContainsFunc(w.missing, of) && !slices.ContainsFunc(w.doubtful, of)
}

// position returns where a person named by sign-in name or ID is; -1 if nowhere.
func (w *world) position(name string) int {
	for i := range w.o.People {
		if p := &w.o.People[i]; strings.EqualFold(p.UPN, name) || strings.EqualFold(p.ID, name) {
			return i
		}
	}
	return -1
}

// signedIn returns where the administrator at this computer is; -1 if not known.
func (w *world) signedIn() int {
	for i := range w.o.People {
		if w.o.People[i].Marks&mfa.SignedIn != 0 {
			return i
		}
	}
	return -1
}
