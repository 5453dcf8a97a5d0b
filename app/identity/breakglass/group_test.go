package breakglass

import (
	"strings"
	"testing"

	"handrail/app/identity/access"
)

// crew is a group that fits, with both accounts.
func crew() Group {
	return Group{ID: "g", Name: "Emergency", Found: access.Yes, Security: access.Yes, Mail: access.No,
		Dynamic: access.No, Synced: access.No, RoleAssignable: access.Yes, MembersRead: true,
		Members: []Member{{ID: "A", Name: "One"}, {ID: "b", Name: "Two"}}}
}

func TestGroupThatFits(t *testing.T) {
	g := crew()
	if all := CheckGroup(&g, []Account{sound("a"), sound("b")}); Worst(all) != access.Yes || len(all) != 4 {
		t.Errorf("%+v", all)
	}
}

func TestGroupsThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Group)
		want   access.Answer
		says   string
	}{
		"dynamic":      {func(g *Group) { g.Dynamic = access.Yes }, access.No, "rule"},
		"mail":         {func(g *Group) { g.Mail = access.Yes }, access.No, "email"},
		"not security": {func(g *Group) { g.Security = access.No }, access.No, "security group"},
		"synced":       {func(g *Group) { g.Synced = access.Yes }, access.No, "on-premises"},
		"nested": {func(g *Group) { g.Members = append(g.Members, Member{ID: "x", Group: true}) }, access.No,
			"Another group"},
		"not there":      {func(g *Group) { g.Found = access.No }, access.No, "no such group"},
		"not read":       {func(g *Group) { g.Found = access.Unknown }, access.Unknown, "could not read"},
		"members unread": {func(g *Group) { g.MembersRead, g.Members = false, nil }, access.Unknown, "could not read"},
		"kind unread":    {func(g *Group) { g.Mail = access.Unknown }, access.Unknown, "what kind"},
	} {
		g := crew()
		c.change(&g)
		all := CheckGroup(&g, []Account{sound("a")})
		if len(all) != 1 || all[0].Met != c.want || !strings.Contains(all[0].Evidence, c.says) || all[0].Do == "" {
			t.Errorf("%s: %+v", name, all)
		}
	}
}

func TestMembersOfTheGroup(t *testing.T) {
	g := crew()
	g.Members[1] = Member{ID: "c", Name: "Carla"}
	g.RoleAssignable = access.No
	all := CheckGroup(&g, []Account{sound("a"), sound("b")})
	if l := line(t, all, GroupNamed, ""); l.Met != access.No || !strings.Contains(l.Evidence, "Emergency b") {
		t.Errorf("%+v", l)
	}
	if l := line(t, all, GroupOthers, ""); l.Met != access.No || !strings.Contains(l.Evidence, "Carla") {
		t.Errorf("%+v", l)
	}
	if l := line(t, all, GroupRoles, ""); l.Met != access.No || l.Do == "" {
		t.Errorf("%+v", l)
	}
	if g.Has("a") != access.Yes || g.Has("b") != access.No {
		t.Error("members")
	}
	if g.MembersRead = false; g.Has("a") != access.Unknown {
		t.Error("members that were not read")
	}
}
