package syncidentity

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/roles"
	"handrail/app/identity/syncid"
	"handrail/app/report"
	"handrail/app/task"
)

// check returns whether a sync is in use, and since when it stands still.
func (d deps) check(ctx context.Context, _ *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Does the directory sync run?")
	w.standingOf(doc)
	return doc.Answered(), nil
}

// standingOf adds how the sync stands.
func (w *world) standingOf(doc *frame.Draft) {
	doc.Find(w.notRead(sections[:1]...)...)
	s := w.standing
	fact := report.Fact{Name: "last-sync", Label: "Last sync", Value: string(report.Unknown), Text: "Not known"}
	if !s.Last.IsZero() {
		fact.Value, fact.Text = s.Last.UTC().Format("2006-01-02T15:04:05Z"), stamp(s.Last)
	}
	found := report.Finding{Code: "sync"}
	switch {
	case s.InUse == access.No:
		found.Code, found.Severity, found.Title = "not-in-use", report.OK, "No directory sync is in use"
		found.Text = "Your accounts are only in the cloud. No policy can stop a sync."
		fact.Value, fact.Text = "none", "None"
	case s.InUse == access.Unknown:
		found.Code, found.Severity, found.Title = "not-known", report.Unknown,
			"It is not known whether a sync is in use"
		found.Text, found.Do = "Microsoft gave no answer to this.", "Refresh your organisation, then check again."
	case s.Stopped == access.Yes:
		found.Code, found.Severity = "stopped", report.Problem
		found.Title = "No sync since " + stamp(s.Last)
		found.Text, found.Do = "It normally runs every 30 minutes.", "Check the policies, then the server."
		if w.old {
			found.Title = "No sync since " + stamp(s.Last) + " when Handrail last checked"
		}
	case s.Stopped == access.No:
		found.Code, found.Severity, found.Title = "running", report.OK, "The sync runs"
		found.Text = "It last ran on " + stamp(s.Last) + "."
		if w.old {
			found.Severity, found.Title = report.Unknown, "The sync ran when Handrail last checked"
			found.Do = "Refresh your organisation, then check again."
		}
	case s.Ahead:
		found.Code, found.Severity, found.Title = "clock", report.Unknown, "It is not known whether the sync runs"
		found.Text = "Its last run, " + stamp(s.Last) + ", is later than the clock of this computer."
		found.Do = "Set the clock of this computer and of your server, then check again."
	default:
		found.Code, found.Severity, found.Title = "no-time", report.Unknown, "It is not known when the sync last ran"
		found.Text = "A sync is turned on, but Microsoft named no last run."
		found.Do = "Check the sync program on your server."
	}
	doc.Find(found)
	doc.Headline(found.Title)
	doc.Fact("in-use", "A sync is in use", s.InUse.String(), "")
	stopped := s.Stopped
	if s.InUse == access.No {
		stopped = access.No // nothing stands still
	}
	doc.Fact("stopped", "It has stopped", stopped.String(), "")
	doc.Fact(fact.Name, fact.Label, fact.Value, fact.Text)
}

// notRead returns the findings of what could not be read; only of some sections where
// these are named.
func (w *world) notRead(only ...string) []report.Finding {
	missing, doubtful := w.missing, w.doubtful
	if len(only) > 0 {
		missing, doubtful = nil, nil
		for _, g := range w.missing {
			if g.Section == only[0] {
				missing = append(missing, g)
			}
		}
		for _, g := range w.doubtful {
			if g.Section == only[0] {
				doubtful = append(doubtful, g)
			}
		}
	}
	return append(frame.NotRead(missing), frame.Doubtful(doubtful)...)
}

// kinds are what an identity is, in words.
var kinds = map[syncid.Kind]string{
	syncid.ConnectAccount: "Account of Entra Connect", syncid.CloudAccount: "Account of Cloud Sync",
	syncid.OtherAccount: "Account", syncid.Application: "Application", syncid.OtherHolder: "Not an account",
}

// identity returns which identity runs the sync.
func (d deps) identity(ctx context.Context, _ *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Which account runs the sync?")
	w.identityOf(doc)
	doc.Find(w.notRead()...)
	return doc.Answered(), nil
}

// identityOf adds who holds a role of the sync.
func (w *world) identityOf(doc *frame.Draft) {
	w.identityFound(doc)
	w.identityTable(doc)
}

