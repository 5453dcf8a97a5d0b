package syncidentity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/identity/syncid"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// policies returns what each policy does to the sync.
func (d deps) policies(ctx context.Context, _ *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Does any policy stop the directory sync?")
	w.policiesOf(doc, w.notRead()...)
	return doc.Answered(), nil
}

// tally is how many policies do what, over all identities that may be in use.
type tally struct {
	stops, will, unsure int
	names               []string // of those that stop it
}

func (w *world) tally() (t tally) {
	worst := map[string]syncid.Verdict{}
	order := map[syncid.Verdict]int{syncid.Stops: 3, syncid.WillHit: 2, syncid.NotSure: 1}
	var ids []string
	names := map[string]string{}
	for _, i := range w.identities {
		for _, l := range w.lines[i.ID] {
			if _, seen := worst[l.Policy]; !seen {
				ids = append(ids, l.Policy)
			}
			if order[l.Verdict] >= order[worst[l.Policy]] {
				worst[l.Policy] = l.Verdict
			}
			names[l.Policy] = l.Name
		}
	}
	for _, id := range ids {
		switch worst[id] {
		case syncid.Stops:
			t.stops++
			t.names = append(t.names, "“"+names[id]+"”")
		case syncid.WillHit:
			t.will++
		case syncid.NotSure:
			t.unsure++
		}
	}
	return t
}

// policiesOf adds the answer, and every policy with its reason.
func (w *world) policiesOf(doc *frame.Draft, more ...report.Finding) {
	t := w.tally()
	found := w.verdict(t)
	doc.Add(w.path(found))
	doc.Find(found)
	doc.Headline(found.Title)
	for _, i := range w.identities {
		w.own(doc, i)
	}
	doc.Find(more...)
	if !w.policyGap {
		doc.Find(frame.BetaPolicies(tenant.BetaOnly(w.policies), w.compared)...)
	}
	doc.Findings("", "Findings, most serious first")
	doc.Add(w.entries())
	known := !w.policyGap && len(w.identities) > 0 || w.standing.InUse == access.No && len(w.identities) == 0
	for _, f := range []struct {
		name, label string
		n           int
	}{{"stops", "Policies that stop it", t.stops}, {"will-stop", "Policies that will stop it", t.will},
		{"not-known", "Policies not known", t.unsure}} {
		value := strconv.Itoa(f.n)
		if !known || f.n == 0 && len(w.identities) > 0 && !(w.rolesKnown && w.compared) {
			value = string(report.Unknown)
		}
		doc.Fact(f.name, f.label, value, "")
	}
	doc.Fact("in-use", "A sync is in use", w.standing.InUse.String(), "")
}

// own adds what else may stop an account.
func (w *world) own(doc *frame.Draft, i syncid.Identity) {
	if i.PerUserMFA == access.Yes {
		doc.Find(report.Finding{Code: "per-user-mfa", Severity: report.Problem, Subject: i.SignInName,
			Title: "Per-user MFA stops the sync account", Text: i.Name +
				" has per-user MFA turned on, and cannot verify a sign-in.",
			Do: "Turn off per-user MFA for this account."})
	}
}

// codeVerdict is the finding that answers the question.
const codeVerdict = "verdict"

