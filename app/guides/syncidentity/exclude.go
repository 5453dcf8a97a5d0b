package syncidentity

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/exclusion"
	"handrail/app/identity/syncid"
	"handrail/app/tenant"
)

// With which group the policies exclude the account. Stored with every visit.
const (
	askGroup     = "sync-group"
	askGroupName = "sync-group-name"

	groupNew      = "new"
	groupExisting = "existing"

	nameGroup = "Handrail: directory sync account"
)

func groupQuestions() []guide.Ask {
	return []guide.Ask{
		ask.Choice(askGroup, ask.Words{Label: "With which group should the policies exclude it?",
			Hint: "A group also serves policies that you make later.",
			Help: "The group must have assigned members, no email and no other group in it."},
			[]guide.Option{
				{Value: groupNew, Label: "With a new group", Hint: "Handrail makes it, with this account alone."},
				{Value: groupExisting, Label: "With a group that you have", Hint: "Handrail puts the account in."},
			}, ask.WhenOf(excludes)),
		ask.Line(askGroupName, ask.Words{Label: "Which group?", Hint: "Its name, or its Object ID."},
			ask.When(askGroup, groupExisting)),
	}
}

// excludes reports whether a visit excludes an account: that was chosen, and the check did
// not find that nothing is in the way.
func excludes(v *guide.Visit) bool {
	none := v.Fact("stops") == "0" && v.Fact("will-stop") == "0" && v.Fact(factExcluded) == ""
	return v.Fact("in-use") != access.No.String() && v.Answer(askWay) == wayExclude && !none
}

func (d deps) runner() change.Runner {
	return change.Runner{Writer: d.Tenant.Writer, Journal: d.Journal, Now: d.Now, Guide: ID,
		Refused: "Policies need the role Conditional Access Administrator. A new group needs Privileged Role " +
			"Administrator too."}
}

// writer returns what asks Microsoft now; nil where Handrail cannot.
func (d deps) writer() tenant.Writer {
	if !d.runner().Can() {
		return nil
	}
	return d.Tenant.Writer
}

// excluded is a policy that stops accounts now, or that this visit changed.
type excluded struct {
	row   tenant.AccessPolicy
	write change.Write
	can   bool // Handrail can change it
	has   bool // it excludes the group already
	now   syncid.Verdict
	after syncid.Verdict // the worst of all accounts
}

// accounts returns the accounts that a policy stops or will stop, and those that this visit
// excluded. An application is in no group of people, and who is in a group is not known.
func (w *world) accounts() (all []syncid.Identity) {
	for _, i := range w.identities {
		is := i.Kind == syncid.ConnectAccount || i.Kind == syncid.CloudAccount || i.Kind == syncid.OtherAccount
		if is && (len(stopping(w.lines[i.ID])) > 0 || len(w.touched) > 0 && w.crew.Has(i.ID) == access.Yes) {
			all = append(all, i)
		}
	}
	return all
}

// accountLabels names them.
func (w *world) accountLabels() (all []string) {
	for _, i := range w.accounts() {
		all = append(all, w.labelAt(i.ID))
	}
	return all
}

// willBe is the group as the change leaves it: every account is in it.
const willBe = "the-group-of-this-change"

// exclusions returns the policies that the change is about, what stops the sync first.
func (w *world) exclusions() (all []excluded) {
	group := w.crew.ID
	if group == "" {
		group = willBe
	}
	for _, row := range w.policies {
		e := excluded{row: row, now: w.worstOf(row, ""), has: row.Conditions.Users.ExcludeGroups.Has(group)}
		if e.now != syncid.Stops && e.now != syncid.WillHit && !exclusion.Is(w.touched, row.ID) {
			continue
		}
		after := row
		if !e.has {
			e.write, after, e.can = exclusion.Edit(row, exclusion.Groups, func(ids []string) []string {
				return append(ids, group)
			})
		}
		if e.after = e.now; e.can || e.has {
			e.after = w.worstOf(after, group)
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b excluded) int {
		return slices.Index(worst, a.now) - slices.Index(worst, b.now)
	})
	return all
}

