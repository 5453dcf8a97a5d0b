package audit

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// mostMoments is how many moments one call of Fill looks at: the first after an older Handrail may find years of them.
const mostMoments = 500

// Fill looks in the audit log that was read for who made the changes that are remembered, and saves the answers beside
// them. It does nothing where the organisation is not remembered. Errors are those of the history and the cache.
func Fill(ctx context.Context, v tenant.View, now time.Time) error {
	k, ok := v.(history.Keeper)
	if !ok || k.Past() == nil {
		return nil
	}
	w, ok := k.Past().(history.Witness)
	if !ok {
		return nil
	}
	open, err := w.Unanswered(ctx, mostMoments)
	if err != nil || len(open) == 0 {
		return err
	}
	log, err := Read(ctx, v, now)
	if err != nil {
		return err
	}
	m := New(log)
	for _, moment := range open {
		if err := fill(ctx, k.Past(), w, m, moment); err != nil {
			return err
		}
	}
	return nil
}

// fill looks for who made the changes of one moment.
func fill(ctx context.Context, past history.Past, w history.Witness, m *Matcher, moment history.Moment) error {
	before, err := w.Answers(ctx, moment.Section, moment.At)
	if err != nil {
		return err
	}
	waits := m.log.To.Before(moment.At) && !m.log.Now.After(moment.At.Add(longest()))
	if waits && len(before) > 0 {
		return nil // the log was not read since, and that is said
	}
	changes, err := past.Changes(ctx, moment.Number)
	if err != nil {
		return err
	}
	var all []history.Answer
	for _, c := range changes {
		for _, a := range m.Match(c) {
			all = append(all, kept(before, a))
		}
	}
	return w.SaveAnswers(ctx, moment.Number, all)
}

// kept returns what is known after another look: who was found in the log before stays found, also where the log has no
// entry any more.
func kept(before []history.Answer, a history.Answer) history.Answer {
	switch a.Why {
	case history.WhyNone, history.WhyNotYet, history.WhyOlder, history.WhyCut, history.WhyUnread:
	default:
		return a
	}
	for _, old := range before {
		if old.ID == a.ID && old.Field == a.Field && len(old.Actors) > 0 {
			old.Final = a.Final
			return old
		}
	}
	return a
}

// Read returns the audit log as it was read last.
func Read(ctx context.Context, v tenant.View, now time.Time) (log Log, err error) {
	st, err := v.Status(ctx, tenant.SectionAudit)
	if err != nil {
		return log, err
	}
	log.To, log.Now, log.Name = st.Completed, now, people(ctx, v)
	if gap, read := tenant.NotRead(st, tenant.SectionAudit); !read || !st.State.Whole() {
		log.Unread = gap.Message
	}
	plans, err := tenant.PlansOf(ctx, v)
	if err != nil || log.To.IsZero() {
		return log, err
	}
	log.From, log.Cut = log.To.Add(-tenant.AuditKept(plans)), slices.Contains(st.Notes, tenant.NoteAuditCut)
	oldest := log.To
	err = v.Each(ctx, tenant.SectionAudit, func(_ string, body []byte) error {
		var e tenant.AuditEntry
		if json.Unmarshal(body, &e) != nil {
			e = tenant.AuditEntry{} // counted as one that cannot be read
		}
		if !e.At.IsZero() && e.At.Before(oldest) {
			oldest = e.At.Time
		}
		log.Entries = append(log.Entries, e)
		return nil
	})
	if log.Cut || oldest.Before(log.From) { // Microsoft deletes by age: what is younger than an entry is still there
		log.From = oldest
	}
	return log, err
}

// people returns a function that finds what a person is called. Each is read once.
func people(ctx context.Context, v tenant.View) func(id string) string {
	known := map[string]string{}
	return func(id string) string {
		if name, ok := known[id]; ok {
			return name
		}
		known[id] = ""
		row, err := v.Row(ctx, tenant.SectionUsers, id)
		var u tenant.User
		if err == nil && json.Unmarshal(row.Body, &u) == nil {
			known[id] = string(u.Name)
		} // else the entry has a name or an address too
		return known[id]
	}
}
