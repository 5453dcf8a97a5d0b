package graph

import (
	"context"
	"errors"

	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// fetchManager reads the manager of a person: one object. Someone without a manager has none, and Microsoft then
// answers that the resource does not exist (Microsoft Learn, List manager). $expand of the manager in the list of
// people is not used: it limits a page to 100 people.
func (g *Client) fetchManager(ctx context.Context, s tenant.Section, page func(tenant.Page) error) error {
	src, q, err := g.source(ctx, s)
	if err != nil {
		return err
	}
	body, err := src.read(ctx, q)
	var a *answer
	switch {
	case errors.As(err, &a) && a.Status == 404 && a.Code == "Request_ResourceNotFound":
		return page(tenant.Page{})
	case err != nil:
		return err
	}
	c, err := shape.Object(body, "id")
	if err != nil {
		return err
	}
	return page(tenant.Page{Rows: shape.Rows(c.Value)})
}
