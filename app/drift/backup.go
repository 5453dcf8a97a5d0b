package drift

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"handrail/app/history"
	"handrail/app/tenant"
)

// backupSections are the sections of the kinds of objects that Entra Backup compares (Microsoft Graph,
// entraRecoveryServices.resourceTypeName). The others are not read by Handrail.
var backupSections = map[string]string{"user": tenant.SectionUsers, "group": tenant.SectionGroups,
	"conditionalAccessPolicy": tenant.SectionAccess, "namedLocationPolicy": tenant.SectionLocations,
	"authenticationStrengthPolicy": tenant.SectionStrengths}

// difference is what a difference report says of one object: how it was on the day of the snapshot, as far as that
// differs, and how it was when the report was made. Action is what would bring the day back.
type difference struct {
	Object   string                     `json:"handrailObject"`
	Snapshot time.Time                  `json:"handrailSnapshot"`
	Kind     string                     `json:"entityTypeName"`
	Name     string                     `json:"displayName"`
	Action   string                     `json:"recoveryAction"` // update; restore: it was deleted; softDelete: it is new
	Then     map[string]json.RawMessage `json:"deltaFromCurrent"`
	Now      map[string]json.RawMessage `json:"currentState"`
}

// backup adds what Microsoft's backup says of the time before Handrail began to compare, or since when there is one.
func (r *Result) backup(w *world, past history.Past) error {
	told, err := w.backup(past, r.From, r.To)
	if err = cmp.Or(err, w.err); err != nil {
		return err
	}
	if len(told) == 0 {
		r.Backups, err = oldestBackup(w.ctx, w.view)
		return err
	}
	r.take(told)
	sortWorst(r.Told)
	return nil
}

// backupLine is what to do to see what changed before Handrail began to compare.
func (r Result) backupLine() string {
	return "Microsoft has backups since " + r.Backups.Local().Format(day) + ". To see what changed before the first " +
		"comparison, create a difference report in the Microsoft Entra admin center under Backup and recovery, then " +
		"refresh."
}

