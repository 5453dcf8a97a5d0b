package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"handrail/app/guide"
	journal "handrail/app/guide/change"
	"handrail/app/history"
	"handrail/app/tenant"
)

// own is one request that took effect, and what it does to a row.
type own struct {
	Made
	kind    history.Kind
	section string
	id      string // "" is the only row of the section
	within  string // the part of the row that the body is about, as a path; "" is all of it
	body    []byte
}

// owns returns what Handrail changed, the oldest first.
func (j Journal) owns() (all []own) {
	by := map[string][]guide.JournalEntry{}
	var order []string
	for _, e := range j.Entries {
		if by[e.Visit] == nil {
			order = append(order, e.Visit)
		}
		by[e.Visit] = append(by[e.Visit], e)
	}
	for _, visit := range order {
		m := Made{Title: j.Titles[by[visit][0].Guide], Guide: by[visit][0].Guide, Report: j.Reports[visit]}
		if j.Visits[visit] {
			m.Visit = visit
		}
		made := created(m, by[visit])
		all = append(all, made...)
		all = append(all, sent(m, journal.Replay(by[visit]), made)...)
	}
	return all
}

// created returns what a visit is proven to have made.
func created(m Made, entries []guide.JournalEntry) (all []own) {
	for i, e := range entries {
		object, is := strings.CutPrefix(e.What, journal.Create+" ")
		if e.Step != journal.Proof || !is {
			continue
		}
		o := own{Made: m, kind: history.Added}
		o.At = e.At
		o.section, o.id, _ = where(object)
		if last, ok := journal.Replay(entries[:i]).Latest(journal.Create, strings.TrimSuffix(object, "/"+e.New)); ok {
			o.body = last.Body
		}
		all = append(all, o)
	}
	return all
}

// sent returns what the requests of a visit did that took effect. made is what it is proven to have made.
func sent(m Made, h journal.History, made []own) (all []own) {
	back := make([]bool, len(h)) // which requests restore
	for i, a := range h {
		if a.State != journal.Confirmed {
			continue
		}
		o := own{Made: m, kind: history.Changed, body: a.Body}
		if o.At = a.Sent; o.At.IsZero() {
			o.At = a.At
		}
		o.section, o.id, o.within = where(a.Object)
		back[i] = a.Verb == journal.Undo || a.Verb == journal.Restore || restores(h[:i], back, a) ||
			a.Verb == journal.Remove && slices.ContainsFunc(made, func(m own) bool {
				return m.section == o.section && m.id == o.id
			})
		o.Undo = back[i]
		group, member, ofMember := memberOf(a)
		switch {
		case ofMember:
			o.kind, o.id, o.body = history.Added, member, nil
			if a.Verb == journal.Remove {
				o.kind = history.Removed
			}
			o.section = tenant.DirectMembersSection(group)
			all = append(all, o)
			o.section = tenant.MembersSection(group)
		case a.Verb == journal.Restore:
			_, rest, _ := strings.Cut(a.Object, "/deletedItems/policies/")
			o.kind, o.section, o.id, o.body = history.Added, tenant.SectionAccess, strings.TrimSuffix(rest, "/restore"), nil
		case a.Verb == journal.Remove:
			o.kind = history.Removed
		case a.Verb != journal.Change && a.Verb != journal.Undo:
			continue // what is made counts once it is proven
		}
		all = append(all, o)
	}
	return all
}

// restores reports whether a request takes back what an earlier one of its visit did, which took nothing back itself.
func restores(before journal.History, back []bool, a journal.Attempt) bool {
	group, member, ofMember := memberOf(a)
	for i, b := range before {
		of, who, put := memberOf(b)
		switch {
		case b.State != journal.Confirmed || back[i]:
		case ofMember && put && of == group && who == member && a.Verb != b.Verb:
			return true
		case a.Verb == journal.Change && b.Object == a.Object && len(b.Undo) > 0 && string(b.Undo) == string(a.Body):
			return true
		}
	}
	return false
}

// memberOf returns the group and the member that a request puts in or takes out (Microsoft Learn, Add members and
// Remove member).
func memberOf(a journal.Attempt) (group, member string, ok bool) {
	rest, ofGroup := strings.CutPrefix(a.Object, "/groups/")
	group, rest, members := strings.Cut(rest, "/members/")
	member, isRef := strings.CutSuffix(rest, "/$ref")
	if !ofGroup || !members {
		return "", "", false
	}
	if rest == "$ref" && a.Verb == journal.Create {
		var body map[string]string
		if json.Unmarshal(a.Body, &body) == nil {
			_, member, isRef = strings.Cut(body["@odata.id"], "/directoryObjects/")
		}
	}
	return group, member, isRef && member != ""
}

// where returns the row that the address of an object names: its section and its ID, or "" where it is the only one,
// and which part of it.
func where(object string) (section, id, within string) {
	for _, s := range tenant.Sections() {
		path := strings.TrimSuffix(s.Path, " (beta)")
		if before, after, ofEach := strings.Cut(path, "{id}"); ofEach {
			rest, is := strings.CutPrefix(object, before)
			if id, whole := strings.CutSuffix(rest, after); is && whole && !strings.Contains(id, "/") {
				return s.ID, id, ""
			}
			continue
		}
		rest, is := strings.CutPrefix(object, path)
		list, one, inList := strings.Cut(strings.TrimPrefix(rest, "/"), "/")
		switch {
		case !is || rest != "" && rest[0] != '/' || strings.Contains(one, "/"):
		case inList:
			return s.ID, "", list + "[" + one + "]"
		default:
			return s.ID, list, ""
		}
	}
	return "", "", ""
}

// is reports whether a request is about the row of a change, and does what happened to it.
func (o own) is(c history.Change) bool {
	row, want := rowOf(history.Place{Section: c.Section, ID: c.ID}), rowOf(history.Place{Section: o.section, ID: o.id})
	return o.kind == c.Kind && row.section == want.section && (o.id == "" || row.id == want.id)
}

// wrote reports whether a request sets a property, or the whole row, and whether its value is what was written.
func (o own) wrote(field string, row []byte) (sets, equal bool) {
	switch o.kind {
	case history.Removed:
		return true, true
	case history.Added:
		return true, o.made(row)
	}
	name := field
	if o.within != "" {
		rest, is := strings.CutPrefix(field, o.within+".")
		if name = rest; !is {
			return false, false
		}
	}
	want, is := history.At(history.Canon(o.body), name), history.At(row, field)
	if want == nil {
		return false, false
	}
	if want[0] != '{' {
		equal, _ = journal.Matches(is, want)
	}
	return true, equal || history.Mark(want) == history.Mark(is)
}

// made reports whether a new row has every value that was written and that is read.
func (o own) made(row []byte) bool {
	var wrote, is map[string]json.RawMessage
	if o.body == nil {
		return true
	}
	if json.Unmarshal(history.Canon(o.body), &wrote) != nil || json.Unmarshal(row, &is) != nil {
		return false
	}
	for name, want := range wrote {
		value, read := is[name]
		if equal, _ := journal.Matches(value, want); read && !equal && history.Mark(value) != history.Mark(want) {
			return false
		}
	}
	return true
}
