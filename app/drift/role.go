package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/identity/roles"
	"handrail/app/report"
	"handrail/app/tenant"
)

// scoped returns a role with where and when it is held.
func scoped(r tenant.RoleAssignment) string {
	name := string(r.RoleName)
	if known, ok := roles.ByID(string(r.Template)); ok && (name == "" || strings.EqualFold(name, known.Name)) {
		name = known.Name
	}
	for _, id := range []tenant.Text{r.Template, r.Role, "not named"} {
		if name == "" || jsonText(name) {
			name = string(id)
		}
	}
	name = safe(name, longName)
	if r.Scope != "" && r.Scope != "/" {
		name += " for a part of the organisation"
	}
	if r.Eligible.Yes {
		name += ", when activated"
	}
	return name
}

// jsonText reports whether a text of Microsoft's is none, but an object or a list.
func jsonText(text string) bool { return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") }

func (w *world) role(t Told, c history.Change) []Told {
	var r tenant.RoleAssignment
	if json.Unmarshal(either(c.After, c.Before), &r) != nil || r.Principal == "" || jsonText(string(r.Principal)) {
		return w.titled(t, c, nil)
	}
	id, name := string(r.Principal), scoped(r)
	subject := w.holder(r)
	t.Subject = subject.Name
	switch {
	case r.Kind.Is("group"):
		t.noun = nounGroup
	case r.Kind.Is("servicePrincipal"):
		t.noun = nounApp
	}
	t = t.of(subject)
	switch c.Kind {
	case history.Added:
		t.After = name
		return []Told{w.given(t, c, r, id)}
	case history.Removed:
		t.Before, t.After = name, listed(w.rolesOf(id, c))
		return []Told{w.taken(t, c, r, name)}
	}
	return t.fields(c.Fields, nil, "The role "+name+" of "+t.Subject)
}

// holder returns who has a role: a person, a group or an app.
func (w *world) holder(r tenant.RoleAssignment) Ref {
	id, name := string(r.Principal), safe(string(r.Name), longName)
	section := tenant.SectionUsers
	switch {
	case r.Kind.Is("group"):
		section = tenant.SectionGroups
		if name == "" {
			name = w.groupName(id)
		}
		name = "The group “" + name + "”"
	case r.Kind.Is("servicePrincipal"):
		section = ""
		name = "The app “" + name + "”"
	case name == "":
		name = w.called(id)
	}
	return Ref{section, id, name}
}

// given is about a role that someone has now.
func (w *world) given(t Told, c history.Change, r tenant.RoleAssignment, id string) Told {
	known, builtIn := roles.ByID(string(r.Template))
	if !builtIn || known.Privileged {
		t.Severity = report.Warning
	}
	had, other := w.rolesBefore(id, c), without(w.rolesOf(id, c), []string{t.After})
	if slices.Contains(had, t.After) {
		t.Before = listed(had)
		return t.about("was assigned the role "+t.After+" again, and had it before",
			"were assigned the role "+t.After+" again, and had it before").worth(report.Note)
	}
	was := ""
	switch {
	case len(other) > 0:
		was, t.Before = " (also: "+guide.Names(other)+")", listed(other)
	case len(had) > 0:
		was, t.Before = " (was: "+guide.Names(had)+")", listed(had)
	case had != nil:
		was, t.Before = " (was: none)", "none"
	}
	plain := r.Scope == "" || r.Scope == "/"
	switch {
	case r.Eligible.Yes:
		name := strings.TrimSuffix(t.After, ", when activated")
		t = t.about("can now activate the role "+name+was, "can now activate the role "+name+was)
	case plain && builtIn && (strings.HasSuffix(known.Name, "Administrator") || strings.HasSuffix(known.Name, "Reader")):
		t = t.about("is now "+anA(known.Name)+was, "are now "+known.Name+"s"+was)
	default:
		t = t.about("now has the role "+t.After+was, "now have the role "+t.After+was)
	}
	if r.Kind.Is("group") || r.Kind.Is("servicePrincipal") || t.Severity == report.Note {
		return t
	}
	return w.protects(t, id)
}

// taken is about a role that someone no longer has. The last Global Administrator is a problem.
func (w *world) taken(t Told, c history.Change, r tenant.RoleAssignment, name string) Told {
	if slices.Contains(w.rolesOf(string(r.Principal), c), name) {
		return t.about("still has the role "+name+", and one assignment of it ended",
			"still have the role "+name+", and one assignment of it ended")
	}
	t = t.about("no longer has the role "+name, "no longer have the role "+name)
	if !strings.EqualFold(string(r.Template), roles.GlobalAdministrator) || r.Eligible.Yes {
		return t
	}
	all, known := w.rolesAt(c.At)
	if !known {
		return t
	}
	var people []string
	for principal, held := range all {
		if slices.ContainsFunc(held, func(one tenant.RoleAssignment) bool {
			return one.Template.Is(roles.GlobalAdministrator) && !one.Eligible.Yes && !one.Kind.Is("servicePrincipal")
		}) {
			people = append(people, principal)
		}
	}
	switch len(people) {
	case 0:
		t.Do = "Make someone a Global Administrator."
		return t.adds("No one is a Global Administrator now.", "No one is a Global Administrator now.").
			worth(report.Problem)
	case 1:
		last := w.called(people[0])
		t.Do = "Make a second person a Global Administrator."
		return t.adds("Only "+last+" is a Global Administrator now.", "Only "+last+" is a Global Administrator now.").
			worth(report.Warning)
	}
	return t
}

// rolesBefore returns the roles that someone had before a change of the roles; nil where they are not known. Where
// nothing is remembered, they are those of today without the role that is new.
func (w *world) rolesBefore(id string, c history.Change) []string {
	line := w.line(tenant.SectionRoles)
	for i := len(line) - 1; i >= 0; i-- {
		if line[i].At.Before(c.At) {
			return w.rolesOf(id, history.Change{Section: c.Section, At: line[i].At})
		}
	}
	if w.past != nil {
		return nil
	}
	return w.rolesOf(id, c)
}

// rolesOf returns the roles of someone before a change where the change is of the roles, else after it; nil where they
// are not known.
func (w *world) rolesOf(id string, c history.Change) (names []string) {
	all, known := w.rolesAt(c.At)
	if !known {
		return nil
	}
	names = []string{}
	for _, r := range all[strings.ToLower(id)] {
		if c.Section != tenant.SectionRoles || c.Kind != history.Added || r.ID != c.ID {
			names = append(names, scoped(r))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
