package drift

import (
	"slices"
	"strings"

	"handrail/app/guide"
	"handrail/app/report"
	"handrail/app/tenant"
)

// follows adds to the sentences of one moment what follows from them.
func (w *world) follows(e effect, all []Told) []Told {
	if !e.known || len(all) == 0 {
		return all
	}
	switch all[0].Section {
	case tenant.SectionRoles:
		return e.ofRoles(all)
	case tenant.SectionPerUserMFA:
		return e.ofPeople(all)
	case tenant.SectionAccess:
		for i := range all {
			all[i] = e.ofPolicy(all[i])
		}
	}
	at, several := worst(all)
	if at < 0 {
		return all
	}
	lost, gained := e.lostText(), e.gainedText()
	switch {
	case lost == "" && gained == "":
		return all
	case several:
		return append(e.apart(all, lost, gained), all...)
	case lost != "":
		headline, _ := all[at].Parts()
		t := all[at].says(lost, headline).worth(report.Problem)
		t.Facts = append(t.Facts, e.facts("")...)
		all[at] = t.of(e.lost.refs...)
	default:
		_, rest := all[at].Parts()
		t := all[at].says(all[at].Text, gained)
		if rest == "" && all[at].Severity == report.Note {
			t.Severity = report.OK
		}
		t.Facts = append(t.Facts, e.facts("")...)
		all[at] = t.of(e.gained.refs...)
	}
	return all
}

// worst returns the sentence that a consequence belongs to, and whether sentences are about several rows; -1 is none.
func worst(all []Told) (at int, several bool) {
	at = -1
	for i, t := range all {
		if t.Noise {
			continue
		}
		several = several || at >= 0 && t.ID != all[at].ID
		if at < 0 || rank(t) > rank(all[at]) {
			at = i
		}
	}
	return at, several
}

// apart returns the consequence of several changes as sentences of their own.
func (e effect) apart(of []Told, lost, gained string) (all []Told) {
	var names []string
	t := Told{At: of[0].At, Since: of[0].Since, Section: of[0].Section, ID: of[0].ID, Facts: e.facts("")}
	for _, one := range of {
		if name := "“" + one.Subject + "”"; !one.Noise && !slices.Contains(names, name) {
			names, t = append(names, name), t.of(one.About...)
		}
	}
	t.Subject = guide.Names(names)
	why := "These policies changed: " + t.Subject + "."
	if lost != "" {
		all = append(all, t.says(lost, why).of(e.lost.refs...).worth(report.Problem))
	}
	if gained != "" {
		all = append(all, t.says(gained, why).of(e.gained.refs...).worth(report.OK))
	}
	return all
}

// ofPolicy adds to a sentence about a policy how many people it no longer applies to, or applies to now.
func (e effect) ofPolicy(t Told) Told {
	at := slices.IndexFunc(e.policies, func(r reached) bool { return r.ref.ID == t.ID })
	if at < 0 || t.Noise || t.Field == "displayName" {
		return t
	}
	r := e.policies[at]
	if r.unsure {
		return t
	}
	if r.lost.count+r.gained.count > 0 {
		t.Facts = append(t.Facts, Fact{"People to whom it applies", guide.Figures(r.count[0]), guide.Figures(r.count[1])})
	}
	switch still := e.still(r); {
	case r.lost.count > 0 && still != "":
		t = t.says(t.Text, verb(r.lost.count, "The person", "The people")+" to whom it applied must still use MFA.")
		if t.Severity == report.Problem {
			t.Severity = report.Warning
		}
	case r.lost.count > 0 && e.lost.count == 0:
		t = t.says(t.Text, "It no longer applies to "+who(r.lost)+".")
		if t.Severity == report.Problem && !r.asks && !r.blocks {
			t.Severity = report.Warning
		}
	case r.gained.count > 0 && e.gained.count == 0:
		t = t.says(t.Text, "It now applies to "+guide.Count(r.gained.count, "more person", "more people")+".")
	}
	return t.of(r.lost.refs...).of(r.gained.refs...)
}

// ofRoles adds to sentences about roles whether MFA is required of people who have them, or had them.
func (e effect) ofRoles(all []Told) []Told {
	for i, t := range all {
		if t.Noise || t.After == "" || len(t.About) == 0 || t.Severity == report.Note {
			continue
		}
		who := t.About[0]
		if e.free[strings.ToLower(who.ID)] {
			t = t.adds(t.also+space(t.also)+"Nothing requires MFA from "+who.Name+".",
				t.alike+space(t.alike)+"Nothing requires MFA from them.").worth(report.Problem)
			t.Do = "Require MFA from every administrator with a Conditional Access policy or security defaults."
			all[i] = t
		}
	}
	return e.ofHolders(all)
}

// ofHolders adds that MFA is no longer required of people with other roles: policies include or exclude a role.
func (e effect) ofHolders(all []Told) []Told {
	for i, t := range all {
		lost := len(t.About) > 0 && slices.ContainsFunc(e.lost.refs, func(r Ref) bool { return r.ID == t.About[0].ID })
		if !lost || t.Noise || e.free[strings.ToLower(t.About[0].ID)] && t.Severity == report.Problem {
			continue
		}
		one := t.adds(t.also+space(t.also)+t.Subject+" can now sign in without MFA.",
			t.alike+space(t.alike)+"They can now sign in without MFA.")
		if t.Before == "" || t.Severity != report.Note { // the new role is an exception
			one = one.worth(report.Problem)
		}
		all[i] = one
	}
	return all
}

func space(text string) string {
	if text == "" {
		return ""
	}
	return " "
}

// ofPeople adds to sentences about people whether they can now sign in without MFA.
func (e effect) ofPeople(all []Told) []Told {
	for i, t := range all {
		lost := slices.ContainsFunc(e.lost.refs, func(r Ref) bool { return r.ID == t.ID })
		if lost && !t.Noise {
			t = t.adds(t.Subject+" can sign in without MFA.", "They can sign in without MFA.").worth(report.Problem)
			t.Facts = e.facts("")
			t.Do = "Require MFA with a Conditional Access policy or security defaults."
			all[i] = t
		}
	}
	return all
}
