package guidetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

const groupsPath = "/groups"

// groupOf returns the group in a path, and whether it is about its members.
func groupOf(object string) (id string, members, ok bool) {
	rest, ok := strings.CutPrefix(object, groupsPath)
	id, members = strings.CutSuffix(strings.TrimPrefix(rest, "/"), "/members")
	return id, members, ok
}

// group returns one group or all of them, or the members of one.
func (o *Office) group(id string, members bool) ([]byte, error) {
	section := tenant.SectionGroups
	if members {
		section, id = tenant.DirectMembersSection(id), ""
	}
	return o.setting(section, id)
}

// createGroup makes a group with its members.
func (o *Office) createGroup(body []byte) ([]byte, string, error) {
	var row map[string]any
	if err := json.Unmarshal(body, &row); err != nil {
		return nil, "", err
	}
	links, _ := row["members@odata.bind"].([]any)
	delete(row, "members@odata.bind")
	id := fmt.Sprintf("made-group-%d", o.made)
	o.made++
	row["id"], row["onPremisesSyncEnabled"] = id, nil
	if row["groupTypes"] == nil {
		row["groupTypes"] = []any{}
	}
	answer, err := json.Marshal(row)
	if err != nil {
		return nil, "", err
	}
	var members []string
	for _, link := range links {
		text := fmt.Sprint(link)
		members = append(members, member("user", text[strings.LastIndex(text, "/")+1:]))
	}
	o.Add(tenant.SectionGroups, string(answer))
	o.Add(tenant.DirectMembersSection(id), members...)
	o.Add(tenant.MembersSection(id), members...)
	o.Add(tenant.ParentsSection(id))
	return answer, "req", nil
}

// putIn puts someone into a group.
func (o *Office) putIn(group string, body []byte) (answer []byte, requestID string, err error) {
	var link struct {
		ID string `json:"@odata.id"`
	}
	if err := json.Unmarshal(body, &link); err != nil {
		return nil, "", err
	}
	one := member("user", link.ID[strings.LastIndex(link.ID, "/")+1:])
	o.Add(tenant.DirectMembersSection(group), one)
	o.Add(tenant.MembersSection(group), one)
	return nil, "req", nil
}

// takeOut takes someone out of a group.
func (o *Office) takeOut(ctx context.Context, group, who string) (string, error) {
	for _, section := range []string{tenant.DirectMembersSection(group), tenant.MembersSection(group)} {
		o.Rows[section] = slices.DeleteFunc(o.Rows[section], func(r tenant.Row) bool { return r.ID == who })
	}
	return "req", ctx.Err()
}

// deleteGroup removes a group.
func (o *Office) deleteGroup(ctx context.Context, id string) (string, error) {
	if group, rest, ok := strings.Cut(id, "/members/"); ok {
		return o.takeOut(ctx, group, strings.TrimSuffix(rest, "/$ref"))
	}
	rows := o.Rows[tenant.SectionGroups]
	i := slices.IndexFunc(rows, func(r tenant.Row) bool { return r.ID == id })
	if i < 0 {
		return "", app.Errorf(app.NotFound, "Look at Microsoft.", "There is no such group.")
	}
	o.Rows[tenant.SectionGroups] = slices.Delete(rows, i, i+1)
	return "req", ctx.Err()
}
