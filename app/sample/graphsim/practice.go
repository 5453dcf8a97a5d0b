package graphsim

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// byHand does what an administrator does in a portal, and remembers it.
func (c *Cloud) byHand(method, path string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	c.mu.RLock()
	by := c.acting
	c.mu.RUnlock()
	x := &call{cloud: c, method: method, path: path, body: data, part: true, now: c.now(), by: by,
		base: "http://127.0.0.1/v1.0", header: http.Header{"Content-Type": {"application/json"}}}
	if a := x.carryOut(context.Background()); a.status >= 300 {
		return errors.New(method + " " + path + ": " + string(a.body))
	}
	return nil
}

// Acting says who does what follows by hand, and with what; the zero Actor is the signed-in account. What comes over
// HTTP is always done by the signed-in account.
func (c *Cloud) Acting(who Actor) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acting = who
}

// Exclude excludes an account or an application from a policy. It changes nothing where
// the policy excludes it already. The error is for developers.
func (c *Cloud) Exclude(policy, id string) error {
	c.mu.RLock()
	o, there := byID(c.access, policy)
	c.mu.RUnlock()
	if !there {
		return errors.New("there is no policy " + policy)
	}
	where, list := "users", "excludeUsers"
	if _, person := c.personPlace(strings.ToLower(id)); !person {
		where, list = "clientApplications", "excludeServicePrincipals"
	}
	conditions := o.obj("conditions")
	all := conditions.obj(where).texts(list)
	if slices.Contains(all, id) {
		return nil
	}
	change := map[string]any{"conditions": map[string]any{where: map[string]any{list: append(slices.Clone(all), id)}}}
	return c.byHand(http.MethodPatch, "/identity/conditionalAccess/policies/"+policy, change)
}

// Retire takes every active role from an account. The error is for developers.
func (c *Cloud) Retire(id string) error {
	c.mu.RLock()
	var all []string
	for _, h := range c.holders {
		if strings.EqualFold(h.id, id) && !h.eligible {
			all = append(all, c.assignmentID(h))
		}
	}
	c.mu.RUnlock()
	for _, assignment := range all {
		err := c.byHand(http.MethodDelete, "/roleManagement/directory/roleAssignments/"+assignment, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

// unassign answers the DELETE of a role assignment: 204.
func unassign(x *call) *answer {
	c := x.cloud
	i := slices.IndexFunc(c.holders, func(h holder) bool { return !h.eligible && c.assignmentID(h) == x.arg(0) })
	if i < 0 {
		return notFound(x.arg(0))
	}
	gone := c.holders[i]
	c.holders = slices.Delete(slices.Clone(c.holders), i, i+1)
	c.unassigned = x.now
	if place, person := c.personPlace(gone.id); person {
		left := slices.ContainsFunc(c.holders, func(h holder) bool { return h.id == gone.id && !h.eligible })
		c.admins[place] = left || c.throughGroup(c.person(place))
	}
	return done()
}

// throughGroup reports whether a person has a role through a group.
func (c *Cloud) throughGroup(p *person) bool {
	return slices.ContainsFunc(c.holders, func(h holder) bool {
		g, isGroup := c.byGroup[h.id]
		return isGroup && !h.eligible && p.groups>>g&1 == 1
	})
}

// aims reports whether a policy blocks an application.
func aims(policy object, id string) bool {
	apps := policy.obj("conditions").obj("clientApplications")
	return slices.Contains(policy.obj("grantControls").texts("builtInControls"), "block") &&
		slices.Contains(apps.texts("includeServicePrincipals"), id) &&
		!slices.Contains(apps.texts("excludeServicePrincipals"), id)
}