// worstOf returns the worst that a policy does to the accounts; with a group, once each of
// them is in it.
func (w *world) worstOf(row tenant.AccessPolicy, group string) syncid.Verdict {
	is := syncid.Spares
	for _, i := range w.accounts() {
		if in := i.Subject.In; group != "" {
			i.Subject.In = func(person, of string) access.Answer {
				if strings.EqualFold(of, group) {
					return access.Yes
				}
				if in == nil {
					return access.Unknown
				}
				return in(person, of)
			}
		}
		if l := syncid.Assess(row, i); slices.Index(worst, l.Verdict) < slices.Index(worst, is) {
			is = l.Verdict
		}
	}
	return is
}

// does is what a policy does to the sync, in the rows of plans; excludes: with the group.
func does(row tenant.AccessPolicy, v syncid.Verdict, excludes bool) string {
	word := map[syncid.Verdict]string{syncid.Stops: "stops the sync", syncid.WillHit: "will stop the sync",
		syncid.NotSure: "not known", syncid.Spares: "lets the sync through"}[v]
	state := states[access.Of(row).State]
	if excludes {
		state += ", excludes the group"
	}
	return state + ": " + word
}

// outside returns the accounts that are not in the group yet.
func (w *world) outside() (ids, names []string) {
	for _, i := range w.accounts() {
		if w.crew.Has(i.ID) != access.Yes {
			ids, names = append(ids, i.ID), append(names, w.labelAt(i.ID))
		}
	}
	return ids, names
}

// groupRow returns the row of the group.
func (w *world) groupRow() guide.Change {
	_, out := w.outside()
	more := "" // in the row, so that someone who joins before the change makes it another one
	if n := len(w.besides()); n > 0 {
		more = " and " + counted(n, "other account", "other accounts")
	}
	c := guide.Change{Setting: "Group “" + w.crew.Name + "”",
		After: "Has " + strings.Join(w.accountLabels(), ", ") + more}
	switch {
	case w.crew.ID == "":
		c.Now = "Not there"
	case len(out) > 0 && more != "":
		c.Now = "Has" + strings.TrimPrefix(more, " and") + ", without " + strings.Join(out, ", ")
	case len(out) > 0:
		c.Now = "Does not have " + strings.Join(out, ", ")
	default:
		c.Now = c.After
	}
	return c
}

// rows returns the rows of the plan, in the order of the writes.
func (w *world) rows() (all []guide.Change) {
	for _, e := range w.exclusions() {
		all = append(all, guide.Change{Setting: "Policy " + w.calledRow(e.row),
			Now: does(e.row, e.now, e.has), After: does(e.row, e.after, e.has || e.can)})
	}
	if len(all) > 0 {
		all = append([]guide.Change{w.groupRow()}, all...)
	}
	return all
}

// calledRow names a policy, with its ID where another one has the same name.
func (w *world) calledRow(row tenant.AccessPolicy) string {
	return w.called(syncid.Line{Policy: row.ID, Name: string(row.Name)})
}

// requests returns the requests of the plan for a group that is there: each account into the
// group, then one for each policy.
func (w *world) requests(root string) (all []change.Write) {
	ids, names := w.outside()
	for n, id := range ids {
		all = append(all, exclusion.PutIn(w.crew.ID, id, names[n]+" in “"+w.crew.Name+"”", root))
	}
	for _, e := range w.exclusions() {
		if e.can {
			all = append(all, e.write)
		}
	}
	return all
}

// wanted returns the group that Handrail makes.
func (w *world) wanted(v *guide.Visit) exclusion.Wanted {
	ids, _ := w.outside()
	return exclusion.Wanted{Name: nameGroup, Nickname: exclusion.Nickname("handrail-sync-", v.ID), Members: ids,
		About: "The account of the directory sync. Conditional Access policies exclude this group."}
}
