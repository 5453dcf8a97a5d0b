package guidetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

// Read returns an object: the sign-in methods policy, or what was created.
func (o *Office) Read(ctx context.Context, object string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if section, id, ok := settingOf(object); ok {
		return o.setting(section, id)
	}
	path, event := strings.CutPrefix(object, townhalls+"/")
	if !event {
		return o.Organisation.Read(ctx, object)
	}
	switch id, part, _ := strings.Cut(path, "/"); {
	case path == "getByUserRole(role='organizer')":
		return json.Marshal(map[string]any{"value": o.events})
	case part == "sessions":
		return []byte(`{"value":[{"joinWebUrl":"https://teams.microsoft.com/l/meetup-join/one"}]}`), nil
	case part != "":
		return []byte(`{"value":[]}`), nil
	default:
		for _, e := range o.events {
			if e["id"] == id {
				return json.Marshal(e)
			}
		}
	}
	return nil, app.Errorf(app.NotFound, "Look in Teams.", "There is no such event.")
}

// Post creates an event, or acts on one.
func (o *Office) Post(ctx context.Context, object string, body []byte) ([]byte, string, error) {
	if err := o.Ask(ctx); err != nil {
		return nil, "", err
	}
	switch {
	case object == accessPath:
		var row map[string]any
		if err := json.Unmarshal(body, &row); err != nil {
			return nil, "", err
		}
		row["id"] = fmt.Sprintf("made-%d", len(o.Rows[tenant.SectionAccess]))
		answer, err := json.Marshal(row)
		if err == nil {
			o.Add(tenant.SectionAccess, string(answer))
		}
		return answer, "req", err
	case object == townhalls:
		event := map[string]any{}
		if err := json.Unmarshal(body, &event); err != nil {
			return nil, "", err
		}
		event["id"], event["status"] = fmt.Sprintf("e%d", len(o.events)+1), "draft"
		o.events = append(o.events, event)
		answer, err := json.Marshal(event)
		return answer, "req", err
	case strings.HasPrefix(object, townhalls+"/"):
		if strings.HasSuffix(object, "/publish") {
			for _, e := range o.events {
				e["status"] = "published"
			}
		}
		return nil, "req", nil
	}
	return o.Organisation.Post(ctx, object, body)
}

// Patch changes an object.
func (o *Office) Patch(ctx context.Context, object string, body []byte) (string, error) {
	if err := o.Ask(ctx); err != nil {
		return "", err
	}
	if section, id, ok := settingOf(object); ok {
		return "req", o.change(section, id, body)
	}
	if o.Objects == nil {
		return "", app.Errorf(app.NotFound, "Look at Microsoft.", "There is no such setting.")
	}
	return o.Organisation.Patch(ctx, object, body)
}

// Ask succeeds where somebody is signed in.
func (o *Office) Ask(ctx context.Context, _ ...string) error {
	if o.Out {
		return signedOut()
	}
	return ctx.Err()
}

func signedOut() error {
	return app.Errorf(app.Denied, "Sign in, then try again.", "You are signed out.")
}

// accessPath and defaultsPath are the settings of an Office that are rows of a section.
const (
	accessPath   = "/identity/conditionalAccess/policies"
	defaultsPath = "/policies/identitySecurityDefaultsEnforcementPolicy"
)

// settingOf returns the section of a setting, and the ID of the row; "" is all of them.
func settingOf(object string) (section, id string, ok bool) {
	if object == defaultsPath {
		return tenant.SectionDefaults, "d", true
	}
	rest, ok := strings.CutPrefix(object, accessPath)
	return tenant.SectionAccess, strings.TrimPrefix(rest, "/"), ok
}

// setting returns one row, or a list of all.
func (o *Office) setting(section, id string) ([]byte, error) {
	bodies := []json.RawMessage{}
	for _, r := range o.Rows[section] {
		if r.ID == id {
			return r.Body, nil
		}
		bodies = append(bodies, r.Body)
	}
	if id != "" || o.States[section].Completed.IsZero() {
		return nil, app.Errorf(app.Denied, "Ask an administrator.", "You may not read this.")
	}
	list := map[string]any{"value": bodies}
	if section == tenant.SectionAccess && !tenant.PoliciesCompared(o.States[section]) {
		list["handrailNotCompared"] = true
	}
	return json.Marshal(list)
}

// change merges body into a row.
func (o *Office) change(section, id string, body []byte) error {
	for n, r := range o.Rows[section] {
		var row map[string]any
		if r.ID != id || json.Unmarshal(r.Body, &row) != nil || json.Unmarshal(body, &row) != nil {
			continue
		}
		merged, err := json.Marshal(row)
		o.Rows[section][n].Body = merged
		return err
	}
	return app.Errorf(app.NotFound, "Look at Microsoft.", "There is no such setting.")
}
