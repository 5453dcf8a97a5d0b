package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"handrail/app"
	"handrail/app/tenant"
)

// Fetch reads one section as tenant.Source says. next is what an earlier Fetch
// gave its page: an address below the cloud's root.
func (g *Client) Fetch(ctx context.Context, section, next string, page func(tenant.Page) error) error {
	s, known := tenant.SectionByID(section)
	if !known {
		return app.Errorf(app.Internal, "Copy the details, and try once more.", "Handrail knows no section called “%s”.", section)
	}
	err := g.fetch(ctx, s, next, page)
	if err == nil {
		return nil
	}
	return g.section(s, err)
}

func (g *Client) fetch(ctx context.Context, s tenant.Section, next string, page func(tenant.Page) error) error {
	p := &pager{client: g}
	if kind, of := tenant.OnDemand(s.ID); of != "" {
		r, err := g.onDemand(kind, of)
		if err != nil {
			return err
		}
		return p.walk(ctx, r, next, page)
	}
	switch s.ID {
	case tenant.SectionUsers:
		return g.fetchUsers(ctx, next, page)
	case tenant.SectionRegistration:
		return g.fetchRegistration(ctx, next, page)
	case tenant.SectionPerUserMFA:
		return g.fetchPerUser(ctx, next, page)
	case tenant.SectionMethods:
		return g.fetchMethods(ctx, page)
	case tenant.SectionRoles:
		return g.fetchRoles(ctx, page)
	case tenant.SectionDomains:
		p.change = g.withRecords
	case tenant.SectionAccess, tenant.SectionSignIns:
		p.headers = map[string]string{"Prefer": knownValues}
	}
	r, err := g.first(ctx, s.ID)
	if err != nil {
		return err
	}
	return p.walk(ctx, r, next, page)
}

// fetchUsers reads people with when they signed in last, or without where the
// organisation has no licence for that, or the account may not see it.
func (g *Client) fetchUsers(ctx context.Context, next string, page func(tenant.Page) error) error {
	const without = "When people signed in last is not known: Microsoft tells it only with Entra ID P1 and the permission AuditLog.Read.All."
	for _, signIn := range []bool{true, false} {
		r, err := g.people(signIn, userProperties)
		if err != nil {
			return err
		}
		p := &pager{client: g, headers: map[string]string{"ConsistencyLevel": "eventual"}}
		err = p.walk(ctx, r, next, func(out tenant.Page) error {
			if !signIn {
				out.Notes = append(out.Notes, without)
			}
			return page(out)
		})
		if !signIn || p.pages > 0 || !deniedProperty(err) {
			return err
		}
		next = ""
	}
	return nil
}

// deniedProperty tells whether a request failed for something it asked for
// rather than for all of it.
func deniedProperty(err error) bool {
	var a *answer
	return errors.As(err, &a) && (a.Status == http.StatusForbidden || a.Status == http.StatusBadRequest)
}

// withRecords adds the DNS records that Microsoft asks for to each domain.
func (g *Client) withRecords(ctx context.Context, rows []tenant.Row) ([]tenant.Row, error) {
	paths := make([]string, len(rows))
	for i, r := range rows {
		paths[i] = "domains/" + escape(r.ID) + "/serviceConfigurationRecords"
	}
	parts, err := g.batch(ctx, "v1.0", paths)
	if err != nil {
		return nil, err
	}
	for i, p := range parts {
		if p.Err != nil {
			continue // unknown, and shown as that
		}
		c, err := readPage(p.Body)
		if err != nil {
			continue
		}
		// The order of the list says nothing, and changes.
		slices.SortFunc(c.Value, func(a, b json.RawMessage) int { return strings.Compare(idOf(a), idOf(b)) })
		if rows[i].Body, err = with(rows[i].Body, "handrailRecords", c.Value); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// fetchMethods reads the methods policy with the parts that only the beta has.
func (g *Client) fetchMethods(ctx context.Context, page func(tenant.Page) error) error {
	r, err := g.first(ctx, tenant.SectionMethods)
	if err != nil {
		return err
	}
	c, _, err := g.page(ctx, r)
	if err != nil {
		return err
	}
	out := tenant.Page{Rows: rowsOf(c.Value)}
	beta, err := g.methodsBeta(ctx)
	if err != nil {
		return err
	}
	if beta == nil {
		out.Notes = []string{"Whether the strongest method is asked first is not known: the beta of Microsoft Graph did not answer."}
	}
	for i := range out.Rows {
		out.Rows[i].ID = tenant.SectionMethods // one policy; its id differs between samples
		if beta != nil {
			if out.Rows[i].Body, err = with(out.Rows[i].Body, "handrailBeta", beta); err != nil {
				return err
			}
		}
	}
	return page(out)
}

// with adds one member to a JSON object and leaves the others as they came.
func with(object json.RawMessage, name string, value any) (json.RawMessage, error) {
	add, err := json.Marshal(map[string]any{name: value})
	if err != nil {
		return nil, err
	}
	text := strings.TrimSpace(string(object))
	if len(text) < 2 || text[0] != '{' {
		return nil, errors.New("graph: no object to add to")
	}
	if inner := strings.TrimSpace(text[1 : len(text)-1]); inner != "" {
		return json.RawMessage(text[:len(text)-1] + "," + string(add[1:])), nil
	}
	return add, nil
}
