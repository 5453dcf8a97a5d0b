package programme

import (
	"regexp"
	"slices"
	"strings"

	"handrail/app/event/runsheet"
)

// team is the people in the roles of an event.
type team []member

type member struct{ role, person, backup string }

// teamOf reads the roles as people type them: "Leader: Farida; Ewan", one on each line.
func teamOf(text string) (all team) {
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		role, names, ok := strings.Cut(line, ":")
		person, backup, _ := strings.Cut(names, ";")
		one := member{oneLine(role), oneLine(person), oneLine(backup)}
		if ok && one.role != "" && one.person != "" {
			all = append(all, one)
		}
	}
	return all
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// person returns who has a role; "" if no one is known.
func (t team) person(role string) string {
	for _, m := range t {
		if strings.EqualFold(m.role, role) {
			return m.person
		}
	}
	return ""
}

// role returns the roles of a person; "" if they have none.
func (t team) role(person string) string {
	var all []string
	for _, m := range t {
		if strings.EqualFold(m.person, person) {
			all = append(all, m.role)
		}
	}
	return strings.Join(all, ", ")
}

// same reports whether two names are one person: by name, or as the role and who has it.
func (t team) same(a, b string) bool {
	as := func(name string) string {
		if p := t.person(name); p != "" {
			return p
		}
		return name
	}
	return strings.EqualFold(as(a), as(b))
}

func (t team) called(name string) string {
	if p := t.person(name); p != "" && !strings.EqualFold(p, name) {
		return p + " (" + name + ")"
	}
	if r := t.role(name); r != "" {
		return name + " (" + r + ")"
	}
	return name
}

// who returns who does an item as it was typed, with the persons for the roles in it.
func (t team) who(typed string, names []string) string {
	if len(names) == 1 && strings.EqualFold(names[0], typed) {
		if p := t.person(typed); p != "" && !strings.EqualFold(p, typed) {
			return p + " (" + typed + ")"
		}
		return typed
	}
	changed := false
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = n
		if p := t.person(n); p != "" && !strings.EqualFold(p, n) {
			out[i], changed = p+" ("+n+")", true
		}
	}
	if !changed {
		return typed
	}
	return strings.Join(out, ", ")
}

// technical are roles at the computers and the desk. They present nothing.
var technical = []string{"producer", "second producer", "organiser", "organizer", "doorkeeper", "questions", "sound",
	"sound desk", "sound engineer", "technician", "camera", "camera operator", "streaming", "operator"}

// technical reports whether a person or a role presents nothing.
func (t team) technical(name string) bool {
	if slices.Contains(technical, strings.ToLower(name)) {
		return true
	}
	roles := t.role(name)
	return roles != "" && !slices.ContainsFunc(strings.Split(roles, ", "), func(r string) bool {
		return !slices.Contains(technical, strings.ToLower(r))
	})
}

// known returns the names that stand alone somewhere, in lower case.
func (t team) known(items []runsheet.Item) map[string]bool {
	all := map[string]bool{}
	for _, m := range t {
		all[strings.ToLower(m.role)], all[strings.ToLower(m.person)] = true, true
	}
	for _, i := range items {
		if names := apart.Split(i.Who, -1); len(names) == 1 && !strings.Contains(i.Who, ",") {
			all[strings.ToLower(strings.TrimSpace(i.Who))] = true
		}
	}
	return all
}

// apart is what people write between two names.
var apart = regexp.MustCompile(`\s*[;/&+]\s*|\s+(?:and|und|et|y|e|en|og|och)\s+`)

// namesOf returns the names in what was typed. A comma parts names only where each part is known as a name: “Dora,
// from home” is one.
func namesOf(who string, known map[string]bool) (all []string) {
	add := func(name string) {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, part := range apart.Split(who, -1) {
		list := strings.Split(part, ",")
		if slices.ContainsFunc(list, func(n string) bool { return !known[strings.ToLower(strings.TrimSpace(n))] }) {
			add(part)
			continue
		}
		for _, n := range list {
			add(n)
		}
	}
	return all
}

func isEveryone(name string) bool {
	return slices.Contains([]string{"everyone", "everybody", "all", "whole team"}, strings.ToLower(name))
}
