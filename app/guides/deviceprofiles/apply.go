package deviceprofiles

import (
	"context"
	"encoding/json"

	"handrail/app"
	"handrail/app/device/dynrule"
	"handrail/app/guide"
	"handrail/app/guide/change"
	"handrail/app/task"
	"handrail/app/tenant"
)

// applyChange makes or changes the group, and reads it back.
func (d deps) applyChange(ctx context.Context, v *guide.Visit, plan *guide.Plan, progress task.Report) error {
	if ok, err := change.Due(ctx, plan, "Change it in the Microsoft Entra admin center.",
		"Handrail cannot change groups here."); !ok {
		return err
	}
	var t target
	var rule *dynrule.Rule
	r := d.runner()
	err := r.Apply(ctx, v.ID, change.Order{Scopes: groupScopes, Shown: plan.Changes,
		Again: func(ctx context.Context) (rows []guide.Change, writes []change.Write, err error) {
			w, err := d.load(ctx, nil, tenant.SectionDevices, tenant.SectionGroups)
			if err != nil {
				return nil, nil, err
			}
			if t, err = d.resolve(ctx, v, w); err != nil {
				return nil, nil, err
			}
			var why string
			if rule, why = checked(v); why != "" || t.why != "" {
				return nil, nil, app.Errorf(app.Invalid, "Show the plan again.", "The group cannot be changed. %s", why+t.why)
			}
			rows, writes = t.rows(rule)
			return rows, writes, nil
		}}, progress)
	if err != nil {
		return err
	}
	id := t.group.ID
	if t.make {
		if id, err = d.makeGroup(ctx, r, v, t, rule); err != nil {
			return err
		}
	}
	if g, read := d.live(ctx, id); !read || string(g.Rule) != rule.Text {
		return app.Errorf(app.Unreachable, "Check again in a few minutes.",
			"Microsoft accepted the change but does not show it yet.")
	}
	return ctx.Err()
}

// makeGroup makes the group at most once, and returns its ID.
func (d deps) makeGroup(ctx context.Context, r change.Runner, v *guide.Visit, t target,
	rule *dynrule.Rule) (string, error) {
	one := change.Write{Verb: change.Create, Object: groupsPath, Title: t.name, Body: raw(map[string]any{
		"displayName": t.name, "description": "Made by Handrail from a rule.", "mailEnabled": false,
		"mailNickname": nickname(t.name), "securityEnabled": true, "groupTypes": []string{"DynamicMembership"},
		"membershipRule": rule.Text, "membershipRuleProcessingState": running})}
	h, err := r.History(ctx, v.ID)
	if err != nil {
		return "", err
	}
	before, asked := h.Latest(change.Create, groupsPath)
	for _, a := range h {
		if a.Verb == change.Remove && a.State == change.Confirmed && !a.At.Before(before.At) {
			asked = false // it was made, and deleted since
		}
	}
	if !asked {
		answer, err := r.Send(ctx, v.ID, one)
		if err != nil {
			return "", err
		}
		var group struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(answer, &group) == nil && group.ID != "" {
			return group.ID, nil
		}
	}
	id, err := r.Make(ctx, v.ID, one, d.find)
	if err != nil {
		return "", err
	}
	return id, r.Prove(ctx, v.ID, one, id)
}

// find returns the ID of the group that an earlier request made; "" where there is none.
func (d deps) find(ctx context.Context, sent change.Write) (string, error) {
	body, err := d.Tenant.Writer.Read(ctx, groupsPath)
	if err != nil {
		return "", err
	}
	type row struct {
		ID       string      `json:"id"`
		Name     tenant.Text `json:"displayName"`
		Nickname tenant.Text `json:"mailNickname"`
		Rule     tenant.Text `json:"membershipRule"`
	}
	var wanted row
	var list struct {
		Value []row `json:"value"`
	}
	if err := json.Unmarshal(sent.Body, &wanted); err != nil {
		return "", err
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return "", err
	}
	for _, g := range list.Value {
		if g.Name == wanted.Name && g.Nickname == wanted.Nickname && g.Rule == wanted.Rule {
			return g.ID, nil
		}
	}
	return "", nil
}
