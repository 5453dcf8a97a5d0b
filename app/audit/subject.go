package audit

import (
	"cmp"
	"encoding/json"
	"strings"

	"handrail/app/history"
	"handrail/app/tenant"
)

// subject is what a change is about, as entries name it.
type subject struct {
	id, of  string // of the row, and of the group or person that the section is about
	field   history.Field
	row     tenant.RoleAssignment // of a row about a role
	group   string                // through which a role or a membership may have come
	through bool
}

func newSubject(c history.Change, f history.Field) subject {
	s := subject{id: c.ID, field: f}
	kind, of := tenant.OnDemand(c.Section)
	if of != "" {
		s.of, s.through = of, kind == tenant.Members || kind == tenant.MemberOf
	}
	if c.Section == tenant.SectionRoles {
		body := c.After
		if body == nil {
			body = c.Before
		}
		_ = json.Unmarshal(body, &s.row) // what is missing matches nothing
		s.group = string(s.row.Through)
		s.through = s.group != ""
	}
	return s
}

// key is what the entries of a rule are found by.
func (s subject) key(r rule) string {
	switch r.about {
	case "role":
		return strings.ToLower(cmp.Or(s.group, string(s.row.Principal)))
	case "holder", "principal":
		return strings.ToLower(string(s.row.Principal))
	case "group", "owner":
		return strings.ToLower(s.of)
	}
	return strings.ToLower(s.id)
}

// named reports whether a target has the row's ID as its name: domains have no other.
func (s subject) named(e *entry) bool {
	for _, t := range e.Targets {
		if t.Name.Is(s.id) || t.ID.Is(s.id) {
			return true
		}
	}
	return false
}

// person reports whether an entry about sign-in methods is about the person of the row: its target, or the actor where
// it has no target.
func (s subject) person(e *entry) bool {
	for _, t := range e.Targets {
		if t.ID != "" && (t.Type == "" || t.Type.Is("User")) {
			return targets(e, s.id)
		}
	}
	return e.By.User != nil && e.By.User.ID.Is(s.id)
}

// member returns whether an entry is about a member of a group. Of its two targets, the one that is the group is known
// by its type; where only the member is a target, a property has the group.
func (s subject) member(e *entry, member, group string) verdict {
	if !targets(e, member) {
		return no
	}
	if p, known := e.property("Group.ObjectID"); known {
		return same(group, plain(p.New), plain(p.Old))
	}
	others := false
	for _, t := range e.Targets {
		switch {
		case t.ID.Is(member) && !strings.EqualFold(member, group):
		case t.ID.Is(group):
			return yes
		case t.ID != "":
			others = true
		}
	}
	if others {
		return no // another group
	}
	return unclear
}

// same compares an ID with what a property says before or after.
func same(id string, values ...string) verdict {
	verdict := unclear
	for _, v := range values {
		switch {
		case strings.EqualFold(v, id):
			return yes
		case v != "":
			verdict = no
		}
	}
	return verdict
}

// role returns whether an entry is about the role of the row, given to the holder of the row or to the group through
// which it has the role.
func (s subject) role(e *entry, kind string) verdict {
	if s.row.Eligible.Yes != (kind == "eligible") {
		return no
	}
	if !targets(e, cmp.Or(s.group, string(s.row.Principal))) {
		return no
	}
	template := cmp.Or(string(s.row.Template), string(s.row.Role))
	found := unclear
	for _, name := range []string{"Role.TemplateId", "TemplateId", "RoleDefinitionOriginId"} {
		for _, v := range s.values(e, name) {
			switch {
			case strings.EqualFold(v, template) || strings.EqualFold(v, string(s.row.Role)):
				return yes
			case v != "":
				found = no
			}
		}
	}
	if found == no {
		return no
	}
	for _, t := range e.Targets {
		if t.Type.Is("Role") && t.Name != "" && s.row.RoleName != "" {
			return same(string(s.row.RoleName), string(t.Name))
		}
	}
	if p, known := e.property("Role.DisplayName"); known && s.row.RoleName != "" {
		return same(string(s.row.RoleName), plain(p.New), plain(p.Old))
	}
	return unclear
}

// values returns what an entry says under a name, in properties and details.
func (s subject) values(e *entry, name string) (all []string) {
	if p, known := e.property(name); known {
		all = append(all, plain(p.New), plain(p.Old))
	}
	for _, d := range e.Details {
		if d.Key.Is(name) {
			all = append(all, string(d.Value))
		}
	}
	return all
}

// contradicts reports whether the last entry says that the property has another value than it has. Only values that
// both write in the same way are compared.
func (s subject) contradicts(last *entry) bool {
	said := map[string]string{"enable account": "true", "disable account": "false"}[last.activity]
	if s.field.Path == "accountEnabled" || s.field.Path == "userType" {
		if p, known := last.property(s.field.Path); known {
			said = plain(p.New)
		}
	}
	return said != "" && s.field.After != nil && !strings.EqualFold(said, plain(tenant.Text(s.field.After)))
}
