package graph

import (
	"context"
	"encoding/json"
	"strings"

	"handrail/app/tenant"
)

// betaOnly marks a policy that v1.0 leaves out.
const betaOnly = "handrailBetaOnly"

// fetchAccess reads the Conditional Access policies from v1.0, and from the beta those that v1.0 leaves out because
// they use features of the beta.
func (g *Client) fetchAccess(ctx context.Context, _ string, page func(tenant.Page) error) error {
	src, q, err := g.byID(ctx, tenant.SectionAccess)
	if err != nil {
		return err
	}
	rows, err := whole(ctx, src, q)
	if err != nil {
		return err
	}
	more, compared, err := g.beyond(ctx, src, q, rows)
	if err != nil {
		return err
	}
	out := tenant.Page{Rows: append(rows, more...)}
	if !compared {
		out.Notes = []string{tenant.NoteNotCompared}
	}
	return page(out)
}

// beyond returns what the beta lists at the address of src, and rows does not have. compared is false where the beta
// does not answer with a whole list.
func (g *Client) beyond(ctx context.Context, src source, q query, rows []tenant.Row) (
	more []tenant.Row, compared bool, err error,
) {
	all, err := whole(ctx, g.inBeta(src), q)
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	if err != nil {
		return nil, false, nil
	}
	known := map[string]bool{}
	for _, r := range rows {
		known[strings.ToLower(r.ID)] = true
	}
	for _, r := range all {
		if known[strings.ToLower(r.ID)] {
			continue
		}
		if r.Body, err = with(r.Body, betaOnly, true); err != nil {
			return nil, false, err
		}
		more = append(more, r)
	}
	return more, true, nil
}

// whole reads a list to its end.
func whole(ctx context.Context, src source, q query) (rows []tenant.Row, err error) {
	err = (&pager{source: src, query: q}).walk(ctx, "", func(p tenant.Page) error {
		rows = append(rows, p.Rows...)
		return nil
	})
	return rows, err
}

// listNow returns a list as Writer.Read returns it, read to its last page.
func (g *Client) listNow(ctx context.Context, what object, src source) ([]byte, error) {
	rows, err := whole(ctx, src, query{})
	if err != nil {
		return nil, notRead(err)
	}
	out := map[string]any{}
	if what.beta {
		more, compared, err := g.beyond(ctx, src, query{}, rows)
		if err != nil {
			return nil, err
		}
		rows = append(rows, more...)
		if !compared {
			out["handrailNotCompared"] = true
		}
	}
	all := []json.RawMessage{}
	for _, row := range rows {
		all = append(all, row.Body)
	}
	out["value"] = all
	return json.Marshal(out)
}
