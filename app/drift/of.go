package drift

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// Of returns what is remembered of one row, such as a person or a policy: its own changes, and those that name it. From
// is when Handrail began to compare its section; it is zero where it never did. to is now.
func Of(ctx context.Context, s Sources, section, id string, to time.Time) (r Result, err error) {
	r.To, s.Now = to, true
	k, ok := s.View.(history.Keeper)
	if !ok || k.Past() == nil {
		r.None = true
		return r, nil
	}
	past := k.Past()
	moments, err := past.Moments(ctx, time.Time{}, forever)
	if err != nil {
		return r, err
	}
	if err := r.whereRead(ctx, s.View, section, moments); err != nil {
		return r, err
	}
	o := &ofOne{past: past, section: section, id: id}
	if err := o.read(ctx, s.View, moments); err != nil {
		return r, err
	}
	told, err := o.told(ctx, s, to)
	r.take(told)
	r.Told, r.Accepted = split(r.Told)
	return r, err
}

// whereRead fills in since when the section of a row is compared, and whether it could be read last.
func (r *Result) whereRead(ctx context.Context, v tenant.View, section string, moments []history.Moment) error {
	for _, m := range moments {
		if m.Section == section && m.Kind == history.MomentBegin {
			r.Begun = append(r.Begun, m)
			r.From = m.At // the earliest is the last of them
		}
	}
	st, err := v.Status(ctx, section)
	if err == nil && !st.State.Whole() && st.State != tenant.NeedsLicence {
		r.Unread = append(r.Unread, st)
	}
	return err
}

// ofOne finds the changes that name one row.
type ofOne struct {
	past        history.Past
	section, id string
	groups      map[string]bool // that a policy names, in lower case
	changes     []history.Change
	// every has all changes of a moment where a sentence counts others too, such as how much a group grew.
	every map[instant][]history.Change
}

// instant names one moment of a section.
type instant struct {
	section string
	at      int64
}

func instantOf(section string, at time.Time) instant { return instant{section, at.UnixNano()} }

// read collects the changes: rows are looked up by their ID, and only sections of few rows are read through.
func (o *ofOne) read(ctx context.Context, v tenant.View, moments []history.Moment) error {
	rows, numbers := map[string]bool{o.section: true}, map[instant]int64{}
	o.every = map[instant][]history.Change{}
	if o.section == tenant.SectionUsers {
		rows[tenant.SectionRegistration], rows[tenant.SectionPerUserMFA] = true, true
	}
	if o.section == tenant.SectionAccess {
		if err := o.named(ctx, v); err != nil {
			return err
		}
		delete(rows, o.section) // who else it concerns is found with the whole moment
	}
	for _, m := range moments {
		if m.Kind == history.MomentBegin {
			continue
		}
		switch {
		case o.isMember(m.Section):
			rows[m.Section], numbers[instantOf(m.Section, m.At)] = true, m.Number
		case o.names(m.Section):
			if err := o.through(ctx, m); err != nil {
				return err
			}
		}
	}
	for section := range rows {
		changes, err := o.past.Row(ctx, section, o.id)
		if err != nil {
			return err
		}
		o.changes = append(o.changes, changes...)
		for _, c := range changes {
			at := instantOf(section, c.At)
			if number := numbers[at]; number != 0 {
				if o.every[at], err = o.past.Changes(ctx, number); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// isMember reports whether a section has a row with the ID of a person who is in a group.
func (o *ofOne) isMember(section string) bool {
	return o.section == tenant.SectionUsers && tenant.MembersOf(section) != ""
}

// names reports whether rows of a section may name the row, by another ID than their own.
func (o *ofOne) names(section string) bool {
	kind, of := tenant.OnDemand(section)
	group := tenant.MembersOf(section)
	switch o.section {
	case tenant.SectionUsers:
		return section == tenant.SectionRoles || section == tenant.SectionAccess ||
			kind == tenant.MemberOf && strings.EqualFold(of, o.id)
	case tenant.SectionAccess:
		return section == tenant.SectionAccess || group != "" && o.groups[strings.ToLower(group)]
	case tenant.SectionGroups:
		return strings.EqualFold(group, o.id) || section == tenant.SectionAccess
	}
	return false
}

// through reads a moment whole and keeps what names the row.
func (o *ofOne) through(ctx context.Context, m history.Moment) error {
	changes, err := o.past.Changes(ctx, m.Number)
	if _, of := tenant.OnDemand(m.Section); of != "" { // all of it is about the group or the person
		o.changes = append(o.changes, changes...)
		return err
	}
	mark := []byte(strings.ToLower(o.id))
	for _, c := range changes {
		if bytes.Contains(bytes.ToLower(c.Before), mark) || bytes.Contains(bytes.ToLower(c.After), mark) ||
			strings.EqualFold(c.ID, o.id) {
			o.changes = append(o.changes, c)
			o.every[instantOf(m.Section, m.At)] = changes
		}
	}
	return err
}

// named finds the groups that a policy includes or excludes now.
func (o *ofOne) named(ctx context.Context, v tenant.View) error {
	o.groups = map[string]bool{}
	return v.Each(ctx, tenant.SectionAccess, func(id string, body []byte) error {
		var p tenant.AccessPolicy
		if id != o.id || json.Unmarshal(body, &p) != nil {
			return nil
		}
		for _, g := range append(slices.Clone(p.Conditions.Users.IncludeGroups), p.Conditions.Users.ExcludeGroups...) {
			o.groups[strings.ToLower(string(g))] = true
		}
		return nil
	})
}

// told returns the changes in sentences, the latest first. Those of one moment are told together.
func (o *ofOne) told(ctx context.Context, s Sources, to time.Time) (all []Told, err error) {
	slices.SortStableFunc(o.changes, func(a, b history.Change) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Section, b.Section))
	})
	w := newWorld(ctx, s.View)
	w.to, w.known = to, s.Effects
	if err := errors.Join(w.watch(s, to), w.journal(s)); err != nil {
		return nil, err
	}
	for len(o.changes) > 0 {
		n, first := 1, o.changes[0]
		for n < len(o.changes) && o.changes[n].At.Equal(first.At) && o.changes[n].Section == first.Section {
			n++
		}
		if every := o.every[instantOf(first.Section, first.At)]; every != nil {
			all = append(all, o.about(w.told(every), o.changes[:n])...)
		} else {
			all = append(all, w.told(o.changes[:n])...)
		}
		o.changes = o.changes[n:]
	}
	w.attribute(all)
	return all, w.err
}

// about returns those sentences of a moment that are about the row, or about one of the changes.
func (o *ofOne) about(told []Told, changes []history.Change) (all []Told) {
	rows := map[string]bool{}
	for _, c := range changes {
		rows[c.Section+"/"+strings.ToLower(c.ID)] = true
	}
	for _, t := range told {
		named := slices.ContainsFunc(t.About, func(r Ref) bool {
			return r.Section == o.section && strings.EqualFold(r.ID, o.id)
		})
		if named || slices.ContainsFunc(t.rows(), func(r Told) bool { return rows[r.Section+"/"+strings.ToLower(r.ID)] }) {
			all = append(all, t)
		}
	}
	return all
}
