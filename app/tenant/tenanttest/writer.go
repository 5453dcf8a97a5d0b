package tenanttest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

// Ask refuses where Denied is set.
func (o *Organisation) Ask(ctx context.Context, _ ...string) error {
	if o.Denied {
		return app.Errorf(app.Denied, "Ask an administrator.", "The right was not granted.")
	}
	return ctx.Err()
}

// Read returns an object.
func (o *Organisation) Read(_ context.Context, object string) ([]byte, error) {
	if b, ok := o.Objects[object]; ok {
		return slices.Clone(b), nil
	}
	return nil, app.Errorf(app.NotFound, "Look at the path.", "There is no object %s.", object)
}

// Patch merges body into an object, or into the member of its
// authenticationMethodConfigurations that the path names.
func (o *Organisation) Patch(_ context.Context, object string, body []byte) (string, error) {
	lost, err := false, error(nil)
	if o.Fault != nil {
		if lost, err = o.Fault(object, len(o.Patches)); err != nil && !lost {
			return "", err
		}
	}
	o.Patches = append(o.Patches, Patch{object, string(body)})
	if err := o.merge(object, body); err != nil {
		return "", err
	}
	if lost {
		return "", &tenant.UnknownOutcome{RequestID: "req-lost", Err: context.DeadlineExceeded}
	}
	return "req-" + string(rune('a'+len(o.Patches)-1)), nil
}

// Post notes what was sent, and returns the answer for the object.
func (o *Organisation) Post(_ context.Context, object string, body []byte) ([]byte, string, error) {
	lost, err := false, error(nil)
	if o.Fault != nil {
		if lost, err = o.Fault(object, len(o.Patches)); err != nil && !lost {
			return nil, "", err
		}
	}
	answer, ok := o.Answers[object]
	if !ok {
		return nil, "", app.Errorf(app.Denied, "Make it by hand.", "Microsoft does not let your account do this.")
	}
	o.Patches = append(o.Patches, Patch{object, string(body)})
	if lost {
		return nil, "", &tenant.UnknownOutcome{RequestID: "req-lost", Err: context.DeadlineExceeded}
	}
	return slices.Clone(answer), "req-" + string(rune('a'+len(o.Patches)-1)), nil
}

func (o *Organisation) merge(object string, body []byte) error {
	const list = "authenticationMethodConfigurations"
	parent, id, inside := strings.Cut(object, "/"+list+"/")
	var whole, change map[string]json.RawMessage
	if err := json.Unmarshal(o.Objects[parent], &whole); err != nil {
		return err
	}
	if err := json.Unmarshal(body, &change); err != nil {
		return err
	}
	if !inside {
		for k, v := range change {
			whole[k] = v
		}
	} else {
		if len(change["@odata.type"]) == 0 {
			return app.Errorf(app.Invalid, "Name the type.", "The change names no @odata.type.")
		}
		var all []map[string]json.RawMessage
		if err := json.Unmarshal(whole[list], &all); err != nil {
			return err
		}
		for _, one := range all {
			if strings.EqualFold(strings.Trim(string(one["id"]), `"`), id) {
				for k, v := range change {
					one[k] = v
				}
			}
		}
		whole[list], _ = json.Marshal(all) // it was JSON before
	}
	o.Objects[parent], _ = json.Marshal(whole) // it was JSON before
	return nil
}

// Delete notes what was removed, and takes it out of Objects.
func (o *Organisation) Delete(_ context.Context, object string) (string, error) {
	if _, there := o.Objects[object]; !there {
		return "", app.Errorf(app.NotFound, "Look at the path.", "There is no object %s.", object)
	}
	o.Patches = append(o.Patches, Patch{Object: object})
	delete(o.Objects, object)
	return "req-" + string(rune('a'+len(o.Patches)-1)), nil
}
