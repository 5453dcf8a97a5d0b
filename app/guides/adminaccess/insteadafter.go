package adminaccess

import (
	"context"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/guide/frame"
	"handrail/app/identity/access"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// keepInsteadQuestion asks about what stands in the place of policies.
func keepInsteadQuestion() guide.Ask {
	return ask.Choice(askKeepInstead, ask.Words{Label: "Do you want to keep the protection on?",
		Hint: "You can change this later in the Microsoft Entra admin center."},
		[]guide.Option{{Value: keepThem, Label: "Keep it on"}, {Value: keepOff, Label: "Turn it off"}},
		ask.WhenOf(func(v *guide.Visit) bool { return !byPolicies(v) }))
}

// againInstead reads what was turned on once more.
func (d deps) againInstead(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	if err := d.rereadRecorded(ctx, progress); err != nil {
		return nil, err
	}
	w, fresh, err := d.readAgain(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Is the protection on?")
	w.onInstead(v, doc, fresh)
	if err := d.comeBack(ctx, w, v, doc, fresh); err != nil {
		return nil, err
	}
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Answered(), nil
}

// readAgain loads what is known, and reads what the way of a visit changes again.
func (d deps) readAgain(ctx context.Context, v *guide.Visit, progress task.Report) (*world, bool, error) {
	w, err := d.load(ctx, v, progress)
	if err != nil {
		return nil, false, err
	}
	fresh, err := d.freshInstead(ctx, w, v)
	if err != nil {
		return nil, false, err
	}
	if fresh {
		_, err = d.settleInstead(ctx, v)
		return w, true, err
	}
	c, section := d.Tenant.Connection, tenant.SectionDefaults
	if w.means(v) == meansPerUser {
		section = tenant.SectionPerUserMFA
	}
	if c == nil || !c.SignedIn(ctx) {
		return w, false, ctx.Err()
	}
	all, err := c.Refresh(ctx, []string{section}, progress)
	if err != nil {
		return nil, false, err
	}
	fresh = len(all) == 1 && all[0].State.Whole()
	w, err = d.load(ctx, v, progress)
	return w, fresh, err
}

// onInstead adds whether it is on, and the answer.
func (w *world) onInstead(v *guide.Visit, doc *frame.Draft, fresh bool) {
	rows, _ := w.turnedOn(v)
	table := report.Table{Title: "What is on", Columns: []string{"Setting", "Now"}}
	on := access.Is(len(rows) > 0)
	for _, r := range rows {
		table.Rows = append(table.Rows, []string{r.Setting, r.Now})
		switch {
		case r.Now == "Not known":
			on = on.And(access.Unknown)
		case !r.Unchanged():
			on = access.No
		}
	}
	f := report.Finding{Code: "protection-on", Severity: report.OK, Title: "Security defaults are on",
		Text: "Everyone registers for MFA, administrators need it at every sign-in, and legacy apps are blocked."}
	if w.means(v) == meansPerUser {
		f.Title = "Per-user MFA is on for " + counted(len(rows), "administrator", "administrators")
		f.Text = "New administrators do not have it. Turn it on for each of them."
		if !w.rolesKnown {
			on = on.And(access.Unknown)
		}
	}
	switch {
	case !fresh:
		f.Severity, f.Title = report.Unknown, "Not checked yet"
		f.Text, f.Do = "The data saved on this computer may be older than the change.", "Sign in, and check again."
		on = access.Unknown
	case on == access.Unknown:
		f.Severity, f.Title = report.Unknown, "It is not known whether everyone is protected"
		f.Text = "Handrail could not read everything that it needs."
	case on == access.No:
		f.Severity, f.Title = report.Warning, "It is not on yet"
		f.Text, f.Do, f.Step = "Administrators may need only a password.", "Go back and turn it on.", stepSwitch
	}
	doc.Find(f)
	doc.Headline(f.Title)
	doc.Add(table)
	doc.Fact("on", "The protection is on", on.String(), "")
	doc.Fact("means", "What protects administrators", w.means(v), meansWords(w.means(v)))
	doc.Fact("defaults", "Security defaults", w.defaults.String(), onOff(w.defaults))
}

// planKeepInstead shows what the decision changes.
func (d deps) planKeepInstead(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, err := d.load(ctx, v, nil)
	if err != nil {
		return nil, err
	}
	if _, err := d.freshInstead(ctx, w, v); err != nil {
		return nil, err
	}
	setting, state := defaultsSetting, w.defaultsWord()
	if w.means(v) == meansPerUser {
		setting, state = perUserSetting, "As it is"
	}
	changes, _, err := d.turnedOff(ctx, w, v)
	switch {
	case err != nil:
		return nil, err
	case v.Answer(askKeepInstead) != keepOff:
		return stays("The protection stays as it is.", setting, state), nil
	case len(changes) == 0:
		return stays("Handrail turned nothing on here, so there is nothing to undo.", setting, state), nil
	}
	plan := &guide.Plan{Changes: changes, ByHand: !d.runner().Can(),
		Undo: "You can turn it on again in the step “Switch protection on”.",
		Affected: []guide.Affected{{Severity: report.Problem,
			Text: "Administrators then need only a password. Turn on something else first."}}}
	if w.means(v) == meansDefaults {
		plan.Affected[0].Text = "Everyone then needs only a password, and legacy apps work again."
	}
	return plan, nil
}

// turnedOff returns the rows and the requests that undo what the visit turned on.
func (d deps) turnedOff(ctx context.Context, w *world, v *guide.Visit) (rows []guide.Change, writes []change.Write,
	err error) {
	h, err := d.runner().History(ctx, v.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, back := range h.Undo() {
		id, perUser := strings.CutSuffix(strings.TrimPrefix(back.Object, "/users/"), "/authentication/requirements")
		i := w.position(id)
		switch {
		case back.Object == defaultsPath && w.means(v) == meansDefaults:
			back.Title = defaultsSetting
			rows = append(rows, guide.Change{Setting: defaultsSetting, Now: w.defaultsWord(), After: "Off"})
		case perUser && i >= 0 && w.means(v) == meansPerUser:
			back.Title = perUserSetting + ": " + w.o.People[i].Label()
			rows = append(rows, guide.Change{Setting: back.Title, Now: perUserWord(w.o.People[i].PerUserName),
				After: "Disabled"})
		default:
			continue
		}
		writes = append(writes, back)
	}
	return rows, writes, nil
}

// applyKeepInstead makes the decision.
func (d deps) applyKeepInstead(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "Turn it off in the Microsoft Entra admin center.",
		"Handrail cannot change this here."); !ok {
		return err
	}
	return d.runner().Apply(ctx, v.ID, change.Order{Scopes: scopesInstead(plan), Shown: plan.Changes,
		Again: func(ctx context.Context) ([]guide.Change, []change.Write, error) {
			w, err := d.nowInstead(ctx, v)
			if err != nil {
				return nil, nil, err
			}
			return d.turnedOff(ctx, w, v)
		}}, progress)
}

// recordInstead returns who is protected, by what, and what was changed.
func (d deps) recordInstead(ctx context.Context, v *guide.Visit, progress task.Report) (*report.Document, error) {
	w, fresh, err := d.readAgain(ctx, v, progress)
	if err != nil {
		return nil, err
	}
	doc := d.frame("Report: protect your administrators")
	if err := d.glassLines(ctx, w, v, doc, w.policies); err != nil {
		return nil, err
	}
	if err := d.met(ctx, w, v, doc, true); err != nil {
		return nil, err
	}
	w.onInstead(v, doc, fresh)
	if err := d.comeBack(ctx, w, v, doc, fresh); err != nil { // before this record takes its place
		return nil, err
	}
	if err := d.save(ctx, v, w, fresh, doc); err != nil {
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
	doc.Add(differs(w.means(v)))
	doc.Find(frame.NotRead(w.missing)...)
	return doc.Answered(), nil
}
