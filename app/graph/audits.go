package graph

import (
	"context"
	"encoding/json"
	"errors"

	"handrail/app/tenant"
)

// mostAuditPages is how many pages of the audit log one refresh reads: 10,000 entries, the newest first. A large
// organisation has more in a day.
const mostAuditPages = 20

// errEnough ends the walk through a log of which the newest part is enough.
var errEnough = errors.New("graph: the newest entries are enough")

// fetchAudits reads the newest entries of the audit log.
func (g *Client) fetchAudits(ctx context.Context, next string, page func(tenant.Page) error) error {
	src, q, err := g.byID(ctx, tenant.SectionAudit)
	if err != nil {
		return err
	}
	q.Order = []string{"activityDateTime desc"}
	p, enough := &pager{source: src, query: q, change: plainAudits}, false
	err = p.walk(ctx, next, func(out tenant.Page) error {
		if p.pages < mostAuditPages || out.Next == "" {
			return page(out)
		}
		out.Next, out.Notes = "", append(out.Notes, tenant.NoteAuditCut)
		if err := page(out); err != nil {
			return err
		}
		enough = true
		return errEnough
	})
	if enough {
		return nil
	}
	return err
}

// plainAudits leaves of each entry what tells who changed what: no network addresses, and no values that may be
// telephone numbers. Of an entry in another form only the ID is left.
func plainAudits(_ context.Context, rows []tenant.Row) (_ []tenant.Row, err error) {
	for i := range rows {
		var e tenant.AuditEntry
		if json.Unmarshal(rows[i].Body, &e) != nil {
			e = tenant.AuditEntry{}
		}
		e.ID = rows[i].ID
		if rows[i].Body, err = json.Marshal(e.Plain()); err != nil {
			return nil, err
		}
	}
	return rows, nil
}
