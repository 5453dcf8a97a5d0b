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
	if object == deletedPath {
		return json.Marshal(map[string]any{"value": append([]json.RawMessage{}, o.deleted...)})
	}
	if section, id, ok := settingOf(object); ok {
		return o.setting(section, id)
	}
	if id, members, ok := groupOf(object); ok {
		return o.group(id, members)
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
	case object == groupsPath:
		return o.createGroup(body)
	case strings.HasSuffix(object, "/members/$ref"):
		return o.putIn(strings.TrimSuffix(strings.TrimPrefix(object, groupsPath+"/"), "/members/$ref"), body)
	case object == accessPath:
		return o.createAccess(body)
	case strings.HasPrefix(object, deletedPath+"/"):
		return o.restoreAccess(strings.TrimSuffix(strings.TrimPrefix(object, deletedPath+"/"), "/restore"))
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
	if id, members, ok := groupOf(object); ok && !members {
		return "req", o.change(tenant.SectionGroups, id, body)
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
