package adminaccess

import (
	"context"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/identity/exclusion"
	"handrail/app/tenant"
)

// How the policies exclude the emergency access accounts. Stored with every visit.
const (
	groupNone     = "accounts" // by name
	groupExisting = "existing"
	groupNew      = "new"

	nameGroup = "Handrail: emergency access accounts"
)

func groupQuestions() []guide.Ask {
	return []guide.Ask{
		ask.Choice(askGroup, ask.Words{Label: "How should the policies exclude these accounts?",
			Hint: "A group also serves policies that you make later.",
			Help: "The group must have assigned members, no email and no other group in it."},
			[]guide.Option{
				{Value: groupNone, Label: "Each account by name"},
				{Value: groupExisting, Label: "With a group that you have"},
				{Value: groupNew, Label: "With a new group", Hint: "Handrail makes it in the next step."},
			}, ask.WhenOf(func(v *guide.Visit) bool { return v.Fact("p1") != access.No.String() })),
		ask.Line(askGroupName, ask.Words{Label: "Which group?", Hint: "Its name, or its Object ID."},
			ask.When(askGroup, groupExisting)),
	}
}

// crew is the group with which the policies exclude the emergency access accounts.
type crew struct {
	breakglass.Group
	mine bool // Handrail made it in this visit
}

// fit reports whether the policies exclude the group.
func (c *crew) fit() bool {
	if c == nil {
		return false
	}
	fit, _ := c.Fit()
	return fit == access.Yes
}

// excluded returns whom the policies exclude, as Microsoft gets it: the group, and by name
// every other account that must get in.
func (w *world) excluded(v *guide.Visit) map[string]any {
	ids := w.spared(v)
	if !w.crew.fit() {
		return map[string]any{"excludeUsers": ids}
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return w.crew.Has(id) == access.Yes })
	return map[string]any{"excludeUsers": ids, "excludeGroups": []string{w.crew.ID}}
}

// otherGroups returns groups without that of the emergency access accounts.
func (w *world) otherGroups(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return w.crew.fit() && strings.EqualFold(id, w.crew.ID)
	})
}

// readCrew reads the group of a visit, and who is in it, into w.
func (d deps) readCrew(ctx context.Context, v *guide.Visit, w *world) error {
	c := &crew{}
	switch v.Answer(askGroup) {
	case groupExisting:
		var err error
		c.Group, err = exclusion.Named(ctx, w.have, strings.TrimSpace(v.Answer(askGroupName)))
		if w.gaps(); err != nil {
			return err
		}
	case groupNew:
		id, err := d.madeGroup(ctx, v)
		if err != nil || id == "" {
			return err
		}
		c.ID, c.Name, c.mine = id, nameGroup, true
	default:
		return nil
	}
	w.crew = c
	if c.ID == "" {
		return nil
	}
	if err := exclusion.Now(ctx, d.writer(), w.have, &c.Group, w.labelAt); err != nil {
		return err
	}
	w.believe(c)
	return ctx.Err()
}

// believe makes the members of a group known to the rules: it may be newer than what is saved.
func (w *world) believe(c *crew) {
	if !c.MembersRead || slices.ContainsFunc(c.Members, func(m breakglass.Member) bool { return m.Group }) {
		return
	}
	o := *w.o // that of others stays
	before := o.Belongs
	o.Belongs = func(person, group string) access.Answer {
		switch {
		case strings.EqualFold(group, c.ID):
			return c.Has(person)
		case before == nil:
			return access.Unknown
		}
		return before(person, group)
	}
	w.o = &o
}

// madeGroup returns the ID of the group that Handrail made in a visit, and did not remove;
// "" where there is none.
func (d deps) madeGroup(ctx context.Context, v *guide.Visit) (string, error) {
	if d.Journal == nil {
		return "", ctx.Err()
	}
	entries, err := d.Journal.Entries(ctx, v.ID)
	if err != nil {
		return "", err
	}
	return exclusion.Made(entries, ID), nil
}

// writer returns what asks Microsoft now; nil where Handrail cannot.
func (d deps) writer() tenant.Writer {
	if !d.runner().Can() {
		return nil
	}
	return d.Tenant.Writer
}

// labelAt names the person with an ID; "" where no one has it.
func (w *world) labelAt(id string) string {
	if i := w.position(id); i >= 0 {
		return w.o.People[i].Label()
	}
	return ""
}
