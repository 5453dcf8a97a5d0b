package deviceprofiles

import (
	"context"
	"encoding/json"
	"strings"

	"handrail/app"
	"handrail/app/device/dynrule"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/powershell"
	"handrail/app/report"
	"handrail/app/tenant"
)

const (
	notThere = "Not there"
	running  = "On"
)

// resolve returns the group of a visit as it is now. A group that Handrail made in this visit is
// there: from then on it is changed.
func (d deps) resolve(ctx context.Context, v *guide.Visit, w *world) (target, error) {
	t := w.target(v)
	made, err := d.made(ctx, v)
	if err != nil {
		return t, err
	}
	if t.make && made != "" {
		t.make, t.why, t.group = false, "", tenant.Group{ID: made, Name: tenant.Text(t.name)}
		if g, n := w.group(made); n == 1 {
			t.group = g
		}
	}
	if t.group.ID != "" {
		if g, read := d.live(ctx, t.group.ID); read {
			t.group = g
		}
	}
	return t, ctx.Err()
}

// live reads a group as it is now; read is false where that is not possible.
func (d deps) live(ctx context.Context, id string) (g tenant.Group, read bool) {
	if !d.runner().Can() {
		return g, false
	}
	body, err := d.Tenant.Writer.Read(ctx, groupsPath+"/"+id)
	return g, err == nil && json.Unmarshal(body, &g) == nil && g.ID != ""
}

// made returns the ID of the group that Handrail made in a visit and did not remove; "" where
// there is none.
func (d deps) made(ctx context.Context, v *guide.Visit) (string, error) {
	if d.Journal == nil {
		return "", ctx.Err()
	}
	entries, err := d.Journal.Entries(ctx, v.ID)
	if err != nil {
		return "", err
	}
	h := change.Replay(entries)
	for id := range change.Proven(entries, ID, groupsPath) {
		last, asked := h.Latest(change.Remove, groupsPath+"/"+id)
		if !asked || last.State == change.Failed {
			return id, nil
		}
	}
	return "", nil
}

// rows returns what the change does to the group, and the request for a group that is there.
func (t target) rows(rule *dynrule.Rule) (rows []guide.Change, writes []change.Write) {
	if t.make {
		return []guide.Change{{Setting: "Group “" + t.name + "”", Now: notThere, After: "A dynamic group of devices"},
			{Setting: "Rule", Now: notThere, After: rule.Text}}, nil
	}
	state := string(t.group.Processing)
	rows = []guide.Change{{Setting: "Rule of “" + string(t.group.Name) + "”", Now: string(t.group.Rule),
		After: rule.Text},
		{Setting: "Processing", Now: orUnknown(state), After: running}}
	if rows[0].Unchanged() && rows[1].Unchanged() {
		return rows, nil
	}
	former := map[string]any{"membershipRule": string(t.group.Rule)}
	if state != "" {
		former["membershipRuleProcessingState"] = state
	}
	return rows, []change.Write{{Verb: change.Change, Object: groupsPath + "/" + t.group.ID,
		Title: string(t.group.Name), Undo: raw(former),
		Body: raw(map[string]any{"membershipRule": rule.Text, "membershipRuleProcessingState": running})}}
}

func orUnknown(word string) string {
	if word == "" {
		return "Not known"
	}
	return word
}

// raw returns a value as JSON. What it is given is made of texts and flags alone.
func raw(value any) json.RawMessage {
	body, err := json.Marshal(value)
	if err != nil {
		panic("deviceprofiles: " + err.Error())
	}
	return body
}

// stays returns a plan in which nothing changes.
func stays(summary, setting, state string) *guide.Plan {
	return &guide.Plan{Summary: summary, Undo: "There is nothing to undo.",
		Changes:  []guide.Change{{Setting: setting, Now: orUnknown(state), After: orUnknown(state)}},
		Affected: []guide.Affected{{Severity: report.OK, Text: "No device joins or leaves."}}}
}