// backup returns what Microsoft's backup says of the time before Handrail began to compare, where that was after from
// and not after to. What the first reading of Handrail does not confirm happened later, and the history has it.
func (w *world) backup(past history.Past, from, to time.Time) (told []Told, err error) {
	all, err := differences(w.ctx, past, to)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	began, err := beginnings(w.ctx, past, to)
	if err != nil {
		return nil, err
	}
	wanted := map[string]map[string]json.RawMessage{} // the rows at the beginning, by section and ID
	for _, d := range all {
		if section := backupSections[d.Kind]; wanted[section] == nil {
			wanted[section] = map[string]json.RawMessage{}
		}
		wanted[backupSections[d.Kind]][strings.ToLower(d.Object)] = nil
	}
	seen := map[string]bool{}
	for _, section := range slices.Sorted(maps.Keys(wanted)) {
		m, known := began[section]
		if !known || !m.At.After(from) {
			continue
		}
		rows := wanted[section]
		_, err := past.AsOf(w.ctx, section, m.At, func(id string, body []byte) error {
			if _, ok := rows[strings.ToLower(id)]; ok {
				rows[strings.ToLower(id)] = bytes.Clone(body)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, d := range all {
			if backupSections[d.Kind] != section || !d.Snapshot.Before(m.At) {
				continue
			}
			for _, t := range w.ofBackup(d, m, rows[strings.ToLower(d.Object)]) {
				if key := section + t.ID + t.Text; !seen[key] { // of several reports, the one since the latest day
					seen[key] = true
					told = append(told, t)
				}
			}
		}
	}
	return told, nil
}

// ofBackup returns the sentences of one difference that the row at the beginning confirms.
func (w *world) ofBackup(d difference, m history.Moment, row json.RawMessage) (told []Told) {
	c := history.Change{Section: m.Section, ID: d.Object, At: m.At, Since: d.Snapshot}
	switch {
	case d.Action == "softDelete" && row != nil:
		c.Kind, c.After = history.Added, row
	case d.Action == "restore" && row == nil:
		c.Kind, c.Before = history.Removed, d.object(d.Then)
	case d.Action == "update" && row != nil:
		before, after := map[string]json.RawMessage{}, map[string]json.RawMessage{}
		for name, then := range d.Then {
			now, both := d.Now[name]
			if both && !strings.HasPrefix(name, "@") && within(property(row, name), now) &&
				!within(property(row, name), then) {
				before[name], after[name] = then, now
			}
		}
		if len(before) == 0 {
			return nil
		}
		c.Kind, c.Before, c.After = history.Changed, d.object(before), d.object(after)
		c.Fields = history.Compare(c.Before, c.After, nil)
	default:
		return nil
	}
	for _, t := range w.tell(c) {
		t.Backup = d.Snapshot
		t.ByWhy = "Microsoft’s backup says that it happened before Handrail began to compare, and does not say who did it."
		told = append(told, t)
	}
	return told
}

// object returns a row with these properties.
func (d difference) object(properties map[string]json.RawMessage) json.RawMessage {
	all := maps.Clone(properties)
	if all == nil {
		all = map[string]json.RawMessage{}
	}
	for name, text := range map[string]string{"id": d.Object, "displayName": d.Name} {
		if all[name] == nil {
			all[name], _ = json.Marshal(text) // a text can be written
		}
	}
	row, err := json.Marshal(all)
	if err != nil {
		return nil
	}
	return history.Canon(row)
}

// property returns a property of a row; nil if there is none.
func property(row json.RawMessage, name string) json.RawMessage {
	var all map[string]json.RawMessage
	if json.Unmarshal(row, &all) != nil {
		return nil
	}
	return all[name]
}

// within reports whether a value has everything that part has. Entra Backup knows only some properties of an object.
func within(value, part json.RawMessage) bool {
	var have, want map[string]json.RawMessage
	if json.Unmarshal(part, &want) != nil || want == nil {
		return value != nil && bytes.Equal(history.Canon(value), history.Canon(part))
	}
	if json.Unmarshal(value, &have) != nil {
		return false
	}
	for name, x := range want {
		if !strings.HasPrefix(name, "@") && !within(have[name], x) {
			return false
		}
	}
	return true
}

// differences returns everything that was ever read of difference reports, the latest snapshot first: Microsoft keeps
// a report for some days only.
func differences(ctx context.Context, past history.Past, to time.Time) (all []difference, err error) {
	seen := map[string]bool{}
	for at := to; ; {
		m, err := past.AsOf(ctx, tenant.SectionDifferences, at, func(id string, body []byte) error {
			var d difference
			if json.Unmarshal(body, &d) == nil && !seen[id] && backupSections[d.Kind] != "" {
				all = append(all, d)
			}
			seen[id] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
		if m.Number == 0 || m.Kind == history.MomentBegin {
			break
		}
		at = m.At.Add(-time.Nanosecond)
	}
	slices.SortStableFunc(all, func(a, b difference) int { return b.Snapshot.Compare(a.Snapshot) })
	return all, nil
}

// beginnings returns the moment at which the history of each section begins.
func beginnings(ctx context.Context, past history.Past, to time.Time) (map[string]history.Moment, error) {
	all, err := past.Moments(ctx, time.Time{}, to)
	began := map[string]history.Moment{}
	for _, m := range all { // the latest first
		if m.Kind == history.MomentBegin {
			began[m.Section] = m
		}
	}
	return began, err
}

// oldestBackup returns the time of the earliest snapshot; zero where none was read.
func oldestBackup(ctx context.Context, v tenant.View) (oldest time.Time, err error) {
	err = v.Each(ctx, tenant.SectionSnapshots, func(_ string, body []byte) error {
		at, err := time.Parse(time.RFC3339, word(body, "createdDateTime"))
		if err == nil && (oldest.IsZero() || at.Before(oldest)) {
			oldest = at
		}
		return nil
	})
	return oldest, err
}
