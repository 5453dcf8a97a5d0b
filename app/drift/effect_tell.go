package drift

import (
	"slices"

	"handrail/app/guide"
	"handrail/app/history"
	"handrail/app/report"
	"handrail/app/tenant"
)

// who returns a few people by name, and more by their number.
func who(all whom) string {
	if all.count > few {
		return guide.Count(all.count, "person", "people")
	}
	return guide.Names(namesOf(all.refs))
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
	least, n := "", e.lost.count
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
	switch n := e.gained.count; {
	case n == 0:
		return ""
	case n > few && e.unsure > 0:
		return "At least " + guide.Figures(n) + " more people must use MFA."
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
	if e.lost.count+e.gained.count > 0 && e.unsure == 0 {
		all = append(all, Fact{"People who must use MFA, of " + guide.Figures(e.people), guide.Figures(e.must[0]),
			guide.Figures(e.must[1])})
	}
	for _, r := range e.policies {
		if group != "" && e.lost.count+e.gained.count == 0 && !r.unsure && r.lost.count+r.gained.count > 0 {
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
func (e effect) about(people whom) []Ref {
	all := slices.Clone(people.refs)
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

// reaches returns which policies apply to other people, where MFA is required of the same people as before.
func (e effect) reaches(t Told, group string) (all []Told) {
	var less, more []reached
	for _, r := range e.policies {
		if r.lost.count > 0 && !r.unsure {
			less = append(less, r)
		}
		if r.gained.count > 0 && !r.unsure {
			more = append(more, r)
		}
	}
	because := ": the group “" + group + "” " + e.growth() + "."
	if len(less) > 0 {
		lost := func(r reached) whom { return r.lost }
		one := reachText(t, less, "no longer apply to ", "no longer applies to ", because, lost).worth(report.Warning)
		one.Do = "Check that these people should be exceptions."
		if still := e.still(less[0]); len(less) == 1 && still != "" {
			one = one.says(one.Text, still).worth(report.Note)
			one.Do = ""
		}
		all = append(all, one)
	}
	if len(more) > 0 {
		all = append(all, reachText(t, more, "now also apply to ", "now also applies to ", because,
			func(r reached) whom { return r.gained }))
	}
	return all
}

// reachText is about one policy, or about several with the most people of one.
func reachText(t Told, those []reached, apply, applies, because string, of func(reached) whom) Told {
	var names []string
	most, upTo := of(those[0]), ""
	for _, r := range those {
		names, t = append(names, "“"+r.ref.Name+"”"), t.of(r.ref).of(of(r).refs...)
		if of(r).count != most.count {
			upTo = "up to "
		}
		if of(r).count > most.count {
			most = of(r)
		}
	}
	if len(those) == 1 {
		return t.says("The policy "+names[0]+" "+applies+who(most)+because, "")
	}
	return t.says(guide.Count(len(those), "policy", "policies")+" "+apply+upTo+who(most)+because,
		"They are "+guide.Names(names)+".")
}

// still returns the sentence that MFA is required all the same; "" where that is not known, or is not what the policy
// requires.
func (e effect) still(r reached) string {
	if !r.asks || e.unsure > 0 || e.lost.count > 0 || r.without {
		return ""
	}
	return verb(r.lost.count, "This person", "They") + " must still use MFA."
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
		if lost && r.asks && overlap(r.lost, e.lost) || !lost && r.asks && overlap(r.gained, e.gained) {
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

// overlap reports whether someone is in both.
func overlap(a, b whom) bool {
	in := map[string]bool{}
	for _, r := range a.refs {
		in[r.ID] = true
	}
	return slices.ContainsFunc(b.refs, func(r Ref) bool { return in[r.ID] })
}

// inGroup returns what to do about those who lost MFA because of a group.
func (e effect) inGroup(group string) string {
	them := "the " + guide.Figures(e.lost.count) + " people"
	if e.lost.count <= few {
		them = who(e.lost)
	}
	if slices.ContainsFunc(e.policies, func(r reached) bool { return r.excludes && r.lost.count > 0 }) {
		return "Remove " + them + " from the group “" + group + "”."
	}
	return "Add " + them + " to the group “" + group + "” again."
}
