package graph

import (
	"context"

	"handrail/app/graph/shape"
	"handrail/app/tenant"
)

// objectOf names the sections that are one object, with the member that it always has.
var objectOf = map[string]string{
	tenant.SectionMethods:  "authenticationMethodConfigurations",
	tenant.SectionDefaults: "isEnabled",
}

// fetchObject reads a section that is one object. There is no next page.
func (g *Client) fetchObject(ctx context.Context, id string) (tenant.Page, error) {
	src, q, err := g.byID(ctx, id)
	if err != nil {
		return tenant.Page{}, err
	}
	body, err := src.read(ctx, q)
	if err != nil {
		return tenant.Page{}, err
	}
	c, err := shape.Object(body, objectOf[id])
	return tenant.Page{Rows: shape.Rows(c.Value)}, err
}