// planChange shows the group that Handrail makes or changes.
func (d deps) planChange(ctx context.Context, v *guide.Visit) (*guide.Plan, error) {
	w, err := d.load(ctx, nil, tenant.SectionDevices, tenant.SectionGroups, tenant.SectionAccess)
	if err != nil {
		return nil, err
	}
	if err := d.settle(ctx, v); err != nil {
		return nil, err
	}
	t, err := d.resolve(ctx, v, w)
	if err != nil {
		return nil, err
	}
	rule, why := checked(v)
	switch {
	case why != "":
		return stays(why, "Rule", string(t.group.Rule)), nil
	case t.why != "":
		return stays("Handrail changes nothing. "+t.why, "Group “"+t.name+"”", "As it is"), nil
	}
	m, err := w.moves(ctx, t, rule)
	if err != nil {
		return nil, err
	}
	plan := &guide.Plan{ByHand: !d.runner().Can(), Affected: m.affected(),
		Undo: "The step “Keep or undo” restores the former rule."}
	plan.Changes, _ = t.rows(rule)
	if t.make {
		plan.Undo = "The step “Keep or undo” deletes the group that Handrail made."
	}
	plan.Blocks = []report.Block{report.Text{Text: "Microsoft needs minutes, and sometimes a day, to update the " +
		"members."}}
	if plan.ByHand {
		plan.Undo = "You can undo it by hand: the table has the former rule."
		byHand, err := t.byHand(rule)
		if err != nil {
			return nil, err
		}
		plan.Blocks = append(plan.Blocks, byHand...)
	}
	return plan, nil
}

// checked returns the rule of a visit, or why Microsoft would not follow it.
func checked(v *guide.Visit) (rule *dynrule.Rule, why string) {
	rule, err := readRule(v)
	if err != nil {
		message, _ := app.UserMessage(err)
		return nil, "Handrail changes nothing. " + message
	}
	for _, one := range rule.Warnings {
		if words := warnings[one.Code]; words.refused {
			return nil, "Handrail changes nothing. " + words.title + "."
		}
	}
	return rule, ""
}

// affected is about the devices that join and leave.
func (m moves) affected() (all []guide.Affected) {
	if !m.known {
		return []guide.Affected{{Severity: report.Unknown, Text: "It is not known which devices join or leave."}}
	}
	for _, part := range []struct {
		severity report.Severity
		all      []device
		one      string
		many     string
	}{{report.Warning, m.leave, "device leaves.", "devices leave."},
		{report.Note, m.join, "device joins.", "devices join."},
		{report.Unknown, m.unsure, "device is not certain.", "devices are not certain."}} {
		if len(part.all) == 0 {
			continue
		}
		a := guide.Affected{Severity: part.severity, Text: counted(len(part.all), part.one, part.many)}
		for _, d := range part.all {
			a.Names = append(a.Names, d.label())
		}
		all = append(all, a)
	}
	if len(all) == 0 {
		all = []guide.Affected{{Severity: report.OK, Text: "No device joins or leaves."}}
	}
	return all
}

// byHand returns the instructions for the change.
func (t target) byHand(rule *dynrule.Rule) ([]report.Block, error) {
	if !t.make {
		return []report.Block{report.Code{Label: "Rule", Text: rule.Text},
			report.Text{Text: "In the Microsoft Entra admin " +
				"center, go to Entra ID > Groups > All groups and open “" + string(t.group.Name) +
				"”. Select “Dynamic " +
				"membership rules”, then “Edit”. Paste the rule and save it."}}, nil
	}
	block, err := powershell.Line("New-MgGroup -DisplayName %s -MailNickname %s -MailEnabled:$false -SecurityEnabled "+
		"-GroupTypes DynamicMembership -MembershipRule %s -MembershipRuleProcessingState On", t.name,
		nickname(t.name), rule.Text)
	if err != nil {
		return nil, err
	}
	return []report.Block{report.Code{Label: "PowerShell", Text: block.Text}, report.Text{Text: "Or go to Entra ID > " +
		"Groups > New group in the Microsoft Entra admin center. Choose “Security” and “Dynamic Device”, then paste " +
		"the " +
		"rule of the table."}}, nil
}

// nickname returns the mail nickname that a group gets; Microsoft wants one of plain letters.
func nickname(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	return "handrail-" + plain[:min(len(plain), 40)]
}
