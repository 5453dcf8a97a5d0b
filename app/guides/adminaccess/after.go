package adminaccess

import (
	"context"

	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
)

// again reads the policies and security defaults once more.
func (d deps) again(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	if err := d.rereadRecorded(ctx, progress); err != nil {
		return nil, err
	}
	w, fresh, err := d.loadFresh(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	if fresh {
		if err := d.settle(ctx, v, w); err != nil {
			return nil, err
		}
	} else if w, fresh, err = d.reread(ctx, v, w, progress); err != nil {
		return nil, err
	}
	doc := d.frame("Are the policies on?")
	w.onNow(v, doc, fresh)
	doc.Find(w.leftOutFinding(ctx, v)...)
	doc.Find(w.betaPolicies()...)
	if err := d.comeBack(ctx, w, v, doc, fresh); err != nil {
		return nil, err
	}
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Answered(), nil
}

// onNow adds the state of each policy of Handrail's, and the answer.
func (w *world) onNow(v *guide.Visit, doc *frame.Draft, fresh bool) {
	table := report.Table{Title: "Policies of this guide", Columns: []string{"Policy", "State"}}
	on, changed := access.Yes, ""
	for _, p := range append(append([]wanted{}, own...), others...) {
		row, there := w.named(p.name)
		needed := !p.all || w.turnedOff && w.protects(v)
		if !there && !needed {
			continue // not chosen
		}
		table.Rows = append(table.Rows, []string{p.name, w.now(p)})
		if needed {
			on = on.And(access.Is(row.State.Is(stateOn)))
		}
		if changed == "" {
			changed = w.changed(p, v)
		}
	}
	f := w.onFinding(on, changed, w.whereItStands(v), fresh)
	switch {
	case f.Severity == report.Unknown, on == access.Yes && changed != "":
		on = access.Unknown
	case on == access.No && len(w.missing) > 0:
		on = access.Unknown // what is missing may be why
	}
	doc.Find(f)
	doc.Headline(f.Title)
	if !w.policyGap {
		doc.Find(w.drift(v)...)
		doc.Find(w.appeared()...)
	}
	doc.Add(table)
	doc.Fact("on", "Both policies are on", on.String(), "")
	doc.Fact("defaults", "Security defaults", w.defaults.String(), onOff(w.defaults))
}

// onFinding is the answer to whether the policies are on.
func (w *world) onFinding(on access.Answer, changed, where string, fresh bool) report.Finding {
	f := report.Finding{Code: "policies-on", Severity: report.OK, Title: "Both policies are on",
		Text: "Administrators must use MFA, and their legacy apps are blocked."}
	switch {
	case w.policyGap:
		f.Severity, f.Title, f.Text = report.Unknown, "It is not known whether the policies are on",
			"Handrail could not read them."
	case !fresh:
		f.Severity, f.Title = report.Unknown, "Not checked yet"
		f.Text, f.Do = "The data saved on this computer may be older than the change.", "Sign in, and check again."
	case on != access.Yes && w.defaults == access.No && w.anyThere():
		f.Severity, f.Title = report.Problem, "Security defaults are off, and a policy is not on"
		f.Text = "Some people may need only a password. " + where
		f.Do, f.Step = "Finish the switch, or go back in the step “Keep or undo”.", stepSwitch
	case w.defaults == access.No && w.turnedOff && !w.anyThere():
		f.Severity, f.Title = report.Problem, "Security defaults are off, and the policies are removed"
		f.Text = "Only other policies and per-user MFA protect your people."
		f.Do, f.Step = "Restore the policies in the step “Keep or undo”.", stepKeep
	case changed != "":
		f.Severity, f.Title, f.Text = report.Warning, "A policy is not what Handrail made", changed
		f.Do = "Check it in the Microsoft Entra admin center."
	case on != access.Yes && len(w.missing) > 0:
		f.Severity, f.Title = report.Unknown, "The policies are not on, and something could not be read"
		f.Text = "Handrail switches nothing on while it does not know who would be stopped."
	case on != access.Yes:
		f.Severity, f.Title, f.Text = report.Note, "The policies are not on yet", "They do not stop anyone."
	}
	return f
}

func (w *world) anyThere() bool {
	for _, p := range own {
		if _, there := w.named(p.name); there {
			return true
		}
	}
	return false
}

// record returns who is protected, by what, and what was changed.
func (d deps) record(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, fresh, err := d.loadFresh(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Report: protect your administrators")
	w.onNow(v, doc, fresh)
	doc.Find(w.leftOutFinding(ctx, v)...)
	if err := d.glassLines(ctx, w, v, doc, w.policies); err != nil {
		return nil, err
	}
	if err := d.comeBack(ctx, w, v, doc, fresh); err != nil { // before this record takes its place
		return nil, err
	}
	for _, e := range w.ends(v) {
		s, err := w.standsNow(ctx, e, d.Now(), fresh)
		if err != nil {
			return nil, err
		}
		doc.Find(e.finding(s, d.Now()))
	}
	if err := d.save(ctx, v, w, fresh, doc); err != nil {
		return nil, err
	}
	if err := w.affected(ctx, v, doc); err != nil {
		return nil, err
	}
	if d.Journal != nil {
		entries, err := d.Journal.Entries(ctx, v.ID)
		if err != nil {
			return nil, err
		}
		if t, ok := change.Table(entries); ok {
			doc.Add(t)
		}
	}
	doc.Find(w.betaPolicies()...)
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Answered(), nil
}
