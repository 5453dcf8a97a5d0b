package adminaccess

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/frame"
	"handrail/app/identity/mfa"
	"handrail/app/identity/mfaview"
	"handrail/app/report"
	"handrail/app/task"
)

// who returns how the policies affect each administrator once they are on.
func (d deps) who(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	if err := d.readBackground(ctx, w, w.administrators(w.chosen(v)), progress); err != nil {
		return nil, err
	}
	doc := d.frame("How does this affect each administrator?")
	if err := w.affected(ctx, v, doc); err != nil {
		return nil, err
	}
	doc.Find(frame.NotRead(w.missing)...)
	doc.Find(frame.Doubtful(w.doubtful)...)
	return doc.Answered(), nil
}

// affected adds each administrator with the outcome, and the answer.
func (w *world) affected(ctx context.Context, v *guide.Visit, doc *frame.Draft) error {
	p := w.preview(v, own, true)
	old, err := w.legacy(ctx, w.administrators(w.chosen(v)))
	if err != nil {
		return err
	}
	e := report.Entries{Name: "people", Title: "Administrators, most serious first"}
	var stopped, may, unsure []string
	mail := 0
	spared := w.spared(v)
	for _, i := range w.administrators(w.chosen(v)) {
		who, shown := &w.o.People[i], p.Results[i].Shown()
		excluded, apps := slices.Contains(spared, who.ID), old.apps[strings.ToLower(who.ID)]
		switch {
		case excluded:
		case shown.Has(mfa.LockedOut) && !p.Results[i].Outcomes.Has(mfa.LockedOut):
			may = append(may, who.Label())
		case shown.Has(mfa.LockedOut):
			stopped = append(stopped, who.Label())
		case mfaview.Severity(shown.Worst()) == report.Unknown:
			unsure = append(unsure, who.Label())
		}
		if len(apps) > 0 && !excluded {
			mail++
		}
		item, err := w.affectedEntry(p, i, excluded, apps)
		if err != nil {
			return err
		}
		e.Items = append(e.Items, item)
	}
	order := []report.Severity{report.Problem, report.Warning, report.Unknown, report.Note, report.OK}
	slices.SortStableFunc(e.Items, func(a, b report.Entry) int {
		return slices.Index(order, a.Severity) - slices.Index(order, b.Severity)
	})
	strange := w.strangers(w.chosen(v))
	f := whoFinding(len(e.Items), stopped, may, append(unsure, strange...), w.rolesKnown)
	doc.Find(f, legacyFinding(mail, old, w.rolesKnown && len(strange) == 0))
	doc.Headline(f.Title)
	doc.Add(e)
	number := func(n int) string {
		if !w.rolesKnown && n == 0 {
			return string(report.Unknown)
		}
		return strconv.Itoa(n)
	}
	doc.Fact("stopped", "Would be locked out", number(len(stopped)), "")
	doc.Fact("may-be-stopped", "May be locked out", number(len(may)), "")
	doc.Fact("unsure", "Not known", number(len(unsure)+len(strange)), "")
	return nil
}

// affectedEntry returns the entry of person i. excluded: the policies exclude the person; apps
// are the legacy apps that the person uses.
func (w *world) affectedEntry(p *mfa.Preview, i int, excluded bool, apps []string) (report.Entry, error) {
	who, shown := &w.o.People[i], p.Results[i].Shown()
	item := report.Entry{Title: who.Label(), Severity: mfaview.Severity(shown.Worst()),
		State: mfaview.OutcomeNames(shown), About: w.rolesOf(who.ID)}
	if excluded {
		item.State, item.Severity = "Excluded", report.OK
	} else if len(apps) > 0 {
		appBlocked(&item, apps)
	}
	data, err := json.Marshal(struct {
		mfaview.Person
		Roles  string   `json:"roles"`
		Legacy []string `json:"legacy-apps"`
	}{mfaview.PersonOf(p, i), w.rolesOf(who.ID), apps})
	item.Data = data
	return item, err
}

// appBlocked adds the legacy apps of a person, which stop working.
func appBlocked(item *report.Entry, apps []string) {
	item.State += ", App blocked"
	item.About += " · uses " + strings.Join(apps, ", ")
	if item.Severity == report.OK || item.Severity == report.Note {
		item.Severity = report.Warning
	}
}

func whoFinding(all int, stopped, may, unsure []string, known bool) report.Finding {
	f := report.Finding{Code: "who", Severity: report.OK}
	switch {
	case all == 0 && !known:
		f.Severity, f.Title = report.Unknown, "It is not known who is affected"
		f.Text = "Handrail could not read all roles."
	case len(stopped) > 0:
		f.Severity = report.Problem
		f.Title = counted(len(stopped), "administrator would be locked out", "administrators would be locked out")
		f.Text, f.Do = strings.Join(stopped, ", ")+".", "Help them register a method before you switch the policies on."
		if len(may) > 0 {
			f.Text += " " + counted(len(may), "more may be locked out", "more may be locked out") + ": " +
				strings.Join(may, ", ") + "."
		}
	case len(may) > 0:
		f.Severity = report.Problem
		f.Title = counted(len(may), "administrator may be locked out", "administrators may be locked out")
		f.Text = strings.Join(may, ", ") + ". It depends on a condition, or on something that is not known."
		f.Do = "Help them register a method before you switch the policies on."
	case len(unsure) > 0:
		f.Severity, f.Title = report.Unknown, "Not known for "+counted(len(unsure), "administrator", "administrators")
		f.Text = strings.Join(unsure, ", ") + "."
	case all == 0:
		f.Severity, f.Title, f.Text = report.Note, "No person holds one of the roles",
			"The policies would apply to no one today."
	case !known:
		f.Severity, f.Title = report.Unknown, "No administrator that Handrail knows would be locked out"
		f.Text = "Handrail could not read all roles. There may be more administrators."
	default:
		f.Title = "No administrator would be locked out"
		f.Text = "Handrail checked " + counted(all, "administrator", "administrators") + "."
	}
	return f
}