// verdict is the answer in one line.
func (w *world) verdict(t tally) report.Finding {
	f := report.Finding{Code: "policies", Severity: report.OK}
	since := ""
	if w.standing.Stopped == access.Yes {
		since = "No sync since " + w.standing.Last.Local().Format("2 January") + ": "
	}
	switch {
	case w.standing.InUse == access.No && len(w.identities) == 0:
		f.Title, f.Text = "No sync is in use", "There is nothing that a policy could stop."
	case w.standing.InUse == access.No:
		f.Severity, f.Title = report.Note, "No sync is in use"
		f.Text = "A policy could only stop one later. These still have a sync role: " +
			strings.Join(w.labels(), ", ") + "."
	case len(w.identities) == 0:
		f.Severity, f.Title = report.Unknown, "It is not known whether a policy stops the sync"
		f.Text = "Handrail found no account that runs it."
	case w.policyGap:
		f.Severity, f.Title = report.Unknown, "It is not known whether a policy stops the sync"
		f.Text = "Handrail could not read the policies."
	case t.stops > 0 && w.someFree():
		f.Severity, f.Title = report.Warning, counted(t.stops, "policy stops", "policies stop")+" one of these accounts"
		f.Text = strings.Join(t.names, ", ") + ". Only the server knows which account it uses."
		f.Do = "Check on the server which account it uses. Exclude that account."
	case t.stops > 0:
		f.Severity, f.Title = report.Problem, since+counted(t.stops, "policy stops it", "policies stop it")
		f.Text, f.Do = strings.Join(t.names, ", ")+".",
			"Exclude the sync account, or let the sync sign in as an application."
	case t.will > 0:
		f.Severity, f.Title = report.Warning, counted(t.will, "policy will stop it", "policies will stop it")
		f.Text = "Report-only policies do nothing yet. They stop the sync once they are switched on."
		f.Do = "Exclude the sync account before you switch them on."
	case t.unsure > 0:
		f.Severity, f.Title = report.Unknown, "Not known for "+counted(t.unsure, "policy", "policies")
		f.Text = "No policy certainly stops the sync. The list has the reasons."
	case !w.rolesKnown:
		f.Severity, f.Title = report.Unknown, "No policy stops the accounts that Handrail knows"
		f.Text = "Handrail could not read all roles. Another account may run the sync."
	case !slices.ContainsFunc(w.identities, usable):
		f.Severity, f.Title = report.Unknown, "No policy stops the accounts that Handrail knows"
		f.Text = "They cannot sign in with the role now, so another account may run the sync."
	case !w.compared:
		f.Severity, f.Title = report.Unknown, "No policy that Handrail knows stops the sync"
		f.Text = "Handrail could not check whether policies are missing."
	case since != "":
		f.Severity, f.Title = report.Warning, strings.TrimSuffix(since, ": ")+", but no policy stops it"
		f.Text, f.Do = "The cause is something else.", "Paste the error text of the server on a later page."
	default:
		f.Title = "No policy stops the sync"
		f.Text = "Handrail checked " + counted(len(w.policies), "policy", "policies") + "."
	}
	f.Code = codeVerdict
	return f
}

// someFree reports whether one of several identities that may be in use is stopped by no
// policy: which of them it is only the server knows.
func (w *world) someFree() bool {
	return len(w.identities) > 1 && slices.ContainsFunc(w.identities, func(i syncid.Identity) bool {
		return usable(i) && !slices.ContainsFunc(w.lines[i.ID], func(l syncid.Line) bool { return l.Verdict == syncid.Stops })
	})
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// shown are the words and the severity of a verdict.
var shown = map[syncid.Verdict]struct {
	word     string
	severity report.Severity
}{
	syncid.Stops: {"Stops it", report.Problem}, syncid.WillHit: {"Will stop it", report.Warning},
	syncid.NotSure: {"Not known", report.Unknown}, syncid.Spares: {"Lets it through", report.OK},
}

// states are the states of a policy in words.
var states = map[access.State]string{access.On: "On", access.ReportOnly: "Report-only", access.Off: "Off",
	access.StateUnknown: "Not known"}

// entries lists every policy for each identity, the most serious first, and applications
// after accounts: policies for people never stop them.
func (w *world) entries() report.Entries {
	e := report.Entries{Name: "policies", Title: "All policies, most serious first"}
	app, of := map[string]bool{}, map[syncid.Kind]int{}
	for _, i := range w.identities {
		of[i.Kind]++
	}
	for n, i := range w.identities {
		label := w.labels()[n]
		for _, l := range w.lines[i.ID] {
			s, reason := shown[l.Verdict], w.reason(l)+w.through(l.Result, i.ID)
			data, err := json.Marshal(map[string]any{"identity": i.ID, "account": label, "kind": i.Kind,
				"policy": l.Policy, "name": l.Name, "state": states[l.State], "verdict": l.Verdict, "cause": l.Cause,
				"code": l.Result.Why(), "reason": reason})
			if err != nil {
				data = nil // only texts: cannot fail
			}
			if l.Name == "" {
				l.Name = l.Policy
			}
			item := report.Entry{Title: l.Name, Severity: s.severity, State: s.word + ". " + reason,
				Kinds: []string{states[l.State]}, Data: data}
			if len(w.identities) > 1 {
				item.About, item.Kinds = kinds[i.Kind], append(item.Kinds, kinds[i.Kind])
				if of[i.Kind] > 1 { // else the kind is enough, and short
					item.About = label
				}
				app[item.About] = i.Kind == syncid.Application
			}
			e.Items = append(e.Items, item)
		}
	}
	worst := []report.Severity{report.Problem, report.Warning, report.Unknown, report.OK}
	slices.SortStableFunc(e.Items, func(a, b report.Entry) int {
		if a.Severity == b.Severity && app[a.About] != app[b.About] {
			return map[bool]int{true: 1, false: -1}[app[a.About]]
		}
		return slices.Index(worst, a.Severity) - slices.Index(worst, b.Severity)
	})
	return e
}
