package guidetest

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"handrail/app/guides/services"
	"handrail/app/report"
	"handrail/app/tenant"
)

// unread takes away what was read of the organisation: each section that the guide
// asks for, one at a time, and all of them with no one signed in. A look that asked
// for it must say that it is not known, and must not turn it into “none”.
func unread(t T, made Make, known map[string]bool) {
	t.Helper()
	for _, of := range []func(*World) services.Services{(*World).Services, (*World).Plain} {
		for _, chosen := range singly(t, made, of, known) {
			whole := partly(t, made, of, chosen, func(*Office) {}, known)
			partly(t, made, of, chosen, (*Office).UnreadAll, known).
				compare(whole, "everything", func(string) bool { return true })
			for _, section := range sectionsOf(whole) {
				one := partly(t, made, of, chosen, func(o *Office) { o.Unread(section) }, known)
				one.compare(whole, section, func(id string) bool { return id == section })
			}
		}
	}
}

// singly returns the choices to walk with: each subject, and each other option that
// the first subject offers.
func singly(t T, made Make, of func(*World) services.Services, known map[string]bool) (all []map[string]string) {
	t.Helper()
	g := made(of(New()))
	subjects := Subjects(g)
	for _, subject := range subjects {
		all = append(all, map[string]string{g.Subject: subject})
	}
	first := partly(t, made, of, all[0], func(*Office) {}, known)
	v := first.visit()
	for _, o := range first.offered {
		if o.name != g.Subject && v.Answers[o.name] != o.value {
			all = append(all, map[string]string{g.Subject: subjects[0], o.name: o.value})
		}
	}
	return all
}

// partly walks with a part of the organisation taken away.
func partly(t T, made Make, of func(*World) services.Services, chosen map[string]string, take func(*Office),
	known map[string]bool) *person {
	t.Helper()
	w := New()
	take(w.Office)
	p := &person{t: t, g: made(of(w)), chosen: chosen, world: w, said: speech{}, known: known, held: true}
	p.walk()
	return p
}

// sectionsOf returns the sections that any look of a walk asked for.
func sectionsOf(p *person) (all []string) {
	for _, sections := range p.asked {
		for _, id := range sections {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
		}
	}
	slices.Sort(all)
	return all
}

// compare compares what is said without a section with what is said of the whole.
func (p *person) compare(whole *person, what string, missing func(section string) bool) {
	p.t.Helper()
	for _, step := range p.g.Steps {
		doc, full := p.docs[step.ID], whole.docs[step.ID]
		if doc == nil || full == nil || !slices.ContainsFunc(whole.asked[step.ID], missing) {
			continue // it fails with a reason, or does not ask
		}
		if reflect.DeepEqual(doc, full) {
			continue // the section changes nothing here
		}
		facts, before := doc.Facts(), full.Facts()
		for name, value := range facts {
			if old, ok := before[name]; value == "0" && (!ok || old != "0") && !countsUnknown(facts) {
				p.wrong("%s was never read, and %s says %s=0 (it is %q) %v", what, step.ID, name, old, facts)
			}
		}
		for name, value := range facts {
			_, notNumber := strconv.Atoi(value)
			if old, ok := before[name]; ok && value != old && value != "" && notNumber != nil &&
				!slices.Contains([]string{"unknown", "not-known", "not-tested"}, value) {
				p.wrong("%s was never read, and %s says %s=%q (it is %q)", what, step.ID, name, value, old)
			}
		}
		if !saysUnknown(doc, missing) {
			p.wrong("%s was never read, and the document of %s does not say so: %v %v", what, step.ID, facts,
				codes(doc))
		}
	}
}

// countsUnknown reports whether facts have a number of those that are not known, which
// a zero beside it leaves open.
func countsUnknown(facts map[string]string) bool {
	for name, value := range facts {
		if value != "0" && (strings.Contains(name, "unknown") || strings.Contains(name, "not-known")) {
			return true
		}
	}
	return false
}

// saysUnknown reports whether a document says that something is not known.
func saysUnknown(doc *report.Document, missing func(section string) bool) bool {
	for _, f := range doc.Findings() {
		if f.Severity == report.Unknown || f.Code == "not-read" || names(f, missing) {
			return true
		}
	}
	for _, value := range doc.Facts() {
		if strings.Contains(value, string(report.Unknown)) {
			return true
		}
	}
	return doc.MaxSeverity() == report.Unknown
}

// names reports whether a finding is about a section that is missing.
func names(f report.Finding, missing func(section string) bool) bool {
	return slices.ContainsFunc(tenant.Sections(), func(s tenant.Section) bool {
		return missing(s.ID) && (f.Subject == s.ID || strings.Contains(f.Title+f.Text, s.Title))
	})
}

func codes(doc *report.Document) (all []string) {
	for _, f := range doc.Findings() {
		all = append(all, string(f.Severity)+":"+f.Code)
	}
	return all
}
