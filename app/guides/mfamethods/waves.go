package mfamethods

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app"
	"handrail/app/guide"
	"handrail/app/guide/ask"
	"handrail/app/guide/frame"
	"handrail/app/identity/mfa"
	"handrail/app/report"
	"handrail/app/task"
	"handrail/app/tenant"
)

// A method can be turned off group by group: each wave excludes one more group from
// the method, and the last wave turns it off for everyone.

// inWaves and lastWave are the answers to askFor and askWave.
const (
	inWaves  = "waves"
	lastWave = "everybody"
)

// mostWaves is the largest number of groups in a roll-out.
const mostWaves = 10

// waveFact returns the name of the fact that holds the group id of wave k, from 1.
func waveFact(k int) string { return "wave/" + strconv.Itoa(k) }

func waveAsks() []guide.Ask {
	return []guide.Ask{
		ask.Choice(askFor, ask.Words{Label: "How do you want to roll out the change?",
			Hint: "If you are not sure, go group by group: you learn from the first group before the next one starts.",
			Help: "Handrail excludes a group from the method. Other people keep it until their wave."},
			[]guide.Option{{Value: "everyone", Label: "Everyone at once"}, {Value: inWaves, Label: "Group by group"}},
			ask.WhenOf(func(v *guide.Visit) bool { return baseOf(v).TurnsOff() })),
		ask.Lines(askWaves, ask.Words{Label: "Which groups, in which order?",
			Hint: "One group per line, first wave first: name, email address or Object ID.",
			Help: "After the last group, the change applies to everyone."},
			ask.Following(askFor), ask.WhenOf(waved), ask.Checked(validWaves)),
	}
}

// askNow asks which wave it is now.
func askNow() guide.Ask {
	return ask.ChoiceOf(askWave, ask.Words{Label: "Which wave is it now?",
		Hint: "Come back for the next wave when this one is complete.",
		Help: "The next steps are about this wave and the waves before it."},
		func(v *guide.Visit) (all []guide.Option) {
			for k, name := range waveNames(v) {
				all = append(all, guide.Option{Value: strconv.Itoa(k + 1),
					Label: fmt.Sprintf("Wave %d: %s", k+1, name)})
			}
			return append(all, guide.Option{Value: lastWave, Label: "The last wave: everyone"})
		}, ask.Following(askFor, askWaves), ask.WhenOf(waved))
}

// waved reports whether the visit goes group by group.
func waved(v *guide.Visit) bool { return v.Answer(askFor) == inWaves && baseOf(v).TurnsOff() }

// waveNames returns the groups of the waves as they were entered.
func waveNames(v *guide.Visit) []string { return ask.Items(v.Answer(askWaves)) }

func validWaves(text string) error {
	seen := map[string]bool{}
	for _, name := range ask.Items(text) {
		if seen[strings.ToLower(name)] {
			return app.Errorf(app.Invalid, "Name each group once.", "“%s” is in the list twice.", name)
		}
		seen[strings.ToLower(name)] = true
	}
	switch {
	case len(seen) == 0:
		return app.Errorf(app.Invalid, "Enter one group per line.", "You have not entered a group yet.")
	case len(seen) > mostWaves:
		return app.Errorf(app.Invalid, "Use fewer, larger groups.", "A roll-out can have at most %d groups.", mostWaves)
	}
	return nil
}

// waveIDs returns the ids of the groups that the step “today” found.
func waveIDs(v *guide.Visit) (all []string) {
	for k := 1; waved(v); k++ {
		id := v.Fact(waveFact(k))
		if id == "" {
			break
		}
		all = append(all, id)
	}
	return all
}

// wave returns the changes of the current wave. Nothing is turned off for an unknown
// group, and only the last wave turns a method off for everyone.
func wave(v *guide.Visit, all mfa.Changes) mfa.Changes {
	if !waved(v) || v.Answer(askWave) == lastWave {
		return all
	}
	ids := waveIDs(v)
	n, err := strconv.Atoi(v.Answer(askWave))
	if err != nil {
		n = 1 // not asked yet
	}
	return all.Wave(ids[:min(max(n, 0), len(ids))])
}