// identityFound adds which identity it is, and what keeps one from signing in.
func (w *world) identityFound(doc *frame.Draft) {
	count := strconv.Itoa(len(w.identities))
	accounts, apps := 0, 0
	for _, i := range w.identities {
		if i.Kind == syncid.Application {
			apps++
		} else {
			accounts++
		}
		if i.Enabled == access.No {
			doc.Find(report.Finding{Code: "account-blocked", Severity: report.Problem, Subject: i.SignInName,
				Title: "Sign-in is blocked for a sync account", Text: i.Name + " cannot sign in.",
				Do: "Allow sign-in for it, if it is the account in use."})
		}
	}
	found := w.whichFinding(accounts, apps)
	if !w.rolesKnown && len(w.identities) == 0 {
		count = string(report.Unknown)
	}
	doc.Find(found)
	doc.Headline(found.Title)
	doc.Fact("identities", "Accounts and applications", count, "")
}

// identityTable lists the identities.
func (w *world) identityTable(doc *frame.Draft) {
	table := report.Table{Title: "Accounts and applications with a sync role",
		Columns: []string{"Name", "What it is", "Role"}}
	for n, i := range w.identities {
		role := strings.Join(roles.Names(i.Roles), ", ")
		if i.Eligible {
			role += " (when activated)"
		}
		table.Rows = append(table.Rows, []string{w.labels()[n], kinds[i.Kind], role})
	}
	doc.Add(table)
	if len(w.identities) > 0 {
		doc.Add(report.Code{Label: "Run this on the server, to see which one it uses",
			Text: "Get-ADSyncEntraConnectorCredential"})
	}
}

// whichFinding returns the answer to which identity it is.
func (w *world) whichFinding(accounts, apps int) report.Finding {
	f := report.Finding{Code: "one-identity", Severity: report.OK}
	switch {
	case accounts+apps == 0 && !w.rolesKnown:
		f.Code, f.Severity, f.Title = "identity-unknown", report.Unknown, "It is not known which account runs the sync"
		f.Text, f.Do = "Handrail could not read all roles.", "Refresh “Administrators” on the page Organisation."
	case accounts+apps == 0 && w.standing.InUse == access.No:
		f.Code, f.Title, f.Text = "no-identity", "No account has a sync role", "No sync is in use, so none is needed."
	case accounts+apps == 0:
		f.Code, f.Severity, f.Title = "no-identity", report.Warning, "No account has a sync role"
		f.Text = "Someone removed it or its role, or the sync signs in as an application without the role."
		f.Do = "Check on the server which account it uses."
	case w.standing.InUse == access.No:
		f.Code, f.Severity, f.Title = "leftover-identity", report.Note, "No sync is in use, but a sync role is still assigned"
		f.Text, f.Do = strings.Join(w.labels(), ", ")+".", "Remove the role, if you no longer need it."
	case !slices.ContainsFunc(w.identities, usable):
		f.Code, f.Severity, f.Title = "identity-unknown", report.Unknown, "It is not known which account runs the sync"
		f.Text = strings.Join(w.labels(), ", ") + ": sign-in is blocked, or the role must be activated first."
		f.Do = "Check on the server which account it uses."
	case accounts+apps > 1:
		f.Code, f.Severity, f.Title = "several-identities", report.Warning, "Several accounts have a sync role"
		f.Text = "Only the server knows which one it uses: " + strings.Join(w.labels(), ", ") + "."
		f.Do = "Run the command below on the server. Remove the role from accounts that are no longer used."
	case !w.rolesKnown:
		f.Code, f.Severity, f.Title = "identity-unknown", report.Unknown,
			"It is not certain which account runs the sync"
		f.Text = "Handrail knows " + w.labels()[0] + ", and could not read all roles."
	case w.identities[0].Kind == syncid.OtherHolder:
		f.Code, f.Severity, f.Title = "identity-unknown", report.Unknown, "It is not known which account runs the sync"
		f.Text = w.labels()[0] + " holds the role, and Handrail does not know what it is."
		if w.identities[0].Group {
			f.Text = "The group " + w.labels()[0] + " holds the role, and Handrail does not know its members."
		}
		f.Do = "Check on the server which account it uses."
	case apps == 1:
		f.Title, f.Text = "An application runs the sync", "Policies for people never stop it: "+w.labels()[0]+
			". Confirm on the server that it uses this one."
	default:
		f.Title, f.Text = "One account runs the sync", "It is "+w.labels()[0]+". To a policy it is a user like any other."
	}
	return f
}

// usable reports whether an identity may run the sync now: its sign-in is not blocked, and it
// need not activate the role first.
func usable(i syncid.Identity) bool { return !i.Eligible && i.Enabled != access.No }

// labels names the identities.
func (w *world) labels() (all []string) {
	for _, i := range w.identities {
		switch {
		case i.SignInName != "":
			all = append(all, i.SignInName)
		case i.Name != "":
			all = append(all, i.Name)
		default:
			all = append(all, i.ID)
		}
	}
	return all
}
