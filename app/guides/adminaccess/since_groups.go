package adminaccess

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"handrail/app/guide/frame"
	"handrail/app/identity/policydiff"
	"handrail/app/report"
	"handrail/app/tenant"
)

// mostMembers is up to how many members a record holds of an excluded group. A larger one is
// no list of exceptions.
const mostMembers = 1000

// crowd is who was in an excluded group. Stored.
type crowd struct {
	At      time.Time `json:"at"` // when it was read
	Members []string  `json:"members"`
}

// excludedGroups returns the groups that policies exclude which are on or report-only.
func (w *world) excludedGroups() (ids []string) {
	for _, p := range w.policies {
		if !p.State.Is(stateOff) {
			ids = append(ids, p.Conditions.Users.ExcludeGroups...)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// crowdOf returns who is in a group, with nested groups; known is false where that was not
// read, or is too much.
func (w *world) crowdOf(ctx context.Context, group string) (c crowd, known bool, err error) {
	section := tenant.MembersSection(group)
	if err := w.have.Also(ctx, section); err != nil {
		return c, false, err
	}
	st, err := w.have.Status(ctx, section)
	if _, read := w.have.Gap(section); err != nil || !read {
		return c, false, err
	}
	c.At = st.Completed
	err = tenant.Each(ctx, w.have, section, func(m tenant.Member) error {
		if len(c.Members) <= mostMembers {
			c.Members = append(c.Members, strings.ToLower(m.ID))
		}
		return nil
	})
	return c, err == nil && len(c.Members) <= mostMembers, err
}

// crowds returns who is in each excluded group that was read.
func (w *world) crowds(ctx context.Context) (map[string]crowd, error) {
	all := map[string]crowd{}
	for _, g := range w.excludedGroups() {
		c, known, err := w.crowdOf(ctx, g)
		if err != nil {
			return nil, err
		}
		if known {
			all[g] = c
		}
	}
	return all, nil
}

// groupsSince returns the excluded groups that have more members than for a record.
func (w *world) groupsSince(ctx context.Context, before snapshot, now time.Time) (all []report.Finding, err error) {
	for _, g := range w.excludedGroups() {
		was, had := before.Groups[g]
		if !had {
			continue // a group that is newly excluded is an edit of the policy
		}
		c, known, err := w.crowdOf(ctx, g)
		if err != nil {
			return nil, err
		}
		name := w.nameOf(g)
		var more []string
		for _, id := range c.Members {
			if known && c.At.After(was.At) && !slices.Contains(was.Members, id) {
				more = append(more, id)
			}
		}
		if len(more) > 0 {
			all = append(all, report.Finding{Code: "exclusions-added", Severity: report.Warning, Subject: name,
				Title: "The excluded group “" + name + "” has " + fmt.Sprint(len(more)) + " more: " +
					policydiff.Words(more, w.nameOf),
				Text: "Policies do not apply to its members.", Do: "Check whether each is still needed."})
		}
		gaps := slices.Concat(w.have.Missing, w.have.Doubtful)
		if open := frame.NotSince(gaps, now, longAgo, tenant.MembersSection(g)); !known || len(open) > 0 {
			all = append(all, report.Finding{Code: "not-compared", Severity: report.Unknown, Subject: name,
				Title: "It is not known whether the excluded group “" + name + "” grew",
				Text:  "Its members could not be read, or they are very many.",
				Do:    "Refresh your organisation, then check again."})
		}
	}
	return all, nil
}

// crowdSections are the sections with the members of the groups of a record.
func (s snapshot) crowdSections() (ids []string) {
	for g := range s.Groups {
		ids = append(ids, tenant.MembersSection(g))
	}
	slices.Sort(ids)
	return ids
}
