package graph

import (
	"context"

	"handrail/app/tenant"
)

// fetchApple reads the profiles of Apple: those of each token with which the organisation is connected to Apple. One
// list that cannot be read leaves all of them unknown.
func (g *Client) fetchApple(ctx context.Context, s tenant.Section, page func(tenant.Page) error) error {
	src, q, err := g.source(ctx, s)
	if err != nil {
		return err
	}
	var tokens []tenant.Row
	err = (&pager{source: src, query: q}).walk(ctx, "", func(p tenant.Page) error {
		tokens = append(tokens, p.Rows...)
		return nil
	})
	if err != nil {
		return err
	}
	var all tenant.Page
	for _, token := range tokens {
		of := g.from(func(at start) ask { return at.beta(filled(applePath, token.ID)) })
		p := &pager{source: of, query: selecting("id", "displayName")}
		err := p.walk(ctx, "", func(p tenant.Page) error {
			all.Rows = append(all.Rows, p.Rows...)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return page(all)
}
