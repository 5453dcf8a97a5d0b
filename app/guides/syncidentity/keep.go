package syncidentity

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/syncid"
	"handrail/app/task"
	"handrail/app/tenant"
)

// stepKeep is the step that keeps the exclusion or undoes it. Stored with every visit.
const stepKeep = "keep"

const (
	askKeep  = "keep"
	keepThem = "keep"
	keepUndo = "undo"

	// factExcluded is the fact of how many policies a visit changed that still exclude the
	// group.
	factExcluded = "excluded-here"
)

func keepQuestion() guide.Ask {
	return ask.Choice(askKeep, ask.Words{Label: "Do you want to keep the exclusion?",
		Hint: "You can come back to this step later.",
		Help: "If the sync signs in as an application by now, undo it: the policies then protect the account again."},
		[]guide.Option{
			{Value: keepThem, Label: "Keep the exclusion"},
			{Value: keepUndo, Label: "Undo the exclusion", Hint: "The sync stops again if it still uses this account."},
		}, ask.WhenOf(func(v *guide.Visit) bool { return v.Fact(factExcluded) != "" && v.Fact(factExcluded) != "0" }))
}

// restored is a policy that this visit changed.
type restored struct {
	row   tenant.AccessPolicy
	write change.Write
	gone  bool // it does not exclude what was added any more
	can   bool
	after syncid.Verdict
}

// undoing returns the policies that this visit changed, with what takes the exclusion out
// again and leaves later changes of others as they are.
func (w *world) undoing() (all []restored) {
	for _, row := range w.policies {
		var added []string
		for _, a := range w.history {
			if a.Verb == change.Change && a.Object == exclusion.PoliciesPath+"/"+row.ID && exclusion.Is(w.touched, row.ID) {
				added = append(added, exclusion.Added(a.Write)...)
			}
		}
		if len(added) == 0 {
			continue
		}
		r := restored{row: row, after: w.worstOf(row, "")}
		r.gone = !slices.ContainsFunc(added, row.Conditions.Users.ExcludeGroups.Has)
		if !r.gone {
			var after tenant.AccessPolicy
			r.write, after, r.can = exclusion.Edit(row, exclusion.Groups, func(ids []string) []string {
				return slices.DeleteFunc(ids, func(id string) bool { return exclusion.Is(added, id) })
			})
			if r.write.Verb = change.Undo; r.can {
				r.after = w.worstOf(after, "")
			}
		}
		all = append(all, r)
	}
	return all
}

// still returns how many policies that this visit changed exclude the group.
func (w *world) still() (n int) {
	for _, r := range w.undoing() {
		if !r.gone {
			n++
		}
	}
	return n
}

// undoRows returns the rows of the plan, in the order of the writes.
func (w *world) undoRows() (all []guide.Change) {
	for _, r := range w.undoing() {
		all = append(all, guide.Change{Setting: "Policy " + w.calledRow(r.row),
			Now: does(r.row, w.worstOf(r.row, ""), !r.gone), After: does(r.row, r.after, !r.gone && !r.can)})
	}
	if c, _, ok := w.groupUndo(); ok {
		all = append(all, c)
	}
	return all
}

// groupUndo returns what undoes what this visit did to the group: it is deleted if this visit
// made it and no other policy names it, and else the accounts leave it that this visit put in.
func (w *world) groupUndo() (c guide.Change, writes []change.Write, ok bool) {
	c.Setting = "Group “" + w.crew.Name + "”"
	if w.made != "" {
		c.Now, c.After = "There", "Deleted"
		if w.crew.Found == access.No {
			c.Now = c.After
			return c, nil, true
		}
		if len(w.naming()) > 0 {
			c.After = c.Now
			return c, nil, true
		}
		return c, []change.Write{{Verb: change.Remove, Object: exclusion.GroupsPath + "/" + w.made, Title: w.crew.Name}}, true
	}
	var names []string
	for _, i := range w.identities {
		put := exclusion.PutIn(w.crew.ID, i.ID, "", "")
		last, sent := w.history.Latest(change.Create, put.Object)
		if sent && last.State != change.Failed && strings.Contains(string(last.Body), "/"+i.ID+`"`) &&
			w.crew.Has(i.ID) == access.Yes {
			names = append(names, w.labelAt(i.ID))
			writes = append(writes, exclusion.TakeOut(w.crew.ID, i.ID, w.labelAt(i.ID)+" in “"+w.crew.Name+"”"))
		}
	}
	c.Now, c.After = "Has "+strings.Join(names, ", "), "Does not have "+strings.Join(names, ", ")
	return c, writes, len(names) > 0
}

// applyKeep makes the decision, and reads it back.
func (d deps) applyKeep(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := due(ctx, plan); !ok {
		return err
	}
	before, err := d.runner().Reached(ctx, v.ID)
	if err != nil {
		return err
	}
	err = d.runner().Apply(ctx, v.ID, change.Order{Scopes: scopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (rows []guide.Change, writes []change.Write, err error) {
			w, err := d.proven(ctx, v, progress)
			if err != nil {
				return nil, nil, err
			}
			for _, r := range w.undoing() {
				if r.can {
					writes = append(writes, r.write)
				}
			}
			_, group, _ := w.groupUndo()
			return w.undoRows(), append(writes, group...), nil
		}}, progress)
	if err != nil {
		return d.standing(ctx, v, before, err, (*world).undoRows)
	}
	return d.madeTrue(ctx, v, (*world).undoRows)
}

// stoppedAt describes, from the change log of a visit, what became of its requests.
func stoppedAt(entries []guide.JournalEntry) string {
	made, refused, open := 0, 0, 0
	for _, a := range change.Replay(entries) {
		switch {
		case a.State == change.Confirmed:
			made++
		case a.State == change.Failed:
			refused++
		case a.State.Open():
			open++
		}
	}
	if made+refused+open == 0 {
		return "Nothing was sent to Microsoft."
	}
	text := ""
	if made > 0 {
		text = counted(made, "request was made. ", "requests were made. ")
	}
	if refused > 0 {
		text += counted(refused, "request was refused. ", "requests were refused. ")
	}
	if open > 0 {
		text += "It is not known whether " + counted(open, "request was made. ", "requests were made. ")
	}
	return text + "Everything else was not sent."
}
