package graph

import (
	"context"
	"encoding/json"
	"errors"

	"handrail/app/tenant"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// What only the beta of Graph has (identity.md §1.1, checked against the v1.0
// metadata of 20 August 2026). It may change without notice, so every use does
// without when it is missing.
const (
	betaMethodsPolicy = "policies/authenticationMethodsPolicy" // systemCredentialPreferences, optOutSettings, campaign's enforceRegistrationAfterAllowedSnoozes
	betaRequirements  = "users/%s/authentication/requirements" // perUserMfaState
	perUserProperty   = "perUserMfaState"                      // on /v1.0/users, not documented: a fast path only
)

func (g *Client) beta(path string) string { return g.cloud.Root + "/beta/" + path }

// methodsBeta reads the parts of the methods policy that only the beta has; nil
// where they cannot be read.
func (g *Client) methodsBeta(ctx context.Context) (json.RawMessage, error) {
	body, err := g.get(ctx, g.beta(betaMethodsPolicy))
	var a *answer
	switch {
	case errors.As(err, &a):
		return nil, nil
	case err != nil:
		return nil, err
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(body, &all) != nil {
		return nil, nil
	}
	some := map[string]json.RawMessage{}
	for _, name := range []string{"systemCredentialPreferences", "optOutSettings", "registrationEnforcement", "reportSuspiciousActivitySettings"} {
		if v, ok := all[name]; ok {
			some[name] = v
		}
	}
	return json.Marshal(some)
}

// perUserQuick asks for everyone's state at once in a way that Microsoft uses and
// does not document. It tells false where the answer does not have it.
func (g *Client) perUserQuick(ctx context.Context, next string, page func(tenant.Page) error) (bool, error) {
	first := next
	if first == "" {
		first = "v1.0/users?$select=id," + perUserProperty + "&$top=999"
	}
	body, err := g.get(ctx, g.absolute(first))
	var a *answer
	switch {
	case errors.As(err, &a):
		return false, nil
	case err != nil:
		return false, err
	}
	c, err := readPage(body)
	if err != nil || len(c.Value) == 0 {
		return false, err
	}
	for _, v := range c.Value {
		var row map[string]json.RawMessage
		if json.Unmarshal(v, &row) != nil || row[perUserProperty] == nil {
			return false, nil
		}
	}
	r, err := g.at(abs.GET, g.absolute(first)) // once more, now to keep: one page is cheap
	if err != nil {
		return false, err
	}
	return true, (&pager{client: g}).walk(ctx, r, "", page)
}
