package drift

import (
	"slices"

	"handrail/app/guide"
	"handrail/app/identity/access"
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
		all[at] = t.of(e.lost...)
	default:
		_, rest := all[at].Parts()
		t := all[at].says(all[at].Text, gained)
		if rest == "" && all[at].Severity == report.Note {
			t.Severity = report.OK
		}
		t.Facts = append(t.Facts, e.facts("")...)
		all[at] = t.of(e.gained...)
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
		all = append(all, t.says(lost, why).of(e.lost...).worth(report.Problem))
	}
	if gained != "" {
		all = append(all, t.says(gained, why).of(e.gained...).worth(report.OK))
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
	if len(r.lost)+len(r.gained) > 0 {
		t.Facts = append(t.Facts, Fact{"People to whom it applies", guide.Figures(r.count[0]), guide.Figures(r.count[1])})
	}
	switch still := e.still(r); {
	case len(r.lost) > 0 && still != "":
		t = t.says(t.Text, verb(len(r.lost), "The person", "The people")+" to whom it applied must still use MFA.")
		if t.Severity == report.Problem {
			t.Severity = report.Warning
		}
	case len(r.lost) > 0 && len(e.lost) == 0:
		t = t.says(t.Text, "It no longer applies to "+who(r.lost)+".")
	case len(r.gained) > 0 && len(e.gained) == 0:
		t = t.says(t.Text, "It now applies to "+guide.Count(len(r.gained), "more person", "more people")+".")
	}
	return t.of(r.lost...).of(r.gained...)
}

// ofRoles adds to new administrators whether MFA is required of them, and says who no longer needs it.
func (e effect) ofRoles(all []Told) []Told {
	for i, t := range all {
		if t.Noise || t.After == "" || len(t.About) == 0 || t.Severity == report.Note {
			continue
		}
		who := t.About[0]
		if a, known := e.asked[who.ID]; known && a.Always == access.No && !a.Sometimes {
			t = t.adds(t.also+space(t.also)+"Nothing requires MFA from "+who.Name+".",
				t.alike+space(t.alike)+"Nothing requires MFA from them.").worth(report.Problem)
			t.Do = "Require MFA from every administrator with a Conditional Access policy or security defaults."
			all[i] = t
		}
	}
	if text := e.lostText(); text != "" {
		t := Told{At: all[0].At, Since: all[0].Since, Section: all[0].Section, ID: all[0].ID, Severity: report.Warning,
			Subject: guide.Names(namesOf(e.lost)), Facts: e.facts("")}
		all = append(all, t.says(text, "The admin roles changed that policies name.").of(e.lost...))
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
		lost := slices.ContainsFunc(e.lost, func(r Ref) bool { return r.ID == t.ID })
		if lost && !t.Noise {
			t = t.adds(t.Subject+" can sign in without MFA.", "They can sign in without MFA.").worth(report.Problem)
			t.Facts = e.facts("")
			t.Do = "Require MFA with a Conditional Access policy or security defaults."
			all[i] = t
		}
	}
	return all
}
