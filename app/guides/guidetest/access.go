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

// accessPath and defaultsPath are the settings of an Office that are rows of a section;
// at deletedPath are the policies that were removed.
const (
	accessPath   = "/identity/conditionalAccess/policies"
	deletedPath  = "/identity/conditionalAccess/deletedItems/policies"
	defaultsPath = "/policies/identitySecurityDefaultsEnforcementPolicy"
)

// settingOf returns the section of a setting, and the ID of the row; "" is all of them.
func settingOf(object string) (section, id string, ok bool) {
	if object == defaultsPath {
		return tenant.SectionDefaults, "d", true
	}
	if id, ok = strings.CutSuffix(object, "/authentication/requirements"); ok {
		return tenant.SectionPerUserMFA, strings.TrimPrefix(id, "/users/"), true
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
		if section == tenant.SectionDefaults && row["isEnabled"] == true && len(o.Rows[tenant.SectionAccess]) > 0 {
			return refused("Security defaults cannot be enabled while Conditional Access policies exist.")
		}
		if err := o.beside(section, row); err != nil {
			return err
		}
		merged, err := json.Marshal(row)
		o.Rows[section][n].Body = merged
		return err
	}
	return app.Errorf(app.NotFound, "Look at Microsoft.", "There is no such setting.")
}

// beside refuses a policy that is on beside security defaults.
func (o *Office) beside(section string, row map[string]any) error {
	if section != tenant.SectionAccess || row["state"] != "enabled" {
		return nil
	}
	for _, r := range o.Rows[tenant.SectionDefaults] {
		var d struct {
			On bool `json:"isEnabled"`
		}
		if json.Unmarshal(r.Body, &d) == nil && d.On {
			return refused("Security Defaults is enabled in the tenant.")
		}
	}
	return nil
}

// refused is how Microsoft refuses a change.
func refused(message string) error {
	e := app.Errorf(app.Invalid, "Read the plan again.", "Microsoft did not accept the change. Nothing was changed.")
	e.Err = &tenant.Refusal{Status: 400, Code: "BadRequest", Message: message}
	return e
}

// createAccess makes a policy.
func (o *Office) createAccess(body []byte) ([]byte, string, error) {
	var row map[string]any
	if err := json.Unmarshal(body, &row); err != nil {
		return nil, "", err
	}
	if err := o.beside(tenant.SectionAccess, row); err != nil {
		return nil, "req", err
	}
	row["id"] = fmt.Sprintf("made-%d", o.made)
	o.made++
	answer, err := json.Marshal(row)
	if err == nil {
		o.Add(tenant.SectionAccess, string(answer))
	}
	return answer, "req", err
}

// Delete removes a policy; it can be restored.
func (o *Office) Delete(ctx context.Context, object string) (string, error) {
	if err := o.Ask(ctx); err != nil {
		return "", err
	}
	if id, _, ok := groupOf(object); ok {
		return o.deleteGroup(ctx, id)
	}
	section, id, ok := settingOf(object)
	if !ok || section != tenant.SectionAccess {
		return o.Organisation.Delete(ctx, object)
	}
	for n, r := range o.Rows[section] {
		if r.ID == id {
			o.deleted = append(o.deleted, r.Body)
			o.Rows[section] = slices.Delete(o.Rows[section], n, n+1)
			return "req", nil
		}
	}
	return "", app.Errorf(app.NotFound, "Look at Microsoft.", "There is no such setting.")
}

// restoreAccess brings a removed policy back as it was.
func (o *Office) restoreAccess(id string) ([]byte, string, error) {
	for n, body := range o.deleted {
		var row map[string]any
		if json.Unmarshal(body, &row) != nil || row["id"] != id {
			continue
		}
		if err := o.beside(tenant.SectionAccess, row); err != nil {
			return nil, "req", err
		}
		o.deleted = slices.Delete(o.deleted, n, n+1)
		o.Add(tenant.SectionAccess, string(body))
		return body, "req", nil
	}
	return nil, "req", app.Errorf(app.NotFound, "Look at Microsoft.", "There is no such setting.")
}
