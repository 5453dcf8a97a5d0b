package drift

import (
	"slices"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// who returns a few people by name, and more by their number.
func who(all []Ref) string {
	if len(all) > few {
		return guide.Count(len(all), "person", "people")
	}
	return guide.Names(namesOf(all))
}

func namesOf(all []Ref) (names []string) {
	for _, r := range all {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	return names
}

// verb returns the form of a verb for one or several.
func verb(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

// lostText returns the sentence about who can sign in without MFA now; "" where no one certainly can.
func (e effect) lostText() string {
	least, n := "", len(e.lost)
	if e.unsure > 0 && n > few {
		least = "At least "
	}
	switch {
	case n == 0:
		return ""
	case e.some:
		return least + who(e.lost) + " no longer " + verb(n, "needs", "need") + " MFA at every sign-in."
	}
	return least + who(e.lost) + " can sign in without MFA."
}

// gainedText returns the sentence about who must use MFA now; "" where no one more must.
func (e effect) gainedText() string {
	switch n := len(e.gained); {
	case n == 0:
		return ""
	case n > few:
		return guide.Figures(n) + " more people must use MFA."
	}
	return who(e.gained) + " must now use MFA."
}

// facts returns how many people must use MFA and are in the group, before and after.
func (e effect) facts(group string) (all []Fact) {
	if group != "" {
		all = append(all, Fact{"People in the group “" + group + "”", guide.Figures(e.size[0]), guide.Figures(e.size[1])})
	}
	if len(e.lost)+len(e.gained) > 0 && e.unsure == 0 {
		all = append(all, Fact{"People who must use MFA, of " + guide.Figures(e.people), guide.Figures(e.must[0]),
			guide.Figures(e.must[1])})
	}
	for _, r := range e.policies {
		if !r.unsure && len(r.lost)+len(r.gained) > 0 && (len(all) == 0 || group != "" && len(e.lost)+len(e.gained) == 0) {
			all = append(all, Fact{"People to whom “" + r.ref.Name + "” applies", guide.Figures(r.count[0]),
				guide.Figures(r.count[1])})
		}
	}
	if e.unsure > 0 && e.why != "" {
		all = append(all, Fact{What: "Not known of " + guide.Count(e.unsure, "person", "people"),
			After: "“" + e.why + "” was not read whole"})
	}
	return all
}

// about returns the people for whom something follows, and the policies.
func (e effect) about(people []Ref) []Ref {
	all := slices.Clone(people)
	for _, r := range e.policies {
		all = append(all, r.ref)
	}
	return all
}

// grew returns the sentences about the members of a group whose change has a consequence.
func (w *world) grew(e effect, changes []history.Change) (all []Told) {
	_, id := tenant.OnDemand(changes[0].Section)
	group := w.groupRef(id)
	t := Told{At: changes[0].At, Since: changes[0].Since, Section: changes[0].Section, ID: changes[0].ID,
		Subject: group.Name, Facts: e.facts(group.Name), Severity: report.Note}
	t.Before, t.After = guide.Figures(e.size[0]), guide.Figures(e.size[1])
	var people []Ref
	for _, c := range changes {
		people = append(people, Ref{tenant.SectionUsers, c.ID, w.memberName(c)})
	}
	t = t.of(group)
	if text := e.lostText(); text != "" {
		one := t.says(text, e.because(group.Name, true)).of(e.about(e.lost)...).worth(report.Problem)
		one.Do = e.inGroup(group.Name)
		all = append(all, one)
	}
	if text := e.gainedText(); text != "" {
		all = append(all, t.says(text, e.because(group.Name, false)).of(e.about(e.gained)...).worth(report.OK))
	}
	if len(all) == 0 {
		all = e.reaches(t, group.Name)
	}
	for i := range all {
		all[i] = all[i].of(people...)
	}
	return all
}

// reaches returns the policies that apply to other people, where MFA is required of the same people as before.
func (e effect) reaches(t Told, group string) (all []Told) {
	for _, r := range e.policies {
		name := "The policy “" + r.ref.Name + "” "
		if len(r.lost) > 0 && !r.unsure {
			one := t.says(name+"no longer applies to "+who(r.lost)+": the group “"+group+"” "+e.growth()+".", e.still(r))
			all = append(all, one.of(r.ref).of(r.lost...).worth(report.Warning))
		}
		if len(r.gained) > 0 && !r.unsure {
			one := t.says(name+"now also applies to "+who(r.gained)+": the group “"+group+"” "+e.growth()+".", "")
			all = append(all, one.of(r.ref).of(r.gained...))
		}
	}
	return all
}

// still returns the sentence that MFA is required all the same; "" where that is not known, or is not what the policy
// requires.
func (e effect) still(r reached) string {
	if !r.asks || e.unsure > 0 || len(e.lost) > 0 {
		return ""
	}
	for _, p := range r.lost {
		if e.asked[p.ID].Always.String() != "yes" {
			return ""
		}
	}
	return verb(len(r.lost), "This person", "They") + " must still use MFA."
}

// growth returns how a group changed, in numbers.
func (e effect) growth() string {
	from, to := guide.Figures(e.size[0]), guide.Figures(e.size[1])
	switch {
	case e.size[1] > e.size[0]:
		return "grew from " + from + " to " + to
	case e.size[1] < e.size[0]:
		return "shrank from " + from + " to " + to
	}
	return "has other members"
}

// because names the policies that name the group.
func (e effect) because(group string, lost bool) string {
	var names []string
	excludes := false
	for _, r := range e.policies {
		if people := r.gained; lost && len(r.lost) > 0 || !lost && len(people) > 0 {
			names, excludes = append(names, "“"+r.ref.Name+"”"), r.excludes
		}
	}
	did := "has other members"
	if e.size[1] > e.size[0] {
		did = "grew"
	} else if e.size[1] < e.size[0] {
		did = "shrank"
	}
	does := verb(len(names), "includes", "include")
	if excludes {
		does = verb(len(names), "excludes", "exclude")
	}
	if len(names) == 0 {
		return "The group “" + group + "” " + did + "."
	}
	return "The " + verb(len(names), "policy ", "policies ") + guide.Names(names) + " " + does + " the group “" + group +
		"”, which " + did + "."
}

// inGroup returns what to do about those who lost MFA because of a group.
func (e effect) inGroup(group string) string {
	them := "the " + guide.Figures(len(e.lost)) + " people"
	if len(e.lost) <= few {
		them = who(e.lost)
	}
	if slices.ContainsFunc(e.policies, func(r reached) bool { return r.excludes && len(r.lost) > 0 }) {
		return "Remove " + them + " from the group “" + group + "”."
	}
	return "Add " + them + " to the group “" + group + "” again."
}
