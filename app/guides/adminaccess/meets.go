package adminaccess

import (
	"context"
	"fmt"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
)

// whoInstead returns what each person meets, and what differs from policies.
func (d deps) whoInstead(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("How does this affect people?")
	if err := d.met(ctx, w, v, doc, false); err != nil {
		return nil, err
	}
	doc.Add(differs(w.means(v)))
	doc.Find(frame.NotRead(w.missing)...)
	doc.Find(frame.Doubtful(w.doubtful)...)
	return doc.Answered(), nil
}

// met adds each person with the outcome, and the answer; in the record without what the record
// says itself.
func (d deps) met(ctx context.Context, w *world, v *guide.Visit, doc *frame.Draft, recorded bool) error {
	p := w.insteadPreview(v)
	register, unsure := p.Totals[mfa.WillBeAsked]+p.Totals[mfa.MustRegister], p.Totals[mfa.NotKnown]+
		p.Totals[mfa.NotInReport]
	f := report.Finding{Code: "who", Severity: report.OK, Title: "No one must register a method",
		Text: "Handrail checked " + counted(len(p.Results), "account", "accounts") + "."}
	switch locked := p.Totals[mfa.LockedOut]; {
	case locked > 0:
		f.Severity = report.Problem
		f.Title = counted(locked, "person may be locked out", "people may be locked out")
		f.Text, f.Do = "The list has their names and the reasons.", "Help them to register a method first."
	case register > 0:
		f.Severity = report.Warning
		f.Title = counted(register, "person must register a method", "people must register a method")
		f.Text, f.Do = "The list has their names.", "Tell them before you switch it on."
	case unsure > 0:
		f.Severity, f.Title = report.Unknown, "Not known for "+counted(unsure, "account", "accounts")
		f.Text = "People without a method register one at the next sign-in."
	}
	on := w.means(v) == meansDefaults && w.defaults == access.Yes
	if on {
		f.Severity, f.Title, f.Do = report.OK, "Security defaults are on already", ""
		f.Text = "Nothing changes for anyone."
	}
	if doc.Headline(f.Title); !recorded || !on { // the record says itself that they are on
		doc.Find(f)
	}
	if w.means(v) == meansDefaults {
		doc.Find(report.Finding{Code: "registration", Severity: report.Note, Title: "When people must register",
			Text: mfa.RegistrationGrace().Sentence(d.Now())})
	}
	if err := d.legacyInstead(ctx, w, v, doc); err != nil {
		return err
	}
	list, err := mfaview.Entries(ctx, p)
	if err != nil {
		return err
	}
	list.Title = "People, most serious first"
	doc.Add(list)
	doc.Fact("stopped", "May be locked out", notNone(p.Totals[mfa.LockedOut], unsure), "")
	doc.Fact("must-register", "Must register a method", notNone(register, unsure), "")
	doc.Fact("unsure", "Not known", fmt.Sprint(unsure), "")
	return nil
}

// notNone returns a number for programs; none is not known where something is not.
func notNone(n, unsure int) string {
	if n == 0 && unsure > 0 {
		return string(report.Unknown)
	}
	return fmt.Sprint(n)
}

// legacyInstead adds who uses legacy apps, as far as that is known.
func (d deps) legacyInstead(ctx context.Context, w *world, v *guide.Visit, doc *frame.Draft) error {
	people := w.perUserTargets(v)
	if w.means(v) == meansDefaults { // for everyone
		people = nil
		for i := range w.o.People {
			people = append(people, i)
		}
	}
	old, err := w.legacy(ctx, people)
	if err != nil {
		return err
	}
	only := map[string]bool{}
	for _, i := range w.perUserTargets(v) {
		only[strings.ToLower(w.o.People[i].ID)] = true
	}
	var names []string
	for i := range w.o.People {
		id := strings.ToLower(w.o.People[i].ID)
		if apps := old.apps[id]; len(apps) > 0 && (w.means(v) == meansDefaults || only[id]) {
			names = append(names, w.o.People[i].Label()+" ("+strings.Join(apps, ", ")+")")
		}
	}
	f := report.Finding{Code: "legacy-apps", Severity: report.OK, Title: "No one used a legacy app"}
	switch {
	case !old.known && w.p1 != access.Yes:
		f.Severity, f.Title = report.Unknown, "It is not known who uses legacy apps"
		f.Text = "Microsoft shows the sign-ins to programs only with Entra ID P1."
		f.Do = "Go to Entra ID > Sign-in logs, and filter by the client app."
	case !old.known || old.since.IsZero():
		f.Severity, f.Title = report.Unknown, "It is not known who uses legacy apps"
		f.Text, f.Do = "Handrail could not read the sign-ins.", "Refresh “Recent sign-ins” on the page Organisation."
	case len(names) > 0:
		f.Severity = report.Warning
		f.Title = counted(len(names), "person uses a legacy app", "people use a legacy app")
		f.Text, f.Do = strings.Join(few(names), ", ")+".", "Set up a modern app for them first, such as Outlook."
	case old.quiet > 0:
		f.Severity, f.Title = report.Unknown, "No legacy app is in the sign-ins that Handrail read"
		f.Text = "Since " + dayWords(old.since) + ". Not every sign-in in the background was read."
	default:
		f.Text = "In the sign-ins since " + dayWords(old.since) + "."
	}
	doc.Find(f)
	return nil
}

// differs has what differs from policies, in plain words (Microsoft Learn, Security
// defaults in Microsoft Entra ID, and Enable per-user multifactor authentication).
func differs(means string) report.Table {
	t := report.Table{Title: "What differs from policies", Columns: []string{"Question", "Policies", "Security defaults"},
		Rows: [][]string{
			{"Who needs MFA?", "The roles that you choose", "Everyone, guests too"},
			{"Who can be excluded?", "Emergency access accounts", "No one; only the account of directory sync is"},
			{"When do they need it?", "Always", "Administrators always, others when Microsoft considers it necessary"},
			{"What may they use?", "What your organisation allows", "Microsoft Authenticator or another code app"},
			{"Legacy apps", "Blocked for administrators", "Blocked for everyone, at once"},
			{"Can you try it first?", "Yes, report-only", "No"},
		}}
	if means == meansPerUser {
		t.Columns[2] = perUserSetting
		t.Rows = [][]string{
			{"Who needs MFA?", "The roles that you choose", "The people of today; new administrators do not"},
			{"Who can be excluded?", "Emergency access accounts", "Emergency access accounts"},
			{"When do they need it?", "Always", "Always, except where a device is remembered"},
			{"Legacy apps", "Blocked for administrators", "Not blocked: they use app passwords"},
			{"Can you try it first?", "Yes, report-only", "No"},
		}
	}
	return t
}
