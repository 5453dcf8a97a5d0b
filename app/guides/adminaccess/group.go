package adminaccess

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/change"
	"handrail/app/identity/access"
	"handrail/app/identity/breakglass"
	"handrail/app/tenant"
)

// How the policies exclude the emergency access accounts. Stored with every visit.
const (
	groupNone     = "accounts" // by name
	groupExisting = "existing"
	groupNew      = "new"

	nameGroup  = "Handrail: emergency access accounts"
	groupsPath = "/groups"
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
		if err := w.groupNamed(ctx, strings.TrimSpace(v.Answer(askGroupName)), c); err != nil {
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
	if err := d.groupNow(ctx, w, c); err != nil {
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

// groupNamed finds a group by name or ID.
func (w *world) groupNamed(ctx context.Context, name string, c *crew) error {
	c.Name = name
	if err := w.have.Also(ctx, tenant.SectionGroups); err != nil {
		return err
	}
	w.gaps()
	if _, known := w.have.Gap(tenant.SectionGroups); !known {
		return nil // not known
	}
	n := 0
	err := tenant.Each(ctx, w.have, tenant.SectionGroups, func(g tenant.Group) error {
		if g.Name.Is(name) || strings.EqualFold(g.ID, name) {
			n++
			c.set(g)
		}
		return nil
	})
	switch {
	case n == 0:
		c.Found = access.No
	case n > 1: // no one knows which
		c.Group = breakglass.Group{Name: name}
	}
	return err
}

// set takes what a row says.
func (c *crew) set(g tenant.Group) {
	c.ID, c.Name, c.Found = g.ID, string(g.Name), access.Yes
	c.Security, c.Mail, c.Synced = access.Flag(g.Security), access.Flag(g.MailEnabled), access.Flag(g.Synced)
	c.RoleAssignable, c.Dynamic = access.Flag(g.RoleAssignable), access.Is(g.Dynamic())
	if g.Synced.Null {
		c.Synced = access.No // it never came from a directory (Graph resource group)
	}
	if g.RoleAssignable.Null {
		c.RoleAssignable = access.No
	}
	if g.Types.Has("Unified") {
		c.Mail = access.Yes
	}
}

// groupNow reads a group and its members as they are now, else as they were saved.
func (d deps) groupNow(ctx context.Context, w *world, c *crew) error {
	if d.runner().Can() {
		var row tenant.Group
		switch err := d.readState(ctx, groupsPath+"/"+c.ID, &row); {
		case app.CodeOf(err) == app.NotFound:
			c.Found = access.No
			return ctx.Err()
		case err == nil && row.ID != "":
			c.set(row)
		}
		var list struct {
			Value []json.RawMessage `json:"value"`
		}
		if d.readState(ctx, groupsPath+"/"+c.ID+"/members", &list) == nil && list.Value != nil {
			c.MembersRead = true
			for _, body := range list.Value {
				var m tenant.Member
				if json.Unmarshal(body, &m) != nil || m.ID == "" {
					c.MembersRead = false
					continue
				}
				c.add(w, m)
			}
			return ctx.Err()
		}
	}
	section := tenant.DirectMembersSection(c.ID)
	if err := w.have.Also(ctx, section); err != nil {
		return err
	}
	if _, known := w.have.Gap(section); !known {
		return nil
	}
	c.MembersRead = true
	return tenant.Each(ctx, w.have, section, func(m tenant.Member) error {
		c.add(w, m)
		return nil
	})
}

// add takes a member.
func (c *crew) add(w *world, m tenant.Member) {
	one := breakglass.Member{ID: m.ID, Name: string(m.Name), Group: m.Type.Is("#microsoft.graph.group")}
	if i := w.position(m.ID); i >= 0 && one.Name == "" {
		one.Name = w.o.People[i].Label()
	}
	c.Members = append(c.Members, one)
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
	proven, h := change.Proven(entries, ID, groupsPath), change.Replay(entries)
	for id := range proven {
		if last, removed := h.Latest(change.Remove, groupsPath+"/"+id); !removed || last.State == change.Failed {
			return id, nil
		}
	}
	return "", nil
}