// findWaves looks up the groups of the waves in the saved data. It returns the found
// ones as facts and the others as findings.
func (d deps) findWaves(ctx context.Context, v *guide.Visit, rep task.Report) (facts []report.Fact,
	found []report.Finding, err error) {
	if !waved(v) {
		return nil, nil, nil
	}
	have, err := tenant.Require(ctx, tenant.Request{Link: d.Tenant.Connection, Now: d.Now(), Report: rep},
		tenant.SectionGroups)
	if err != nil {
		return nil, nil, err
	}
	if _, known := have.Gap(tenant.SectionGroups); !known {
		return nil, frame.NotRead(have.Missing), nil
	}
	matches := map[string][]tenant.Group{}
	for _, name := range waveNames(v) {
		matches[strings.ToLower(name)] = nil
	}
	err = have.Each(ctx, tenant.SectionGroups, func(_ string, body []byte) error {
		var g tenant.Group
		if json.Unmarshal(body, &g) != nil {
			return nil // one odd row hides no other
		}
		names := []string{strings.ToLower(g.ID), strings.ToLower(string(g.Name)), strings.ToLower(string(g.Mail))}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			if all, wanted := matches[name]; wanted {
				matches[name] = append(all, g)
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	for k, name := range waveNames(v) {
		switch all := matches[strings.ToLower(name)]; len(all) {
		case 1:
			facts = append(facts, report.Fact{Name: waveFact(k + 1), Label: fmt.Sprintf("Wave %d", k+1),
				Value: all[0].ID, Text: string(all[0].Name)})
		case 0:
			found = append(found, report.Finding{Code: "mfa-wave-unknown", Severity: report.Problem, Subject: name,
				Title: "Handrail found no group “" + name + "”",
				Text:  "It is not in the groups saved on this computer.",
				Do:    "Go back and enter its name, email address or Object ID, or refresh your organisation first."})
		default:
			found = append(found, report.Finding{Code: "mfa-wave-several", Severity: report.Problem, Subject: name,
				Title: "More than one group is called “" + name + "”",
				Text:  fmt.Sprintf("%d groups have this name.", len(all)),
				Do: "Go back and enter the Object ID of the right group, from the Microsoft Entra " +
					"admin center."})
		}
	}
	return facts, found, nil
}

// gateToday stops a roll-out if a group is not known, or the groups were never read.
func (d deps) gateToday(_ *guide.Visit, doc *report.Document) error {
	for _, f := range doc.Findings() {
		if strings.HasPrefix(f.Code, "mfa-wave-") || f.Subject == tenant.SectionGroups {
			return app.Errorf(app.Invalid, f.Do, "%s.", f.Title)
		}
	}
	return nil
}

// wavesTable returns what each wave adds to the waves before it, in people.
func wavesTable(ctx context.Context, v *guide.Visit, o *mfa.Organisation, all mfa.Changes,
	date time.Time) (report.Table, error) {
	t := report.Table{Title: "Wave by wave", Columns: []string{"Wave", "Must do something", "Administrators",
		"Locked out", "Other effects"}, Right: []bool{false, true, true, true, true}}
	ids := waveIDs(v)
	before := count(mfa.Impact(mfa.Question{Organisation: o, After: o.Policy, Date: date}))
	for k := 1; k <= len(ids)+1; k++ {
		if err := ctx.Err(); err != nil {
			return t, err
		}
		name, changes := "Everyone", all
		if k <= len(ids) {
			changes = all.Wave(ids[:k])
			name = ids[k-1]
			if o.GroupName != nil && o.GroupName(name) != "" {
				name = o.GroupName(name)
			}
		}
		now := count(mfa.Impact(mfa.Question{Organisation: o, After: mfa.Apply(o.Policy, changes), Date: date}))
		row := []string{fmt.Sprintf("%d: %s", k, name)}
		for i := range now {
			row = append(row, strconv.Itoa(now[i]-before[i]))
		}
		t.Rows = append(t.Rows, row)
		before = now
	}
	return t, nil
}

// calledIn returns groups by the names that were entered for waves, others by id.
func calledIn(v *guide.Visit, ids []string) string {
	written := map[string]string{}
	for k, name := range waveNames(v) {
		if id := v.Fact(waveFact(k + 1)); id != "" && waved(v) {
			written[id] = name
		}
	}
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = id
		if written[id] != "" {
			all[i] = written[id]
		}
	}
	return "“" + strings.Join(all, "”, “") + "”"
}

// count returns the people who must do something, the administrators among them,
// the people locked out, and the people with another effect.
func count(p *mfa.Preview) [4]int {
	act, admins := p.Registering()
	return [4]int{act, admins, p.Totals[mfa.LockedOut], p.Totals[mfa.AskedDifferently] + p.Totals[mfa.CallInstead] +
		p.Totals[mfa.LosesReset] + p.Totals[mfa.LosesTextSignIn]}
}
