package drift

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// oneRefresh is how long after a section others of the same refresh are read: policies and security defaults change
// together, and are read after each other.
const oneRefresh = 15 * time.Minute

// moment returns the last moment of a section that is not after a time. known is false where there is none.
func (w *world) moment(section string, at time.Time) (m history.Moment, known bool) {
	line := w.line(section)
	for i := len(line) - 1; i >= 0; i-- {
		if at.IsZero() || !line[i].At.After(at) {
			return line[i], true
		}
	}
	return m, false
}

// eachAt calls f for every row of a section as it was at a time. Where nothing is remembered, it is today.
func (w *world) eachAt(section string, at time.Time, f func(id string, body []byte) error) error {
	if w.past == nil {
		return w.view.Each(w.ctx, section, f)
	}
	_, err := w.past.AsOf(w.ctx, section, at, f)
	return err
}

// version identifies the rows of a section at a time. known is false where they were not read.
func (w *world) version(section string, at time.Time) (key string, known bool) {
	if w.err != nil {
		return "", false
	}
	st, err := then{w, at, section, at, w.view}.Status(w.ctx, section)
	if w.fails(err) || st.Completed.IsZero() {
		return "", false
	}
	m, _ := w.moment(section, at)
	return section + "/" + strconv.FormatInt(m.Number, 10), true
}

// policiesAt returns the policies as they were at a time; none where they were not read.
func (w *world) policiesAt(at time.Time) []tenant.AccessPolicy {
	key, known := w.version(tenant.SectionAccess, at)
	if all, parsed := w.policies[key]; parsed || !known {
		return all
	}
	rows, _ := w.rowsAt(tenant.SectionAccess, at)
	w.policies[key] = policiesOf(rows)
	return w.policies[key]
}

// rolesAt returns who had which role at a time, by principal in small letters. known is false where that was not read.
func (w *world) rolesAt(at time.Time) (all map[string][]tenant.RoleAssignment, known bool) {
	key, known := w.version(tenant.SectionRoles, at)
	if all, parsed := w.roles[key]; parsed || !known {
		return all, known
	}
	rows, known := w.rowsAt(tenant.SectionRoles, at)
	all = map[string][]tenant.RoleAssignment{}
	for id, body := range rows {
		var r tenant.RoleAssignment
		if json.Unmarshal(body, &r) == nil {
			r.ID = id
			principal := strings.ToLower(string(r.Principal))
			all[principal] = append(all[principal], r)
		}
	}
	w.roles[key] = all
	return all, known
}

// rowsAt returns the rows of a small section as they were at a time. known is false where that is not known.
func (w *world) rowsAt(section string, at time.Time) (rows map[string]json.RawMessage, known bool) {
	key, known := w.version(section, at)
	if rows := w.kept[key]; rows != nil || !known {
		return rows, known
	}
	rows = map[string]json.RawMessage{}
	w.fails(w.eachAt(section, at, func(id string, body []byte) error {
		rows[id] = slices.Clone(body)
		return nil
	}))
	w.kept[key] = rows
	return rows, w.err == nil
}

// undone returns rows as they were before changes.
func undone(rows map[string]json.RawMessage, changes []history.Change) map[string]json.RawMessage {
	before := map[string]json.RawMessage{}
	for id, body := range rows {
		before[id] = body
	}
	for _, c := range changes {
		if c.Before == nil {
			delete(before, c.ID)
		} else {
			before[c.ID] = c.Before
		}
	}
	return before
}

// then is the organisation as it was at a time, for the rules of sign-in. The section that changed is as after the
// change itself.
type then struct {
	w       *world
	at      time.Time
	changed string
	own     time.Time

	tenant.Reader // for what is not remembered
}

func (t then) time(section string) time.Time {
	if section == t.changed {
		return t.own
	}
	return t.at
}

// Status returns the status of a section as of then. What was not read then is as never read; so are the sections that
// do not decide who must use MFA, and the notes about a section are those of today.
func (t then) Status(_ context.Context, section string) (tenant.Status, error) {
	never := tenant.Status{Section: section, State: tenant.NeverRead}
	if section == tenant.SectionRegistration || section == tenant.SectionMethods {
		return never, nil
	}
	st, err := t.w.status(section)
	if err != nil || t.w.past == nil || st.State == tenant.NeedsLicence {
		return st, err
	}
	m, known := t.w.moment(section, t.time(section))
	if !known || section != t.changed && stale(st, t.own) {
		return never, t.w.err
	}
	never.State, never.Completed, never.Rows, never.Notes = tenant.Updated, m.At, st.Rows, st.Notes
	return never, t.w.err
}

// stale reports whether a section could not be read whole since a time, so that its rows are those of before.
func stale(st tenant.Status, at time.Time) bool {
	return !st.State.Whole() && st.State != tenant.NeedsLicence && at.After(st.Completed.Add(oneRefresh))
}

// status returns the status of a section of today. It is read once.
func (w *world) status(section string) (st tenant.Status, err error) {
	if st, read := w.states[section]; read {
		return st, nil
	}
	if st, err = w.view.Status(w.ctx, section); err == nil {
		w.states[section] = st
	}
	return st, err
}

// Each calls f for every row as of then.
func (t then) Each(ctx context.Context, section string, f func(id string, body []byte) error) error {
	return t.w.eachAt(section, t.time(section), f)
}
